"""Lists of reports, tallies and claims over a large ledger on SQLite: times at the 50th and 95th percentile, and plans.

    python bench/ledger_records.py --reports 200000 --ledger /tmp/records.db

The reports are made up and written straight into the tables: each has a statement about an incident of its own, one in
ten a tally. The floor is the least such a list does: fifty rows of ``records`` by their keys, in the same process. A
file that is there already is used as it is.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger import catalogue
from waqai.ledger.engine import open_ledger
from waqai.ledger.filters import Filters, Page
from waqai.ledger.schema import records
from waqai.ledger.stories import build_record

FIRST, LAST = date(2014, 1, 1).toordinal(), date(2025, 12, 31).toordinal()
TYPES = ("denial", "claim", "claim", "condemnation", "accusation", "threat", "appeal", "calm")
ACTORS = [f"ACTOR{n}" for n in range(80)]
OUTLETS = [f"outlet {n}" for n in range(100)]
ADM1 = [f"SY{n:02}" for n in range(1, 15)]
TEXT = "a statement about the event, and a tally of all such."
PLACES = {"p": {"ar": "place", "en": "Place", "country": "SY", "adm1": "SY01"}}
ROW = (
    "uid, report_seq, rid, kind, type, family, factuality, part, sort_day, coarse, country, adm1, adm1_key, victims, state, "
    "incident_seq, sketch, data"
)


def skewed(rng: random.Random, items: list[Any]) -> Any:
    """One of the items, early ones far more often, as news is."""
    return items[int(len(items) * rng.random() ** 2)]


def write(path: str, count: int) -> None:
    """Fill the tables that these lists read."""
    open_ledger(path).close()
    rng = random.Random(7)
    spec = {"kind": "statement", "type": "denial", "trigger": "statement", "says": ["ACTOR1"], "links": ["denies r1"]}
    said = msgspec.json.encode(build_record("r2", TEXT, spec, {}, "outlet"))
    added = {"kind": "tally", "type": "attack", "trigger": "tally", "events": 9, "place": "p"}
    tally = msgspec.json.encode(build_record("r3", TEXT, added, PLACES, "outlet"))
    told = msgspec.json.encode(build_record("r1", TEXT, {"type": "attack", "trigger": "event"}, {}, "outlet"))
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA synchronous=OFF")
    for seq in range(1, count + 1):
        day, outlet, adm1 = rng.randint(FIRST, LAST), skewed(rng, OUTLETS), rng.choice(ADM1)
        iso, id_ = date.fromordinal(day).isoformat(), f"{seq:064x}"
        raw.execute(
            "INSERT INTO reports (seq, id, source, outlet, outlet_key, published, chars, text, retrieved_at, sort_day, state, "
            "forgotten) VALUES (?,?,?,?,?,?,?,?,?,?,?,0)",
            (seq, id_, f"s{seq}", outlet, outlet, iso, len(TEXT), TEXT, iso, day, "machine-coded"),
        )
        kinds = [("r1", "incident", "attack", told), ("r2", "statement", rng.choice(TYPES), said)]
        for rid, kind, type_, data in [*kinds, ("r3", "tally", "attack", tally)][: 3 if seq % 10 == 0 else 2]:
            uid = f"{id_[-16:]}.{rid}"
            place = ("SY", adm1) if kind != "statement" or seq % 2 else (None, None)
            raw.execute(
                f"INSERT INTO records ({ROW}) VALUES ({','.join('?' * 18)})",
                (uid, seq, rid, kind, type_, type_, "asserted", "member" if rid == "r1" else "none", day, 0, *place,
                 place[1] or "", "  ", "machine-coded", seq if rid == "r1" else None, b"", data),
            )  # fmt: skip
            raw.execute("INSERT INTO record_actors VALUES (?,?,?)", (skewed(rng, ACTORS), "speaker", uid))
        raw.execute(
            "INSERT INTO incidents (seq, id, type, grain, sort_day, initiators, targets, victims, outlets, factuality, grade, "
            "reports, sources, state) VALUES (?,?,?,?,?,'','','','','asserted',?,1,1,'machine-coded')",
            (seq, f"i{seq:012x}", "attack", "day", day, rng.choice(("weak", "fair", "contested"))),
        )
    raw.executemany(
        "INSERT INTO places (id, precision, country, adm1) VALUES (?, 'governorate', 'SY', ?)", [(a, a) for a in ADM1]
    )
    raw.commit()
    raw.close()
    print(f"wrote {count} reports: {Path(path).stat().st_size / 1e6:.0f} MB")


def asked(rng: random.Random, kind: str) -> Filters:
    """A filter as a person at a desk would set it."""
    day = date.fromordinal(rng.randint(FIRST, LAST - 400))
    window = {"from_": day.isoformat(), "to": date.fromordinal(day.toordinal() + rng.choice((30, 90, 365))).isoformat()}
    chosen: dict[str, dict[str, str]] = {
        "everything": {}, "window": window, "area": {"place": rng.choice(ADM1)}, "type": {"type": rng.choice(TYPES)},
        "actor": {"actor": skewed(rng, ACTORS)}, "outlet": {"outlet": skewed(rng, OUTLETS)}, "grade": {"grade": "contested"},
        "actor, window": {"actor": skewed(rng, ACTORS)} | window,
    }  # fmt: skip
    return Filters(**chosen[kind])


KINDS = ("everything", "window", "area", "type", "actor", "outlet", "grade", "actor, window")
LISTS: dict[str, Callable[..., Any]] = {
    "claims": catalogue.list_claims, "tallies": catalogue.list_tallies, "reports": catalogue.list_reports,
}  # fmt: skip


def timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def floor(conn: Connection, rng: random.Random, count: int) -> float:
    keys = [f"{f'{rng.randint(1, count):064x}'[-16:]}.r2" for _ in range(50)]
    return timed(lambda: conn.execute(select(records).where(records.c.uid.in_(keys))).all())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ledger", default="bench-records.db")
    options = parser.parse_args()
    if not Path(options.ledger).exists():
        write(options.ledger, options.reports)
    rng = random.Random(5)
    print(f"{'list':<10} {'filters':<16} {'p50':>8} {'p95':>8} {'floor p50':>10} {'x floor':>8}   milliseconds")
    with open_ledger(options.ledger) as ledger, ledger.read() as conn:
        for name, listed in LISTS.items():
            for kind in KINDS:
                times, least = [], []
                for _ in range(options.rounds):
                    filters = asked(rng, kind)
                    times.append(timed(lambda chosen=filters, of=listed: of(conn, chosen, Page(limit=50))))
                    least.append(floor(conn, rng, options.reports))
                p = statistics.quantiles(times, n=20, method="inclusive")
                base = statistics.median(least)
                print(f"{name:<10} {kind:<16} {p[9]:>8.1f} {p[18]:>8.1f} {base:>10.2f} {p[9] / base:>8.0f}", flush=True)


if __name__ == "__main__":
    main()
