"""Arabic word forms: the proclitics a token may carry, and the full forms an entry is looked up by.

Forms are generated once, when a pack is built, from what an editor writes (a perfect and an imperfect, a
singular and a plural); look-up is then a dictionary hit. All forms are folded keys.
"""

from __future__ import annotations

from functools import lru_cache

CONJUNCTIONS = "وف"
PREPOSITIONS = "بلك"
ARTICLE = "ال"
PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ي", "كم")


@lru_cache(maxsize=65536)
def splits(key: str) -> tuple[tuple[str, str], ...]:
    """Every way to read proclitics off a folded word: ``(proclitics, rest)``, least stripped first.

    The article counts as a proclitic and is written ``ال``; للوفد is ل + ال + وفد. Whether a split is true is for the
    lexicon to say.

    >>> splits("وبالقصف")
    (('', 'وبالقصف'), ('و', 'بالقصف'), ('وب', 'القصف'), ('وبال', 'قصف'))
    """
    found: list[tuple[str, str]] = [("", key)]

    def add(done: str, rest: str) -> None:
        if len(rest) >= 2 and (done, rest) not in found:
            found.append((done, rest))

    heads = [("", key)]
    if len(key) > 2 and key[0] in CONJUNCTIONS:
        heads.append((key[0], key[1:]))
    for done, rest in heads:
        if done:
            add(done, rest)
        if rest.startswith("لل") and len(rest) > 3:
            add(done + "لال", rest[2:])
            # للجنة is ل + ال + لجنة with one of its three lams unwritten
            add(done + "لال", rest[1:])
        tails = [(done, rest)]
        if len(rest) > 2 and rest[0] in PREPOSITIONS:
            add(done + rest[0], rest[1:])
            tails.append((done + rest[0], rest[1:]))
        if len(rest) > 3 and rest[0] == "س" and rest[1] in "يتنا":
            add(done + "س", rest[1:])
        for before, word in tails:
            if word.startswith(ARTICLE) and len(word) > 3:
                add(before + ARTICLE, word[2:])
    return tuple(found)


def noun_suffixed(noun: str) -> list[str]:
    """A singular or broken-plural noun with each attached pronoun (مقتلهم، إصابته)."""
    stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
    if noun.endswith("ي") and len(noun) > 3:
        return [stem + p for p in PRONOUNS if p != "ي"]
    return [stem + p for p in PRONOUNS]


def feminine(noun: str) -> str:
    """The feminine of a noun or adjective that takes ة."""
    return noun if noun.endswith("ه") else noun + "ه"


def dual(noun: str) -> list[str]:
    """Both cases of the dual, and of the dual in construct (طفلا، طفلي)."""
    stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
    if stem.endswith("ا") and len(stem) > 3:
        stem = stem[:-1] + "ي"
    return [stem + "ان", stem + "ين", stem + "ا", stem + "ي"]


def dual_full(noun: str) -> list[str]:
    """The dual with its nun, both cases (طفلان، طفلين)."""
    return dual(noun)[:2]


def sound_masculine(noun: str) -> list[str]:
    """The sound masculine plural, both cases, and in construct (مدنيون، مدنيين، مدنيو)."""
    return [noun + "ون", noun + "ين", noun + "و"]


def sound_feminine(noun: str) -> str:
    """The sound feminine plural (غارات of غارة)."""
    stem = noun[:-1] if noun.endswith("ه") else noun
    return stem + "ات"


def _perfect(stem: str) -> dict[str, str]:
    """Person → form of a perfect written as the third masculine singular."""
    weak = stem[-1] in "اي" and len(stem) > 2
    root = stem[:-1] if weak else stem
    hollow = root[:-2] + root[-1] if not weak and len(root) >= 3 and root[-2] == "ا" else root
    first = root + "ي" if weak else hollow
    return {
        "3ms": stem,
        "3fs": root + "ت",
        "3md": root + ("يا" if weak else "ا"),
        "3fd": root + "تا",
        "3mp": root + "وا",
        "3fp": (first if hollow == root else root) + "ن",  # a hollow verb's («متن») is too often another word
        "1p": first + "نا",
        "1s": first + "ت",
    }


def _imperfect(stem: str) -> dict[str, str]:
    """Person → form of an imperfect written as the third masculine singular (with its ي)."""
    body = stem[1:]
    weak = body[-1] in "يوا" and len(body) > 2
    root = body[:-1] if weak else body
    forms = {"3ms": "ي" + body, "3fs": "ت" + body, "1p": "ن" + body, "1s": "ا" + body}
    joint = root + "ي" if weak else root
    forms |= {"3md": "ي" + joint + "ان", "3fd": "ت" + joint + "ان", "3mp": "ي" + root + "ون", "2mp": "ت" + root + "ون"}
    forms |= {"3mp.sub": "ي" + root + "وا", "3md.sub": "ي" + joint + "ا"}
    if weak or (len(body) >= 3 and body[-2] in "يوا"):
        # the jussive after لم shortens the word: لم ينف، لم يصب
        forms["3ms.jus"] = "ي" + (root if weak else body[:-2] + body[-1])
        forms["3fs.jus"] = "ت" + (root if weak else body[:-2] + body[-1])
    return forms


def _with_objects(form: str, person: str) -> list[str]:
    """A verb form with each attached object (قتلته، اعتقلوهم)."""
    stem = form[:-1] if form.endswith("وا") else form
    if stem.endswith("ي") and person in ("3ms", "3fs") and form.endswith("ي"):
        return [stem[:-1] + "ا" + p for p in PRONOUNS[:6]] + [stem + p for p in PRONOUNS[:6]]
    return [stem + p for p in PRONOUNS[:6]]


def verb_forms(perfect: str, imperfect: str, objects: bool = True) -> dict[str, str]:
    """Form → feature of a verb, e.g. ``{"قتل": "perf.3ms", "يقتلون": "impf.3mp", "قتلهم": "perf.3ms+o"}``.

    ``perfect`` and ``imperfect`` are folded third-person masculine singulars. Where two features share a form the first
    stands (the unvowelled passive is the active, except where a row writes its own).
    """
    forms: dict[str, str] = {}
    for tense, table in (("perf", _perfect(perfect)), ("impf", _imperfect(imperfect))):
        for person, form in table.items():
            if person.endswith(".jus"):
                forms.setdefault(form, f"jus.{person[:3]}")
            else:
                forms.setdefault(form, f"{tense}.{person.removesuffix('.sub')}")
    if objects:
        for tense, table in (("perf", _perfect(perfect)), ("impf", _imperfect(imperfect))):
            for person, form in table.items():
                if (
                    person.endswith(("sub", "jus"))
                    and not form.endswith("وا")
                    or person in ("3fp", "3fd", "3md", "1s", "2mp")
                ):
                    continue
                for joined in _with_objects(form, person):
                    forms.setdefault(joined, f"{tense}.{person.split('.')[0]}+o")
    return forms
