"""A progress bar on the terminal when there are many files to go through."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MANY = 5  # files; fewer are done before a bar has been read


@contextmanager
def progress_bar(files: int, doing: str = "Stämmer av", least: int = _MANY) -> Iterator[Callable[[str], None]]:
    """Show how far the work has come, on standard error, when a person looks on.

    Args:
        files: how many files there are.
        doing: what is done to them, Swedish.
        least: how many there must be for a bar.

    Yields:
        A function to call with each file that is done.
    """
    if files < least or not sys.stderr.isatty():
        yield lambda path: None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread that watches the bar: the workers are forked, which takes a single thread
    with tqdm(total=files, unit="fil", desc=doing, leave=False, file=sys.stderr) as bar:

        def advance(path: str) -> None:
            bar.set_postfix_str(path[-40:])
            bar.update()

        yield advance
