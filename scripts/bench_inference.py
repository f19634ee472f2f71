"""Measure the inference of rules: how often it is right on made columns, and how often it is fooled by random ones.

    python scripts/bench_inference.py [--antal 200] [--fro 1]

Every case is made from a seed: 6 to 40 members, populations of five years, two other columns; then a column by one
rule, with one rounding, some members outside and, in every other case, one amount that someone has changed. An answer
is right when it gives every amount, by the rule that was used or by one that does as well; where an amount was changed
it must name that member, and only that one. Random columns must get no rule.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enamnd_xl.allocation.apportion import allocate
from enamnd_xl.allocation.inference import Column, Evidence, Inference, Rule, infer
from enamnd_xl.money import Direction, round_to, to_amount

YEARS = (2017, 2018, 2019, 2020, 2021)
UNITS = (Decimal("0.01"), 1, 10, 50, 100, 500, 1000)
SPREAD = "utjämnat"
WAYS = (Direction.NEAREST, Direction.UP, SPREAD)
FEWEST_STEPS = 4  # a mean amount of fewer units than this says too little of its rule

Amounts = dict[str, int | Decimal | None]


@dataclass(frozen=True)
class Case:
    """A column whose rule is known."""

    name: str
    amounts: Amounts
    evidence: Evidence
    rule: Rule
    base: int | str | None
    changed: str | None


def board(rng: random.Random) -> tuple[list[str], dict[int, dict[str, int]]]:
    members = [f"K{i:02}" for i in range(rng.randint(8, 40))]
    heads = {m: rng.lognormvariate(9.3, 1.0) + 700 for m in members}
    drift = {m: rng.gauss(0, 0.008) for m in members}
    years = {}
    for i, year in enumerate(YEARS):
        years[year] = {m: round(heads[m] * (1 + drift[m]) ** i * (1 + rng.gauss(0, 0.003))) for m in members}
    return members, years


def rounded(exact: dict[str, Fraction], unit: int | Decimal, way: str) -> Amounts:
    if way == SPREAD:
        total = round_to(sum(exact.values()), unit)
        return dict(zip(exact, allocate(total, list(exact.values()), unit), strict=True))
    return {m: round_to(x, unit, Direction(way)) for m, x in exact.items()}


def mixed(share: Fraction, total: Fraction, part: list[str], heads: dict[str, int]) -> dict[str, Fraction]:
    whole = sum(heads[m] for m in part)
    return {m: total * (share / len(part) + (1 - share) * Fraction(heads[m], whole)) for m in part}


def cases(seed: int, count: int) -> Iterator[Case]:
    """Make count cases of every rule and every way of rounding, half of them with a changed amount."""
    rng = random.Random(seed)
    for rule in (Rule.EQUAL, Rule.PER_INHABITANT, Rule.MIX, Rule.FACTOR):
        for way in WAYS:
            for changed in (False, True):
                if (rule, way) == (Rule.FACTOR, SPREAD):
                    continue  # an indexed column has no total of its own
                made = 0
                while made < count:
                    case = make(rng, rule, way, changed)
                    if case is not None:
                        made += 1
                        yield case


def make(rng: random.Random, rule: Rule, way: str, changed: bool) -> Case | None:
    members, years = board(rng)
    unit = rng.choice(UNITS)
    outside = set(rng.sample(members, rng.choice((0, 0, 1, 2))))
    part = [m for m in members if m not in outside]
    year = rng.choice(YEARS)
    earlier = {m: round_to(x, 100) for m, x in mixed(Fraction(3, 10), Fraction(900_000), members, years[2018]).items()}
    other = {m: rng.randint(20, 4000) * 100 for m in members}
    base: int | str | None = None
    if rule is Rule.EQUAL:
        exact = dict.fromkeys(part, Fraction(rng.randint(50, 9000) * 1000) / len(part))
    elif rule is Rule.PER_INHABITANT:
        base, per = year, Fraction(rng.randint(20, 4000), 100)
        exact = {m: per * years[year][m] for m in part}
    elif rule is Rule.MIX:
        base, share = year, Fraction(rng.randint(5, 95), 100)
        exact = mixed(share, Fraction(rng.randint(300, 9000) * 1000), part, years[year])
    else:
        base, source = rng.choice((("tidigare", earlier), ("annan", other)))
        factor = rng.choice((Fraction(rng.randint(900, 1150), 1000), Fraction(rng.randint(5, 300), 100)))
        exact = {m: factor * Fraction(source[m]) for m in part}
    if sum(exact.values()) / len(exact) < FEWEST_STEPS * Fraction(unit):
        return None
    amounts: Amounts = dict.fromkeys(members) | rounded(exact, unit, way)
    victim = None
    if changed:
        victim = rng.choice(part)
        amount = Fraction(amounts[victim] or 0)
        step = max(int(amount * Fraction(rng.uniform(0.02, 0.4)) / Fraction(unit)), 3) * Fraction(unit)
        if amount + (step := rng.choice((1, -1)) * step) <= 0:
            return None
        amounts[victim] = to_amount(amount + step)
    columns = (Column("tidigare", earlier), Column("annan", other))
    name = f"{rule.value}, {way}{', en ändrad' if changed else ''}"
    return Case(name, amounts, Evidence(dict(years), columns), rule, base, victim)


def is_same_rule(case: Case, found: Inference) -> bool:
    """Say whether it is called by the name and the base that were used."""
    return found.rule is case.rule and case.base in (None, found.year, found.source)


def is_right(case: Case, found: Inference) -> bool:
    """Say whether the answer is the rule that was used, or one that gives the same amounts."""
    if case.changed is None:
        return found.exact
    return found.misfits == (case.changed,) and (is_same_rule(case, found) or bool(found.alternatives))


RANDOM: dict[str, Callable[[random.Random, int], int]] = {
    "lika sannolika, hundratal": lambda rng, size: rng.randint(10, 3000) * 100,
    "lika sannolika, tusental": lambda rng, size: rng.randint(2, 90) * 1000,
    "snävt, hundratal": lambda rng, size: 50_000 + rng.randint(0, 12) * 100,
    "ungefär per invånare": lambda rng, size: max(100, round(size * rng.uniform(1.1, 1.4) / 100) * 100),
    "ungefär blandat": lambda rng, size: round((35_000 + size * rng.uniform(1.7, 1.9)) / 100) * 100,
}


def random_columns(seed: int, count: int) -> Iterator[tuple[str, Amounts, Evidence]]:
    """Make columns that follow no rule, some of them near one."""
    rng = random.Random(seed)
    for name, draw in RANDOM.items():
        for _ in range(count):
            members, years = board(rng)
            columns = tuple(Column(c, {m: rng.randint(20, 4000) * 100 for m in members}) for c in ("a", "b", "c"))
            yield name, {m: draw(rng, years[2018][m]) for m in members}, Evidence(dict(years), columns)


def measure_rules(seed: int, count: int, *, show: bool) -> tuple[int, int]:
    """Print how often the rule is found; give how many cases there were, and how many were wrong."""
    tried, right, same = Counter[str](), Counter[str](), Counter[str]()
    for case in cases(seed, count):
        found = infer(case.amounts, case.evidence)
        tried[case.name] += 1
        right[case.name] += is_right(case, found)
        same[case.name] += is_same_rule(case, found)
        if show and not (is_right(case, found) and is_same_rule(case, found)):
            print(case.name, case.base, case.changed, "->", found.rule, found.source, found.misfits, found.unit)
    print(f"{'regel, avrundning':38}{'fall':>6}{'rätt':>8}{'samma namn':>12}")
    for name, n in tried.items():
        print(f"{name:38}{n:6}{right[name] / n:8.1%}{same[name] / n:12.1%}")
    n = tried.total()
    print(f"{'alla':38}{n:6}{right.total() / n:8.2%}{same.total() / n:12.2%}")
    return n, n - right.total()


def measure_chance(seed: int, count: int) -> tuple[int, int]:
    """Print how often a random column gets a rule; give how many columns there were, and how many got one."""
    drawn, fooled = Counter[str](), Counter[str]()
    for name, amounts, evidence in random_columns(seed, count):
        drawn[name] += 1
        fooled[name] += infer(amounts, evidence).rule is not Rule.UNKNOWN
    print(f"\n{'slumpmässig kolumn':38}{'fall':>6}{'lurad':>8}")
    for name, n in drawn.items():
        print(f"{name:38}{n:6}{fooled[name]:8}")
    return drawn.total(), fooled.total()


def main() -> None:
    parser = argparse.ArgumentParser(description="Mät hur ofta härledningen har rätt.")
    parser.add_argument("--antal", type=int, default=60, help="fall av varje slag")
    parser.add_argument("--fro", type=int, default=1, help="slumpfrö")
    parser.add_argument("--visa", action="store_true", help="visa de fall som fick fel regel eller ett annat namn")
    chosen = parser.parse_args()
    start = time.perf_counter()
    n, wrong = measure_rules(chosen.fro, chosen.antal, show=chosen.visa)
    drawn, fooled = measure_chance(chosen.fro, chosen.antal * 4)
    print(f"\nfel i {wrong} av {n}, lurad i {fooled} av {drawn}; {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
