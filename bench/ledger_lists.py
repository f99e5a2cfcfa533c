"""Lists and facets over a million incidents on SQLite: times at the 50th and 95th percentile, and the query plans.

    python bench/ledger_lists.py --incidents 1000000 --ledger /tmp/lists.db

The incidents are made up and written straight into the tables that lists read, with every index and counter that
ingest keeps. ``ordered`` is a list by deaths, grade, sources or last change in turn. A file that is there already is
used as it is.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import sqlite

from waqai.ledger.counts import facet_counts
from waqai.ledger.engine import open_ledger
from waqai.ledger.facets import COUNTED, EVERY, month_of
from waqai.ledger.filters import Filters, Page
from waqai.ledger.lists import list_incidents
from waqai.ledger.schema import incidents
from waqai.ledger.selected import keys, selection

FIRST, LAST = date(2014, 1, 1).toordinal(), date(2025, 12, 31).toordinal()
TYPES = [f"type{n}" for n in range(30)]
ACTORS = [f"ACTOR{n}" for n in range(80)]
ADM1 = [
    (country, f"{country}{n:02}") for country in ("SY", "IQ", "YE", "SD", "PS", "LB", "LY", "SO") for n in range(1, 19)
]
GRADES = ("weak", "weak", "weak", "fair", "fair", "confirmed", "contested", "discounted")
RANKS = ("discounted", "contested", "weak", "fair", "confirmed")
SORTS = ("deaths", "grade", "sources", "updated")
VICTIMS = ("civilian", "military", "child", "woman", "unspecified")
OUTLETS = [f"outlet {n}" for n in range(100)]
BATCH = 20_000


def skewed(rng: random.Random, items: list[Any]) -> Any:
    """One of the items, early ones far more often, as news is."""
    return items[int(len(items) * rng.random() ** 2)]


MONTH = "CAST(substr(i.date_start, 1, 4) AS INTEGER) * 12 + CAST(substr(i.date_start, 6, 2) AS INTEGER) - 1"
BY_DAY = f"""
INSERT INTO facets SELECT 'day', t.sort_day, t.dim, t.value, {MONTH}, COUNT(*), SUM(i.killed_best)
FROM tags t JOIN incidents i ON i.seq = t.seq WHERE t.dim IN ({", ".join(repr(d) for d in sorted(COUNTED))})
GROUP BY t.dim, t.value, t.sort_day;
INSERT INTO facets SELECT 'day', sort_day, 'all', '', {MONTH}, COUNT(*), SUM(killed_best) FROM incidents i GROUP BY sort_day;
"""


class Counters:
    """The counters of made-up incidents, kept small: a cell is one number, its value packs incidents and dead."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.cells: dict[int, int] = defaultdict(int)

    def add(self, counted: list[tuple[str, str]], month: int, killed: int) -> None:
        known = sorted(self.numbers.setdefault(tag, len(self.numbers)) for tag in counted)
        value = (1 << 32) + killed
        for at, one in enumerate(known):
            for two in known[at + (one > 0) :]:
                self.cells[(one << 40) + (two << 20) + month] += value

    def rows(self) -> Iterator[tuple[Any, ...]]:
        tags = list(self.numbers)
        for key, value in self.cells.items():
            one, two, month = tags[key >> 40], tags[(key >> 20) & 0xFFFFF], key & 0xFFFFF
            yield (*one, *two, month, value >> 32, value & 0xFFFFFFFF)
            if one != two:
                yield (*two, *one, month, value >> 32, value & 0xFFFFFFFF)


def write(path: str, count: int) -> None:
    """Fill a ledger's list tables with made-up incidents."""
    open_ledger(path).close()
    rng = random.Random(3)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA synchronous=OFF")
    counters = Counters()
    tags: list[tuple[str, str, int, int]] = []
    columns = (
        "seq, id, type, date_start, date_end, grain, sort_day, place_id, place_ar, precision, country, adm1, initiators, "
        "targets, victims, outlets, factuality, killed_low, killed_best, killed_high, grade, reports, sources, state, deaths, "
        "grade_rank, updated"
    )
    marks = ",".join("?" * 27)
    for first in range(1, count + 1, BATCH):
        rows = []
        for seq in range(first, min(first + BATCH, count + 1)):
            day = rng.randint(FIRST, LAST)
            country, adm1 = skewed(rng, ADM1)
            type_, grade, killed = skewed(rng, TYPES), rng.choice(GRADES), int(rng.expovariate(0.7))
            one, two = skewed(rng, ACTORS), skewed(rng, ACTORS)
            victim, outlets = rng.choice(VICTIMS), sorted({skewed(rng, OUTLETS) for _ in range(2)})
            place, iso = f"p{rng.randrange(20_000)}", date.fromordinal(day).isoformat()
            factuality = "asserted" if rng.random() < 0.9 else "alleged"
            rows.append((
                seq, f"i{seq:012x}", type_, iso, iso, "day", day, place, place, "settlement", country, adm1, one, two, victim,
                "\n".join(outlets), factuality, killed, killed, killed, grade, len(outlets), len(outlets), "machine-coded", killed,
                RANKS.index(grade), date.fromordinal(day + rng.randrange(400)).isoformat(),
            ))  # fmt: skip
            mine = [
                ("country", country), ("adm1", adm1), ("place", place), ("type", type_), ("grade", grade), ("victim", victim),
                ("factuality", factuality), ("initiator", one), ("target", two), *(("actor", a) for a in {one, two}),
                *(("outlet", o) for o in outlets),
            ]  # fmt: skip
            tags += [(dim, value, day, seq) for dim, value in mine]
            counters.add([EVERY, *(tag for tag in mine if tag[0] in COUNTED)], month_of(day), killed)
        raw.executemany(f"INSERT INTO incidents ({columns}) VALUES ({marks})", rows)
    tags.sort()
    raw.executemany("INSERT INTO tags VALUES (?,?,?,?)", tags)
    raw.executemany("INSERT INTO facets VALUES (?,?,?,?,?,?,?)", counters.rows())
    raw.executescript(BY_DAY)
    raw.commit()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    print(
        f"wrote {count} incidents, {len(tags)} tags, {len(counters.cells)} pairs of tags and months: {Path(path).stat().st_size / 1e6:.0f} MB"
    )


def asked(rng: random.Random, kind: str) -> Filters:
    """A filter as a person at a desk would set it."""
    day = date.fromordinal(rng.randint(FIRST, LAST - 400))
    window = {"from_": day.isoformat(), "to": date.fromordinal(day.toordinal() + rng.choice((30, 90, 365))).isoformat()}
    adm1, actor, type_ = skewed(rng, ADM1)[1], skewed(rng, ACTORS), skewed(rng, TYPES)
    chosen: dict[str, dict[str, str]] = {
        "everything": {}, "window": window, "type": {"type": type_}, "actor": {"actor": actor}, "grade": {"grade": "fair+"},
        "outlet": {"outlet": skewed(rng, OUTLETS)}, "type, window": {"type": type_} | window,
        "actor, type": {"actor": actor, "type": type_}, "initiator, window": {"actor": f"initiator:{actor}"} | window,
        "actor, type, grade, window": {"actor": actor, "type": type_, "grade": "fair"} | window,
        "two types": {"type": f"{type_},{skewed(rng, TYPES)}"}, "area": {"place": adm1}, "area, type": {"place": adm1, "type": type_},
        "area, window": {"place": adm1} | window, "victim, alleged": {"victim": "child", "factuality": "alleged"},
    }  # fmt: skip
    return Filters(**chosen[kind])


KINDS = (
    "everything", "window", "area", "type", "actor", "grade", "outlet", "area, window", "type, window", "area, type",
    "actor, type", "initiator, window", "actor, type, grade, window", "two types", "victim, alleged",
)  # fmt: skip


def floor(conn: Connection, rng: random.Random, count: int) -> None:
    """The least that a page of a list does: fifty incidents read by their keys."""
    conn.execute(select(incidents).where(incidents.c.seq.in_([rng.randint(1, count) for _ in range(50)]))).all()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--ledger", default="bench-lists.db")
    parser.add_argument("--plans", action="store_true", help="print the query plan of each kind of list")
    options = parser.parse_args()
    if not Path(options.ledger).exists():
        write(options.ledger, options.incidents)
        known = sorted({code for _, code in ADM1})
        raw = sqlite3.connect(options.ledger)
        raw.executemany(
            "INSERT INTO places (id, precision, country, adm1) VALUES (?, 'governorate', ?, ?)",
            [(code, code[:2], code) for code in known],
        )
        raw.commit()
    rng = random.Random(5)
    names = ("list", "page 2", "ordered", "facets", "floor")
    everything: dict[str, list[float]] = {name: [] for name in names}
    print(f"{'filters':<28}" + "".join(f"{name + ' p50':>12} {'p95':>7}" for name in names) + "   milliseconds")
    with open_ledger(options.ledger) as ledger, ledger.read() as conn:
        for kind in KINDS:
            times: dict[str, list[float]] = {name: [] for name in names}
            for number in range(options.rounds):
                filters, sort = asked(rng, kind), SORTS[number % len(SORTS)]
                cursor = list_incidents(conn, filters).next
                calls = {
                    "list": lambda f=filters: list_incidents(conn, f),
                    "page 2": lambda f=filters, c=cursor: list_incidents(conn, f, Page(cursor=c)),
                    "ordered": lambda f=filters, by=sort: list_incidents(conn, f, Page(sort=by)),
                    "facets": lambda f=filters: facet_counts(conn, f),
                    "floor": lambda: floor(conn, rng, options.incidents),
                }  # fmt: skip
                for name, call in calls.items():
                    started = time.perf_counter()
                    call()
                    times[name].append(time.perf_counter() - started)
            p = {name: statistics.quantiles(values, n=20, method="inclusive") for name, values in times.items()}
            shown = "".join(f"{p[name][9] * 1000:>12.1f} {p[name][18] * 1000:>7.1f}" for name in names)
            print(f"{kind:<28}{shown}", flush=True)
            for name in everything:
                everything[name] += times[name]
        for name, values in everything.items():
            print(
                f"{name}: p95 {statistics.quantiles(values, n=20, method='inclusive')[18] * 1000:.1f} ms over {len(values)} calls"
            )
        for kind in KINDS if options.plans else ():
            statement = keys(conn, selection(conn, asked(rng, kind))).limit(51)
            compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            print(f"\n{kind}")
            for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"):
                print("   ", row[3])


if __name__ == "__main__":
    main()
