# make run: set up and code the bundled sample reports. make test: set up and pass the tests.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
DEV := $(VENV)/.dev

.PHONY: run test lint types layers check bench clean screenshots lock

run: $(CORE)
	$(BIN)/waqai code samples/reports.jsonl --format table

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(CORE): $(VENV)/bin/python requirements.lock pyproject.toml hatch_build.py
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.lock
	WAQAI_NO_DESK=1 $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(CORE)

$(DEV): $(CORE) requirements/dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python hatch_build.py
	touch $(DEV)

test: $(DEV) lint types layers
	$(BIN)/python -m pytest -m "not slow"

lint: $(DEV)
	$(BIN)/ruff check src tests tools bench
	$(BIN)/ruff format --check src tests tools bench

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports --no-cache

# Ray has no wheel for every Python; without it the cluster test skips with its reason.
check: $(DEV)
	-$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/cluster.lock
	$(BIN)/python -m pytest -m slow

# The ledger's and the desk's benches build ledgers of a hundred thousand and a million: run them by name (docs/benchmarks.md).
bench: $(DEV)
	for b in coder numbers_dates actors_people places; do echo "== $$b"; $(BIN)/python bench/$$b.py || exit 1; done

screenshots: $(DEV)
	$(BIN)/python tools/screenshots.py

# Locks name no registry: hashes only.
lock: $(DEV)
	bash tools/lock.sh

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
