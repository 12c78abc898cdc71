# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of the map; its template says them by name."""

from graph.text.message import Text

TITLE = Text("map-title", "The map", "Heading of the page with the map of the whole network")
DESCRIPTION = Text(
    "map-description",
    "{{PLURAL:$1|One entry|$1 entries}}, {{PLURAL:$2|one link|$2 links}} and "
    "{{PLURAL:$3|one community|$3 communities}}; the list below names the best connected.",
    "What the map shows, for people who do not see it; $1, $2 and $3 numbers",
)
WHOLE = Text(
    "map-whole",
    "The map shows {{PLURAL:$1|one entry|all $1 entries}} that the filters leave.",
    "Above the map; $1 number",
)
CUT = Text(
    "map-cut",
    "The map shows the $1 best connected of $2 entries; zoom in to see more.",
    "Above the map of a large network; $1 shown, $2 all",
)
NOTHING = Text("map-nothing", "Nothing fits these filters.", "In place of the map")
FIND = Text("map-find", "Find on the map", "Label of the search field inside the map")
SHOW = Text("map-show", "Show", "Heading of the switches for types of nodes")
SHOW_LINKS = Text("map-show-links", "Links", "Heading of the switches for types of links")
FROM = Text("map-from", "From year", "Label of a field")
UNTIL = Text("map-until", "Until year", "Label of a field")
YEARS = Text("map-years", "Years", "Label of a slider")
PLAY = Text("map-play", "Play the years", "Button beside the slider")
PAUSE = Text("map-pause", "Stop", "The same button while the years pass")
APPLY = Text("map-apply", "Show on the map", "Button of the filters where scripts do not run")
RESET = Text("map-reset", "Show everything", "Link that takes all filters away")
FULL_SCREEN = Text("map-full-screen", "Full screen", "Button of the map")
BEST = Text("map-best", "The best connected", "Heading of the list below the map")
CONTACTS = Text("map-contacts", "Contacts", "Heading of a column: number of other nodes that a node has links with")
PANEL = Text("map-panel", "Selected", "Name of the panel beside the map")
PANEL_EMPTY = Text(
    "map-panel-empty",
    "Choose an entry to see its facts and its links. Hold Shift to choose several.",
    "In the panel while nothing is selected",
)
CLOSE = Text("map-close", "Close", "Button of the panel")
AROUND = Text("map-around", "Expand", "Button of the panel: show what is around the node")
ONLY = Text("map-only", "Only this", "Button of the panel: show the node and its neighbours alone")
HIDE = Text("map-hide", "Hide this", "Button of the panel")
OPEN = Text("map-open", "Open page", "Link of the panel to the page of the node")
INTRODUCE = Text("map-introduce", "Who can introduce me?", "Link of the panel")
LEFT = Text("map-left", "What if they left?", "Link of the panel, for a person")
PATH_FROM = Text("map-path-from", "Path from here", "Link of the panel")
PATH_BETWEEN = Text("map-path-between", "Path between the two", "Link of the panel when two are selected")
COMMON = Text("map-common", "Common ground", "Link of the panel when several are selected")
ALL_LEAVE = Text("map-all-leave", "What if all of them left?", "Link of the panel when several people are selected")
LINKS_OF = Text("map-links-of", "{{PLURAL:$1|One link|$1 links}}", "Heading in the panel; $1 number")
MORE_LINKS = Text("map-more-links", "{{PLURAL:$1|One more link|$1 more links}} on its page", "In the panel; $1 number")
CHOSEN = Text("map-chosen", "{{PLURAL:$1|One entry|$1 entries}} selected", "Heading of the panel; $1 number")
CONTROLS = Text("map-controls", "Search and filters", "Name of the column beside the map")
AS_LIST = Text("map-as-list", "The same as a list", "Link to the list below the map")
WITHOUT_ANSWER = Text("map-without-answer", "Show the map without this answer", "Link in the panel")
SEE_ON_MAP = Text("map-see", "See it on the map", "Link on the page of an answer")
ROLES = {
    "risk": Text("map-role-risk", "hangs on one person, or missing", "Legend of an answer: a red link or outline"),
    "new-dashed": Text("map-role-new", "proposed", "Legend of an answer: a dashed green link"),
    "weak": Text("map-role-weak", "would be weaker, or uncertain", "Legend of an answer: an amber link or outline"),
    "way": Text("map-role-way", "the way, or a good choice", "Legend of an answer: a blue link or outline"),
    "new": Text("map-role-begun", "new", "Legend of what has changed: a green link"),
    "gone": Text("map-role-gone", "has ended", "Legend of what has changed: a grey link"),
    "quiet": Text("map-role-quiet", "went quiet", "Legend of what has changed: an amber link"),
    "left": Text("map-role-left", "would leave", "Legend of an answer: a hollow node"),
    "plain": Text("map-role-plain", "part of the answer", "Legend of an answer: a link or outline in the text colour"),
}
"""What the roles of an answer mean, in the order of the legend."""
OPEN_MAP = Text("map-open-map", "Open the map", "Link from the first page")
