#!/usr/bin/env bash
# Write the hashed locks; none of them names a registry.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || .venv/bin/python -m pip install -q uv
compile() { "$uv" pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"; }
compile pyproject.toml -o requirements.lock
compile requirements/build.in -o requirements/build.lock
compile pyproject.toml requirements/dev.in --extra sources --extra export --extra web --extra postgres --extra brief -o requirements/dev.lock
for extra in sources export web postgres brief cluster reader; do compile pyproject.toml --extra "$extra" -o "requirements/$extra.lock"; done
