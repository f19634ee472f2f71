"""What the figures of a column are, from its heading and where it stands: amounts, inhabitants, a number, a share."""

import re
from enum import StrEnum

from enamnd_xl.reconcile.block import Block
from enamnd_xl.reconcile.labels import Measure, is_code, measures, years

_PEOPLE = re.compile(
    r"folkmängd|folketal|befolkning|invånar|invanar|\binv\b|innbygger|indbygger|population|inhabitant|einwohner"
)
_PER_HEAD = re.compile(r"(?:\bper|/)\s*(?:inv\b|invånare|capita|inhabitant|einwohner)")
_PRICE = re.compile(r"(?:\bkr|kronor|kostnad|belopp)\s*(?:per|/)\s*(?:inv\b|invånare|capita)")
_MONEY = re.compile(r"\bt?kr\b|\bkronor\b|kostnad|avgift|belopp|budget|andel|fördel|%")
_ONLY_A_DAY = re.compile(r"(?:[\d\s./:()-]|\b(?:den|per|år|året|antal|december|dec|november|nov|januari|jan)\b)+")
_COUNT = re.compile(r"\bantal\b|\bst\b|\bgb\b|\btb\b|\bnumber of\b|\banzahl\b|användare|licenser|\belever\b")
_CHANGE = re.compile(r"förändring|ändring|ökning|minskning|\bchange\b")
_SINCE = re.compile(r"\bår\b|\bsedan\b|\bstart|\byear\b|\bsince\b")
_NUMBER_OF_PLACE = re.compile(r"(?:nr|kod)\b")
_YEARS = range(1900, 2101)


class Kind(StrEnum):
    """What a column's figures are; OTHER are those that neither are inferred nor explain anything."""

    AMOUNT = "belopp"
    PEOPLE = "folkmängd"
    COUNT = "antal"
    SHARE = "andel"
    OTHER = "annat"


def classify_column(block: Block, column: int) -> Kind:
    """Say what a column's figures are.

    A heading that speaks of inhabitants is a population, unless it speaks of money too. So is one that only says a
    year or a day, on a sheet or under a title that speaks of inhabitants.

    Args:
        block: the table.
        column: the column.

    >>> from enamnd_xl.workbook.snapshot import Sheet
    >>> headings = {2: "Folkmängd 2019", 3: "Avgift per invånare", 4: "Antal användare", 5: "Andel"}
    >>> block = Block(Sheet("Blad1", ((), ("Luleå", 78105, 5, 3, 0.3))), "", (2,), (2, 3, 4, 5), {2: "Luleå"}, headings)
    >>> [classify_column(block, column).value for column in block.columns]
    ['folkmängd', 'belopp', 'antal', 'andel']
    """
    said = block.heading(column).casefold()
    kinds = measures(said)
    if is_code(said) or _NUMBER_OF_PLACE.search(said) or _PRICE.search(said):
        return Kind.OTHER
    if _is_population(block, said):
        return Kind.PEOPLE
    if _SINCE.search(said) and all(value in _YEARS for value in block.figures[column].values()):
        return Kind.OTHER
    if Measure.DEVIATION in kinds or _CHANGE.search(said):
        return Kind.OTHER
    if Measure.SHARE in kinds or _is_percent(block, column):
        return Kind.SHARE
    return Kind.COUNT if _COUNT.search(said) else Kind.AMOUNT


def find_year(heading: str, block: Block, file: str) -> int | None:
    """Find the year a column is for: its heading's, else the title's, the sheet's or the file's; the last it names."""
    said = (heading, block.title, block.sheet.name, file)
    return next((max(found) for text in said if (found := years(text))), None)


def _is_population(block: Block, said: str) -> bool:
    if _PEOPLE.search(said):
        return not (_PER_HEAD.search(said) or _MONEY.search(said))
    around = f"{block.title} {block.sheet.name}".casefold()
    return bool(_ONLY_A_DAY.fullmatch(said)) and bool(_PEOPLE.search(around)) and not _MONEY.search(around)


def _is_percent(block: Block, column: int) -> bool:
    formats = block.sheet.number_formats
    return all("%" in formats.get((row, column), "") for row in block.figures[column])
