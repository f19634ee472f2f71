"""Write the pages that are derived from the registries, or check that they are as they should be.

Usage: write_docs.py [--check]
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from enamnd_xl.functions.document import document
from enamnd_xl.reconcile.handbook import pages

DOCS = Path(__file__).resolve().parent.parent / "docs"


def derived() -> Mapping[Path, str]:
    """Give each derived page's place and text."""
    rules = {DOCS / "regler" / name: text for name, text in pages().items()}
    return {**rules, DOCS / "funktioner.md": document()}


def main() -> int:
    wanted = derived()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left = [path for path in (DOCS / "regler").glob("*.md") if path not in wanted]
    if "--check" in sys.argv[1:]:
        for path in stale + left:
            print(f"{path.relative_to(DOCS.parent)} does not follow from the registry: run `make docs`")
        return 1 if stale or left else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in left:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
