"""From the path of a journal to its ledger: reading, parsing, booking, checking, in that order.

::

    anew.py   from nothing
    kept.py   by way of the cache, with the same result
"""

import gc
import os
from collections.abc import Mapping
from datetime import date as Date
from types import MappingProxyType

from pfin.ledger.ledger import Ledger
from pfin.model.amount import ARITHMETIC, computing_in
from pfin.store.folder import CacheFolder

NO_CONTENTS: Mapping[str, bytes] = MappingProxyType({})


@computing_in(ARITHMETIC)
def load(
    path: str | os.PathLike[str],
    *,
    today: Date | None = None,
    as_of: Date | None = None,
    contents: Mapping[str, bytes] = NO_CONTENTS,
    cache: CacheFolder | None = None,
) -> Ledger:
    """Read a journal and everything it includes.

    Whatever is wrong with the journal, a missing file included, becomes a diagnostic of the ledger that is returned;
    no exception is raised for it. Several threads may load at once.

    ``today`` is the day by which pending transactions have expired or not; by default, that of the last directive.
    With ``as_of`` the journal is read as it was known on that day: nothing that is dated later has happened, discards
    included, and that day is today.

    ``contents`` are read in place of the files at these absolute paths: so a change can be tried before it is written.

    What is found is kept in ``cache``, and what was kept there spares reading it again; the ledger is the same. A
    journal as of a day, and one with ``contents``, are read without.
    """
    entry = os.path.expanduser(os.fspath(path))
    # Loading makes many small values and no cycles among them: a pass of the collector finds nothing and costs time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        # What each way needs is imported on it: a journal that is kept is not read.
        if cache is None or as_of is not None or contents or not os.path.isfile(entry):
            from .anew import load_anew

            return load_anew(entry, today, as_of, contents)
        from .kept import load_kept

        return load_kept(os.path.abspath(entry), today, cache)
    finally:
        if collecting:
            gc.enable()
