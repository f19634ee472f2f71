"""The vouchers of a SIE file: which is open, whether each balances, and the rows that were added afterwards."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple, NoReturn

from enamnd_xl.followup.ledger import Posting
from enamnd_xl.followup.periods import Period
from enamnd_xl.money import format_kr

_SHOWN = 3  # of the vouchers that do not balance
_CUT_OFF = "Filen verkar vara avklippt. Exportera den på nytt ur ekonomisystemet."


class Voucher(NamedTuple):
    """A voucher's series and number, the line it begins on, and the month of its date."""

    label: str
    line: int
    period: Period | None


class Vouchers:
    """The vouchers read so far."""

    def __init__(self, fail: Callable[[int, str, str], NoReturn], forgive: Callable[[int | None, str], None]) -> None:
        self.postings: list[Posting] = []
        self.count = 0
        self.open = False
        self.expected: Voucher | None = None  # the one whose rows come next, or are being read
        self._fail = fail
        self._forgive = forgive
        self._sum = Decimal(0)
        self._added: Posting | None = None
        self._unbalanced: list[tuple[Voucher, Decimal]] = []

    def expect(self, voucher: Voucher) -> None:
        """Meet a #VER."""
        if self.expected:
            self._fail(voucher.line, f"Verifikation {self.expected.label} är inte avslutad.", _CUT_OFF)
        self.expected = voucher

    def begin(self) -> None:
        """Meet the brace that opens the rows."""
        self.open = True
        self._sum = Decimal(0)
        self.count += 1

    def date_row(self, period: Period | None, line: int) -> Period:
        """Give the month that a row belongs to: its voucher's, or its own where the voucher has no date."""
        voucher = self.expected
        if voucher is None or voucher.period is None:
            if period is None:
                self._fail(line, "Varken verifikationen eller raden har något datum.", _CUT_OFF)
            return period
        if period is not None and period is not voucher.period and period != voucher.period:
            self._forgive(line, "Raden har datum i en annan månad än sin verifikation, vars datum gäller.")
        return voucher.period

    def add_later(self, posting: Posting) -> None:
        """Meet a #RTRANS: a row that was added afterwards. The standard has the same row follow as a #TRANS."""
        self._settle_added(None)
        self._added = posting

    def post(self, posting: Posting) -> None:
        """Meet a #TRANS."""
        if self._added is not None:
            self._settle_added(posting)
        self.postings.append(posting)
        self._sum += posting.amount_kr

    def end(self, line: int) -> None:
        """Meet the brace that closes the rows."""
        if not self.expected or not self.open:
            self._forgive(line, "En klammer avslutar ingen verifikation.")
            return
        self._settle_added(None)
        if self._sum:
            self._unbalanced.append((self.expected, self._sum))
        self.open = False
        self.expected = None

    def finish(self) -> None:
        """Meet the end of the file."""
        if self.expected:
            self._fail(
                self.expected.line, f"Verifikation {self.expected.label} är inte avslutad när filen tar slut.", _CUT_OFF
            )
        if self._unbalanced:
            shown = "; ".join(
                f"{voucher.label} (rad {voucher.line}) {format_kr(difference)}"
                for voucher, difference in self._unbalanced[:_SHOWN]
            )
            count = len(self._unbalanced)
            more = f" och {count - _SHOWN} till" if count > _SHOWN else ""
            what = "En verifikation" if count == 1 else f"{count} verifikationer"
            self._fail(
                self._unbalanced[0][0].line,
                f"{what} balanserar inte, debet minus kredit är: {shown}{more}.",
                "Ingenting är inläst. Exportera hela verifikationer, med alla konton.",
            )

    def _settle_added(self, mirror: Posting | None) -> None:
        """Book an added row itself where the #TRANS that should mirror it does not come."""
        added, self._added = self._added, None
        if added and (mirror is None or mirror[:4] != added[:4]):
            self._forgive(added.line, "En tillagd rad (#RTRANS) följs inte av samma rad som #TRANS, och är medräknad.")
            self.postings.append(added)
            self._sum += added.amount_kr
