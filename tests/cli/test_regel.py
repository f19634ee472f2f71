"""The command `enamnd regel`, and the rules' own texts."""

import pytest

from enamnd_xl.cli import main
from enamnd_xl.reconcile.registry import Rule, rules


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regel"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{rule.code}  {rule.name}" for rule in rules()]


def test_a_rule_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regel", "en301"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("EN301 kolumnsumma-avviker\n")
    assert "Så rättar du: " in out


def test_an_unknown_rule_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regel", "EN000"]) == 2
    assert capsys.readouterr().err == "Det finns ingen regel EN000. Skriv `enamnd regel` för att se alla.\n"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_says_what_it_is_in_sentences(rule: Rule) -> None:
    assert rule.name == rule.name.lower().replace(" ", "-")
    for text in (rule.checks, rule.why, rule.example, rule.remedy):
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
