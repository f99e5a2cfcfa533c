"""PDF files with a text layer, Arabic brought to reading order.

Two traps: some producers write Arabic in the order it is seen (left to right), and the text of two columns can
come interleaved. The first is told by where the article and the final ta marbuta stand in words; the second
by a gutter that no line crosses, in which case the right column is read first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from waqai.sources.blob import Blob, need
from waqai.sources.decode import is_arabic_letter
from waqai.sources.items import BadSourceError, Given, Item, Snapshot, SourceError, SourceSettings, make_item, sha256

ALEF_LAM, LAM_ALEF = "\u0627\u0644", "\u0644\u0627"
TA_MARBUTA, ALEF_MAQSURA = "\u0629", "\u0649"
LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z\u0660-\u0669][0-9A-Za-z\u0660-\u0669.,:/%-]*")
STRAY_MARK = re.compile(r"(?<=[\u0620-\u064a] )([:.\u060c\u061b])(\d+)(?=\s)")
MAX_PAGES = 2_000
Box = tuple[float, float, float, float]


def read_pdf(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The one report of a PDF: the text of its pages."""
    pdfium = need("pypdfium2", blob.name, "sources", "PDF")
    data = blob.read(min(settings.max_file, 100_000_000))
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise BadSourceError(blob.name, "malformed", f"not a PDF that can be read: {error}") from None
    try:
        text = document_text(document, blob.name, settings.max_text)
        meta = document.get_metadata_dict(skip_empty=True)
    except pdfium.PdfiumError as error:
        raise BadSourceError(blob.name, "malformed", f"a damaged PDF: {error}") from None
    finally:
        document.close()
    snapshot = Snapshot("pdf", sha256(data), "application/pdf", blob.retrieved, author=meta.get("Author"))
    yield make_item(text, blob.name, given, snapshot, title=meta.get("Title"), url=blob.url)


def document_text(document: Any, name: str, limit: int) -> str:
    """The pages' text in reading order, refused when there is no text layer or it is no text."""
    pages = []
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        layer = page.get_textpage()
        pages.append(page_text(layer))
        layer.close()
        page.close()
        if sum(map(len, pages)) > limit:
            raise BadSourceError(name, "too_large", f"more than {limit:,} characters of text")
    text = "\n".join(page for page in pages if page.strip())
    if not text.strip():
        raise BadSourceError(name, "no_text_layer", "no text layer: a scanned page, which Waqai does not read")
    unknown = sum(unicodedata.category(char) in ("Co", "Cn") or char == "\ufffd" for char in text)
    if unknown > 0.2 * len(text):
        raise BadSourceError(
            name, "no_text_layer", "the text layer has no usable characters (a font without a character map)"
        )
    return to_reading_order(text)


def page_text(layer: Any) -> str:
    """A page's text: in the file's own order, or by columns when a gutter divides the page."""
    boxes: list[Box] = [layer.get_rect(n) for n in range(layer.count_rects())]
    gutter = find_gutter(boxes)
    if gutter is None:
        return clean_lines(layer.get_text_range())
    right = [box for box in boxes if box[0] >= gutter]
    left = [box for box in boxes if box[2] <= gutter]
    across = [box for box in boxes if box[0] < gutter < box[2]]
    top = max((box[3] for box in right + left), default=0.0)
    above = [box for box in across if box[1] >= top - 1]
    below = [box for box in across if box[1] < top - 1]
    return "\n".join(filter(None, (lines_text(layer, part) for part in (above, right, left, below))))


def find_gutter(boxes: list[Box]) -> float | None:
    """The x of a vertical gap in the middle of the page that at most two boxes (a heading) cross, else None."""
    if len(boxes) < 6:
        return None
    low, high = min(box[0] for box in boxes), max(box[2] for box in boxes)
    best = None
    for step in range(35, 66):
        x = low + (high - low) * step / 100
        crossing = sum(box[0] < x + 4 and box[2] > x - 4 for box in boxes)
        sides = sum(box[2] <= x for box in boxes), sum(box[0] >= x for box in boxes)
        if crossing <= 2 and min(sides) >= 3 and (best is None or crossing < best[0]):
            best = (crossing, x)
    return best[1] if best else None


def lines_text(layer: Any, boxes: list[Box]) -> str:
    """The boxes' text, top to bottom; boxes on one line from right to left."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: -b[3]):
        middle = (box[1] + box[3]) / 2
        if lines and lines[-1][0][1] < middle < lines[-1][0][3]:
            lines[-1].append(box)
        else:
            lines.append([box])
    texts = (
        " ".join(clean_lines(layer.get_text_bounded(*box)) for box in sorted(line, key=lambda b: -b[2]))
        for line in lines
    )
    return "\n".join(text for text in texts if text.strip())


def clean_lines(text: str) -> str:
    """Line ends as ``\\n``; the control characters PDF text carries dropped.

    PDFium sets the colon or stop after a number before it in a right-to-left line; it is put back.
    """
    text = STRAY_MARK.sub(r"\2\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        char
        for char in text
        if char == "\n" or char == "\t" or (unicodedata.category(char) != "Cc" and char != "\ufffe")
    )


def is_reversed(text: str) -> bool:
    """Whether Arabic words stand back to front: they end with the article and begin with a ta marbuta."""
    words = [word for word in re.findall(r"\w{3,}", unicodedata.normalize("NFKC", text)) if is_arabic_letter(word[0])]
    forward: int = sum(word.startswith(ALEF_LAM) + word.endswith((TA_MARBUTA, ALEF_MAQSURA)) for word in words)
    backward: int = sum(word.endswith(LAM_ALEF) + word.startswith((TA_MARBUTA, ALEF_MAQSURA)) for word in words)
    return backward > forward


def to_reading_order(text: str) -> str:
    """The text with its lines turned round where they were written as seen; numbers and Latin keep their order."""
    if not is_reversed(text):
        return text
    return "\n".join(LEFT_TO_RIGHT.sub(lambda run: run.group(0)[::-1], line[::-1]) for line in text.split("\n"))
