"""Formulas as they are typed in a Swedish Excel: Swedish function names, semicolons, decimal comma."""

from enamnd_xl.workbook.formulas import Token, tokenise

# Source: Microsoft's list of function names in English and Swedish Excel. Others keep their English name here.
_FUNCTIONS = {
    "ABS": "ABS",
    "AGGREGATE": "MÄNGD",
    "AND": "OCH",
    "AVERAGE": "MEDEL",
    "COUNT": "ANTAL",
    "COUNTA": "ANTALV",
    "COUNTIF": "ANTAL.OM",
    "COUNTIFS": "ANTAL.OMF",
    "DATE": "DATUM",
    "FALSE": "FALSKT",
    "HLOOKUP": "LETAKOLUMN",
    "IF": "OM",
    "IFERROR": "OMFEL",
    "IFNA": "OMSAKNAS",
    "INDEX": "INDEX",
    "INDIRECT": "INDIREKT",
    "INT": "HELTAL",
    "ISBLANK": "ÄRTOM",
    "ISERROR": "ÄRFEL",
    "ISNUMBER": "ÄRTAL",
    "LEFT": "VÄNSTER",
    "LOOKUP": "LETAUPP",
    "MATCH": "PASSA",
    "MAX": "MAX",
    "MEDIAN": "MEDIAN",
    "MIN": "MIN",
    "MOD": "REST",
    "MONTH": "MÅNAD",
    "NA": "SAKNAS",
    "NOT": "ICKE",
    "NOW": "NU",
    "OFFSET": "FÖRSKJUTNING",
    "OR": "ELLER",
    "PRODUCT": "PRODUKT",
    "RAND": "SLUMP",
    "RANDBETWEEN": "SLUMP.MELLAN",
    "RIGHT": "HÖGER",
    "ROUND": "AVRUNDA",
    "ROUNDDOWN": "AVRUNDA.NEDÅT",
    "ROUNDUP": "AVRUNDA.UPPÅT",
    "ROW": "RAD",
    "SUBTOTAL": "DELSUMMA",
    "SUM": "SUMMA",
    "SUMIF": "SUMMA.OM",
    "SUMIFS": "SUMMA.OMF",
    "SUMPRODUCT": "PRODUKTSUMMA",
    "TEXT": "TEXT",
    "TODAY": "IDAG",
    "TRUE": "SANT",
    "VALUE": "TEXTNUM",
    "VLOOKUP": "LETARAD",
    "XLOOKUP": "XLETAUPP",
    "YEAR": "ÅR",
}
_ERRORS = {
    "#DIV/0!": "#DIVISION/0!",
    "#N/A": "#SAKNAS!",
    "#NAME?": "#NAMN?",
    "#NULL!": "#SKÄRNING!",
    "#NUM!": "#OGILTIGT!",
    "#REF!": "#REFERENS!",
    "#VALUE!": "#VÄRDEFEL!",
}


def swedish_function(name: str) -> str:
    """Give a function's name in a Swedish Excel.

    >>> swedish_function("sumif"), swedish_function("EN_FORDELA")
    ('SUMMA.OM', 'EN_FORDELA')
    """
    return _FUNCTIONS.get(name.upper(), name)


def swedish_error(code: str) -> str:
    """Give an error value as a Swedish Excel shows it.

    >>> swedish_error("#DIV/0!")
    '#DIVISION/0!'
    """
    return _ERRORS.get(code.upper(), code)


def swedish_logical(value: bool) -> str:
    """Give a truth value as a Swedish Excel shows it.

    >>> swedish_logical(True), swedish_logical(False)
    ('SANT', 'FALSKT')
    """
    return _FUNCTIONS[str(value).upper()]


def in_swedish(formula: str) -> str:
    """Write a formula as it is typed in a Swedish Excel.

    Args:
        formula: without the leading ``=``, in the file's own language.

    Returns:
        The formula with its ``=``, ready to paste.

    >>> in_swedish('IF(SUM(B2:B5,D2)>1.5,"a,b",TRUE)')
    '=OM(SUMMA(B2:B5;D2)>1,5;"a,b";SANT)'
    """
    return "=" + "".join(map(_write, tokenise(formula)))


def _write(token: Token) -> str:
    kind, text = token
    if kind == "function":
        return swedish_function(text[:-1]) + "("
    if kind == "separator":
        return ";"
    if kind == "number":
        return text.replace(".", ",")
    if kind == "logical":
        return swedish_function(text)
    if kind == "error":
        prefix, mark, code = text.rpartition("!#") if "!#" in text else ("", "", text.removeprefix("#"))
        return f"{prefix}{'!' if mark else ''}{swedish_error('#' + code)}"
    return text
