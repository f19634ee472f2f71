"""Copies of the living workbook are made by the module beside this file."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
