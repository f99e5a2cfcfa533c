"""Does a report cost the same to ingest in a full ledger as in an empty one? Prints the curve, a row per tenth.

    python bench/ledger_ingest.py --reports 100000 --ledger /tmp/bench.db

Beside each tenth stands a floor, taken just after it: the same reports' text and coding put into one bare table of a
new SQLite file, in transactions of the same size. On a busy machine the times move together; the ratio does not.

Synthetic coded reports arrive in order of time, about forty a day over a whole country: three in four tell an incident
that another report tells too, one in six is a copy of another's text, one in twenty has a tally, one in twenty an
access constraint.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from waqai.ledger import care
from waqai.ledger.engine import Ledger, open_ledger
from waqai.ledger.schema import edges, incidents
from waqai.ledger.store import ingest
from waqai.ledger.stories import build_record, coded_report
from waqai.model import CodedReport, Report

PER_DAY = 40
START = date(2015, 1, 1)
TYPES = (
    "ied_mine",
    "shelling",
    "armed_clash",
    "targeted_killing",
    "air_drone_strike",
    "arrest",
    "abduction",
    "protest",
)
ACTORS = ("ISIS", "SDF", "TR_FORCES", "SY_ASSAD_ARMY", "HTS", "SNA", "RU_FORCES", "UNIDENT_ARMED")
OUTLETS = [f"outlet {n}" for n in range(60)]
WORDS = [
    f"{a}{b}"
    for a in ("mar", "sol", "tin", "kab", "rum", "dil", "faz", "gor")
    for b in ("ab", "et", "im", "os", "ul", "an")
]
PLACES: dict[str, Any] = {
    f"p{n}": {
        "ar": f"place {n}", "en": f"Place {n}", "country": "SY", "adm1": f"SY{1 + n % 14:02}",
        "adm2": f"SY{1 + n % 14:02}{n % 5:02}", "lat": 32 + (n % 50) / 10, "lon": 36 + (n // 50) / 2,
    }
    for n in range(400)
}  # fmt: skip


class Country:
    """A made-up news stream: events of the day, and reports that tell them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.open: list[dict[str, Any]] = []
        self.last = ""

    def event(self, day: date) -> dict[str, Any]:
        rng = self.rng
        return {
            "type": rng.choice(TYPES), "place": f"p{rng.randrange(400)}", "date": day.isoformat(),
            "by": [rng.choice(ACTORS)], "trigger": "event",
            "casualties": [f"killed {rng.choice((0, 1, 1, 2, 3, 5, 9))} {rng.choice(('civilian', 'military'))}"],
        }  # fmt: skip

    def report(self, number: int) -> tuple[Report, CodedReport]:
        rng = self.rng
        day = START + timedelta(days=number // PER_DAY)
        if number % PER_DAY == 0:
            self.open = [self.event(day) for _ in range(PER_DAY // 3)]
        specs = [dict(rng.choice(self.open))]
        if number % 20 == 0:
            period = f"{day.year}-01-01/{day.isoformat()}"
            specs.append(
                {
                    "kind": "tally",
                    "type": "attack",
                    "trigger": "tally",
                    "place": "p3",
                    "by": ["ISIS"],
                    "events": 9,
                    "period": period,
                }
            )
        if number % 20 == 10:
            specs.append(
                {
                    "kind": "access",
                    "type": "curfew",
                    "trigger": "curfew",
                    "place": f"p{rng.randrange(400)}",
                    "date": day.isoformat(),
                }
            )
        body = self.last if number % 6 == 5 else " ".join(rng.choice(WORDS) for _ in range(120))
        self.last = body
        text = f"event of the day, tally and curfew too, as number {number} tells: {body}."
        outlet = rng.choice(OUTLETS)
        report = Report(
            text=text, source=f"s{number}", outlet=outlet, published=day.isoformat(), published_basis="given"
        )
        records = [build_record(f"r{n}", text, spec, PLACES, outlet) for n, spec in enumerate(specs, 1)]
        return report, coded_report(report, records)


Made = list[tuple[Report, CodedReport]]


def floor(made: Made, batch: int) -> float:
    """Processor seconds to keep these reports in one bare table: the least that any ledger does with them."""
    with tempfile.TemporaryDirectory() as folder:
        raw = sqlite3.connect(Path(folder) / "floor.db")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("CREATE TABLE kept (id TEXT PRIMARY KEY, text TEXT, coded BLOB)")
        worked = time.process_time()
        for at in range(0, len(made), batch):
            with raw:
                rows = [(c.report.id, r.text, msgspec.json.encode(c)) for r, c in made[at : at + batch]]
                raw.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
        worked = time.process_time() - worked
        raw.close()
    return worked


def take_in(ledger: Ledger, made: Made, batch: int) -> tuple[float, float]:
    """Ingest these reports; the wall and the processor seconds it took."""
    started, worked = time.perf_counter(), time.process_time()
    for at in range(0, len(made), batch):
        with ledger.begin() as conn:
            for report, coded in made[at : at + batch]:
                ingest(conn, report, coded, "bench", "2026-01-01T00:00:00+00:00")
    return time.perf_counter() - started, time.process_time() - worked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=100, help="reports a transaction")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--ledger", default="bench-ledger.db")
    options = parser.parse_args()
    country = Country(1)
    step = options.reports // options.steps
    print(
        f"{'reports':>8} {'ms/report':>10} {'cpu ms':>7} {'floor':>7} {'x floor':>8} {'incidents':>10} {'pairs':>9} {'MB':>7}"
    )
    with open_ledger(options.ledger) as ledger:
        for first in range(0, options.reports, step):
            made = [country.report(n) for n in range(first, first + step)]
            wall, busy = (seconds / step * 1000 for seconds in take_in(ledger, made, options.batch))
            least = floor(made, options.batch) / step * 1000
            with ledger.read() as conn:
                counts = [conn.execute(select(func.count()).select_from(t)).scalar_one() for t in (incidents, edges)]
            path = Path(options.ledger)
            size = path.stat().st_size / 1e6 if path.exists() else 0
            print(
                f"{first + step:>8} {wall:>10.2f} {busy:>7.2f} {least:>7.3f} {busy / least:>8.0f} {counts[0]:>10} "
                f"{counts[1]:>9} {size:>7.0f}", flush=True,
            )  # fmt: skip
        print("check:", care.check(ledger) or "nothing wrong")


if __name__ == "__main__":
    main()
