"""One file -> its rows, with what of it was kept, how it looked, and how long each stage took."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.columns import Rows
from corpus.events import Stage, Timing
from corpus.fetch import fetch_bytes
from corpus.kept_documents import drop_document, find_document, keep_document
from corpus.rows import make_rows
from corpus.sources import FoundFile, Member, is_url, name_of
from corpus.walk import OLD_WORD
from corpus.workers import Tell
from extract.errors import ReadError
from extract.model import Document, Format, Origin


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run keeps what it need not do again, and what it needs for a while; None where it keeps nothing."""

    ocr: str | None = None  # recognised pages
    kept: str | None = None  # documents as they were read
    work: str | None = None  # downloads, emptied by every run


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read.

    `path` is where its bytes are, `members` leads into an archive. `fingerprint` is that of the content where it is
    known, `known` that of which the store has the rows: where the content is this, nothing is to be done. `reading` is
    the version of the reading under which documents are kept; with `force` none is taken that was kept. `converted` is
    the DOCX that LibreOffice made of an old Word file.
    """

    path: str
    source: str
    fingerprint: str | None
    size: int
    include_secret: bool = False
    converted: bytes | None = None
    folders: Folders = Folders()
    key: str = ""
    members: tuple[Member, ...] = ()
    look: str | None = None
    sure: bool = False
    refusal: tuple[str, str] | None = None
    known: str | None = None
    reading: str = ""
    force: bool = False
    tries: int = 0  # how often this content failed before

    @property
    def stored_path(self) -> str:
        """What the store knows it by."""
        return self.key or name_of(self.path)

    @property
    def file(self) -> FoundFile:
        """Where it is."""
        return FoundFile(
            self.path, self.stored_path, self.source, self.size, self.look, self.sure, self.members, self.refusal
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one file, and what of it was read.

    `look` is how the file looked, None where a later change might look the same. `kept` is True where the document was
    taken from what an earlier run kept. Of a file whose content the store has already, `unchanged`, there are no rows.
    """

    fingerprint: str
    withheld: bool
    rows: Rows
    look: str | None = None
    kept: bool = False
    unchanged: bool = False
    pages: int = 0
    recognised_pages: int = 0
    timings: tuple[Timing, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the content of a file cannot be read."""

    fingerprint: str
    look: str | None
    code: str
    message: str


@dataclass(slots=True)
class _Clock:
    seconds: dict[Stage, float] = field(default_factory=dict)

    @contextmanager
    def of(self, stage: Stage) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started

    def told(self) -> tuple[Timing, ...]:
        return tuple(Timing(stage, self.seconds[stage]) for stage in Stage if stage in self.seconds)


def tell_nothing(done: int, total: int) -> None:
    """Takes progress that nobody waits for."""


def read_job(job: Job, tell: Tell = tell_nothing) -> Reading | Refusal:
    """Read one file and make its rows; `tell` gets the pages that are done.

    Raises `ReadError` where its bytes cannot be had; where they are no document that can be read, it says so.
    """
    from normalize.record import read_record

    clock, look, document = _Clock(), job.look if job.sure else None, None
    kept = Path(job.folders.kept) if job.folders.kept and job.reading else None
    if job.fingerprint is not None and kept is not None and not job.force:
        with clock.of(Stage.READ):
            document = find_document(kept, job.fingerprint, job.reading, job.source)
    found = document is not None
    if document is None:
        with clock.of(Stage.FETCH):
            data, look = fetch_bytes(
                job.file, folder=Path(job.folders.work) if job.folders.work else None, tell=lambda: tell(0, 0)
            )
            fingerprint = hashlib.sha256(data).hexdigest()
        if fingerprint == job.known:
            return Reading(fingerprint, False, {}, look, unchanged=True)
        if kept is not None and not job.force and fingerprint != job.fingerprint:
            with clock.of(Stage.READ):  # the same content may be known from another place
                document = find_document(kept, fingerprint, job.reading, job.source)
        found = document is not None
        if document is None:
            try:
                document = _read(job, data, fingerprint, clock, tell)
            except ReadError as error:
                return Refusal(fingerprint, look, error.code, str(error))
        del data
    tell(0, 0)
    with clock.of(Stage.NORMALIZE):
        record = read_record(document)
    tell(0, 0)
    secret = record.facts.secrecy is not None
    if kept is not None:
        if secret:
            drop_document(kept, document.fingerprint)
        elif not found:
            keep_document(kept, document, job.reading)
    ocr = _ocr_folder(job, document.fingerprint)
    if secret and ocr is not None:
        shutil.rmtree(ocr, ignore_errors=True)  # what is secret is kept nowhere
    with clock.of(Stage.ROWS):
        rows = make_rows(record, include_secret=job.include_secret)
    return Reading(
        document.fingerprint,
        secret and not job.include_secret,
        rows,
        look,
        found,
        pages=len(document.pages),
        recognised_pages=sum(page.origin is Origin.OCR for page in document.pages),
        timings=clock.told(),
    )


def _read(job: Job, data: bytes, fingerprint: str, clock: _Clock, tell: Tell) -> Document:
    """The document in the bytes of a file, with the source of the job; raises `ReadError` that names it."""
    from extract.read import read_document

    folder, before = _ocr_folder(job, fingerprint), _recogniser_seconds()
    with _on_disk(job, data) as path, clock.of(Stage.READ):
        try:
            document = read_document(path, data=data, converted=job.converted, ocr_folder=folder, progress=tell)
        except ReadError as error:
            raise ReadError(error.code, str(error).replace(str(path), job.source, 1)) from None
    if document.format in (Format.PDF, Format.IMAGE):
        spent = min(clock.seconds[Stage.READ], _recogniser_seconds() - before)
        if spent > 0:
            clock.seconds[Stage.RECOGNISE] = spent
            clock.seconds[Stage.READ] -= spent
    return replace(document, source=job.source)


@contextmanager
def _on_disk(job: Job, data: bytes) -> Iterator[Path]:
    """A path that stands for the bytes; the bytes are there where LibreOffice will want them."""
    if job.converted is not None or not data.startswith(OLD_WORD) or not (job.members or is_url(job.path)):
        yield Path(job.path)
        return
    with tempfile.TemporaryDirectory(prefix="vanban-", dir=job.folders.work, ignore_cleanup_errors=True) as work:
        path = Path(work, "document.doc")
        path.write_bytes(data)
        yield path


def _ocr_folder(job: Job, fingerprint: str) -> Path | None:
    return Path(job.folders.ocr, fingerprint[:32]) if job.folders.ocr else None


def _recogniser_seconds() -> float:
    """The processor time of the programs that this process has run; 0 where the system does not tell."""
    try:
        import resource

        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime
    except ImportError:
        return 0.0
