"""Reports: one module each, from a ledger and options to frozen data, and from that data to tables for people."""
