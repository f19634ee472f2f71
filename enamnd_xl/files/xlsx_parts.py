"""A workbook's parts while a copy of it is made: what is changed, added and taken away; the rest is copied as it is."""

import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import unquote

from enamnd_xl.files.package import Package
from enamnd_xl.files.xlsx_xml import Node, Splices, escape, parse

_OPEN = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_PACKAGE_RELATIONSHIPS = f"{_OPEN}/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Relationship(NamedTuple):
    """That one part uses another.

    Args:
        ident: its id.
        kind: the last word of its type, such as "worksheet".
        target: the other part.
    """

    ident: str
    kind: str
    target: str


class Parts:
    """The parts of a workbook whose copy is being made.

    Args:
        package: the workbook.
        strict: whether it is written in the Strict dialect.
    """

    def __init__(self, package: Package, strict: bool) -> None:
        self._package = package
        self._changed: dict[str, tuple[str, bytes]] = {}
        self._removed: set[str] = set()
        self.relationship_space = (
            f"{_STRICT}/officeDocument/relationships" if strict else f"{_OPEN}/officeDocument/2006/relationships"
        )
        self.main_space = f"{_STRICT}/spreadsheetml/main" if strict else f"{_OPEN}/spreadsheetml/2006/main"

    def drawing_space(self, kind: str) -> str:
        """Give the namespace of a kind of drawing, such as "chart"."""
        return self.main_space.replace("spreadsheetml", "drawingml").removesuffix("main") + kind

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._changed or (name in self._package and name.lower() not in self._removed)

    def read(self, name: str) -> bytes:
        """Give a part as it is now; empty when it is not there."""
        if name.lower() in self._changed:
            return self._changed[name.lower()][1]
        return b"" if name.lower() in self._removed else self._package.part(name)

    def change(self, name: str, data: bytes) -> None:
        """Give a part other content, or add it."""
        if not name.endswith(".vml"):  # Excel itself writes VML that is no XML
            parse(data, depth=1)  # a part that is not well-formed is a bug here, to be seen before anything is written
        self._removed.discard(name.lower())
        self._changed[name.lower()] = (name, data)

    def add(self, name: str, data: bytes, content_type: str) -> str:
        """Add a part and say what it is.

        Args:
            name: its path, with ``{}`` where a number makes it unlike all others.
            data: its content.
            content_type: its content type.

        Returns:
            The path it got.
        """
        number = 1
        while name.format(number) in self or name.format(number).lower() in self._removed:
            number += 1
        path = name.format(number)
        self.change(path, data if path.endswith(".vml") else _XML + data)
        types = parse(self.read(_TYPES))
        splices = Splices(self.read(_TYPES))
        splices.append(
            types,
            b'<%bOverride PartName="/%b" ContentType="%b"/>'
            % (types.prefix.encode(), escape(path), escape(content_type)),
        )
        self.change(_TYPES, splices.result())
        return path

    def remove(self, name: str) -> None:
        """Take a part away, with its own relationships and what says what it is."""
        self._forget(name)
        self.remove_relationships(name)
        data = self.read(_TYPES)
        splices = Splices(data)
        for override in parse(data).all("Override"):
            if override.get("PartName").lower() == f"/{name}".lower():
                splices.remove(override)
        self.change(_TYPES, splices.result())

    def relationships(self, part: str) -> list[Relationship]:
        """Give the relationships of a part, those that lead out of the file left out."""
        rels = _rels_path(part)
        if rels not in self:
            return []
        folder = posixpath.dirname(part)
        return [
            Relationship(item.get("Id"), item.get("Type").rpartition("/")[2], _resolve(folder, item.get("Target")))
            for item in parse(self.read(rels)).all("Relationship")
            if item.get("TargetMode") != "External"
        ]

    def related(self, part: str, kind: str) -> str | None:
        """Give the part that a part uses for something, if there is one."""
        return next((item.target for item in self.relationships(part) if item.kind == kind), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part use another, and give the relationship's id."""
        rels = _rels_path(part)
        if rels not in self:
            self.change(rels, _XML + b'<Relationships xmlns="%b"/>' % _PACKAGE_RELATIONSHIPS.encode())
        root = parse(self.read(rels))
        taken = {item.get("Id") for item in root.all("Relationship")}
        ident = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        splices = Splices(self.read(rels))
        splices.append(
            root,
            b'<%bRelationship Id="%b" Type="%b" Target="/%b"/>'
            % (root.prefix.encode(), ident.encode(), escape(f"{self.relationship_space}/{kind}"), escape(target)),
        )
        self.change(rels, splices.result())
        return ident

    def unrelate(self, part: str, ident: str) -> None:
        """Take a relationship away; the part with the relationships goes with the last of them."""
        rels = _rels_path(part)
        root = parse(self.read(rels))
        if len(root.children) == 1:
            self.remove_relationships(part)
            return
        splices = Splices(self.read(rels))
        for item in root.all("Relationship"):
            if item.get("Id") == ident:
                splices.remove(item)
        self.change(rels, splices.result())

    def remove_relationships(self, part: str) -> None:
        """Take away all relationships of a part."""
        self._forget(_rels_path(part))

    def _forget(self, name: str) -> None:
        self._changed.pop(name.lower(), None)
        self._removed.add(name.lower())

    def reference(self, element: Node, name: str, ident: str, attributes: Mapping[str, str] | None = None) -> bytes:
        """Write an element, with another's prefix, that refers to a relationship by its id."""
        written = {"xmlns:r": self.relationship_space, "r:id": ident, **(attributes or {})}
        text = b"".join(b' %b="%b"' % (key.encode(), escape(value)) for key, value in written.items())
        return b"<%b%b%b/>" % (element.prefix.encode(), name.encode(), text)

    def save(self, file: IO[bytes], source: Path) -> None:
        """Write all parts as a zip: those of the source in its order, then those that were added."""
        left = dict(self._changed)
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                key = info.filename.replace("\\", "/").lstrip("/").lower()
                if key in self._removed:
                    continue
                data = left.pop(key)[1] if key in left else old.read(info)
                new.writestr(info, data)  # with the name, the time and the way of packing that it had
            for name, data in left.values():
                info = zipfile.ZipInfo(name)  # without a time, so that the same copy is the same bytes
                info.external_attr = 0o644 << 16
                new.writestr(info, data, zipfile.ZIP_DEFLATED)


def _rels_path(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(folder: str, target: str) -> str:
    path = unquote(target).replace("\\", "/")
    return path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
