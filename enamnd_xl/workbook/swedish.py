"""Formulas as they are typed in a Swedish Excel: Swedish function names, semicolons, decimal comma."""

from enamnd_xl.workbook.formulas import Token, tokenise

# Source: Microsoft's list of function names in English and Swedish Excel. Others keep their English name here.
_FUNCTIONS = {
    "ABS": "ABS",
    "ADDRESS": "ADRESS",
    "AGGREGATE": "MÄNGD",
    "AND": "OCH",
    "AREAS": "OMRÅDEN",
    "AVERAGE": "MEDEL",
    "AVERAGEA": "AVERAGEA",
    "AVERAGEIF": "MEDEL.OM",
    "AVERAGEIFS": "MEDEL.OMF",
    "CEILING": "RUNDA.UPP",
    "CHAR": "TECKENKOD",
    "CHOOSE": "VÄLJ",
    "CLEAN": "STÄDA",
    "CODE": "KOD",
    "COLUMN": "KOLUMN",
    "COLUMNS": "KOLUMNER",
    "CONCAT": "SAMMAN",
    "CONCATENATE": "SAMMANFOGA",
    "COUNT": "ANTAL",
    "COUNTA": "ANTALV",
    "COUNTBLANK": "ANTAL.TOMMA",
    "COUNTIF": "ANTAL.OM",
    "COUNTIFS": "ANTAL.OMF",
    "DATE": "DATUM",
    "DATEDIF": "DATEDIF",
    "DATEVALUE": "DATUMVÄRDE",
    "DAY": "DAG",
    "DAYS": "DAGAR",
    "DAYS360": "DAGAR360",
    "EDATE": "EDATUM",
    "EOMONTH": "SLUTMÅNAD",
    "EVEN": "JÄMN",
    "EXACT": "EXAKT",
    "EXP": "EXP",
    "FALSE": "FALSKT",
    "FILTER": "FILTER",
    "FIND": "HITTA",
    "FIXED": "FASTTAL",
    "FLOOR": "RUNDA.NER",
    "FORECAST": "PREDIKTION",
    "FREQUENCY": "FREKVENS",
    "FV": "SLUTVÄRDE",
    "GETPIVOTDATA": "HÄMTA.PIVOTDATA",
    "HLOOKUP": "LETAKOLUMN",
    "HOUR": "TIMME",
    "HYPERLINK": "HYPERLÄNK",
    "IF": "OM",
    "IFERROR": "OMFEL",
    "IFNA": "OMSAKNAS",
    "IFS": "IFS",
    "INDEX": "INDEX",
    "INDIRECT": "INDIREKT",
    "INT": "HELTAL",
    "IPMT": "RBETALNING",
    "IRR": "IR",
    "ISBLANK": "ÄRTOM",
    "ISERR": "ÄRF",
    "ISERROR": "ÄRFEL",
    "ISEVEN": "ÄRJÄMN",
    "ISLOGICAL": "ÄRLOGISK",
    "ISNA": "ÄRSAKNAD",
    "ISNONTEXT": "ÄREJTEXT",
    "ISNUMBER": "ÄRTAL",
    "ISODD": "ÄRUDDA",
    "ISOWEEKNUM": "ISOVECKONR",
    "ISREF": "ÄRREF",
    "ISTEXT": "ÄRTEXT",
    "LARGE": "STÖRSTA",
    "LEFT": "VÄNSTER",
    "LEN": "LÄNGD",
    "LET": "LET",
    "LN": "LN",
    "LOG": "LOG",
    "LOG10": "LOG10",
    "LOOKUP": "LETAUPP",
    "LOWER": "GEMENER",
    "MATCH": "PASSA",
    "MAX": "MAX",
    "MAXIFS": "MAXIFS",
    "MEDIAN": "MEDIAN",
    "MID": "EXTEXT",
    "MIN": "MIN",
    "MINIFS": "MINIFS",
    "MINUTE": "MINUT",
    "MOD": "REST",
    "MODE": "TYPVÄRDE",
    "MONTH": "MÅNAD",
    "MROUND": "MAVRUNDA",
    "N": "N",
    "NA": "SAKNAS",
    "NETWORKDAYS": "NETTOARBETSDAGAR",
    "NETWORKDAYS.INTL": "NETTOARBETSDAGAR.INT",
    "NOT": "ICKE",
    "NOW": "NU",
    "NPER": "PERIODER",
    "NPV": "NETNUVÄRDE",
    "ODD": "UDDA",
    "OFFSET": "FÖRSKJUTNING",
    "OR": "ELLER",
    "PERCENTILE": "PERCENTIL",
    "PI": "PI",
    "PMT": "BETALNING",
    "POWER": "UPPHÖJT.TILL",
    "PPMT": "AMORT",
    "PRODUCT": "PRODUKT",
    "PROPER": "INITIAL",
    "PV": "NUVÄRDE",
    "QUARTILE": "KVARTIL",
    "QUOTIENT": "KVOT",
    "RAND": "SLUMP",
    "RANDBETWEEN": "SLUMP.MELLAN",
    "RANK": "RANG",
    "RANK.AVG": "RANG.MED",
    "RANK.EQ": "RANG.EKV",
    "RATE": "RÄNTA",
    "REPLACE": "ERSÄTT",
    "REPT": "REP",
    "RIGHT": "HÖGER",
    "ROUND": "AVRUNDA",
    "ROUNDDOWN": "AVRUNDA.NEDÅT",
    "ROUNDUP": "AVRUNDA.UPPÅT",
    "ROW": "RAD",
    "ROWS": "RADER",
    "SEARCH": "SÖK",
    "SECOND": "SEKUND",
    "SEQUENCE": "SEKVENS",
    "SIGN": "TECKEN",
    "SLN": "LINAVSKR",
    "SMALL": "MINSTA",
    "SORT": "SORTERA",
    "SORTBY": "SORTERAEFTER",
    "SQRT": "ROT",
    "STDEV": "STDAV",
    "STDEV.P": "STDAV.P",
    "STDEV.S": "STDAV.S",
    "SUBSTITUTE": "BYT.UT",
    "SUBTOTAL": "DELSUMMA",
    "SUM": "SUMMA",
    "SUMIF": "SUMMA.OM",
    "SUMIFS": "SUMMA.OMF",
    "SUMPRODUCT": "PRODUKTSUMMA",
    "SUMSQ": "KVADRATSUMMA",
    "SWITCH": "VÄXLA",
    "T": "T",
    "TEXT": "TEXT",
    "TEXTJOIN": "TEXTJOIN",
    "TIME": "KLOCKSLAG",
    "TIMEVALUE": "TIDVÄRDE",
    "TODAY": "IDAG",
    "TRANSPOSE": "TRANSPONERA",
    "TREND": "TREND",
    "TRIM": "RENSA",
    "TRUE": "SANT",
    "TRUNC": "AVKORTA",
    "UNIQUE": "UNIK",
    "UPPER": "VERSALER",
    "VALUE": "TEXTNUM",
    "VAR": "VARIANS",
    "VAR.P": "VARIANS.P",
    "VAR.S": "VARIANS.S",
    "VLOOKUP": "LETARAD",
    "WEEKDAY": "VECKODAG",
    "WEEKNUM": "VECKONR",
    "WORKDAY": "ARBETSDAGAR",
    "WORKDAY.INTL": "ARBETSDAGAR.INT",
    "XLOOKUP": "XLETAUPP",
    "XMATCH": "XMATCHNING",
    "XOR": "XELLER",
    "YEAR": "ÅR",
    "YEARFRAC": "ÅRDEL",
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
