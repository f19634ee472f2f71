PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test e2e lint bench books docs fuzz clean

run: $(READY)           ## reconcile the workbooks of the project and print what was found
	@$(BIN)/enamnd kontrollera workbooks || [ $$? -eq 1 ]

test: $(READY)          ## the tests that need nothing but PyPI
	$(BIN)/pytest -n auto --dist worksteal -m "not e2e"

e2e: $(READY)           ## the tests that need LibreOffice
	$(BIN)/pytest -m e2e tests

books: $(READY)         ## build workbooks/ and templates/ again; the unzipped parts are the same each time
	$(BIN)/python scripts/build_books.py
	$(BIN)/python scripts/build_templates.py

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/write_docs.py --check

bench: $(READY)         ## speed as ratios in one run, and what inference and the sums are worth
	$(BIN)/python scripts/bench.py

fuzz: $(READY)          ## mutate real files for a minute: each is read, or one clear line
	$(BIN)/python scripts/fuzz.py --seconds 60

docs: $(READY)          ## write the pages that follow from the registries
	$(BIN)/python scripts/write_docs.py

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info
