"""A stand-in for the coder: it knows nothing, but can fail, die and be slow when a text asks for it."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from waqai.batch import Coder
from waqai.model import CodedReport, Report, ReportHead, Segment


def code(report: Report) -> CodedReport:
    if "BOOM" in report.text:
        raise ValueError("boom")
    if "DIE" in report.text:
        os._exit(9)
    if "SLOW" in report.text:
        time.sleep(0.3)
    text = report.text
    head = ReportHead(
        hashlib.sha256(text.encode()).hexdigest(), report.source, report.url, report.outlet, report.title,
        report.published, report.published_basis, "ar", len(text),
    )  # fmt: skip
    return CodedReport("waqai.coded-report/1", head, [Segment("sentence", 0, len(text))], [], [])


def factory() -> Coder:
    return code


def report(number: int, extra: str = "") -> Report:
    return Report(f"قصفت المدفعية البلدة رقم {number} وأصيب مدنيان في السوق. {extra}", f"r{number}")


def write_shards(folder: Path, shards: int, each: int, extra: str = "") -> None:
    """JSON Lines shards."""
    import msgspec

    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(shards):
        lines = [
            msgspec.json.encode({"id": f"s{shard}-{n}", "text": report(shard * 1000 + n, extra).text, "outlet": "مرصد"})
            for n in range(each)
        ]
        (folder / f"part-{shard:03}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
