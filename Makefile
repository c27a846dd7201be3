# Every command of the project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.PHONY: help setup packages test-packages demo questions test fuzz coverage mutants matrix lint install package bench docs docs-pictures clean

# QGIS binds to the system's Python and to no other. A Python manager's bin folder first on the
# PATH makes qgis_process crash, so the system's folders go first.
PYTHON := /usr/bin/python3
VENV := .venv/bin
export PATH := /usr/bin:/bin:/usr/sbin:/sbin:$(PATH)

# For `make demo`: a council's own files in the place of the sample county's.
OSM ?=
AREAS ?=
POPULATION ?=
DEPRIVATION ?=
HUBS ?=
VENUES ?=
export OSM AREAS POPULATION DEPRIVATION HUBS VENUES

# For `make install`: another profile than QGIS's default one.
PROFILE ?=

# For `make docs-pictures`: `help`, `readme` or `tutorial` alone.
PICTURES ?=

# For `make test`: more words for pytest, as in make test PYTEST="-k network".
PYTEST ?=

# For `make coverage`: the tests that are measured; all of them with MEASURED=tests.
MEASURED ?= tests/engine

# For `make mutants`: groups of scripts/mutation/groups.py, and words such as --most 20; and the
# place of its tools. At most 40 mutants of a module are tried, the same ones every time.
MUTANTS ?=
MUTMUT ?= .venv/mutants

# For `make fuzz`: how many spoilt files each test tries; another seed with PYTEST="--hypothesis-seed=7".
FUZZ_EXAMPLES ?= 2000

# For `make matrix`: the releases of Debian wanted, all three where it is empty.
MATRIX ?=

# For `make test`: how many tests run at a time. Each QGIS takes about half a gigabyte.
JOBS ?= 2

# A quiet, throw-away place for Qt, removed whatever happens.
QUIET_QT := runtime=$$(mktemp -d); trap 'rm -rf "$$runtime"' EXIT; \
	export XDG_RUNTIME_DIR=$$runtime QT_QPA_PLATFORM=offscreen

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

packages:
	@bash scripts/install_packages.sh run

test-packages:
	@bash scripts/install_packages.sh test

setup: test-packages .venv/ready .venv/spopt/ready .venv/audit/ready ## install what is missing to test and check (apt, then .venv)

.venv/ready: scripts/requirements-test.txt | test-packages
	@$(VENV)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear --system-site-packages .venv
	$(VENV)/python -m pip install -q --disable-pip-version-check --retries 5 -r scripts/requirements-test.txt
	touch $@

# spopt by itself (why: see its requirements). Where it cannot be had its tests say that they are
# left out, and all else goes on; but not in CI.
.venv/spopt/ready: scripts/requirements-spopt.txt | .venv/ready
	@rm -f $@
	.venv/spopt/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv/spopt
	if .venv/spopt/bin/python -m pip install -q --disable-pip-version-check --retries 5 \
		--only-binary :all: -r scripts/requirements-spopt.txt; then
		touch $@
	elif [ -n "$${CI:-}" ]; then
		exit 1
	else
		echo "== spopt could not be installed: tests/engine/test_siting_spopt.py will be left out" >&2
	fi

# pip-audit by itself too; where it cannot be had, `make lint` says that nothing was audited.
.venv/audit/ready: scripts/requirements-audit.txt | .venv/ready
	@rm -f $@
	.venv/audit/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv/audit
	if .venv/audit/bin/python -m pip install -q --disable-pip-version-check --retries 5 \
		-r scripts/requirements-audit.txt; then
		touch $@
	elif [ -n "$${CI:-}" ]; then
		exit 1
	else
		echo "== pip-audit could not be installed: known faults of packages will not be looked up" >&2
	fi

demo: packages ## run the whole chain on the sample county, or on OSM= AREAS= POPULATION= DEPRIVATION= HUBS= VENUES=
	@$(QUIET_QT)
	$(PYTHON) scripts/run_demo.py

test: setup ## run every test, the acceptance run through qgis_process included
	@$(QUIET_QT)
	$(VENV)/python -m pytest -q -n $(JOBS) --dist worksteal $(PYTEST)

coverage: setup ## say which part of the engine's lines its tests run, a figure a package (95 % at least)
	@$(QUIET_QT)
	rm -rf build/coverage
	mkdir -p build/coverage
	export COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml PYTHONPATH=$(CURDIR)/scripts/coverage_in_workers
	$(VENV)/python -m pytest -q -n $(JOBS) --dist worksteal $(MEASURED) $(PYTEST)
	unset COVERAGE_PROCESS_START
	$(VENV)/python -m coverage combine -q
	$(VENV)/python -m coverage json -q -o build/coverage/lines.json
	$(PYTHON) scripts/line_coverage.py build/coverage/lines.json

mutants: $(MUTMUT)/ready ## change the engine on purpose and see whether its tests notice (MUTANTS="need equity" takes two groups)
	@$(QUIET_QT)
	$(MUTMUT)/bin/python scripts/mutants.py $(MUTANTS)

$(MUTMUT)/ready: scripts/requirements-mutants.txt | test-packages
	@$(MUTMUT)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear --system-site-packages $(MUTMUT)
	$(MUTMUT)/bin/python -m pip install -q --disable-pip-version-check --retries 5 -r scripts/requirements-mutants.txt
	touch $@

fuzz: setup ## spoil many more files than `make test` does (FUZZ_EXAMPLES= a test; about an hour at 2000)
	@$(QUIET_QT)
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(VENV)/python -m pytest -q -n $(JOBS) --dist worksteal tests/fuzz $(PYTEST)

matrix: ## run every test on QGIS 3.22, 3.40 LTR and 3.44, in Debian trees (root; MATRIX="trixie" takes one)
	@bash scripts/matrix.sh $(MATRIX)

lint: setup ## check style, types, Qt 6 safety, security and architecture
	@$(QUIET_QT)
	failed=0
	check() { echo "== $$*"; "$$@" || failed=1; }
	secrets() {
		find . \( -name '.?*' -o -name __pycache__ -o -path ./build -o -path ./dist \) -prune \
			-o -type f -print0 | xargs -0 $(VENV)/detect-secrets-hook
	}
	check $(VENV)/ruff check .
	check $(VENV)/ruff format --check .
	check $(VENV)/ruff check --preview --select PLW1514 family_hub_planner scripts tests
	if $(VENV)/python -c 'import numpy; raise SystemExit(int(numpy.__version__.split(".")[0]) > 1)'; then
		check $(VENV)/mypy
	else
		echo "== mypy is left out: the types are checked against numpy 1 (Debian 12), this is numpy 2"
	fi
	check $(VENV)/flake8 --select=QGS4 family_hub_planner
	check $(VENV)/bandit -q -r family_hub_planner
	check secrets
	check $(VENV)/python scripts/audit_packages.py $(VENV)/python
	check $(VENV)/python -m pytest -q tests/test_architecture.py
	exit $$failed

questions: packages ## run the examples and write docs/questions.md anew
	@$(QUIET_QT)
	$(PYTHON) scripts/make_questions.py

install: ## copy the plugin into the QGIS profile (PROFILE= another than the default)
	@$(PYTHON) scripts/install_plugin.py $(if $(PROFILE),--profile "$(PROFILE)")

package: ## write dist/family_hub_planner-VERSION.zip for the plugin store
	@$(PYTHON) scripts/package.py

bench: setup ## time us beside other engines; a part with BENCH="--sizes rutland --jobs matrix"
	@$(QUIET_QT)
	$(VENV)/python benchmarks/run.py $(BENCH)

docs: packages ## bring the algorithm reference and the translations up to the code
	@$(QUIET_QT)
	$(PYTHON) scripts/make_translations.py
	$(PYTHON) scripts/make_reference.py
	$(PYTHON) scripts/make_faults.py

docs-pictures: packages ## draw the help's and the README's pictures, and photograph QGIS for the tutorial (Xvfb, openbox, chromium)
	@$(PYTHON) scripts/make_docs_pictures.py $(PICTURES)

clean: ## remove what was built, and keep .venv
	rm -rf build dist .qgis-settings .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
