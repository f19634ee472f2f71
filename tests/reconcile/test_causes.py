"""One cause is one finding: what follows from it stands under it."""

from enamnd_xl.reconcile.causes import gather
from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.workbook.address import from_a1


def finding(code: str, cell: str, difference: int, related: str = "", severity: Severity = Severity.FEL) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        sheet="Blad",
        cell=from_a1(cell),
        message=f"{code} {cell}",
        difference=difference,
        related=tuple(Place("Blad", from_a1(one)) for one in related.split()),
    )


def outline(findings: list[Finding]) -> list[tuple[str, list[str]]]:
    return [(one.message, [follower.message for follower in one.consequences]) for one in gather(findings)]


def test_at_one_cell_the_formula_explains_the_sum() -> None:
    found = [finding("EN301", "B9", -70, "B2 B3"), finding("EN402", "B9", -70, "B3")]
    assert outline(found) == [("EN402 B9", ["EN301 B9"])]


def test_the_cause_is_as_severe_as_what_stands_under_it() -> None:
    found = [finding("EN406", "B9", 0, severity=Severity.VARNING), finding("EN301", "B9", -70, "B2 B3")]
    assert [one.severity for one in gather(found)] == [Severity.FEL]


def test_a_total_of_a_wrong_total_follows_from_it() -> None:
    found = [finding("EN303", "B5", 100, "B2 B3 B4"), finding("EN304", "B9", -100, "B5 B8")]
    assert outline(found) == [("EN303 B5", ["EN304 B9"])]


def test_two_wrong_parts_that_together_give_the_difference_are_its_cause() -> None:
    found = [finding("EN303", "B5", 100), finding("EN303", "B8", 30), finding("EN304", "B9", -130, "B5 B8")]
    assert outline(found) == [("EN303 B5", ["EN304 B9"]), ("EN303 B8", [])]


def test_another_difference_has_another_cause() -> None:
    found = [finding("EN303", "B5", 100), finding("EN304", "B9", -90, "B5 B8")]
    assert outline(found) == [("EN303 B5", []), ("EN304 B9", [])]


def test_the_right_term_of_a_difference_subtracts() -> None:
    found = [finding("EN301", "C9", 100), finding("EN601", "D9", 100, "B9 C9")]
    assert outline(found) == [("EN301 C9", ["EN601 D9"])]


def test_what_follows_from_a_follower_stands_under_the_first_cause() -> None:
    found = [finding("EN303", "B5", 100), finding("EN304", "B9", -100, "B5"), finding("EN501", "E2", 100, "B9")]
    assert outline(found) == [("EN303 B5", ["EN304 B9", "EN501 E2"])]


def test_a_krona_of_rounding_explains_nothing_else() -> None:
    rounding = finding("EN301", "B9", 1, severity=Severity.AVRUNDNING)
    other = finding("EN302", "E9", -1, "B9 C9", severity=Severity.AVRUNDNING)
    assert outline([rounding, other]) == [("EN301 B9", []), ("EN302 E9", [])]


def test_two_findings_that_point_at_each_other_both_stay() -> None:
    found = [finding("EN501", "B2", 10, "C2"), finding("EN501", "C2", -10, "B2")]
    assert len(gather(found)) == 2


def test_a_number_stored_as_text_is_what_the_differences_in_its_lines_come_of() -> None:
    text = finding("EN201", "B3", 0, severity=Severity.VARNING)._replace(difference=None, found="1 234", expected=1234)
    sums = [finding("EN301", "B9", 1234, "B2 B3"), finding("EN302", "E3", -1234, "B3 C3")]
    others = [finding("EN301", "C9", 1234, "C2 C3"), finding("EN302", "E5", 70, "B5 C5"), finding("EN402", "B10", 1234)]
    found = [*sums, text, *others]
    expected = [("EN201 B3", ["EN301 B9", "EN302 E3"]), *((one.message, []) for one in others)]
    assert outline(found) == expected
    assert gather(found)[0].severity is Severity.FEL
