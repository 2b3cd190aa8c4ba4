"""``python -m pfin`` is ``pfin``."""

from pfin.cli.main import run

run()
