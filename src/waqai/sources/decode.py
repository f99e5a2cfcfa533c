"""Bytes to text: UTF-8 (BOM dropped), UTF-16 and windows-1256 are told apart; nothing is replaced silently."""

from __future__ import annotations

import codecs

from waqai.sources.items import BadSourceError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 20_000


def is_arabic_letter(char: str) -> bool:
    """Whether a character is a letter of the Arabic block (presentation forms included)."""
    return ("\u0620" <= char <= "\u06ff" and char.isalpha()) or "\ufb50" <= char <= "\ufefc"


def arabic_share(text: str) -> float:
    """Share of Arabic letters among the letters outside ASCII, 0.0 when there are none."""
    letters = [char for char in text[:SAMPLE] if char.isalpha() and not char.isascii()]
    return sum(map(is_arabic_letter, letters)) / len(letters) if letters else 0.0


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """The text of ``data``, by its BOM, the encoding it declares, or what its bytes can only be."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return strict(data[len(bom) :], encoding, source)
    if declared and (text := try_declared(data, declared)) is not None:
        return text
    if b"\0" in data:
        return decode_with_nuls(data, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return decode_legacy(data, source, error)


def encoding_of(head: bytes, source: str) -> str:
    """The codec of a file by its first bytes, for reading it as a stream; its name drops a BOM where there is one."""
    names = {
        "utf-8": "utf-8-sig",
        "utf-16-le": "utf-16",
        "utf-16-be": "utf-16",
        "utf-32-le": "utf-32",
        "utf-32-be": "utf-32",
    }
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return names[encoding]
    if b"\0" in head:
        text = decode_with_nuls(head[: len(head) // 2 * 2], source)
        return "utf-16-le" if text.encode("utf-16-le")[:2] == head[:2] else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a letter cut off at the end is no error
        return "utf-8"
    except UnicodeDecodeError as error:
        decode_legacy(head, source, error)
        return "cp1256"


def strict(data: bytes, encoding: str, source: str) -> str:
    """Decode or say where it fails."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"invalid {encoding.upper()} at byte {error.start:,}"
        raise BadSourceError(source, "encoding", reason) from None
    if "\0" in text:
        raise BadSourceError(source, "binary", "a binary file (NUL bytes), not text")
    return text


def try_declared(data: bytes, declared: str) -> str | None:
    """The text by a declared encoding, None when there is no such encoding or it does not fit."""
    try:
        text = data.decode(declared)
    except (LookupError, UnicodeDecodeError):
        return None
    return None if "\0" in text else text


def decode_with_nuls(data: bytes, source: str) -> str:
    """UTF-16 without a BOM has a NUL in every space and digit; anything else with NULs is binary."""
    if len(data) % 2 == 0:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = try_declared(data, encoding)
            if text is not None and looks_written(text):
                return text
    raise BadSourceError(source, "binary", "a binary file (NUL bytes), not text")


def looks_written(text: str) -> bool:
    """Whether a text is made of Arabic or ASCII letters, marks and white space, as a wrong UTF-16 guess is not."""
    sample = text[:SAMPLE]
    known = sum(
        (char.isascii() and (char.isprintable() or char.isspace())) or "\u0600" <= char <= "\u06ff" for char in sample
    )
    return known > 0.9 * len(sample)


def decode_legacy(data: bytes, source: str, error: UnicodeDecodeError) -> str:
    """windows-1256 when the bytes are Arabic in it; a damaged UTF-8 file is an error, not mojibake.

    UTF-8 Arabic read as windows-1256 is Arabic letters too, so the test is which reading the bytes
    mostly obey: a damaged UTF-8 file still holds far more Arabic letters than bad bytes.
    """
    lenient = data[: SAMPLE * 2].decode("utf-8", errors="replace")
    bad = lenient.count("\ufffd")
    if sum(map(is_arabic_letter, lenient)) <= bad:
        text = try_declared(data, "cp1256")
        if text is not None and arabic_share(text) > 0.8:
            return text
    reason = f"invalid UTF-8 at byte {error.start:,}, and not windows-1256 or UTF-16 either"
    raise BadSourceError(source, "encoding", reason) from None
