"""What a recogniser gives: the words on an image with their boxes in pixels and how sure it is, and its interface.

Whatever reads lines of an image into words can take the place of Tesseract: it is a `ReadTokens`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from PIL import Image

PAGE_SECONDS = 90.0  # less than a file may go without progress, so that a page that takes too long costs only itself


class OcrFailure(Exception):
    """One page could not be recognised; the others may be. `code` is a short stable word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Token(NamedTuple):
    """A recognised word, in pixels; words of one printed line have the same `line`. `confidence` is 0..1."""

    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    text: str

    def moved(self, right: int, down: int) -> Token:
        """The same word that far to the right and down."""
        return self._replace(
            left=self.left + right, top=self.top + down, right=self.right + right, bottom=self.bottom + down
        )


class Layout(StrEnum):
    """What an image shows, which the recogniser need not find out."""

    PAGE = "page"  # columns, paragraphs, pictures: all is to be found
    BLOCK = "block"  # lines below one another
    LINE = "line"  # one line
    SPARSE = "sparse"  # single words anywhere


class ReadTokens(Protocol):
    """Reads an image in grey, set straight. `until` is on the monotonic clock; `digits` asks for nothing but digits
    and full stops.

    Raises `OcrFailure` where this image cannot be read, `ReadError` where no image can.
    """

    def __call__(
        self, image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A recogniser that looks at one page: at its resolution, until its time is over."""

    read: ReadTokens
    dpi: float
    until: float

    def at(self, image: Image.Image, layout: Layout = Layout.PAGE, *, digits: bool = False) -> list[Token]:
        """The words on the page or a piece of it; boxes are in pixels of the piece."""
        return self.read(image, self.dpi, self.until, layout, digits=digits)
