"""The documents are true: every command, option, API route and record field is in them, and their examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

from waqai import model
from waqai.cli.app import app
from waqai.cli.options import FILTERS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMANDS = (DOCS / "commands.md").read_text("utf-8")
HEADING = re.compile(r"^(#{2,3}) (.+)$", re.M)


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something: its words after ``waqai``, and itself."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, (*path, name))
        else:
            yield " ".join((*path, name)), one


FOUND = dict(commands(typer.main.get_command(app)))


def sections() -> dict[str, str]:
    """The text under every heading of the commands' page."""
    parts = list(HEADING.finditer(COMMANDS))
    ends = [p.start() for p in parts[1:]] + [len(COMMANDS)]
    return {p.group(2): COMMANDS[p.end() : end] for p, end in zip(parts, ends, strict=True)}


def section_of(command: str) -> str | None:
    """The section whose heading names a command."""
    named = re.compile(rf"`waqai {re.escape(command)}(?![\w-]| [a-z])")
    return next((title + "\n" + text for title, text in sections().items() if named.search(title)), None)


def options(command: Any) -> set[str]:
    return {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")} - {"--help"}


@pytest.mark.parametrize("command", FOUND)
def test_every_command_and_option_is_documented(command: str) -> None:
    text = section_of(command)
    assert text is not None, f"docs/commands.md has no heading with `waqai {command}`"
    shared = sections()["Options that many commands share"]
    filters = {f"--{name}" for name, _ in FILTERS}
    missing = []
    for option in options(FOUND[command]):
        word = re.compile(rf"{re.escape(option)}(?![\w-])")
        if option in filters and "[filters](#filters)" in text and word.search(sections()["Filters"]):
            continue
        if not word.search(text) and not word.search(shared):
            missing.append(option)
    assert not missing, f"docs/commands.md, waqai {command}: {', '.join(missing)} missing"


def test_every_documented_option_and_command_exists() -> None:
    real = {o for one in FOUND.values() for o in options(one)} | {"--help", "--version"}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", COMMANDS))
    assert told <= real, f"docs/commands.md tells of {', '.join(sorted(told - real))}"
    headed = {" ".join(m.split()) for m in re.findall(r"`waqai ([a-z][a-z-]*(?: [a-z][a-z-]*)*)", " ".join(sections()))}
    assert headed <= set(FOUND), f"docs/commands.md tells of {', '.join(sorted(headed - set(FOUND)))}"


def test_exit_codes_are_documented() -> None:
    told = sections()["Exit codes"]
    assert all(f"| {code} |" in told for code in (0, 1, 2, 130))


def test_every_route_of_the_api_is_documented() -> None:
    pytest.importorskip("litestar", reason="the web extra is not installed")
    from waqai.web.api import router

    text = re.sub(r"\{\w+\}", "{}", (DOCS / "api.md").read_text("utf-8"))
    told = set(re.findall(r"/api(?:/[\w{}-]+)+", text))
    real = {re.sub(r"\{[\w:]+\}", "{}", route) for route in paths(router())}
    assert real, "no route found"
    assert real <= told, f"docs/api.md: {', '.join(sorted(real - told))} missing"


def paths(router: Any) -> Iterator[str]:
    for route in router.routes:
        yield route.path.rstrip("/")


def structs() -> list[type[msgspec.Struct]]:
    """The records of the contract."""
    found = [getattr(model, name) for name in dir(model)]
    kinds = [s for s in found if isinstance(s, type) and issubclass(s, msgspec.Struct) and s is not msgspec.Struct]
    return [s for s in kinds if s.__module__ == model.__name__]


@pytest.mark.parametrize("struct", structs(), ids=lambda s: s.__name__)
def test_every_field_of_the_contract_is_documented(struct: type[msgspec.Struct]) -> None:
    text = (DOCS / "records.md").read_text("utf-8")
    parts = re.split(r"^#{2,4} ", text, flags=re.M)
    mine = [part for part in parts if re.search(rf"`{struct.__name__}`", part.split("\n", 1)[0])]
    assert mine, f"docs/records.md has no heading with `{struct.__name__}`"
    own = [f for f in struct.__struct_fields__ if not any(f in b.__struct_fields__ for b in bases(struct))]
    missing = [f for f in own if f"`{f}`" not in mine[0]]
    assert not missing, f"docs/records.md, {struct.__name__}: {', '.join(missing)} missing"


def bases(struct: type[msgspec.Struct]) -> list[Any]:
    return [b for b in struct.__mro__[1:] if b is not msgspec.Struct and issubclass(b, msgspec.Struct)]


def test_every_value_of_the_contract_is_documented() -> None:
    from typing import Literal, get_args, get_origin

    text = (DOCS / "records.md").read_text("utf-8")
    values = {
        v for name in dir(model) if get_origin(getattr(model, name)) is Literal for v in get_args(getattr(model, name))
    }
    missing = sorted(v for v in values if f"`{v}`" not in text)
    assert not missing, f"docs/records.md: {', '.join(missing)} missing"


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for link in re.findall(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8")):
            if not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert not broken, broken


@pytest.mark.slow
def test_the_examples_run(tmp_path: Path) -> None:
    for library in ("openpyxl", "xlsxwriter", "pyarrow"):
        pytest.importorskip(library, reason="the examples use the sources and export extras")
    for name in ("samples", "corpus"):
        (tmp_path / name).symlink_to(ROOT / name)
    shim = tmp_path / "bin" / "waqai"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from waqai.cli import main; main()" "$@"\n', "utf-8")
    shim.chmod(0o755)
    source = Path(model.__file__).parents[1]
    environment = {k: v for k, v in os.environ.items() if k not in ("WAQAI_LEDGER", "WAQAI_BY")}
    environment |= {"PATH": f"{shim.parent}:{os.environ['PATH']}", "PYTHONPATH": str(source)}
    bash = shutil.which("bash")
    assert bash is not None
    script = "\n".join(checked(line) for line in examples())
    done = subprocess.run([bash, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    failed = re.findall(r"^FAILED .*$", done.stdout, re.M)
    assert not failed, "\n".join([*failed, done.stderr[-2000:]])
    assert "ALL RAN" in done.stdout


def examples() -> list[str]:
    """The lines after ``$`` in the ``console`` blocks of the commands' page."""
    blocks = re.findall(r"```console\n(.*?)```", COMMANDS, re.S)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")] + ["echo ALL RAN"]


def checked(line: str) -> str:
    """A line of shell that says so where its exit is not the one the page tells (0 where it tells none)."""
    command, _, wanted = line.partition("   # exit ")
    quoted = "'" + line.replace("'", "'\\''") + "'"
    return f"{command}\ncode=$?; [ $code -eq {wanted or 0} ] || printf 'FAILED with %s: %s\\n' $code {quoted}"
