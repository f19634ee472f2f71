"""The buttons: each a function on the book it was pressed in. The ribbon and the buttons on sheets are made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from enamnd_xl.actions.check_book import check_book
from enamnd_xl.actions.infer_rules import infer_rules
from enamnd_xl.actions.mark import mark, unmark
from enamnd_xl.actions.rules_sheet import put_rules
from enamnd_xl.actions.show_sums import show_sums
from enamnd_xl.actions.undo import undo
from enamnd_xl.excel.board_buttons import allocate_book, compare_scenarios, follow_up, load_outcome, load_populations
from enamnd_xl.excel.next_year import make_next_year
from enamnd_xl.excel.send_out import send_out
from enamnd_xl.excel.session import Session, press
from enamnd_xl.reconcile.workpaper import Workpaper


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    Args:
        name: ASCII; the name of its Sub, after "Knapp".
        label: what stands on it, Swedish.
        group: the group of the ribbon tab it stands in, Swedish.
        icon: Office's name of its picture (imageMso).
        tip: what it does, a few words.
        help: what it does, a sentence or two.
        work: does it; gives the sentence to end with.
        is_large: whether it is large in the ribbon.
    """

    name: str
    label: str
    group: str
    icon: str
    tip: str
    help: str
    work: Callable[[Session], str | None]
    is_large: bool = False


def reconcile_book(session: Session) -> str | None:
    """Stäm av: mark what does not add up, and list it on the sheet Avstämning."""
    snapshot = session.read()
    session.show_status("stämmer av")
    outcome = mark(snapshot, check_book(Workpaper(snapshot)), datetime.now())
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def clear_marks(session: Session) -> str | None:
    """Rensa markeringar: take away all marks of ours."""
    snapshot = session.read()
    outcome = unmark(snapshot)
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def show_all_sums(session: Session) -> str | None:
    """Visa summor: colour the cells that are summed."""
    snapshot = session.read()
    session.show_status("letar efter summor")
    outcome = show_sums(snapshot, Workpaper(snapshot).sums)
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def infer_book(session: Session) -> str | None:
    """Härled: list on a sheet which rule made each column of amounts."""
    snapshot = session.read()
    others = session.read_others("folkmängd och tidigare belopp")
    session.show_status("härleder regler")
    outcome = put_rules(infer_rules([(session.book.name, snapshot), *others]))
    return outcome.sentence if session.carry_out(snapshot, outcome) else None


def undo_latest(session: Session) -> str | None:
    """Ångra senaste: put back what the last button changed."""
    snapshot = session.read()
    journal = session.journal
    outcome, left = undo(journal, snapshot)
    if not session.carry_out(snapshot, outcome):
        return None
    session.journal = left  # an undoing is no step of its own
    return outcome.sentence


BUTTONS = (
    Button(
        "StamAv",
        "Stäm av",
        "Avstämning",
        "DataValidation",
        "Stäm av boken",
        "Kontrollerar alla summor, formler och kopplingar mellan bladen. Det som inte stämmer märks med färg och "
        "anteckning, och bladet Avstämning säger vad som är fel och hur det rättas.",
        reconcile_book,
        is_large=True,
    ),
    Button(
        "VisaSummor",
        "Visa summor",
        "Avstämning",
        "AutoSum",
        "Visa vilka celler som summeras",
        "Färglägger cellerna som ingår i summor, en färg för varje summa. Varje total får en anteckning som säger vad "
        "den summerar.",
        show_all_sums,
    ),
    Button(
        "RensaMarkeringar",
        "Rensa markeringar",
        "Avstämning",
        "ClearFormats",
        "Ta bort våra markeringar",
        "Tar bort färger och anteckningar från Stäm av och Visa summor, och bladen Avstämning och Härledda regler. "
        "Egna färger och anteckningar rörs inte.",
        clear_marks,
    ),
    Button(
        "Fordela",
        "Fördela",
        "Nämndens bok",
        "CalculateNow",
        "Fördela kostnaderna",
        "Räknar ut vad varje kommun betalar av varje delpost efter parametrarna på Tjänster och Kommuner. Formler som "
        "har skrivits över och belopp som är fel rättas, efter fråga.",
        allocate_book,
        is_large=True,
    ),
    Button(
        "UppdateraUppfoljning",
        "Uppdatera uppföljning",
        "Nämndens bok",
        "Refresh",
        "Låt uppföljningen gälla senaste månaden",
        "Låter bladet Uppföljning gälla till och med den senaste månaden som har utfall, och lägger tillbaka formler "
        "som har skrivits över på det.",
        follow_up,
    ),
    Button(
        "LasInUtfall",
        "Läs in utfall",
        "Nämndens bok",
        "ImportTextFile",
        "Läs in utfall ur ekonomisystemet",
        "Läser en huvudbok (SIE, CSV eller Excel) och lägger intäkter och kostnader per månad och post på bladet "
        "Utfall, efter bladet Kontering.",
        load_outcome,
    ),
    Button(
        "LasInFolkmangd",
        "Läs in folkmängd",
        "Nämndens bok",
        "GetExternalDataFromText",
        "Läs in folkmängd från SCB",
        "Läser en fil från SCB:s statistikdatabas (CSV eller JSON) och lägger folkmängden på bladet Kommuner.",
        load_populations,
    ),
    Button(
        "Harled",
        "Härled",
        "Nycklar",
        "FunctionWizard",
        "Vilken regel gav beloppen?",
        "Söker regeln bakom varje kolumn med belopp per kommun: rakt, per invånare, en blandning, ett tidigare belopp "
        "uppräknat. Bladet Härledda regler säger vad som hittades. Andra öppna böcker kan användas som underlag.",
        infer_book,
    ),
    Button(
        "JamforNycklar",
        "Jämför nycklar",
        "Nycklar",
        "ChartTypeBarInsertGallery",
        "Vem betalar mer med andra nycklar?",
        "Räknar ut vad varje kommun skulle betala med de nycklar som står på bladet Scenario, av samma summa, med "
        "tabeller och diagram. Finns inget sådant blad görs ett, med ett exempel att ändra.",
        compare_scenarios,
    ),
    Button(
        "NyttAr",
        "Nytt år",
        "Nämndens bok",
        "FileNew",
        "Gör boken för nästa år",
        "Sparar och öppnar nästa års bok: årets belopp bredvid, ny folkmängd, tömt utfall och överskottet fört vidare. "
        "Bladet Att besluta säger vad som är kvar. Den här boken ändras inte.",
        make_next_year,
    ),
    Button(
        "KopiaForUtskick",
        "Kopia för utskick",
        "Skicka",
        "FileSaveAs",
        "Spara en kopia att skicka",
        "Sparar en kopia bredvid boken, utan makron och med tilläggets funktioner ersatta av sina värden. Finns bladet "
        "Kommunblad kan det bli en kopia för varje kommun.",
        send_out,
        is_large=True,
    ),
    Button(
        "AngraSenaste",
        "Ångra senaste",
        "Ångra",
        "Undo",
        "Ångra den senaste knappen",
        "Lägger tillbaka det som den senaste knappen i E-nämnd ändrade i boken. Det som har ändrats sedan dess rörs "
        "inte.",
        undo_latest,
    ),
)
"""In the order that they stand in the ribbon; buttons of a group stand together."""


def press_button(name: str) -> None:
    """Do what a button does; its Sub calls this.

    Args:
        name: the button's name.
    """
    button = next(button for button in BUTTONS if button.name == name)
    press(button.label, button.work)
