"""The live book: an open workbook as a Snapshot, and edits made in it, through xlwings and in blocks."""

from enamnd_xl.excel.live.read import read_book
from enamnd_xl.excel.live.write import write_edits

__all__ = ["read_book", "write_edits"]
