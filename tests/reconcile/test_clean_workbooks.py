"""Whole workbooks of kinds that finance staff keep, with nothing wrong in them: no rule says a word."""

from collections.abc import Mapping, Sequence

import pytest

from enamnd_xl.reconcile.report import reconcile
from enamnd_xl.workbook.snapshot import Value
from sheets import make_book, make_sheet

Rows = Sequence[Sequence[Value]]
ACCOUNTS = ("Lön", "Hyra", "Resor", "Licenser", "Konsult")
STANDING = (83333, 41250, None, 12000, None)  # the same on every sheet; the others differ


def of_sheet(*own: int) -> Rows:
    amounts = [standing or own[n % len(own)] for n, standing in enumerate(STANDING)]
    return [["Konto", "Budget 2025"], *map(list, zip(ACCOUNTS, amounts, strict=True)), ["Summa", sum(amounts)]]


def income(heading: str) -> Rows:
    return [
        ["Intäkter"],
        ["Post", "Budget", "Utfall", "Avvikelse"],
        ["Avgifter", 910_200, 887_450, "=C3-B3"],
        ["Bidrag", 120_500, 144_975, "=C4-B4"],
        ["Summa intäkter", "=SUM(B3:B4)", "=SUM(C3:C4)", "=SUM(D3:D4)"],
        [],
        ["Kostnader"],
        ["Post", "Budget", "Utfall", "Avvikelse"],
        ["Lön", 640_300, 655_125, "=B9-C9"],
        ["Hyra", 88_000, 88_000, "=B10-C10"],
        ["Moln", 251_700, 238_410, "=B11-C11"],
        ["Summa kostnader", "=SUM(B9:B11)", "=SUM(C9:C11)", "=SUM(D9:D11)"],
        [],
        [heading, "=B5-B12", "=C5-C12", "=D5+D12"],
    ]


CLEAN: dict[str, Mapping[str, Rows]] = {
    "revenue and costs, with deviations where plus is good": {"Resultat": income("Resultat")},
    "the same, called the year's result": {"Resultat": income("Årets resultat")},
    "depreciation: the yearly amount repeated, then what is left": {
        "Avskrivning": [
            ["Inventarie", "Anskaffningsvärde", "Nyttjandetid", "Årlig avskrivning", 2023, 2024, "Restvärde"],
            *(
                [f"Server {r}", value, years, f"=B{r}/C{r}", f"=D{r}", f"=D{r}", f"=B{r}-SUM(E{r}:F{r})"]
                for r, (value, years) in enumerate([(370_000, 5), (90_000, 3), (330_000, 5), (200_000, 5)], 2)
            ),
        ]
    },
    "account numbers as headings": {
        "Per tjänst": [
            ["Tjänst", 4010, 5010, 6540, "Summa"],
            ["E-arkiv", 2310, 4417, 8125, "=SUM(B2:D2)"],
            ["Nödnät", 6127, 1911, 3094, "=SUM(B3:D3)"],
            ["Plattform", 5433, 7209, 1788, "=SUM(B4:D4)"],
            ["Summa", "=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)", "=SUM(E2:E4)"],
        ]
    },
    "a rate above a table whose headings are years written as text": {
        "Uppräkning": [
            ["Index", 0.031],
            [],
            ["Tjänst", "2024", "Uppräkning", "2025"],
            *([f"Tjänst {r}", 10_000 * r + 730, f"=B{r}*$B$1", f"=B{r}+C{r}"] for r in range(4, 9)),
            ["Summa", "=SUM(B4:B8)", "=SUM(C4:C8)", "=SUM(D4:D8)"],
        ]
    },
    "a sheet a month": {"jan": of_sheet(65_980, 80_966), "feb": of_sheet(25_551, 30_271), "mar": of_sheet(64_576, 55)},
    "a sheet a department": {"Skola": of_sheet(65_980, 80_966), "Omsorg": of_sheet(25_551, 30_271)},
    "a declining balance in full precision": {
        "Lån": [
            ["Månad", "Ingående skuld", "Amortering", "Utgående skuld"],
            [1, 1_000_000, "=$B$2/3", "=B2-C2"],
            [2, "=D2", "=$B$2/3", "=B3-C3"],
            [3, "=D3", "=$B$2/3", "=B4-C4"],
        ]
    },
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_of_a_clean_workbook(name: str) -> None:
    work = make_book(*(make_sheet(sheet, rows) for sheet, rows in CLEAN[name].items()))
    assert [(one.code, str(one.place), one.message) for one in reconcile(work)] == []
