"""The value readers scored on their phrases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from run_waqai import run

from waqai.model import WaqaiError
from waqai.service import phrases

COLUMNS = "kind\tlow\thigh\tqualifier\tspan\ttext\n"


def test_the_readers_read_their_corpora() -> None:
    found = {score.reader: score for score in phrases.readers("all")}
    assert list(found) == list(phrases.READERS)
    for score in found.values():
        assert score.found.of >= 600 and score.left_alone.of >= 150
        assert score.found.rate == score.left_alone.rate == 1.0, score.wrong[:5]


def test_what_is_wrong_is_counted_and_named(tmp_path: Path) -> None:
    rows = [
        "count\t3\t3\texact\tثلاثة\tقتل ثلاثة",
        "count\t4\t4\texact\tثلاثة\tجرح ثلاثة",
        "-\t\t\t\t\tقتل خمسة مدنيين",
        "-\t\t\t\t\tلا عدد هنا",
    ]
    (tmp_path / "numbers.tsv").write_text("# a note\n" + COLUMNS + "\n".join(rows) + "\n", "utf-8")
    (score,) = phrases.readers("numbers", folder=tmp_path)
    assert (score.found.right, score.found.of, score.left_alone.right, score.left_alone.of) == (1, 2, 1, 2)
    assert score.wrong == ["جرح ثلاثة", "قتل خمسة مدنيين"]


def test_a_reader_that_is_none_is_named() -> None:
    with pytest.raises(WaqaiError, match="--readers verbs: not all, or some of numbers, dates"):
        phrases.readers("verbs")


def test_the_command_prints_rates(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    assert run(monkeypatch, "eval", "--readers", "numbers,dates", "--json") == 0
    found = json.loads(capfd.readouterr().out)
    assert [score["reader"] for score in found] == ["numbers", "dates"]
    assert found[0]["found"]["rate"] == 1.0 and len(found[0]["left_alone"]["interval"]) == 2
    assert run(monkeypatch, "eval", "--readers", "numbers") == 0
    assert "to be left alone" in capfd.readouterr().out
    assert run(monkeypatch, "eval", "--readers", "verbs") == 2
