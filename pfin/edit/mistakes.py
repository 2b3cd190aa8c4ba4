"""Why a journal cannot be changed as somebody wants it."""


class EditError(Exception):
    """A change that cannot be made. The message is one sentence, the hint says what to do; nothing was written."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ChangedMeanwhileError(EditError):
    """A file is no longer what it was when it was read; reading it again may help."""
