"""A corpus in shards: each input file gives one Parquet file, written whole, skipped when it is there already."""

from __future__ import annotations

import contextlib
import glob
import hashlib
import importlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from waqai.batch.outcomes import BatchError, Coder, CoderFactory, Failed, code_one, failed
from waqai.model import Report, ReportHead
from waqai.sources import KINDS, SourceError, SourceSettings, read
from waqai.sources.detect import BY_SUFFIX

ROW_GROUP = 500
EDGE = 1 << 20
BAD = "_bad"
COLUMNS = ("shard", "row", "report_id", "source", "outlet", "published", "coded", "error")


class Shard(msgspec.Struct, frozen=True):
    """An input file, the file it becomes, and ``version``: what must be the same for the output to be kept."""

    name: str
    path: str
    out: str
    version: str


class ShardResult(msgspec.Struct, frozen=True):
    """What became of a shard. ``bad`` says why nothing of it could be read."""

    name: str
    reports: int = 0
    failed: int = 0
    skipped: bool = False
    bad: str | None = None
    failures: list[str] = []


class Job(msgspec.Struct, frozen=True):
    """What a process needs besides the shard."""

    factory: CoderFactory
    kind: str | None = None
    settings: SourceSettings | None = None


class _Head(msgspec.Struct, frozen=True):
    report: ReportHead


def plan(source: Path | str, output: Path, kind: str | None, fingerprint: str) -> list[Shard]:
    """The shards of a file, a folder or a pattern, in the order of their names."""
    root, files = list_files(str(source))
    if kind is not None and kind not in KINDS:
        raise BatchError(f"{source}: no such kind {kind!r}; it is one of {', '.join(KINDS)}")
    if not files:
        raise BatchError(f"{source}: no file to read")
    return [make_shard(path, str(path.relative_to(root)), output, fingerprint) for path in files]


def list_files(source: str) -> tuple[Path, list[Path]]:
    """The files of a source and the folder their names are told from."""
    path = Path(source)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and is_shard(p, path))
        return path, found
    if path.is_file():
        return path.parent, [path]
    found = sorted(Path(p) for p in glob.glob(source, recursive=True) if Path(p).is_file())  # noqa: PTH207
    if not found:
        raise BatchError(f"{source}: no such file")
    return Path(os.path.commonpath([p.parent for p in found])), found


def is_shard(path: Path, root: Path) -> bool:
    """Whether a file of a folder is one to read: of a known suffix, not hidden, not a folder's ``_`` file."""
    parts = path.relative_to(root).parts
    known = path.suffix.lower() in BY_SUFFIX or ".warc" in path.name.lower()
    return known and not any(part.startswith((".", "_")) for part in parts)


def make_shard(path: Path, name: str, output: Path, fingerprint: str) -> Shard:
    """A shard whose output's name tells it from every other one."""
    tag = hashlib.sha256(name.encode()).hexdigest()[:8]
    return Shard(name, str(path), str(output / f"{path.name}-{tag}.parquet"), f"{content_tag(path)}|{fingerprint}")


def content_tag(path: Path) -> str:
    """A file's length and a digest of its first and last megabyte."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        digest = hashlib.sha256(stream.read(EDGE))
        if size > EDGE:
            stream.seek(max(EDGE, size - EDGE))
            digest.update(stream.read(EDGE))
    return f"{size}:{digest.hexdigest()[:24]}"


def arrow() -> tuple[Any, Any]:
    """pyarrow and its Parquet module, or which extra brings them."""
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise BatchError("a batch writes Parquet, which needs an extra: pip install 'waqai[export]'") from None


def is_done(shard: Shard) -> bool:
    """Whether the shard's output is there, whole, and of this input and coder."""
    _, parquet = arrow()
    try:
        held = parquet.read_schema(shard.out).metadata or {}
    except (OSError, ValueError):
        return False
    return bool(held.get(b"waqai.version") == shard.version.encode())


def code_shard(shard: Shard, job: Job, coder: Coder | None = None) -> ShardResult:
    """Code one shard into its file; a shard of which nothing can be read is set aside and named, and leaves no file."""
    if is_done(shard):
        return ShardResult(shard.name, skipped=True)
    coder = coder or job.factory()
    out = Path(shard.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    os.close(handle)
    try:
        counts = write_rows(shard, job, coder, Path(temporary))
        if counts.bad is None:
            Path(temporary).chmod(0o644)
            Path(temporary).replace(out)
            with contextlib.suppress(FileNotFoundError):
                bad_file(shard).unlink()
        else:
            set_aside(shard, counts.bad)
        return counts
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()


def bad_file(shard: Shard) -> Path:
    """Where the reason for setting a shard aside is written."""
    out = Path(shard.out)
    return out.parent / BAD / f"{out.stem}.txt"


def set_aside(shard: Shard, reason: str) -> None:
    """Name a bad shard in the output folder."""
    path = bad_file(shard)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{shard.path}: {reason}\n", "utf-8")


def write_rows(shard: Shard, job: Job, coder: Coder, out: Path) -> ShardResult:
    """Write the rows of a shard as they are coded, some hundreds in memory at a time."""
    pa, parquet = arrow()
    kinds = {"row": pa.int64()}
    metadata = {b"waqai.version": shard.version.encode()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS], metadata=metadata)
    reports, failures, held = 0, [], []
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for number, item in enumerate(read(shard.path, kind=job.kind, settings=job.settings)):
            row = coded_row(shard.name, number, item, coder)
            reports += row["error"] is None
            if row["error"] is not None:
                failures.append(f"{row['source']}: {row['error']}")
            held.append(row)
            if len(held) >= ROW_GROUP:
                writer.write_table(pa.Table.from_pylist(held, schema))
                held = []
        writer.write_table(pa.Table.from_pylist(held, schema))
    bad = failures[0] if failures and not reports and only_the_file(failures, shard) else None
    return ShardResult(shard.name, reports, len(failures), False, bad, failures[:100])


def only_the_file(failures: list[str], shard: Shard) -> bool:
    """Whether the one thing that failed is the file itself."""
    return len(failures) == 1 and failures[0].startswith(f"{shard.path}: ")


def coded_row(shard: str, number: int, item: Report | SourceError, coder: Coder) -> dict[str, Any]:
    """The row of one item: the coded report as JSON, or why there is none."""
    result = code_one(coder, item) if isinstance(item, Report) else failed(item)
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"shard": shard, "row": number, "source": item.source}
    if isinstance(result, Failed):
        return row | {"error": result.reason}
    head = msgspec.json.decode(result, type=_Head).report
    return row | {
        "report_id": head.id, "outlet": head.outlet, "published": head.published, "coded": result.decode("utf-8"),
    }  # fmt: skip


def read_rows(output: Path) -> Iterator[dict[str, Any]]:
    """Every row of a finished run, by shard and row."""
    _, parquet = arrow()
    rows = [row for path in sorted(output.glob("*.parquet")) for row in parquet.read_table(path).to_pylist()]
    yield from sorted(rows, key=lambda row: (row["shard"], row["row"]))
