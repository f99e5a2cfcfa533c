"""A speller of numbers, written apart from the reader: what it writes, the reader must read back."""

UNITS_F = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
UNITS_M = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TENS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
HUNDREDS = ["", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def _unit(n: int, masculine: bool, nominative: bool) -> str:
    """1..10 before a noun of the given gender (masculine nouns take the form with ة)."""
    if n == 2:
        stem = "اثن" if masculine else "اثنت"
        return stem + ("ان" if nominative else "ين")
    return (UNITS_M if masculine else UNITS_F)[n]


def _teen(n: int, masculine: bool, nominative: bool) -> str:
    ten = "عشر" if masculine else "عشرة"
    if n == 11:
        return ("أحد " if masculine else "إحدى ") + ten
    if n == 12:
        stem = "اثن" if masculine else "اثنت"
        return stem + ("ا " if nominative else "ي ") + ten
    return _unit(n - 10, masculine, nominative) + " " + ten


def below_hundred(n: int, masculine: bool = True, nominative: bool = True) -> str:
    """1..99."""
    if n <= 10:
        return _unit(n, masculine, nominative)
    if n < 20:
        return _teen(n, masculine, nominative)
    tens = TENS[n // 10] + ("ون" if nominative else "ين")
    if n % 10 == 0:
        return tens
    unit = n % 10
    first = {1: "واحد" if masculine else "إحدى"}.get(unit) or _unit(unit, masculine, nominative)
    return f"{first} و{tens}"


def _hundreds(n: int, nominative: bool, hundred: str, apart: bool) -> str:
    if n == 1:
        return hundred
    if n == 2:
        return hundred[:-1] + ("تان" if nominative else "تين")
    head = UNITS_F[n] if apart else HUNDREDS[n]
    return head + (" " if apart else "") + hundred


def below_thousand(n: int, masculine: bool, nominative: bool, hundred: str, apart: bool) -> list[str]:
    """1..999 as the parts that و joins."""
    parts = [_hundreds(n // 100, nominative, hundred, apart)] if n >= 100 else []
    if n % 100:
        parts.append(below_hundred(n % 100, masculine, nominative))
    return parts


def _scaled(n: int, names: tuple[str, str, str, str], nominative: bool, hundred: str, apart: bool) -> list[str]:
    """``n`` thousands or millions by the name's singular, dual stem, plural and accusative."""
    one, dual, many, accusative = names
    if n == 1:
        return [one]
    if n == 2:
        return [dual + ("ان" if nominative else "ين")]
    parts = below_thousand(n, True, nominative, hundred, apart)
    last = n % 100
    name = many if 3 <= last <= 10 else accusative if 11 <= last <= 99 else one
    parts[-1] += " " + name
    return parts


def spell(
    n: int,
    masculine: bool = True,
    nominative: bool = True,
    hundred: str = "مئة",
    apart: bool = False,
    accusative: bool = True,
) -> str:
    """``n`` from 0 to 999,999,999 in words.

    ``masculine`` is the gender of what is counted, ``hundred`` the spelling of hundred, ``apart`` writes ثلاث مئة.
    """
    if n == 0:
        return "صفر"
    parts: list[str] = []
    if n >= 1_000_000:
        parts += _scaled(
            n // 1_000_000,
            ("مليون", "مليون", "ملايين", "مليونا" if accusative else "مليون"),
            nominative,
            hundred,
            apart,
        )
    if n // 1000 % 1000:
        parts += _scaled(
            n // 1000 % 1000, ("ألف", "ألف", "آلاف", "ألفا" if accusative else "ألف"), nominative, hundred, apart
        )
    if n % 1000:
        parts += below_thousand(n % 1000, masculine, nominative, hundred, apart)
    return " و".join(parts)


def ordinal(n: int, feminine: bool = False, article: bool = True) -> str:
    """The ordinal of 1..31 (السابع والعشرون)."""
    names = ["", "أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
    first = {1: "أولى" if feminine else "أول"}
    the = "ال" if article else ""

    def one(k: int, compound: bool) -> str:
        word = "حادي" if compound and k == 1 else first.get(k, names[k])
        return the + (word if not feminine or (k == 1 and not compound) else word + "ة")

    if n <= 10:
        return one(n, False)
    if n < 20:
        return one(n - 10, True) + " عشر" + ("ة" if feminine else "")
    tens = the + TENS[n // 10] + "ين"
    return tens if n % 10 == 0 else f"{one(n % 10, True)} و{tens}"
