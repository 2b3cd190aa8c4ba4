"""What a plugin is to pfin."""

from collections.abc import Callable

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive
from pfin.model.options import Options
from pfin.model.parsed import Plugin

Run = Callable[[list[Directive], Options, Plugin, Problems], list[Directive]]
"""Takes the directives, booked and in order, and gives back those that the next plugin is to see.

The order of what it gives back counts only among directives of the same day, kind and line.
"""
