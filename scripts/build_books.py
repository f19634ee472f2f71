"""Builds the workbooks of the project from their tables: make books."""

from pathlib import Path

from enamnd_xl.books.catalogue import all_books
from enamnd_xl.files.build import build_book

WORKBOOKS = Path(__file__).resolve().parent.parent / "workbooks"

if __name__ == "__main__":
    for book in all_books():
        print(build_book(book, WORKBOOKS).relative_to(WORKBOOKS.parent))
