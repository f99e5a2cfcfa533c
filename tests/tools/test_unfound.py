"""The tool that lists names with no entry, on an invented text."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytest.importorskip("simplemma")

TEXT = (
    "قتل ثلاثة مدنيين في قصف على قرية الزنقريطة بريف حلب الشمالي، وأصيب آخرون قرب الخربوطيات. "
    "وتبنت حركة أنصار الشرارة الهجوم، فيما نفت حركة حماس صلتها به. "
    "واندلعت اشتباكات في مدينة تعز، وقال شهود إن الطريق مغلق عن طريق الخطأ."
)


@pytest.fixture(scope="module")
def unfound():
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location("unfound", ROOT / "tools" / "unfound.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["unfound"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT))


def counted(unfound):
    counts = unfound.Counts()
    counts.read(TEXT)
    return counts


def test_unknown_names_are_listed_and_known_ones_are_hits(unfound):
    counts = counted(unfound)
    assert "قرية الزنقريطة" in counts.missed["place"]
    assert any("الخربوطيات" in name for name in counts.missed["place"])
    assert any("أنصار الشرارة" in name for name in counts.missed["group"])
    assert not any("تعز" in name or "حلب" in name for name in counts.missed["place"])
    assert not any("حماس" in name for name in counts.missed["group"])


def test_hits_are_a_part_of_the_total(unfound):
    counts = counted(unfound)
    for kind in ("place", "group"):
        assert 0 < counts.hits[kind] < counts.total[kind]


def test_it_reads_jsonl_stories_and_texts(unfound, tmp_path):
    (tmp_path / "a.txt").write_text("نص", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "خبر"}\n', encoding="utf-8")
    (tmp_path / "c.toml").write_text('[[reports]]\ntext = "تقرير"\n', encoding="utf-8")
    assert sorted(unfound.texts([tmp_path])) == sorted(["نص", "خبر", "تقرير"])
