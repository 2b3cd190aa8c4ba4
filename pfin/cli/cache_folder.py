"""Where the cache is: the folder that a variable names, or else where the system keeps caches of a user."""

import os
from collections.abc import Callable
from pathlib import Path

from pfin.store.folder import CacheFolder

CACHE_VARIABLE = "PFIN_CACHE_DIR"


def cache_folder(tell: Callable[[str], None]) -> CacheFolder | None:
    """The folder of the cache, which need not exist. None where there is no place for one, and ``tell`` is told why.

    A user without a home (a job's that runs in an empty environment, say) has no such place.
    """
    named = os.environ.get(CACHE_VARIABLE)
    try:
        path = Path(os.path.abspath(os.path.expanduser(named))) if named else _usual()
    except (OSError, RuntimeError) as error:
        tell(f"there is no folder for it: {error}")
        return None
    if not path.is_absolute():
        tell("there is no folder for it: the user has no home folder")
        return None
    return CacheFolder(path, tell)


def _usual() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("pfin", appauthor=False)
