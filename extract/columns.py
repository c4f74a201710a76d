"""Lines on which two columns were run together -> the left column, then the right: letterheads, signature blocks.

`UBND TỈNH A    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM` and `Nơi nhận:    TL. CHỦ TỊCH` are two lines each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

# The right column of a letterhead begins with one of these, whatever the width of the gap before it.
_RIGHT_OF_HEAD = regex.compile(
    r"""
    \s{0,80} (?P<left>\S.{1,90}?) \s{1,80}
    (?P<right>
        (?:CỘNG|CÔNG)\s{1,2}(?:HÒA|HOÀ|HOÀ|HÒA)\s{1,2}XÃ\s{1,2}HỘI\s{1,2}CHỦ\s.{0,40}
      | (?:Độc|ĐỘC)\s{1,2}(?:lập|LẬP)\s{0,2}[-–—]\s{0,2}(?:Tự|TỰ)\s.{0,40}
      | ĐẢNG\s{1,2}CỘNG\s{1,2}SẢN\s{1,2}VIỆT\s{1,2}NAM
      | \p{Lu}[\p{L}.\x20-]{1,40},\s{0,3}(?:ngày|Ngày)[\s\d.…_]{1,20}(?:tháng)\s.{0,40}
    )
    """,
    regex.VERBOSE,
)
_MOTTO = regex.compile(r"\s{0,80}(?:CỘNG\s{1,2}H|CÔNG\s{1,2}HO?[ÒO]|Độc\s{1,2}lập|ĐẢNG\s{1,2}CỘNG)")
_HEAD_LINES = 9  # a letterhead is no longer, from its first line
_GAP = regex.compile(r"(?<=\S)(?:[ ]{3,}|[ ]{0,20}\t[\t ]{0,40})(?=\S)")
_RECIPIENTS = regex.compile(r"\s{0,80}Nơi\s{1,2}nhận\s{0,2}:?")
_TAIL_LINES = 30
# Who signs: `KT. CHỦ TỊCH`, `TM. ỦY BAN NHÂN DÂN`, `HIỆU TRƯỞNG`
_SIGNER = regex.compile(r"(?:\p{Lu}{1,3}[./]\s?)?\p{Lu}{2}[\p{Lu}\s.,/()-]{2,70}$")
_RECIPIENT = regex.compile(r"\s{0,80}[-–+•*]")


@dataclass(slots=True)
class _Block:
    left: list[tuple[int, str]] = field(default_factory=list)
    right: list[tuple[int, str]] = field(default_factory=list)


def order_columns(texts: Sequence[str]) -> list[tuple[int, str]]:
    """The lines in reading order, each with the index of the line that it came from; most come back as they are."""
    ordered: list[tuple[int, str]] = []
    i = 0
    while i < len(texts):
        block: _Block | None = None
        end = i
        text = texts[i]
        if len(text) > 12:
            if _RECIPIENTS.match(text) is not None:
                block, end = _read_tail(texts, i)
            elif "\t" in text or " " in text.strip():
                match = _RIGHT_OF_HEAD.fullmatch(text.rstrip()) if _may_be_head(text) else None
                if match is not None:
                    block, end = _read_head(texts, i)
        if block is None:
            ordered.append((i, text))
            i += 1
        else:
            ordered.extend(block.left)
            ordered.extend(block.right)
            i = end
    return ordered


def _may_be_head(text: str) -> bool:
    return "NAM" in text or "ập" in text or "ẬP" in text or "háng" in text


def _read_head(texts: Sequence[str], start: int) -> tuple[_Block | None, int]:
    """The two columns of a letterhead whose first line of two parts is at `start`."""
    block = _Block()
    first = _RIGHT_OF_HEAD.fullmatch(texts[start].rstrip())
    if first is None or (first["right"][:1] not in "CĐ" and not first["left"].lstrip().startswith(("Số", "SỐ"))):
        return None, start
    if first["right"][:2] not in {"CỘ", "CÔ", "ĐẢ", "Độ", "ĐỘ"} and _GAP.search(texts[start]) is None:
        # `Số: 5/KH-UBND   Hà Nội, ngày 5 tháng 6 năm 2025` alone is split only at a wide gap.
        return None, start
    end = start
    for i in range(start, min(len(texts), start + _HEAD_LINES)):
        text = texts[i].rstrip()
        if not text.strip():
            end = i + 1
            continue
        match = _RIGHT_OF_HEAD.fullmatch(text)
        gap = _last_gap(text)
        if match is not None and (gap is None or _MOTTO.match(match["right"]) is not None):
            block.left.append((i, match["left"]))
            block.right.append((i, match["right"]))
        elif gap is not None:
            block.left.append((i, text[: gap.start()]))
            block.right.append((i, text[gap.end() :]))
        elif _MOTTO.match(text) is not None or len(text) - len(text.lstrip()) > 30:
            block.right.append((i, text))
        elif i > start and _is_left(text, texts, i):
            block.left.append((i, text))
        else:
            break
        end = i + 1
    return block, end


def _last_gap(text: str) -> regex.Match[str] | None:
    gaps = list(_GAP.finditer(text))
    return gaps[-1] if gaps else None


def _is_left(text: str, texts: Sequence[str], i: int) -> bool:
    """A line of the left column alone, with lines of two columns still to come."""
    return len(text) < 60 and any(
        _RIGHT_OF_HEAD.fullmatch(later.rstrip()) or _MOTTO.match(later) for later in texts[i + 1 : i + 3]
    )


def _read_tail(texts: Sequence[str], start: int) -> tuple[_Block | None, int]:
    """The recipients and the signature, where they stand side by side; None where they do not."""
    block = _Block()
    match = _RECIPIENTS.match(texts[start])
    rest = texts[start][match.end() :].strip() if match is not None else ""
    if rest and _SIGNER.match(rest) is None:
        return None, start
    sided = bool(rest)
    head = texts[start][: match.end()] if match is not None else texts[start]
    block.left.append((start, head))
    if rest:
        block.right.append((start, rest))
    end = start + 1
    for i in range(start + 1, min(len(texts), start + _TAIL_LINES)):
        text = texts[i].rstrip()
        if not text.strip():
            end = i + 1
            continue
        gap = _GAP.search(text)
        indent = len(text) - len(text.lstrip())
        if _RECIPIENT.match(text) is not None:
            if gap is not None and text[gap.end() : gap.end() + 1].isupper() and gap.start() > 3:
                block.left.append((i, text[: gap.start()]))
                block.right.append((i, text[gap.end() :]))
                sided = True
            else:
                block.left.append((i, text))
        elif indent > 24 or (gap is None and not block.right and indent > 16):
            block.right.append((i, text))
            sided = True
        elif gap is not None and text[gap.end() : gap.end() + 1].isupper() and sided:
            block.left.append((i, text[: gap.start()]))
            block.right.append((i, text[gap.end() :]))
        elif _continues_recipient(texts, i):
            block.left.append((i, text))
        else:
            break
        end = i + 1
    return (block, end) if sided else (None, start)


def _continues_recipient(texts: Sequence[str], i: int) -> bool:
    """A line without a dash between recipients: `(đăng tải trên Trang TTĐT Sở);`."""
    following = next((t for t in texts[i + 1 : i + 4] if t.strip()), "")
    return _RECIPIENT.match(following) is not None and _SIGNER.match(texts[i].strip()) is None
