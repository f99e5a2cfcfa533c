"""``waqai review``, ``merge``, ``split`` and ``import``: what people decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import typer

from waqai.cli.lists import ListFormat, chosen_list, list_table, print_rows
from waqai.cli.options import BY, LEDGER, NOTE, opened, person, say
from waqai.cli.output import console, print_json
from waqai.model import WaqaiError

FORM = typer.Option(None, "--format", help="table, json or jsonl.")
IDS = typer.Argument(..., metavar="ID...", help="Records; or an incident or report, for all of its records.")
LIMIT = typer.Option(60, "--limit", min=0, help="Rows to show.")
DECISIONS = {
    "accept": "Say that records are right.",
    "reject": "Say that records are wrong: they leave incidents and lists of the reviewed.",
    "comment": "Add a remark (--note); nothing changes.",
    "start": "Take records into review.",
    "finalise": "Close reviewed records.",
    "reopen": "Bring reviewed or closed records back into review.",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Decide about records and incidents; nothing is ever overwritten.")
    group.command("queue")(queue)
    for action, text in DECISIONS.items():
        group.command(action, help=text)(_decision(action))
    group.command("correct")(correct)
    group.command("add")(add)
    group.command("undo")(undo)
    group.command("assign")(assign)
    group.command("discount", help="Say that an incident did not happen as told.")(_about_incident("discount"))
    group.command("restore", help="Take a discount back.")(_about_incident("restore"))
    group.command("suggestions")(suggestions)
    group.command("same", help="Answer a suggestion: two records tell one incident.")(_pair(True))
    group.command("different", help="Answer a suggestion: two records tell two incidents.")(_pair(False))
    group.command("take-back")(take_back)
    app.add_typer(group, name="review")
    app.command("merge")(merge)
    app.command("split")(split)
    app.command("import")(import_)


def queue(
    state: str = typer.Option("open", "--state", help="open, machine-coded, in_review, reviewed or finalised."),
    kind: str | None = typer.Option(None, "--kind", help="incident, access, tally or statement."),
    mine: str | None = typer.Option(None, "--assigned", help="Only what is assigned to this person."),
    limit: int = LIMIT,
    offset: int = typer.Option(0, "--offset", min=0, help="Rows to pass over."),
    form: ListFormat | None = FORM,
    ledger: str | None = LEDGER,
) -> None:
    """Records waiting for a person, the latest reports first."""
    from waqai.service import reviewing

    with opened(ledger) as desk:
        items, total = reviewing.queue(
            desk, state=state, mine=mine, kind=kind, limit=limit or total_limit(), offset=offset
        )
    how = chosen_list(form)
    if how is not ListFormat.table:
        print_rows(items, how)
    else:
        rows = [
            {"record": i.uid, "type": i.record.type, "factuality": i.record.factuality, "outlet": i.outlet,
             "published": i.published, "state": i.state, "assigned": i.assigned, "evidence": i.record.evidence.text[:80]}
            for i in items
        ]  # fmt: skip
        console().print(
            list_table(rows, ["record", "type", "factuality", "outlet", "published", "state", "assigned", "evidence"])
        )
    if len(items) < total:
        say(f"{len(items)} of {total} records shown; --limit 0 shows all")


def total_limit() -> int:
    """What "no limit" is for the database."""
    return 1_000_000


def _decision(action: str) -> Callable[..., None]:
    def command(
        ids: list[str] = IDS, note: str | None = NOTE, by: str | None = BY, ledger: str | None = LEDGER
    ) -> None:
        from waqai.service import lists, reviewing

        if action == "comment" and not note:
            raise WaqaiError("review comment: say what with --note")

        def one(desk: Any, uid: str) -> list[str]:
            return reviewing.decide(desk, uid, action, local(by), note)

        with opened(ledger) as desk:
            uids, failed = [], 0
            for id_ in ids:
                try:
                    uids += lists.records_of(desk, id_)
                except WaqaiError as error:
                    failed += 1
                    say(str(error))
            _each(desk, uids, one, failed)

    return command


def correct(
    id_: str = typer.Argument(..., metavar="RECORD", help="The record."),
    field: str = typer.Argument(..., metavar="FIELD", help="A dotted path: type, date.start, casualties.0.low …"),
    value: str = typer.Argument(..., metavar="VALUE", help="JSON (3, null, {…}); anything else is taken as text."),
    note: str | None = NOTE,
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Set one field of a record; the machine's value stays in the history."""
    from waqai.service import reviewing

    try:
        given = json.loads(value)
    except ValueError:
        given = value
    with opened(ledger) as desk:
        touched = reviewing.correct(desk, id_, field, given, local(by), note)
    print_json({"record": id_, "incidents": touched})


def add(
    report: str = typer.Argument(..., metavar="REPORT", help="The report, 8 characters of its id or more."),
    kind: str = typer.Option(..., "--kind", help="incident, access, tally or statement."),
    type_: str = typer.Option(..., "--type", help="A codebook type of that kind."),
    words: str = typer.Option(..., "--words", help="The words of the text that tell it, exactly."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Add a record that the machine missed, standing on words of the text; correct its fields afterwards."""
    from waqai.service import reading, reviewing

    with opened(ledger) as desk:
        text = reading.open_report(desk, report).text
        places = text.count(words) if words else 0
        if places != 1:
            raise WaqaiError(
                f"--words {words}: {'not in the text' if not places else f'{places} times in the text: give more of them'}"
            )
        start = text.index(words)
        uid = reviewing.add(desk, report, kind, type_, start, start + len(words), local(by))
    print_json({"record": uid})


def undo(
    ids: list[str] = typer.Argument(..., metavar="RECORD...", help="The records."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Take the last decision about a record back, by a new decision."""
    from waqai.service import reviewing

    with opened(ledger) as desk:
        _each(desk, ids, lambda d, uid: [reviewing.undo(d, uid, local(by))], 0, "undone")


def assign(
    ids: list[str] = IDS,
    to: str = typer.Option("", "--to", help="The person; nobody where left out."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Give records to a person, or to nobody."""
    from waqai.service import lists, reviewing

    def one(desk: Any, uid: str) -> list[str]:
        reviewing.case(desk, uid)
        reviewing.assign(desk, uid, to or None, local(by))
        return [to] if to else []

    with opened(ledger) as desk:
        _each(desk, [uid for id_ in ids for uid in lists.records_of(desk, id_)], one, 0, "assigned")


def _about_incident(action: str) -> Callable[..., None]:
    def command(
        id_: str = typer.Argument(..., metavar="INCIDENT", help="The incident."),
        note: str | None = NOTE,
        by: str | None = BY,
        ledger: str | None = LEDGER,
    ) -> None:
        from waqai.service import dossier

        with opened(ledger) as desk:
            print_json({"incidents": dossier.decide(desk, id_, action, person(by), note)})

    return command


def suggestions(limit: int = LIMIT, form: ListFormat | None = FORM, ledger: str | None = LEDGER) -> None:
    """Pairs of records in two incidents that may be one, likeliest first."""
    from waqai.cli import shown
    from waqai.service import lists

    with opened(ledger) as desk:
        found = lists.suggestions(desk, limit)
    how = chosen_list(form)
    if how is not ListFormat.table:
        print_rows(found, how)
        return
    rows = [shown.pair(p) | {"incidents": " / ".join(i or "–" for i in p.incidents)} for p in found]
    console().print(list_table(rows, ["incidents", "score", "reasons", "a", "b"]))


def _pair(same: bool) -> Callable[..., None]:
    def command(
        a: str = typer.Argument(..., metavar="RECORD", help="One record."),
        b: str = typer.Argument(..., metavar="RECORD", help="The other."),
        note: str | None = NOTE,
        by: str | None = BY,
        ledger: str | None = LEDGER,
    ) -> None:
        from waqai.service import dossier

        with opened(ledger) as desk:
            print_json(dossier.judge_pair(desk, a, b, same, person(by), note))

    return command


def take_back(
    batch: str = typer.Argument(..., metavar="BATCH", help="The batch that merge, split, same or different printed."),
    note: str | None = NOTE,
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Take a judgement back; the scores decide again."""
    from waqai.service import dossier

    with opened(ledger) as desk:
        print_json(dossier.take_back(desk, batch, person(by), note))


def merge(
    incidents: list[str] = typer.Argument(..., metavar="INCIDENT INCIDENT...", help="Two incidents or more."),
    note: str | None = NOTE,
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Say that incidents are one; prints the batch that `waqai review take-back` undoes."""
    from waqai.service import dossier

    with opened(ledger) as desk:
        print_json(dossier.merge(desk, incidents, person(by), note))


def split(
    incident: str = typer.Argument(..., metavar="INCIDENT", help="The incident."),
    records: list[str] = typer.Argument(..., metavar="RECORD...", help="Its records that tell another one."),
    note: str | None = NOTE,
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Say that some records of an incident tell another one; prints the batch that `waqai review take-back` undoes."""
    from waqai.service import dossier

    with opened(ledger) as desk:
        print_json(dossier.split(desk, incident, records, person(by), note))


def import_(
    file: Path = typer.Argument(..., metavar="FILE.xlsx", help="A workbook of `waqai export --profile xlsx`."),
    by: str | None = BY,
    ledger: str | None = LEDGER,
) -> None:
    """Bring a reviewed workbook back as decisions; with one row refused, nothing is applied."""
    from waqai.service import out

    with opened(ledger) as desk:
        made, refused = out.import_review(desk, file, person(by))
    for problem in refused:
        say(f"{file}: {problem}")
    if refused:
        say("nothing was applied")
        raise typer.Exit(1)
    print_json({"decisions": made})


def local(by: str | None) -> Any:
    """Who decides here: one person, who may everything."""
    from waqai.service import LOCAL

    return msgspec.structs.replace(LOCAL, name=person(by), shown=person(by))


def _each(
    desk: Any, uids: list[str], one: Callable[[Any, str], list[str]], failed: int, name: str = "incidents"
) -> None:
    """Decide about every record; what is refused is named and the others go on."""
    done = []
    for uid in uids:
        try:
            done.append({"record": uid, name: one(desk, uid)})
        except WaqaiError as error:
            failed += 1
            say(str(error))
    print_json(done)
    if failed:
        raise typer.Exit(1 if done else 2)
