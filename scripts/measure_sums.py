"""Measure how well the sums of tables are found, on a corpus of annotated tables that the project does not hold.

    python scripts/measure_sums.py dataset.jl.gz [--part develop|judge|all] [--files]

The corpus is the one of "Aggregation Detection in CSV Files" (Jiang, Vitagliano, Naumann; EDBT 2022): JSON lines with
``table_array`` (rows of text), ``number_format`` (group and decimal mark by name) and ``aggregation_annotations``
({operator, aggregator_index, aggregatee_indices}, counted from 0). Only the operator Sum is measured.

The parts: a file belongs to one part by the SHA-256 of its name, three of five to "develop", the others to "judge". All
thresholds were chosen on "develop" alone.

How it is counted. A table's texts are made numbers by its number format (text stays text), and the table a sheet
without any formula. Each found sum is one (total, set of operands); so is each annotated one, with its repetitions
taken once.
- strict: right when the total and the whole set are the annotated ones.
- lenient: operands that are blank, no number or zero are dropped on both sides, and so are sums without any operand
  left. A found sum is right when an annotated sum of the same total has the same set, or becomes the same when
  operands that are annotated or found totals of their own are replaced by their parts (details, or their subtotals);
  an annotated sum is found when the same holds for a found one.
"micro" counts all sums of all files together, "by file" is the mean over the files (of precision over files where
something was found, of recall over files where something is annotated).
"""

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from enamnd_xl.reconcile.sums import find_sums
from enamnd_xl.workbook.address import Cell
from enamnd_xl.workbook.snapshot import Sheet, Value

Sums: TypeAlias = set[tuple[Cell, frozenset[Cell]]]

_DECIMAL = {"Point": ".", "Comma": ","}
_GROUP = {"None": "", "Comma": ",", "Space": " "}


class Count(NamedTuple):
    """What was found and what should have been, with how many of each are right."""

    found: int
    found_right: int
    annotated: int
    annotated_found: int

    @property
    def precision(self) -> float:
        return self.found_right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.annotated_found / self.annotated if self.annotated else 1.0


def part_of(name: str) -> str:
    return "develop" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 < 3 else "judge"


def to_value(text: str, number_format: str) -> tuple[Value, bool]:
    """Read a text as its table writes numbers; the second says whether a per cent sign stood there."""
    group, decimal = number_format.split()
    plain = text.strip().replace("\u2212", "-").replace("\xa0", " ")
    bracketed = plain.startswith("(") and plain.endswith(")")
    plain = re.sub(r"^[$€£]\s*", "", plain[1:-1].strip() if bracketed else plain)
    per_cent = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    mark = re.escape(_DECIMAL[decimal])
    between = re.escape(_GROUP[group])
    whole = rf"\d{{1,3}}(?:{between}\d{{3}})+|\d+" if between else r"\d+"
    match = re.fullmatch(rf"([+-]?)\s*({whole})?({mark}\d+)?", plain)
    if not match or not (match[2] or match[3]):
        return text.strip() or None, False
    digits = (match[2] or "0").replace(_GROUP[group], "") if between else match[2] or "0"
    number: int | float = float(f"{digits}.{match[3][1:]}") if match[3] else int(digits)
    return (-number if bracketed or match[1] == "-" else number), per_cent


def to_sheet(table: Mapping[str, Any]) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    formats: dict[Cell, str] = {}
    for r, texts in enumerate(table["table_array"], 1):
        line: list[Value] = []
        for c, text in enumerate(texts, 1):
            value, per_cent = to_value(text, table["number_format"])
            line.append(value)
            if per_cent:
                formats[r, c] = "0.0%"
        while line and line[-1] is None:
            line.pop()
        rows.append(tuple(line))
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(table["table_id"], tuple(rows), number_formats=formats)


def annotated_sums(table: Mapping[str, Any]) -> Sums:
    return {
        (
            (a["aggregator_index"][0] + 1, a["aggregator_index"][1] + 1),
            frozenset((r + 1, c + 1) for r, c in a["aggregatee_indices"]),
        )
        for a in table["aggregation_annotations"]
        if a["operator"] == "Sum"
    }


def without_zeros(sums: Sums, sheet: Sheet) -> Sums:
    def counts(cell: Cell) -> bool:
        value = sheet.value(cell)
        return isinstance(value, int | float) and value != 0

    stripped = {(total, frozenset(filter(counts, operands))) for total, operands in sums}
    return {(total, operands) for total, operands in stripped if operands}


def spelled_out(operands: frozenset[Cell], parts: Mapping[Cell, list[frozenset[Cell]]]) -> set[frozenset[Cell]]:
    """Give every set that comes of replacing totals among the operands by their parts, in up to 200 ways."""
    ways = {operands}
    fresh = [operands]
    while fresh and len(ways) < 200:
        way = fresh.pop()
        for cell in way:
            for detail in parts.get(cell, ()):
                other = (way - {cell}) | detail
                if cell not in detail and other not in ways and not detail & (way - {cell}):
                    ways.add(other)
                    fresh.append(other)
    return ways


def right_ones(candidates: Sums, truth: Sums, parts: Mapping[Cell, list[frozenset[Cell]]]) -> int:
    by_total: dict[Cell, list[frozenset[Cell]]] = defaultdict(list)
    for total, operands in truth:
        by_total[total].append(operands)
    right = 0
    for total, operands in candidates:
        same = by_total.get(total, [])
        if operands in same or (same and _meet(operands, same, parts)):
            right += 1
    return right


def _meet(
    operands: frozenset[Cell], others: Iterable[frozenset[Cell]], parts: Mapping[Cell, list[frozenset[Cell]]]
) -> bool:
    mine = spelled_out(operands, parts)
    return any(mine & spelled_out(other, parts) for other in others)


def lenient(found: Sums, truth: Sums, sheet: Sheet) -> Count:
    found, truth = without_zeros(found, sheet), without_zeros(truth, sheet)
    parts: dict[Cell, list[frozenset[Cell]]] = defaultdict(list)
    for total, operands in sorted(found | truth, key=lambda s: (s[0], sorted(s[1]))):
        parts[total].append(operands)
    return Count(len(found), right_ones(found, truth, parts), len(truth), right_ones(truth, found, parts))


def strict(found: Sums, truth: Sums) -> Count:
    both = len(found & truth)
    return Count(len(found), both, len(truth), both)


def read_corpus(path: Path, part: str) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            table = json.loads(line)
            if part in ("all", part_of(table["file_name"])):
                yield table


def summary(name: str, counts: list[Count]) -> str:
    total = Count(*map(sum, zip(*counts, strict=True)))
    precision = [c.precision for c in counts if c.found]
    recall = [c.recall for c in counts if c.annotated]
    return (
        f"{name:8} micro P {total.precision:.3f} R {total.recall:.3f}"
        f" ({total.found} found, {total.annotated} annotated)"
        f"   by file P {sum(precision) / len(precision):.3f} R {sum(recall) / len(recall):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", choices=["develop", "judge", "all"], default="develop")
    parser.add_argument("--files", action="store_true", help="print a line for each file that is not all right")
    options = parser.parse_args()
    strict_counts: list[Count] = []
    lenient_counts: list[Count] = []
    seconds = 0.0
    for table in read_corpus(options.corpus, options.part):
        sheet = to_sheet(table)
        start = time.process_time()
        found = {(s.total, frozenset(s.operands)) for s in find_sums(sheet)}
        seconds += time.process_time() - start
        truth = annotated_sums(table)
        strict_counts.append(strict(found, truth))
        lenient_counts.append(lenient(found, truth, sheet))
        if options.files and lenient_counts[-1].precision + lenient_counts[-1].recall < 2:
            print(table["file_name"], *strict_counts[-1], *lenient_counts[-1])
    print(f"{len(strict_counts)} tables, part {options.part}, {seconds:.1f} s in find_sums")
    print(summary("strict", strict_counts))
    print(summary("lenient", lenient_counts))


if __name__ == "__main__":
    main()
