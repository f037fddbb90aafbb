# What the project does, as commands. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SOURCES := generator overlays generated/threecommas_openapi generated/threecommas_rest tests
# Tests start many programs, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install generate watch publish docs lint compatible types demo test prove sample mutants soak consumers additions matrix bench wheel release lock clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 14

$(READY): .ci/requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: $(READY) ## Make .venv with everything pinned

generate: $(READY) ## Build generated/ from spec/
	$(BIN)/python -m generator build

watch: $(READY) ## Build generated/ anew after each edit
	$(BIN)/python -m generator watch

publish: $(READY) ## Write the document in every form into dist/document/
	$(BIN)/python -m generator publish

docs: $(READY) ## Build the documentation as a site into dist/site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file overlays/threecommas/guide/site/mkdocs.yml
	@echo "Open dist/site/index.html"

lint: $(READY) ## Check the document, the code style and that generated/ is fresh
	$(BIN)/python -m generator lint
	$(BIN)/python -m generator check
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

compatible: $(READY) ## Refuse a breaking change of the document under a compatible version
	$(BIN)/python -m generator compatible

types: $(READY) ## Check the types, strictly
	$(BIN)/mypy generator overlays/threecommas overlays/threecommas_mock overlays/threecommas_conformance overlays/threecommas_mcp generated/threecommas_openapi generated/threecommas_rest

demo: $(READY) ## Live every kind of SmartTrade, bots and a grid on a local exchange
	$(BIN)/python -m generator check
	$(BIN)/python -m tests.programs.demo

test: $(READY) ## Everything that must hold
	@$(MAKE) --no-print-directory --jobs=2 lint compatible types
	$(BIN)/pytest -n 3 --dist worksteal --durations=20

prove: $(READY) ## Hold document, client and exchange against each other at length: SEED=…, RANDOM=1, MINUTES=30
	$(BIN)/python tests/programs/prove $(if $(SEED),--seed $(SEED)) $(if $(RANDOM),--random) $(if $(MINUTES),--minutes $(MINUTES))

sample: $(READY) ## Change the code here and there and say how much of it the tests notice
	$(BIN)/python tests/programs/mutants/sample.py

mutants: $(READY) ## Plant bugs in a copy of the project and see that the tests notice
	$(BIN)/python tests/programs/mutants

soak: $(READY) ## Let a fleet of clients trade for six simulated weeks with faults: WEEKS=6, SEED=20
	$(BIN)/python tests/programs/soak $(if $(WEEKS),--weeks $(WEEKS)) $(if $(SEED),--seed $(SEED))

consumers: $(READY) ## Build and run the clients of others: Go, Rust, Java, Node, and those of the package index
	$(BIN)/pytest -m consumers tests/consumers tests/peers tests/conformance

additions: $(READY) ## Run the tests in a copy whose document has four more operations
	$(BIN)/pytest -m consumers tests/new_operations

matrix: $(READY) ## Install each extra from the wheel, lowest and newest versions, on every Python there is
	$(BIN)/pytest -m matrix -n 2 --dist worksteal tests/packaging

bench: $(READY) ## Measure how fast everything is, into dist/bench.json
	$(BIN)/python tests/programs/bench

wheel: $(READY) ## Build the distribution into dist/
	$(BIN)/python -m build --no-isolation --wheel

release: $(READY) ## Rehearse a release: make release VERSION=0.1.0 (OPTIONS=--dry-run)
	$(BIN)/python -m generator release $(VERSION) $(OPTIONS)

lock: $(READY) ## Pin the newest versions the project allows
	$(BIN)/uv pip compile pyproject.toml --extra mock --extra redis --extra streams --extra mcp --extra pandas --extra cli --extra aiohttp --extra conformance --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-annotate --quiet --output-file .ci/requirements.lock
	$(BIN)/uv pip compile tests/consumers/generators/requirements.in --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-annotate --quiet \
		--output-file tests/consumers/generators/requirements.txt

clean: ## Remove everything that is not in the repository
	git clean -fdXq
