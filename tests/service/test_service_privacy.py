"""What a reader is given: values, offsets and codes, no word of a report."""

from __future__ import annotations

import msgspec
import pytest

from waqai.ledger.stories import build_record
from waqai.model import Record
from waqai.service import privacy

TEXT = "قال المزارع محمود الخالد إن مسلحين خطفوا ابنه سامر قرب مخيم الهول أمس."
PLACES = {
    "hol": {"ar": "مخيم الهول", "en": "Al-Hol camp", "country": "SY", "adm1": "SY08", "lat": 36.3712, "lon": 41.1493}
}


def record() -> Record:
    spec = {
        "type": "abduction", "trigger": "خطفوا", "place": "hol", "by": ["?مسلحين"], "on": ["?سامر"], "name": "خطف سامر",
        "sources": ["speaker:محمود الخالد"], "casualties": ["abducted 1 civilian"],
    }  # fmt: skip
    return build_record("r1", TEXT, spec, PLACES, "x")


def test_a_masked_record_holds_no_arabic_word_of_the_text_but_the_gazetteers_name() -> None:
    masked = msgspec.json.encode(privacy.masked_record(record())).decode().replace("مخيم الهول", "")
    for word in TEXT.split():
        assert word not in masked, word


def test_offsets_and_values_stay() -> None:
    whole, masked = record(), privacy.masked_record(record())
    assert (masked.trigger.start, masked.trigger.end) == (whole.trigger.start, whole.trigger.end)
    assert [c.low for c in masked.casualties] == [1] and masked.type == "abduction"


@pytest.mark.parametrize(
    ("ar", "en", "sensitive"),
    [("مخيم الهول", "Al-Hol camp", True), ("مشفى معرة النعمان", None, True), (None, "Rukban Camp", True),
     ("الحسكة", "Al-Hasakah", False), (None, "Campania", False), (None, None, False)],
)  # fmt: skip
def test_camps_shelters_and_clinics_are_told_by_their_names(ar: str | None, en: str | None, sensitive: bool) -> None:
    assert privacy.is_sensitive(ar, en) is sensitive


def test_a_camp_is_moved_to_ten_kilometres_and_said_to_be_near() -> None:
    place = privacy.masked_place(record().place)
    assert place and (place.lat, place.lon, place.precision, place.span) == (36.4, 41.1, "near", None)


def test_a_speakers_name_is_masked_and_an_actors_is_not() -> None:
    assert privacy.masked_origin("speaker:محمود الخالد") == "speaker"
    assert privacy.masked_origin("actor:SDF") == "actor:SDF"
