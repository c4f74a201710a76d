"""300 documents, scans among them where they are at hand, under 20 random kills: the same rows as undisturbed?"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from corpus.store import open_existing_store
from tests.bench.telling import tell
from tests.made_chaos import make_documents, run_undisturbed, run_with_kills

DOCUMENTS, KILLS = 300, 20
SCANS = Path(__file__).parents[3] / "shared" / "corpus" / "more_scans"


def main() -> int:
    """Print what was killed and in how many tables the rows differ; 1 where in any."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        make_documents(work / "in", DOCUMENTS)
        for path in sorted(SCANS.glob("*.pdf"), key=lambda path: path.stat().st_size)[:3]:
            shutil.copy(path, work / "in")
        quiet = run_undisturbed(work / "in", work / "quiet")
        killed = run_with_kills(work / "in", work / "out", KILLS, seed=seed, longest=2.0)
        print(f"      exit code undisturbed {quiet}; killed: {killed}", flush=True)
        differ = compare(work / "quiet", work / "out")
    return int(not tell(f"chaos: tables that differ after {KILLS} kills {', '.join(differ)}", len(differ), most=0))


def compare(first: Path, second: Path) -> list[str]:
    """The tables, and `files`, whose rows are not the same in two output folders."""
    with open_existing_store(first) as one, open_existing_store(second) as other:
        differ = [name for name in one.counts() if list(one.rows(name)) != list(other.rows(name))]
        known = [
            {path: (file.fingerprint, file.rules, file.failed) for path, file in store.files().items()}
            for store in (one, other)
        ]
    return differ if known[0] == known[1] else [*differ, "files"]


if __name__ == "__main__":
    sys.exit(main())
