"""The board's own workbooks as data: their sheets, tables, names and styles. Pure."""
