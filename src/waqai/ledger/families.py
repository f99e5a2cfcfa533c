"""Which incident types may be two words for one event: the families that resolution blocks by.

A family is a set of types that careful outlets use of the same event. Inside one, ``attack`` (means not given)
goes with any, and the pairs of NEAR are often told apart by one outlet and not by another; other pairs of a
family are different events.
"""

from __future__ import annotations

VIOLENCE = "violence"
FAMILIES: dict[str, frozenset[str]] = {
    VIOLENCE: frozenset(
        {
            "armed_clash", "attack", "air_drone_strike", "shelling", "ied_mine", "suicide_bomb", "grenade", "chemical",
            "targeted_killing", "attack_on_civilians", "execution", "body_found", "communal_clash",
            "looting_destruction",
        }
    ),
    "detention": frozenset({"arrest", "abduction"}),
    "custody": frozenset({"custody_death", "detention_incident"}),
    "unrest": frozenset({"protest", "riot"}),
    "control": frozenset({"territory_regained", "territory_seized", "territory_transferred"}),
    "agreement": frozenset({"agreement", "release_exchange"}),
    "relief": frozenset({"aid_delivery"}),
}  # fmt: skip
NEAR: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (
        ("armed_clash", "communal_clash"),
        ("armed_clash", "targeted_killing"),
        ("armed_clash", "attack_on_civilians"),
        ("targeted_killing", "attack_on_civilians"),
        ("targeted_killing", "execution"),
        ("targeted_killing", "body_found"),
        ("targeted_killing", "ied_mine"),
        ("execution", "body_found"),
        ("attack_on_civilians", "execution"),
        ("attack_on_civilians", "looting_destruction"),
        ("ied_mine", "suicide_bomb"),
        ("ied_mine", "grenade"),
        ("shelling", "air_drone_strike"),
        ("shelling", "grenade"),
        ("shelling", "chemical"),
        ("air_drone_strike", "targeted_killing"),
        ("arrest", "abduction"),
        ("protest", "riot"),
        ("territory_regained", "territory_transferred"),
        ("territory_seized", "territory_transferred"),
        ("agreement", "release_exchange"),
    )
)
# What "89 attacks" counts, when a tally's type is ``attack``.
ATTACKS = FAMILIES[VIOLENCE] - {"body_found", "looting_destruction"}

_FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


def family(type_: str) -> str:
    """The family of a type; a type alone in the world is its own.

    >>> family("ied_mine"), family("visit")
    ('violence', 'visit')
    """
    return _FAMILY_OF.get(type_, type_)


def kinship(a: str, b: str) -> str | None:
    """How two types relate: ``same``, ``generic`` (one is a bare attack), ``near``, or None: not one event.

    >>> kinship("attack", "shelling"), kinship("shelling", "ied_mine")
    ('generic', None)
    """
    if a == b:
        return "same"
    if "attack" in (a, b) and family(a) == family(b):
        return "generic"
    return "near" if frozenset((a, b)) in NEAR else None


def counted_types(tally_type: str) -> list[str]:
    """The incident types that a tally of this type counts."""
    return sorted(ATTACKS) if tally_type == "attack" else [tally_type]
