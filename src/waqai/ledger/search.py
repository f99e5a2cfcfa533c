"""Full text over folded Arabic: FTS5 on SQLite, ``tsvector`` on PostgreSQL, one query language on both.

Every word is stored and asked for as its stem (spelling folded, proclitics off), so that "قصف", "والقصف" and "بِقَصْفٍ"
find each other. A query is words that must all occur; "quoted words" must follow each other; -word must not occur.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sqlalchemy import Connection, column, select, table, text
from sqlalchemy.sql import ColumnElement

from waqai.ledger.copies import folded_words
from waqai.ledger.filters import LedgerError
from waqai.text.morph import splits

KINDS = ("report", "incident")
MIN_STEM = 3
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its proclitics: the shortest reading that leaves MIN_STEM letters.

    >>> stem("bomb")
    'bomb'
    """
    return min((rest for _, rest in splits(word) if len(rest) >= MIN_STEM), key=len, default=word)


def put_report(conn: Connection, seq: int, title: str | None, body: str) -> None:
    """Index a report by its title and text."""
    put(conn, "report", seq, " ".join([*folded_words(title or ""), *folded_words(body)]))


def put(conn: Connection, kind: str, seq: int, folded: str) -> None:
    """Index a document's folded words; an incident's replace what was there, a report's never change."""
    if kind == "incident":
        remove(conn, kind, seq)
    body = " ".join(stem(word) for word in folded.split())
    if conn.dialect.name == "sqlite":
        statement = f"INSERT INTO {kind}_search(rowid, body) VALUES (:seq, :body)"
    else:
        statement = f"INSERT INTO {kind}_search(seq, body) VALUES (:seq, to_tsvector('simple', :body))"
    conn.execute(text(statement), {"seq": seq, "body": body})


def remove(conn: Connection, kind: str, seq: int) -> None:
    """Take a document out."""
    key = "rowid" if conn.dialect.name == "sqlite" else "seq"
    conn.execute(text(f"DELETE FROM {kind}_search WHERE {key} = :seq"), {"seq": seq})


def matching(conn: Connection, kind: str, query: str, seq: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that document ``seq`` holds the query. Raises LedgerError for a query without a word to find."""
    wanted, unwanted = _parse(query)
    if not wanted:
        raise LedgerError(f"query {query!r}: has no word to look for")
    if conn.dialect.name == "sqlite":
        found = table(f"{kind}_search", column("rowid"))
        match = " ".join(f'"{p}"' for p in wanted) + "".join(f' NOT "{p}"' for p in unwanted)
        condition = text(f"{kind}_search MATCH :match").bindparams(match=match)
        return seq.in_(select(found.c.rowid).where(condition))
    found = table(f"{kind}_search", column("seq"))
    terms = [_phrase(p) for p in wanted] + [f"!({_phrase(p)})" for p in unwanted]
    condition = text("body @@ to_tsquery('simple', :match)").bindparams(match=" & ".join(terms))
    return seq.in_(select(found.c.seq).where(condition))


def _phrase(words: str) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words.split()) + ")"


def _parse(query: str) -> tuple[list[str], list[str]]:
    wanted: list[str] = []
    unwanted: list[str] = []
    for sign, quoted, word in _TERM.findall(query):
        words = " ".join(stem(w) for w in folded_words(quoted or word))
        if words:
            (unwanted if sign else wanted).append(words)
    return wanted, unwanted
