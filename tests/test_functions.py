"""The cell functions, called as an engine calls them, and evaluated for real in cells of a workbook."""

from random import Random
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.allocation.controlled import round_table
from enamnd_xl.files.read import read
from enamnd_xl.files.recalculate import recalculate
from enamnd_xl.functions import CELL_FUNCTIONS
from enamnd_xl.functions.document import document
from enamnd_xl.money import NBSP
from enamnd_xl.workbook.address import from_a1
from enamnd_xl.workbook.snapshot import CellError

DIV = {"type": "Error", "kind": "Div"}  # an error value as the recalculation hands it over


def plain(value: Any) -> Any:
    return value.replace(NBSP, " ") if isinstance(value, str) else value


@pytest.mark.parametrize("name", CELL_FUNCTIONS)
def test_the_example_in_the_documentation_is_true(name: str) -> None:
    function = CELL_FUNCTIONS[name]
    assert plain(function(*function.example.given)) == function.example.result
    assert function.example.formula.startswith(f"={name}(")


RIGHT = [
    ("a row spills as a row", "EN_FORDELA", (100.0, [[1.0, 1.0, 1.0]]), [[34, 33, 33]]),
    ("a single weight gives a single value", "EN_FORDELA", (100.0, 5.0), 100),
    ("a credit", "EN_FORDELA", (-100.0, [[1.0], [1.0], [1.0]]), [[-34], [-33], [-33]]),
    ("an empty text is blank", "EN_FORDELA", (10.0, [[1.0], [""]]), [[10], [0]]),
    ("a weight of zero has its equal part", "EN_FORDELA", (10.0, [[1.0], [0.0]], 0.5), [[8], [2]]),
    ("all of it equal, whatever the weights", "EN_FORDELA", (10.0, [[0.0], [0.0]], 1.0), [[5], [5]]),
    ("öre", "EN_FORDELA", (10.0, [[1.0], [2.0]], None, 0.01), [[3.33], [6.67]]),
    (
        "an argument left out between two arrives as 0",
        "EN_FORDELA",
        (1000.0, [[1.0], [2.0]], 0.0, 100.0),
        [[300], [700]],
    ),
    ("the noise of a sum of öre", "EN_FORDELA", (1199800.0000000002, [[1.0]]), [[1199800]]),
    ("a key over all", "EN_NYCKEL", ([[1.0], [3.0]], 0.0), [[0.25], [0.75]]),
    ("a key without the blank", "EN_NYCKEL", ([[1.0], [None], [3.0]], 1.0), [[0.5], [0.0], [0.5]]),
    (
        "who takes part, in every way to say so",
        "EN_NYCKEL",
        ([[1.0] * 8], 1.0, [["Ja", "x", True, 1.0, "nej", "", None, False]]),
        [[0.25] * 4 + [0.0] * 4],
    ),
    ("per cent up, nearest", "EN_UPPRAKNA", (76100.0, 0.02), 77622),
    ("per cent down", "EN_UPPRAKNA", (76100.0, -0.02, 100.0), 74600),
    ("a direction, the rounding left out", "EN_UPPRAKNA", (10.0, 0.001, 0.0, "UPPÅT"), 11),
    ("a credit upwards", "EN_UPPRAKNA", (-10.0, 0.001, None, "uppåt"), -11),
    ("a table with a blank", "EN_AVRUNDA_TABELL", ([[0.4, 0.6], [None, 1.0]],), [[0, 1], [0, 1]]),
    ("a deviation a row", "EN_AVVIKELSE", ([[10.0], [None]], [[4.5], [3.0]]), [[5.5], [-3.0]]),
    ("a budget by a profile", "EN_PERIODBUDGET", (1200.0, 1.0, [[6.0, *[None] * 10, 6.0]]), 600),
    ("the whole year, öre and all", "EN_PERIODBUDGET", (1200.5, 12.0), 1200.5),
    ("a forecast by what is left of the budget", "EN_PROGNOS", (999833.0, 10.0, 1199800.0), 1199800),
    ("a sum that is right", "EN_STAMAV", ([[0.1], [0.2]], 0.3), "OK"),
    ("a sum within its tolerance", "EN_STAMAV", ([[1.0, None], [2.0, 3.0]], 7.0, 1.0), "OK"),
    (
        "the budget of 2025, 35 200 kr short",
        "EN_STAMAV",
        ([[1199800.0], [2627172.0], [767700.0], [12841816.0], [313000.0]], 17714288.0),
        "Summan är 35 200 för låg: delarna ger 17 749 488.",
    ),
    ("a sum that is too high", "EN_STAMAV", ([[1.5]], 3.0, 1.0), "Summan är 1,5 för hög: delarna ger 1,5."),
]


@pytest.mark.parametrize("case, name, cells, result", RIGHT, ids=[case[0] for case in RIGHT])
def test_a_function_gives(case: str, name: str, cells: tuple[Any, ...], result: Any) -> None:
    assert plain(CELL_FUNCTIONS[name](*cells)) == result


WRONG = [
    ("a text", "EN_FORDELA", ("abc", [[1.0]]), "belopp: ska vara ett tal, inte »abc«."),
    ("a long text", "EN_FORDELA", ("a" * 99, [[1.0]]), f"belopp: ska vara ett tal, inte »{'a' * 30}…«."),
    ("a blank amount", "EN_FORDELA", (None, [[1.0]]), "belopp: saknas."),
    ("a range for a cell", "EN_FORDELA", ([[1.0], [2.0]], [[1.0]]), "belopp: ska vara en cell, inte ett område."),
    ("a truth value", "EN_FORDELA", (True, [[1.0]]), "belopp: ska vara ett tal, inte SANT."),
    ("an error value", "EN_FORDELA", (DIV, [[1.0]]), "belopp: ska vara ett tal, inte ett felvärde."),
    (
        "an error value of a snapshot",
        "EN_FORDELA",
        (CellError("#N/A"), [[1.0]]),
        "belopp: ska vara ett tal, inte ett felvärde.",
    ),
    (
        "an error value as Excel tells it",
        "EN_FORDELA",
        (1.0, [["#REF!"]]),
        "vikter: plats 1 ska vara ett tal, inte ett felvärde.",
    ),
    (
        "an error value for an optional argument",
        "EN_FORDELA",
        (1.0, [[1.0]], DIV),
        "andel_rakt: ska vara ett tal, inte ett felvärde.",
    ),
    (
        "more than Excel keeps exact",
        "EN_FORDELA",
        (1e15, [[1.0]]),
        "belopp: är ett för stort tal: Excel håller reda på femton siffror.",
    ),
    (
        "no number at all",
        "EN_FORDELA",
        (1.0, [[float("nan")]]),
        "vikter: plats 1 är ett för stort tal: Excel håller reda på femton siffror.",
    ),
    (
        "a heading among the weights",
        "EN_FORDELA",
        (1.0, [["Invånare"], [1.0]]),
        "vikter: plats 1 ska vara ett tal, inte »Invånare«.",
    ),
    ("a negative weight", "EN_FORDELA", (1.0, [[1.0], [-1.0]]), "vikter: plats 2 är negativ."),
    ("weights that sum to zero", "EN_FORDELA", (1.0, [[0.0], [0.0]]), "vikter: nyckeln summerar till noll."),
    ("no weights", "EN_FORDELA", (1.0, [[None], [None]]), "vikter: ingen medlem är med."),
    (
        "thirty for thirty per cent",
        "EN_FORDELA",
        (1.0, [[1.0]], 30.0),
        "andel_rakt: ska vara från 0 till 1, till exempel 0,3 eller 30 %.",
    ),
    (
        "a rounding that cannot meet the total",
        "EN_FORDELA",
        (150.0, [[1.0]], 0.0, 100.0),
        "belopp: beloppet 150 kr går inte jämnt upp i 100 kr, så avrundade delar kan inte summera till det.",
    ),
    (
        "a negative rounding",
        "EN_FORDELA",
        (1.0, [[1.0]], 0.0, -1.0),
        "avrundning: ska vara större än noll, till exempel 0,01, 1, 100 eller 1000.",
    ),
    ("too few arguments", "EN_FORDELA", (1.0,), "Skriv EN_FORDELA(belopp; vikter; [andel_rakt]; [avrundning])."),
    ("too many", "EN_AVVIKELSE", (1.0, 2.0, 3.0), "Skriv EN_AVVIKELSE(intakt; kostnad)."),
    ("a blank required share", "EN_NYCKEL", ([[1.0]], None), "andel_rakt: saknas."),
    ("other length", "EN_NYCKEL", ([[1.0], [2.0]], 0.0, [["x"]]), "deltar: antalet celler är 1, men i invanare 2."),
    (
        "no inhabitants, but takes part",
        "EN_NYCKEL",
        ([[1.0], [None]], 0.0, [["x"], ["x"]]),
        "invanare: plats 2 saknas, men deltar är ifylld.",
    ),
    ("nobody takes part", "EN_NYCKEL", ([[1.0]], 1.0, [["nej"]]), "invanare: ingen medlem är med."),
    (
        "neither yes nor no",
        "EN_NYCKEL",
        ([[1.0]], 0.0, [["kanske"]]),
        "deltar: plats 1 ska vara 1 eller 0 (ja eller nej), inte »kanske«.",
    ),
    ("2 for 2 %", "EN_UPPRAKNA", (1.0, 2.0), "procent: ska vara mindre än 100 %: skriv 2 % eller 0,02, inte 2."),
    (
        "no such direction",
        "EN_UPPRAKNA",
        (1.0, 0.02, 1.0, "neråt"),
        "riktning: ska vara »närmast« eller »uppåt«, inte »neråt«.",
    ),
    ("a number for a direction", "EN_UPPRAKNA", (1.0, 0.02, 1.0, 5.0), "riktning: ska vara en text, inte 5.0."),
    ("a text in a table", "EN_AVRUNDA_TABELL", ([[1.0, "x"]],), "tabell: rad 1, plats 2 ska vara ett tal, inte »x«."),
    ("a month that is none", "EN_PERIODBUDGET", (1200.0, 13.0), "manad: ska vara ett heltal från 1 till 12, inte 13."),
    ("half a month", "EN_PERIODBUDGET", (1200.0, 1.5), "manad: ska vara ett heltal från 1 till 12, inte 1,5."),
    (
        "a profile of eleven",
        "EN_PERIODBUDGET",
        (1200.0, 1.0, [[1.0] * 11]),
        "profil: profilen har 11 vikter men ska ha 12, en för varje månad.",
    ),
    (
        "no such method",
        "EN_PROGNOS",
        (1.0, 1.0, 1.0, "gissa"),
        "metod: ska vara »budget kvar« eller »takt«, inte »gissa«.",
    ),
    ("a negative tolerance", "EN_STAMAV", ([[1.0]], 1.0, -1.0), "tolerans: får inte vara negativ."),
    ("other length", "EN_AVVIKELSE", ([[1.0], [2.0]], [[1.0]]), "kostnad: antalet celler är 1, men i intakt 2."),
]


@pytest.mark.parametrize("case, name, cells, text", WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_argument_is_named(case: str, name: str, cells: tuple[Any, ...], text: str) -> None:
    assert plain(CELL_FUNCTIONS[name](*cells)) == text


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.integers(0, 12).map(float),
        st.text(max_size=5),
        st.dates(),
        st.just(DIV),
        st.just(CellError("#N/A")),
    ),
    lambda cell: st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=3)
    ),
    max_leaves=9,
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(CELL_FUNCTIONS)), st.lists(ANYTHING, max_size=5))
def test_whatever_stands_in_the_cells_there_is_no_exception(name: str, cells: list[Any]) -> None:
    result = CELL_FUNCTIONS[name](*cells)
    rows = result if isinstance(result, list) else [[result]]
    assert all(isinstance(cell, (int, float, str)) for row in rows for cell in row)


def test_a_function_in_a_cell_is_the_function_in_python() -> None:
    random = Random(290)
    weights = [random.randint(1000, 100_000) for _ in range(290)]
    spilled = CELL_FUNCTIONS["EN_FORDELA"](123_456_700.0, [[float(weight)] for weight in weights], None, 100.0)
    assert [cell for (cell,) in spilled] == list(allocate(123_456_700, weights, 100))
    table = [[float(random.randrange(10**6)) for _ in range(5)] for _ in range(20)]
    rounded = CELL_FUNCTIONS["EN_AVRUNDA_TABELL"](table, 1000.0)
    assert rounded == [list(row) for row in round_table([[int(cell) for cell in row] for row in table], 1000)]


@pytest.mark.parametrize("name", CELL_FUNCTIONS)
def test_names_and_help_fit_the_function_wizard(name: str) -> None:
    """It shows 255 characters; names are ASCII, since VBA source is not Unicode."""
    function = CELL_FUNCTIONS[name]
    assert len(function.description) <= 255
    assert name.isascii()
    for argument in function.arguments:
        assert argument.name.isascii()
        assert len(argument.help) <= 255
    optional = [argument.is_optional for argument in function.arguments]
    assert optional == sorted(optional)


def test_the_documentation_covers_every_function_and_argument() -> None:
    page = document()
    for function in CELL_FUNCTIONS.values():
        assert f"### {function.name}\n" in page
        assert function.signature in page
        for argument in function.arguments:
            assert f"| {argument.name} | {argument.help} |" in page


# Sheet "Data": A members, B inhabitants (one blank), C takes part, D and E amounts, G an error, H a text.
COLUMNS = {
    "B": [100, None, 300, 600],
    "C": ["ja", "nej", "ja", "ja"],
    "D": [0.4, 0.6, 10.25, -3.5],
    "E": [0.6, 0.4, 5.5, 1.25],
}
FORMULAS = [
    ("J2:J5", "=EN_FORDELA(1000,Data!B2:B5)", [[100], [0], [300], [600]]),
    ("K2:K5", "=EN_FORDELA(1000,Data!B2:B5,0.3)", [[170], [0], [310], [520]]),
    ("L2:L5", "=EN_FORDELA(1000,Data!B2:B5,,100)", [[100], [0], [300], [600]]),
    ("J7:M7", "=EN_FORDELA(-1000,TRANSPOSE(Data!B2:B5*1),1)", [[-250, -250, -250, -250]]),
    ("J9:J12", "=EN_NYCKEL(Data!B2:B5,50%,Data!C2:C5)", [[13 / 60], [0], [19 / 60], [28 / 60]]),
    ("J14:K17", "=EN_AVRUNDA_TABELL(Data!D2:E5)", None),
    ("J19:J22", "=EN_AVVIKELSE(Data!D2:D5,Data!E2:E5)", [[-0.2], [0.2], [4.75], [-4.75]]),
    ("N2", "=EN_UPPRAKNA(25800,4.7%,100,\"uppåt\")", [[27100]]),
    ("N3", "=EN_UPPRAKNA(25800,4.7%)", [[27013]]),
    ("N4", "=EN_UPPRAKNA(25800,4.7%,,\"uppåt\")", [[27013]]),
    ("N5", "=EN_PERIODBUDGET(1199800,10)", [[999833]]),
    ("N6", "=EN_PROGNOS(500,6,1200,\"takt\")", [[1000]]),
    ("N7", "=EN_STAMAV(Data!B2:B5,1000)", [["OK"]]),
    ("N8", "=EN_STAMAV(Data!B2:B5,990,Data!G2)", [["tolerans: ska vara ett tal, inte ett felvärde."]]),
    ("N9", "=EN_FORDELA(Data!H2,Data!B2:B5)", [["belopp: ska vara ett tal, inte »ej känt«."]]),
    ("N10", "=EN_FORDELA(1000,Data!B2:B5,2)", [["andel_rakt: ska vara från 0 till 1, till exempel 0,3 eller 30 %."]]),
    ("N11", "=EN_FORDELA(Data!G2,Data!B2:B5)", [["belopp: ska vara ett tal, inte ett felvärde."]]),
    ("N12", "=SUM(EN_FORDELA(100.01,Data!B2:B5,0.1,0.01))", [[100.01]]),
    ("N13", "=EN_UPPRAKNA(100,2%)+1", [[103]]),
]  # fmt: skip


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The workbook as it is after a recalculation with our functions; no result stands in the file."""
    path = tmp_path_factory.mktemp("functions") / "funktioner.xlsx"
    with xlsxwriter.Workbook(path) as book:
        data = book.add_worksheet("Data")
        for column, values in COLUMNS.items():
            for row, value in enumerate(values, 2):
                if value is not None:
                    data.write(f"{column}{row}", value)
        data.write_formula("G2", "=1/0", None, "#DIV/0!")
        data.write("H2", "ej känt")
        sheet = book.add_worksheet("Formler")
        for area, formula, _ in FORMULAS:
            if ":" in area:
                sheet.write_dynamic_array_formula(area, formula, None, "")
            else:
                sheet.write_formula(area, formula, None, "")
    snapshot = read(path).snapshot
    return snapshot.with_values(recalculate(path, snapshot, CELL_FUNCTIONS).values).sheet("Formler")


@pytest.mark.parametrize("area, formula, expected", FORMULAS, ids=[case[1] for case in FORMULAS])
def test_in_the_cells_of_a_recalculated_workbook(recalculated: Any, area: str, formula: str, expected: Any) -> None:
    first, _, last = area.partition(":")
    (top, left), (bottom, right) = from_a1(first), from_a1(last or first)
    cells = [  # where nothing stood and nothing is computed, the cell stays blank
        [plain(recalculated.value((r, c))) or 0 for c in range(left, right + 1)] for r in range(top, bottom + 1)
    ]
    if expected is None:
        table = list(zip(COLUMNS["D"], COLUMNS["E"], strict=True))
        expected = CELL_FUNCTIONS["EN_AVRUNDA_TABELL"]([list(row) for row in table])
    assert cells == [
        [pytest.approx(cell, abs=1e-12) if isinstance(cell, (int, float)) else cell for cell in row] for row in expected
    ]
