# Two commands: `make run` opens the living wall, `make test` checks everything. Both set up first.
PY := .venv/bin/python
DATA ?= $(wildcard ../shared/data)
VALIDATION ?= $(wildcard ../shared/validation)

.PHONY: run test lint bench setup setup-test lock clean

run: setup
	.venv/bin/emberwall demo $(if $(DATA),--data $(DATA))

test: setup-test lint
	EMBERWALL_DATA=$(DATA) EMBERWALL_VALIDATION=$(VALIDATION) $(PY) -m pytest

lint: setup-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

bench: setup
	.venv/bin/emberwall bench spine --json

setup:
	@resources/deploy/setup.sh run

setup-test:
	@resources/deploy/setup.sh test

# Pin anew what pyproject.toml asks for, with hashes and without index addresses. Needs `uv`.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
	  --override resources/deploy/overrides.txt \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis
