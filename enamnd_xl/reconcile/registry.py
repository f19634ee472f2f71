"""The rules: one registry that feeds the check, `enamnd regel`, the sheet Avstämning and docs/regler/.

A rule is a code with its texts, over the pure function on a Workpaper that finds its cases. To add one: write the
function in the module of its family and put ``@rule(...)`` over it. Nothing else has to be told. A function that
tells several kinds apart carries the decorator once for each.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from enamnd_xl.reconcile.finding import Finding
from enamnd_xl.reconcile.workpaper import Workpaper
from enamnd_xl.record import Record

Check: TypeAlias = Callable[[Workpaper], Iterable[Finding]]


class Rule(Record):
    """A rule and what it says of itself in Swedish.

    Args:
        code: EN and three digits, never reused.
        name: short name, lower case with hyphens.
        checks: what it checks.
        why: why that matters.
        example: an example of what it finds.
        remedy: how to mend it.
        check: the function; None for a rule that is raised by the reading itself.
    """

    code: str
    name: str
    checks: str
    why: str
    example: str
    remedy: str
    check: Check | None


_RULES: dict[str, Rule] = {}


def rule(code: str, name: str, *, checks: str, why: str, example: str, remedy: str) -> Callable[[Check], Check]:
    """Register a function as the rule with this code.

    Raises:
        ValueError: the code is taken.
    """

    def register(check: Check) -> Check:
        declare(code, name, checks=checks, why=why, example=example, remedy=remedy, check=check)
        return check

    return register


def declare(
    code: str, name: str, *, checks: str, why: str, example: str, remedy: str, check: Check | None = None
) -> None:
    """Register a rule's texts; without a function when the finding comes from the reading itself.

    Raises:
        ValueError: the code is taken.
    """
    if code in _RULES:
        raise ValueError(f"{code} is taken by {_RULES[code].name}")
    _RULES[code] = Rule(code, name, checks, why, example, remedy, check)


def rules() -> tuple[Rule, ...]:
    """Give all rules in the order of their codes."""
    _load_families()
    return tuple(_RULES[code] for code in sorted(_RULES))


def checks() -> tuple[Check, ...]:
    """Give the functions of all rules, each once."""
    return tuple(dict.fromkeys(rule.check for rule in rules() if rule.check))


def named(finding: Finding) -> Finding:
    """Give a finding, and what follows from it, the names of their rules."""
    _load_families()
    return finding._replace(
        name=_RULES[finding.code].name, consequences=tuple(named(one) for one in finding.consequences)
    )


def _load_families() -> None:
    """Import the rules, which registers them."""
    from enamnd_xl.reconcile import rules as _families  # noqa: F401
