"""The rules, one module a family. Importing this package registers them all."""

from enamnd_xl.reconcile.rules import (  # noqa: F401
    balances,
    between,
    board,
    consolidation,
    contents,
    declared,
    formulas,
    formulas_habits,
    formulas_values,
    members,
    odd_amounts,
    own_checks,
    parameters,
    repeated,
    running,
    texts,
    totals,
    types,
    unchecked,
    year,
)
