"""The report's forms: whatever stands in a workbook, the form stays whole, and programs that read it find their way."""

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from enamnd_xl.reconcile.finding import Finding, Place, Severity
from enamnd_xl.reconcile.formats import write_report
from enamnd_xl.reconcile.formats.text_form import summarise
from enamnd_xl.reconcile.registry import rules
from enamnd_xl.reconcile.report import FileReport, Report

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "a|b",
    "a\nb",
    "a\r\nb\u2028c\x85d",
    "<script>alert(1)</script>",
    "<!-- & &lt; ]]> -->",
    "]]>",
    "\x00\x07\x1b[31m\x7f\x9b",
    "\udc80 \udcff",
    "\ufffe\uffff",
    "\u202emoc.txe",
    "[länk](http://x.se) {0} {{1}}",
    "$A$1*$B$2",
    "`kod` *fet* _lutad_ ~~struken~~ \\",
    "å" * 40_000,
)


def a_finding(text: str, **more: Any) -> Finding:
    first = Finding(
        "EN301", Severity.FEL, text, (7, 2), f"Här står {text}.", text, text, text, None, (Place(text, (2, 2)),)
    )
    return first._replace(**more).with_consequences(first._replace(code="EN302"))


def a_report(text: str) -> Report:
    silenced = a_finding(text, silenced=text)
    whole = a_finding(text, cell=None, code="EN901", severity=Severity.VARNING)
    return Report((
        FileReport(f"{text}.xlsx", (a_finding(text), a_finding(text), silenced, whole, whole)),
        FileReport(f"{text}2.xlsx", reason=f"{text} är trasig."),
        FileReport("ren.xlsx"),
    ))  # fmt: skip


def written(text: str, form: str) -> str:
    """What reaches the reader: the command writes UTF-8, and a question mark for what that has no way to say."""
    return write_report(a_report(text), form).encode("utf-8", "replace").decode()


def read_json(text: str) -> None:
    (first, second, clean) = json.loads(text)["files"]
    assert len(first["findings"]) == 5
    assert (second["status"], clean["status"]) == ("oläsbar", "ok")


def read_junit(text: str) -> None:
    root = ET.fromstring(text)
    assert [int(root.get(count, "")) for count in ("tests", "failures", "errors", "skipped")] == [7, 2, 3, 1]
    for suite in root:
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names) == int(suite.get("tests", ""))


def read_sarif(text: str) -> None:
    (run,) = json.loads(text)["runs"]
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == [rule.code for rule in rules()]
    assert all(rule[part]["text"] for rule in described for part in ("shortDescription", "fullDescription", "help"))
    assert len({result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]}) == 5
    for result in run["results"]:
        assert described[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        assert re.fullmatch(r"[\w.%~/-]+|file:///[\w.%~/-]+", location["physicalLocation"]["artifactLocation"]["uri"])
        assert location["logicalLocations"][0]["kind"] in ("cell", "sheet")
        assert not re.sub(r"\{\{|\}\}", "", result["message"]["text"]).count("{")
        assert all(related["message"]["text"] for related in result["relatedLocations"])
    assert [len(result.get("suppressions", ())) for result in run["results"]] == [0, 0, 1, 0, 0]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert len(invocation["toolExecutionNotifications"]) == 1


def read_markdown(text: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029<>$@]", text)
    tables = [line for line in text.split("\n") if line.startswith("|")]
    assert len(tables) == 2 + 5 + 5
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in tables} == {6}
    assert len([line for line in text.split("\n") if line.startswith("## ")]) == 3


def read_text(text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert text.split("\n")[-1].startswith("2 filer kontrollerade: 2 fel, 2 varningar. 1 fil kunde inte läsas.")


def test_nothing_is_said_of_files_that_were_not_checked() -> None:
    unread = FileReport("bok.xlsx", reason="Den är tom.")
    assert summarise(Report((unread,))) == "1 fil kunde inte läsas."
    assert summarise(Report((unread, unread))) == "2 filer kunde inte läsas."


READERS = {"json": read_json, "junit": read_junit, "sarif": read_sarif, "markdown": read_markdown, "text": read_text}


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:30] for text in HOSTILE])
@pytest.mark.parametrize(("form", "read"), READERS.items(), ids=READERS)
def test_what_stands_in_a_workbook_never_breaks_the_form(form: str, read: Callable[[str], None], text: str) -> None:
    read(written(text, form))


def test_a_result_is_known_again_when_only_its_figures_and_words_have_changed() -> None:
    def fingerprints(*findings: Finding) -> list[Any]:
        document = json.loads(write_report(Report((FileReport("bok.xlsx", findings),)), "sarif"))
        return [result["partialFingerprints"] for result in document["runs"][0]["results"]]

    first, other = a_finding("Budget"), a_finding("Budget", cell=(8, 2))
    assert fingerprints(first, other) == fingerprints(first._replace(message="Nya ord.", found=7), other)
    assert fingerprints(first)[0] not in fingerprints(other)


def test_a_file_whose_name_is_no_text_has_an_address() -> None:
    document = json.loads(write_report(Report((FileReport("b\udcf6cker/bok.xlsx", (a_finding("A"),)),)), "sarif"))
    place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "b%F6cker/bok.xlsx"


OUTCOMES = (
    ("nothing", FileReport("bok.xlsx"), "Stämmer, inga anmärkningar."),
    ("an error", FileReport("bok.xlsx", (a_finding("A"),)), "Stämmer inte: 1 fel."),
    ("silenced", FileReport("bok.xlsx", (a_finding("A", silenced="så"),)), "Stämmer: bara tystade fynd."),
    ("unread", FileReport("bok.xlsx", (a_finding("A", code="EN901", severity=Severity.VARNING),)),
     "Delvis kontrollerad: 1 varning."),
    ("unreadable", FileReport("bok.xlsx", reason="Den är tom."), "Kunde inte läsas. Den är tom."),
)  # fmt: skip


@pytest.mark.parametrize(("name", "file", "says"), OUTCOMES, ids=[name for name, _, _ in OUTCOMES])
def test_markdown_says_what_the_check_came_to(name: str, file: FileReport, says: str) -> None:
    assert write_report(Report((file,)), "markdown").split("\n")[2] == says
