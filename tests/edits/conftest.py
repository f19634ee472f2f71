"""Workbooks written part by part are made by the module that the tests of the readers have for it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "files"))
