"""A year's tallies set against what a dozen reports of the same months tell: as a list, by the API, on the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from run_waqai import run

from waqai.ledger.filters import Filters, Page
from waqai.ledger.store import ingest
from waqai.model import Report
from waqai.service import Desk, catalogue

AT = "2023-09-01T08:00:00+00:00"
SEED = Path(__file__).parents[3] / "shared" / "seed"
OUR_OWN = (
    "نفذ تنظيم داعش منذ بداية العام الحالي وحتى الآن 40 هجوماً في محافظة دير الزور، أسفرت عن مقتل 9 مدنيين و21 عنصراً من قوات "
    "سوريا الديمقراطية. كما شهدت محافظة الحسكة 7 هجمات أدت إلى مقتل 3 عناصر من قوى الأمن."
)
# Four attacks in Deir ez-Zor (one told twice) and two in Hasakah count; the others differ in one thing each.
COUNTED = {
    "2023-02-12": "قُتل عنصران من قوات سوريا الديمقراطية، أمس السبت، في هجوم لتنظيم داعش على حاجز في بلدة البصيرة بريف دير الزور الشرقي.",
    "2023-02-13": "هاجم مسلحو داعش حاجزاً لقسد في البصيرة شرق دير الزور السبت، ما أدى إلى مقتل عنصرين.",
    "2023-03-20": "اغتال تنظيم داعش شاباً مدنياً في بلدة الشحيل شرقي دير الزور اليوم الاثنين.",
    "2023-05-04": "هاجم عناصر من تنظيم داعش بالأسلحة الرشاشة، فجر أمس، نقطة لقوات سوريا الديمقراطية في بلدة ذيبان شرقي دير الزور، ما أسفر عن مقتل ثلاثة عناصر.",
    "2023-06-16": "قُتل مدنيان بانفجار عبوة ناسفة زرعها تنظيم داعش في بلدة هجين شرقي دير الزور أمس الخميس.",
    "2023-04-11": "قُتل عنصر من قوى الأمن الداخلي في هجوم لتنظيم داعش على حاجز في مدينة الشدادي جنوبي الحسكة أمس الاثنين.",
    "2023-07-20": "شن تنظيم داعش هجوماً بالقذائف على نقطة لقوات سوريا الديمقراطية في مدينة الحسكة أمس الأربعاء من دون وقوع إصابات.",
}
NOT_COUNTED = {
    "2023-07-05": "قصفت القوات التركية أمس الثلاثاء بلدة تل تمر في ريف الحسكة، ما أدى إلى مقتل مدني.",
    "2022-11-09": "قُتل ثلاثة عناصر من قوات سوريا الديمقراطية في هجوم لتنظيم داعش على حاجز في بلدة الكسرة غربي دير الزور أمس الثلاثاء.",
    "2023-08-12": "قتل أربعة جنود بهجوم لتنظيم داعش على حاجز في مدينة تدمر أمس الجمعة.",
    "2023-05-21": "اندلعت اشتباكات بين أبناء عشيرتين في بلدة غرانيج شرقي دير الزور أمس السبت، ما أدى إلى مقتل شخص.",
    "2023-08-19": "خرج أهالي بلدة غرانيج شرقي دير الزور في مظاهرة أمس الجمعة احتجاجاً على نقص المياه.",
}


def article(name: str) -> str:
    if name == "our own":
        return OUR_OWN
    found = next(iter(sorted(SEED.glob("000*.txt"))), None)
    if found is None:
        pytest.skip("the seed article is not here")
    return found.read_text("utf-8").removeprefix("\ufeff")


def given(text: str, published: str, outlet: str) -> Report:
    return Report(
        text=text, source=f"{outlet} {published}", outlet=outlet, published=published, published_basis="given"
    )


@pytest.fixture(scope="module", params=["the seed", "our own"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    text = article(request.param)
    path = tmp_path_factory.mktemp("tallies") / "ledger.db"
    desk = Desk.open(path)
    told = [given(t, day, f"منصة {n % 4}") for n, (day, t) in enumerate((COUNTED | NOT_COUNTED).items())]
    with desk.ledger.begin() as conn:
        for report in [given(text, "2023-08-28", "المشهد"), *told]:
            ingest(conn, report, desk.code(report), desk.fingerprint, AT)
    desk.close()
    return request.param, path


@pytest.fixture
def desk(kept: tuple[str, Path]) -> Iterator[Desk]:
    opened = Desk.open(kept[1])
    yield opened
    opened.close()


def claimed(name: str) -> dict[str, tuple[int, int]]:
    """Governorate -> the attacks a tally counts there, and its dead."""
    return {"SY09": (89, 46), "SY08": (12, 4)} if name == "the seed" else {"SY09": (40, 30), "SY08": (7, 3)}


def test_tallies_stand_beside_what_is_recorded(kept: tuple[str, Path], desk: Desk) -> None:
    compared, total = catalogue.compared(desk, Filters(), Page())
    assert total == len(compared) == 2
    recorded = {"SY09": (4, 8), "SY08": (2, 1)}
    for row in compared:
        assert row.tally.place is not None and row.problem is None
        area = str(row.tally.place.adm1)
        events, dead = claimed(kept[0])[area]
        assert (row.tally.low, row.recorded, row.difference) == (events, recorded[area][0], recorded[area][0] - events)
        deaths = {d.category: (d.claimed_low, d.best, d.difference) for d in row.deaths}
        assert deaths["total"] == (dead, recorded[area][1], recorded[area][1] - dead)
        assert len(row.incidents) == recorded[area][0]
        if area == "SY09":
            armed = deaths.get("forces") or deaths["fighter"]
            assert deaths["civilian"][1] == 3 and armed[1] == 5


def test_the_command_prints_them(kept: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    assert run(monkeypatch, "tallies", "--ledger", str(kept[1]), "--place", "SY09", "--format", "json") == 0
    (row,) = json.loads(capfd.readouterr().out)
    events = claimed(kept[0])["SY09"][0]
    assert (row["tally"]["low"], row["recorded"], row["difference"]) == (events, 4, 4 - events)
    assert run(monkeypatch, "tallies", "--ledger", str(kept[1]), "--format", "csv") == 0
    table = capfd.readouterr().out
    assert str(events) in table and str(4 - events) in table


def test_the_api_and_the_desk_show_them(kept: tuple[str, Path], desk: Desk) -> None:
    pytest.importorskip("httpx", reason="the test client needs httpx")
    testing = pytest.importorskip("litestar.testing", reason="the web extra is not installed")
    from waqai.web.app import create_app

    with testing.TestClient(create_app(desk), base_url="http://localhost") as client:
        found = client.get("/api/tallies").json()["items"]
        shown = {(r["tally"]["place"]["adm1"], r["tally"]["low"], r["recorded"]) for r in found}
        (here, there) = claimed(kept[0])["SY09"][0], claimed(kept[0])["SY08"][0]
        assert shown == {("SY09", here, 4), ("SY08", there, 2)}
        page = client.get("/en/tallies").text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
        numbers = {int(n) for n in re.findall(r"[-+]?\d+", re.sub(r"<[^>]*>", " ", page))}
        assert {here, 4, 4 - here, there, 2, 2 - there} <= numbers
        for row in found:
            one = client.get(f"/en/tallies/{row['tally']['record']}")
            assert one.status_code == 200
            assert all(incident in one.text for incident in row["incidents"])
