"""``python -m pfin`` is ``pfin``."""

from pfin.cli.run import run

run()
