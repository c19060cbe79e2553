"""What a button or a command does: new, run, check, refresh."""
