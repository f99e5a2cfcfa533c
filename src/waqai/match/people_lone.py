"""Nouns of people without a number: one man, two by the dual, several by the plural, «آخرين», «رابع», a nationality."""

from __future__ import annotations

from waqai.lexicon.people import Form
from waqai.match.people_draft import PAIR, Draft, Reading, readings
from waqai.match.people_nouns import Nouns
from waqai.model import Qualifier
from waqai.text.morph import splits


class Lone(Nouns):
    """Reads phrases that no number opens."""

    def lone(self, k: int) -> Draft | None:
        """A noun of people without a number before it."""
        phrase = self._phrase_at(k)
        for reading in (phrase[0],) if phrase else readings(self.key(k), self.t):
            if self._marbuta(k, reading):
                continue
            if reading.form.number == "dp" and self._marked_dual(k):
                reading = reading._replace(form=Form(reading.form.noun, "du", reading.form.gender, reading.form.suffix))
            noun = self.t.nouns[reading.form.noun]
            d = Draft(k, k + 1, reading.skip, reading.prefix, k)
            d.noun, d.category, d.unit, d.harm = noun, noun.category, noun.unit, noun.harm
            d.definite, d.number, d.gender = reading.definite, reading.form.number, reading.form.gender
            d.j = phrase[1] if phrase else k + 1
            d.why.append("people.noun")
            self._after_noun(d)
            if "people.complement" in d.why and reading.form.number == "sg" and self._construct_dual(d):
                d.number = "du"
            if self._holds(d, reading):
                self._quantity(d, reading)
                return d
        return None

    def _construct_dual(self, d: Draft) -> bool:
        """«راعيا أغنام» is two: a singular with tanwin stands in no construct."""
        return self.key(d.head).endswith("ا") and not self.key(d.head + 1).endswith("ا") and not d.definite

    def _marked_dual(self, k: int) -> bool:
        """Whether the writer vowelled the ending as a dual (متهمَين)."""
        span = self.doc.span(k, k + 1).text
        return any(mark + "ي" in span[-5:] for mark in "\u064e")

    def _holds(self, d: Draft, reading: Reading) -> bool:
        """Whether the noun is people here, and not an office, an adjective or part of an institution's name."""
        assert d.noun
        flags, before = d.noun.flags, self.key(d.i - 1)
        if d.i in self.behind or d.counted:
            return True
        if self._blocked(d, before) or self._another_word(d, reading) or self._not_counted(d):
            return False
        if "subject" in flags and d.number == "sg":
            return before not in self.t.words["attack_nouns"] and before not in self.t.adjectives
        plain = not (d.named or d.actors or "people.complement" in d.why or "people.office" in d.why)
        if "title" in flags and d.number == "sg" and not d.definite and self._victim(d):
            return True
        if plain and (("named" in flags) or ("roleonly" in flags and not self.licensed(d.i))):
            return False
        if "weakadj" in flags or "adj" in flags:
            return self._noun_not_adjective(d, plain)
        return not ("rank" in flags and plain and not self.licensed(d.i))

    def _victim(self, d: Draft) -> bool:
        """«قتل مسلحون شيخا», «لقي شيخ مصرعه»: a man of a title with no name, the object or the one who met his death."""
        return self._objective(d.i) or self._harm_word(d.i - 1) and self.word("deaths_met", d.j)

    def _another_word(self, d: Draft, reading: Reading) -> bool:
        """Whether the form only looks like the noun: أبها, شخّص الأطباء, أمام, «رئيسي», an unnamed «فريق»."""
        assert d.noun
        flags, singular = d.noun.flags, d.number == "sg"
        untold = not reading.definite and "people.complement" not in d.why
        told = reading.form.suffix or d.named or (d.number == "du" and self.licensed(d.i))
        definite_next = self.key(d.j).startswith("ال")
        opens = d.i == 0 or d.i in self.starts
        return (
            ("suffixed" in flags and not told)
            or ("definite" in flags and untold and singular)
            or (reading.form.construct and not self.licensed(d.i) and "people.affiliation" not in d.why)
            or ("hamza" in flags and d.noun.first not in self.tokens[d.i].text)
            or (flags >= {"rank", "named"} and (not d.named or d.role is not None))
            or ("verb" in flags and singular and (opens or definite_next))
            or ("construct" in flags and singular and not d.definite and not d.actors and definite_next)
            or ("licensed" in flags and (opens or not self.licensed(d.i)))
            or self.word("not_after", d.j)
        )

    def _not_counted(self, d: Draft) -> bool:
        """Whether a noun that counts only with a number («إصابة», «سيارة») has none; «أصيب بإصابات» are wounds."""
        assert d.noun
        if d.unit != "person" and d.number != "du":
            return True
        if "counted" not in d.noun.flags or d.harm == "killed_or_injured":
            return False
        many = "weak" in d.noun.flags and d.number == "pl"
        return d.prefix.endswith("ب") or not ("people.complement" in d.why or d.number == "du" or many)

    def _blocked(self, d: Draft, before: str) -> bool:
        if before in self.t.words["quantifiers_skip"]:
            return True
        if (not d.definite and d.number != "pl") or d.prefix:
            return False
        if d.i in self.starts:
            return False
        return any(rest in self.t.words["institutions"] and not done.endswith("ال") for done, rest in splits(before))

    def _noun_not_adjective(self, d: Draft, plain: bool) -> bool:
        """A word that is also an adjective is a noun after a harm word, in the sound plural, or in a list."""
        if d.number in ("pl", "dp") and d.gender == "m":
            return True
        if d.prefix.startswith("و") and d.number == "du" and not d.definite:
            return True  # «… المدعوم من تركيا ومدنيان»: two more
        if d.prefix.startswith("و") and d.i and not d.definite:
            return self._after_people(d.i) or (self.last is not None and self.last.j == d.i)
        if d.gender == "f" and d.noun and d.noun.category in ("military", "fighter"):
            return False
        if d.definite and plain:
            return self.licensed(d.i) and d.gender == "m"
        return self.licensed(d.i) and (not d.prefix or not plain)

    def _quantity(self, d: Draft, reading: Reading) -> None:
        """How many a phrase without a number before it tells."""
        number = self.behind.get(d.head)
        if number:
            d.low, d.high, d.qualifier, d.counted = number.low, number.high, number.qualifier, True
            d.j = max(d.j, number.j)
            d.j = self.phrase("at_least_after", d.j) or d.j
            self._adjectives(d)
        elif d.counted or d.low != 1 or d.high != 1:
            return
        elif d.number == "du":
            d.low = d.high = PAIR
        elif d.number == "dp" and not d.definite:
            d.low, d.high, d.qualifier = PAIR, None, "dual_or_plural"
            d.why.append("people.dual_or_plural")
        elif d.number in ("pl", "dp"):
            d.low, d.high, d.qualifier = None, None, "vague"  # «جنود», «قتلى»: of no number

    def others(self, k: int) -> Draft | None:
        """«آخرين», «آخر», «رابع» standing for people after a harm word."""
        for done, rest in splits(self.key(k)):
            if done not in ("", "و", "ب", "ل", "وب", "ف"):
                continue
            sizes: tuple[tuple[str, int | None, Qualifier, str], ...] = (
                ("other_one", 1, "exact", "sg"),
                ("other_two", 2, "exact", "du"),
                ("other_dual_or_plural", None, "dual_or_plural", "dp"),
                ("other_many", None, "vague", "pl"),
                ("ordinals", 1, "exact", "sg"),
                ("one_of_them", 1, "exact", "sg"),
            )
            for group, high, qualifier, number in sizes:
                counts = group == "ordinals" and bool(readings(self.key(k + 1), self.t))
                if rest in self.t.words[group] and (counts or (self._after_people(k) if done else self.harmed(k))):
                    d = Draft(k, k + 1, len(done), done, k)
                    d.low, d.high, d.qualifier, d.number = high or PAIR, high, qualifier, number
                    d.other, d.ordinal = group.startswith("other"), group == "ordinals"
                    d.why.append("people.ordinal" if d.ordinal else "people.other" if d.other else "people.of_them")
                    d.relation = None if d.other or d.ordinal else "subset"
                    if d.ordinal and not self._ordinal(d):
                        return None
                    self._other_affiliation(d)
                    return d
        return None

    def _ordinal(self, d: Draft) -> bool:
        """«رابع لاجئ» is one refugee; «وجرح رابع» is one more; «رابع هجوم» is nobody."""
        k = d.j
        if self._noun(k, d, counted=True):
            d.head = k
            return True
        token = self.tokens[k] if k < self.n else None
        return token is None or token.kind != "word" or self._is_link(k) or token.key[0] in "بل"

    def nation(self, k: int) -> Draft | None:
        """A nationality standing for people («مقتل فلسطينيين»)."""
        for done, rest in splits(self.key(k)):
            nation = self.t.nationalities.get(rest)
            if nation is None or done.removesuffix("ال") not in ("", "و", "ب", "ل"):
                continue
            number = nation[1]
            if not rest.endswith(("ون", "ين", "ان", "ي")) or (
                number == "sg" and (done.endswith("ال") or not self.licensed(k))
            ):
                return None
            if number != "sg" and not (self.licensed(k) or done == "و"):
                return None
            prefix = done.removesuffix("ال")
            d = Draft(k, k + 1, len(prefix), prefix, k)
            d.nationality, d.number, d.definite = nation[0], number, done.endswith("ال")
            d.noun = self.t.nouns["person"]
            d.why.append("people.nationality")
            self._adjectives(d)
            self._quantity(d, Reading(prefix, 0, d.definite, Form("person", number, "m")))
            return d
        return None
