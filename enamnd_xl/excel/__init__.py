"""The Excel face: the live book, buttons, wrappers, building and installing the add-in."""
