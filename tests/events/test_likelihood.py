"""The helper that leaves out unlikely incidents: off at 0, never used on an alert, and only on incidents."""

from collections.abc import Iterator

import pytest

from waqai.lexicon.likelihood import Likelihood
from waqai.lexicon.load import Lexicon, load
from waqai.model import Report
from waqai.pipeline import code

ALERT = "قتل خمسة جنود في هجوم على حاجز قرب بلدة السخنة أمس."
FILLER = "وتحدث المحافظ عن مشاريع الطرق والمدارس وعن موسم القطاف في القرى القريبة من النهر. "


@pytest.fixture
def lexicon() -> Iterator[Lexicon]:
    found = load()
    kept = found.events.likelihood
    yield found
    found.events.likelihood = kept


def incidents(lexicon: Lexicon, text: str) -> int:
    report = Report(text=text, source="x", published="2024-03-05")
    return sum(r.kind == "incident" for r in code(report, lexicon).records)


def test_the_built_in_weights_are_read(lexicon: Lexicon) -> None:
    assert 0 < lexicon.events.likelihood.threshold < 0.5
    assert lexicon.events.likelihood.weights["word.harm"] < 0


def test_zero_keeps_all_and_one_keeps_none_of_a_long_report(lexicon: Lexicon) -> None:
    text = f"{ALERT} {FILLER * 8}"
    lexicon.events.likelihood = Likelihood()
    assert incidents(lexicon, text) == 1
    lexicon.events.likelihood = Likelihood(threshold=1.0)
    assert incidents(lexicon, text) == 0


def test_an_alert_is_left_alone(lexicon: Lexicon) -> None:
    lexicon.events.likelihood = Likelihood(threshold=1.0)
    assert incidents(lexicon, ALERT) == 1
