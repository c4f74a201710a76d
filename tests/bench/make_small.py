"""Articles of the official codification -> as many small documents as are wanted, text files with a letterhead."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ARTICLES = Path(__file__).parents[3] / "shared" / "scale" / "phapdien_articles.jsonl.gz"
_HEAD = """ỦY BAN NHÂN DÂN
TỈNH SÔNG LAM
Số: {number}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sông Lam, ngày {day:02d} tháng {month:02d} năm 2025

KẾ HOẠCH
Thực hiện {heading}

Thực hiện {origin}; Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
{text}

II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành rà soát, báo cáo Ủy ban nhân dân tỉnh
trước ngày {day:02d}/12/2025.
2. Giao Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An
"""


def make_texts(count: int) -> Iterator[str]:
    """So many documents of one to three thousand characters, no two alike, the same at each call."""
    for number, article in enumerate(islice(cycle(_articles()), count), start=1):
        yield _HEAD.format(
            number=number,
            day=1 + number % 28,
            month=1 + number % 12,
            heading=article["dieu"].split(". ", 1)[-1],
            origin=article["nguon"].strip("()"),
            text=article["noi_dung"][:2000],
        )


def write_texts(folder: Path, count: int) -> None:
    """Write so many documents, a thousand to a folder; what is there already is left."""
    for number, text in enumerate(make_texts(count)):
        path = folder / f"{number // 1000:04d}" / f"{number:06d}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")


def _articles() -> Iterator[dict[str, str]]:
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
