# SPDX-License-Identifier: GPL-3.0-or-later
"""From networks as other programs keep them to records: what each entry is, its id, and what each connection means.

Everything is decided when all files of a load are read: an entry may be
described in one table and connected in another. An entry of which nothing
says what it is makes no record; the problem says how to say it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.schema import ids
from graph.schema.folding import fold
from graph.schema.links import Link
from graph.schema.nodes import NODE_CLASSES, Node, Partner, Person, class_of, own_fields, prefix_of
from graph.schema.source import Problem
from graph.text.message import Text
from loaders.cells.cell_words import is_nothing
from loaders.cells.markup import plain
from loaders.cells.naming import looks_like_full_name, looks_like_organisation
from loaders.cells.plan import NetworkPlan
from loaders.cells.private_columns import PrivateData
from loaders.cells.private_text import without_private
from loaders.cells.reading import Position, make_record
from loaders.graphs.fields import Item, fill, not_kept
from loaders.graphs.kinds import is_direction, kind_of, link_between, only_ends
from loaders.graphs.network import LINK_WORDS, Connection, Entry, Network
from loaders.tables.mentions import ColumnOfNames, Mention
from loaders.tables.nodes import Nodes

UNKNOWN_TYPE = Text(
    "graph-unknown-type",
    "“$1” is no type of entry that is known; {{PLURAL:$2|one entry was|$2 entries were}} left out, such as “$3”. "
    "Call the type person, group, affiliate, partner, project, event, question or theme.",
    "$1 type in the file, $2 number, $3 name",
)
NO_TYPE = Text(
    "graph-no-type",
    "Nothing says what {{PLURAL:$1|one entry is; it was|$1 entries are; they were}} left out, such as “$2”. "
    "Give entries a type: person, group, affiliate, partner, project, event, question or theme; or say with "
    "--kind what all of them are.",
    "$1 number, $2 name",
)
BY_LOOK = Text(
    "graph-by-look",
    "{{PLURAL:$1|One entry has|$1 entries have}} no type and {{PLURAL:$1|was|were}} read as $2 by the look of the "
    "name, such as “$3”.",
    "$1 number, $2 plural of a class, $3 name",
)
NO_NAME = Text("graph-no-name", "An entry has neither a name nor an id and was left out.")
NO_ENTRY = Text(
    "graph-no-entry",
    "A connection from “$1” to “$2” was left out: “$3” is no entry that was read.",
    "$1 and $2 what stands at the ends, $3 the end that is not known",
)
TO_ITSELF = Text("graph-to-itself", "“$1” is connected to itself; that link was left out.", "$1 name")
NO_LINK = Text(
    "graph-no-link",
    "No kind of link connects a $1 with a $2; {{PLURAL:$3|one connection was|$3 connections were}} left out, "
    "such as that of “$4” and “$5”.",
    "$1 and $2 words for classes, $3 number, $4 and $5 names",
)
UNKNOWN_LINK = Text(
    "graph-unknown-link",
    "“$1” is no kind of link that is known; {{PLURAL:$2|one link was|$2 links were}} read by what it connects, "
    "as “$3”, and the word stands in the note.",
    "$1 word in the file, $2 number, $3 words of a link",
)


@dataclass(slots=True)
class Found:
    """What networks gave: links, cells that name other entries, what was notable, and records by file."""

    links: list[Link] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    gave: dict[str, int] = field(default_factory=dict)
    plans: dict[str, NetworkPlan] = field(default_factory=dict)


@dataclass(slots=True)
class _Node:
    """An entry, its class and its id once they are known."""

    entry: Entry
    cls: type[Node] | None = None
    kind: str = ""
    id: str = ""
    known: str = ""


class Networks:
    """All networks of one load."""

    def __init__(self, nodes: Nodes, kind: type[Node] | None = None) -> None:
        """Start empty; `kind` is the class of entries of which nothing says it."""
        self._nodes = nodes
        self._kind = kind
        self._networks: list[Network] = []
        self._ends: dict[tuple[str, str], _Node] = {}
        self._described: set[tuple[str, str]] = set()
        self._classes: Counter[tuple[str, type[Node]]] = Counter()
        self._unknown: dict[Position, dict[str, None]] = {}
        self._done = Found()

    def add(self, network: Network) -> None:
        """Take in what a file or table says."""
        _drop_same_weight(network)
        self._networks.append(network)
        self._done.problems += network.problems
        self._done.gave.setdefault(network.file, 0)

    def finish(self) -> Found:
        """Return everything; nodes are among those of the load afterwards."""
        self._described = {
            (network.scope, key)
            for network in self._networks
            for entry in network.entries
            for key in (entry.key, entry.name)
        }
        entries = [_Node(entry) for network in self._networks for entry in self._named(network)]
        self._judge(entries)
        for cls in NODE_CLASSES:
            for is_own in (True, False):
                those = [
                    node for node in entries if node.cls is cls and not node.id and _is_own(node.entry.key) is is_own
                ]
                if those:
                    self._make(cls, those, is_own=is_own)
        self._link()
        for position, unknown in self._unknown.items():
            self._done.problems += not_kept(position, unknown)
        return self._done

    # What entries there are, and what they are

    def _named(self, network: Network) -> Iterable[Entry]:
        """Yield the entries of a network, and the ends of connections that no table describes."""
        for entry in network.entries:
            if not _is_own(entry.key):
                entry.name = plain(entry.name).text
            if not _is_own(entry.key) and is_nothing(entry.name or entry.key):
                self._done.problems.append(entry.position.problem(NO_NAME(), found=entry.name or entry.key))
                continue
            yield entry
        seen: set[str] = set()
        for connection in network.connections:
            for end in (connection.source, connection.target):
                if end and (network.scope, end) not in self._described and end not in seen:
                    seen.add(end)
                    yield Entry(key=end, name=plain(end).text, position=connection.position)

    def _judge(self, entries: Sequence[_Node]) -> None:
        scopes = {id(entry): network.scope for network in self._networks for entry in network.entries}
        for node in entries:
            scope = scopes.get(id(node.entry), "")
            for key in filter(None, (node.entry.name, node.entry.key)):
                self._ends.setdefault((scope, key), node)
            self._ends[scope, node.entry.key] = node
            if _is_own(node.entry.key):
                node.cls = class_of(node.entry.key)
            elif node.entry.type:
                found = kind_of(node.entry.type)
                node.cls, node.kind = (found.cls, found.kind) if found else (None, "")
            else:
                self._known(node)
        self._by_links()
        self._by_look([node for node in entries if node.cls is None and not node.entry.type])
        self._report([node for node in entries if node.cls is None])

    def _known(self, node: _Node) -> None:
        """Find an entry without a type among those that tables describe."""
        name = node.entry.name or node.entry.key
        found = self._nodes.find(NODE_CLASSES, node.entry.key) or self._nodes.find(NODE_CLASSES, name)
        if len(found) == 1 and (cls := class_of(found[0])):
            node.cls, node.known = cls, found[0]
            node.id = found[0] if not node.entry.values else ""

    def _by_links(self) -> None:
        """Let a link that has one class only at an end say what stands there."""
        for network in self._networks:
            for connection in network.connections:
                classes = only_ends(connection.types)
                for end, cls in zip((connection.source, connection.target), classes, strict=True):
                    node = self._ends.get((network.scope, end))
                    if cls and node and node.cls is None and not node.entry.type:
                        node.cls = cls

    def _by_look(self, nodes: Sequence[_Node]) -> None:
        read: dict[type[Node], list[_Node]] = defaultdict(list)
        for node in nodes:
            name = node.entry.name or node.entry.key
            if self._kind:
                node.cls = self._kind
            elif looks_like_organisation(name):
                read[Partner].append(node)
            elif looks_like_full_name(name):
                read[Person].append(node)
        for cls, those in read.items():
            for node in those:
                node.cls = cls
            position = Position(file=those[0].entry.position.file, sheet=those[0].entry.position.sheet)
            text = BY_LOOK(len(those), cls.PLURAL, without_private(those[0].entry.name or those[0].entry.key))
            self._done.problems.append(position.problem(text))

    def _report(self, nodes: Sequence[_Node]) -> None:
        """Say which entries are left out, those of one type together."""
        by_type: dict[str, list[Entry]] = defaultdict(list)
        for node in nodes:
            by_type[node.entry.type].append(node.entry)
        for type_, entries in by_type.items():
            first = entries[0]
            name = without_private(first.name or first.key, digits=True)
            text = UNKNOWN_TYPE(type_, len(entries), name) if type_ else NO_TYPE(len(entries), name)
            expected = ", ".join(cls.LABEL for cls in NODE_CLASSES)
            self._done.problems.append(
                first.position.problem(text, field="type", found=type_ or name, expected=expected)
            )

    # Records of entries

    def _make(self, cls: type[Node], nodes: Sequence[_Node], *, is_own: bool) -> None:
        private = PrivateData()
        items = [Item(node.entry.values, node.entry.position) for node in nodes]
        filled = fill(cls, items, private=private, is_own=is_own)
        self._done.problems += filled.problems
        # A name may hold an address; a number of many digits in it is a telephone's.
        names = private.clean("name", [node.entry.name or _bare(node.entry.key) for node in nodes], digits=True)
        taken: dict[str, str] = {}
        files: Counter[str] = Counter()
        columns: dict[str, ColumnOfNames] = {}
        for node, name, fields, mentions in zip(nodes, names, filled.fields, filled.mentions, strict=True):
            node.id = self._id(cls, node, name, fields, taken)
            if node.kind:
                fields.setdefault("kind", node.kind)
            record, problems = make_record(cls, {**fields, "id": node.id, "name": name}, node.entry.position)
            self._done.problems += problems
            if not isinstance(record, Node):
                node.id, node.cls = "", None
                continue
            self._nodes.add([record])
            files[node.entry.position.file] += 1
            self._done.gave[node.entry.position.file] = self._done.gave.get(node.entry.position.file, 0) + 1
            for link_column, heading, parts in mentions:
                column = columns.setdefault(
                    heading, ColumnOfNames(link_column=link_column, heading=heading, file=node.entry.position.file)
                )
                position = node.entry.position
                self._done.mentions.append(
                    Mention(column=column, own_id=node.id, parts=list(parts), position=position, within=None)
                )
        for file, count in files.items():
            entries = self._plan(file).entries
            self._classes[file, cls] += count
            entries.pop(cls.LABEL, None)
            number = self._classes[file, cls]
            entries[cls.LABEL if number == 1 else cls.PLURAL] = number
        position = Position(file=nodes[0].entry.position.file, sheet=nodes[0].entry.position.sheet)
        self._done.problems += private.problems(position)
        self._unknown.setdefault(position, {}).update(filled.unknown)

    def _id(self, cls: type[Node], node: _Node, name: str, fields: dict[str, object], taken: dict[str, str]) -> str:
        """Return the id of an entry; a second one of the same name in the file is another entry."""
        key = node.entry.key
        if node.known or _is_own(key):
            return node.known or key
        item, username = (fields.get(field) if field in own_fields(cls) else None for field in ("wikidata", "username"))
        known = self._nodes.find((cls,), name)
        if len(known) == 1 and known[0] not in taken:
            id_ = known[0]
        else:
            id_ = self._nodes.id_of(
                cls, wikidata=str(item or "") or None, username=str(username or "") or None, name=name
            )
        if taken.get(id_, key) != key:
            id_ = ids.scoped_id(prefix_of(cls), self._nodes.source_id, name, key)
        taken[id_] = key
        return id_

    def _plan(self, file: str) -> NetworkPlan:
        return self._done.plans.setdefault(file, NetworkPlan(file=file))

    # Connections

    def _link(self) -> None:
        read: dict[type[Link], list[tuple[Item, dict[str, object], str]]] = defaultdict(list)
        nowhere: dict[tuple[type[Node], type[Node]], list[tuple[Network, Connection]]] = defaultdict(list)
        words: dict[tuple[str, type[Link]], list[Position]] = defaultdict(list)
        for network in self._networks:
            for connection in network.connections:
                ends = self._both_ends(network, connection)
                if ends is None:
                    continue
                (source, start), (target, end) = ends
                types = tuple(word for word in connection.types if not is_direction(word))
                meaning, word = link_between(types, start, end)
                if meaning is None:
                    nowhere[start, end].append((network, connection))
                    continue
                values = dict(connection.values)
                fields: dict[str, object] = {"source": source, "target": target, **dict(meaning.fixed)}
                if meaning.is_backward:
                    fields |= {"source": target, "target": source}
                _drop_types(values, word or (types[0] if types else ""))
                self._plan(network.file).by_ends += not word
                if types and not word:
                    words[types[0], meaning.link].append(connection.position)
                    values.setdefault("note", types[0])
                read[meaning.link].append((Item(values, connection.position), fields, network.file))
        for cls, items in read.items():
            self._make_links(cls, items)
        for (word, cls), positions in words.items():
            text = UNKNOWN_LINK(word, len(positions), cls.FORWARD)
            self._done.problems.append(positions[0].problem(text, field="type", found=word))
        for (start, end), lost in nowhere.items():
            network, connection = lost[0]
            names = (self._called(network, key) for key in (connection.source, connection.target))
            text = NO_LINK(start.LABEL, end.LABEL, len(lost), *names)
            self._done.problems.append(connection.position.problem(text, found=connection.source))

    def _both_ends(
        self, network: Network, connection: Connection
    ) -> tuple[tuple[str, type[Node]], tuple[str, type[Node]]] | None:
        """Return ids and classes of the ends; None, with a problem, where one is not known or both are one."""
        found: list[tuple[str, type[Node]]] = []
        for text in (connection.source, connection.target):
            node = self._ends.get((network.scope, text)) or self._ends.get(("", text))
            if node is None or not node.id or node.cls is None:
                ends = (self._called(network, end) for end in (connection.source, connection.target, text))
                problem = NO_ENTRY(*ends)
                self._done.problems.append(connection.position.problem(problem, found=text))
                return None
            found.append((node.id, node.cls))
        if found[0] == found[1]:
            name = self._called(network, connection.source)
            self._done.problems.append(connection.position.problem(TO_ITSELF(name), found=name))
            return None
        return found[0], found[1]

    def _called(self, network: Network, key: str) -> str:
        """Return the name of what stands at an end, or the end itself."""
        node = self._ends.get((network.scope, key))
        return without_private((node.entry.name if node else "") or key, digits=True)

    def _make_links(self, cls: type[Link], items: Sequence[tuple[Item, dict[str, object], str]]) -> None:
        private = PrivateData()
        filled = fill(cls, [item for item, _fields, _file in items], private=private)
        self._done.problems += filled.problems
        for (item, ends, file), fields in zip(items, filled.fields, strict=True):
            record, problems = make_record(cls, {**fields, **ends}, item.position)
            self._done.problems += problems
            if isinstance(record, Link):
                self._done.links.append(record)
                links = self._plan(file).links
                links[cls.FORWARD] = links.get(cls.FORWARD, 0) + 1
                self._done.gave[file] += 1
        position = Position(file=items[0][0].position.file, sheet=items[0][0].position.sheet)
        self._done.problems += private.problems(position)
        self._unknown.setdefault(position, {}).update(filled.unknown)


def _drop_same_weight(network: Network) -> None:
    """Take away the weight that a program gives every connection where nobody gave any."""
    weights = [
        (one.values, heading) for one in network.connections for heading in one.values if fold(heading) == "weight"
    ]
    if all(values[heading] in {"1", "1.0"} for values, heading in weights):
        for values, heading in weights:
            del values[heading]


def _drop_types(values: dict[str, str], word: str) -> None:
    """Take away the values that only said what kind of link it is, or whether it has a direction."""
    for heading in list(values):
        name = fold(heading)
        if (name in LINK_WORDS and values[heading] == word) or (name == "type" and is_direction(values[heading])):
            del values[heading]


def _is_own(key: str) -> bool:
    """Say whether a key is an id of ours, with its prefix."""
    return class_of(key) is not None and ids.is_prefixed(key.partition(":")[0], key)


def _bare(key: str) -> str:
    """Return what is left of an id to serve as a name."""
    return key.partition(":")[2].rpartition("/")[2] if _is_own(key) else key
