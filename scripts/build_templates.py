"""Builds the add-in and the template for a new year: make books."""

from pathlib import Path

from enamnd_xl.excel.build.package import build_templates

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

if __name__ == "__main__":
    for path in build_templates(TEMPLATES):
        print(path.relative_to(TEMPLATES.parent))
