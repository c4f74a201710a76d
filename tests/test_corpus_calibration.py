"""How often the values of a run that are given as certain are right, by gold."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from corpus.calibration import CERTAIN, TABLES, count, judge, read_gold, share_of_certain
from extract.errors import ReadError
from vanban.cli import app

GOLD = {
    "file": "ke_hoach.txt",
    "document": {"type": "KH", "number": "12/KH-UBND", "title": "Triển khai chuyển đổi số"},
    "references": [{"type": "QĐ", "number": "5/QĐ-TTg", "date": "2025-01-02", "relation": "implements"}],
    "tasks": [
        {
            "label": "1",
            "content": "Xây dựng kế hoạch chuyển đổi số của tỉnh",
            "leads": ["Sở Khoa học và Công nghệ"],
            "coordinators": [],
            "deadline": {"text": "Quý III/2025", "kind": "by", "start": None, "end": "2025-09-30", "rrule": None},
            "product": None,
        }
    ],
}
SURE = {"source": "x/ke_hoach.txt", "confidence": 1.0, "reason": None}


def rows(*, lead="Sở Khoa học và Công nghệ", sure=SURE, end="2025-09-30", content=None):
    deadline = {"text": "Quý III/2025", "kind": "by", "start": None, "end": end, "rrule": None}
    content = content or "Xây dựng kế hoạch chuyển đổi số của tỉnh."
    task = SURE | {"row": 1, "label": "1", "content": content, "deadline": deadline, "product": None, "evidence": {}}
    found = dict.fromkeys(TABLES, ())
    found["documents"] = [SURE | {"type": "KH", "number": "012/KH-UBND", "evidence": {}}]
    found["references"] = [
        SURE | {"type": "QĐ", "number": "5/QĐ-TTg", "name": None, "date": "2025-01-02", "relation": "implements"}
    ]
    found["tasks"] = [task]
    found["units"] = [sure | {"task": 1, "role": "lead", "name": lead}]
    found["deadlines"] = [SURE | {"task": 1, "main": True, "text": "Quý III/2025"}]
    return found


def test_right_values_are_certain_and_right():
    judged = judge({"ke_hoach.txt": GOLD}, rows())
    assert {value.field for value in judged} == {"type", "number", "reference", "task", "leads", "deadline"}
    assert all(value.right and value.band == CERTAIN for value in judged)
    assert share_of_certain(judged) == 1.0


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"lead": "Sở Tài chính"}, "leads"), ({"end": "2025-07-01"}, "deadline")],
)
def test_a_wrong_value_counts_in_its_band(changed, field):
    counts = count(judge({"ke_hoach.txt": GOLD}, rows(**changed)))
    assert counts[field] == {CERTAIN: (0, 1)} and counts["task"] == {CERTAIN: (1, 1)}


@pytest.mark.parametrize(
    ("confidence", "reason", "band"),
    [(1.0, "read from a scan", "0.9 to 1"), (0.8, None, "0.7 to 0.9"), (0.5, "not known", "below 0.7")],
)
def test_a_doubt_is_not_certain(confidence, reason, band):
    sure = SURE | {"confidence": confidence, "reason": reason}
    assert count(judge({"ke_hoach.txt": GOLD}, rows(sure=sure)))["leads"] == {band: (1, 1)}


def test_every_field_of_a_task_that_gold_does_not_have_is_wrong():
    judged = judge({"ke_hoach.txt": GOLD}, rows(content="Tổ chức hội nghị sơ kết phong trào thi đua năm 2030"))
    assert {(v.field, v.right) for v in judged if v.field in ("task", "leads", "deadline")} == {
        ("task", False),
        ("leads", False),
        ("deadline", False),
    }
    assert share_of_certain(judged) == 0.0


def test_a_folder_without_gold_says_so(tmp_path):
    with pytest.raises(ReadError, match="holds no gold"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ReadError, match="names no `file`"):
        read_gold(tmp_path)


def test_the_command_writes_its_page_and_tells_by_its_exit_code(tmp_path):
    text = (
        "UBND TỈNH QUẢNG NGÃI\nSố: 12/KH-UBND\nKẾ HOẠCH\nTriển khai chuyển đổi số\nI. NHIỆM VỤ\n"
        "1. Xây dựng kế hoạch chuyển đổi số của tỉnh\n- Đơn vị chủ trì: Sở Khoa học và Công nghệ.\n"
        "- Thời gian hoàn thành: Quý III/2025.\n"
    )
    source, out, gold = tmp_path / "ke_hoach.txt", tmp_path / "out", tmp_path / "gold"
    source.write_text(text, encoding="utf-8")
    gold.mkdir()
    (gold / "ke_hoach.json").write_text(json.dumps(GOLD), encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["run", str(source), "--out", str(out), "--workers", "0"]).exit_code == 0
    done = runner.invoke(app, ["calibrate", str(gold), str(out), "--to", str(tmp_path / "page.md")])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| leads | 1 of 1 (100%) |" in page and "**100.0%** are right" in page
    GOLD_OTHER = GOLD | {"tasks": [GOLD["tasks"][0] | {"leads": ["Sở Tài chính"]}]}
    (gold / "ke_hoach.json").write_text(json.dumps(GOLD_OTHER), encoding="utf-8")
    again = runner.invoke(app, ["calibrate", str(gold), str(out), "--show"])
    assert again.exit_code == 1 and "leads: Sở Khoa học và Công nghệ" in again.output
