# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of the site that no query owns; templates say them by name."""

from graph.text.message import Text

SITE = Text("site-name", "Partnership network", "Name of the site, in the header and in page titles")
TITLE = Text("site-title", "$1 – Partnership network", "Title of a page in the browser; $1 its heading")
SKIP = Text("site-skip", "Skip to the content", "First link of every page, for keyboards")
MENU = Text("site-menu", "Main pages", "Name of the navigation, read by screen readers")
SEARCH = Text("site-search", "Search", "Button and heading of the search")
SEARCH_LABEL = Text(
    "site-search-label", "Name of a person, organisation, project or theme", "Label of the search field"
)
SEARCH_HINT = Text("site-search-hint", "A part of the name is enough.", "Below the search field")
TYPE = Text("site-type", "Type", "Label and heading: what an entry is")
NAME = Text("site-name-column", "Name", "Heading of a table's first column")
LINK = Text("site-link", "Link", "Heading: how two entries are linked")
DATE = Text("site-date", "When", "Heading: date or period of a link")
SOURCE = Text("site-source", "Source", "Heading: the file that says so")
EVIDENCE = Text("site-evidence", "Evidence", "Heading of the column with the records behind a row")
RECORD = Text("site-record", "{{PLURAL:$1|one record|$1 records}}", "Opens the list of records behind a row; $1 number")
DATA = Text("site-data", "The same as data:", "Before links to JSON, CSV and SVG")
HOME_NAV = Text("site-nav-home", "Overview", "Navigation")
NETWORK_NAV = Text("site-nav-network", "Explore", "Navigation: the drawing of the network")
LOADED_ON = Text("site-loaded-on", "loaded on $1", "Behind the name of a source; $1 date")
ASK_NAV = Text("site-nav-ask", "What you can ask", "Navigation: the list of queries")
SOURCES_NAV = Text("site-nav-sources", "Sources", "Navigation")
ABOUT_NAV = Text("site-nav-about", "How this is worked out", "Navigation")
LANGUAGE = Text("site-language", "Language", "Name of the list of languages")
FOOTER = Text(
    "site-footer",
    "Everything here comes from the sources that were loaded. What nobody wrote down is not on the map.",
    "At the foot of every page",
)
HOME_LEAD = Text(
    "site-home-lead",
    "Who knows whom, what they do together, and how we know. Choose a door, or search for anybody and anything.",
    "Below the heading of the first page",
)
DOOR_WHO = Text("site-door-who", "Who works with whom?", "First door of the first page")
DOOR_WHO_MORE = Text(
    "site-door-who-more", "People and organisations, what links them, and since when.", "Below the first door"
)
DOOR_PARTNER = Text("site-door-partner", "Who could be a partner on …?", "Second door; a theme is asked for below")
DOOR_PARTNER_MORE = Text(
    "site-door-partner-more", "Pick a theme and see who fits, why, and who can introduce you.", "Below the second door"
)
DOOR_BUS = Text("site-door-bus", "Where does it hang on one person?", "Third door of the first page")
DOOR_BUS_MORE = Text(
    "site-door-bus-more",
    "Partners that only one person knows, and which introduction would help.",
    "Below the third door",
)
COUNTS = Text("site-counts", "What is in here", "Heading of the counts")
AS_OF = Text("site-as-of", "The newest knowledge is of $1.", "$1 a date")
EMPTY = Text("site-empty", "Nothing has been loaded yet", "Heading of the first page of an empty store")
EMPTY_MORE = Text(
    "site-empty-more",
    "This network is empty. Load your own files, or try the sample first: "
    "a fictional network that shows every feature.",
    "On the first page of an empty store, above the commands",
)
EMPTY_SAMPLE = Text("site-empty-sample", "Try the sample", "Above the command that loads the sample")
EMPTY_OWN = Text("site-empty-own", "Load your own tables and notes", "Above the command that loads files")
FACTS = Text("site-facts", "Facts", "Heading of an entry's own fields")
LINKS = Text("site-links", "Links", "Heading of the table of an entry's links")
NO_LINKS = Text("site-no-links", "Nothing that was loaded links $1 to anything else.", "$1 an entry's name")
ENTRY_SENTENCE = Text(
    "site-entry-sentence",
    "{{PLURAL:$1|One link|$1 links}} to {{PLURAL:$2|one other entry|$2 other entries}}.",
    "Below an entry's name; $1 number of links, $2 number of entries",
)
LINK_SENTENCE = Text("site-link-sentence", "$1 $2 $3.", "A link in words: $1 name, $2 the link, $3 name")
LINK_HEADING = Text("site-link-heading", "A link", "Heading of the page of one link")
STATED_BY = Text("site-stated-by", "Who says so", "Heading: the sources of a record")
JOINED_BY_NAME = Text(
    "site-joined-by-name",
    "Joined by name from {{PLURAL:$1|one source|$1 sources}}",
    "On the page of an entry that several sources have under one name; $1 number of sources",
)
FULL_NETWORK = Text(
    "site-full-network", "Open in the explorer", "Link from an entry's drawing to the page with filters"
)
DRAWING = Text("site-drawing", "Network", "Heading of a drawing")
DRAWN = Text(
    "site-drawn",
    "{{PLURAL:$1|One node|$1 nodes}} and {{PLURAL:$2|one link|$2 links}} around $3; the table below says the same.",
    "What a drawing shows, for people who do not see it; $1 nodes, $2 links, $3 name or names",
)
CUT = Text(
    "site-drawing-cut",
    "Showing the $1 strongest of $2 neighbours; {{PLURAL:$3|one more is|$3 more are}} not shown.",
    "$1 shown, $2 all, $3 left out",
)
MORE = Text("site-more", "Show more", "Link that draws more neighbours")
LEGEND = Text("site-legend", "Legend", "Name of the list of shapes")
DASHED = Text("site-dashed", "dashed: a wish or a link nobody confirmed", "In the legend, about lines")
ZOOM_IN = Text("site-zoom-in", "Zoom in", "Button of a drawing")
ZOOM_OUT = Text("site-zoom-out", "Zoom out", "Button of a drawing")
ZOOM_ALL = Text("site-zoom-all", "Show all", "Button of a drawing: everything in view")
PNG = Text("site-png", "Save as picture", "Button of a drawing: PNG")
EXPAND = Text("site-expand", "Add its neighbours", "Link in a row of the explorer")
CENTRE = Text("site-centre", "Show around this", "Link in a row of the explorer")
DRAW_NOW = Text("site-draw-now", "Make the drawing interactive", "Button shown on slow connections")
SELECTED = Text("site-selected", "Selected: $1", "Read aloud when a node is chosen; $1 name")
APPLY = Text("site-apply", "Show", "Button of a form with filters")
FILTERS = Text("site-filters", "Filter", "Heading of a form with filters")
DEPTH = Text("site-depth", "Steps from the centre", "Label of a filter")
FOLD = Text(
    "site-fold", "Fold away what lies between (person – project – person becomes one link)", "Label of a filter"
)
COUNTRY = Text("site-country", "Country", "Label of a filter")
LANGUAGE_FILTER = Text("site-language-filter", "Language of people and organisations", "Label of a filter")
SINCE = Text("site-since", "Only links not older than", "Label of a filter; a date follows")
ENTRY_TYPES = Text("site-entry-types", "Types of entries", "Heading of a group of filters")
LINK_TYPES = Text("site-link-types", "Types of links", "Heading of a group of filters")
START_WITH = Text("site-start-with", "Start with", "Label: the entry in the middle of a drawing")
LOADED = Text("site-loaded", "What was loaded", "Heading of the page of sources")
LOADED_SENTENCE = Text(
    "site-loaded-sentence",
    "The network is the union of {{PLURAL:$1|one source|$1 sources}}. "
    "Loading a source again replaces what it said before.",
    "$1 number of sources",
)
FILE = Text("site-file", "File", "Heading: name of a source's file")
KNOWLEDGE_OF = Text("site-knowledge-of", "Knowledge of", "Heading: the date of a source's knowledge")
LOADED_AT = Text("site-loaded-at", "Loaded", "Heading: when a source was loaded")
RECORDS = Text("site-records", "Records", "Heading: number of records of a source")
PROBLEMS = Text("site-problems", "Problems", "Heading: number of problems when a source was loaded")
GAVE = Text("site-gave", "What it gave", "Heading: entries and links that a source named, by type")
GAVE_LINKS = Text("site-gave-links", "{{PLURAL:$1|one link|$1 links}}", "What a source gave; $1 number")
PROBLEM_COUNT = Text(
    "site-problem-count",
    "{{PLURAL:$1|one problem|$1 problems}}",
    "Opens the list of a source's problems; $1 number",
)
NO_PROBLEMS = Text("site-no-problems", "Everything was understood when it was loaded.", "In place of lists of problems")
FOUND = Text("site-problem-found", "Found: “$1”", "After a problem; $1 what stands in the file")
EXPECTED = Text("site-problem-expected", "Expected: $1", "After a problem; $1 what would fit, in English")
MORE_PROBLEMS = Text("site-more-problems", "and $1 more", "End of a list of problems; $1 number of those left out")
PROBLEMS_WHEN = Text(
    "site-problems-when",
    "Problems are what was noticed when the file was loaded. Those that were settled by other files since then are "
    "still listed, until the file is loaded again.",
    "Below the table of sources",
)
SEE_PROBLEMS = Text(
    "site-see-problems",
    "Not all of these problems are kept. To read every one and change nothing, load the file once more like this:",
    "Before a command in the terminal",
)
READ_ONLY = Text(
    "site-read-only",
    "The network may only be read here. To load files, use the place where its own file lies.",
    "On the page of the sources, if the database cannot be written",
)
WAITING = Text(
    "site-waiting",
    "{{PLURAL:$1|One link waits|$1 links wait}} for an entry that no source has described yet.",
    "$1 number of links",
)
QUERIES = Text("site-queries", "What you can ask", "Heading of the list of queries")
QUERIES_LEAD = Text(
    "site-queries-lead",
    "Each has a form, a table and an explanation; the same names work on the command line.",
    "Below the heading of the list of queries",
)
ASK = Text("site-ask", "Ask", "Button of a query's form")
FORM = Text("site-form", "What to ask", "Heading of a query's form")
NEEDED = Text("site-needed", "(needed)", "After the label of a field that must be filled in")
YES = Text("site-yes", "yes", "Choice")
NO = Text("site-no", "no", "Choice")
NOT_CHOSEN = Text("site-not-chosen", "–", "Choice of a list: nothing chosen")
SEVERAL = Text("site-several", "Several are possible, one in each line.", "Help of a form field")
ANSWER = Text("site-answer", "Answer", "Heading of a query's result")
NO_ROWS = Text("site-no-rows", "There is nothing to show in this table.", "Instead of an empty table")
ALL_ROWS = Text("site-all-rows", "Show all $1 rows", "Link; $1 number of rows")
HOW = Text("site-how", "How this was worked out", "Heading of an explanation")
METHOD_LINK = Text("site-method-link", "All definitions, choices and limits", "Link to the page about a method")
PREFERS_NO_NAME = Text(
    "site-prefers-no-name",
    "This person prefers not to be named, so nothing more is shown. A coordinator can get in touch with them.",
    "On the page of a person who opted out",
)
SUBJECTS = Text("site-subjects", "Methods, one page for each subject", "Heading of a list of pages")
IN_ENGLISH = Text("site-in-english", "These pages are in English only.", "Above pages that are not translated")
CYPHER = Text("site-cypher", "The same in Cypher, for Neo4j", "Heading of a query's text")
NO_CYPHER = Text(
    "site-no-cypher", "A graph database alone cannot compute this; it is worked out in memory.", "Below a query"
)
COLUMNS_HEADING = Text("site-columns", "What the columns mean", "Heading of the list of columns")
PARAMETERS_HEADING = Text("site-parameters", "Settings used", "Heading of the list of parameters")
ABOUT_LEAD = Text(
    "site-about-lead",
    "A sentence here is worked out from records that somebody wrote down; every row names them. "
    "These are the words we use.",
    "Below the heading of the page that explains everything",
)
GLOSSARY = Text("site-glossary", "Words", "Heading of the list of entries and links")
NOT_FOUND = Text("site-not-found", "There is no such page", "Heading of the error page for an unknown address")
NOT_FOUND_HINT = Text("site-not-found-hint", "Search for a name, or start from the overview.", "On the same page")
ERROR = Text("site-error", "This did not work", "Heading of an error page")
OUR_ERROR = Text("site-our-error", "Something went wrong on our side. It has been written down.", "On an error page")
UNAVAILABLE = Text("site-unavailable", "The network cannot be read at the moment", "Heading when the store is down")
REQUEST_NUMBER = Text(
    "site-request-number",
    "If you tell somebody about this, give them the number of this request: $1",
    "On the page of an error of the site; $1 a number of letters and digits",
)
DID_YOU_MEAN = Text("site-did-you-mean", "Perhaps you mean:", "Before a list of links to similar names")
NO_DRAWING = Text("site-no-drawing", "This page has no drawing.", "Answer when a drawing is asked for in vain")
NO_DRAWING_HINT = Text(
    "site-no-drawing-hint", "Ask for json or csv.", "Hint after that error; json and csv are formats"
)
NO_FORMAT = Text("site-no-format", "There is no format “$1”.", "Error: a format of files; $1 what was given")
THERE_ARE = Text("site-there-are", "There are: $1.", "Hint after an error; $1 everything that could be given instead")
TOO_LONG = Text("site-too-long", "This address is too long.", "Error: an address of the site")
TOO_LONG_HINT = Text("site-too-long-hint", "Ask for less at once.", "Hint after that error")
HTTP_ERRORS = {
    400: Text("site-bad-request", "This request cannot be understood.", "Error; a request from a browser or program"),
    404: NOT_FOUND,
    405: Text("site-only-read", "This address can only be read; nothing can be sent to it.", "Error"),
    413: Text("site-too-large", "This is too much to be sent at once.", "Error"),
    500: OUR_ERROR,
}
"""What the errors of HTTP that visitors meet say, by status."""
THE_NAME = Text("site-the-name", "$1", "A name as a heading")
WITH_CHOICE = Text("site-with-choice", "$1 ($2)", "A link and what was decided about it")
AROUND = Text("site-around", "Around $1", "Heading of a drawing's page; $1 one or several names")
STEPS = Text("site-steps", "Steps", "Heading: how far a node is from the centre")
LINK_COUNT = Text("site-link-count", "Links shown", "Heading: number of links of a node in the drawing")
A_NAME = Text("site-a-name", "A name …", "In the empty field of the first door")
SEE = Text("site-see", "See", "Button of a door")
ANY_THEME = Text("site-any-theme", "Choose a theme", "First line of a list of themes")
RECORD_MORE = Text("site-record-more", "and $1 more", "At the end of a list of records; $1 number")
AND_WITH = Text("site-and-with", "and with", "Label: one more entry in the middle of a drawing")
LINKS_HEADING = Text("site-links-heading", "How entries are linked", "Heading of the list of link types")
DRAWN_ROWS = Text(
    "site-drawn-rows",
    "{{PLURAL:$1|One node|$1 nodes}} of the table and {{PLURAL:$2|one link|$2 links}} among them; "
    "the table says the same.",
    "What a drawing shows, for people who do not see it; $1 nodes, $2 links",
)
NODES_HEADING = Text("site-nodes-heading", "What is drawn", "Heading of the table beside a drawing")
GO_ON = Text("site-go-on", "Go on", "Heading of the column with links to more of the network")
CLUSTER = Text(
    "site-cluster", "The cluster around $1", "Heading of a cluster's page; $1 its best connected organisation"
)
MAP_WAIT = Text(
    "site-map-wait", "The overview is being drawn. Load this page again in a moment.", "Instead of the drawing"
)
LINKS_CUT = Text(
    "site-links-cut",
    "The drawing leaves out the {{PLURAL:$1|weakest link|$1 weakest links}}.",
    "Notice above a crowded drawing; $1 number of links",
)
FROM = Text("site-from", "From $1", "Heading of a step; $1 name")
WAY = Text(
    "site-way", "Way $1: {{PLURAL:$2|one step|$2 steps}}", "Heading of a path; $1 its number, $2 number of steps"
)
STEP = Text("site-step", "$1 $2 $3", "One step of a path: $1 name, $2 link in words, $3 name")
AVOID = Text("site-avoid", "Find a way without $1", "Link: look for paths that avoid somebody; $1 name")
WHO_ELSE = Text("site-who-else", "Go on from here", "Heading of links to questions about this entry")
ASK_PARTNERS = Text("site-ask-partners", "Who could be a partner on this?", "Link from a theme")
ASK_PARTNERS_FOR = Text("site-ask-partners-for", "Who could be a partner for $1?", "Link from an entry; $1 name")
ASK_INTRODUCE = Text("site-ask-introduce", "Who can introduce me to $1?", "Link from a person or organisation; $1 name")
ASK_PATH = Text("site-ask-path", "How is $1 connected to …?", "Link from an entry; $1 name")
ASK_COLLABORATORS = Text("site-ask-collaborators", "Who works with $1?", "Link from an entry; $1 name")
ASK_INTERESTS = Text("site-ask-interests", "Who shares interests with $1?", "Link from an entry; $1 name")
ASK_MATCHES = Text("site-ask-matches", "Who offers what $1 wants?", "Link from an entry; $1 name")
ASK_BUS_FACTOR = Text(
    "site-ask-bus-factor", "Where does $1 hang on one person?", "Link from an affiliate, group or theme"
)
ASK_WHAT_IF = Text("site-ask-what-if", "What if $1 left?", "Link from a person; said about work, never about blame")
PATH_TITLE = Text("site-path-title", "How are two connected?", "Heading of the page of paths")
COMMON_TITLE = Text("site-common-title", "What do they have in common?", "Heading of the page of common ground")
PARTNERS_TITLE = Text("site-partners-title", "Who could be a partner?", "Heading of the partner search")
MATCHES_TITLE = Text("site-matches-title", "Who offers what others want?", "Heading of the page of offers and wants")
GAPS_TITLE = Text("site-gaps-title", "Where are the gaps?", "Heading of the page of gaps")
FORWARD = Text("site-forward", "Forward this", "Opens a form below an answer: get it as a file to send on")
FORWARD_AS = Text("site-forward-as", "As", "Label of a list of formats")
FORWARD_REPORT = Text("site-forward-report", "a page that prints (HTML)", "One of several formats")
FORWARD_DOCX = Text("site-forward-docx", "a text document (.docx)", "One of several formats")
FORWARD_WIKITEXT = Text("site-forward-wikitext", "wikitext", "One of several formats")
FORWARD_BARE = Text("site-forward-bare", "without names of people", "A box to tick beside the format")
FORWARD_GET = Text("site-forward-get", "Get the file", "Button")
NO_REPORT = Text("site-no-report", "There is no answer here to forward.")
NO_REPORT_HINT = Text("site-no-report-hint", "Ask a question first, then forward its answer.")
CHANGES_TITLE = Text("site-changes-title", "What is new, and what has ended?", "Heading of the page of changes")
TREND_TITLE = Text("site-trend-title", "How has it changed?", "Heading of the page with the chart")
BUS_TITLE = Text("site-bus-title", "Where does it hang on one person?", "Heading of the bus-factor page")
WHAT_IF_TITLE = Text("site-what-if-title", "What if somebody left?", "Heading of the what-if page")
QUESTIONS_TITLE = Text("site-questions-title", "What do people ask?", "Heading of the page of questions")
WAYS_NAV = Text("site-doors-nav", "Questions with a page of their own", "Heading of a list of pages")
ALL_STEPS = Text("site-all-steps", "All steps as a table", "Heading of a table below the paths")
CHARTS = Text("site-charts", "As a picture", "Heading of small charts")
TICK = Text(
    "site-tick", "Who might leave? Tick one or several.", "Heading of a list of people; it is about relief, not blame"
)
SOMEBODY = Text("site-somebody", "Somebody else", "Label: name of a person who is not in the list above")
SEE_WHAT = Text("site-see-what", "See what would come apart", "Button")
ALL_BACK = Text("site-all-back", "Everybody stays", "Link that undoes all ticks")
BACK = Text("site-back", "$1 stays after all", "Link that undoes one tick; $1 name")
EVERY_QUERY = Text("site-every-query", "Every question", "Heading of the list of all queries")
WORKING_HEADING = Text("site-working-heading", "One moment", "Heading of a page whose answer is not ready")
WORKING = Text(
    "site-working",
    "This is still being worked out. Load this page again in a moment.",
    "Instead of an answer that takes longer than a few seconds",
)
SAVE_FILE = Text("site-save-file", "one HTML file to keep or send", "Link: saves a drawing with its table as one file")
