"""Files damaged at random: whatever is read, nothing but reports and named errors comes out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import source_files

from waqai.model import Report
from waqai.sources import SourceError, SourceSettings, read

for library in ("trafilatura", "feedparser", "fastwarc", "openpyxl", "pyarrow", "pypdfium2"):
    pytest.importorskip(library, reason="the sources and export extras are not installed")

WHOLE: dict[str, Callable[[], bytes]] = {
    "a.txt": lambda: source_files.PARAGRAPH.encode() * 5,
    "page.html": lambda: (source_files.DATA / "page.html").read_bytes(),
    "feed.xml": lambda: (source_files.DATA / "rss.xml").read_bytes(),
    "result.json": lambda: (source_files.DATA / "result.json").read_bytes(),
    "excel.csv": lambda: (source_files.DATA / "excel.csv").read_bytes(),
    "a.jsonl": lambda: (source_files.DATA / "reports.jsonl").read_bytes(),
    "a.warc": lambda: source_files.warc_bytes(False),
    "a.warc.gz": source_files.warc_bytes,
    "a.wacz": source_files.wacz_bytes,
    "a.xlsx": lambda: source_files.xlsx_bytes([["text", "date"], [source_files.PARAGRAPH, "2023-08-27"]] * 3),
    "a.parquet": lambda: source_files.parquet_bytes({"text": [source_files.PARAGRAPH] * 3}),
    "s.pdf": source_files.scanned_pdf,
}
ROUNDS = 40


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The data cut, with bytes changed, doubled or dropped."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(out))
        match dice.randrange(5):
            case 0:
                out[at] = dice.randrange(256)
            case 1:
                del out[at : at + dice.randint(1, 40)]
            case 2:
                out[at:at] = out[at : at + dice.randint(1, 200)]
            case 3:
                out[at:at] = dice.choice([b"<div>", b"\0", b"\xff\xfe", b"]]>", b'"', b"{", b"PK\x03\x04", b"\r\n\r\n"])
            case _:
                del out[max(1, at) :]
        if not out:
            break
    return bytes(out)


@pytest.mark.parametrize("name", WHOLE)
def test_damaged_files_give_reports_or_named_errors(name: str, tmp_path: Path) -> None:
    data = WHOLE[name]()
    for number in range(ROUNDS):
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damaged(data, random.Random(f"{name} {number}")))
        items = list(read(path, settings=SourceSettings(any_language=True)))
        assert items, number
        for item in items:
            assert isinstance(item, Report | SourceError)
            assert item.text.strip() if isinstance(item, Report) else item.reason, number
