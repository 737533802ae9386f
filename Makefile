# Set up, run and test Placecard. docs/running.md gives the same commands without make.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
TOO_OLD = Placecard needs Python 3.11 or newer, and
NAME_ONE = Install one, or name it: make PYTHON=python3.12
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
FRONTEND = deploy/frontend
COLLECTED = build/collected/staticfiles.json

# npm comes from the machine when its node is recent, else from a Python package.
ifeq ($(shell node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null \
  && command -v npm),)
NODE = .venv/node.installed
NPM = PATH="$(CURDIR)/.venv/bin:$$PATH" npm
else
NPM = npm
endif

# Static files are the same whatever the installation is set to.
COLLECT = READ_DOT_ENV=false DEBUG=true SECRET_KEY=not-needed $(MANAGE) collectstatic

.DELETE_ON_ERROR:
.PHONY: run test test-sqlite test-postgresql test-browser check mutants lock pictures clean

run: .venv/run.installed .env $(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_examples --if-empty
	@exec $(MANAGE) serve

# Two at a time, each printed when it has ended. Coverage doubles the time: on PostgreSQL it is taken only of what
# happens between processes or on a connection that breaks.
test: .venv/dev.installed $(COLLECTED)
	@$(BIN)/python -m tests.ready
	@rm -rf build/coverage && mkdir -p build/coverage
	@echo "Testing on SQLite and on PostgreSQL, then in the browser: each is printed when it has ended."
	@$(MAKE) --no-print-directory --jobs=2 $(PRINTED_WHOLE) test-sqlite test-postgresql test-browser
	@$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --fail-under=100

PRINTED_WHOLE = $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

test-sqlite:
	$(BIN)/python -m coverage run -m pytest --database=sqlite

BETWEEN_PROCESSES = tests/concurrency tests/events/test_command.py tests/deploy/test_lost_connections.py
test-postgresql:
	$(BIN)/python -m coverage run -m pytest --database=postgresql $(BETWEEN_PROCESSES)
	$(BIN)/python -m pytest --database=postgresql $(addprefix --ignore=,$(BETWEEN_PROCESSES))

test-browser:
	$(BIN)/python -m pytest tests/browser

check: export READ_DOT_ENV = false
check: .venv/dev.installed
	@mkdir -p build/static
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djlint --check templates && $(BIN)/djlint --check --profile django deploy/templates
	$(BIN)/djlint --lint templates && $(BIN)/djlint --lint --profile django deploy/templates
	@set -a && . deploy/env.example && SECRET_KEY=a-long-and-random-text-of-its-own-for-the-checks-0123456789 \
	&& SECOND_FACTOR_KEYS=b25seSBmb3IgdGhlIGNoZWNrczogMDEyMzQ1Njc4OSE= \
	&& $(BIN)/mypy \
	&& $(MANAGE) makemigrations --check --dry-run \
	&& $(MANAGE) check --deploy --fail-level WARNING

mutants: .venv/dev.installed $(COLLECTED)
	$(BIN)/python -m tests.mutants

lock: LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml
lock: .venv/dev.installed
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) -c requirements/run.txt --extra postgresql --output-file requirements/postgresql.txt
	$(LOCK) -c requirements/run.txt --extra frontend --output-file requirements/frontend.txt
	$(LOCK) -c requirements/postgresql.txt --extra postgresql --extra dev --output-file requirements/dev.txt

pictures: .venv/dev.installed $(COLLECTED)
	$(BIN)/python -m tests.ready
	$(BIN)/python -m pytest tests/browser/pictures.py

clean:
	rm -rf .venv build $(FRONTEND)/node_modules

# Where an upgrade of the system took the Python of .venv, or made it another, all of .venv is made again.
GONE := $(shell .venv/bin/python -c 'import pip' 2>/dev/null || echo python_is_gone)
.PHONY: python_is_gone
python_is_gone:

.venv/bin/python: $(GONE)
	@command -v $(PYTHON) > /dev/null || { echo "$(TOO_OLD) there is no $(PYTHON). $(NAME_ONE)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	"$(TOO_OLD) $(PYTHON) is %d.%d. $(NAME_ONE)" % sys.version_info[:2])'
	$(PYTHON) -m venv --clear .venv

.venv/%.installed: requirements/%.txt $(GONE) | .venv/bin/python
	$(PIP) --requirement $<
	@touch $@

.venv/node.installed: requirements/frontend.txt $(GONE) | .venv/bin/python
	$(PIP) --requirement $<
	@touch $@

.env: | .venv/bin/python
	@umask 077 && $(BIN)/python -m deploy.initial_env > $@

$(FRONTEND)/node_modules/.package-lock.json: $(FRONTEND)/package-lock.json $(NODE) | .venv/bin/python
	cd $(FRONTEND) && $(NPM) ci --ignore-scripts
	@touch $@

build/static.built: $(FRONTEND)/node_modules/.package-lock.json \
  $(shell find $(FRONTEND) -name node_modules -prune -o -type f -print)
	cd $(FRONTEND) && $(NPM) run build
	@touch $@

$(COLLECTED): .venv/run.installed build/static.built deploy/settings.py
	@$(COLLECT) --clear --no-input --verbosity 0
	@touch $@
