"""Who stands outside a cost item, as it is written under Utanför: names with a semicolon or a comma between them.

The workbook's formulas part the names in the same way: to both, spaces say nothing, and a comma is a semicolon.
"""

from collections.abc import Iterable


def squeeze(name: str) -> str:
    """Write a name as names are compared under Utanför.

    >>> squeeze("Upplands  Väsby") == squeeze("upplands väsby ")
    True
    """
    return name.replace(" ", "").replace(",", ";").casefold()


def split_names(said: str, members: Iterable[str]) -> list[str]:
    """Part the names under Utanför.

    Args:
        said: what stands there.
        members: the names of all members: one of them that has a comma in it stays whole between semicolons.

    >>> split_names("Boden, Kalix;Luleå; ", ["Boden"]), split_names("Nord, Region; Boden", ["Boden", "Nord, Region"])
    (['Boden', 'Kalix', 'Luleå'], ['Nord, Region', 'Boden'])
    """
    known = {squeeze(name) for name in members}
    parts = (name for part in said.split(";") for name in ([part] if squeeze(part) in known else part.split(",")))
    return [name for part in parts if (name := part.strip(" "))]
