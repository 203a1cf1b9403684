# Everything this project can do, one line each. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-peers

.DEFAULT_GOAL := help
KILLS ?= 500
WORKERS ?= 3
SEED ?= 1
PEOPLE ?= 168
DAYS ?= 365

.PHONY: help setup demo test crash year bench lint types format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(READY) ## make .venv with the command at .venv/bin/restante

$(READY): pyproject.toml requirements.lock requirements-dev.lock
	@echo "Setting up $(VENV): a few minutes, this once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: setup ## play the whole story here: a local Telegram, the bot and the desk
	@exec $(BIN)/restante demo --data .demo

# Tests keep their files in memory where a gigabyte is free: else they wait for the disk as long as they work.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 {print "TMPDIR=/dev/shm"}')

test: setup ## run the whole suite (SEED=2 tries other examples)
	@$(MEMORY) $(BIN)/python -m pytest --hypothesis-seed=$(SEED) -n $(WORKERS) --dist loadfile --no-loadscope-reorder

crash: setup ## kill the service KILLS times anywhere and see that nothing is lost (KILLS=500)
	@KILLS=$(KILLS) $(BIN)/python -m pytest -s tests/crash

year: setup ## live a year with PEOPLE invented people and hold it against an oracle (SEED=1 PEOPLE=168 DAYS=365)
	@$(MEMORY) SEED=$(SEED) PEOPLE=$(PEOPLE) DAYS=$(DAYS) $(BIN)/python -m pytest -s tests/year/test_year.py

bench: setup $(PEERS)/.ready ## measure ours beside other bots, in 15 minutes, and write docs/benchmarks.md (BENCH_RUNS=5)
	@$(BIN)/python -m bench

$(PEERS)/.ready: bench/peers.lock
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/peers.lock
	@touch $@

lint: setup ## check style and the walls between the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache

types: setup ## check types
	@$(BIN)/mypy

format: setup ## put the code in order
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lock: ## renew the locks from pyproject.toml (needs .venv)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links bench/peers.in -o bench/peers.lock

clean: ## remove what was made here, the demo's data too
	@rm -rf $(VENV) $(PEERS) .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
