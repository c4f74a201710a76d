"""A damaged zip archive -> the errors that Python's zipfile raises for it, all of them."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# zipfile checks little before it reads: a member that lies before the file's beginning is a ValueError, a cut extra
# field a struct.error, a password or an unknown compression a RuntimeError (NotImplementedError is one).
DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    IndexError,
)
