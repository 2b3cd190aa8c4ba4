"""Real Beancount in a process of its own, because some mutants make its C parser fall over.

Run as a script it reads a path from each line of its input and answers with a line: whether Beancount accepts it.
"""

import subprocess
import sys


class Beancount:
    """Asks the worker, and starts another when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.deaths = 0

    def accepts(self, path: str) -> bool | None:
        """Whether Beancount loads the journal without an error; None where it fails itself."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(path + "\n")
        process.stdin.flush()
        answer = process.stdout.readline().strip()
        if not answer:
            process.wait()
            self.deaths += 1
        return {"yes": True, "no": False}.get(answer)


def serve() -> None:
    from beancount import loader
    from runner import TooSlowError, alarm

    for line in sys.stdin:
        try:
            with alarm(10):
                _, errors, _ = loader.load_file(line.rstrip("\n"))
            answer = "no" if errors else "yes"
        except (TooSlowError, Exception):
            answer = "failed"
        print(answer, flush=True)


if __name__ == "__main__":
    serve()
