"""A ledger made from the authored stories, and a coder that knows their texts: what the desk is tested on."""

from __future__ import annotations

import time
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

from waqai.ledger.engine import open_ledger
from waqai.ledger.store import ingest
from waqai.ledger.stories import StoryReport, build_record, coded_report, load_stories
from waqai.model import CodedReport, Report
from waqai.service import Desk

STORIES = Path(__file__).parents[2] / "corpus" / "stories"
AT = "2026-01-05T08:00:00+00:00"


TALLY = {"kind": "tally", "type": "attack", "by": ["ISIS"], "place": "deir_ez_zor"}
EXTRA: list[tuple[str, str, str, list[dict[str, Any]]]] = [
    ("نهر ميديا", "2023-08-28",
     "نفذ تنظيم داعش 89 هجوماً في دير الزور منذ بداية العام أسفرت عن مقتل 14 مدنياً. وأُغلقت الطرق المؤدية إلى مدينة "
     "الحسكة أمس. وتوقفت الأسواق في المدينة. وفُرض حظر تجوال كامل في البصيرة.",
     [TALLY | {"trigger": "هجوماً", "period": "2023-01-01/2023-08-28", "events": 89, "casualties": ["killed 14 civilian"]},
      {"kind": "access", "type": "movement_restriction", "trigger": "أُغلقت", "place": "hasakah_city", "date": "2023-08-27",
       "degree": "full", "sector": "transport"},
      {"kind": "access", "type": "service_suspended", "trigger": "توقفت", "place": "hasakah_city", "date": "2023-08-27",
       "sector": "market"},
      {"kind": "access", "type": "curfew", "trigger": "فُرض", "place": "basira", "date": "2023-08-28", "degree": "full"}]),
    ("مرصد البادية", "2023-05-31",
     "وثق المرصد 52 هجوماً لتنظيم داعش في دير الزور منذ مطلع العام قُتل فيها 9 مدنيين.",
     [TALLY | {"trigger": "هجوماً", "period": "2023-01-01/2023-05-31", "events": 52, "casualties": ["killed 9 civilian"],
               "sources": ["observatory:مرصد البادية"]}]),
    ("الفرات اليوم", "2023-08-30",
     "وقعت خمس عمليات اغتيال في المنطقة. ورُفع حظر التجوال في البصيرة صباح اليوم وأعيد فتح الطرق. "
     "وقال المزارع محمود الخالد إن أولاده كانوا في الحقل.",
     [{"kind": "tally", "type": "targeted_killing", "trigger": "عمليات", "events": 5},
      {"kind": "access", "type": "curfew", "trigger": "رُفع", "place": "basira", "date": "2023-08-30", "lifted": True},
      {"kind": "statement", "type": "characterisation", "trigger": "قال", "says": ["?محمود الخالد"],
       "sources": ["speaker:محمود الخالد"]}]),
    ("أخبار الجزيرة", "2023-08-12",
     "علّقت منظمات إنسانية توزيع المساعدات في ريف الحسكة بسبب الاشتباكات.",
     [{"kind": "access", "type": "aid_suspended", "trigger": "علّقت", "place": "hasakah", "date": "2023-08-12",
       "sector": "aid", "humanitarian": True}]),
]  # fmt: skip


def extra() -> list[tuple[Report, CodedReport]]:
    """Reports with tallies, access constraints and a private person's name."""
    places = tomllib.loads((STORIES / "places.toml").read_text("utf-8"))
    made = []
    for outlet, published, text, specs in EXTRA:
        report = Report(text=text, source=f"{outlet}/{published}", outlet=outlet, published=published,
                        published_basis="given")  # fmt: skip
        records = [build_record(f"r{n}", text, spec, places, outlet) for n, spec in enumerate(specs, 1)]
        made.append((report, coded_report(report, records)))
    return made


def told() -> list[StoryReport]:
    """Every report of every story."""
    return [report for story in load_stories(STORIES) for report in story.reports]


def story_coder() -> dict[str, CodedReport]:
    """Text hash -> its hand-made coding."""
    known = [(t.report, t.coded) for t in told()] + extra()
    return {sha256(report.text.encode()).hexdigest(): coded for report, coded in known}


def code(report: Report) -> CodedReport:
    """The hand-made coding of a known text; of another one, no record."""
    known = story_coder().get(sha256(report.text.encode()).hexdigest())
    return known or coded_report(report, [])


def make_desk(path: Path, empty: bool = False) -> Desk:
    """A desk over a new ledger at ``path``, with the stories in it."""
    ledger = open_ledger(path)
    if not empty:
        with ledger.begin() as conn:
            for each in told():
                ingest(conn, each.report, each.coded, "stories", AT)
            for report, coded in extra():
                ingest(conn, report, coded, "stories", AT)
    return Desk(ledger, coder=code, fingerprint="stories")


if __name__ == "__main__":
    import sys

    started = time.perf_counter()
    make_desk(Path(sys.argv[1])).close()
    print(f"{time.perf_counter() - started:.1f} s")
