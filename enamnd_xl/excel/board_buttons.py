"""What the buttons for the board's own books do."""

from enamnd_xl.actions.allocate import allocate_items
from enamnd_xl.actions.check_parameters import find_doubts
from enamnd_xl.actions.show_scenarios import show_scenarios
from enamnd_xl.actions.store_outcome import read_accounts, store_outcome
from enamnd_xl.actions.store_populations import list_members, store_populations
from enamnd_xl.actions.update_follow_up import update_follow_up
from enamnd_xl.errors import WorkbookError
from enamnd_xl.excel.session import Session
from enamnd_xl.files.ledger import read_ledger
from enamnd_xl.files.statistics import read_populations
from enamnd_xl.followup.actuals import collect_actuals
from enamnd_xl.followup.summary import summarize_reading

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
            doubts = (f"Kontrollera: {doubt.message}" for doubt in find_doubts(snapshot))
            return " ".join(filter(None, (said, outcome.sentence, outcome.disagreement, *doubts)))
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


def load_outcome(session: Session) -> str | None:
    """Läs in utfall: put what a ledger has booked on the sheet Utfall."""
    snapshot = session.read()
    accounts = read_accounts(snapshot)
    file = session.ask_for_file("Huvudbok", "*.se;*.si;*.sie;*.csv;*.txt;*.xlsx")
    if file is None:
        return None
    session.show_status(f"läser {file.name}")
    ledger = read_ledger(file, {row.dimension for row in accounts if row.dimension})
    reading = collect_actuals(ledger, accounts)
    outcome = store_outcome(snapshot, [reading])
    if not session.carry_out(snapshot, outcome):
        return None
    return "\n".join((outcome.sentence, *summarize_reading(reading)))


def compare_scenarios(session: Session) -> str | None:
    """Jämför nycklar: show on the sheet Scenario what its sets of keys would cost each municipality."""
    snapshot = session.read()
    session.show_status("jämför nycklar")
    outcome = show_scenarios(snapshot)
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def follow_up(session: Session) -> str | None:
    """Uppdatera uppföljning: let the sheet reach the last month that there is outcome for."""
    snapshot = session.read()
    outcome = update_follow_up(snapshot)
    return outcome.sentence if session.carry_out(snapshot, outcome) else None
