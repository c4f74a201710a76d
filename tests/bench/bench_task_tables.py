"""Made annexes with a table of tasks: what of them is read right as DOCX, as PDF and, where asked for, as a scan.

    python -m tests.bench.bench_task_tables [--tables N] [--rows N] [--seed N] [--scan]

The PDF is LibreOffice's, which cuts rows by its pages; the scan is the PDF at 200 dots an inch, a little askew, with
noise. The figures are those of `../shared/eval/score.py`; without it, or without LibreOffice, nothing is measured.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from tests.bench.make_task_tables import make_task_tables
from tests.bench.telling import tell

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
DPI = 200
LEAST = {"tasks": 0.95, "tasks.leads": 0.96, "tasks.coordinators": 0.94, "tasks.deadline": 0.96, "tasks.product": 0.95}
LEAST_SCANNED = {"tasks": 0.85, "tasks.leads": 0.85}


def main(arguments: list[str]) -> int:
    """Print one line a facet; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tables", type=int, default=12)
    parser.add_argument("--rows", type=int, default=36)
    parser.add_argument("--seed", type=int, default=71)
    parser.add_argument("--scan", action="store_true")
    given = parser.parse_args(arguments)
    office = shutil.which("soffice")
    if not SCORER.is_file() or office is None:
        print(f"{SCORER} or LibreOffice is not there: nothing is measured.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        golds = []
        for table in make_task_tables(given.tables, given.rows, given.seed):
            (folder / f"{table.name}.docx").write_bytes(table.docx)
            golds.append((table.name, table.gold))
        made = [str(folder / f"{stem}.docx") for stem, _ in golds]
        convert = [office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf"]
        subprocess.run([*convert, "--outdir", str(folder), *made], check=True, capture_output=True)
        good = measure("docx", folder, golds, LEAST, lambda stem: folder / f"{stem}.docx")
        good = measure("pdf", folder, golds, LEAST, lambda stem: folder / f"{stem}.pdf") and good
        if given.scan:
            good = measure("scan", folder, golds, LEAST_SCANNED, lambda stem: scan(folder / f"{stem}.pdf")) and good
    return int(not good)


def measure(
    kind: str,
    folder: Path,
    golds: list[tuple[str, dict[str, object]]],
    least: dict[str, float],
    path_of: Callable[[str], Path],
) -> bool:
    """Read the annexes in one form, score and tell them."""
    from vanban import extract_record, read_document

    gold_folder, out = folder / f"gold_{kind}", folder / f"out_{kind}"
    gold_folder.mkdir()
    out.mkdir()
    rows = []
    for stem, gold in golds:
        path = path_of(stem)
        (gold_folder / f"{stem}.json").write_text(
            json.dumps({"file": path.name, "tasks": gold["tasks"]}), encoding="utf-8"
        )
        for task in extract_record(read_document(path)).tasks:
            due = task.deadlines[0] if task.deadlines else None
            rows.append(
                {
                    "source": path.name,
                    "label": task.label,
                    "content": task.content,
                    "leads": [unit.name for unit in task.leads],
                    "coordinators": [unit.name for unit in task.coordinators],
                    "directors": [{"name": person.name, "title": person.title} for person in task.directors],
                    "product": task.product.value if task.product else None,
                    "deadline": {
                        "kind": due.kind,
                        "start": str(due.start) if due.start else None,
                        "end": str(due.end) if due.end else None,
                        "rrule": due.rrule,
                    }
                    if due
                    else None,
                }
            )
    (out / "tasks.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(gold_folder), str(out), "--json", "--only", "tasks"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    good = True
    for facet, bound in least.items():
        good = tell(f"{kind}: F1 of {facet}, {found[facet]['gold']} in gold", found[facet]["f1"], least=bound) and good
    return good


def scan(path: Path) -> Path:
    """The PDF as a scanner gives it: each page a poor JPEG, askew and noisy."""
    import pypdfium2

    chance, noise = random.Random(path.stem), np.random.default_rng(7)
    pages = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            image = page.render(scale=DPI / 72).to_pil().convert("RGB")
            turned = image.rotate(chance.uniform(-0.7, 0.7), resample=Image.Resampling.BICUBIC, fillcolor="white")
            levels = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6))).astype(np.float32) * 0.97
            levels += noise.normal(0, 7, (*levels.shape[:2], 1))
            buffer = io.BytesIO()
            Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(
                buffer, "JPEG", quality=chance.randint(55, 75)
            )
            pages.append(Image.open(io.BytesIO(buffer.getvalue())))
    scanned = path.with_name(f"{path.stem}_scan.pdf")
    pages[0].save(scanned, save_all=True, append_images=pages[1:], resolution=DPI)
    return scanned


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
