"""The words of pfin as frozen values: amounts, lots, directives, diagnostics. No I/O happens here."""
