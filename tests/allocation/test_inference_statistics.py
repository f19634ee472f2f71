"""How often the inference is right, and how often chance fools it: a small run of scripts/bench_inference.py."""

import runpy
from collections import Counter
from pathlib import Path

from enamnd_xl.allocation.inference import Rule, infer

BENCH = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "bench_inference.py"))


def test_the_rule_that_was_used_is_found_and_the_changed_amount_pointed_at() -> None:
    wrong = Counter[str]()
    cases = list(BENCH["cases"](seed=20_250, count=1))
    for case in cases:
        wrong[case.name] += not BENCH["is_right"](case, infer(case.amounts, case.evidence))
    assert len(cases) == 22
    assert not +wrong, wrong


def test_random_columns_get_no_rule() -> None:
    columns = list(BENCH["random_columns"](seed=7, count=4))
    assert [name for name, amounts, evidence in columns if infer(amounts, evidence).rule is not Rule.UNKNOWN] == []
