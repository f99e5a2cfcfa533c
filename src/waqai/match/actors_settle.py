"""Who a name means: the evidence of country, date, outlet, side and earlier mentions, and what it decides."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.lexicon.actors import ARMED, Actor, ActorTables
from waqai.match.actors_evidence import Evidence, everyday, gather
from waqai.match.actors_raw import Raw
from waqai.text.tokens import Doc

OWNED_REACH = 40
SHARE = 0.4  # of the likeliest country, what a shared name needs of its own
NEAR = ("و", "،", ",", "او")


def _candidates(raw: Raw, evidence: Evidence) -> tuple[str, ...]:
    """Every registry id the name may mean, by its bearers and by its role in each country of the report."""
    t = evidence.t
    ids = list(raw.ids)
    bearers = [t.actors[i] for i in ids]
    for role in () if any(evidence.countries[c] for a in bearers for c in a.countries) else raw.roles:
        for country in [raw.country] if raw.country else [c for c, w in evidence.countries.items() if w > 0]:
            held = t.roles.get((role, country)) or (t.roles.get(("sec", country)) if role == "police" else None) or ()
            ids += [i for i in held if i not in ids]
    if len(ids) > 1 or raw.guard == "*":
        ids = [i for i in ids if evidence.valid(t.actors[i])] or (ids if len(ids) > 1 else [])
    return tuple(ids)


def _choose(raw: Raw, ids: tuple[str, ...], evidence: Evidence) -> str | None:
    """The one bearer that the evidence speaks for, or None."""
    t = evidence.t
    if len(ids) == 1 and raw.guard in ("", '"', "#") and not raw.roles:
        return ids[0]
    line = evidence.line(raw.i)
    scored = sorted(((evidence.score(t.actors[i], raw.keys, line, raw.parents), i) for i in ids), key=lambda s: -s[0])
    shared = raw.guard == "*" and (len(ids) > 1 or raw.keys[0] in t.words["anaphors"])
    if not scored or (scored[0][0] <= 0 and (not raw.headed or shared)):
        return _common_parent(ids, t) if len(ids) > 1 else None
    if raw.guard == "*" and not raw.headed and scored[0][0] < SHARE * max(evidence.countries.values(), default=0):
        return None
    if len(scored) == 1:
        return scored[0][1]
    best, second = scored[0], scored[1]
    return best[1] if best[0] > second[0] + 0.24 else _common_parent(ids, t)


def _army_of(raw: Raw, chosen: str | None, evidence: Evidence) -> str | None:
    """«فصائل تابعة للحكومة» are the army's, not ministers."""
    actor = evidence.t.actors.get(chosen or "")
    if (
        actor is None
        or actor.category != "STATE_GOV"
        or "actors.belongs" not in raw.why
        or raw.head not in ("force", "fighter")
    ):
        return chosen
    armies = [i for c in actor.countries for i in evidence.t.roles.get(("mil", c), ())]
    armies = [i for i in armies if evidence.valid(evidence.t.actors[i])]
    return armies[0] if len(armies) == 1 else chosen


def _common_parent(ids: tuple[str, ...], tables: ActorTables) -> str | None:
    """The one of several bearers that is the parent of all the others."""
    for one in ids:
        if all(other == one or tables.actors[other].parent == one for other in ids):
            return one
    return None


def _quoted(raw: Raw, doc: Doc, tables: ActorTables) -> bool:
    quotes = tables.words["quotes"]
    before = doc.tokens[raw.i - 1].key if raw.i else ""
    after = doc.tokens[raw.j].key if raw.j < len(doc.tokens) else ""
    return before in quotes and after in quotes and before not in "()"


def _beside(n: int, raws: Sequence[Raw], tables: ActorTables) -> bool:
    """Whether a homograph stands beside a sure name of the same country («حماس وفتح»)."""
    raw = raws[n]
    mine = {c for i in raw.ids for c in tables.actors[i].countries}
    for other in (raws[n - 1] if n else None, raws[n + 1] if n + 1 < len(raws) else None):
        if other is None or not other.ids or other.guard in ("?", "*"):
            continue
        gap = other.i - raw.j if other.i >= raw.j else raw.i - other.j
        joined = other.prefix.startswith("و") or raw.prefix.startswith("و")
        if gap <= 1 and joined and mine & {c for i in other.ids for c in tables.actors[i].countries}:
            return True
    return False


def _homograph_holds(n: int, raws: Sequence[Raw], doc: Doc, evidence: Evidence, sure: set[str]) -> bool:
    raw = raws[n]
    if raw.headed or any(i in sure for i in raw.ids):
        return True
    return _quoted(raw, doc, evidence.t) or _beside(n, raws, evidence.t)


def _anaphor(raw: Raw, settled: Sequence[Raw], tables: ActorTables) -> bool:
    """Refer a bare head word back to the last named actor whose names begin so."""
    if "actors.owned" in raw.why:
        return _owner_before(raw, settled, tables)
    head = raw.keys[0].removeprefix("ال")
    singular = head[:-1] if head.endswith("ات") else head
    found: list[str] = []
    for earlier in reversed(settled):
        if not earlier.actor or earlier.kind not in ("name", "anaphoric", "adjective"):
            continue
        row = tables.actors[earlier.actor]
        if row.category == "STATE_GOV":
            continue
        above = row.parent if row.category not in ARMED else ""
        for actor in (earlier.actor, earlier.parent or "", above):
            firsts = tables.first_words.get(actor, frozenset())
            if (
                actor
                and actor not in found
                and (head in firsts or singular in firsts or _same_class(head, tables, tables.actors[actor]))
            ):
                found.append(actor)
    if not found:
        return False
    raw.actor, raw.candidates = found[0], tuple(found[1:])
    return True


def _owner_before(raw: Raw, settled: Sequence[Raw], tables: ActorTables) -> bool:
    """Whose «مقاتليها» are: the armed side named last before them, not far."""
    for earlier in reversed(settled):
        if raw.i - earlier.j > OWNED_REACH:
            return False
        for actor in (earlier.actor, earlier.parent):
            if actor and tables.actors[actor].armed and actor != "UNIDENT_ARMED":
                raw.actor = actor
                return True
    return False


def _same_class(head: str, tables: ActorTables, actor: Actor) -> bool:
    return head in tables.words["army_heads"] and actor.category in ("STATE_MIL", "EXT_STATE")


def _other_thing(raw: Raw, doc: Doc) -> bool:
    """Whether an adjective after a lone shared name makes something else of it («المقاومة الكهربائية»)."""
    after = doc.tokens[raw.j].key if raw.j < len(doc.tokens) else ""
    ending = "ه" if raw.keys[0].endswith(("ه", "ا", "ات")) else "ي"
    return len(raw.keys) == 1 and len(after) > 4 and after.startswith("ال") and after.endswith(ending)


def _internal(raw: Raw, doc: Doc) -> bool:
    """Whether «الداخلية» is an adjective (الشؤون الداخلية، جبهتها الداخلية) and no ministry."""
    before = doc.tokens[raw.i - 1].key if raw.i and not raw.prefix else ""
    noun = before.startswith("ال") or before.endswith(("ها", "هم", "نا"))
    return len(raw.keys) == 1 and raw.keys[0].endswith("يه") and noun


def _tied(actor: str, parents: Sequence[str], tables: ActorTables) -> bool:
    """Whether whom the text ties a name to is of its side."""
    side = tables.actors[actor].side
    return any(p == actor or tables.actors[p].side == side for p in parents)


def _fall_back(raw: Raw, settled: Sequence[Raw], tables: ActorTables) -> bool:
    """A shared name that no country settles may be a second mention («المليشيا» after «مليشيا الحوثي»)."""
    if raw.guard != "*" or raw.keys[0] not in tables.words["anaphors"] or len(raw.keys) > 1:
        return False
    if not _anaphor(raw, settled, tables):
        return False
    raw.kind = "anaphoric"
    raw.why.append("actors.anaphor")
    return True


def _decide(n: int, raws: Sequence[Raw], doc: Doc, evidence: Evidence, sure: set[str], settled: Sequence[Raw]) -> bool:
    """Fill in the actor of one mention; False where it is no mention after all."""
    raw, t = raws[n], evidence.t
    ids = _candidates(raw, evidence)
    if raw.guard == "?" and not _homograph_holds(n, raws, doc, evidence, sure):
        return False
    words = t.words
    if raw.keys[0] in words["destination"] and (raw.prefix == "و" or doc.tokens[raw.i - 1].key in words["toward"]):
        return False
    if raw.roles and not raw.headed and _internal(raw, doc):
        return False
    if raw.guard == "#" and _is_place(raw, doc, t):
        return False
    if everyday(raw, t) and not any(evidence.score(t.actors[i], raw.keys) > 0 for i in ids):
        return False
    if raw.guard == "*" and not raw.headed and raw.keys[0] in t.words["anaphors"] and _other_thing(raw, doc):
        return False
    raw.actor = _army_of(raw, _choose(raw, ids, evidence), evidence)
    if raw.parents and (raw.actor is None or (raw.guard == "*" and not _tied(raw.actor, raw.parents, t))):
        raw.actor = raw.parents[0] if len(raw.parents) == 1 else None
    if raw.actor is None:
        if _fall_back(raw, settled, t):
            return True
        if raw.guard == "*" and len(raw.ids) == 1 and not raw.roles:
            return False
        if raw.guard == "*" and not raw.headed and _other_thing(raw, doc):
            return False
        ids = raw.candidates = ids or _of_wars(raw, evidence)
        raw.category = t.role_categories.get(raw.roles[0]) if raw.roles else _common_category(ids, t)
        if ids or raw.roles:
            raw.why.append("actors.ambiguous" if ids else "actors.unlisted")
    elif len(ids) > 1:
        raw.why.append("actors.by_evidence")
        raw.candidates = tuple(i for i in ids if i != raw.actor)
    return True


def _of_wars(raw: Raw, evidence: Evidence) -> tuple[str, ...]:
    """Whose «القوات المسلحة» may be where nothing names a country: those of the countries at war, at the report's date."""
    t = evidence.t
    if raw.country or not raw.roles or any(w > 0 for w in evidence.countries.values()):
        return ()
    held = [i for c in sorted(t.words["war_countries"]) for i in t.roles.get((raw.roles[0], c.upper()), ())]
    return tuple(i for i in held if evidence.valid(t.actors[i]))


def _is_place(raw: Raw, doc: Doc, tables: ActorTables) -> bool:
    """A country's name after a preposition of place is the place."""
    before = doc.tokens[raw.i - 1].key if raw.i else ""
    return raw.prefix[-1:] in ("ب", "ل") or before in tables.words["place_before"] or not raw.i


def _common_category(ids: tuple[str, ...], tables: ActorTables) -> str | None:
    found = {tables.actors[i].category for i in ids}
    return found.pop() if len(found) == 1 else None


def _lean(raw: Raw, evidence: Evidence) -> None:
    """Whom the text says a force belongs to, or leans on; a known proxy of that patron where there is one."""
    t = evidence.t
    parents = [p for p in raw.parents if evidence.valid(t.actors[p])] or list(raw.parents)
    raw.parent = parents[0] if len(parents) == 1 else None
    if "actors.leans" not in raw.why:
        return
    patrons = {c for p in parents for c in t.actors[p].countries} | ({raw.country} if raw.country else set())
    proxies = [
        i
        for c in patrons
        for i in t.roles_of_flag(f"proxy={c}")
        if any(evidence.countries[x] for x in t.actors[i].countries)
    ]
    raw.country = None
    raw.category = "NSAG_PROXY"
    if len(proxies) == 1:
        raw.actor = proxies[0]
    else:
        raw.candidates = tuple(proxies)


def _enemy(raw: Raw, evidence: Evidence) -> None:
    """«العدو» of a country whose press means one enemy by it."""
    likeliest = evidence.countries.most_common(1)
    ids = evidence.t.roles_of_flag(f"enemy={likeliest[0][0]}") if likeliest else ()
    if len(ids) == 1:
        raw.actor, raw.kind = ids[0], "name"


def settle(
    raws: list[Raw],
    nations: Sequence[int],
    doc: Doc,
    tables: ActorTables,
    countries: Sequence[str],
    date: str | None,
    outlet: str | None,
) -> list[Raw]:
    """The mentions that hold, each with its actor or its candidates."""
    if not raws:
        return []
    evidence = Evidence(tables, date, outlet)
    gather(raws, doc, evidence, countries, nations)
    sure = {i for r in raws if r.guard in ("", '"') and len(r.ids) == 1 for i in r.ids}
    settled: list[Raw] = []
    for n, raw in enumerate(raws):
        if raw.kind == "anaphoric":
            if _anaphor(raw, settled, tables):
                settled.append(raw)
            continue
        if "actors.enemy" in raw.why:
            _enemy(raw, evidence)
        if raw.actor is None and raw.kind not in ("deixis", "generic"):
            if "actors.leans" in raw.why:
                _lean(raw, evidence)
            elif not _decide(n, raws, doc, evidence, sure, settled):
                continue
            else:
                _lean(raw, evidence)
        settled.append(raw)
        if raw.actor:
            evidence.named[raw.actor] = raw.i
    return settled
