"""What a ledger says, whichever kind of file it was read from.

Amounts stand as in the books: debit is positive and credit negative, so revenue is negative and cost positive. They are
turned once, in enamnd_xl.followup.actuals, where it is known which is which.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from enamnd_xl.followup.periods import Period

Objects: TypeAlias = tuple[tuple[str, str], ...]
"""What a posting was coded with besides its account: pairs of dimension and object."""

Month: TypeAlias = tuple[int, int]
"""A year and a month, 1 to 12."""


class Posting(NamedTuple):
    """An amount on an account.

    Args:
        account: the account number, as text.
        objects: its dimensions and objects.
        period: the month it was booked in, or the months that the file gives as one figure.
        amount_kr: debit positive.
        line: where it stands in the file, from 1.
    """

    account: str
    objects: Objects
    period: Period
    amount_kr: Decimal
    line: int


class Note(NamedTuple):
    """Something that the reader of a file ought to know: where the reading forgave, or what it wonders about.

    Args:
        line: where it stands in the file, from 1; None when it is about the whole file.
        text: one Swedish sentence.
    """

    line: int | None
    text: str

    def __str__(self) -> str:
        return f"Rad {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger file.

    Args:
        name: the file's name.
        source: whose books they are; the same for a corrected file as for the file that it corrects.
        form: what kind of file it is, Swedish.
        start: the first month of the fiscal year, or None when the file does not say.
        end: the last month of it, or None.
        postings: the bookings; empty in a SIE file that has balances only.
        period_balances: the file's own sums a month, account and object, as postings.
        opening_kr: an account's balance when the year opens.
        closing_kr: the same when it closes.
        result_kr: an account's result of the year so far.
        budget: the budget a month, account and object, as postings.
        account_names: names of accounts.
        account_types: T asset, S liability, K cost or I revenue, where the file says.
        dimension_names: names of dimensions.
        object_names: names of objects, by dimension and object.
        notes: see Note.
    """

    name: str
    source: str
    form: str
    start: Month | None = None
    end: Month | None = None
    postings: tuple[Posting, ...] = ()
    period_balances: tuple[Posting, ...] = ()
    opening_kr: Mapping[str, Decimal] = field(default_factory=dict)
    closing_kr: Mapping[str, Decimal] = field(default_factory=dict)
    result_kr: Mapping[str, Decimal] = field(default_factory=dict)
    budget: tuple[Posting, ...] = ()
    account_names: Mapping[str, str] = field(default_factory=dict)
    account_types: Mapping[str, str] = field(default_factory=dict)
    dimension_names: Mapping[str, str] = field(default_factory=dict)
    object_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def is_balance_account(self, account: str) -> bool:
        """Say whether an account is of the balance sheet, and so no revenue or cost.

        Classes 1 and 2 are, unless the file types the account as revenue or cost. A file that types an account of
        another class as an asset is not believed: such types are often wrong, and an amount must not be lost by them.

        Source: the BAS chart of accounts and its municipal form, Kommun-BAS.
        """
        return account[:1] in ("1", "2") and self.account_types.get(account) not in ("I", "K")
