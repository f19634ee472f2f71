"""Formulas taken apart: against openpyxl's tokenizer and translator and formualizer's parser, and by law."""

import re

import formualizer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.tokenizer import Token as TheirToken
from openpyxl.formula.tokenizer import Tokenizer
from openpyxl.formula.translate import Translator

from enamnd_xl.workbook.addition import addends
from enamnd_xl.workbook.address import MAX_COLUMN, MAX_ROW, Area, from_a1, to_a1
from enamnd_xl.workbook.formulas import tokenise
from enamnd_xl.workbook.references import Reference, parse_reference, references, relative, translate

SHARED_GROUND = [  # what openpyxl reads too
    "SUM(B2:B15)",
    "B2+C2-D2",
    "'År 2025'!$B$2*1.25",
    "'Lars'' blad'!A1",
    "[1]Blad1!A1",
    "SUM(jan:dec!B2)",
    "SUM(A:A)-SUM($3:$4)",
    "SUM(Tabell1[Belopp])",
    "Tabell1[[#Totals],[Utfall kr]]/Tabell1[[#This Row],[Andel]]",
    'IF(B2<0,"Över ""B3"" budget",-1.5E+3)',
    "IFERROR(B2/C2,#N/A)",
    "LOG10(B2)+ATAN2(1,C2)",
    "B2%^2&B3",
    "SUM(B2:B4 A3:C3)",
    "Förskola!B16+Skola_1.a!C3",
    "TRUE<>FALSE",
    "SUM($B2:B$9,,C3)",
    "SUM(1:1)",
    "TAX2020+Q1*FY_2020",
]
MORE = [
    "ABCD5+XFE1",  # past the last column: names
    "'C:\\mapp\\[Bok 1.xlsx]Blad 1'!B2",
    "SUM('jan 1:dec 1'!B2:C3)",
    'VLOOKUP("x",{"a",1;"}",2},2,FALSE)',
    "Moms*Blad1!Sats",
    "SUM(INDEX(A1:A9,2):A7)",
    "SUM(B2#)",
    "Blad1!#REF!+B2",
]


@pytest.mark.parametrize("formula", SHARED_GROUND)
def test_operands_are_those_that_openpyxl_finds(formula: str) -> None:
    glue = ("space", "separator", "operator", "open", "close")
    ours = [token.text for token in tokenise(formula) if token.kind not in glue]
    theirs = [
        item.value
        for item in Tokenizer(f"={formula}").items
        if item.type == TheirToken.OPERAND or (item.type == TheirToken.FUNC and item.subtype == TheirToken.OPEN)
    ]
    assert ours == theirs


@pytest.mark.parametrize("formula", SHARED_GROUND)
@pytest.mark.parametrize("move", [("B2", "B3"), ("B2", "D9"), ("D9", "AB1007")])
def test_copies_are_those_that_openpyxl_makes(formula: str, move: tuple[str, str]) -> None:
    origin, target = move
    theirs = Translator(f"={formula}", origin=origin).translate_formula(target)
    assert f"={translate(formula, from_a1(origin), from_a1(target))}" == theirs


@pytest.mark.parametrize("formula", SHARED_GROUND + MORE)
def test_a_copy_says_the_same_seen_from_its_cell(formula: str) -> None:
    copy = translate(formula, (20, 20), (23, 31))
    assert relative(copy, (23, 31)) == relative(formula, (20, 20))


@pytest.mark.parametrize("formula", [f for f in SHARED_GROUND + MORE if "#" not in f and ",," not in f])
def test_what_we_take_for_a_formula_is_one(formula: str) -> None:
    formualizer.parse(f"={formula}")
    assert not [token for token in tokenise(formula) if token.kind == "other"]


@given(st.text(alphabet="AB12$:!'\"[](){}#,;+-. @\\å_\n" + "SUMREF/0", max_size=40))
def test_the_tokens_are_the_formula_whatever_it_is(text: str) -> None:
    assert "".join(token.text for token in tokenise(text)) == text
    relative(text, (3, 3))
    translate(text, (3, 3), (1, 1))
    addends(text)


CELLS = st.tuples(st.integers(1, MAX_ROW), st.integers(1, MAX_COLUMN))


@given(CELLS, CELLS)
def test_an_area_is_read_as_it_is_written(one: tuple[int, int], other: tuple[int, int]) -> None:
    area = Area.from_a1(f"{to_a1(one)}:{to_a1(other)}")
    (read,) = references(f"SUM({to_a1(one)}:{to_a1(other)})")
    assert read.area == area


@pytest.mark.parametrize(
    "text, expected",
    [
        ("B2", Reference(Area(2, 2, 2, 2))),
        ("$C$9:B2", Reference(Area(2, 2, 9, 3), fixed=(False, False, True, True))),
        ("A:$B", Reference(Area(1, 1, MAX_ROW, 2), fixed=(True, False, True, True))),
        ("$3:4", Reference(Area(3, 1, 4, MAX_COLUMN), fixed=(True, True, False, True))),
        ("'Lars'' blad'!A1", Reference(Area(1, 1, 1, 1), sheet="Lars' blad")),
        ("'C:\\x\\[Bok.xlsx]Blad 1'!A1", Reference(Area(1, 1, 1, 1), sheet="Blad 1", book="Bok.xlsx")),
        ("[2]Blad1!A1", Reference(Area(1, 1, 1, 1), sheet="Blad1", book="2")),
        ("jan:dec!A1", Reference(Area(1, 1, 1, 1), sheet="jan", last_sheet="dec")),
        ("A1#", Reference(Area(1, 1, 1, 1), spilled=True)),
    ],
)
def test_what_a_reference_says(text: str, expected: Reference) -> None:
    assert parse_reference(text) == expected
    assert references(f"1+{text}") == (expected,)


@pytest.mark.parametrize("text", ["Moms", "A0", "B9999999", "XFE1", "A1:", "A1:B", "SUM(A1)", "$"])
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_reference(text)


@pytest.mark.parametrize(
    "formula, cell, expected",
    [
        ("A1", "B1", "RC[-1]"),
        ("sum(a:a) + 'Blad 1'!A$1", "B1", "SUM(C[-1]:C[-1])+'BLAD 1'!R1C[-1]"),
        ('"B2" & B2', "B2", '"B2"&RC'),
        ("SUM($3:4)", "A4", "SUM(R3:R)"),
        ("SUM(B2#)", "B1", "SUM(R[1]C#)"),
    ],
)
def test_the_form_seen_from_the_cell(formula: str, cell: str, expected: str) -> None:
    assert relative(formula, from_a1(cell)) == expected


@pytest.mark.parametrize(
    "formula, origin, target, expected",
    [
        ("A1+B2", "B2", "B1", "#REF!+B1"),
        ("SUM(A1:B2)", "C3", "C2", "SUM(#REF!)"),
        ("'Blad 1'!A1", "B1", "A1", "'Blad 1'!#REF!"),
        ("$A1+A$1+$A$1", "C3", "B4", "$A2+#REF!+$A$1"),
    ],
)
def test_what_falls_off_the_sheet_when_copied(formula: str, origin: str, target: str, expected: str) -> None:
    assert translate(formula, from_a1(origin), from_a1(target)) == expected


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("SUM(B2:B5)", ["+B2:B5"]),
        ("+B2-C2", ["+B2", "-C2"]),
        ("B2-(C2-D2)-SUM(E2,-F2)", ["+B2", "-C2", "+D2", "-E2", "+F2"]),
        ("SUM(SUM(B2:B4),B6)", ["+B2:B4", "+B6"]),
        ("SUBTOTAL(109,B2:B5)", ["+B2:B5"]),
        ("AGGREGATE(9,6,B2:B5)", ["+B2:B5"]),
        ("'År 1'!B2+'År 2'!B2", ["+B2", "+B2"]),
        ("B2", None),
        ("-B2", None),
        ("SUBTOTAL(1,B2:B5)", None),
        ("SUM(B2:B5)*2", None),
        ("SUM(B2:B5)+35200", None),
        ("SUM(B2:B5", None),
        ("SUM()", None),
        ("AVERAGE(B2:B5)", None),
        ("SUM(B2:B4 A3:C3)", None),
        ("(" * 5000 + "B2", None),
    ],
)
def test_what_a_formula_adds(formula: str, expected: list[str] | None) -> None:
    found = addends(formula)
    assert (found and [f"{'+' if a.sign > 0 else '-'}{a.reference.area}" for a in found]) == expected
