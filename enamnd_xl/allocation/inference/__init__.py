"""Which rule made these numbers: from published amounts back to equal shares, kronor an inhabitant, last year's list.

Exact throughout: a rounded amount says in which range the unrounded one lay, and a rule is found when some parameters
lie in all the ranges at once. Nothing is fitted by least squares, so that no misfit is hidden.
"""

from enamnd_xl.allocation.inference.answer import infer
from enamnd_xl.allocation.inference.interval import Interval
from enamnd_xl.allocation.inference.model import Column, Evidence, Inference, Rule
from enamnd_xl.allocation.inference.wording import as_json, explain

__all__ = ["Column", "Evidence", "Inference", "Interval", "Rule", "as_json", "explain", "infer"]
