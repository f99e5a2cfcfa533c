"""Rows that hold everything rule 17 keeps in: labels, headlines, speakers, quotations, exact sensitive points."""

from __future__ import annotations

from waqai.export.rows import (
    Actor,
    Area,
    Count,
    ExportAccess,
    ExportData,
    ExportIncident,
    ExportTally,
    Place,
    Point,
    Source,
    Toll,
)

SECRETS = ("سلمى الحامد", "أبو قتادة الجار", "خالد المرعي", "ثلاثة شهداء ارتقوا", "ميليشيا الغدر", "Salma al-Hamed")
CAMP = (36.412345, 38.765432)

RAQQA = Area("SY11", "Ar-Raqqa", "الرقة")
TELL_ABIAD_AREA = Area("SY1102", "Tell Abiad", "تل أبيض")
TELL_ABIAD = Place(
    "sy-tell-abiad", "Tell Abiad", "تل أبيض", "SY", "settlement", RAQQA, TELL_ABIAD_AREA, Area(), 36.6975, 38.9539
)
CAMP_PLACE = Place(
    "sy-camp-1", "Al-Rawda camp", "مخيم الروضة", "SY", "point", RAQQA, TELL_ABIAD_AREA, Area(), *CAMP,
    settlement=Point(36.39, 38.74, "Al-Rawda", "الروضة"),
)  # fmt: skip
CLINIC = Place(
    "sy-clinic", "Field hospital", "مشفى ميداني", "SY", "point", RAQQA, TELL_ABIAD_AREA, Area(), 36.512345, 38.912345
)
PROVINCE = Place(
    "SY11", "Ar-Raqqa", "الرقة", "SY", "governorate", RAQQA, Area(), Area(), 35.9, 39.0,
    capital=Point(35.9528, 39.0079, "Ar-Raqqa city", "مدينة الرقة"), centroid=Point(35.87, 38.95),
)  # fmt: skip
GAZA = Place(
    "ps-gaza", "Gaza", "غزة", "PS", "settlement", Area("PS02", "Gaza Strip", "قطاع غزة"), lat=31.5, lon=34.4667
)
BAGHDAD = Place("iq-baghdad", "Baghdad", "بغداد", "IQ", "near", Area("IQG07", "Baghdad", "بغداد"), lat=33.3, lon=44.4)


def source(number: int, outlet: str = "مرصد الجزيرة", day: str = "2023-08-28") -> Source:
    return Source(
        f"{number:064x}", outlet, f"https://news.example/{number}", day, f"{day}T10:00:00+00:00", f"{number:016x}.12i",
        [(12, 20), (40, 44)], title="ثلاثة شهداء ارتقوا في السوق", speaker="خالد المرعي", quote="ثلاثة شهداء ارتقوا",
    )  # fmt: skip


def actor(role: str, id_: str, en: str, ar: str, category: str, country: str) -> Actor:
    return Actor(role, id_, en, ar, category, country, label="ميليشيا الغدر")


SNA = actor("initiator", "SNA", "Syrian National Army", "الجيش الوطني السوري", "NSAG", "SY")
SDF = actor("target", "SDF", "Syrian Democratic Forces", "قوات سوريا الديمقراطية", "NSAG", "SY")
TR = actor("initiator", "TR_FORCES", "Turkish armed forces", "القوات التركية", "EXT_STATE", "TR")
ARMY = actor("initiator", "SY_ASSAD_ARMY", "Syrian Arab Army", "الجيش السوري", "STATE_MIL", "SY")
ISIS = actor("initiator", "ISIS", "Islamic State", "تنظيم داعش", "NSAG", "SY/IQ/…")
IDF = actor("denier", "IDF", "Israel Defense Forces", "الجيش الإسرائيلي", "EXT_STATE", "IL")
CIVILIANS = actor("target", "CIV", "Civilians", "مدنيون", "CIV", "SY")
IQ_ARMY = actor("target", "IQ_ARMY", "Iraqi armed forces", "القوات العراقية", "STATE_MIL", "IQ")


def incident(id_: str, type_: str, day: str | None, place: Place | None, **more: object) -> ExportIncident:
    values: dict[str, object] = {
        "factuality": "asserted", "grade": "weak", "date_start": day, "date_end": day, "grain": "day",
        "reported": "2023-08-28", "independent_sources": 1, "sources": [source(int(id_[1:], 16))], "name": "سلمى الحامد",
    }  # fmt: skip
    return ExportIncident(id_, type_, place=place, **(values | more))  # type: ignore[arg-type]


INCIDENTS = [
    incident(
        "i01", "shelling", "2023-08-27", TELL_ABIAD, actors=[TR, CIVILIANS], initiator_status="stated",
        killed=Count(3, 4, 5), injured=Count(5, 5, 5), civilians_targeted=True, grade="fair", independent_sources=2,
        tolls=[
            Toll("killed", "total", Count(3, 4, 5)), Toll("killed", "civilian", Count(3, 4, 5)),
            Toll("killed", "child", Count(1, 1, 1), subset=True), Toll("injured", "total", Count(5, 5, 5)),
        ],
        sources=[source(1), source(17, "وكالة الفرات", "2023-08-29")],
    ),
    incident(
        "i02", "armed_clash", "2023-08-27", TELL_ABIAD, actors=[SNA, SDF], killed=Count(2, 2, 2),
        tolls=[Toll("killed", "total", Count(2, 2, 2)), Toll("killed", "fighter", Count(2, 2, 2), side="b")],
    ),
    incident("i03", "arrest", "2023-08-28", CAMP_PLACE, tolls=[Toll("detained", "total", Count(2, 2, 2))]),
    incident(
        "i04", "suicide_bomb", "2023-08-26", BAGHDAD, actors=[ISIS, IQ_ARMY], killed=Count(20, 20, 20, vague=True, open=True),
        attackers_killed=Count(1, 1, 1),
        tolls=[
            Toll("killed", "total", Count(20, 20, 20, True, True)), Toll("killed", "military", Count(20, 20, 20, True, True)),
            Toll("killed", "perpetrator", Count(1, 1, 1)),
        ],
    ),
    incident("i05", "sexual_violence", "2023-08-20", TELL_ABIAD, actors=[SNA]),
    incident("i06", "protest", "2023-08-25", PROVINCE, killed=Count(0, 0, 0)),
    incident("i07", "air_drone_strike", "2023-08-24", GAZA, killed=Count(7, 7, None, open=True), grade="contested", denied_by=[IDF]),
    incident("i08", "ied_mine", None, TELL_ABIAD, killed=Count(1, 1, 1), factuality="alleged"),
    incident("i09", "targeted_killing", "2023-08-21", None, killed=Count(1, 1, 1)),
    incident("i0a", "execution", "2023-08-21", TELL_ABIAD, killed=Count(1, 1, 1), judicial=True),
    incident("i0b", "looting_destruction", "2023-08-21", CLINIC, actors=[ARMY]),
    incident("i0c", "abduction", "2023-08-01", TELL_ABIAD, date_end="2023-08-31", grain="month"),
    incident("i0d", "displacement", "2023-08-21", TELL_ABIAD, tolls=[Toll("displaced", "total", Count(200, 200, None, True, True))]),
]  # fmt: skip
ACCESS = [
    ExportAccess(
        "a01",
        "service_suspended",
        "education",
        "full",
        None,
        False,
        TELL_ABIAD,
        "2023-08-27",
        "stated",
        None,
        None,
        [source(1)],
    ),
    ExportAccess(
        "a02",
        "curfew",
        None,
        "hours",
        "18:00-06:00",
        False,
        CAMP_PLACE,
        None,
        "unknown",
        "2023-09-01",
        None,
        [source(2)],
    ),
]
TALLIES = [
    ExportTally(
        "t01", "shelling", "2023-01-01", "2023-08-28", PROVINCE, Count(89, 89, 89),
        [Toll("killed", "total", Count(50, 50, 50)), Toll("killed", "child", Count(9, 9, 9), subset=True)],
        [TR], [source(1)], ledger_events=1, ledger_killed=4,
    ),
    ExportTally("t02", "attack", None, "2023-08-28", None, Count(10, 10, None, open=True), [], [], [source(2)]),
]  # fmt: skip


def data(internal: bool = False) -> ExportData:
    """All rows."""
    return ExportData(list(INCIDENTS), list(ACCESS), list(TALLIES), internal)
