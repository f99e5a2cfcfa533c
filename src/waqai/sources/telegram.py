"""Telegram desktop exports (``result.json``): a message with text is a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from waqai.sources.blob import Blob
from waqai.sources.dates import iso_day
from waqai.sources.items import BadSourceError, Given, Item, Snapshot, SourceError, SourceSettings, make_item, sha256


def read_telegram(blob: Blob, given: Given, settings: SourceSettings) -> Iterator[Item | SourceError]:
    """The messages of an export, oldest first; of several versions of a message the last edited one."""
    try:
        export = msgspec.json.decode(blob.read(settings.max_file).removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSourceError(blob.name, "malformed", f"not a Telegram export: {error}") from None
    except RecursionError:
        raise BadSourceError(blob.name, "malformed", "JSON nested too deep") from None
    chats = chats_of(export)
    if not chats:
        raise BadSourceError(blob.name, "malformed", 'not a Telegram export: no "messages" list')
    for chat in chats:
        yield from chat_items(chat, blob, given)


def chats_of(export: Any) -> list[dict[str, Any]]:
    """The chats of a single-chat export, or of a whole account's."""
    if not isinstance(export, dict):
        return []
    if isinstance(export.get("messages"), list):
        return [export]
    listed = export.get("chats")
    inner = listed.get("list") if isinstance(listed, dict) else None
    return [
        c
        for c in (inner if isinstance(inner, list) else [])
        if isinstance(c, dict) and isinstance(c.get("messages"), list)
    ]


def chat_items(chat: dict[str, Any], blob: Blob, given: Given) -> Iterator[Item | SourceError]:
    """The reports of one chat. Service messages and pictures without a caption are no reports."""
    channel = chat.get("name") if isinstance(chat.get("name"), str) else None
    for number, message in enumerate(last_versions(chat["messages"]), 1):
        if not isinstance(message, dict):
            yield SourceError(f"{blob.name}, message {number}", "malformed", "a message that is not an object")
            continue
        if message.get("type") != "message":
            continue
        text = message_text(message.get("text"))
        if text.strip():
            yield message_item(message, text, channel, chat.get("id"), blob, given)


def last_versions(messages: list[Any]) -> list[Any]:
    """Messages in order, an id that comes twice at its first place in its last edited version."""
    kept: dict[object, Any] = {}
    for number, message in enumerate(messages):
        key = message.get("id", ("row", number)) if isinstance(message, dict) else ("row", number)
        key = key if isinstance(key, int | str | tuple) else ("row", number)
        if key not in kept or str(message.get("edited") or "") >= str(kept[key].get("edited") or ""):
            kept[key] = message
    return list(kept.values())


def message_text(value: Any) -> str:
    """The text of a message: a string, or pieces that are strings or marked-up objects."""
    if isinstance(value, str):
        return value
    pieces = value if isinstance(value, list) else []
    return "".join(
        piece if isinstance(piece, str) else str(piece.get("text", ""))
        for piece in pieces
        if isinstance(piece, str | dict)
    )


def message_item(
    message: dict[str, Any], text: str, channel: str | None, chat: object, blob: Blob, given: Given
) -> Item | SourceError:
    """The report of one message: the channel is its outlet, its date the message's, not the edit's."""
    source = f"{blob.name}#{chat if chat is not None else channel or 'chat'}/{message.get('id', '?')}"
    try:
        digest = sha256(text.encode("utf-8"))
    except UnicodeEncodeError:
        return SourceError(source, "encoding", "the text holds half a character (a lone surrogate)")
    forwarded = message.get("forwarded_from")
    edited = message.get("edited")
    snapshot = Snapshot(
        "telegram",
        digest,
        "application/json",
        forwarded_from=forwarded if isinstance(forwarded, str) else None,
        edited=edited if isinstance(edited, str) else None,
    )
    return make_item(
        text, source, given, snapshot, outlet=channel, published=iso_day(message.get("date")), basis="metadata"
    )
