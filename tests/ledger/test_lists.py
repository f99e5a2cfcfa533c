"""Lists, filters, facets and search answer the same as reading every incident would."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from waqai.ledger import catalogue, lists, orders, review, views
from waqai.ledger.counts import facet_counts
from waqai.ledger.engine import Ledger
from waqai.ledger.filters import GRADES, Filters, LedgerError, Page
from waqai.ledger.lists import IncidentRow, list_incidents
from waqai.ledger.store import ingest, refresh
from waqai.ledger.stories import load_stories

from .helpers import AT, STORIES, put

TYPES = ("ied_mine", "shelling", "arrest", "protest")
PLACES = ("basira", "hasakah_city", "hajin", "jasim", "hasakah")
ACTORS = ("ISIS", "SDF", "TR_FORCES")


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    rng = random.Random(7)
    with ledger.begin() as conn:
        for number in range(60):
            spec = {
                "trigger": "حدث", "type": rng.choice(TYPES), "place": rng.choice(PLACES), "by": [rng.choice(ACTORS)],
                "date": f"2023-{rng.randint(1, 6):02}-{rng.randint(1, 28):02}",
                "casualties": [f"killed {rng.randint(0, 5)} {rng.choice(['civilian', 'military'])}"],
                "factuality": rng.choice(["asserted", "asserted", "alleged"]),
            }  # fmt: skip
            put(
                conn,
                f"حدث رقم {number} في البلاد وتفاصيله {number * 7}.",
                spec,
                outlet=rng.choice(["نورث برس", "سانا"]),
            )
    return ledger


CASES = [
    Filters(), Filters(type="arrest"), Filters(place="SY08"), Filters(place="الحسكة"), Filters(place="الحسكه,هجين"),
    Filters(actor="ISIS"), Filters(actor="initiator:SDF", type="shelling,arrest"), Filters(from_="2023-02-10", to="2023-05-03"),
    Filters(from_="2023-03-01", to="2023-03-31", type="protest"), Filters(victim="civilian", place="SY"),
    Filters(grade="weak+"), Filters(grade="confirmed"), Filters(outlet="نورث برس"), Filters(factuality="alleged", actor="SDF"),
    Filters(from_="2023-02-03", to="2023-02-20"), Filters(place="nowhere"), Filters(type="arrest", place="SY08", actor="ISIS"),
]  # fmt: skip


def passes(row: IncidentRow, f: Filters) -> bool:
    places = {"SY08": row.adm1 == "SY08", "الحسكة": row.adm1 == "SY08", "SY": row.country == "SY", "nowhere": False}
    places["الحسكه,هجين"] = row.adm1 == "SY08" or row.place_id == "hajin"
    actor = (f.actor or "").split(":")[-1]
    return (
        (f.type is None or row.type in f.type.split(","))
        and (f.place is None or places[f.place])
        and (f.actor is None or actor in row.initiators)
        and (f.from_ is None or (row.date_start or "") >= f.from_)
        and (f.to is None or (row.date_start or "") <= f.to)
        and (f.factuality is None or row.factuality == f.factuality)
    )


@pytest.mark.parametrize("filters", CASES, ids=lambda f: repr([v for v in (f.type, f.place, f.actor, f.from_) if v]))
def test_a_list_is_what_passes_and_its_facets_add_up(full: Ledger, filters: Filters) -> None:
    with full.read() as conn:
        everything = list_incidents(conn, Filters(), Page(limit=1000)).items
        shown = list_incidents(conn, filters, Page(limit=1000))
        if not (filters.grade or filters.outlet or filters.victim):
            assert [r.id for r in shown.items] == [r.id for r in everything if passes(r, filters)]
        assert shown.total == len(shown.items)
        facets = facet_counts(conn, filters)
        assert facets.incidents == shown.total
        assert facets.killed == sum(r.killed_best or 0 for r in shown.items)
        assert {c.value: c.incidents for c in facets.by["type"]} == Counter(r.type for r in shown.items)
        assert {c.value: c.incidents for c in facets.by["adm1"]} == Counter(r.adm1 for r in shown.items)
        assert {c.value: c.incidents for c in facets.by["actor"]} == Counter(
            a for r in shown.items for a in r.initiators
        )
        assert {c.value: c.incidents for c in facets.months} == Counter((r.date_start or "")[:7] for r in shown.items)


def test_pages_follow_each_other_without_gap_or_repeat(full: Ledger) -> None:
    with full.read() as conn:
        whole = [r.id for r in list_incidents(conn, Filters(), Page(limit=1000)).items]
        walked: list[str] = []
        cursor: str | None = None
        while True:
            part = list_incidents(conn, Filters(), Page(limit=7, cursor=cursor))
            walked += [r.id for r in part.items]
            cursor = part.next
            if cursor is None:
                break
        assert walked == whole
        assert [r.id for r in list_incidents(conn, Filters(), Page(limit=5, offset=10)).items] == whole[10:15]
        with pytest.raises(LedgerError, match="cursor"):
            list_incidents(conn, Filters(), Page(cursor="later"))


def test_the_other_lists_take_the_same_filters(full: Ledger) -> None:
    with full.read() as conn:
        for filters in CASES:
            catalogue.list_tallies(conn, filters)
            catalogue.list_claims(conn, filters)
            catalogue.list_constraints(conn, filters)
        assert catalogue.list_reports(conn, Filters(outlet="سانا,نورث برس")).total == 60
        some = catalogue.list_reports(conn, Filters(type="arrest"), Page(limit=3))
        assert len(some.items) == 3
        assert some.total == list_incidents(conn, Filters(type="arrest")).total


@pytest.mark.parametrize(
    ("filters", "reason"),
    [
        (Filters(from_="yesterday"), "--from yesterday"), (Filters(from_="2023-02-02", to="2023-01-01"), "after --to"),
        (Filters(grade="sure"), "--grade sure"), (Filters(actor="boss:ISIS"), "--actor boss:ISIS"), (Filters(query="؟!"), "no word"),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_says_so(full: Ledger, filters: Filters, reason: str) -> None:
    with full.read() as conn, pytest.raises(LedgerError, match=reason):
        list_incidents(conn, filters)


SEARCHED = {"trigger": "قصف", "type": "shelling", "place": "manbij", "date": "2024-01-15", "by": ["TR_FORCES"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("قصف", True), ("والقصف", True), ("بِقَصْفٍ", True), ("المدفعيه", True), ("للمدفعية", True), ("منبج قصف", True),
        ('"قصف مدفعي"', True), ('"مدفعي قصف"', False), ("قصف -منبج", False), ("غارة", False), ("OR قصف", False),
        ('قصف "', True), ("قصف') --", True), ("قصف & | ! :*", True), ("الحافلات", False),
    ],
)  # fmt: skip
def test_search_folds_spelling_and_clitics(ledger: Ledger, query: str, found: bool) -> None:
    with ledger.begin() as conn:
        put(conn, "جرح مدنيون في قصف مدفعي عنيف من المدفعية التركية على أطراف مدينة منبج.", SEARCHED)
        put(conn, "زار وفد أممي مدينة درعا واطلع على أحوال النازحين فيها.", outlet="ب")
        assert (list_incidents(conn, Filters(query=query)).total == 1) is found
        assert (catalogue.list_reports(conn, Filters(query=query)).total == 1) is found


ORDERED: dict[str, Callable[[IncidentRow], Any]] = {
    "deaths": lambda row: -1 if row.killed_best is None else row.killed_best,
    "grade": lambda row: GRADES.index(row.grade),
    "sources": lambda row: row.sources,
}


def test_orders_hold_over_the_pages(full: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = (Filters(), Filters(place="SY09"), Filters(from_="2023-03-01", type="shelling"), Filters(grade="weak+"))
    whole = orders.ordered
    with full.read() as conn:
        for reach in (0, 10**9):  # what is chosen is sorted; the index of the order is walked
            monkeypatch.setattr(lists, "ordered", lambda c, s, p, n, r=reach: whole(c, s, p, replace(n, reach=r)))
            for sort, filters in product(sorted(ORDERED), asked):
                expected = {row.id for row in list_incidents(conn, filters, Page(limit=1000)).items}
                found, page = [], Page(limit=9, sort=sort)
                while page is not None:
                    listed = list_incidents(conn, filters, page)
                    found += listed.items
                    page = Page(limit=9, sort=sort, cursor=listed.next) if listed.next else None
                values = [ORDERED[sort](row) for row in found]
                assert values == sorted(values, reverse=True), (sort, filters)
                assert len(found) == len(expected) and {row.id for row in found} == expected


def test_what_was_last_spoken_of_comes_first(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        for story in load_stories(STORIES)[:3]:
            for item in story.reports:
                ingest(conn, item.report, item.coded, "f", AT)
        last = list_incidents(conn, Filters()).items[-1]
        member = views.show_incident(conn, last.id).incident.members[0].record
        review.decide(conn, member, "accept", "سلمى")
        refresh(conn, review.report_of(conn, member))
        first = list_incidents(conn, Filters(), Page(sort="updated")).items[0]
        assert first.id == last.id
        with pytest.raises(LedgerError, match="--sort size"):
            list_incidents(conn, Filters(), Page(sort="size"))
        with pytest.raises(LedgerError, match="cursor"):
            list_incidents(conn, Filters(), Page(sort="deaths", cursor="x"))
