# Two commands for a newcomer: make demo, make test. PYTHON names another interpreter (3.11, 3.12 or 3.13).
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do command -v $$each >/dev/null 2>&1 && $$each -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$each && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test system-packages check format bench-retrieval bench-pages bench-banks bench-ledger bench-refresh bench-throughput bench-encode soak exam clean

demo: $(VENV)/installed
	@$(BIN)/pkm demo

# Much of what tests do is waiting: one more of them at a time than there are processors. What one process compiles, the others
# need not: there are hundreds of them.
test: check system-packages
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $$(( $$(nproc) < 8 ? $$(nproc) + 1 : 8 )) --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=5

# What tests need beside Python: installed where that is possible without a question, else its tests say what is missing.
system-packages:
	@wanted=$$(cat tests/system-packages.txt); dpkg-query -W $$wanted >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends $$wanted >/dev/null; \
	fi

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench-retrieval: $(VENV)/installed-dev
	$(BIN)/python -m bench.retrieval

bench-pages: $(VENV)/installed-dev
	$(BIN)/python -m bench.pdf_pages

bench-banks: $(VENV)/installed-dev
	$(BIN)/python -m bench.bank_formats

bench-ledger: $(VENV)/installed-dev
	$(BIN)/python -m bench.ledger_questions

bench-refresh: $(VENV)/installed-dev
	$(BIN)/python -m bench.refresh

bench-throughput: $(VENV)/installed-dev
	$(BIN)/python -m bench.throughput

bench-encode: $(VENV)/installed-dev
	$(BIN)/python -m bench.encode

soak: $(VENV)/installed-dev
	$(BIN)/python -m bench.soak

exam: $(VENV)/installed-dev
	$(BIN)/python -m bench.ledger_exam --seeds 10
	$(BIN)/python -m bench.ledger_exam.abroad --seeds 3

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "pkm needs Python 3.11, 3.12 or 3.13 with venv (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "installing some 3 GB of packages into $(VENV): this takes minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build *.egg-info
