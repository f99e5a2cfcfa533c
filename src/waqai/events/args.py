"""Arguments: the mentions a clause offers, each behind its preposition, and what each can be."""

from __future__ import annotations

from typing import Any, Literal

from waqai.events.clauses import COMMA
from waqai.events.reading import Reading
from waqai.lexicon.index import Hit
from waqai.text.morph import ARTICLE

ArgKind = Literal["people", "actor", "place", "date"]
CIVILIAN_CATEGORIES = frozenset(
    [
        "civilian",
        "child",
        "woman",
        "elderly",
        "livelihood",
        "education",
        "medical",
        "journalist",
        "aid_worker",
        "rescuer",
        "idp_refugee",
        "official",
        "religious",
        "tribal",
    ]
)
ARMED_CATEGORIES = frozenset(["fighter", "military", "security", "forces", "commander"])


class Arg:
    """A mention offered to a frame. ``prep`` is ``""`` for a bare noun phrase; ``coord`` continues the argument before it."""

    __slots__ = ("commas", "coord", "i", "j", "kind", "m", "prep")

    def __init__(self, kind: ArgKind, m: Any, prep: str, coord: bool, commas: int) -> None:
        self.kind = kind
        self.m = m
        self.prep = prep
        self.coord = coord
        self.commas = commas
        self.i: int = m.i
        self.j: int = m.j

    def __repr__(self) -> str:
        return f"Arg({self.kind}, {self.prep!r}, {self.i}-{self.j}{', +' if self.coord else ''})"


def _prep_at(reading: Reading, k: int) -> Hit | None:
    if k in reading.number_at:
        return None  # «هاجم نحو أربعين مسلحا القرية»: about so many, not towards them
    found = [h for h in reading.hits[k] if h.sense.kind == "prep"]
    return max(found, key=lambda h: h.j) if found else None


def prefix_prep(pro: str) -> str | None:
    """The preposition that a mention's proclitics are, or None."""
    bare = pro.replace(ARTICLE, "").strip("وف")
    return {"ب": "b", "ل": "for", "ك": "as"}.get(bare[-1:]) if bare else None


def scan(reading: Reading, i: int, stop: int, forces: bool = False) -> list[Arg]:
    """The mentions of tokens ``[i, stop)``, each behind the preposition in force.

    ``forces``: an uncounted plural that is also an actor («مقاتلات التحالف») is read as the actor.
    """
    args: list[Arg] = []
    prep, commas, k = "", 0, i
    tokens = reading.tokens
    last_end = -1
    while k < stop:
        token = tokens[k]
        if token.kind == "punct":
            aside = reading.date_at.get(k + 1) if token.text in (COMMA, ",") else None
            if aside is not None and aside.j < stop and tokens[aside.j].text in (COMMA, ","):
                args.append(Arg("date", aside, "", False, commas))  # «اعتقال الهيئة، الاثنين، القيادي …»
                k = aside.j + 1
                continue
            if token.text in (COMMA, ",", "-", "–"):
                commas += 1
                prep = ""
            k += 1
            continue
        mention = _mention_at(reading, k, forces)
        if mention is None:
            found = _prep_at(reading, k)
            if found:
                partitive = found.sense.id == "among" and k == i  # «فقتل منهم ثلاثة»
                prep = "" if partitive or found.sense.id == "riding" else found.sense.id
                # «على طريق الميادين»: the place begins inside the preposition's phrase
                k = next((n for n in range(k + 1, found.j) if n in reading.place_at), found.j)
                continue
            k += 1
            continue
        kind, m = mention
        own_prep = prefix_prep(m_pro(reading, m))
        if kind == "people" and m.counted and prep == "in" and last_end != k and tokens[k - 1].key.startswith(ARTICLE):
            prep = ""  # «قتل في الحرب الأهلية نحو 150 ألف شخص»: a figure behind a definite noun is not its genitive
        coord = _joined(reading, m, k, last_end, kind)
        if own_prep is None and coord and args:
            # «خمسة من عناصر الجيش المدعوم من تركيا ومدنيان»: joined to the five, not to whom they lean on
            joined = [x for x in args if x.prep not in ("belonging", "from")] if kind == "people" else args
            own_prep = (joined or args)[-1].prep
        args.append(Arg(kind, m, own_prep if own_prep is not None else prep, coord, commas))
        own_date = kind == "date" and (m.open_end or k > 0 and _prep_at(reading, k - 1) is not None)
        if kind != "date" or own_date:
            prep = ""  # «في الثامن من تموز 1060 شخصا»: the preposition was the date's
        k = max(m.j, k + 1)
        last_end = k
    return args


def _joined(reading: Reading, m: Any, k: int, last_end: int, kind: str) -> bool:
    """Whether a mention at token ``k`` is joined by و to the one that ended at ``last_end``: «14 مدنيا، و32 عنصرا»."""
    tokens = reading.tokens
    alone = k > 0 and tokens[k - 1].key == "و" and tokens[k].glued  # «و32» is two tokens
    if not alone and not m_pro(reading, m).startswith("و"):
        return False
    at = k - 1 if alone else k
    return last_end == at or (last_end == at - 1 and tokens[at - 1].text == COMMA and kind == "people")


def m_pro(reading: Reading, m: Any) -> str:
    """The proclitic letters of any mention."""
    key: str = reading.tokens[m.i].key
    return key[: m.skip]


def _mention_at(reading: Reading, k: int, forces: bool) -> tuple[ArgKind, Any] | None:
    people = reading.people_at.get(k)
    actor = reading.actor_at.get(k)
    place = reading.place_at.get(k)
    date = reading.date_at.get(k)
    if (
        forces
        and people is not None
        and actor is not None
        and actor.j >= people.j
        and not people.counted
        and people.harm is None
    ):
        return "actor", actor
    if people is not None and actor is not None and actor.actor == "UNIDENT_ARMED" and people.category == "unspecified":
        return "actor", actor  # «مجهولان»
    if people is not None and (actor is None or people.j >= actor.j):
        return "people", people
    if actor is not None and (place is None or actor.j >= place.j):
        return "actor", actor
    if place is not None:
        return "place", place
    if date is not None:
        return "date", date
    return None


def agentive(arg: Arg) -> bool:
    """Whether a mention can be who did it: an armed actor, gunmen, fighters."""
    if arg.kind == "actor":
        armed = (
            arg.m.force
            or arg.m.kind in ("unknown", "generic", "deixis", "adjective", "anaphoric")
            or arg.m.category in ("COMMUNAL", "TRIBAL")
        )
        ambiguous = arg.m.actor is None and arg.m.kind == "name"  # «شرطة مكافحة الإرهاب» of a country not settled
        return bool(armed or (arg.m.actor or ambiguous) and not arg.m.civil)
    if arg.kind == "people":
        return arg.m.category in ARMED_CATEGORIES and arg.m.harm is None
    return False


def holds(reading: Reading, arg: Arg) -> bool:
    """Whether the mention is a position of an actor («مواقع لقوات الدعم السريع»), which does nothing itself."""
    if arg.kind not in ("actor", "people"):
        return False
    start = max(arg.i - 1, 0)
    if "prep" in reading.kinds[start] or reading.tokens[start].kind == "punct":
        start = arg.i
    name = arg.m.core[0] if arg.kind == "actor" else arg.i
    return any(
        h.sense.id in ("position", "holding") and not h.pro.strip("ولب")
        for h in reading.of("object", start, max(name, arg.i))
    )


def bare(args: list[Arg]) -> list[Arg]:
    """The arguments that are bare noun phrases, adjectives and dates left out."""
    return [a for a in args if a.prep == "" and a.kind != "date" and not adjectival(a)]


def adjectival(arg: Arg) -> bool:
    """Whether the mention is a nationality adjective (غارة إسرائيلية)."""
    return arg.kind == "actor" and arg.m.kind == "adjective"


def with_coordinates(args: list[Arg], first: Arg) -> list[Arg]:
    """``first`` and the arguments joined to it by و."""
    out = [first]
    at = args.index(first) + 1
    while at < len(args) and args[at].kind in ("actor", "place") and args[at].prep == "belonging":
        at += 1
    while at < len(args) and args[at].coord and args[at].kind in ("people", "actor") and args[at].prep == first.prep:
        out.append(args[at])
        at += 1
    return out
