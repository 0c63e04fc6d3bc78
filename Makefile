# Each target makes its own virtual environment. `make demo` and `make test` are the two to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed

.PHONY: demo test quick check format lint types bench model lock clean

demo: $(RUN_STAMP) ## a small firm's mailbox, chased for sixty days in seconds
	@$(BIN)/relanced demo

test: $(DEV_STAMP) ## every test; those that need Dovecot say so where it is missing
	$(BIN)/pytest -n auto --dist worksteal

quick: $(DEV_STAMP) ## the tests that take seconds
	$(BIN)/pytest -m "not slow" -n auto --dist worksteal

check: lint types test ## all that must be true before a commit

format: $(DEV_STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV_STAMP)
	$(BIN)/mypy

bench: $(DEV_STAMP) ## prints figures; asserts nothing
	$(BIN)/python benchmarks/read_mails.py
	$(BIN)/python benchmarks/read_invoices.py
	$(BIN)/python benchmarks/settle_credits.py
	$(BIN)/python benchmarks/simulate.py

model: $(DEV_STAMP) ## renew relanced/intake/reply/intent/intents.weights from training/, and print its figures
	$(BIN)/python -m training.train
	$(BIN)/python -m training.measure

lock: $(DEV_STAMP) ## renew requirements/*.txt from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --extra demo --group build pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --extra demo --group dev pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit("relanced needs Python 3.11 to 3.13, this is %d.%d: make PYTHON=python3.12" % sys.version_info[:2] if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements/dev.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_STAMP)
