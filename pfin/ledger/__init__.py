"""The ledger: the in-memory double-entry model that every report reads."""
