"""The command line: what was typed, the terminal, the clock and the environment. A command is one module here."""
