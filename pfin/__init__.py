"""pfin: personal finance over a plain-text double-entry journal.

The public entry point is :func:`pfin.load`, which reads a journal and returns its ledger::

    import pfin

    ledger = pfin.load("household.beancount")
    for diagnostic in ledger.diagnostics:
        print(diagnostic.span.line, diagnostic.message)
    print(ledger.inventory("Assets:Bank:Checking"))
"""

from typing import TYPE_CHECKING

from pfin.version import VERSION

if TYPE_CHECKING:
    from pfin.loader import load

__all__ = ["__version__", "load"]
__version__ = VERSION


def __getattr__(name: str) -> object:
    # `pfin --version` and completion need none of what loading imports.
    if name == "load":
        from pfin.loader import load

        return load
    raise AttributeError(name)
