"""Make a SIE 4 file of any size, the same every time: what `make bench` reads."""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROJECTS = {"P1": "E-tjänsteplattform", "P2": "Räddningstjänst", "P3": "Socialtjänst", "P4": "E-arkiv"}
ACCOUNTS = {
    "1930": "Bank", "3510": "Avgifter från kommuner", "3590": "Övriga intäkter", "4630": "Köp av verksamhet",
    "5010": "Lön", "6430": "Licenser", "7460": "Konsulttjänster",
}  # fmt: skip


def make_ledger(rows: int, year: int = 2025, encoding: str = "cp437", last_month: int = 12) -> bytes:
    """Make the bytes of a file with (at least) so many transactions, whose balances agree with its vouchers."""
    chance = random.Random(year)
    sums: defaultdict[str, int] = defaultdict(int)  # öre
    months: defaultdict[tuple[str, str], int] = defaultdict(int)
    vouchers = list(_make_vouchers(rows, year, last_month, chance, sums, months))
    lines = [
        "#FLAGGA 0", '#PROGRAM "make_ledger" 1.0', "#FORMAT PC8", f"#GEN {year}1231", "#SIETYP 4",
        "#ORGNR 212000-0000", '#FNAMN "Värdkommunen i Åsträsk"', f"#RAR 0 {year}0101 {year}1231", "#KPTYP BAS2014",
    ]  # fmt: skip
    lines += [f'#KONTO {account} "{name}"' for account, name in ACCOUNTS.items()]
    lines += ['#DIM 1 "Ansvar"', '#OBJEKT 1 100 "E-nämnden"', '#DIM 6 "Projekt"']
    lines += [f'#OBJEKT 6 {code} "{name}"' for code, name in PROJECTS.items()]
    lines += ["#IB 0 1930 1000000.00", f"#UB 0 1930 {_kr(100_000_000 + sums.pop('1930', 0))}"]
    lines += [f"#RES 0 {account} {_kr(amount)}" for account, amount in sorted(sums.items())]
    lines += [f"#PSALDO 0 {m} {account} {{}} {_kr(amount)}" for (m, account), amount in sorted(months.items())]
    return "\r\n".join([*lines, *vouchers, ""]).encode(encoding)


def _make_vouchers(
    rows: int,
    year: int,
    last_month: int,
    chance: random.Random,
    sums: defaultdict[str, int],
    months: defaultdict[tuple[str, str], int],
) -> Iterator[str]:
    for number in range(1, (rows + 3) // 4 + 1):
        month = chance.randint(1, last_month)
        day = f"{year}{month:02d}{chance.randint(1, 28):02d}"
        yield f'#VER A {number} {day} "Löpande bokföring {number}"'
        yield "{"
        rest = 0
        for _ in range(3):
            account = chance.choice(list(ACCOUNTS)[1:])
            amount = chance.randint(100, 5_000_000) * (-1 if account.startswith("3") else 1)
            project = chance.choice(list(PROJECTS))
            rest -= amount
            sums[account] += amount
            months[f"{year}{month:02d}", account] += amount
            yield f'   #TRANS {account} {{1 "100" 6 "{project}"}} {_kr(amount)} {day} "Månadens avgift"'
        sums["1930"] += rest
        months[f"{year}{month:02d}", "1930"] += rest
        yield f'   #TRANS 1930 {{}} {_kr(rest)} {day} ""'
        yield "}"


def _kr(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=200_000)
    arguments = parser.parse_args()
    arguments.path.write_bytes(make_ledger(arguments.rows))
