"""Applying edits to a copy of a workbook: what they do not touch survives byte for byte.

The changes are spliced into the bytes of the parts, for the libraries at hand fall short: openpyxl loses cached values,
text boxes, sparklines and data bars; excelize 0.1 writes untouched parts anew, the theme and the workbook part among
them, and can give a formula only a text as its value; wolfxl 2.0 touches little, but cannot give a formula a value.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from enamnd_xl.errors import InputError, WorkbookError
from enamnd_xl.files.package import Kind, Package, classify, open_package
from enamnd_xl.files.structure import SheetPart, read_structure
from enamnd_xl.files.xlsx_book import Book
from enamnd_xl.files.xlsx_cells import CellWriter, gather_contents
from enamnd_xl.files.xlsx_comments import write_notes
from enamnd_xl.files.xlsx_grid import Grid, find_cells
from enamnd_xl.files.xlsx_marks import recolour
from enamnd_xl.files.xlsx_parts import Parts
from enamnd_xl.files.xlsx_styles import EMPTY, Styles
from enamnd_xl.files.xlsx_tables import find_models, resize_table, stretch
from enamnd_xl.files.xlsx_xml import Node, Splices
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.changes import apply_edits
from enamnd_xl.workbook.edits import (
    DropSheet,
    Edit,
    Mark,
    PutSheet,
    ResizeTable,
    SetFormula,
    SetValues,
    ShowMarks,
    signature,
)
from enamnd_xl.workbook.snapshot import Sheet, Snapshot, Table, Value

SUFFIXES = (".xlsx", ".xlsm", ".xlam")
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


def write_copy(
    source: Path, target: Path, edits: Iterable[Edit], values: Mapping[str, Mapping[Cell, Value]] | None = None
) -> None:
    """Write a copy of a workbook with edits made in it; a copy that stands at the target is replaced in one step.

    Args:
        source: the workbook, .xlsx, .xlsm or .xlam; it is only read.
        target: where the copy goes, with the same ending.
        edits: what to write, in order.
        values: sheet name -> cell -> what a formula that stays shows after the edits, where that is known. Excel
            recalculates when it opens a copy in which a value or a formula was changed, whatever is given here.

    Raises:
        InputError: the target is the source, or cannot be written; or an edit cannot be made.
        ReadError: the source cannot be read.
        WorkbookError: the source is of a kind that cannot be copied with edits.
    """
    edits = tuple(edits)
    check_target(source, target)
    if classify(source) is not Kind.OOXML:
        raise WorkbookError(f"{source.name} är ingen arbetsbok i formatet {', '.join(SUFFIXES)}.", _SAVE_AS)
    with open_package(source) as package:
        parts = _Copy(package).make(edits, values or {})
        _write_atomically(parts, source, target)


def check_target(source: Path, target: Path) -> None:
    """Make sure that a copy can go where it is wanted, before any work is done.

    Raises:
        InputError: it would overwrite the source, has another ending, or its folder is not there.
        WorkbookError: the source is of a kind that cannot be copied with edits.
    """
    if source.is_dir():
        raise InputError(f"{source} är en mapp, inte en fil.", "Ange en arbetsbok.")
    same = target.exists() and source.exists() and target.samefile(source)
    # A name that differs only in case is the same file on Windows, where the copy may be opened.
    if same or str(target.resolve()).casefold() == str(source.resolve()).casefold():
        raise InputError(
            f"{target} är samma fil som originalet, som aldrig skrivs över.", "Välj ett annat namn för kopian."
        )
    if source.suffix.lower() not in SUFFIXES:
        raise WorkbookError(f"{source.name} är ingen arbetsbok i formatet {', '.join(SUFFIXES)}.", _SAVE_AS)
    if not target.name:
        raise InputError("Namnet på kopian saknas.", f"Ange en fil som slutar på {source.suffix}.")
    if target.suffix.lower() != source.suffix.lower():
        raise InputError(
            f"Kopian {target.name} har inte samma filändelse som originalet ({source.suffix}).",
            f"Ge kopian ett namn som slutar på {source.suffix}.",
        )
    if target.is_dir() or not target.parent.is_dir():
        raise InputError(f"Kopian kan inte skrivas till {target}.", "Ange en fil i en mapp som finns.")


_SAVE_AS = "Öppna den i Excel och spara som Excelarbetsbok (.xlsx)."


@dataclass(slots=True)
class _Job:
    """What is to be done on a sheet."""

    sheet: SheetPart
    cells: list[SetValues | SetFormula] = field(default_factory=list)
    values: dict[Cell, Value] = field(default_factory=dict)
    resized: list[tuple[Table, ResizeTable]] = field(default_factory=list)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    grid: Grid = field(default_factory=lambda: Grid(Node("", {}, 0, 0)))

    @property
    def is_needed(self) -> bool:
        return bool(self.cells or self.values or self.marks or self.resized)

    def is_on(self, name: str) -> bool:
        return self.sheet.name.casefold() == name.casefold()


class _Copy:
    """A copy in the making."""

    def __init__(self, package: Package) -> None:
        structure = read_structure(package)
        self._structure = structure
        self._parts = Parts(package, structure.strict)
        self._book_part = self._parts.related("", "officeDocument") or "xl/workbook.xml"
        self._book = Book(self._parts, self._book_part, structure.epoch_1904)
        self._styles_part = self._find_styles()
        self._styles = Styles(self._parts.read(self._styles_part), structure.date_styles)

    def make(self, edits: Sequence[Edit], values: Mapping[str, Mapping[Cell, Value]]) -> Parts:
        """Make the edits in the parts."""
        jobs = [job for sheet in self._structure.sheets if (job := self._gather(sheet, edits, values)).is_needed]
        self._check(jobs, edits)
        formulas_changed = [self._write_sheet(job) for job in jobs]
        for edit in edits:
            if isinstance(edit, PutSheet):
                self._book.put_sheet(edit.content, self._styles)
            elif isinstance(edit, DropSheet):
                self._book.drop_sheet(edit.name)
        self._change(self._styles_part, self._styles.result())
        if any(formulas_changed):
            self._book.forget_order_of_calculation()
        if any(job.cells or job.values for job in jobs):
            self._book.recalculate_on_load()
        return self._parts

    def _gather(self, sheet: SheetPart, edits: Sequence[Edit], values: Mapping[str, Mapping[Cell, Value]]) -> _Job:
        """Gather what is to be done on a sheet."""
        job = _Job(sheet)
        for edit in edits:
            if isinstance(edit, SetValues | SetFormula) and job.is_on(edit.sheet):
                job.cells.append(edit)
            elif isinstance(edit, ResizeTable):
                for table in self._structure.tables:
                    if job.is_on(table.sheet) and table.name.casefold() == edit.table.casefold():
                        job.resized = [one for one in job.resized if one[0] is not table]  # the last says how large
                        job.resized.append((table, edit))
            elif isinstance(edit, ShowMarks):
                marks = [mark for mark in edit.marks if job.is_on(mark.sheet)]
                earlier = job.marks.pop(edit.layer, None)  # of a layer's marks the last say, and in their turn
                if marks or earlier or self._bears(sheet.part, edit.layer):
                    job.marks[edit.layer] = marks
        for name, shown in values.items():
            if job.is_on(name):
                job.values.update(shown)
        if job.is_needed:
            rows = {row for edit in job.cells for row, _ in edit.cells} | {row for row, _ in job.values}
            rows |= {table.area.bottom for table, _ in job.resized}
            job.grid = find_cells(self._parts.read(sheet.part), rows)
        return job

    def _bears(self, part: str, layer: str) -> bool:
        """Tell whether a sheet bears marks of a layer."""
        mark = signature(layer).encode()
        comments = self._parts.related(part, "comments")
        return mark in self._parts.read(part) or (comments is not None and mark in self._parts.read(comments))

    def _check(self, jobs: Sequence[_Job], edits: Sequence[Edit]) -> None:
        """Make sure that all edits can be made, on the workbook's outline: it has no values, which none depends on."""
        grids = {job.sheet.name: job.grid for job in jobs}
        outline = tuple(
            Sheet(sheet.name, hidden=sheet.hidden)
            if sheet.name not in grids
            else Sheet(
                sheet.name, hidden=sheet.hidden, arrays=grids[sheet.name].arrays, merged=grids[sheet.name].merged
            )
            for sheet in self._structure.sheets
        )
        apply_edits(Snapshot(outline, self._structure.names, self._structure.tables), edits)

    def _write_sheet(self, job: _Job) -> bool:
        """Write what is to be done on a sheet; tell whether a formula came or went."""
        data, part = self._parts.read(job.sheet.part), job.sheet.part
        contents = gather_contents(job.cells, job.grid.arrays, job.values)
        if not {row for row, _ in contents} <= job.grid.rows.keys():  # an array formula went, and reached further down
            job.grid = find_cells(data, {row for row, _ in contents})
        splices, root = Splices(data), job.grid.root
        formulas_changed = False
        if contents:
            looks = _find_looks(job, contents)
            writer = CellWriter(splices, job.grid, self._styles, self._structure.epoch_1904, looks)
            formulas_changed = writer.write(contents)
        for table, edit in job.resized:
            resize_table(self._parts, part, edit)
            stretch(splices, root, table, edit.area)
        for layer, marks in job.marks.items():
            colours: dict[int, list[Cell]] = {}
            for mark in marks:
                if mark.colour:
                    colours.setdefault(self._styles.for_mark(mark.colour), []).append(mark.cell)
            recolour(splices, root, layer, colours)
            notes = {mark.cell: mark.note for mark in marks if mark.note}
            write_notes(self._parts, part, splices, root, layer, notes)
        self._change(part, splices.result())
        return formulas_changed

    def _change(self, part: str, data: bytes) -> None:
        if data != self._parts.read(part):
            self._parts.change(part, data)

    def _find_styles(self) -> str:
        """Give the part with the formats; a workbook without one gets one."""
        known = self._parts.related(self._book_part, "styles")
        if known:
            return known
        part = self._parts.add("xl/styles.xml", EMPTY % self._parts.main_space.encode(), _STYLES_TYPE)
        self._parts.relate(self._book_part, "styles", part)
        return part


def _find_looks(job: _Job, cells: Iterable[Cell]) -> dict[Cell, int]:
    """Give the styles of cells in new rows and columns of tables."""
    known = job.grid.cells
    return {
        cell: int(known[model].get("s", "0"))
        for table, edit in job.resized
        for cell, model in find_models(table, edit.area, cells).items()
        if model in known
    }


def _write_atomically(parts: Parts, source: Path, target: Path) -> None:
    """Write beside the target and then put in its place, so that nobody ever sees half a workbook."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.stem}-", delete=False) as file:
            beside = Path(file.name)
            parts.save(file, source)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(source, beside)
        os.replace(beside, target)
    except BaseException as cause:
        if beside:
            beside.unlink(missing_ok=True)
        if not isinstance(cause, OSError):
            raise
        reason = cause.strerror or str(cause)
        raise InputError(
            f"Kopian kan inte skrivas till {target} ({reason}).",
            "Stäng filen om den är öppen, och kontrollera att du får skriva i mappen.",
        ) from cause
