# Two commands do it all: `make extract` and `make test`. `make help` lists the rest.

PYTHON  ?= python3
INPUT   ?= data/raw
OUT     ?= data/processed
WORKERS ?=
GOLD    ?= ../shared/gold/dev
TEXTS   ?= ../shared/gold/docs
CORPUS  ?= $(wildcard ../shared/corpus)
PYTEST  ?= -n auto
STUDY   ?= $(firstword $(wildcard ../shared/seeds) data/raw)
BILINGUAL ?= $(or $(wildcard ../shared/seeds/000_*.txt ../shared/seeds/001_*.txt),$(wildcard data/raw/bilingual-*.txt))
QUERIES ?= type:assignment type:sanction concept:first_responsible_person concept:accountability_pursuit
SUDO    := $(if $(shell command -v sudo),sudo)

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
# requirements.lock pins every library, those that build others too; what is installed is chosen by the extras of pyproject.toml
LOCKED := --constraint requirements.lock --build-constraint requirements.lock

.DEFAULT_GOAL := help
.PHONY: help extract test slow check lint types floors schema evaluate train study chaos bench setup-ocr setup-office setup-browser lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "make %-13s %s\n", $$1, $$2}'
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

train: $(VENV)/train.stamp  ## train the tagger on the gold in GOLD and the composed gold; pretrained on CORPUS, with what was read in it, where there is one
	@$(BIN)/python -m pipeline.train --gold $(if $(filter command line,$(origin GOLD)),$(GOLD),../shared/gold) --composed tests/gold/composed \
		--more tests/gold/genres $(if $(CORPUS),tests/gold/readings --corpus $(CORPUS)) \
		--last tests/gold/next/genres $(if $(CORPUS),tests/gold/next/readings) --curve 0.25 0.5 1

study: $(VENV)/run.stamp  ## compare the languages of STUDY: every table and figure of an example study
	@$(BIN)/zeren extract $(STUDY) -o data/processed/study/run
	@$(BIN)/zeren compare data/processed/study/run -o data/processed/study/comparison
	@for file in $(BILINGUAL); do \
		$(BIN)/zeren align $$file -o data/processed/study/alignment/$$(basename $$file .txt) || exit 1; done
	@for query in $(QUERIES); do $(BIN)/zeren kwic $$query --in data/processed/study/run --format html \
		-o data/processed/study/concordance/$$(echo $$query | tr : -).html || exit 1; done
	@$(BIN)/zeren export datapackage data/processed/study/run -o data/processed/study/datapackage
	@$(BIN)/zeren export ig data/processed/study/run -o data/processed/study/statements.csv

chaos: $(VENV)/dev.stamp  ## strike runs with 200 faults and compare bytes
	@$(BIN)/python -m tests.chaos --faults 200

bench: $(VENV)/dev.stamp  ## speed and memory beside other programs, as a table and a plot in bench/
	@$(BIN)/python -m tests.bench --out bench

setup-ocr:  ## install what reads scans: tesseract with vie, chi_sim, chi_tra (Debian)
	$(SUDO) apt-get install -y tesseract-ocr tesseract-ocr-vie tesseract-ocr-chi-sim tesseract-ocr-chi-tra

setup-office:  ## install what reads old .doc files (Debian)
	$(SUDO) apt-get install -y --no-install-recommends libreoffice-writer-nogui antiword

setup-browser:  ## install Chromium for the browser tests (Debian)
	$(SUDO) apt-get install -y chromium fonts-noto-cjk

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
