"""``waqai lexicon`` and ``waqai gazetteer``: the packs."""

from __future__ import annotations

from pathlib import Path

import typer

from waqai.cli.output import Format, chosen, console, print_json, rows_table

PACK = typer.Option(None, "--pack", help="A folder of lexicon files laid over the built-in pack.")


def register(app: typer.Typer) -> None:
    """Add the command groups."""
    words = typer.Typer(no_args_is_help=True, help="The lexicon: check packs, look words up.")
    words.command("check")(check)
    words.command("show")(show)
    app.add_typer(words, name="lexicon")
    places = typer.Typer(no_args_is_help=True, help="The gazetteer: search places, import more.")
    places.command("search")(search)
    places.command("import")(import_)
    app.add_typer(places, name="gazetteer")


def check(pack: list[Path] | None = PACK) -> None:
    """Load every file of the packs, run every rule's examples, and name what is wrong."""
    from waqai.service import packs

    wrong = packs.check(pack or [])
    for line in wrong:
        typer.echo(line)
    typer.echo(f"{len(wrong)} problems", err=True)
    if wrong:
        raise typer.Exit(1)


def show(word: str, form: Format | None = typer.Option(None, "--format"), pack: list[Path] | None = PACK) -> None:
    """What a word can be, and why."""
    from waqai.service import packs

    rows = packs.word(word, pack or [])
    if chosen(form) is Format.table:
        console().print(rows_table(rows, ["table", "proclitics", "form", "row", "type", "note"]))
    else:
        print_json(rows)
    if not rows:
        raise typer.Exit(1)


def search(
    name: str,
    country: str | None = typer.Option(None, "--country", help="ISO code to search in."),
    form: Format | None = typer.Option(None, "--format"),
    pack: list[Path] | None = PACK,
) -> None:
    """Places of a name, best first."""
    from waqai.service import packs

    rows = packs.places(name, country, pack or [])
    if chosen(form) is Format.table:
        console().print(
            rows_table(rows, ["id", "name_en", "name_ar", "kind", "country", "adm1", "lat", "lon", "precision"])
        )
    else:
        print_json(rows)
    if not rows:
        raise typer.Exit(1)


def import_(
    file: Path,
    pack: Path = typer.Option(Path("waqai-places"), "--into", help="The pack folder to write (then --pack it)."),
) -> None:
    """Import places from a Who's-On-First-style TSV, a GeoNames dump, an OCHA table or admin GeoJSON into a pack."""
    from waqai.service import packs

    for line in packs.import_places(file, pack):
        typer.echo(line)
