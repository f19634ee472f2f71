"""Nytt år: the book of the next year, saved beside the open one and opened."""

from pathlib import Path
from tempfile import TemporaryDirectory

from enamnd_xl.actions.new_year import make_new_year, read_year
from enamnd_xl.actions.new_year.decisions import SHEET
from enamnd_xl.actions.new_year.wishes import Wishes
from enamnd_xl.excel.session import Session
from enamnd_xl.files.draft import draft


def make_next_year(session: Session) -> str | None:
    """Save the next year's book beside this one, which is not changed, and open it; give the sentence about it."""
    source = session.path
    snapshot = session.read()
    year = read_year(snapshot) + 1
    session.show_status(f"gör boken för {year}")
    new = make_new_year(snapshot, Wishes(year))
    target = _name(source, year)
    told = "\n".join(new.sentences)
    replaced = "finns redan och ersätts" if target.exists() else "sparas bredvid den här"
    if not session.ask(f"{told}\n\n{target.name} {replaced}, och öppnas. Den här boken ändras inte. Ska det göras?"):
        return None
    session.show_status(f"sparar {target.name}")
    with TemporaryDirectory() as folder:
        whole = Path(folder) / f"hel{source.suffix}"
        session.book.api.SaveCopyAs(str(whole))
        draft(whole, new.edits).save(target)
    session.book.app.books.open(str(target))
    return f"{target.name} är sparad och öppen. Bladet {SHEET} har {len(new.decisions)} rader att gå igenom."


def _name(source: Path, year: int) -> Path:
    """Name the book as last year's, with the new year in place of the old one."""
    last = str(year - 1)
    stem = source.stem.replace(last, str(year)) if last in source.stem else f"{source.stem} {year}"
    return source.with_name(stem + source.suffix)
