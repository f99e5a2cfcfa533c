"""What an incident says: tolls with their sources, grades, denials, claims, access, tallies."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from waqai.ledger import actions, catalogue, views
from waqai.ledger.access import in_force
from waqai.ledger.engine import Ledger
from waqai.ledger.filters import Filters, LedgerError
from waqai.ledger.lists import list_incidents
from waqai.ledger.parts import Incident
from waqai.ledger.resolution_eval import evaluate
from waqai.ledger.stories import load_stories
from waqai.ledger.tallies import compare, series
from waqai.ledger.tolls import find

from .helpers import STORIES, put

MINE = {"trigger": "انفجار", "type": "ied_mine", "place": "basira", "date": "2023-02-10"}
TEXTS = (
    "أسفر انفجار عبوة ناسفة في البصيرة الجمعة عن سقوط قتلى من العسكريين.",
    "أفادت شبكة محلية بوقوع انفجار في بلدة البصيرة شرقي دير الزور يوم الجمعة.",
    "في تفاصيل الخبر: انفجار البصيرة خلف قتلى في صفوف القوات، تقول مصادر من المنطقة.",
    "انفجار عنيف هز البصيرة واستهدف آلية عسكرية نهار الجمعة الماضي وفق السكان.",
)


def told(conn: Connection, *reports: dict[str, object]) -> Incident:
    for number, spec in enumerate(reports):
        outlet = str(spec.pop("outlet", f"منصة {number}"))
        published = str(spec.pop("published", "2023-02-11"))
        put(conn, TEXTS[number], MINE | spec, outlet=outlet, published=published)
    (row,) = list_incidents(conn, Filters()).items
    return views.show_incident(conn, row.id).incident


def test_a_source_s_later_toll_replaces_its_earlier_and_others_stand_beside(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        incident = told(
            conn,
            {"casualties": ["killed 2 military"], "outlet": "أ", "published": "2023-02-10"},
            {"casualties": ["killed 4 military"], "outlet": "ب", "published": "2023-02-11"},
            {"casualties": ["killed 3 military"], "outlet": "أ", "published": "2023-02-12"},
        )
        toll = find(incident.tolls, "killed")
        assert toll is not None
        assert (toll.low, toll.best, toll.high, toll.open) == (3, 3, 4, False)
        assert [(f.low, f.standing) for f in toll.figures] == [(2, "superseded"), (4, "current"), (3, "current")]
        (row,) = list_incidents(conn, Filters()).items
        assert (row.killed_low, row.killed_best, row.killed_high) == (3, 3, 4)


def test_the_most_direct_source_is_best_and_a_revision_may_go_down(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        hospital = {"casualties": ["killed 5 military"], "sources": ["speaker:مدير المشفى", "outlet"]}
        incident = told(
            conn,
            hospital | {"published": "2023-02-10"},
            {"casualties": ["killed 6+ military"], "published": "2023-02-12"},
            hospital | {"casualties": ["killed 4 military"], "published": "2023-02-11"},
        )
        toll = find(incident.tolls, "killed")
        assert toll is not None
        assert (toll.low, toll.best, toll.high, toll.open) == (4, 4, 6, True)


def test_a_toll_that_says_it_is_later_replaces_every_earlier_one(ledger: Ledger) -> None:
    text = "ارتفعت حصيلة انفجار البصيرة الذي وقع الجمعة إلى أربعة قتلى من العسكريين."
    with ledger.begin() as conn:
        told(
            conn,
            {"casualties": ["killed 2 military"]},
            {"casualties": ["killed 3 military"], "published": "2023-02-10"},
        )
        put(conn, text, MINE | {"casualties": ["killed 4 military"]}, outlet="ج", published="2023-02-12")
        (row,) = list_incidents(conn, Filters()).items
        assert (row.killed_low, row.killed_best, row.killed_high) == (4, 4, 4)
        toll = find(views.show_incident(conn, row.id).incident.tolls, "killed")
        assert toll is not None
        assert [(f.low, f.standing) for f in toll.figures] == [(3, "superseded"), (2, "superseded"), (4, "current")]


def test_the_phrases_of_a_later_toll_match_what_they_say() -> None:
    import tomllib

    from waqai.ledger.tolls import PHRASES, revises

    data = tomllib.loads(PHRASES.read_text("utf-8"))["revised_toll"]
    assert all(revises(example) for example in data["examples"])
    assert not any(revises(example) for example in data["not_examples"])


def test_categories_subsets_and_the_attacker(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        incident = told(
            conn,
            {"casualties": ["killed 10 civilian", "killed 4 child of 0", "killed 1 perpetrator", "injured ? civilian"]},
        )
        best = {(t.harm, t.category): t.best for t in incident.tolls}
        assert best["killed", "total"] == 10
        assert best["killed", "child"] == 4
        assert best["killed", "perpetrator"] == 1
        assert best["injured", "total"] is None


def test_untold_is_not_zero(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        incident = told(conn, {"casualties": []})
        assert incident.tolls == []
        assert list_incidents(conn, Filters()).items[0].killed_best is None


def test_copies_and_quoted_agencies_are_one_source(location: str) -> None:
    from waqai.ledger.engine import open_ledger

    story = next(s for s in load_stories(STORIES) if s.id.startswith("s03"))
    evaluate([story], ledger=location)
    with open_ledger(location) as ledger, ledger.read() as conn:
        incident = max(
            (views.show_incident(conn, i.id).incident for i in list_incidents(conn, Filters()).items),
            key=lambda i: len(i.members),
        )
        assert len(incident.members) == 4
        assert len(incident.sources) == 2
        assert incident.grade == "fair"


def test_grades(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        incident = told(conn, {"casualties": ["killed 2 military"], "by": ["ISIS"]})
        assert incident.grade == "weak"
        put(conn, TEXTS[1], MINE | {"casualties": ["killed 2 military"]}, outlet="ب")
        (row,) = list_incidents(conn, Filters()).items
        assert row.grade == "fair"
        claim = {"trigger": "تقول", "type": "claim", "kind": "statement", "says": ["ISIS"], "links": ["part_of r1"]}
        put(conn, TEXTS[2], MINE | {"casualties": ["killed 2 military"]}, claim, outlet="ج")
        (row,) = list_incidents(conn, Filters()).items
        assert row.grade == "confirmed"
        actions.decide_incident(conn, row.id, "discount", "سلمى", "لم يقع")
        (row,) = list_incidents(conn, Filters(grade="discounted")).items
        assert row.killed_best == 2
        actions.decide_incident(conn, row.id, "restore", "سلمى")
        assert list_incidents(conn, Filters(grade="confirmed")).total == 1


def test_a_denial_contests_and_takes_nothing_away(ledger: Ledger) -> None:
    denied = MINE | {
        "factuality": "denied",
        "sources": ["speaker:ناطق:SDF:denies", "outlet"],
        "casualties": ["killed 2 military"],
    }
    with ledger.begin() as conn:
        before = told(conn, {"casualties": ["killed 2 military"]}, {"casualties": ["killed 2 military"]})
        assert before.grade == "fair"
        put(conn, TEXTS[2], denied, outlet="د", published="2023-02-12")
        (row,) = list_incidents(conn, Filters()).items
        incident = views.show_incident(conn, row.id).incident
        assert (row.grade, row.killed_best, row.reports) == ("contested", 2, 2)
        assert [(v.kind, v.actor) for v in incident.voices] == [("denial", "SDF")]


def test_a_denial_that_comes_first_waits_for_its_event(ledger: Ledger) -> None:
    denied = MINE | {"factuality": "denied", "sources": ["speaker:ناطق:SDF:denies", "outlet"]}
    with ledger.begin() as conn:
        put(conn, TEXTS[2], denied, outlet="د")
        assert list_incidents(conn, Filters()).total == 0
        put(conn, TEXTS[0], MINE, outlet="أ")
        (row,) = list_incidents(conn, Filters()).items
        assert row.grade == "contested"


def test_only_its_own_source_can_take_an_incident_back(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        told(conn, {"outlet": "أ"})
        put(conn, TEXTS[2], MINE | {"factuality": "denied"}, outlet="أ", published="2023-02-12")
        (row,) = list_incidents(conn, Filters()).items
        assert row.grade == "discounted"
        put(conn, TEXTS[1], MINE, outlet="ب")
        (row,) = list_incidents(conn, Filters()).items
        assert row.grade == "contested"


def test_the_prison_story_links_denial_allegation_and_denier(location: str) -> None:
    from waqai.ledger.engine import open_ledger

    story = next(s for s in load_stories(STORIES) if s.id.startswith("s04"))
    evaluate([story], ledger=location)
    with open_ledger(location) as ledger, ledger.read() as conn:
        contested = list_incidents(conn, Filters(grade="contested"))
        assert contested.total == 1
        (claim,) = catalogue.list_claims(conn, Filters(type="denial")).items
        assert claim.actor == "SDF"
        assert claim.incident == contested.items[0].id
        assert len(claim.alleged_by) == 2
        assert catalogue.list_claims(conn, Filters(grade="contested")).total == 1
        assert catalogue.list_claims(conn, Filters(grade="fair")).total == 0


CURFEW = {"kind": "access", "type": "curfew", "trigger": "حظر", "place": "hasakah_city", "degree": "partial"}


def test_access_in_force_since_when_and_lifted_by_which_report(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, "فرض حظر للتجوال في مدينة الحسكة.", CURFEW | {"date": "2023-08-27"})
        put(conn, "استمرار حظر التجوال الجزئي في الحسكة.", CURFEW, outlet="ب", published="2023-08-29")
        lifting = put(
            conn, "رفع حظر التجوال عن مدينة الحسكة اليوم.", CURFEW | {"date": "2023-09-02", "lifted": True}, outlet="ج"
        )
        put(conn, "حظر تجوال جديد في الحسكة.", CURFEW | {"date": "2023-09-10"}, outlet="د")
        for day, count in (
            ("2023-08-26", 0),
            ("2023-08-27", 1),
            ("2023-09-01", 1),
            ("2023-09-02", 0),
            ("2023-09-11", 1),
        ):
            assert len(in_force(conn, day)) == count, day
        (first,) = in_force(conn, "2023-08-30", "مدينة الحسكة")
        assert (first.since, first.since_basis, first.lifted) == ("2023-08-27", "stated", "2023-09-02")
        assert [n.report for n in first.notices if n.lifted] == [lifting.report_id]
        assert views.show(conn, first.id) == first
        assert in_force(conn, "2023-08-30", "SY09") == []
        assert catalogue.list_constraints(conn, Filters(place="SY08")).total == 2
        with pytest.raises(LedgerError, match="not a date"):
            in_force(conn, "yesterday")


def test_a_curfew_of_the_governorate_is_one_in_its_city(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, "حظر تجوال في محافظة الحسكة كلها.", CURFEW | {"place": "hasakah", "date": "2023-08-27"})
        put(conn, "حظر تجوال في مدينة القامشلي.", CURFEW | {"place": "qamishli", "date": "2023-08-27"}, outlet="ب")
        put(conn, "هدوء في مدينة الحسكة.", {**MINE, "trigger": "هدوء", "place": "hasakah_city"}, outlet="ج")
        assert [c.place and c.place.id for c in in_force(conn, "2023-08-28", "مدينة الحسكة")] == ["hasakah"]
        assert len(in_force(conn, "2023-08-28", "SY08")) == 2


def test_access_without_a_day_is_listed_last_and_says_so(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, "حظر تجوال في مدينة الحسكة.", CURFEW, published=None)
        (found,) = in_force(conn, "2023-08-28")
        assert (found.since, found.since_basis) == (None, "unknown")


TALLY = {
    "kind": "tally", "type": "attack", "trigger": "هجوم", "by": ["ISIS"], "place": "deir_ez_zor", "events": 89,
    "period": "2023-01-01/2023-08-28", "casualties": ["killed 14 civilian", "killed 32 forces SDF"],
}  # fmt: skip
SEED_TEXT = (
    "نفذ تنظيم داعش منذ بداية العام 89 هجوماً في دير الزور قتل فيها 14 مدنياً و32 عنصراً، و12 في الحسكة قتل فيها 4 عناصر."
)


def test_the_seed_s_89_and_12_stand_against_what_is_recorded(ledger: Ledger) -> None:
    second = TALLY | {"trigger": "12", "place": "hasakah", "events": 12, "casualties": ["killed 4 forces SDF"]}
    with ledger.begin() as conn:
        put(conn, SEED_TEXT, TALLY, second, published="2023-08-28")
        for number in range(12):
            spec = MINE | {
                "date": f"2023-0{1 + number % 8}-{10 + number}", "by": ["ISIS"], "place": "hasakah_city" if number % 4 == 3 else "basira",
                "casualties": ["killed 2 civilian"] if number % 2 else ["killed 1 military SDF", "killed 1 security"],
            }  # fmt: skip
            put(
                conn,
                f"انفجار رقم {number} نفذه التنظيم وأوقع ضحايا.",
                spec,
                published=f"2023-0{1 + number % 8}-{11 + number}",
            )
        put(conn, "انفجار قديم في البصيرة.", MINE | {"date": "2022-12-31", "by": ["ISIS"]}, published="2023-01-01")
        put(conn, "انفجار لم يعرف فاعله.", MINE | {"date": "2023-05-05"}, published="2023-05-06")
        tallies = {t.low: t for t in catalogue.list_tallies(conn, Filters()).items}
        assert set(tallies) == {89, 12}
        dez = compare(conn, tallies[89].record)
        assert (dez.recorded, dez.difference) == (9, -80)
        assert len(dez.incidents) == 9
        deaths = {d.category: (d.claimed_low, d.best, d.difference) for d in dez.deaths}
        assert deaths == {"total": (46, 18, -28), "civilian": (14, 6, -8), "forces": (32, 12, -20)}
        hasakah = compare(conn, tallies[12].record)
        assert (hasakah.recorded, hasakah.difference) == (3, -9)
        assert list_incidents(conn, Filters()).total == 14  # tallies are never events


def test_a_tally_whose_period_is_not_known_says_why(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, SEED_TEXT, TALLY | {"period": "/"}, published=None)
        (tally,) = catalogue.list_tallies(conn, Filters()).items
        found = compare(conn, tally.record)
        assert found.recorded is None
        assert found.problem == "the period it counts is not known"
        assert {(d.claimed_low, d.best, d.difference) for d in found.deaths} == {
            (46, None, None),
            (14, None, None),
            (32, None, None),
        }


def test_tally_against_tally(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, SEED_TEXT, TALLY, published="2023-08-28")
        later = TALLY | {"events": 101, "period": "2023-01-01/2023-10-01", "casualties": ["killed 60 unspecified"]}
        put(conn, "أحصى المرصد 101 هجوم للتنظيم في دير الزور منذ مطلع العام قتل فيها 60.", later, outlet="ب")
        put(conn, "أحصى المرصد هجوم واحد في الحسكة.", TALLY | {"place": "hasakah"}, outlet="ب")
        tallies = catalogue.list_tallies(conn, Filters(place="SY09")).items
        steps = series(conn, tallies[0].record)
        assert [s.tally.low for s in steps] == [89, 101]
        assert (steps[1].days, steps[1].events, steps[1].killed) == (34, 12, 14)


def test_related_incidents_and_show(ledger: Ledger) -> None:
    text = "أطلقت قسد عملية في ريف دير الزور واعتقلت خمسة."
    operation = {"trigger": "عملية", "type": "operation", "place": "deir_ez_zor", "date": "2023-08-27", "by": ["SDF"]}
    arrest = {
        "trigger": "اعتقلت",
        "type": "arrest",
        "place": "deir_ez_zor",
        "date": "2023-08-27",
        "links": ["part_of r1"],
    }
    with ledger.begin() as conn:
        found = put(conn, text, operation, arrest)
        views_ = {i.type: views.show_incident(conn, i.id) for i in list_incidents(conn, Filters()).items}
        assert [r.rel for r in views_["arrest"].related] == ["part_of"]
        assert [r.rel for r in views_["operation"].related] == ["part_of of"]
        report = views.show(conn, found.report_id[:10])
        assert isinstance(report, views.ReportView)
        assert [r.record.type for r in report.records] == ["operation", "arrest"]
        with pytest.raises(LedgerError, match="needs 8"):
            views.show(conn, "abc")
        numbers = views.stats(conn)
        assert (numbers.reports, numbers.incidents, numbers.records) == (1, 2, {"incident": 2})


def test_no_name_in_sexual_violence(ledger: Ledger) -> None:
    spec = MINE | {
        "trigger": "اعتداء", "type": "sexual_violence", "sources": ["speaker:فلانة بنت فلان", "outlet"], "by": ["?رجل معروف"],
    }  # fmt: skip
    with ledger.begin() as conn:
        put(conn, "تحدثت فلانة بنت فلان عن اعتداء رجل معروف في البصيرة.", spec)
        (row,) = list_incidents(conn, Filters()).items
        view = views.show_incident(conn, row.id)
        record = views.show_record(conn, view.incident.members[0].record).record
        assert [s.name for s in record.sources] == [None, "وكالة أولى"] or record.sources[0].name is None
        assert all(a.label is None for a in record.actors)
        assert list_incidents(conn, Filters(query="فلانة")).total == 0
