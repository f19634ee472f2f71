"""A progress bar on the terminal when there are many files to go through."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MANY = 5  # files; fewer are done before a bar has been read


@contextmanager
def progress_bar(files: int) -> Iterator[Callable[[str], None]]:
    """Show how far the work has come, on standard error, when a person looks on.

    Args:
        files: how many files there are.

    Yields:
        A function to call with each file that is done.
    """
    if files < _MANY or not sys.stderr.isatty():
        yield lambda path: None
        return
    from tqdm import tqdm

    with tqdm(total=files, unit="fil", desc="Stämmer av", leave=False, file=sys.stderr) as bar:

        def advance(path: str) -> None:
            bar.set_postfix_str(path[-40:])
            bar.update()

        yield advance
