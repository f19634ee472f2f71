"""Reading SIE files of type 1 to 4, exports (4E) and imports (4I).

Strict where the standard is, forgiving where real files are, and every time it forgives there is a note with the line.
Source: SIE filformat, utgåva 4B (2008-09-30), and 4C.
"""

import zlib
from pathlib import Path

from enamnd_xl.errors import ReadError
from enamnd_xl.files.codepage import Text, read_text
from enamnd_xl.files.sie_fields import split_fields
from enamnd_xl.files.sie_records import Records
from enamnd_xl.followup.ledger import Ledger, Posting
from enamnd_xl.followup.periods import Period

_LABELS = ("#FLAGGA", "#SIETYP", "#PROGRAM", "#FORMAT", "#GEN", "#VER")
_RESERVED = frozenset(str(number) for number in range(1, 20))  # dimensions that the standard names or keeps
_SHOWN = 5


def looks_like_sie(text: str) -> bool:
    """Say whether a text begins as a SIE file does.

    >>> looks_like_sie('#FLAGGA 0\\n#SIETYP 4'), looks_like_sie("konto;belopp")
    (True, False)
    """
    start = [line.strip().upper() for line in text[:4000].split("\n") if line.strip()]
    return bool(start) and start[0].startswith("#") and any(line.startswith(_LABELS) for line in start)


def read_sie(path: Path) -> Ledger:
    """Read a SIE file.

    Args:
        path: the file; its name may end in anything.

    Returns:
        The ledger, with a note for every place where the file departs from the standard.

    Raises:
        ReadError: it is no SIE file, it is cut off, a voucher does not balance, a date is outside the fiscal year, or
            a record cannot be read.
    """
    text = read_text(path)
    if not looks_like_sie(text.text):
        raise _refuse(path.name, text.text)
    records = Records(path.name)
    lines = text.text.split("\n")
    if not next(line for line in lines if line.strip()).strip().upper().startswith("#FLAGGA"):
        records.forgive(1, "Filen börjar inte med #FLAGGA.")
    records.read(lines)
    _check_header(records, text)
    if "#KSUMMA" in text.text:
        _check_sum(records, lines, text.codec)
    postings = _give_postings(records)
    _check_dates(records, postings)
    _check_declared(records, postings)
    source = " ".join(part for part in (records.company, records.organisation) if part) or path.stem
    return records.give(source, f"SIE typ {records.kind}, teckentabell {text.label}", postings)


def _refuse(name: str, text: str) -> ReadError:
    first = next(line for line in text.split("\n") if line.strip()).strip()
    if first.startswith("<") and "sie" in text[:2000].lower():
        return ReadError(f"{name} är i SIE 5 (XML).", "Exportera den i SIE 4 i stället.")
    shown = first if len(first) <= 40 else first[:40] + "…"
    return ReadError(
        f"{name} är ingen SIE-fil: första raden är »{shown}«, men en SIE-fil börjar med #FLAGGA.",
        "Exportera huvudboken i formatet SIE 4.",
    )


def _check_header(records: Records, text: Text) -> None:
    if text.codec != "cp437":
        declared = f"säger #FORMAT {records.format}" if records.format else "ska vara i CP437 enligt standarden"
        records.forgive(None, f"Filen {declared} men är läst som {text.label}. {text.reason}")
    elif not records.format:
        records.forgive(None, f"#FORMAT saknas; filen är läst som {text.label}. {text.reason}")
    if not records.kind:
        records.kind = "4" if records.vouchers.count else "2" if records.period_balances else "1"
        records.forgive(None, f"#SIETYP saknas; filen är läst som typ {records.kind}.")
    if not records.year:
        records.forgive(None, "Räkenskapsåret (#RAR 0) saknas; året är taget ur datumen.")
    if records.kind == "4" and not records.vouchers.count:
        raise ReadError(
            f"{records.name} är av typ 4 men har ingen verifikation.",
            "Filen kan vara avklippt. Exportera den på nytt ur ekonomisystemet.",
        )


def _give_postings(records: Records) -> tuple[Posting, ...]:
    """Give the bookings; of a file with nothing but the year's results, those as one figure for the months so far."""
    results = records.balances["#RES"]
    if records.vouchers.count or records.period_balances:
        return tuple(records.vouchers.postings)
    if not records.year or not results:
        raise ReadError(
            f"{records.name} har inga belopp att läsa: varken verifikationer, periodsaldon eller årets resultatsaldon.",
            "Filen kan vara avklippt. Exportera den på nytt ur ekonomisystemet.",
        )
    start, end = records.year
    last = records.extent or (end.year, end.month)
    if last[0] != start.year:
        raise ReadError(
            f"{records.name} har bara saldon för ett räkenskapsår som löper över årsskiftet.",
            "Exportera filen som typ 4, med verifikationer.",
        )
    period = Period(start.year, start.month, last[1])
    return tuple(Posting(account, (), period, amount, 0) for account, amount in results.items())


def _check_dates(records: Records, postings: tuple[Posting, ...]) -> None:
    if not records.year:
        return
    start, end = ((day.year, day.month) for day in records.year)
    for posting in (*postings, *records.period_balances):
        period = posting.period
        if not (start <= (period.year, period.first) and (period.year, period.last) <= end):
            records.fail(
                posting.line,
                f"{period.words} ligger utanför räkenskapsåret {records.year[0]} till {records.year[1]}.",
                "Ingenting är inläst. Kontrollera verifikationens datum och #RAR.",
            )


def _check_declared(records: Records, postings: tuple[Posting, ...]) -> None:
    """Note accounts, dimensions and objects that rows use and that the file does not declare."""
    accounts: dict[str, int] = {}
    objects: dict[tuple[str, str], int] = {}
    for posting in (*postings, *records.period_balances):
        accounts.setdefault(posting.account, posting.line)
        for pair in posting.objects:
            objects.setdefault(pair, posting.line)
    dimensions = {dimension: line for (dimension, _), line in reversed(objects.items()) if dimension not in _RESERVED}
    is_import = not any(records.balances.values())  # an import (4I) need not declare what it uses
    for label, used, declared in (
        ("#KONTO", accounts, records.account_names),
        ("#DIM", dimensions, records.dimension_names),
        ("#OBJEKT", {f"{name} i dimension {dim}": line for (dim, name), line in objects.items()},
         {f"{name} i dimension {dim}" for dim, name in records.object_names}),
    ):  # fmt: skip
        missing = [(name, line) for name, line in used.items() if name not in declared]
        if missing and (declared or not is_import):
            shown = ", ".join(name for name, _ in missing[:_SHOWN])
            more = f" och {len(missing) - _SHOWN} till" if len(missing) > _SHOWN else ""
            records.forgive(missing[0][1] or None, f"Används men finns inte bland filens {label}: {shown}{more}.")


def _check_sum(records: Records, lines: list[str], codec: str) -> None:
    """Check the control sum, if the file has one: a CRC-32 of labels and fields, without what parts them."""
    marks = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip().startswith("#KSUMMA")]
    if len(marks) < 2 or len(marks[-1][1]) < 2:
        records.fail(marks[0][0], "Kontrollsummans slut (#KSUMMA med ett tal) saknas.", "Filen verkar vara avklippt.")
    (begin, _), (end, (_, stated, *_)) = marks[0], marks[-1]
    fields = (field for line in lines[begin : end - 1] for field in _flatten(line))
    found = zlib.crc32("".join(fields).encode(codec, errors="replace"))
    if not stated.lstrip("-").isdecimal() or int(stated) % 2**32 != found:
        records.forgive(
            end,
            f"Kontrollsumman är {stated} men innehållet ger {found}: filen kan ha ändrats efter exporten.",
        )


def _flatten(line: str) -> list[str]:
    if line.strip() in ("{", "}"):
        return []
    fields, _ = split_fields(line.strip())
    return [part for field in fields for part in (split_fields(field[1:-1])[0] if field[:1] == "{" else [field])]
