"""Formulas as a Swedish Excel takes them: the names of functions, as Microsoft's Swedish help has them."""

import pytest

from enamnd_xl.workbook.swedish import in_swedish

# Source: support.microsoft.com/sv-se, the page of each function.
FORMULAS = [
    ("WORKDAY(B2,5)", "=ARBETSDAGAR(B2;5)"),
    ("NETWORKDAYS.INTL(B2,B3,1)", "=NETTOARBETSDAGAR.INT(B2;B3;1)"),
    ("EOMONTH(TODAY(),-1)", "=SLUTMÅNAD(IDAG();-1)"),
    ("MIN(B2:B5)+MAX(B2:B5)", "=MIN(B2:B5)+MAX(B2:B5)"),
    ("AVERAGEIFS(C:C,B:B,1)", "=MEDEL.OMF(C:C;B:B;1)"),
    ("SUBSTITUTE(TRIM(A1),MID(A1,2,1),UPPER(A1))", "=BYT.UT(RENSA(A1);EXTEXT(A1;2;1);VERSALER(A1))"),
    ("CHOOSE(WEEKDAY(A1),LEN(B1),FIND(B1,C1))", "=VÄLJ(VECKODAG(A1);LÄNGD(B1);HITTA(B1;C1))"),
    ("SQRT(POWER(B1,2))*SIGN(B1)/LARGE(B:B,1)", "=ROT(UPPHÖJT.TILL(B1;2))*TECKEN(B1)/STÖRSTA(B:B;1)"),
    ("CONCATENATE(YEARFRAC(A1,A2),COLUMN(A1))", "=SAMMANFOGA(ÅRDEL(A1;A2);KOLUMN(A1))"),
    ("CEILING(A1,100)+TRUNC(A2)", "=RUNDA.UPP(A1;100)+AVKORTA(A2)"),
]


@pytest.mark.parametrize(("formula", "swedish"), FORMULAS)
def test_a_formula_has_the_names_of_a_swedish_excel(formula: str, swedish: str) -> None:
    assert in_swedish(formula) == swedish
