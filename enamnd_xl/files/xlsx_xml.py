"""Changing an XML part in place: where its elements stand in the bytes, and splices that leave every other byte alone.

Prefixes, unknown elements, the order of attributes and blank space are kept because they are never read and written
again. No library at hand does that: they build a tree and write it anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.parsers import expat

START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True, eq=False)
class Node:
    """An element and where it stands in the bytes of its part.

    Args:
        tag: its name as written, with any prefix.
        attributes: attribute name as written -> value.
        start: where its start tag begins.
        inner: where its content begins.
        inner_end: where its content ends.
        end: where it ends.
        children: the elements in it, as deep as was asked for.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name without prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """Its prefix with the colon, or ""."""
        return self.tag[: -len(self.name)]

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute's value by its name without prefix."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), default)

    def all(self, name: str) -> Iterator["Node"]:
        """Go through the children with a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        """Give the first child with a name."""
        return next(self.all(name), None)


def parse(data: bytes, depth: int = 99) -> Node:
    """Find the elements of a part.

    Args:
        data: the part, UTF-8.
        depth: how deep to look; 1 is the root alone.

    Raises:
        xml.parsers.expat.ExpatError: it is not well-formed.

    >>> root = parse(b'<a><b x="1>0"/><c>t</c></a>')
    >>> [(child.name, child.get("x")) for child in root.children], root.end
    ([('b', '1>0'), ('c', '')], 27)
    """
    top = Node("", {}, 0, 0)
    open_nodes, level = [top], 0
    parser = expat.ParserCreate()

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level <= depth:
            node = start_node(data, parser.CurrentByteIndex, tag, attributes)
            open_nodes[-1].children.append(node)
            open_nodes.append(node)

    def on_end(_tag: str) -> None:
        nonlocal level
        if level <= depth:
            end_node(data, parser.CurrentByteIndex, open_nodes.pop())
        level -= 1

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.Parse(data, True)
    return top.children[0]


def start_node(data: bytes, at: int, tag: str, attributes: dict[str, str]) -> Node:
    """Make the node of a start tag that stands at a place."""
    found = START_TAG.match(data, at)
    if not found:
        raise ValueError(f"no tag at byte {at}")
    return Node(tag, attributes, at, found.end())


def end_node(data: bytes, at: int, node: Node) -> None:
    """Note where a node ends, its end tag standing at a place; an empty element's end tag is its start tag."""
    if data[node.inner - 2 : node.inner] == b"/>":
        node.inner_end = node.end = node.inner
    else:
        node.inner_end, node.end = at, data.index(b">", at) + 1


def text_of(data: bytes, node: Node) -> str:
    """Give the text in an element.

    >>> data = b"<a>1 &lt; 2<![CDATA[ & 3]]></a>"
    >>> text_of(data, parse(data))
    '1 < 2 & 3'
    """
    pieces: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = pieces.append
    parser.Parse(data[node.start : node.end], True)
    return "".join(pieces)


class Splices:
    """Changes to a part, gathered and then made at once.

    >>> data = b'<a><b x="1"/></a>'
    >>> splices = Splices(data)
    >>> splices.set_attributes(parse(data).children[0], {"x": "2", "y": "3"})
    >>> splices.append(parse(data), b"<c/>")
    >>> splices.result()
    b'<a><b y="3" x="2"/><c/></a>'
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._splices: list[tuple[int, bool, int, int, bytes]] = []
        self._order = count()
        self._opened: dict[int, tuple[Node, list[bytes]]] = {}

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put other bytes between two places."""
        self._splices.append((start, end > start, next(self._order), end, new))  # insertions come before what is there

    def remove(self, node: Node) -> None:
        """Take an element away."""
        self.replace(node.start, node.end, b"")

    def append(self, node: Node, xml: bytes) -> None:
        """Put XML last in an element."""
        if node.inner_end == node.end:  # <a/>, which has to be opened, once
            self._opened.setdefault(node.start, (node, []))[1].append(xml)
        else:
            self.replace(node.inner_end, node.inner_end, xml)

    def insert_in_order(self, parent: Node, order: Sequence[str], name: str, xml: bytes) -> None:
        """Put XML among an element's children where the schema wants it: before the first that comes later."""
        later = set(order[order.index(name) + 1 :])
        following = next((child for child in parent.children if child.name in later), None)
        if following:
            self.replace(following.start, following.start, xml)
        else:
            self.append(parent, xml)

    def set_attributes(self, node: Node, values: Mapping[str, str]) -> None:
        """Give an element's attributes, by their names as written, other values."""
        written = {
            found[1].decode(): found.span(2)
            for found in _ATTRIBUTE.finditer(self.data, node.start + 1 + len(node.tag.encode()), node.inner)
        }
        for name, value in values.items():
            after_tag = node.start + 1 + len(node.tag.encode())
            if name in written:
                self.replace(*written[name], b'"%b"' % escape(value))
            else:
                self.replace(after_tag, after_tag, b' %b="%b"' % (name.encode(), escape(value)))

    def result(self) -> bytes:
        """Give the part with the changes made."""
        for node, xml in self._opened.values():
            self.replace(node.end - 2, node.end, b">%b</%b>" % (b"".join(xml), node.tag.encode()))
        self._opened.clear()
        pieces, at = [], 0
        for start, _, _, end, new in sorted(self._splices):
            if start < at:
                raise ValueError(f"changes overlap at byte {start}")
            pieces += [self.data[at:start], new]
            at = end
        return b"".join((*pieces, self.data[at:]))


def escape(text: str) -> bytes:
    """Write text so that it can stand in XML, in an attribute too; what XML cannot hold becomes U+FFFD.

    >>> escape('a<b & "c"\\n').decode()
    'a&lt;b &amp; &quot;c&quot;&#10;'
    """
    plain = _FORBIDDEN.sub("\ufffd", text)
    for character, entity in _ENTITIES:
        plain = plain.replace(character, entity)
    return plain.encode()


_ENTITIES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\n", "&#10;"),
    ("\t", "&#9;"),
    ("\r", "&#13;"),
)
