"""The disk face: read, recalculate, build and edit a copy of a workbook; ledgers and statistics."""
