"""What a button or a command does: snapshot in, edits and one sentence out. Pure."""
