# Two commands do it all: `make extract` and `make test`. `make help` lists the rest.

PYTHON  ?= python3
INPUT   ?= data/raw
OUT     ?= data/processed
WORKERS ?=
GOLD    ?= ../shared/gold/dev
TEXTS   ?= ../shared/gold/docs
PYTEST  ?= -n auto

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
# requirements.lock pins every library, those that build others too; what is installed is chosen by the extras of pyproject.toml
LOCKED := --constraint requirements.lock --build-constraint requirements.lock

.DEFAULT_GOAL := help
.PHONY: help extract test slow check lint types floors schema evaluate train lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "make %-10s %s\n", $$1, $$2}'
	@echo
	@echo "Variables: INPUT=$(INPUT) OUT=$(OUT) WORKERS=(all processors) GOLD=$(GOLD) TEXTS=$(TEXTS) PYTHON=$(PYTHON)"

extract: $(VENV)/run.stamp  ## read INPUT and write commitment records into OUT
	@echo "Reading $(INPUT) into $(OUT)"
	@$(BIN)/zeren extract $(INPUT) -o $(OUT) $(if $(WORKERS),--workers $(WORKERS))

test: $(VENV)/dev.stamp  ## run the tests (the slow ones apart)
	@$(BIN)/python -m pytest $(PYTEST)

slow: $(VENV)/dev.stamp  ## run the slow tests: 50 MB lines, whole runs
	@$(BIN)/python -m pytest $(PYTEST) -m slow

check: lint types floors test  ## lint, types, floors and tests

lint: $(VENV)/dev.stamp  ## ruff
	@$(BIN)/ruff check pipeline tests
	@$(BIN)/ruff format --check pipeline tests

types: $(VENV)/dev.stamp  ## mypy
	@$(BIN)/mypy pipeline

floors: $(VENV)/dev.stamp  ## import-linter: imports run down only
	@$(BIN)/lint-imports --no-cache

schema: $(VENV)/run.stamp  ## write the JSON Schemas of a run's files into config/schema
	@$(BIN)/zeren schema --write config/schema

evaluate: $(VENV)/run.stamp  ## compare with the gold in GOLD (texts in TEXTS)
	@$(BIN)/zeren evaluate $(GOLD) --texts $(TEXTS) --by genre

train: $(VENV)/train.stamp  ## train the tagger on the gold in GOLD
	@$(BIN)/python -m pipeline.train --gold $(if $(filter command line,$(origin GOLD)),$(GOLD),../shared/gold)

lock:  ## resolve pyproject.toml into requirements.lock again, keeping the versions that still fit
	@$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet uv==0.13.9
	@$(VENV)-lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-header --no-annotate \
		--quiet --output-file requirements.lock
	@rm -rf $(VENV)-lock && echo "requirements.lock is written"

clean:  ## remove the environment and the tools' caches; results stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Zeren needs Python 3.11 or newer. On Debian:  sudo apt-get install -y python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zeren needs Python 3.11 or newer, and $(PYTHON) is older; name a newer one:  make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian:  sudo apt-get install -y python3-venv"; exit 1; }
	@echo "Making the environment $(VENV) (once)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(PIP) $$(grep '^pip==' requirements.lock)

$(VENV)/run.stamp: pyproject.toml requirements.lock | $(VENV)/bin/pip
	@echo "Installing Zeren and its pinned libraries into $(VENV) (once; about a minute)"
	@$(PIP) $(LOCKED) --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	@echo "Installing the pinned test tools into $(VENV) (once)"
	@$(PIP) $(LOCKED) --editable '.[dev]'
	@touch $@

$(VENV)/train.stamp: $(VENV)/run.stamp
	@echo "Installing the pinned training libraries into $(VENV) (once; large)"
	@$(PIP) $(LOCKED) --editable '.[train]'
	@touch $@
