"""SIE files as the standard has them, as programs write them, and as they come when something has gone wrong."""

import sys
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_xl.errors import ReadError
from enamnd_xl.files.codepage import decode
from enamnd_xl.files.sie import read_sie
from enamnd_xl.files.sie_fields import split_fields
from enamnd_xl.followup.controls import control_ledger
from enamnd_xl.followup.ledger import Ledger
from enamnd_xl.followup.periods import Period

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
from make_ledger import make_ledger

HEAD = """#FLAGGA 0
#PROGRAM "Ekonomi" 1.0
#FORMAT PC8
#GEN 20251105
#SIETYP 4
#ORGNR 212000-2742
#FNAMN "Värdkommunen på Öland"
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#KONTO 1930 Bank
#KONTO 3510 "Avgifter från kommuner"
#KTYP 3510 I
#KONTO 6430 "Köpta tjänster"
#DIM 6 Projekt
#OBJEKT 6 P1 "Räddningstjänst"
"""
BALANCES = """#IB 0 1930 100.00
#UB 0 1930 350.00
#UB -1 1930 100.00
#RES 0 3510 -1000.00
#RES 0 6430 750.00
#PSALDO 0 202510 3510 {} -1000.00
#PSALDO 0 202510 3510 {6 "P1"} -600.00
#PSALDO 0 202510 6430 {} 750.00
#PBUDGET 0 202510 6430 {} 800
"""
VOUCHERS = """#VER A 1 20251031 "Avgift \\"E-arkiv\\""
{
   #TRANS 1930 {} 250.00
   #TRANS 3510 {6 "P1"} -600.00 20251031 "Första"
   #TRANS 3510 {} -400.00 20251031
   #TRANS 6430 {6 P1} 750.00 20251031 "" 3
}
"""


def read(tmp_path: Path, text: str, codec: str = "cp437", end: str = "\r\n") -> Ledger:
    path = tmp_path / "bok.se"
    path.write_bytes(text.replace("\n", end).encode(codec))
    return read_sie(path)


def notes(ledger: Ledger) -> str:
    return "\n".join(map(str, ledger.notes))


def test_a_file_by_the_standard_is_read_without_a_word(tmp_path: Path) -> None:
    ledger = read(tmp_path, HEAD + BALANCES + VOUCHERS)
    assert ledger.notes == ()
    assert ledger.source == "Värdkommunen på Öland 212000-2742"
    assert ledger.form == "SIE typ 4, teckentabell CP437"
    assert (ledger.start, ledger.end) == ((2025, 1), (2025, 12))
    assert ledger.account_names["3510"] == "Avgifter från kommuner"
    assert ledger.object_names["6", "P1"] == "Räddningstjänst"
    october = Period(2025, 10, 10)
    assert ledger.postings[1] == ("3510", (("6", "P1"),), october, Decimal("-600.00"), 28)
    assert [(p.account, p.objects, p.amount_kr) for p in ledger.postings] == [
        ("1930", (), Decimal(250)),
        ("3510", (("6", "P1"),), Decimal(-600)),
        ("3510", (), Decimal(-400)),
        ("6430", (("6", "P1"),), Decimal(750)),
    ]
    assert ledger.budget[0][:4] == ("6430", (), october, Decimal(800))
    assert [(control.compared, control.differences) for control in control_ledger(ledger)] == [
        (2, ()),
        (1, ()),
        (2, ()),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("codec", ["cp437", "latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16", "mac_roman", "cp850"])
def test_the_names_are_the_same_in_every_code_page(tmp_path: Path, codec: str, end: str) -> None:
    ledger = read(tmp_path, HEAD + BALANCES + VOUCHERS, codec, end)
    assert ledger.account_names["6430"] == "Köpta tjänster"
    assert ledger.source == "Värdkommunen på Öland 212000-2742"
    assert ledger.object_names["6", "P1"] == "Räddningstjänst"
    assert bool(ledger.notes) is (codec not in ("cp437", "cp850"))


def test_the_reading_says_which_code_page_and_why() -> None:
    assert decode("Överskott på året".encode("latin-1")).reason == (
        "3 av 3 byte över 127 är å, ä eller ö i Latin-1 (Windows-1252), mot 0 i CP437, 0 i Mac Roman."
    )


WORDS = st.text("abcdeåäöÅÄÖ ", min_size=1)


@given(st.lists(WORDS, min_size=1), st.sampled_from(["cp437", "latin-1", "utf-8", "mac_roman"]))
def test_swedish_text_survives_any_code_page(words: list[str], codec: str) -> None:
    text = " ".join(words)
    assert decode(text.encode(codec)).text == text


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="\\\n\r", categories=["L", "N", "P", "Zs"]))))
def test_any_text_in_quotation_marks_is_one_field(texts: list[str]) -> None:
    line = " ".join(["#PROSA", *('"' + text.replace('"', '\\"') + '"' for text in texts)])
    assert split_fields(line) == (["#PROSA", *texts], True)


DEVIATIONS = [
    # what real files do: name, what is replaced, by what, what the note says
    ("tabs between fields", " ", "\t", None),
    ("lower case label", "#FNAMN", "#fnamn", "Rad 7: Etiketten #fnamn är skriven med små bokstäver."),
    ("decimal comma", "-400.00", "-400,00", "Beloppet har decimalkomma"),
    ("date with dashes", 'A 1 20251031', "A 1 2025-10-31", "Datumet är skrivet med bindestreck"),
    ("no object list", "#TRANS 1930 {}", "#TRANS 1930", "#TRANS saknar objektlista"),
    ("loose quotation mark", '"Köpta tjänster"', '"Köpta "tjänster"', "citattecken som inte följer standarden"),
    ("unknown record", "#DIM 6", '#PAKET 1\n{\n#TRANS 1 {} 5\n}\n#DIM 6', "Etiketten #PAKET är okänd"),
    ("a text broken over two lines", '"Första"', '"Förs\nta"', "Raden har ingen etikett"),
    ("row in another month", '20251031 "Första"', '20250930 "Första"', "datum i en annan månad"),
    ("no #FLAGGA", "#FLAGGA 0\n", "", "börjar inte med #FLAGGA"),
    ("already imported", "#FLAGGA 0", "#FLAGGA 1", "redan inläst"),
    ("no #FORMAT", "#FORMAT PC8\n", "", "#FORMAT saknas; filen är läst som CP437"),
    ("no #SIETYP", "#SIETYP 4\n", "", "#SIETYP saknas; filen är läst som typ 4"),
    ("no #RAR", "#RAR 0 20250101 20251231\n", "", "Räkenskapsåret (#RAR 0) saknas"),
    ("empty #RAR", "#RAR 0 20250101 20251231", "#RAR 0", "Räkenskapsåret (#RAR 0) saknar datum"),
    ("unknown object", '{6 "P1"} -600.00 2025', '{6 "P9"} -600.00 2025', "bland filens #OBJEKT: P9 i dimension 6"),
    ("unknown dimension", '{6 "P1"} -600.00 20251031', '{27 "P1"} -600.00 20251031', "inte bland filens #DIM: 27"),
    ("unknown account", "#KONTO 6430", "#KONTO 6431", "inte bland filens #KONTO: 6430"),
    ("row struck out", "   #TRANS 1930", "   #BTRANS 1930 {} 9.00\n   #TRANS 1930", None),
    ("row added later", "   #TRANS 1930 {} 250.00", "   #RTRANS 1930 {} 250.00\n   #TRANS 1930 {} 250.00", None),
    ("row added later, not repeated", "#TRANS 1930", "#RTRANS 1930", "En tillagd rad (#RTRANS) följs inte av"),
    ("end of file mark", "3\n}\n", "3\n}\n\x1a", None),
]  # fmt: skip


@pytest.mark.parametrize("old, new, said", [case[1:] for case in DEVIATIONS], ids=[case[0] for case in DEVIATIONS])
def test_it_forgives_what_real_files_do_and_says_so(tmp_path: Path, old: str, new: str, said: str | None) -> None:
    text = HEAD + BALANCES + VOUCHERS
    assert old in text
    ledger = read(tmp_path, text.replace(old, new))
    assert sum(p.amount_kr for p in ledger.postings) == 0
    assert {p.account: p.amount_kr for p in ledger.postings}["1930"] == 250
    assert {p.period for p in ledger.postings} == {Period(2025, 10, 10)}
    if said is None:
        assert ledger.notes == ()
    else:
        assert said in notes(ledger)


REFUSALS = [
    # name, what is replaced, by what, what the error says
    ("out of balance", "250.00", "262.50",
     "rad 25: En verifikation balanserar inte, debet minus kredit är: A 1 (rad 25) 12,50"),
    ("outside the year", "20251031", "20240131",
     "rad 27: januari 2024 ligger utanför räkenskapsåret 2025-01-01 till 2025-12-31"),
    ("impossible date", "A 1 20251031", "A 1 20251331", "rad 25: »20251331« är inget datum"),
    ("no amount", "-400.00", "fyra", "rad 29: »fyra« är inget belopp"),
    ("no account", "#TRANS 1930 {}", "#TRANS {}", "#TRANS saknar konto"),
    ("half an object", '{6 "P1"} -600.00 20251031', "{6} -600.00 20251031", "ska ha par av dimension och objekt"),
    ("another currency", "#DIM 6", "#VALUTA EUR\n#DIM 6", "Beloppen är i EUR, inte i kronor"),
    ("a type that is not there", "#SIETYP 4", "#SIETYP 5", "#SIETYP är »5«"),
    ("a month that is not there", "0 202510 6430", "0 202513 6430", "Perioden »202513« ska vara en månad"),
    ("rows outside vouchers", "#VER A 1", "#PROSA A 1", "rad 26: En klammer öppnas utan någon verifikation"),
    ("a row outside vouchers", "#VER A 1", "#TRANS 1930 {} 5.00\n#VER A 1", "#TRANS står utanför en verifikation"),
    ("cut off in a voucher", VOUCHERS[-60:], "", "Verifikation A 1 är inte avslutad när filen tar slut"),
    ("cut off before the rows", VOUCHERS[VOUCHERS.index("{"):], "", "är inte avslutad när filen tar slut"),
    ("cut off before the vouchers", VOUCHERS, "", "är av typ 4 men har ingen verifikation"),
    ("a brace is missing", "3\n}\n", "3\n#VER A 2 20251031\n{\n}\n", "Verifikation A 1 är inte avslutad"),
    ("no date anywhere", "20251031", '""', "Varken verifikationen eller raden har något datum"),
    ("control sum is cut off", "#DIM 6", "#KSUMMA\n#DIM 6", "Kontrollsummans slut"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, said", [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_it_refuses_what_would_give_wrong_figures(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = HEAD + BALANCES + VOUCHERS
    assert old in text
    with pytest.raises(ReadError) as caught:
        read(tmp_path, text.replace(old, new))
    assert caught.value.message.startswith("bok.se")
    assert said in caught.value.message.replace("\u00a0", " ")
    assert caught.value.hint


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "bok.se är tom"),
        (b"konto;belopp\n3010;5\n", "är ingen SIE-fil: första raden är »konto;belopp«"),
        (b"#dagbok\nhej\n", "är ingen SIE-fil: första raden är »#dagbok«"),
        (b'<?xml version="1.0"?><Sie xmlns="http://www.sie.se/sie5">', "är i SIE 5 (XML)"),
        (b"PK\x03\x04....", "är en Excel-fil eller ett arkiv"),
        (b"#FLAGGA 0\n\0\0\0", "är ingen textfil"),
        (b"#FLAGGA 0\n#SIETYP 2\n", "har inga belopp att läsa"),
    ],
)
def test_what_is_no_sie_file_is_said_to_be_none(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bok.se"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_sie(path)
    assert said in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"saknas.se går inte att öppna"):
        read_sie(tmp_path / "saknas.se")


def test_many_unbalanced_vouchers_are_counted_and_three_are_shown(tmp_path: Path) -> None:
    wrong = "".join(f"#VER B {n} 20251031\n{{\n#TRANS 1930 {{}} {n}\n}}\n" for n in range(1, 6))
    with pytest.raises(ReadError, match=r"5 verifikationer balanserar inte.*B 3 \(rad \d+\) 3.kr och 2 till"):
        read(tmp_path, HEAD + wrong)


def test_a_file_that_was_cut_off_between_vouchers_does_not_agree_with_its_balances(tmp_path: Path) -> None:
    text = make_ledger(400).decode("cp437").replace("\r\n", "\n")
    ledger = read(tmp_path, text[: text.rindex("#VER")])
    said = [str(control) for control in control_ledger(ledger)]
    assert len(said) == 3
    assert all("stämmer inte med" in sentence and "kan vara avklippt" in sentence for sentence in said)


def test_an_import_file_need_not_declare_what_it_uses(tmp_path: Path) -> None:
    head = "#FLAGGA 0\n#PROGRAM Lön 1\n#FORMAT PC8\n#GEN 20251105\n#SIETYP 4\n#RAR 0 20250101 20251231\n"
    ledger = read(tmp_path, head + VOUCHERS)
    assert ledger.notes == ()
    assert control_ledger(ledger) == ()


def test_a_voucher_without_date_goes_by_the_dates_of_its_rows(tmp_path: Path) -> None:
    rows = '#VER A 1 ""\n{\n#TRANS 3510 {} -5 20251031\n#TRANS 6430 {} 5 20251130\n}\n'
    assert [p.period.first for p in read(tmp_path, HEAD + rows).postings] == [10, 11]


def test_type_1_has_the_year_so_far_as_one_figure(tmp_path: Path) -> None:
    text = HEAD.replace("#SIETYP 4", "#SIETYP 1\n#OMFATTN 20251031") + BALANCES.split("#PSALDO")[0]
    ledger = read(tmp_path, text)
    assert [(p.account, p.period, p.amount_kr) for p in ledger.postings] == [
        ("3510", Period(2025, 1, 10), Decimal(-1000)),
        ("6430", Period(2025, 1, 10), Decimal(750)),
    ]
    with pytest.raises(ReadError, match="räkenskapsår som löper över årsskiftet"):
        read(tmp_path, text.replace("20250101 20251231", "20240701 20250630").replace("#OMFATTN 20251031", ""))


def test_the_control_sum_is_checked(tmp_path: Path) -> None:
    body = '#KONTO 3510 "Avgift"\n#VER A 1 20251031\n{\n#TRANS 3510 {6 "P1"} 0.00\n}\n'
    stated = zlib.crc32(b"#KONTO3510Avgift" + b"#VERA120251031" + b"#TRANS35106P10.00")
    head = "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#RAR 0 20250101 20251231\n#OBJEKT 6 P1 x\n#KSUMMA\n"
    assert read(tmp_path, f"{head}{body}#KSUMMA {stated}\n").notes == ()
    changed = read(tmp_path, f"{head}{body.replace('Avgift', 'Avgifter')}#KSUMMA {stated}\n")
    assert "filen kan ha ändrats efter exporten" in notes(changed)
