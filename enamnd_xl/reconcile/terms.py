"""Terms that say something of figures, as they stand in labels: whole words, beginnings of words, pieces of words.

They are looked up, and not searched for with regular expressions: making those takes longer than to check a small book.
"""

import re
from functools import lru_cache

_WORD = re.compile(r"s:a\b|\w+")


@lru_cache(maxsize=50_000)
def words_of(label: str) -> tuple[str, ...]:
    """Give the words of a label, folded.

    >>> words_of("Summa: intäkter (tkr)"), words_of("S:a kurs:a")
    (('summa', 'intäkter', 'tkr'), ('s:a', 'kurs', 'a'))
    """
    return tuple(_WORD.findall(label.casefold()))


@lru_cache(maxsize=50_000)
def _forms_of(label: str) -> tuple[tuple[str, ...], str, str]:
    """Give the words of a label, the label folded, and the words with a blank before and after each."""
    words = words_of(label)
    return words, label.casefold(), f" {' '.join(words)} "


class Terms:
    """Terms that mean the same.

    Args:
        words: whole words, with blanks between.
        beginnings: what a word begins with.
        pieces: what may stand anywhere in a word.
        phrases: several words in a row.

    >>> cost = Terms("cost costs", pieces=("kostnad",), phrases=("net of tax",))
    >>> [cost.are_in(label) for label in ("Driftkostnader", "Total cost", "Costume", "Net of tax")]
    [True, True, False, True]
    """

    def __init__(
        self,
        words: str = "",
        *,
        beginnings: tuple[str, ...] = (),
        pieces: tuple[str, ...] = (),
        phrases: tuple[str, ...] = (),
    ) -> None:
        self._words = frozenset(words.split())
        self._beginnings = beginnings
        self._pieces = pieces
        self._phrases = tuple(f"{phrase} " for phrase in phrases)
        self._after_blank = tuple(f" {text}" for text in (*beginnings, *self._phrases))

    def are_in(self, label: str) -> bool:
        """Tell whether a label has one of them."""
        words, folded, spaced = _forms_of(label)
        if not self._words.isdisjoint(words):
            return True
        for piece in self._pieces:
            if piece in folded:
                return True
        for text in self._after_blank:  # noqa: SIM110 -- any() takes twice as long, and this is asked of every label
            if text in spaced:
                return True
        return False

    def begin(self, label: str) -> bool:
        """Tell whether a label begins with one of them."""
        words, _, spaced = _forms_of(label)
        return bool(words) and (words[0] in self._words or spaced.startswith(self._after_blank))
