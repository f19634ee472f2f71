"""The rules as text and as pages: what `enamnd regel` prints and what stands in docs/regler/."""

from collections.abc import Mapping

from enamnd_xl.reconcile.registry import Rule, rules

_FAMILIES = {
    "1": "Filen och dess uppbyggnad",
    "2": "Typer och enheter",
    "3": "Summor på ett blad",
    "4": "Formler",
    "5": "Mellan blad",
    "6": "Nämndens egna regler",
    "7": "Kontroller som står i arbetsboken",
    "9": "Det som inte kunde kontrolleras",
}


def describe(rule: Rule) -> str:
    """Write what a rule says of itself."""
    return "\n".join(
        (
            f"{rule.code} {rule.name}",
            f"  Kontrollerar: {rule.checks}",
            f"  Varför: {rule.why}",
            f"  Exempel: {rule.example}",
            f"  Så rättar du: {rule.remedy}",
        )
    )


def pages() -> Mapping[str, str]:
    """Give docs/regler/ as file name -> Markdown: a page a rule, and README.md with the list."""
    files = {f"{rule.code}.md": _page(rule) for rule in rules()}
    lines = ["# Regler", "", "Sidorna skrivs av `make docs` ur regelregistret. Ändra texten vid regeln, inte här.", ""]
    for digit, family in _FAMILIES.items():
        members = [rule for rule in rules() if rule.code[2] == digit]
        if members:
            lines += [f"## {digit}xx {family}", ""]
            lines += [f"- [{rule.code} {rule.name}]({rule.code}.md): {rule.checks}" for rule in members]
            lines.append("")
    files["README.md"] = "\n".join(lines)
    return files


def _page(rule: Rule) -> str:
    return (
        f"# {rule.code} {rule.name}\n\n"
        f"**Kontrollerar.** {rule.checks}\n\n"
        f"**Varför.** {rule.why}\n\n"
        f"**Exempel.** {rule.example}\n\n"
        f"**Så rättar du.** {rule.remedy}\n"
    )
