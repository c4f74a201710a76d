"""Old Word files (DOC, RTF) -> Document, by way of LibreOffice: converted to DOCX in batches, then read as such."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extract.docx import read_docx
from extract.errors import ReadError
from extract.model import Document, Format

BATCH_FILES = 40
SECONDS_TO_START = 60.0
SECONDS_A_FILE = 30.0
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of OLE2 streams, in UTF-16, that tell what a compound file holds.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = (
    ("Workbook".encode("utf-16-le"), "an Excel workbook"),
    ("PowerPoint Document".encode("utf-16-le"), "a PowerPoint presentation"),
    ("__nameid_version".encode("utf-16-le"), "an Outlook message"),
    ("VisioDocument".encode("utf-16-le"), "a Visio drawing"),
)
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_FIB_ENCRYPTED = 0x0100  # of the flags at byte 10 of the WordDocument stream


def read_doc(
    path: Path,
    data: bytes,
    source: str,
    fingerprint: str,
    *,
    converted: bytes | None = None,
    timeout: float | None = None,
) -> Document:
    """The document in a DOC or RTF file; `converted` is what `convert_docs` made of it, without it LibreOffice runs.

    Raises `ReadError` where the file is encrypted or is no Word document, or LibreOffice is missing, fails or is slow.
    """
    check_word(source, data)
    if converted is None:
        result = convert_docs([path], timeout=timeout)[path]
        if isinstance(result, ReadError):
            raise result
        converted = result
    return read_docx(converted, source, fingerprint, format=Format.DOC)


def check_word(source: str, data: bytes) -> None:
    """Raise `ReadError` where an OLE2 file is encrypted, is cut off or holds no Word document; RTF passes."""
    if not data.startswith(_OLE2):
        return
    if _ENCRYPTED in data:
        raise ReadError("encrypted", f"{source}: is protected by a password; remove it in Word and try again.")
    if _WORD_STREAM not in data:
        for stream, what in _STREAMS:
            if stream in data:
                raise ReadError("not_a_document", f"{source}: is {what}, not a Word document; give a Word or PDF file.")
        raise ReadError("truncated", f"{source}: is a damaged or cut-off Word file; get it again from where it came.")
    # The WordDocument stream begins at a sector with the magic EC A5; its flags follow at byte 10.
    start = data.find(b"\xec\xa5", 512)
    if start >= 0 and start % 512 == 0 and len(data) > start + 12:
        flags = int.from_bytes(data[start + 10 : start + 12], "little")
        if flags & _FIB_ENCRYPTED:
            raise ReadError("encrypted", f"{source}: is protected by a password; remove it in Word and try again.")


def find_libreoffice() -> str | None:
    """The path of the LibreOffice program; None where it is not installed."""
    for name in _PROGRAMS:
        if (found := shutil.which(name)) is not None:
            return found
    return next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def convert_docs(
    paths: Sequence[Path], *, timeout: float | None = None, batch: int = BATCH_FILES
) -> dict[Path, bytes | ReadError]:
    """The DOCX bytes of each file, or the error that says why there are none.

    One run of LibreOffice converts a whole batch, since it takes seconds to start; what a batch leaves out, because one
    file made it crash or hang, is tried once more file by file. `timeout` is in seconds for a whole run.
    """
    results: dict[Path, bytes | ReadError] = {}
    program = find_libreoffice()
    if program is None:
        return {
            path: ReadError(
                "no_libreoffice",
                f"{path}: is an old Word file, which needs LibreOffice; install it (for example "
                "`apt-get install libreoffice-writer`) or save the file as DOCX.",
            )
            for path in paths
        }
    for start in range(0, len(paths), batch):
        group = paths[start : start + batch]
        made = _convert(program, group, timeout or SECONDS_TO_START + SECONDS_A_FILE * len(group))
        if len(group) > 1:
            for path in group:
                if path not in made:
                    made.update(_convert(program, [path], timeout or SECONDS_TO_START + SECONDS_A_FILE))
        for path in group:
            results[path] = made.get(path) or ReadError(
                "conversion_failed",
                f"{path}: could not be converted by LibreOffice in time; open it in Word and save it as DOCX.",
            )
    return results


def _convert(program: str, paths: Sequence[Path], seconds: float) -> dict[Path, bytes]:
    """One run of LibreOffice over copies of the files, with a profile of its own; what it made, file by file."""
    made: dict[Path, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="vanban-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        inputs, outputs = work / "in", work / "out"
        inputs.mkdir()
        outputs.mkdir()
        names: dict[Path, str] = {}
        for index, path in enumerate(paths):
            # Copies under plain names: two folders may hold files of one name, and the content decides the kind.
            try:
                data = path.read_bytes()
            except OSError:
                continue
            names[path] = f"{index:05d}"
            (inputs / f"{index:05d}{'.rtf' if data.startswith(b'{') else '.doc'}").write_bytes(data)
        if not names:
            return made
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(outputs),
            *sorted(str(entry) for entry in inputs.iterdir()),
        ]
        _run(command, work, seconds)
        for path, name in names.items():
            with contextlib.suppress(OSError):
                data = (outputs / f"{name}.docx").read_bytes()
                if data:
                    made[path] = data
    return made


def _run(command: Sequence[str], folder: Path, seconds: float) -> None:
    """Run a program in a process group of its own, and end the whole group when its time is over."""
    environment = {**os.environ, "HOME": str(folder)}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
