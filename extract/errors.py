"""The one root of the errors that input and output raise."""

from __future__ import annotations


class VanbanError(Exception):
    """Something a person can act on. The message names the file, what is wrong and what to do."""


class ReadError(VanbanError):
    """A file could not be read. `code` is a short stable word (`empty`, `encrypted`, `not_a_document` ...)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WriteError(VanbanError):
    """An output could not be written."""
