"""How a file writes a formula: with the prefixes by which it marks functions that came after 2007."""

from enamnd_xl.workbook.formulas import Token, tokenise

# Source: [MS-XLSX] 2.2.2, future-function-list, and the names in it that also take the prefix for worksheet functions.
_NAMES = """
ACOT ACOTH AGGREGATE ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT
BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT
CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC
CSCH DAYS DECIMAL DETECTLANGUAGE DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV
F.INV.RT F.TEST FIELDVALUE FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT
FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE
GAUSS GROUPBY HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN ISFORMULA
ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT
NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTOF
PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI PIVOTBY POISSON.DIST PQSOURCE PYTHON_STR QUARTILE.EXC QUARTILE.INC
QUERYSTRING RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET
SHEETS SINGLE SKEW.P SORTBY STDEV.P STDEV.S STOCKHISTORY SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE
TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW TRANSLATE TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S
VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST
"""
_WORKSHEET = frozenset({"FILTER", "SORT"})
_FUTURE = _WORKSHEET.union(_NAMES.split())


def marked_formula(text: str) -> str:
    """Write a formula as a file has it; the inverse of plain_formula.

    >>> marked_formula('IFNA(XLOOKUP(A1,B:B,C:C),"IFS(")'), marked_formula("SUM(E2#)")
    ('_xlfn.IFNA(_xlfn.XLOOKUP(A1,B:B,C:C),"IFS(")', 'SUM(_xlfn.ANCHORARRAY(E2))')
    >>> marked_formula("LET(x,A1,SORT(x)*y)")
    '_xlfn.LET(_xlpm.x,A1,_xlfn._xlws.SORT(_xlpm.x)*y)'
    """
    tokens = tokenise(text)
    parameters = _parameters(tokens)
    return "".join(_marked(token, parameters) for token in tokens)


def _marked(token: Token, parameters: set[str]) -> str:
    kind, text = token
    if kind == "function":
        name = text[:-1].upper()
        if name in _FUTURE:
            return f"_xlfn.{'_xlws.' if name in _WORKSHEET else ''}{text}"
        return f"_xlpm.{text}" if name in parameters else text
    if kind == "reference" and text.endswith("#"):
        return f"_xlfn.ANCHORARRAY({text[:-1]})"
    return f"_xlpm.{text}" if kind == "name" and text.upper() in parameters else text


def _parameters(tokens: tuple[Token, ...]) -> set[str]:
    """Find the names that LET and LAMBDA give to values, in upper case: those alone in an argument but the last."""
    found: set[str] = set()
    calls: list[tuple[str, list[list[Token]]]] = []
    for token in tokens:
        if token.kind == "close" and calls:
            name, arguments = calls.pop()
            if name in ("LET", "LAMBDA"):
                step = 2 if name == "LET" else 1
                found |= {a[0].text.upper() for a in arguments[:-1:step] if len(a) == 1 and a[0].kind == "name"}
        elif token.kind == "separator" and calls:
            calls[-1][1].append([])
        elif token.kind != "space" and calls:
            calls[-1][1][-1].append(token)
        if token.kind in ("function", "open"):
            calls.append((token.text[:-1].upper(), [[]]))
    return found
