"""What the buttons for the board's own books do."""

from enamnd_xl.actions.allocate import allocate_items
from enamnd_xl.actions.store_populations import list_members, store_populations
from enamnd_xl.errors import WorkbookError
from enamnd_xl.excel.session import Session
from enamnd_xl.files.statistics import read_populations

_ROUNDS = 6  # formulas back, then amounts, on Beräkning and on Fördelning; and a round that finds all in order


def allocate_book(session: Session) -> str | None:
    """Fördela: see that every amount is the one that the parameters give, and put right those that are not."""
    before, said = len(session.journal), ""
    for _ in range(_ROUNDS):
        snapshot = session.read()
        session.show_status("fördelar")
        outcome = allocate_items(snapshot)
        if not outcome.edits:
            session.join_steps(before)
            return f"{said} {outcome.sentence}".strip()
        said = f"{said} {outcome.sentence}".strip()
        if not session.carry_out(snapshot, outcome):
            session.join_steps(before)
            return None
    session.join_steps(before)
    raise WorkbookError(f"Beloppen går inte att få rätt. {said}", "Jämför bladens formler med en orörd bok.")


def load_populations(session: Session) -> str | None:
    """Läs in folkmängd: put populations from a file of Statistics Sweden on the sheet Kommuner."""
    snapshot = session.read()
    members = list_members(snapshot)
    file = session.ask_for_file("Folkmängd från SCB", "*.csv;*.json;*.txt")
    if file is None:
        return None
    found = read_populations(file, members)
    updated = f", uppdaterad {found.updated}" if found.updated else ""
    outcome = store_populations(snapshot, found.people, f"{found.source}{updated}")
    if not session.carry_out(snapshot, outcome):
        return None
    return " ".join((outcome.sentence, *found.notes))
