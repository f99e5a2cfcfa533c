"""Which reports are one source: near-duplicate texts, and the original behind a chain of citations.

Two texts are copies when their sets of three-word shingles overlap by COPY_JACCARD or more, by MinHash (rensa) with
banded look-up, so that the cost of a report does not grow with the ledger.
"""

from __future__ import annotations

import struct
from hashlib import blake2b

from rensa import RMinHash  # type: ignore[import-untyped]
from sqlalchemy import Connection, select

from waqai.ledger.schema import bands, reports
from waqai.model import ReportHead, SourceRef
from waqai.text.normalize import fold, fold_clean, normalize

HASHES = 64
ROWS = 4
SHINGLE = 3
SEED = 20
COPY_JACCARD = 0.6
MIN_SHINGLES = 12
MAX_CANDIDATES = 200
NO_OUTLET = "report:"  # begins the key of a report of no known outlet
ANONYMOUS = ("speaker", "observation")


def folded_words(text: str) -> list[str]:
    """The words of a text as look-up keys, punctuation gone."""
    key = fold_clean(normalize(text).text)
    return "".join(char if char.isalnum() else " " for char in key).split()


def signature(words: list[str]) -> list[int] | None:
    """The MinHash of a text's shingles (HASHES unsigned 32-bit integers), or None for a text too short to judge."""
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if len(shingles) < MIN_SHINGLES:
        return None
    minhash = RMinHash(num_perm=HASHES, seed=SEED)
    minhash.update(sorted(shingles))
    return list(minhash.digest())


def pack(values: list[int]) -> bytes:
    """A signature as bytes, little-endian."""
    return struct.pack(f"<{len(values)}I", *values)


def band_hashes(values: list[int]) -> list[int]:
    """One signed 64-bit key per band of a signature; texts that share one are candidates."""
    found = []
    for band in range(HASHES // ROWS):
        part = pack(values[band * ROWS : (band + 1) * ROWS])
        digest = blake2b(part, digest_size=8, salt=band.to_bytes(2, "little")).digest()
        found.append(int.from_bytes(digest, "little", signed=True))
    return found


def find_original(conn: Connection, values: list[int]) -> int | None:
    """The ``seq`` of the first report that this text copies, or None."""
    query = select(bands.c.report_seq).where(bands.c.hash.in_(band_hashes(values))).distinct()
    seqs = sorted(row[0] for row in conn.execute(query.limit(MAX_CANDIDATES)))
    if not seqs:
        return None
    rows = conn.execute(
        select(reports.c.seq, reports.c.copy_of, reports.c.signature).where(reports.c.seq.in_(seqs)).order_by("seq")
    )
    for seq, copy_of, packed in rows:
        if packed is not None and _likeness(values, packed) >= COPY_JACCARD:
            return int(copy_of or seq)
    return None


def _likeness(values: list[int], packed: bytes) -> float:
    other = struct.unpack(f"<{HASHES}I", packed)
    same = sum(a == b for a, b in zip(values, other, strict=True))
    return float(same) / HASHES


def outlet_key(head: ReportHead) -> str:
    """What an outlet is counted under: its folded name, else the host of its address, else the report itself, by the
    last part of where it was read and the beginning of its id (two files of one name are two sources).
    """
    if head.outlet:
        return fold(head.outlet).strip()
    if head.url and "://" in head.url:
        return head.url.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")
    file = head.source.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].replace(",", " ")
    return fold(f"{NO_OUTLET}{file or 'text'} {head.id[:8]}").strip()


def shown_origin(key: str) -> str:
    """The name of an original source, or an outlet's key, without what tells its kind.

    >>> shown_origin("outlet:report:notes.txt 1a2b3c4d"), shown_origin("actor:SDF")
    ('notes.txt 1a2b3c4d', 'SDF')
    """
    kind, colon, name = key.partition(":")
    return (name if colon and kind in ("actor", "speaker", "outlet") else key).removeprefix(NO_OUTLET)


def origin_keys(sources: list[SourceRef], head: ReportHead) -> list[str]:
    """The names of a record's original source: the innermost link of its chain that has a name or an actor.

    An agency may be known by its registry id here and by its name there: both are given, the first being the one
    to group by. An unnamed witness or "local sources" is the outlet's own find, so two outlets' unnamed sources
    stay two.
    """
    for source in sources:
        keys = [f"actor:{source.actor}"] if source.actor else []
        if source.name and source.kind not in ANONYMOUS:
            keys.append(f"outlet:{fold(source.name).strip()}")
        elif source.name and source.kind == "speaker" and not keys:
            keys.append(f"speaker:{fold(source.name).strip()}")
        if keys:
            return keys
        if source.kind in ANONYMOUS:
            break
    return [f"outlet:{outlet_key(head)}"]
