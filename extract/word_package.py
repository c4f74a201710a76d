"""The bytes of a DOCX file -> its XML parts, each read within limits: nothing is expanded, nothing is loaded."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from extract.archives import DAMAGED
from extract.errors import ReadError

MAX_PART_BYTES = 256 * 1024 * 1024
MAX_RATIO = 300  # of unpacked to packed bytes, looked at for parts over 8 MiB
_BROKEN: tuple[type[Exception], ...] = (*DAMAGED, etree.XMLSyntaxError)
_SMALL_PART = 8 * 1024 * 1024
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Package:
    """The zip archive, read part by part within limits."""

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED:
            raise ReadError(
                "truncated", f"{source}: is a damaged or cut-off DOCX file; get it again from where it came."
            ) from None
        self.legacy_fonts = False  # a part that was read names a `.Vn` font
        self.parts = {info.filename: info for info in self.archive.infolist()}

    def xml(self, name: str, *, required: bool = False) -> etree._Element | None:
        """The root of an XML part; None where there is none (or it is broken and not required)."""
        info = self.parts.get(name) or next((i for n, i in self.parts.items() if n.lower() == name), None)
        if info is None:
            if required:
                raise ReadError("truncated", f"{self.source}: holds no {name}; open it in Word and save it again.")
            return None
        if info.flag_bits & 1:
            raise ReadError("encrypted", f"{self.source}: is protected by a password; remove it and try again.")
        if info.file_size > MAX_PART_BYTES or (
            info.file_size > _SMALL_PART and info.file_size > MAX_RATIO * max(1, info.compress_size)
        ):
            raise ReadError(
                "zip_bomb", f"{self.source}: unpacks to {info.file_size:,} bytes in {name}; it was not opened."
            )
        try:
            with self.archive.open(info) as stream:
                data = stream.read(min(info.file_size, MAX_PART_BYTES) + 1)
            if len(data) > info.file_size:
                raise ReadError(
                    "zip_bomb", f"{self.source}: unpacks to more than it says in {name}; it was not opened."
                )
            self.legacy_fonts = self.legacy_fonts or b'".Vn' in data
            if _STRICT in data[:4096]:
                data = data.replace(_STRICT, _TRANSITIONAL)
            return etree.fromstring(data, _parser())
        except _BROKEN:
            if not required:
                return None
            raise ReadError(
                "truncated", f"{self.source}: its text is damaged or cut off; get it again from where it came."
            ) from None


def _parser() -> etree.XMLParser:
    """A parser that expands no entities, loads nothing, and keeps libxml's limits on depth and size."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
