"""What a workbook says: snapshot, edits, addresses, references in formulas. Pure."""
