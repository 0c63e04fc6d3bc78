# Each target makes its own virtual environment. `make demo` and `make test` are the two to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed
DOCS_STAMP := $(VENV)/docs/.installed

.PHONY: demo test quick check format lint types bench crash fuzz soak mutate model lock deb try-deb docs pictures schema clean

demo: $(RUN_STAMP) ## a small firm's mailbox, chased for sixty days in seconds
	@$(BIN)/relanced demo

# Also where the environment forbids it: every process that tests and benchmarks start would compile relanced anew.
test quick bench: export PYTHONDONTWRITEBYTECODE =

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
	$(BIN)/python benchmarks/start_worker.py
	$(BIN)/python benchmarks/read_mails.py
	$(BIN)/python benchmarks/read_invoices.py
	$(BIN)/python benchmarks/read_bank_files.py
	$(BIN)/python benchmarks/settle_credits.py
	$(BIN)/python benchmarks/simulate.py
	$(BIN)/python benchmarks/send_letters.py
	$(BIN)/python benchmarks/plan_cases.py
	$(BIN)/python benchmarks/restart.py
	$(BIN)/python benchmarks/hear_reply.py
	$(BIN)/python benchmarks/idle_mailboxes.py
	$(BIN)/python benchmarks/first_sync.py

KILLS ?= 10000
SEED ?= 1
crash: $(DEV_STAMP) ## kill the process at every step, ten thousand times, and look at what the clients got (KILLS=500, SEED=7, STORY=123)
	PYTHONPATH=tests $(BIN)/python -m crash.matrix --kills $(KILLS) --seed $(SEED) $(if $(STORY),--story $(STORY))

INPUTS ?= 100000
fuzz: $(DEV_STAMP) ## damaged mails, files, notes and settings through every reader, with the limits of the service (INPUTS=5000)
	PYTHONPATH=tests $(BIN)/python -m fuzz.fuzz_run --inputs $(INPUTS)

MINUTES ?= 60
soak: $(DEV_STAMP) ## an hour of bad weather: cuts, stalls, suspensions; every answer heard, nothing grows (MINUTES=5)
	PYTHONPATH=tests $(BIN)/python -m soak.hour --minutes $(MINUTES)

mutate: $(DEV_STAMP) ## break each of the ten laws in a copy, and see that the tests notice (LAWS="2 3")
	PYTHONPATH=tests $(BIN)/python -m mutations.mutate $(LAWS)

model: $(DEV_STAMP) ## renew relanced/intake/reply/intent/intents.weights from training/, and print its figures
	$(BIN)/python -m training.train
	$(BIN)/python -m training.measure

lock: $(DEV_STAMP) ## renew requirements/*.txt from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --extra demo --group build pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --extra judge --extra registers --extra oauth --extra web --extra metrics pyproject.toml -o requirements/deb.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --extra demo --group dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q \
		--upgrade --group pyproject.toml:docs -o requirements/docs.txt

deb: $(DEV_STAMP) ## dist/relanced_*.deb, for a Debian with this Python; some minutes
	$(BIN)/python shipping/make_deb.py

try-deb: ## the package's life in a bare Debian under a real systemd (root, debootstrap, a network; after make deb)
	shipping/try_deb.sh dist/relanced_*.deb

docs: $(DOCS_STAMP) ## the handbook as pages: build/docs/index.html, in English and French
	$(VENV)/docs/bin/sphinx-build -q -W --keep-going -b html docs build/docs
	@echo build/docs/index.html

pictures: $(DEV_STAMP) ## renew docs/pictures/ (needs Chromium)
	cd tests && ../$(BIN)/python digest_pictures.py ../docs/pictures
	PYTHONPATH=tests $(BIN)/python tests/status_picture.py docs/pictures

schema: $(DEV_STAMP) ## renew docs/relanced.schema.json, by which editors complete a relanced.toml
	$(BIN)/python shipping/make_schema.py

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

# A folder of its own: what makes pages is nothing that tests or the service should see.
$(DOCS_STAMP): requirements/docs.txt | $(VENV)/bin/pip
	$(PYTHON) -m venv $(VENV)/docs
	$(VENV)/docs/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/docs.txt
	@touch $@
