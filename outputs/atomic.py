"""A file that is there whole or not at all: written under another name and then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.errors import WriteError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of `path` where the block ends without error.

    Raises WriteError where it cannot be written; what stood at `path` before is then still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise WriteError(
            f"{path}: cannot be written ({error.strerror or error}); free it or choose another."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
