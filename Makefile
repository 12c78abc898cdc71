# SPDX-License-Identifier: GPL-3.0-or-later
# Each target does its own set-up in .venv and can be run twice. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test coverage check format mutants bench neo4j neo4j-stop assets docs screenshots lock secrets clean venv venv-dev

PYTHON_BIN := .venv/bin/python
PARTNERSHIPS := .venv/bin/partnerships
CODE := graph loaders queries web tests bench docs scripts
export PYTHON
# Somebody's own path would put other packages called `graph` or `web` before ours.
unexport PYTHONPATH
unexport PYTHONHOME

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: venv ## load the sample, print the bus-factor report, serve the site until Ctrl-C (SITE=no: end after the report)
	@$(PYTHON_BIN) scripts/assets.py --optional
	@$(PARTNERSHIPS) demo $(if $(filter no,$(SITE)),--no-site) $(if $(PORT),--port $(PORT))

test: venv-dev ## run all tests on all cores; ARGS="..." goes to pytest, REQUIRE_ALL=1 makes every skip a failure
	@$(PYTHON_BIN) scripts/assets.py --optional
	@$(PYTHON_BIN) -m pytest -n auto $(ARGS)

coverage: venv-dev ## run all tests and print which branches they pass; ARGS="..." goes to pytest
	@$(PYTHON_BIN) -m pytest -n auto --cov --cov-branch --cov-report=term:skip-covered $(ARGS)

check: venv-dev ## lint, format, types, layers, dependencies, spelling, vocabulary
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/basedpyright
	.venv/bin/lint-imports --no-cache
	.venv/bin/deptry .
	$(PYTHON_BIN) scripts/spelling.py
	$(PYTHON_BIN) scripts/vocabulary.py

format: venv-dev ## put the code into its one format and mend what the linter can mend
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

mutants: venv-dev ## break single places of the code and see whether tests notice; ARGS="--seed 2 --sample 80 graph/merge"
	@$(PYTHON_BIN) -m scripts.mutants $(ARGS)

bench: venv-dev ## print one table of speed ratios; ARGS="..." goes to it
	@$(PYTHON_BIN) -m bench $(ARGS)

neo4j: venv secrets ## start a real Neo4j Community from Maven, without Docker
	@$(PYTHON_BIN) -m scripts.neo4j_local start

neo4j-stop: venv ## stop it again; its data stay in .neo4j
	@$(PYTHON_BIN) -m scripts.neo4j_local stop

assets: venv ## fetch the optional Codex look with npm
	@$(PYTHON_BIN) scripts/assets.py

docs: venv-dev ## write the generated pages of docs/ anew
	@$(PYTHON_BIN) docs/generate.py

screenshots: venv-dev ## take the pictures of docs/images anew, from the sample in a browser
	@$(PYTHON_BIN) docs/screenshots.py

lock: venv-dev ## resolve the lock files anew from pyproject.toml
	scripts/lock.sh

secrets: ## write ./secrets/neo4j_auth with a random password, if there is none
	@scripts/secrets.sh

clean: ## remove what was built; .venv and .neo4j stay
	rm -rf dist build .build .pytest_cache .ruff_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@scripts/venv.sh run

venv-dev:
	@scripts/debian.sh
	@scripts/venv.sh dev
