"""Rows of numbers.tsv: ``kind low high qualifier span text``; kind ``-`` means that no number of ``text`` counts anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

from spell import ordinal, spell

Row = tuple[str, ...]
FRAMES = [
    "قتل {} في المدينة",
    "أسفر القصف عن {} قرب الحاجز",
    "{}",
    "وصل {} إلى المشفى أمس",
    "سقوط {}، بحسب مصدر طبي",
    "أعلن المركز وجود {}.",
]
MALE = ["قتيلا", "جريحا", "مدنيا", "عنصرا", "شخصا", "جنديا", "نازحا", "مقاتلا"]
FEMALE = ["امرأة", "عائلة", "عبوة", "غارة", "قذيفة", "سيدة", "مدرسة", "أسرة"]
FEW_MALE = ["قتلى", "جرحى", "مدنيين", "عناصر", "أشخاص", "جنود", "رجال", "أطفال"]
FEW_FEMALE = ["نساء", "عائلات", "عبوات", "غارات", "قذائف", "سيدات", "طالبات", "أسر"]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def row(kind: str, low: int | None, high: int | None, qualifier: str, span: str, text: str) -> Row:
    return kind, "" if low is None else str(low), "" if high is None else str(high), qualifier, span, text


def exact(n: int, span: str, text: str, kind: str = "count") -> Row:
    return row(kind, n, n, "exact", span, text)


def noun(n: int, masculine: bool, at: int) -> str:
    few = 3 <= n % 100 <= 10
    names = (FEW_MALE if few else MALE) if masculine else (FEW_FEMALE if few else FEMALE)
    return names[at % len(names)]


def words() -> Iterator[Row]:
    """Every number under a hundred in both genders and cases, and a spread above in each spelling of hundred."""
    frames = cycle(FRAMES)
    for n in range(3, 100):
        for at, (masculine, nominative) in enumerate(product((True, False), (True, False))):
            span = spell(n, masculine, nominative)
            yield exact(n, span, next(frames).format(f"{span} {noun(n, masculine, n + at)}"))
    spread = [
        100,
        101,
        105,
        111,
        150,
        199,
        200,
        211,
        300,
        317,
        400,
        444,
        500,
        563,
        600,
        672,
        700,
        788,
        800,
        812,
        900,
        999,
    ]
    spread += [
        1000,
        1001,
        1100,
        1304,
        1999,
        2000,
        2014,
        2500,
        3000,
        3333,
        8215,
        10000,
        10500,
        11000,
        12450,
        15015,
        20300,
        31040,
        45678,
        99999,
    ]
    spread += [
        100000,
        120000,
        250000,
        300500,
        999999,
        1000000,
        1200000,
        1500000,
        2000000,
        2300000,
        3000003,
        7654321,
        9999999,
    ]
    for n, (hundred, apart) in product(spread, (("مئة", False), ("مائة", False), ("مئة", True), ("مائة", True))):
        span = spell(n, n % 2 == 0, True, hundred, apart)
        yield exact(n, span, next(frames).format(f"{span} {noun(n, n % 2 == 0, n)}"))


def spellings() -> Iterator[Row]:
    """Common misspellings of the simple numerals."""
    wrong = {
        3: "ثلاثه|ثلاثة|ثلاث|تلاتة", 4: "اربعه|أربعه|اربعة|اربع", 5: "خمسه|خمسة", 6: "سته|ستة", 7: "سبعه|سبعة", 8: "ثمانيه|ثمانية|ثماني|ثمان|ثمانى",
        9: "تسعه|تسعة", 10: "عشره|عشرة", 11: "احد عشر|احدى عشر|احدى عشرة|إحدى عشر", 12: "اثنا عشر|اثني عشر|اثنى عشر|إثنا عشر|إثني عشر|اثنتي عشرة|أثنا عشر",
        13: "ثلاثه عشر|ثلاثة عشرة", 14: "اربعة عشر|اربعه عشر", 18: "ثمانية عشر|ثماني عشرة|ثمان عشرة|ثمانيه عشر", 40: "اربعون|اربعين", 44: "اربعة واربعين|أربعة و أربعون|اربعه واربعون",
        100: "مئة|مائة|ماية|مية|مئه|مائه", 200: "مئتان|مئتين|مائتان|مائتين|مئتا|مائتي|مئتي", 300: "ثلاثمئة|ثلاثمائة|ثلاثماية|ثلاثمائه|ثلاث مئة|ثلاث مائة", 400: "اربعمئة|اربعمائة|أربعمائه|أربع مئة",
        800: "ثمانمئة|ثمانمائة|ثمانيمئة|ثماني مئة|ثمان مئة|ثمانيمائة", 1000: "ألف|الف|ألفًا", 2000: "ألفان|ألفين|الفين|ألفي|الفي|ألفا", 3000: "ثلاثة آلاف|ثلاثة الاف|ثلاثه الاف|3 آلاف|3 الاف",
    }  # fmt: skip
    frames = cycle(FRAMES)
    for n, forms in wrong.items():
        for at, form in enumerate(forms.split("|")):
            yield exact(n, form, next(frames).format(f"{form} {noun(n, True, at)}"))
    for n in (5, 15, 17, 25):
        for form in (str(n), spell(n), spell(n, False)):
            for plural in ("عمليات", "مدنيين", "مدنين", "شخص", "هجوم"):
                yield exact(n, form, f"نفذ {form} {plural} اليوم")


def figures() -> Iterator[Row]:
    """Digits of each set, with each separator."""
    frames = cycle(FRAMES)
    for n in (3, 7, 12, 19, 44, 63, 89, 100, 140, 217, 304, 563, 820, 999):
        for form in (str(n), str(n).translate(ARABIC), str(n).translate(PERSIAN)):
            yield exact(n, form, next(frames).format(f"{form} {noun(n, True, n)}"))
    for n in (1304, 2750, 8215, 12450, 40000, 125000, 1234567, 9999999):
        for sep in (",", "٬"):
            form = f"{n:,}".replace(",", sep)
            for digits in (form, form.translate(ARABIC), form.translate(PERSIAN)):
                yield exact(n, digits, next(frames).format(f"{digits} {noun(n, True, n)}"))
    for n in (1234567, 2500000):
        form = f"{n:,}".replace(",", ".")
        yield exact(n, form, f"نزوح {form} شخص")
    mixed = [
        ("31 ألفًا و40", 31040), ("ثمانية آلاف و215", 8215), ("ألف و304", 1304), ("١٢٫٥ ألف", 12500), ("12.5 ألف", 12500), ("12,5 ألف", 12500), ("3 آلاف و200", 3200), ("5 آلاف", 5000), ("20 ألف", 20000),
        ("20 ألفا", 20000), ("مليون و200 ألف", 1200000), ("1.5 مليون", 1500000), ("١٫٥ مليون", 1500000), ("مليون ونصف", 1500000), ("مليون ونصف المليون", 1500000), ("مليون ونصف مليون", 1500000), ("مليونين ونصف", 2500000),
        ("مليونين ونصف المليون", 2500000), ("نصف مليون", 500000), ("ربع مليون", 250000), ("3 ملايين", 3000000), ("3 ملايين و200 ألف", 3200000), ("مليون وربع", 1250000), ("ألفين و500", 2500), ("ألفان و40", 2040), ("100 ألف", 100000),
        ("مئة ألف", 100000), ("مئتي ألف", 200000), ("مئتا ألف", 200000), ("مائتي ألف", 200000), ("سبعمئة ألف", 700000), ("6.8 مليون", 6800000), ("13.4 مليون", 13400000), ("مليار", 1000000000), ("مليارين", 2000000000),
        ("ألف و 304", 1304), ("أربعة آلاف و 12", 4012), ("7 آلاف و563", 7563), ("ألف وخمسمئة", 1500), ("ألف ومئتين", 1200), ("ألف ومئتان وخمسون", 1250), ("ألفين وثلاثمئة", 2300),
    ]  # fmt: skip
    for at, (form, n) in enumerate(mixed):
        for name in ("شخص", "نازح", "عائلة"):
            yield exact(n, form, FRAMES[at % len(FRAMES)].format(f"{form} {name}"))


BOUNDS = {
    "at_least": "ما لا يقل عن|ما لا تقل عن|ما لايقل عن|لا يقل عن|أكثر من|اكثر من|ما يزيد عن|ما يزيد على|يزيد عن|أزيد من|ما يربو على|ما يفوق|فوق|لا أقل من|ليس أقل من",
    "about": "نحو|قرابة|زهاء|حوالي|ما يقارب|ما يقرب من|بحدود|ما يناهز|حوالى|يقارب",
    "at_most": "أقل من|ما لا يزيد عن|ما لا يزيد على|لا يتجاوز|ليس أكثر من|لا يزيد عن|ما يصل إلى|كحد أقصى|بحد أقصى|لا يزيد على",
}  # fmt: skip
AFTER = {
    "at_least": "على الأقل|على أقل تقدير|كحد أدنى|أو أكثر|فأكثر|كأقل تقدير",
    "about": "تقريبا|على وجه التقريب",
    "at_most": "على الأكثر|كحد أقصى|على أبعد تقدير",
}


def bounded(n: int, effect: str) -> tuple[int | None, int | None]:
    return {"at_least": (n, None), "about": (n, n), "at_most": (None, n)}[effect]


def bounds() -> Iterator[Row]:
    """Bounds ahead of a number and behind it, with proclitics."""
    numerals = [
        (5, "خمسة", "أشخاص"),
        (44, "44", "قتيلا"),
        (30, "ثلاثين", "آخرين"),
        (1500, "1,500", "عائلة"),
        (2000, "ألفي", "نازح"),
    ]
    for effect, phrases in BOUNDS.items():
        for phrase, (n, form, name) in product(phrases.split("|"), numerals):
            low, high = bounded(n, effect)
            yield row("count", low, high, effect, f"{phrase} {form}", f"سقوط {phrase} {form} {name} أمس")
    for effect, phrases in AFTER.items():
        for phrase, (n, form, name) in product(phrases.split("|"), numerals[:4]):
            low, high = bounded(n, effect)
            yield row("count", low, high, effect, form, f"مقتل {form} {name} {phrase} في القصف")
    for pro, phrase, n in (
        ("ب", "أكثر من", 20),
        ("ل", "نحو", 60),
        ("و", "أكثر من", 12),
        ("وب", "نحو", 9),
        ("ب", "ما لا يقل عن", 4),
        ("و", "قرابة", 50),
        ("ل", "أكثر من", 7),
        ("ف", "نحو", 8),
    ):
        effect = "about" if phrase in ("نحو", "قرابة") else "at_least"
        low, high = bounded(n, effect)
        yield row("count", low, high, effect, f"{phrase} {n}", f"الهجوم {pro}{phrase} {n} قذيفة")


def ranges() -> Iterator[Row]:
    """Two figures as one range."""
    pairs = [
        (5, 7, "خمسة", "سبعة"),
        (10, 15, "عشرة", "خمسة عشر"),
        (20, 30, "عشرين", "ثلاثين"),
        (3, 4, "ثلاثة", "أربعة"),
        (100, 120, "مئة", "مئة وعشرين"),
        (8, 12, "ثمانية", "اثني عشر"),
    ]
    for low, high, a, b in pairs:
        for x, y in ((str(low), str(high)), (a, b), (str(low).translate(ARABIC), str(high).translate(ARABIC))):
            for pattern in (
                "ما بين {} و{}",
                "بين {} و{}",
                "من {} إلى {}",
                "من {} الى {}",
                "{} أو {}",
                "{} إلى {}",
                "من {} حتى {}",
            ):
                span = pattern.format(x, y)
                yield row("count", low, high, "about", span, f"يقدر العدد {span} مسلحين")
        for dash in ("-", " - ", "–", " – "):
            span = f"{low}{dash}{high}"
            yield row("count", low, high, "about", span, f"قتل {span} أشخاص")


def vague() -> Iterator[Row]:
    """Vague plurals and their floors; no number for what has none."""
    floors: dict[str, int | None] = {
        "عشرات": 20, "العشرات": 20, "مئات": 200, "المئات": 200, "آلاف": 2000, "الآلاف": 2000, "ملايين": 2000000, "عشرات الآلاف": 20000, "عشرات آلاف": 20000, "مئات الآلاف": 200000, "مئات آلاف": 200000,
        "عشرات الملايين": 20000000, "بضعة": 3, "بضع": 3, "بضع مئات": 300, "بضعة آلاف": 3000, "بضع عشرات": 30, "عدة آلاف": 2000, "عدة مئات": 200, "عدة عشرات": 20, "عدة": None, "عدد من": None,
        "عددا من": None, "العديد من": None, "الكثير من": None, "عدد كبير من": None, "عدد آخر من": None, "مجموعة من": None, "مئات الالاف": 200000, "الاف": 2000,
    }  # fmt: skip
    for phrase, low in floors.items():
        for name in ("المدنيين", "العائلات", "الجرحى", "المقاتلين"):
            plain = name.removeprefix("ال") if phrase in ("بضعة", "بضع", "عدة") else name
            yield row("count", low, None, "vague", phrase, f"نزوح {phrase} {plain} من البلدة")
        yield row("count", low, None, "vague", phrase, f"أصيب القصف و{phrase} المنازل")


def attached() -> Iterator[Row]:
    """Proclitics on words and before digits: never in the span."""
    for pro in ("و", "ف", "ب", "ل", "ك", "وب", "ول"):
        for n in (3, 5, 8, 13, 20, 27, 100, 300, 1000):
            form = spell(n, True, False)
            yield exact(n, form, f"القوة مؤلفة {pro}{form} مقاتل")
    for pro in ("و", "ب", "ل", "ف", "بـ", "لـ", "وبـ"):
        for n in (6, 15, 48, 120):
            yield exact(n, str(n), f"هجوم {pro}{n} صاروخا")
    for n in (3, 4, 7, 12, 23):
        yield exact(n, f"الـ{n}", f"تشييع الشهداء الـ{n} اليوم")
        yield exact(n, f"ال{n}", f"الضحايا ال{n} من المدنيين")
    for n in range(3, 11):
        form = "ال" + spell(n)
        yield exact(n, form, f"الأطفال {form} من القرية")


TRAPS: list[tuple[str, str, list[int]]] = [
    ("age", "الشاب سامر ({} عامًا) من القرية", [18, 20, 24, 31, 40, 55, 62, 70]),
    ("age", "طفلة تبلغ من العمر {} سنوات", [3, 5, 7, 9]),
    ("age", "رجل عمره {} عاما", [25, 34, 47, 81]),
    ("age", "الفتى البالغ من العمر {} عاما", [13, 15, 17]),
    ("age", "خالد الأحمد، {} عاما، من سكان الحي", [19, 28, 36, 44]),
    ("distance", "على بعد {} كم شرق البلدة", [2, 5, 12, 15, 40, 90]),
    ("distance", "مسافة {} كيلومترا من الحدود", [11, 18, 35, 70]),
    ("distance", "عمقه {} أمتار", [3, 5, 8]),
    ("distance", "على ارتفاع {} مترا", [20, 50, 200]),
    ("duration", "خلال {} ساعة", [12, 24, 48, 72]),
    ("duration", "استمرت {} أيام", [3, 4, 7, 10]),
    ("duration", "حكم بالسجن {} سنوات", [3, 5, 7, 10]),
    ("duration", "بعد {} دقيقة من القصف", [15, 20, 45]),
    ("duration", "منذ {} شهرا", [11, 14, 18]),
    ("unit_number", "عناصر اللواء {} في البلدة", [12, 93, 111, 444]),
    ("unit_number", "قوات الفرقة {} المدرعة", [4, 17, 25, 30]),
    ("unit_number", "مقر الكتيبة {} قرب المطار", [103, 137, 66]),
    ("unit_number", "الفوج {} في الريف", [46, 111, 121]),
    ("calibre", "رشاش عيار {} في البلدة", [23, 12, 57]),
    ("calibre", "مدفع {} ملم", [57, 122, 130, 155]),
    ("calibre", "قذائف هاون من عيار {} ملم", [60, 82, 120]),
    ("money", "فدية قدرها {} ألف دولار", [5, 10, 50, 100]),
    ("money", "مبلغ {} ليرة سورية", [500, 3000, 25000]),
    ("money", "خسائر بقيمة {} مليون دولار", [2, 7, 15]),
    ("percent", "دمار {}% من الحي", [20, 40, 75, 90]),
    ("percent", "نسبة {} بالمئة", [15, 60, 80]),
    ("percent", "ارتفاع بنسبة {} بالمائة", [5, 12]),
    ("clock", "عند الساعة {} ليلا", [7, 9, 10, 11]),
    ("clock", "في تمام {} صباحا", [5, 8, 9]),
    ("year", "في عام {} اندلعت المواجهات", [1973, 2003, 2011, 2014, 2019]),
    ("year", "منذ {} تسيطر الفصائل", [2012, 2014, 2018]),
    ("date", "اتفاق {} آذار", [10, 11, 16]),
    ("date", "في {} نيسان الماضي", [3, 7, 17, 28]),
    ("date", "في {} من تشرين الثاني", [2, 9, 20]),
    ("date", "يوم {} من الشهر الجاري", [4, 12, 23]),
    ("model", "طائرة F{} قصفت", [15, 16, 35]),
    ("model", "طائرة إف {} أقلعت", [16, 35]),
    ("model", "طائرة ميغ {} أقلعت", [21, 23, 29]),
    ("model", "دبابات تي {} متقدمة", [55, 62, 72, 90]),
    ("model", "قاذف آر بي جي {} محمول", [7]),
    ("road", "على طريق M{} الدولي", [4, 5]),
    ("weight", "عبوة تزن {} كغ", [5, 10, 25, 50]),
    ("weight", "شاحنة تحمل {} طنا من القمح", [15, 20, 30]),
    ("other", "القرار رقم {} الأممي", [1701, 2254, 2585]),
    ("other", "المادة {} من الدستور", [3, 7, 15]),
    ("other", "المربع {} في الحي", [6, 12]),
]


def traps() -> Iterator[Row]:
    """Numbers that count no people or events: their kind, and the same text as a row that must give no count."""
    for kind, pattern, numbers in TRAPS:
        for n in numbers:
            span = f"{n} ألف" if "{} ألف" in pattern else f"{n} مليون" if "{} مليون" in pattern else str(n)
            value = n * (1000 if "ألف" in span else 1_000_000 if "مليون" in span else 1)
            text = pattern.format(n)
            yield exact(value, span, text, kind)
            yield ("-", "", "", "", "", text)
            yield ("-", "", "", "", "", pattern.format(str(n).translate(ARABIC)))
    for n in range(2, 21):
        for at, name in enumerate(("الفرقة", "السرية", "الكتيبة")):
            if at == n % 3:
                form = ordinal(n, feminine=True)
                yield exact(n, form, f"مقاتلو {name} {form} في المنطقة", "unit_number")
                yield ("-", "", "", "", "", f"مقاتلو {name} {form} في المنطقة")
        if n == 20:
            continue
        form = ordinal(n)
        yield exact(n, form, f"جرح {form} في المواجهة", "ordinal")
        yield ("-", "", "", "", "", f"سقط {form} متأثرا بجراحه")
    for n in range(1, 13):
        form = ordinal(n, feminine=True)
        yield exact(n, form, f"عند الساعة {form} فجرا", "clock")
        yield ("-", "", "", "", "", f"عند الساعة {form} مساء")


def rows() -> list[Row]:
    """All expanded rows."""
    parts = (words, spellings, figures, bounds, ranges, vague, attached, traps)
    return [made for part in parts for made in part()]
