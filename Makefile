# make setup | demo | test | bench | lint. Each does what it needs first; the second time setup is a look at one file.

ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
BIN := .venv/bin

.PHONY: setup demo test bench lint docs clean

setup: .venv/.done

.venv/.done: pyproject.toml constraints.txt .ci/system-packages
	@test -n "$(PYTHON)" || { echo "vanban needs Python 3.11 or newer; install it (Debian: apt-get install python3)"; exit 1; }
	@.ci/system-packages $(PYTHON)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgres,cluster]'
	@touch $@

demo: setup
	@echo "Reading examples/ into demo_out/ ..."
	@$(BIN)/vanban run examples --out demo_out --force --preview 12
	@$(BIN)/vanban report demo_out
	@echo "The register of tasks for Excel: demo_out/register.xlsx. In the browser: demo_out/report.html."
	@echo "One document: $(BIN)/vanban show examples/ke_hoach.txt"

test: setup
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python -m tests.bench

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_house_imports.py

docs: setup
	$(BIN)/python -m outputs.docs

clean:
	rm -rf .venv demo_out .mypy_cache .ruff_cache .pytest_cache *.egg-info
