"""The type of an event once all is told of it: whom it hit, how many fell, who did it."""

from __future__ import annotations

from waqai.events.args import ARMED_CATEGORIES, CIVILIAN_CATEGORIES
from waqai.events.draft import Draft, DraftCasualty
from waqai.events.reading import Reading
from waqai.events.refine import SHOTS

BY_NATURE = frozenset({"child", "woman", "elderly", "livelihood", "education", "idp_refugee"})
HURT = frozenset({"killed", "injured", "killed_or_injured", "neutralised"})
BURNT = ("looting_destruction.demolish", "looting_destruction.fire")
HUJUM = ("attack", "targeted_killing")


def settle(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the types that their outcome gives them, without the crimes that courts tell."""
    judged = reading.has("context", "judged", 0, len(reading.tokens))
    kept = [d for d in drafts if not (judged and _of_court(d))]
    for draft in kept:
        if draft.kind == "incident":
            _with_deaths(reading, draft)
            if draft.weapon in (None, "small_arms"):
                by_victims(reading, draft)
    return kept


def _of_court(draft: Draft) -> bool:
    """«أقدم على قتل فلان … وتم تنفيذ حكم القتل قصاصا»: the murder that a court judged, done by nobody in arms."""
    killing = draft.frame.trigger.id.startswith("harm.") and draft.kind == "incident"
    return killing and not any(a.actor for a in draft.initiators())


def by_victims(reading: Reading, draft: Draft) -> None:
    """The type of an attack, a shooting or a bare killing by those it hit, told as they may be after it.

    «هاجم مسلحون عمالا فقتلوا تسعة»، «قتلت القوات سبعة من عناصر داعش»: whoever did it must be told; «قتل ثلاثة» stays open.
    """
    trigger = draft.frame.trigger.id
    hurt = [c for c in draft.casualties if c.harm in HURT and c.category != "perpetrator" and c.parent is None]
    armed = any(c.category in ARMED_CATEGORIES for c in hurt)
    known = any(_known(reading, a.i, a.actor) for a in draft.initiators())
    if trigger.startswith("harm.") and draft.type == "attack" and draft.weapon and not draft.initiators():
        draft.type = "targeted_killing"
    elif trigger == "attack_on_civilians.stab" and armed:
        draft.type = "armed_clash"
    elif trigger == "attack.hujum" and draft.type == "attack" and armed and draft.targets() and _told(draft):
        draft.type = "armed_clash"  # «مقتل عشرة جنود في هجومين استهدفا موقعين للجيش»
    elif hurt and draft.initiators():
        _by_hurt(draft, hurt, armed, known)
    if draft.type == "targeted_killing" and trigger.startswith(("harm.", *SHOTS)):
        if known and trigger.startswith(SHOTS) and (hurt or draft.targets()):
            draft.type = "armed_clash" if armed else "attack_on_civilians"
        elif not armed and _many_or_weak(hurt):
            draft.type = "attack_on_civilians"


def _told(draft: Draft) -> bool:
    return draft.factuality in ("asserted", "alleged")


def _known(reading: Reading, i: int, actor: str | None) -> bool:
    """Whether a doer is a side of its own: not «مسلحون»، not «مجهولون»."""
    mention = reading.actor_at.get(i)
    gunmen = mention is not None and mention.kind in ("unknown", "generic") or i in reading.people_at
    return actor not in (None, "UNIDENT_ARMED") or actor is None and not gunmen


def _by_hurt(draft: Draft, hurt: list[DraftCasualty], armed: bool, known: bool) -> None:
    trigger = draft.frame.trigger.id
    civil = not armed and any(c.category in CIVILIAN_CATEGORIES for c in hurt)
    if trigger == "attack.hujum" and draft.type in HUJUM and (armed or civil):
        draft.type = "armed_clash" if armed else "attack_on_civilians"
    elif trigger == "attack.majzara" and draft.type == "attack" and not armed:
        draft.type = "attack_on_civilians"
    elif trigger.startswith("harm.") and draft.type in HUJUM and known:
        draft.type = "armed_clash" if armed else "attack_on_civilians"
        if all(c.category == "detainee" for c in hurt):
            draft.type = "execution"  # «قتلوا عشرين أسيرا بعد استسلامهم»


def _with_deaths(reading: Reading, draft: Draft) -> None:
    """Deaths turn what else would be no violence: a deadly campaign or raid, a foiled attack in which they fell."""
    harms = {c.harm for c in draft.casualties if c.low != 0}
    if "killed" not in harms and "neutralised" not in harms:
        return
    trigger = draft.frame.trigger.id
    fighters = any(c.category in ARMED_CATEGORIES for c in draft.casualties)
    if draft.type in ("attack", "armed_clash") and draft.factuality == "foiled":
        draft.factuality = "asserted"  # «أحبط الجيش محاولة تسلل وقتل أربعة»: it was fought
    if trigger == "operation.campaign":
        draft.type = "armed_clash" if fighters and draft.initiators() else "attack"
    elif trigger == "arrest.storm" and draft.type == "operation" and not draft.initiators():
        draft.type = "attack"  # «مقتل تسعة خلال اقتحام المخيم»
    elif trigger == "arrest.raid" and "detained" not in harms and not draft.frame.verb:
        draft.type = "operation"  # «قتل تسعة مسلحين في حملة مداهمات»
    elif trigger in BURNT and not fighters and reading.has("context", "house", draft.frame.i, draft.frame.hi):
        draft.type = "attack_on_civilians"  # «أحرقوا منزلا ما أدى إلى استشهاد رضيع»


def _many_or_weak(hurt: list[DraftCasualty]) -> bool:
    """Whether no one chose these victims one by one: three and more dead, children, herders, the displaced."""
    dead = sum(c.low or 0 for c in hurt if c.harm == "killed")
    return dead > 2 or dead > 0 and all(c.category in BY_NATURE for c in hurt)
