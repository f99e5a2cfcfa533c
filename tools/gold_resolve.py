"""Turn a gold draft, whose spans are quotations, into a gold file whose spans are offsets.

A coder writes ``"trigger": "قصف"`` (the first occurrence inside the record's evidence, else in the
text) or ``"trigger": "قصف#2"`` (the second). The evidence itself is looked up in the whole text.

    python tools/gold_resolve.py DRAFT.json [DRAFT.json ...] --out corpus/reports

Each draft is ``{"file", "published", "outlet", ..., "records": [...]}`` as the data contract says and
lies beside its text (``<file>``), or the text already lies in ``--out``. Every resolved span slices to its text; a quotation that
does not occur is an error that names the draft, the record and the words.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

SPAN_KEYS = {"trigger", "evidence", "span", "until", "exception"}


class DraftError(ValueError):
    """A quotation of a draft that its text does not hold."""


def find(text: str, quoted: str, within: tuple[int, int] | None) -> dict[str, Any]:
    """The span of ``quoted`` (``words`` or ``words#n``) in ``text``, first inside ``within``."""
    words, _, nth = quoted.rpartition("#")
    if not words or not nth.isdigit():
        words, nth = quoted, "1"
    lo, hi = within or (0, len(text))
    for start_at, end_at in ((lo, hi), (0, len(text))):
        at = start_at - 1
        for _ in range(int(nth)):
            at = text.find(words, at + 1, end_at)
            if at < 0:
                break
        if at >= 0:
            return {"start": at, "end": at + len(words), "text": words}
    raise DraftError(f"not in the text: {quoted!r}")


def resolve(value: Any, text: str, within: tuple[int, int] | None) -> Any:
    """``value`` with every quoted span made an offset span."""
    if isinstance(value, list):
        return [resolve(v, text, within) for v in value]
    if not isinstance(value, dict):
        return value
    done = {}
    for key, inner in value.items():
        if key in SPAN_KEYS and isinstance(inner, str):
            done[key] = find(text, inner, within)
        else:
            done[key] = resolve(inner, text, within)
    return done


def resolve_record(record: dict[str, Any], text: str) -> dict[str, Any]:
    """One gold record: evidence first, for the other quotations are looked for inside it."""
    quoted = record.get("evidence")
    within = None
    if isinstance(quoted, str):
        span = find(text, quoted, None)
        within = (span["start"], span["end"])
        record = {**record, "evidence": span}
    out: dict[str, Any] = resolve(record, text, within)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("corpus/reports"))
    args = parser.parse_args()
    failed = 0
    for draft in args.drafts:
        gold = json.loads(draft.read_text("utf-8"))
        source = draft.parent / gold["file"]
        text = (source if source.exists() else args.out / gold["file"]).read_bytes().decode("utf-8")
        records = []
        for record in gold["records"]:
            try:
                records.append(resolve_record(record, text))
            except DraftError as error:
                failed += 1
                print(f"{draft}: {record.get('id')}: {error}", file=sys.stderr)
        out = {**gold, "chars": len(text), "records": records}
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / gold["file"]).write_text(text, "utf-8", newline="")
        target = args.out / (Path(gold["file"]).stem + ".json")
        target.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
