"""Edits as JSON and back, so that what a button did can be undone by a later one, in another process."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

from enamnd_xl.workbook.address import Area
from enamnd_xl.workbook.edits import DropSheet, Edit, Mark, PutSheet, ResizeTable, SetFormula, SetValues, ShowMarks
from enamnd_xl.workbook.own_chart import BarChart
from enamnd_xl.workbook.own_sheet import Look, OwnCell, OwnSheet
from enamnd_xl.workbook.snapshot import CellError, Value


def edits_to_json(edits: Iterable[Edit]) -> str:
    """Write edits as JSON.

    >>> edits_from_json(edits_to_json([SetValues("A", (1, 1), ((date(2025, 10, 31), 0.1, "x"),))]))
    (SetValues(sheet='A', cell=(1, 1), rows=((datetime.date(2025, 10, 31), 0.1, 'x'),)),)
    """
    return json.dumps([_plain(edit) for edit in edits], ensure_ascii=False)


def edits_from_json(text: str) -> tuple[Edit, ...]:
    """Read edits that edits_to_json wrote.

    Raises:
        ValueError: the text is something else.
    """
    try:
        return tuple(_edit(**item) for item in json.loads(text))
    except (TypeError, KeyError, AttributeError) as cause:
        raise ValueError("no edits") from cause


def _plain(edit: Edit) -> dict[str, Any]:
    match edit:
        case SetValues(sheet, cell, rows):
            return {"do": "values", "sheet": sheet, "cell": cell, "rows": _plain_rows(rows)}
        case SetFormula(sheet, cell, formula, value, array, values):
            of_cell = {"do": "formula", "sheet": sheet, "cell": cell, "formula": formula, "value": _plain_value(value)}
            return of_cell | {"array": array, "values": _plain_rows(values)}
        case ShowMarks(layer, marks):
            return {"do": "marks", "layer": layer, "marks": [(m.sheet, m.cell, m.colour, m.note) for m in marks]}
        case PutSheet(content):
            cells = [[(_plain_value(cell.value), *cell[1:]) for cell in row] for row in content.rows]
            of_sheet = {"do": "put", "name": content.name, "rows": cells}
            charts = [[getattr(chart, field.name) for field in fields(chart)] for chart in content.charts]
            return of_sheet | {"widths": content.widths, "frozen_rows": content.frozen_rows, "charts": charts}
        case DropSheet(name):
            return {"do": "drop", "name": name}
        case ResizeTable(table, area, columns):
            return {"do": "resize", "table": table, "area": area, "columns": columns}


def _edit(do: str, **item: Any) -> Edit:
    match do:
        case "values":
            return SetValues(item["sheet"], _cell(item["cell"]), _rows(item["rows"]))
        case "formula":
            area = Area(*item["array"]) if item["array"] else None
            cell, rows = _cell(item["cell"]), _rows(item["values"])
            return SetFormula(item["sheet"], cell, item["formula"], _value(item["value"]), area, rows)
        case "marks":
            marks = tuple(Mark(sheet, _cell(cell), colour, note) for sheet, cell, colour, note in item["marks"])
            return ShowMarks(item["layer"], marks)
        case "put":
            cells = tuple(tuple(_own_cell(*cell) for cell in row) for row in item["rows"])
            charts = tuple(_chart(*chart) for chart in item["charts"])
            return PutSheet(OwnSheet(item["name"], cells, tuple(item["widths"]), item["frozen_rows"], charts))
        case "drop":
            return DropSheet(item["name"])
        case "resize":
            return ResizeTable(item["table"], Area(*item["area"]), tuple(item["columns"]))
    raise ValueError(f"no edit: {do}")


def _own_cell(value: Any, look: str, link: Any, indent: int) -> OwnCell:
    return OwnCell(_value(value), Look(look), (link[0], _cell(link[1])) if link else None, indent)


def _chart(title: str, source: list[int], category_title: str, value_title: str, place: list[int]) -> BarChart:
    return BarChart(title, Area(*source), category_title, value_title, Area(*place))


def _cell(pair: list[int]) -> tuple[int, int]:
    row, column = pair
    return int(row), int(column)


def _plain_rows(rows: Iterable[Iterable[Value]]) -> list[list[Any]]:
    return [[_plain_value(value) for value in row] for row in rows]


def _rows(rows: Iterable[Iterable[Any]]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(map(_value, row)) for row in rows)


def _plain_value(value: Value) -> Any:
    """Write what JSON has no form for as an object with one key that names its type."""
    match value:
        case CellError(code):
            return {"error": code}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case date() | time():
            return {type(value).__name__: value.isoformat()}
    return value


def _value(value: Any) -> Value:
    match value:
        case {"error": code}:
            return CellError(code)
        case {"seconds": seconds}:
            return timedelta(seconds=seconds)
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"time": text}:
            return time.fromisoformat(text)
        case None | bool() | int() | float() | str():
            return value
    raise ValueError(f"no value: {value}")
