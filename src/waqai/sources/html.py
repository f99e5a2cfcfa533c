"""Web pages: the article without menus, tickers and comments; outlet, title, author and date from its metadata.

The body is trafilatura's. The date is only what the page states in its metadata or in a ``<time>`` of
the article: trafilatura's own date, which may be read off an address or an image, is not used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from waqai.model import PublishedBasis
from waqai.sources.blob import Blob, need
from waqai.sources.dates import iso_day
from waqai.sources.decode import decode
from waqai.sources.items import BadSourceError, Given, Item, Snapshot, SourceError, SourceSettings, make_item, sha256

MAX_DEPTH = 1_000
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
CHROME = ("ticker", "breaking", "newsbar", "news-bar", "marquee", "related", "share", "social", "comment", "sidebar",
          "breadcrumb", "most-read", "newsletter", "cookie")  # fmt: skip
PRUNE = [
    "//*["
    + " or ".join(f"contains(concat(@class,' ',@id),'{word}')" for word in CHROME)
    + "][not(self::body) and not(self::html)]",
    "//marquee",
]
DATE_META = ("article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
             "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date", "sailthru.date",
             "publish-date", "publication_date")  # fmt: skip


def read_html(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The one article of a page."""
    data = blob.read(settings.max_fetch)
    yield page_item(data, blob, given, settings)


def page_item(
    data: bytes, blob: Blob, given: Given, settings: SourceSettings, feed_date: str | None = None, kind: str = "html"
) -> Item:
    """The article of a page's bytes; ``feed_date`` (ISO) is what a feed said of it and wins over the page."""
    trafilatura = need("trafilatura", blob.name, "sources", "web pages")
    etree = need("lxml.etree", blob.name, "sources", "web pages")
    lxml_html = need("lxml.html", blob.name, "sources", "web pages")
    page = decode(data, blob.name, declared_encoding(data, blob.media_type))
    refuse_deep(page, blob.name)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadSourceError(blob.name, "malformed", f"not a web page: {error}") from None
    meta = metadata(tree)
    published, basis = page_date(tree, meta)
    if feed_date:
        published, basis = feed_date, "feed"
    text = article_text(trafilatura, tree, blob.name)
    raw = data if settings.keep_raw else None
    snapshot = Snapshot(kind, sha256(data), "text/html", blob.retrieved, author=author(meta), raw=raw)
    url = blob.url or canonical(tree)
    outlet = meta.get("og:site_name") or meta.get("application-name") or ld_outlet(meta)
    return make_item(
        text,
        blob.name,
        given,
        snapshot,
        title=title(tree, meta),
        outlet=outlet,
        published=published,
        basis=basis,
        url=url,
    )


def declared_encoding(data: bytes, media_type: str | None) -> str | None:
    """The charset of the HTTP header, else of the page's own ``meta``."""
    if media_type and (found := re.search(r"charset=[\"']?([\w.:-]+)", media_type, re.I)):
        return found.group(1)
    declared = DECLARED.search(data[:4096])
    return declared.group(1).decode("ascii") if declared else None


def refuse_deep(page: str, name: str) -> None:
    """Thousands of nested tags overflow what reads them: refuse before parsing, by counting opened block tags."""
    depth = deepest = 0
    for tag in re.finditer(
        r"<(/?)(div|span|section|table|ul|li|p|b|i|font|blockquote|a|em|strong)\b[^>]*>", page, re.I
    ):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise BadSourceError(name, "malformed", f"tags nested {deepest:,} deep: not a page that can be read")


def metadata(tree: Any) -> dict[str, str]:
    """``meta`` values by lower-case name or property, the first of each; JSON-LD values under ``ld:``."""
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        value = (node.get("content") or "").strip()
        if key and value:
            found.setdefault(key, value)
    for script in tree.xpath("//script[@type='application/ld+json']"):
        for key, value in linked_data(script.text or ""):
            found.setdefault(key, value)
    return found


def linked_data(text: str) -> Iterator[tuple[str, str]]:
    """``datePublished``, author and publisher of JSON-LD article objects; bad JSON-LD is no data."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        return
    stack = root if isinstance(root, list) else [root]
    for node in stack[:50]:
        for part in [node, *node.get("@graph", [])][:50] if isinstance(node, dict) else []:
            if isinstance(part, dict) and "Article" in str(part.get("@type", "")):
                yield from ld_values(part)


def ld_values(part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The values of one JSON-LD article."""
    if isinstance(part.get("datePublished"), str):
        yield "ld:date", part["datePublished"]
    for key in ("author", "publisher"):
        value = part.get(key)
        value = value[0] if isinstance(value, list) and value else value
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str):
            yield f"ld:{key}", name


def page_date(tree: Any, meta: dict[str, str]) -> tuple[str | None, PublishedBasis | None]:
    """The stated publication day and where it stood: ``metadata``, or ``page`` for a ``<time>``."""
    for key in ("ld:date", *DATE_META):
        if day := iso_day(meta.get(key)):
            return day, "metadata"
    for node in tree.xpath("//article//time[@datetime] | //time[@pubdate] | //*[@itemprop='datePublished'][@datetime]"):
        if day := iso_day(node.get("datetime")):
            return day, "page"
    return None, None


def article_text(trafilatura: Any, tree: Any, name: str) -> str:
    """The article's paragraphs, one a line."""
    try:
        text = trafilatura.extract(
            tree, include_comments=False, include_tables=True, include_links=False, with_metadata=False,
            deduplicate=False, prune_xpath=PRUNE, output_format="txt",
        )  # fmt: skip
    except (RecursionError, ValueError, AttributeError, TypeError) as error:
        raise BadSourceError(name, "malformed", f"a page that cannot be read: {type(error).__name__}") from None
    if not text or not text.strip():
        raise BadSourceError(name, "no_text", "no article text found in the page")
    return str(text)


def title(tree: Any, meta: dict[str, str]) -> str | None:
    """The headline: Open Graph's, else the ``h1``, else the ``title``."""
    if meta.get("og:title"):
        return meta["og:title"]
    for path in ("//article//h1", "//h1", "//title"):
        for node in tree.xpath(path)[:1]:
            if words := " ".join(node.text_content().split()):
                return words
    return None


def author(meta: dict[str, str]) -> str | None:
    """The author line of the metadata."""
    return meta.get("author") or meta.get("article:author") or meta.get("ld:author")


def ld_outlet(meta: dict[str, str]) -> str | None:
    """The publisher of the JSON-LD."""
    return meta.get("ld:publisher")


def canonical(tree: Any) -> str | None:
    """The page's own address where it states one."""
    for node in tree.xpath("//link[@rel='canonical'][@href] | //meta[@property='og:url'][@content]")[:1]:
        address = str(node.get("href") or node.get("content"))
        return address if address.startswith(("http://", "https://")) else None
    return None


def fragment_text(markup: str, name: str) -> str:
    """The text of a fragment of markup (a feed's summary), a block a line."""
    lxml_html = need("lxml.html", name, "sources", "feeds")
    if "<" not in markup:
        return markup.strip()
    refuse_deep(markup, name)
    broken = re.sub(r"(?i)<(br|/p|/div|/li|/h\d)\b[^>]*>", lambda found: found.group(0) + "\n", markup)
    try:
        node = lxml_html.fragment_fromstring(broken, create_parent="div")
    except Exception as error:  # lxml raises several unrelated classes here
        raise BadSourceError(name, "malformed", f"markup that cannot be read: {error}") from None
    for script in node.xpath(".//script | .//style"):
        script.drop_tree()
    lines = (" ".join(line.split()) for line in node.text_content().splitlines())
    return "\n".join(line for line in lines if line)
