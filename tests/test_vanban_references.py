"""`vanban references`: a line out for a line in, what is left out of the words of a mention, what bad input says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from normalize.references import find_references
from vanban.references_command import make_row, mention_text

SHARED = Path(__file__).parents[2] / "shared" / "vnlegaltext"


def call(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vanban", "references", *map(str, arguments)],
        capture_output=True,
        text=True,
        input=text,
        cwd=Path(__file__).parents[1],
        encoding="utf-8",
    )


def test_a_line_out_for_a_line_in(tmp_path: Path) -> None:
    lines = [
        {"id": 7, "text": "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ"},
        {"id": "b", "text": "không có gì"},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    assert call("--jsonl", source, tmp_path / "out.jsonl").returncode == 0
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert second == {"id": "b", "references": []}
    (row,) = first["references"]
    assert first["id"] == 7
    assert (row["type"], row["number"], row["date"], row["issuer"]) == (
        "NĐ",
        "30/2020/NĐ-CP",
        "2020-03-05",
        "Chính phủ",
    )
    assert row["text"] == lines[0]["text"][row["start"] : row["end"]] == "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020"
    assert row["relation"] == "based_on"


def test_standard_input_and_output() -> None:
    done = call("-", "-", text='{"id": 1, "text": "Luật Đất đai"}\n')
    assert json.loads(done.stdout)["references"][0]["name"] == "Luật Đất đai"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Luật Giáo dục ngày 25/11/2009", "Luật Giáo dục ngày 25/11/2009"),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục ngày 25/11/2009",
            "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục",
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của Bộ luật Lao động ngày 02/4/2002",
            "Luật sửa đổi, bổ sung một số điều của Bộ luật Lao động ngày 02/4/2002",
        ),
    ],
)
def test_words_of_a_mention(text: str, words: str) -> None:
    (reference,) = find_references(text)
    assert mention_text(text, reference) == words
    assert str(make_row(text, reference)["date"]).startswith("20")


@pytest.mark.parametrize(
    "line", ["{", "[1]", '{"id": 1}', '{"id": [1], "text": "a"}', '{"id": 1, "text": 5}', "[" * 9999]
)
def test_bad_input_names_the_line_and_leaves_no_output(line: str, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "a"}\n' + line + "\n", encoding="utf-8")
    done = call(source, target)
    assert done.returncode == 2 and "line 2" in done.stderr and "Traceback" not in done.stderr
    assert not target.exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = call(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert done.returncode == 2 and "none.jsonl" in done.stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")
def test_public_annotation(tmp_path: Path) -> None:
    score = [sys.executable, SHARED / "score.py"]
    subprocess.run([*score, "prepare", SHARED / "val.jsonl", tmp_path / "in.jsonl"], check=True)
    assert call("--jsonl", tmp_path / "in.jsonl", tmp_path / "out.jsonl").returncode == 0
    done = subprocess.run(
        [*score, "score", SHARED / "val.jsonl", tmp_path / "out.jsonl"], check=True, capture_output=True, text=True
    )
    assert float(done.stdout.split("F1")[-1].split()[0]) >= 0.97
