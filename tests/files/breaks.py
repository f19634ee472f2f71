"""What breaks a worker process, in a module that a process which begins from nothing loads in no time."""

import os
import time

from enamnd_xl.errors import InputError, ReadError


def work(path: str) -> str:
    """Do what the path says."""
    match path.partition(".")[0]:
        case "abort":
            os.abort()
        case "exit":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "memory":
            return str(len(bytearray(1 << 40)))
        case "read":
            raise ReadError("läs.xlsx är trasig.", "Laga den.")
        case "input":
            raise InputError("fel värde")
        case "bug":
            raise KeyError(path)
        case "deep":
            return work(path)
    return f"{path} av {os.getpid()}"


def by_name(path: str) -> str:
    """Do what the file's name says, wherever it stands."""
    return work(os.path.basename(path))


def shout(path: str) -> None:
    """Print as a library that crashes."""
    os.write(2, b"thread 'main' panicked at ...")


def large(path: str) -> str:
    """Give much back."""
    return path * 5_000_000


BREAKS = (
    ("abort.xlsx", "haverera"),
    ("exit.xlsx", "haverera"),
    ("memory.xlsx", "mer minne än tillåtet"),
    ("read.xlsx", "läs.xlsx är trasig."),
    ("input.xlsx", "fel värde"),
    ("bug.xlsx", "fel i programmet (KeyError"),
    ("deep.xlsx", "för djupt nästlad"),
)
