# Askwell: `make help` lists the targets. Needs Python 3.11+ with pip; everything else is installed into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export ASKWELL_DATA ?= ./data
# Tests and benchmarks start many processes; without compiled modules each of them spends seconds on compiling.
unexport PYTHONDONTWRITEBYTECODE
DATA ?= ../shared/data
LIMIT ?= 300
CACHE ?= $(HOME)/.cache/askwell

VENV := .venv
BIN := $(VENV)/bin
EXTRAS := .venv-extras
PEERS := .venv-peers
PIP := -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: help
help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Askwell needs Python 3.11 or newer; this is $$($(PYTHON) --version). Use: make PYTHON=python3.12 ..."; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: $(VENV)/created requirements/run.txt pyproject.toml
	@echo "Installing Askwell into $(VENV) (once, about a minute) ..."
	@$(BIN)/python $(PIP) --requirement requirements/run.txt
	@$(BIN)/python $(PIP) --no-deps --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	@echo "Installing the tools for development ..."
	@$(BIN)/python $(PIP) --requirement requirements/dev.txt
	@touch $@

$(EXTRAS)/ready: requirements/extras.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -m venv $(EXTRAS)
	@$(EXTRAS)/bin/python $(PIP) --requirement requirements/dev.txt --requirement requirements/extras.txt
	@$(EXTRAS)/bin/python $(PIP) --no-deps --editable .
	@touch $@

# Without the resolver: LlamaIndex's BM25 asks for an older PyStemmer than Askwell, but does the same with this one.
$(PEERS)/ready: requirements/peers.txt requirements/run.txt pyproject.toml
	@$(PYTHON) -m venv $(PEERS)
	@echo "Installing the libraries to compare with into $(PEERS) (once, some minutes) ..."
	@$(PEERS)/bin/python $(PIP) --requirement requirements/run.txt "$$(grep '^torch==' requirements/peers.txt)"
	@$(PEERS)/bin/python $(PIP) --no-deps --requirement requirements/peers.txt
	@$(PEERS)/bin/python $(PIP) --no-deps --editable .
	@touch $@

.PHONY: run
run: $(VENV)/run ## Install if needed, load the sample help centre on the first run, and serve on HOST:PORT
	@exec $(BIN)/askwell serve --sample --host $(HOST) --port $(PORT)

.PHONY: install
install: $(VENV)/dev ## Install everything for development

.PHONY: browser
browser: $(VENV)/dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/ensure-browser

# A file stays on one worker: what its tests share starts once. Three workers on two cores, as browsers and servers often wait.
.PHONY: test
test: browser ## Run the whole suite, in headless Chromium too
	@$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

.PHONY: test-extras
test-extras: $(EXTRAS)/ready ## Run the tests of the sentence-transformers extra in an environment of their own
	@$(EXTRAS)/bin/pytest -m extras

.PHONY: test-long
test-long: $(VENV)/dev ## Run 10,000 random orders at the desk, 4,000 claims over the network, 50 kills of the server, 200 texts by every engine, 200 questions before a dying model
	@ASKWELL_TEST_SEQUENCES=10000 ASKWELL_TEST_CLAIMS=200 ASKWELL_TEST_KILLS=50 ASKWELL_TEST_SLICES=10 ASKWELL_TEST_MODEL_QUESTIONS=200 $(BIN)/pytest \
	  tests/escalation/test_escalation_orders.py tests/flows/test_flows_claims.py tests/flows/test_flows_kill.py \
	  tests/flows/test_flows_kill_desk.py tests/contracts/test_contracts_engines.py tests/flows/test_flows_model.py

.PHONY: screenshots
screenshots: browser ## Make pictures of every state of the widget and of the pages, see screenshots/index.html
	@$(BIN)/pytest -m screenshots --numprocesses 2 tests/browser/test_browser_screenshots.py

.PHONY: check
check: $(VENV)/dev ## Format, lint, types, import rule, and the widget's types where Node.js is there
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@scripts/check-widget-types

.PHONY: format
format: $(VENV)/dev ## Put the code in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(VENV)/dev ## Measure speed and size against the budgets, all or some of them (PARTS="10k gaps")
	@$(BIN)/python -m benchmarks $(PARTS)

.PHONY: peers
peers: $(PEERS)/ready ## Compare with other libraries on DATA="FOLDER ...", see docs/peers.md
	@$(PEERS)/bin/python -m benchmarks.peers --data $(DATA) $(ARGS)

.PHONY: eval
eval: $(VENV)/dev ## Measure answers on the public data in DATA, beside the bars (LIMIT, CACHE, HTML)
	@test -d "$(DATA)" || { echo "There are no data sets at $(DATA). Name their folder: make eval DATA=path"; exit 2; }
	@$(BIN)/askwell eval bars "$(DATA)" --limit $(LIMIT) --cache "$(CACHE)" $(if $(HTML),--html "$(HTML)")

.PHONY: help-centres
help-centres: $(VENV)/dev ## Make eight data sets in DATA from Debian's documentation packages and our own questions
	@test "$(origin DATA)" != file || { echo "Name a folder to make them in: make help-centres DATA=path"; exit 2; }
	@$(BIN)/python -m benchmarks.help_centres "$(DATA)"

.PHONY: reading
reading: $(VENV)/dev ## Make passages with questions in DATA from Debian's documentation packages, to train a reading model
	@test "$(origin DATA)" != file || { echo "Name a folder to make them in: make reading DATA=path"; exit 2; }
	@$(BIN)/python -m benchmarks.reading "$(DATA)"

.PHONY: eval-model
eval-model: $(VENV)/dev ## Measure answers written by the model at ASKWELL_TEST_LLM_URL, beside quoting (DATA, ARGS)
	@test -n "$(ASKWELL_TEST_LLM_URL)" || { echo "Name a server: make eval-model ASKWELL_TEST_LLM_URL=http://127.0.0.1:8080/v1"; exit 2; }
	@test -d "$(DATA)/gnome-help" || { echo "There are no data sets at $(DATA). Name their folder: make eval-model DATA=path"; exit 2; }
	@ASKWELL_LLM_BASE_URL="$(ASKWELL_TEST_LLM_URL)" ASKWELL_LLM_MODEL="$${ASKWELL_LLM_MODEL:-local}" \
		$(BIN)/askwell eval model "$(DATA)/gnome-help" "$(DATA)/fastapi-docs" --cache "$(CACHE)" $(ARGS)

.PHONY: lock
lock: $(VENV)/dev ## Compute the locked versions anew
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
	  pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate --extra dev \
	  --constraint requirements/run.txt pyproject.toml --output-file requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
	  --override requirements/run.txt requirements/peers.in | grep -vE '^(nvidia-|cuda-|triton=)' \
	  | grep -vxFf requirements/run.txt > requirements/peers.txt

.PHONY: clean
clean: ## Remove the environments and caches; your data folder stays
	rm -rf $(VENV) $(EXTRAS) $(PEERS) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
