"""The documents that were found, and what the store knows of them -> what a run has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.reading import Folders, Job
from corpus.sources import FoundFile, fingerprint_of, is_url
from corpus.stages import document_version, rules_version
from corpus.store import Store, StoredFile
from corpus.walk import Found, is_there

KEPT_FOLDER = "read-documents"
WORK_FOLDER = ".vanban-work"
# What may be otherwise at the next run though the file is the same: it is tried again at each.
_PASSING = frozenset(("vanished", "missing", "unreadable", "unreachable", "no_libreoffice"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do.

    `jobs` are the files to read, largest first; `unchanged` needs nothing, `quarantined` failed before and is not tried
    again; `gone` are paths of the store that are no longer there. `looks` is how unchanged files look now, by path.
    """

    jobs: tuple[Job, ...]
    unchanged: tuple[FoundFile, ...] = ()
    quarantined: tuple[StoredFile, ...] = ()
    gone: tuple[str, ...] = ()
    looks: Mapping[str, str] = field(default_factory=dict)


def make_plan(
    found: Found, store: Store, *, force: bool = False, include_secret: bool = False, retry: bool = False
) -> Plan:
    """Compare the files with the store.

    A file that looks from outside as it did when it was read has the content that it had; of others the content is
    compared. Unchanged is what has the same content and was read by the same rules. What failed is tried again where
    its content or the rules are others, where the failure may have passed, and with `retry`; with `force` all is read.
    """
    known, rules, reading = store.files(), version_of_rules(), document_version()
    folders = folders_of(store)
    owners = {before.source: path for path, before in known.items()}
    jobs, unchanged, quarantined, looks = list[Job](), list[FoundFile](), list[StoredFile](), dict[str, str]()
    for file in found.files:
        source = file.source
        if owners.get(source, file.path) != file.path:
            source = file.path  # another file was given under this name, from another folder: both are kept
        before = None if force else known.get(file.path)
        fingerprint, same = None, False
        if before is not None:
            fingerprint, same = _compare(file, before, looks)
        current = before is not None and (before.rules, before.source) == (rules, source)
        settled = current and before is not None and not before.failed and not (include_secret and before.withheld)
        if same and settled:
            unchanged.append(file)
            continue
        if same and current and before is not None and before.failed and not retry and before.code not in _PASSING:
            quarantined.append(before)
            continue
        jobs.append(
            Job(
                file.place,
                source,
                fingerprint,
                file.size,
                include_secret,
                folders=folders,
                key=file.path,
                members=file.members,
                look=file.look,
                sure=file.sure,
                refusal=file.refusal,
                known=before.fingerprint if settled and before is not None and not same else None,
                reading=reading,
                force=force,
                tries=(before.tries or 0) if same and before is not None and before.failed else 0,
            )
        )
    jobs.sort(key=lambda job: (-job.size, job.source))
    here = {file.path for file in found.files}
    gone = (path for path in known if path not in here and (path.startswith(found.listed) or not is_there(path)))
    return Plan(tuple(jobs), tuple(unchanged), tuple(quarantined), tuple(sorted(gone)), looks)


def version_of_rules() -> str:
    """The version of all that turns the bytes of a file into rows."""
    return f"{document_version()}-{rules_version()}"


def folders_of(store: Store) -> Folders:
    """Where a run into this store keeps what it need not do again."""
    out = Path(store.ocr_folder).parent
    return Folders(store.ocr_folder, str(out / KEPT_FOLDER), str(out / WORK_FOLDER))


def _compare(file: FoundFile, before: StoredFile, looks: dict[str, str]) -> tuple[str | None, bool]:
    """The content of a file where it is known, and whether it is surely that of the store."""
    if file.look is not None and file.look == before.look:
        return before.fingerprint, True
    if file.members or file.refusal is not None or is_url(file.place):
        return None, False  # a worker will see
    fingerprint, look = fingerprint_of(file.place)
    same = fingerprint is not None and fingerprint == before.fingerprint
    if same and look is not None:
        looks[file.path] = look
    return fingerprint, same
