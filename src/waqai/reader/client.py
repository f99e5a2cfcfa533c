"""Asking a model for records: the prompt, the request, and the answer as plain values."""

from __future__ import annotations

import importlib
import json
import re
from functools import cache
from importlib import resources
from typing import Any, get_args

import msgspec

from waqai.lexicon.load import Lexicon
from waqai.model import Factuality, Harm, Kind, Report, WaqaiError

MAX_CHARS = 40_000
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


class ReaderError(WaqaiError):
    """The second reader cannot be asked, or its answer cannot be used; the message names the endpoint or the report."""


class Counted(msgspec.Struct, frozen=True):
    """People of one harm, by the words that count them."""

    harm: str
    quote: str


class Answer(msgspec.Struct, frozen=True):
    """One record as the model gives it: nothing in it is believed before it is checked."""

    kind: str
    type: str
    factuality: str
    trigger: str
    evidence: str
    place: str | None = None
    date: str | None = None
    initiator: str | None = None
    target: str | None = None
    casualties: list[Counted] = []


class Answers(msgspec.Struct, frozen=True):
    """The whole answer."""

    records: list[Answer]


class Endpoint(msgspec.Struct, frozen=True):
    """Where a model answers. ``base_url`` is an OpenAI-compatible address, ``timeout`` is in seconds."""

    model: str
    base_url: str
    key: str = "none"
    timeout: float = 120.0


def ask(report: Report, lexicon: Lexicon, endpoint: Endpoint) -> list[Answer]:
    """What the model says of a report; raises ReaderError with the reason where it says nothing that can be read."""
    if len(report.text) > MAX_CHARS:
        raise ReaderError(f"{report.source}: longer than the {MAX_CHARS} characters a second reader is given")
    said = _request(endpoint, instructions(lexicon), _given(report))
    try:
        return msgspec.json.decode(_FENCE.sub("", said), type=Answers).records
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ReaderError(f"{report.source}: {endpoint.model} gave no usable answer: {error}") from error


def instructions(lexicon: Lexicon) -> str:
    """The prompt with the codebook's types and harms in it."""
    types = lexicon.events.types
    lines = [
        f"Types of {kind}: {', '.join(sorted(t for t, file in types.items() if file.kind in (kind, _counted(kind))))}"
        for kind in get_args(Kind)
    ]
    text = _prompt().replace("{harms}", ", ".join(get_args(Harm)))
    return text.replace("{types}", "\n".join(lines))


def _counted(kind: str) -> str:
    """A tally counts incidents: its type is one of theirs."""
    return "incident" if kind == "tally" else kind


@cache
def _prompt() -> str:
    return resources.files("waqai").joinpath("data", "reader", "prompt.txt").read_text("utf-8")


def _given(report: Report) -> str:
    published = f"Published: {report.published}\n" if report.published else ""
    return f"{published}Report:\n{report.text}"


def _request(endpoint: Endpoint, prompt: str, given: str) -> str:
    try:
        openai: Any = importlib.import_module("openai")
    except ImportError:
        raise ReaderError("a second reader needs an extra: pip install 'waqai[reader]'") from None
    messages = [{"role": "system", "content": prompt}, {"role": "user", "content": given}]
    client = openai.OpenAI(base_url=endpoint.base_url, api_key=endpoint.key, timeout=endpoint.timeout, max_retries=1)
    try:
        with client:
            answer = _completion(client, openai, endpoint.model, messages)
        return str(answer.choices[0].message.content or "")
    except (openai.OpenAIError, IndexError, AttributeError) as error:
        raise ReaderError(f"{endpoint.base_url}: {endpoint.model} did not answer: {error}") from error


def _completion(client: Any, openai: Any, model: str, messages: list[dict[str, str]]) -> Any:
    """Ask for an answer of the right shape; an endpoint that knows no schemas is asked without."""
    plain = {"model": model, "messages": messages, "temperature": 0}
    try:
        return client.chat.completions.create(**plain, response_format=shape())
    except openai.BadRequestError:
        return client.chat.completions.create(**plain)


@cache
def shape() -> dict[str, Any]:
    """The answer's JSON schema, as the endpoint takes it."""
    words = {"type": ["string", "null"]}
    counted = {
        "type": "object",
        "properties": {"harm": _one_of(Harm), "quote": {"type": "string"}},
        "required": ["harm", "quote"],
    }
    fields: dict[str, Any] = {
        "kind": _one_of(Kind), "type": {"type": "string"}, "factuality": _one_of(Factuality), "trigger": {"type": "string"},
        "evidence": {"type": "string"}, "place": words, "date": words, "initiator": words, "target": words,
        "casualties": {"type": "array", "items": counted},
    }  # fmt: skip
    record = {"type": "object", "properties": fields, "required": list(fields)}
    schema = {"type": "object", "properties": {"records": {"type": "array", "items": record}}, "required": ["records"]}
    return {"type": "json_schema", "json_schema": {"name": "records", "schema": json.loads(json.dumps(schema))}}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(get_args(values))}
