"""Options that many commands share: the ledger, who decides, and the one set of filters."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from waqai.settings import settings

if TYPE_CHECKING:
    from waqai.service import Desk

LEDGER = typer.Option(
    None, "--ledger", metavar="FILE|URL", help="The ledger: a file or postgresql://… (./waqai.db, or WAQAI_LEDGER)."
)
BY = typer.Option(None, "--by", metavar="NAME", help="Who decides (WAQAI_BY, or the login name).")
NOTE = typer.Option(None, "--note", help="Why, kept with the decision.")

FILTERS: tuple[tuple[str, str], ...] = (
    ("from", "First day, YYYY-MM-DD."),
    ("to", "Last day, YYYY-MM-DD."),
    ("place", "A code or name; what lies within counts."),
    ("actor", "A registry id in any role, or initiator:ID, target:ID."),
    ("type", "A codebook type."),
    ("victim", "A casualty category."),
    ("grade", "An evidence grade, or fair+ for that and better."),
    ("outlet", "An outlet."),
    ("factuality", "asserted or alleged."),
    ("query", "Words of the texts, spelling folded."),
)


def filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the ten filter options; it gets them as its ``filters``, one :class:`waqai.service.Filters`."""
    hints = get_type_hints(command, localns={"Filters": object})
    own = [p for p in inspect.signature(command).parameters.values() if p.name != "filters"]
    given = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    added = [
        inspect.Parameter(
            f"{name}_", inspect.Parameter.KEYWORD_ONLY, annotation=str | None, default=_option(name, text)
        )
        for name, text in FILTERS
    ]

    @functools.wraps(command)
    def wrapper(**values: Any) -> Any:
        from waqai.service import Filters

        asked = {"from_" if name == "from" else name: values.pop(f"{name}_") for name, _ in FILTERS}
        filters = Filters(**asked)
        filters.days()
        filters.grades()
        return command(filters=filters, **values)

    wrapper.__signature__ = inspect.Signature([*given, *added])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in [*given, *added]}
    del wrapper.__wrapped__
    return wrapper


def _option(name: str, text: str) -> Any:
    return typer.Option(None, f"--{name}", help=text)


@contextmanager
def opened(ledger: str | None, *, create: bool = False, packs: list[Path] | None = None) -> Iterator[Desk]:
    """The desk over the ledger that was named, or the default one."""
    from waqai.service import care

    with care.opened(ledger or settings().ledger, create=create, packs=packs or []) as desk:
        yield desk


def location(ledger: str | None) -> str:
    """The ledger that was named, or the default one."""
    return ledger or settings().ledger


def person(by: str | None) -> str:
    """The name a decision carries."""
    return (by or settings().by).strip() or "local"


def say(message: str) -> None:
    """A message for people: on stderr."""
    print(f"waqai: {message}", file=sys.stderr)
