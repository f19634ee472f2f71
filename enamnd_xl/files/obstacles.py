"""What in a formula the calculation engine cannot follow, and how some of it can be written so that it can."""

import re
from collections.abc import Collection, Iterable, Sequence

from enamnd_xl.files.engine import quote_sheet
from enamnd_xl.workbook.formulas import Token, may_call, tokenise
from enamnd_xl.workbook.references import parse_reference

_LAMBDA = frozenset(("LAMBDA", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY"))
_CUBES = frozenset(
    f"CUBE{what}" for what in ("KPIMEMBER", "MEMBER", "MEMBERPROPERTY", "RANKEDMEMBER", "SET", "SETCOUNT", "VALUE")
)
_OUTSIDE = _CUBES | frozenset(
    (
        *("CALL", "CELL", "FILTERXML", "GETPIVOTDATA", "IMAGE", "INFO", "PY", "REGISTER.ID", "RTD", "SQL.REQUEST"),
        *("FORMULATEXT", "ISFORMULA", "STOCKHISTORY", "TRANSLATE", "WEBSERVICE"),
    )
)
_CHANGING = frozenset(("NOW", "RAND", "RANDARRAY", "RANDBETWEEN", "TODAY"))
_LOCAL = ("DATEVALUE", "DOLLAR", "FIXED", "NUMBERVALUE", "TEXT", "TIMEVALUE", "VALUE")
_MAY_CHANGE = re.compile("NOW|RAND|TODAY")
_WORTH_A_LOOK = ("TABLE", *sorted(_LAMBDA | _OUTSIDE))
# Both ways to write a range of sheets, jan:mar!A1 and 'år 1:år 2'!A1, found by the colon, which is rare.
_THROUGH_SHEETS = re.compile(r":(?:(?<=[\w.]:)[\w.]+!|[^'\n]*'!)")


def may_need_help(formulas: str, own: Iterable[str] = ()) -> bool:
    """Tell at once whether the engine may not follow some of many formulas, which stand one a line.

    Args:
        formulas: the text.
        own: the names of the functions of ours, which a file may call otherwise than the engine.

    >>> may_need_help("SUM(A1:A3)\\n'År 1'!B2"), may_need_help("A1+A2\\nSUM([1]Blad1!A1:A3)")
    (False, True)
    """
    return _is_worth_a_look(formulas, own) or _THROUGH_SHEETS.search(formulas) is not None


def _is_worth_a_look(formulas: str, own: Iterable[str] = ()) -> bool:
    return "[" in formulas or may_call(formulas, (*_WORTH_A_LOOK, *own))


def functions_in(formula: str) -> frozenset[str]:
    """Name the functions that a formula calls, in upper case.

    >>> sorted(functions_in('IF(sum(A1:A3)>0,"TODAY()",1)'))
    ['IF', 'SUM']
    """
    return frozenset(token.text[:-1].upper() for token in tokenise(formula) if token.kind == "function")


def find_obstacle(formula: str) -> str | None:
    """Say why a formula cannot be recalculated, as far as that can be seen from its text; None when it cannot.

    >>> find_obstacle("SUM([1]Blad1!A1:A3)")
    'Formeln hänvisar till en annan arbetsbok, och länkar följs inte.'
    >>> find_obstacle("SUM(A1:A3)") is None
    True
    """
    if not _is_worth_a_look(formula):
        return None
    names = functions_in(formula)
    if "TABLE" in names:
        return "Cellen hör till en datatabell (konsekvensanalys), som beräkningsmotorn inte klarar."
    if names & _LAMBDA:
        return "Formeln använder LAMBDA eller en släkting, som beräkningsmotorn inte klarar."
    if outside := sorted(names & _OUTSIDE):
        return f"{outside[0]} hämtar uppgifter som inte står i arbetsbokens celler."
    if any(_is_external(token) for token in tokenise(formula)):
        return "Formeln hänvisar till en annan arbetsbok, och länkar följs inte."
    return None


def _is_external(token: Token) -> bool:
    return token.kind in ("reference", "name", "error") and "!" in token.text and "[" in token.text.rpartition("!")[0]


def is_changing(formula: str) -> bool:
    """Tell whether a formula gives another value each time: it asks for the time or for a random number.

    >>> is_changing("TODAY()-A1"), is_changing('"TODAY()"')
    (True, False)
    """
    return _MAY_CHANGE.search(formula.upper()) is not None and bool(_CHANGING & functions_in(formula))


def is_local(formula: str) -> bool:
    """Tell whether a formula's value depends on the language settings of the computer.

    >>> is_local('TEXT(A1,"ÅÅÅÅ")')
    True
    """
    return may_call(formula, _LOCAL) and not functions_in(formula).isdisjoint(_LOCAL)


def for_engine(formula: str, sheets: Sequence[str], own: Collection[str]) -> str:
    """Write a formula so that the engine can follow it.

    A reference through several sheets is spelled out, and a function of ours is called without its add-in's name.

    Args:
        formula: as in Sheet.formulas.
        sheets: the worksheets' names in tab order.
        own: the names of the functions of ours.

    >>> for_engine("SUM(jan:mar!B2)", ["jan", "feb", "mar"], ())
    "SUM('jan'!B2,'feb'!B2,'mar'!B2)"
    >>> for_engine("[1]!EN_NYCKEL(A1:A3)", [], {"EN_NYCKEL"})
    'EN_NYCKEL(A1:A3)'
    """
    if "!" not in formula:
        return formula
    if _THROUGH_SHEETS.search(formula):
        formula = "".join(_spelled_out(token, sheets) for token in tokenise(formula))
    return _call_own(formula, own)


def _spelled_out(token: Token, sheets: Sequence[str]) -> str:
    if token.kind != "reference" or ":" not in token.text.rpartition("!")[0]:
        return token.text
    reference = parse_reference(token.text)
    order = [name.casefold() for name in sheets]
    first, last = (reference.sheet or "").casefold(), (reference.last_sheet or "").casefold()
    if first not in order or last not in order:
        return token.text
    low, high = sorted((order.index(first), order.index(last)))
    address = token.text.rpartition("!")[2]
    return ",".join(f"{quote_sheet(name)}!{address}" for name in sheets[low : high + 1])


def _call_own(formula: str, own: Collection[str]) -> str:
    if not own:
        return formula
    names = "|".join(map(re.escape, own))
    return re.sub(rf"(?:'[^']*'|\[[^\]]*\][\w.]*|[\w.]+)!({names})\(", r"\1(", formula, flags=re.IGNORECASE)
