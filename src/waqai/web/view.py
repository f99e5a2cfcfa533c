"""What a page is drawn with: language, person, addresses, and names for every value."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from markupsafe import Markup, escape

from waqai.model import WaqaiError
from waqai.service import names, privacy, words
from waqai.service.people import LOCAL, Person
from waqai.service.words import LANGUAGES, Language
from waqai.web.security import NOBODY, csrf_cookie

HERE = Path(__file__).parent
STATIC = HERE / "static"
PAGES = [
    ("read", "coder"), ("incidents", "reader"), ("tallies", "reader"), ("access", "reader"), ("claims", "reader"),
    ("review", "coder"), ("sources", "reader"), ("search", "reader"), ("api", "reader"),
]  # fmt: skip


class View:
    """The language, person and address of one request, and the ways to say things in it."""

    def __init__(self, request: Request[Any, Any, Any], language: Language) -> None:
        self.request = request
        self.lang: Language = language
        self.dir = "rtl" if language == "ar" else "ltr"
        self.team: bool = request.app.state.team
        # An address that no route has is answered before anybody is asked who they are.
        self.person: Person = request.scope.get("user") or (NOBODY if self.team else LOCAL)
        self.csrf = str(request.scope.get("waqai_csrf", ""))
        self.path = request.url.path

    def t(self, key: str, **values: object) -> str:
        """A message in this page's language."""
        return words.say(self.lang, key, **values)

    def name(self, group: str, value: str | None) -> str:
        """The name of a value of a record."""
        return words.value_name(self.lang, group, value)

    def types(self, kind: str) -> list[str]:
        """The codebook's types of a kind."""
        return words.types_of(kind)

    def actor(self, actor: str | None) -> str:
        """An actor's name."""
        return names.actor_name(self.lang, actor)

    def area(self, code: str | None) -> str:
        """A governorate's or district's name."""
        return names.area_name(self.lang, code)

    def country(self, code: str | None) -> str:
        """A country's name."""
        return names.country_name(self.lang, code)

    def place(self, place: Any, ar: str = "name_ar", en: str = "name_en") -> str:
        """A place's name in this language, in the other one where it has no other."""
        arabic, english = getattr(place, ar, None), getattr(place, en, None)
        return (arabic or english if self.lang == "ar" else english or arabic) or ""

    def chain(self, place: Any) -> str:
        """The areas a place lies in, from the nearest, its own name left out."""
        own = {self.place(place), place.name_ar, place.name_en}
        parts = [self.area(place.adm2), self.area(place.adm1), self.country(place.country)]
        return (self.t("list.comma")).join(dict.fromkeys(part for part in parts if part and part not in own))

    def origin(self, key: str | None, actor: str | None = None) -> str:
        """An original source in words: ``actor:ID``, ``speaker:name``, ``outlet:name`` … A speaker without an office
        is nobody to a reader.
        """
        kind, _, name = (key or "").partition(":")
        if actor or kind == "actor":
            return self.actor(actor or name)
        if kind == "speaker" and not self.person.sees_names:
            return self.name("source_kind", "speaker")
        return names.shown_origin(name) or self.name("source_kind", kind)

    def days(self, start: str | None, end: str | None = None) -> Markup:
        """A day, or the first and last of several, as people write them."""
        if not start:
            return Markup("–")
        first = self._day(start)
        if not end or end == start:
            return Markup('<time datetime="{}">{}</time>').format(start, first)
        return Markup('<time datetime="{}">{}</time> – <time datetime="{}">{}</time>').format(
            start, first, end, self._day(end)
        )

    def _day(self, iso: str) -> str:
        year, month, day = iso.split("-")
        return f"{int(day)} {self.t('month.' + month)} {year}"

    def dot(self, place: Any) -> list[Any]:
        """A place as a small map draws it: latitude, longitude, precision, name, governorate."""
        if not self.person.sees_names:
            place = privacy.masked_place(place)
        return [place.lat, place.lon, place.precision, self.place(place), place.adm1]

    @staticmethod
    def is_web(address: str | None) -> bool:
        """Whether an address that came with a report may be a link: it is of the web, not a script."""
        return bool(address) and str(address).lower().startswith(("http://", "https://"))

    def title(self, text: str | None) -> str:
        """A report's title; to a reader, who sees no words of a report, every report is untitled."""
        return text if text and self.person.sees_names else self.t("read.untitled")

    @staticmethod
    def as_query(values: dict[str, str]) -> dict[str, str]:
        """Values of an address as keyword arguments: ``from`` is a word of the language."""
        return {"from_" if key == "from" else key: value for key, value in values.items()}

    @property
    def section(self) -> str:
        """The first part of this page's path: what the navigation marks as here."""
        return ([*self.path.split("/"), "", ""])[2]

    def turn(self, path: str, offset: int) -> str:
        """This same list from another row on."""
        asked = [(k, v) for k, v in self.request.query_params.multi_items() if k != "offset"]
        return f"/{self.lang}{path}?{urlencode([*asked, ('offset', str(max(0, offset)))])}"

    def pages(self) -> list[tuple[str, str]]:
        """The pages of the navigation, each with the role it needs."""
        return PAGES

    def url(self, path: str, **query: object) -> str:
        """An address of the desk in this language, with a query; values that are None or empty are left out."""
        asked = {k.rstrip("_"): v for k, v in query.items() if v not in (None, "", [])}
        return f"/{self.lang}{path}" + (f"?{urlencode(asked, doseq=True)}" if asked else "")

    @property
    def other(self) -> tuple[Language, str]:
        """The other language, and this same page in it."""
        other: Language = "en" if self.lang == "ar" else "ar"
        query = self.request.url.query
        return other, f"/{other}{self.path[3:]}" + (f"?{query}" if query else "")

    def draw(self, template: str, status: int = 200, **context: Any) -> Response[str]:
        """A page (or a part of one) from a template."""
        html = environment().get_template(template).render(view=self, t=self.t, **context)
        response = Response(html, media_type=MediaType.HTML, status_code=status)
        if self.request.scope.get("waqai_csrf_new"):
            response.set_cookie(csrf_cookie(self.csrf, secure=self.request.url.scheme == "https"))
        return response


def view_of(request: Request[Any, Any, Any]) -> View:
    """The view of a page request; raises NotFoundException for a language the desk does not speak."""
    language = request.path_params.get("lang", request.url.path.split("/")[1])
    if language not in LANGUAGES:
        raise NotFoundException(f"{request.url.path}: there is no such page")
    return View(request, language)


@cache
def environment() -> Environment:
    """The templates. An undefined name is an error, and everything is escaped."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"bdi": bdi, "number": number, "span": span_of_counts, "json": as_json}
    made.filters["months_json"] = months_json
    made.globals |= {"asset": asset, "layer_address": layer_address}
    return made


def bdi(text: object) -> Markup:
    """A name that keeps its own direction in a line of the other."""
    return Markup("<bdi>{}</bdi>").format(escape(text)) if text not in (None, "") else Markup("")


def number(value: int | None) -> str:
    """A count with thin groups; a dash for none."""
    return "–" if value is None else f"{value:,}"


def span_of_counts(low: int | None, high: int | None = None) -> Markup:
    """Low and high as one figure: ``3``, ``3–5``, ``3+`` for no upper bound; kept left to right."""
    if low is None and high is None:
        return Markup("–")
    if high is None:
        text = f"{low:,}+"
    elif low is None or low == high:
        text = f"{high:,}"
    else:
        text = f"{low:,}–{high:,}"
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def as_json(value: Any) -> Markup:
    """JSON that may stand in a script element of type application/json."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def months_json(months: list[Any]) -> str:
    """Months with their counts, for the timeline to draw before the points are there."""
    return json.dumps([[m.value, m.incidents, m.killed] for m in months])


@cache
def layer_address() -> str:
    """The address of the map layer, with a mark of its content."""
    return f"/map/layer.json?v={sha256(layer()).hexdigest()[:10]}"


@cache
def layer() -> bytes:
    """The map layer of the package."""
    return resources.files("waqai").joinpath("data", "map", "layer.json").read_bytes()


@cache
def packs_layer(packs: tuple[Path, ...]) -> bytes:
    """The features of every ``maps/*.geojson`` of these packs; a file that is no GeoJSON is named in an error."""
    features: list[Any] = []
    for path in sorted(path for pack in packs for path in (pack / "maps").glob("*.geojson")):
        try:
            features += json.loads(path.read_text("utf-8-sig"))["features"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WaqaiError(f"{path}: not a GeoJSON feature collection ({error})") from error
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


@cache
def asset(name: str) -> str:
    """The address of a built file, with a mark of its content so that it may be kept for long."""
    path = STATIC / name
    mark = sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "missing"
    return f"/static/{name}?v={mark}"
