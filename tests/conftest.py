"""How all tests run: what collecting them has made stays, and is not looked through for garbage again and again."""

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # the tests make millions of objects, next to none of them in circles
