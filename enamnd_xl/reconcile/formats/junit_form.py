"""The report as JUnit XML, which most CI services show: a suite a file, a case a finding.

Source: the schema that Jenkins' xunit plugin publishes. Only errors and what could not be read fail a case.
"""

from collections import Counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from enamnd_xl.reconcile.finding import Finding, Severity
from enamnd_xl.reconcile.report import FileReport, Report, Status

_COUNTS = ("tests", "failures", "errors", "skipped")


def write(report: Report) -> str:
    """Write a report as JUnit XML."""
    root = Element("testsuites", name="enamnd kontrollera")
    for file in report.files:
        _suite(root, file)
    for count in _COUNTS:
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _suite(root: Element, file: FileReport) -> None:
    suite = SubElement(root, "testsuite", name=_clean(file.path))
    if file.status is Status.UNREADABLE:
        case = SubElement(suite, "testcase", classname=_clean(file.path), name="läsa filen")
        SubElement(case, "error", message=_clean(file.reason or ""))
    seen: Counter[str] = Counter()
    for finding in file.findings:
        name = f"{finding.code} {finding.place or finding.sheet or 'hela filen'}"
        seen[name] += 1  # cases of one name are taken for one case
        _case(suite, file, finding, name if seen[name] == 1 else f"{name} ({seen[name]})")
    if not len(suite):
        SubElement(suite, "testcase", classname=_clean(file.path), name="avstämning")
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _case(suite: Element, file: FileReport, finding: Finding, name: str) -> None:
    case = SubElement(suite, "testcase", classname=_clean(file.path), name=_clean(name))
    texts = [finding.message, finding.hint, *(f"Följd: {one.message}" for one in finding.consequences)]
    if finding.silenced is not None:
        SubElement(case, "skipped", message=_clean(finding.silenced))
    elif finding.code.startswith("EN9"):
        SubElement(case, "error", message=_clean(finding.message), type="ofullständig")
    elif finding.severity is Severity.FEL:
        failure = SubElement(case, "failure", message=_clean(finding.message), type=str(finding.severity))
        failure.text = _clean("\n".join(texts))
        return
    SubElement(case, "system-out").text = _clean("\n".join([str(finding.severity), *texts]))


def _clean(text: str) -> str:
    """Leave out control characters, which XML 1.0 has no way to write."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
