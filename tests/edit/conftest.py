"""Running a function in another process, which may be killed, limited or robbed of its rights."""

import os
from collections.abc import Callable

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
