"""Safe writing of journal files: what to add, whether the journal stays right, and the write itself."""
