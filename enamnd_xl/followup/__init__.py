"""How the year goes: periods, actuals, forecast, deviation, surplus. Pure and exact."""
