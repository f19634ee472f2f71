"""The records of a SIE file, read line by line into a Ledger."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NoReturn

from enamnd_xl.errors import ReadError
from enamnd_xl.files.sie_fields import parse_amount, parse_objects, split_fields
from enamnd_xl.files.sie_vouchers import Voucher, Vouchers
from enamnd_xl.followup.ledger import Ledger, Month, Note, Objects, Posting
from enamnd_xl.followup.periods import Period

# The usual form of the one record that a large file is made of; anything else goes the careful way.
_TRANS = re.compile(
    r"[ \t]*#TRANS[ \t]+(\d+)[ \t]+(\{[^}]*\})[ \t]+(-?\d{1,15}(?:\.\d{1,6})?)(?:[ \t]+(\d{8}))?(?:[ \t]|$)"
)
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MONTH = re.compile(r"(\d{4})-?(\d{2})(?:-?\d{2})?")
_UNUSED = {
    "#PROGRAM", "#GEN", "#PROSA", "#FTYP", "#FNR", "#BKOD", "#ADRESS", "#TAXAR", "#KPTYP", "#ENHET", "#SRU",
    "#OIB", "#OUB", "#BTRANS", "#KSUMMA",
}  # fmt: skip
"""Records that are known and say nothing that is needed here; #BTRANS is a row that was struck out."""


class Records:
    """What has been read of a SIE file so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = ""  # #SIETYP
        self.format = ""
        self.company = ""
        self.organisation = ""
        self.year: tuple[date, date] | None = None
        self.extent: Month | None = None  # #OMFATTN: how far period balances go
        self.vouchers = Vouchers(self.fail, self.forgive)
        self.period_balances: list[Posting] = []
        self.budget: list[Posting] = []
        self.balances: dict[str, dict[str, Decimal]] = {"#IB": {}, "#UB": {}, "#RES": {}}
        self.account_names: dict[str, str] = {}
        self.account_types: dict[str, str] = {}
        self.dimension_names: dict[str, str] = {}
        self.object_names: dict[tuple[str, str], str] = {}
        self._forgiven: dict[str, tuple[int | None, int]] = {}
        self._objects: dict[str, Objects] = {}
        self._months: dict[str, Period | None] = {}
        self._unknown = False  # the last record was one that we do not know
        self._skipping = False  # and we are inside its braces

    def fail(self, line: int, what: str, hint: str = "Exportera filen på nytt ur ekonomisystemet.") -> NoReturn:
        """Give up, and say where."""
        raise ReadError(f"{self.name}, rad {line}: {what}", hint)

    def forgive(self, line: int | None, what: str) -> None:
        """Note a deviation from the standard that does no harm; the same one is told once, with its first line."""
        first, count = self._forgiven.get(what, (line, 0))
        self._forgiven[what] = (first, count + 1)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was forgiven, in the order it was met."""
        return tuple(
            Note(line, what if count == 1 else f"{what} Detsamma gäller {count - 1} rader till.")
            for what, (line, count) in self._forgiven.items()
        )

    def read(self, lines: Iterable[str]) -> None:
        """Read the lines of a file."""
        match_usual = _TRANS.match
        for number, line in enumerate(lines, 1):
            if (usual := match_usual(line)) and self.vouchers.open:
                account, objects, amount, day = usual.groups()
                self._post(account, objects, Decimal(amount), day or "", number)
            else:
                self._read_line(line.strip(" \t\x1a"), number)
        self.vouchers.finish()

    def _read_line(self, line: str, number: int) -> None:
        if not line:
            return
        if line in ("{", "}"):
            self._read_brace(line, number)
        elif not line.startswith("#"):
            self.forgive(number, "Raden har ingen etikett och är överhoppad.")
        elif not self._skipping:
            fields, strict = split_fields(line)
            if not strict:
                self.forgive(number, "En text har citattecken som inte följer standarden.")
            self._read_record(fields[0], fields, number)

    def _read_brace(self, brace: str, number: int) -> None:
        if self._skipping:
            self._skipping = brace == "{"
        elif brace == "{" and (self.vouchers.open or not self.vouchers.expected):
            if not self._unknown:
                self.fail(number, "En klammer öppnas utan någon verifikation.")
            self._skipping = True
        elif brace == "{":
            self.vouchers.begin()
        else:
            self.vouchers.end(number)

    def _read_record(self, label: str, fields: list[str], number: int) -> None:
        if label != label.upper():
            self.forgive(number, f"Etiketten {label} är skriven med små bokstäver.")
            label = label.upper()
        self._unknown = label not in _HANDLERS and label not in _UNUSED
        if label in _HANDLERS:
            _HANDLERS[label](self, [*fields, "", "", "", ""], number)
        elif self._unknown:
            self.forgive(number, f"Etiketten {label} är okänd och är överhoppad.")

    # What stands in front of the balances

    def _read_kind(self, fields: list[str], number: int) -> None:
        if fields[1] not in ("1", "2", "3", "4"):
            self.fail(number, f"#SIETYP är »{fields[1]}«, men det finns bara typ 1 till 4.")
        self.kind = fields[1]

    def _read_header(self, fields: list[str], number: int) -> None:
        match fields[0].upper():
            case "#FLAGGA" if fields[1] == "1":
                self.forgive(number, "Filen är märkt som redan inläst i ett ekonomisystem (#FLAGGA 1).")
            case "#FORMAT":
                self.format = fields[1]
            case "#FNAMN":
                self.company = fields[1]
            case "#ORGNR":
                self.organisation = fields[1]
            case "#VALUTA" if fields[1].upper() not in ("SEK", ""):
                self.fail(number, f"Beloppen är i {fields[1]}, inte i kronor.", "Exportera filen i svenska kronor.")

    def _read_year(self, fields: list[str], number: int) -> None:
        if fields[1] != "0":
            return
        start, end = self._date(fields[2], number), self._date(fields[3], number)
        if start and end and start <= end:
            self.year = start, end
        else:
            self.forgive(number, "Räkenskapsåret (#RAR 0) saknar datum.")

    def _read_extent(self, fields: list[str], number: int) -> None:
        last = self._date(fields[1], number)
        self.extent = (last.year, last.month) if last else None

    def _read_account(self, fields: list[str], number: int) -> None:
        (self.account_names if fields[0].upper() == "#KONTO" else self.account_types)[fields[1]] = fields[2]

    def _read_dimension(self, fields: list[str], number: int) -> None:
        self.dimension_names[fields[1]] = fields[2]

    def _read_object(self, fields: list[str], number: int) -> None:
        self.object_names[fields[1], fields[2]] = fields[3]

    # Balances

    def _read_balance(self, fields: list[str], number: int) -> None:
        if fields[1] == "0":
            sums = self.balances[fields[0].upper()]
            sums[fields[2]] = sums.get(fields[2], Decimal(0)) + self._amount(fields[3], number)

    def _read_period_value(self, fields: list[str], number: int) -> None:
        if fields[1] != "0":
            return
        month = _MONTH.fullmatch(fields[2])
        if not month or not 1 <= int(month[2]) <= 12:
            self.fail(number, f"Perioden »{fields[2]}« ska vara en månad, som 202510.")
        period = Period(int(month[1]), int(month[2]), int(month[2]))
        objects = self._take_objects(fields, 4, number)
        values = self.budget if fields[0].upper() == "#PBUDGET" else self.period_balances
        values.append(Posting(fields[3], objects, period, self._amount(fields[5], number), number))

    # Vouchers

    def _read_voucher(self, fields: list[str], number: int) -> None:
        label = " ".join(field for field in fields[1:3] if field) or f"utan nummer på rad {number}"
        self.vouchers.expect(Voucher(label, number, self._month(fields[3], number)))

    def _read_transaction(self, fields: list[str], number: int) -> None:
        if not self.vouchers.open:
            self.fail(number, f"{fields[0]} står utanför en verifikation.")
        if not fields[1] or fields[1].startswith("{"):
            self.fail(number, f"{fields[0]} saknar konto.")
        self._take_objects(fields, 2, number)
        amount = self._amount(fields[3], number)
        if fields[0].upper() == "#RTRANS":
            self.vouchers.add_later(self._posting(fields[1], fields[2], amount, fields[4], number))
        else:
            self._post(fields[1], fields[2], amount, fields[4], number)

    def _post(self, account: str, objects: str, amount: Decimal, day: str, number: int) -> None:
        self.vouchers.post(self._posting(account, objects, amount, day, number))

    def _posting(self, account: str, objects: str, amount: Decimal, day: str, number: int) -> Posting:
        known = self._objects.get(objects)
        if known is None:
            known = self._take_objects(["", objects], 1, number)
        period = self.vouchers.date_row(self._month(day, number), number)
        return Posting(account, known, period, amount, number)

    # Values of fields

    def _take_objects(self, fields: list[str], at: int, number: int) -> Objects:
        """Read the object list at a position; put an empty one there where the file has none."""
        if not fields[at].startswith("{"):
            self.forgive(number, f"{fields[0]} saknar objektlista.")
            fields.insert(at, "{}")
        if fields[at] not in self._objects:
            objects = parse_objects(fields[at])
            if objects is None or not fields[at].endswith("}"):
                self.fail(number, f"Objektlistan {fields[at]} ska ha par av dimension och objekt inom klamrar.")
            self._objects[fields[at]] = objects
        return self._objects[fields[at]]

    def _amount(self, field: str, number: int) -> Decimal:
        amount = parse_amount(field)
        if amount is None:
            self.fail(number, f"»{field}« är inget belopp.")
        if "," in field:
            self.forgive(number, "Beloppet har decimalkomma i stället för punkt.")
        return amount

    def _month(self, field: str, number: int) -> Period | None:
        if field not in self._months:
            day = self._date(field, number)
            self._months[field] = Period(day.year, day.month, day.month) if day else None
        return self._months[field]

    def _date(self, field: str, number: int) -> date | None:
        if not field:
            return None
        parts = _DATE.fullmatch(field)
        try:
            found = date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else None
        except ValueError:
            found = None
        if found is None:
            self.fail(number, f"»{field}« är inget datum; det ska skrivas ÅÅÅÅMMDD.")
        if "-" in field:
            self.forgive(number, "Datumet är skrivet med bindestreck.")
        return found

    def give(self, source: str, form: str, postings: tuple[Posting, ...]) -> Ledger:
        """Give what was read as a ledger."""
        return Ledger(
            name=self.name,
            source=source,
            form=form,
            start=(self.year[0].year, self.year[0].month) if self.year else None,
            end=(self.year[1].year, self.year[1].month) if self.year else None,
            postings=postings,
            period_balances=tuple(self.period_balances),
            opening_kr=self.balances["#IB"],
            closing_kr=self.balances["#UB"],
            result_kr=self.balances["#RES"],
            budget=tuple(self.budget),
            account_names=self.account_names,
            account_types=self.account_types,
            dimension_names=self.dimension_names,
            object_names=self.object_names,
            notes=self.notes,
        )


_HANDLERS: dict[str, Callable[[Records, list[str], int], None]] = {
    "#SIETYP": Records._read_kind,
    "#FLAGGA": Records._read_header,
    "#FORMAT": Records._read_header,
    "#FNAMN": Records._read_header,
    "#ORGNR": Records._read_header,
    "#VALUTA": Records._read_header,
    "#RAR": Records._read_year,
    "#OMFATTN": Records._read_extent,
    "#KONTO": Records._read_account,
    "#KTYP": Records._read_account,
    "#DIM": Records._read_dimension,
    "#UNDERDIM": Records._read_dimension,
    "#OBJEKT": Records._read_object,
    "#IB": Records._read_balance,
    "#UB": Records._read_balance,
    "#RES": Records._read_balance,
    "#PSALDO": Records._read_period_value,
    "#PBUDGET": Records._read_period_value,
    "#VER": Records._read_voucher,
    "#TRANS": Records._read_transaction,
    "#RTRANS": Records._read_transaction,
}
