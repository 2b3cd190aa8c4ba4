"""Functions in other processes, which may be killed, limited or robbed of their rights; and a cache for tests only."""

import os
from collections.abc import Callable, Iterator

import pytest

Fork = Callable[[Callable[[], None]], int]


@pytest.fixture
def fork() -> Fork:
    """Start a function in a process of its own, which ends with exit code 0, or with 1 where it raises."""

    def start(function: Callable[[], None]) -> int:
        child = os.fork()
        if child:
            return child
        try:
            function()
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(1)

    return start


@pytest.fixture(scope="session", autouse=True)
def cache_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of whoever runs the tests out of them, in processes that they start too."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PFIN_CACHE_DIR", str(tmp_path_factory.mktemp("cache") / "pfin"))
        yield
