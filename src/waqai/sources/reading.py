"""Reading anything: a file, a folder, a pattern, an address or standard input, each report with its snapshot."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from waqai.model import Report
from waqai.sources.blob import Blob
from waqai.sources.detect import KINDS, SourceFormat, detect_kind
from waqai.sources.feed import read_feed
from waqai.sources.html import read_html
from waqai.sources.items import BadSourceError, Given, Item, SourceError, SourceSettings
from waqai.sources.language import detect
from waqai.sources.pdf import read_pdf
from waqai.sources.polite import Fetcher
from waqai.sources.table import read_csv, read_parquet, read_xlsx
from waqai.sources.telegram import read_telegram
from waqai.sources.text import read_jsonl, read_text
from waqai.sources.warc import read_warc

Reader = Callable[[Blob, Given, SourceSettings], Iterator[Item | SourceError]]
READERS: dict[SourceFormat, Reader] = {
    "text": read_text, "html": read_html, "feed": read_feed, "warc": read_warc, "telegram": read_telegram,
    "jsonl": read_jsonl, "csv": read_csv, "parquet": read_parquet, "xlsx": read_xlsx, "pdf": read_pdf,
}  # fmt: skip


def read(
    source: str | Path,
    *,
    kind: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    settings: SourceSettings | None = None,
) -> Iterator[Report | SourceError]:
    """The reports of ``source``, lazily and in its order; what cannot be read is a named ``SourceError``.

    ``source`` is a path, a folder (all files below it, sorted), a glob pattern, an ``http(s)`` address or
    ``-`` for standard input. ``kind`` is one of ``KINDS`` where detection is not wanted. ``published``
    (an ISO date) and ``outlet`` win over what the source says.
    """
    for item in read_items(source, kind=kind, published=published, outlet=outlet, settings=settings):
        yield item.report if isinstance(item, Item) else item


def read_items(
    source: str | Path,
    *,
    kind: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    settings: SourceSettings | None = None,
) -> Iterator[Item | SourceError]:
    """As ``read``, each report with the snapshot it was read from."""
    settings = settings or SourceSettings()
    fetcher = Fetcher(settings)
    try:
        check_kind(kind, str(source))
        for blob in blobs(str(source), fetcher):
            yield from (
                blob if isinstance(blob, list) else blob_items(blob, kind, Given(published, outlet), settings, fetcher)
            )
    except BadSourceError as error:
        yield as_error(error)


def as_error(error: BadSourceError) -> SourceError:
    """An exception as the item that stands for it."""
    return SourceError(error.source, error.code, error.reason, error.language)


def check_kind(kind: str | None, source: str) -> None:
    """A kind that is none is an error that lists them."""
    if kind is not None and kind not in KINDS:
        raise BadSourceError(source, "unknown_kind", f"no such kind {kind!r}; it is one of {', '.join(KINDS)}")


def blobs(source: str, fetcher: Fetcher) -> Iterator[Blob | list[SourceError]]:
    """What ``source`` names, in order; a list of errors stands for a file that cannot be fetched."""
    if source == "-":
        yield Blob("-", data=sys.stdin.buffer.read(fetcher.settings.max_file + 1))
    elif source.lower().startswith(("http://", "https://")):
        yield fetcher.get(source).blob(source)
    elif Path(source).is_dir():
        files = sorted(path for path in Path(source).rglob("*") if path.is_file() and not is_hidden(path, Path(source)))
        if not files:
            raise BadSourceError(source, "empty", "a folder without files")
        yield from (Blob(str(path), path) for path in files)
    elif not Path(source).exists() and any(char in source for char in "*?["):
        found = sorted(
            path
            for path in glob.glob(source, recursive=True)  # noqa: PTH207 - the pattern may be absolute
            if Path(path).is_file()
        )
        if not found:
            raise BadSourceError(source, "missing", "no file fits the pattern")
        yield from (Blob(path, Path(path)) for path in found)
    else:
        yield Blob(source, Path(source))


def is_hidden(path: Path, root: Path) -> bool:
    """Whether a file below ``root``, or a folder it is in, has a name that begins with a dot."""
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def blob_items(
    blob: Blob, kind: str | None, given: Given, settings: SourceSettings, fetcher: Fetcher
) -> Iterator[Item | SourceError]:
    """The reports of one blob, those not in Arabic set aside."""
    try:
        chosen = kind or detect_kind(blob)
        if chosen == "feed":
            items = read_feed(blob, given, settings, fetcher.page)
        else:
            items = READERS[chosen](blob, given, settings)  # type: ignore[index]
        found = False
        for item in items:
            found = True
            yield in_arabic(item, settings) if isinstance(item, Item) else item
        if not found:
            yield SourceError(blob.name, "no_text", "no report found in it")
    except BadSourceError as error:
        yield as_error(error)
    except (RecursionError, MemoryError) as error:
        yield SourceError(blob.name, "malformed", f"too large or nested too deep to read ({type(error).__name__})")
    except Exception as error:  # the formats' libraries fail in ways they do not document; the other files go on
        yield SourceError(blob.name, "malformed", f"could not be read ({type(error).__name__}: {error})")


def in_arabic(item: Item, settings: SourceSettings) -> Item | SourceError:
    """The item, or the error that names the language it is in."""
    report = item.report
    if not report.text.strip():
        return SourceError(report.source, "empty", "the text is empty")
    language = detect(report.text)
    if language.code == "ar" or settings.any_language:
        return item
    return SourceError(report.source, "not_arabic", f"not in Arabic but in {language.name}: set aside", language.code)
