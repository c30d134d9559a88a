# Each target sets up what it needs: a virtual environment in .venv from the hashed locks.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.PHONY: demo test test-all check bench examples docs lock browser clean

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tallystick needs Python 3.11 or later; name it with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/core: requirements/core.lock requirements/examples.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (once): libraries from requirements/core.lock ..."
	@$(PIP) -r requirements/core.lock
	@$(PIP) --no-deps -r requirements/examples.lock
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.lock $(VENV)/core
	@echo "Setting up (once): tools from requirements/dev.lock ..."
	@$(PIP) -r requirements/dev.lock
	@touch $@

demo: $(VENV)/core  ## a year of real flights, measured: a scorecard in the terminal and as a page
	@$(BIN)/tallystick demo

test: $(VENV)/dev  ## the tests that run in minutes
	$(BIN)/pytest -n auto -m "not slow and not browser"

browser:
	@{ command -v chromium && fc-list : family | grep -qw Inter; } >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fontconfig fonts-dejavu-core fonts-inter; }

test-all: $(VENV)/dev browser  ## the slow suites and the browser
	$(BIN)/pytest -n auto -m "slow or browser"

check: $(VENV)/dev  ## style, types, arrows between rooms, and the code's own rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q tests/tidy

bench: $(VENV)/dev  ## what we claim about speed, each with its peer and its floor
	$(BIN)/python benchmarks/measuring.py

examples: $(VENV)/dev  ## write the golden files of examples/ anew
	$(BIN)/python tests/examples/golden.py

docs: $(VENV)/dev  ## write the generated reference pages and the schema anew
	$(BIN)/python docs/generate.py

lock:  ## resolve the locks anew (needs uv)
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements/core.lock requirements/core.in
	uv pip compile requirements/dev.in -c requirements/core.lock --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements/dev.lock
	uv pip compile requirements/examples.in --no-deps --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements/examples.lock

clean:
	rm -rf $(VENV) .tallystick build dist
