# make demo    the whole way on the sample programme, into ./als-demo
# make test    install what the tests need, run them all
# make lint    style, types
# make lab     JupyterLab with the notebooks
# make docs    the documentation as a site, in ./site
# make pins    renew the pinned requirements
# make licences  list again under which licences they are
# make sbom    what the core is made of, as CycloneDX, in ./sbom.cdx.json
# make audit   ask for known flaws in the core's pins; needs the network
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade

.PHONY: demo test lint lab docs pins licences sbom audit clean

demo: $(VENV)/.core
	$(BIN)/alsjournal demo

# Quick tests in as many processes as there are cores; those that use several
# themselves, or a browser, one after the other. Encryption needs a DuckDB of its own
# version: a second environment.
SLOW := (slow or browser or notebook)
test: $(VENV)/.test $(VENV)-encryption/.test
	$(BIN)/python -m pytest -n auto --dist loadfile \
		-m "not $(SLOW) and not encryption and not train"
	$(BIN)/python -m pytest -m "$(SLOW) and not encryption and not train"
	$(VENV)-encryption/bin/python -m pytest -m encryption tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: $(VENV)/.test
	$(BIN)/alsjournal lab notebooks

docs: $(VENV)/.test
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

pins: $(VENV)/.dev
	$(COMPILE) -o requirements/core.txt
	$(COMPILE) --extra test --extra lab -o requirements/test.txt
	$(COMPILE) --extra dev --extra test --extra lab -o requirements/dev.txt
	$(COMPILE) --extra encryption --extra test -o requirements/encryption.txt

licences: $(VENV)/.test
	$(BIN)/python requirements/licences.py

sbom: $(BIN)/python
	$(BIN)/python requirements/sbom.py sbom.cdx.json

# In an environment of its own, as it is no part of what is looked at. Where nothing
# can be asked it fails, so it is in no test.
audit: $(VENV)/.dev
	$(BIN)/uv tool run pip-audit==2.10.1 -r requirements/core.txt --require-hashes --disable-pip

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "alsjournal needs Python 3.11 or newer; set PYTHON=..."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(BIN)/python pyproject.toml requirements/core.txt
	$(PIP) --require-hashes -r requirements/core.txt
	$(PIP) --no-deps -e .
	touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	$(PIP) --no-deps -e .
	touch $@

$(VENV)-encryption/.test: pyproject.toml requirements/encryption.txt
	$(PYTHON) -m venv $(VENV)-encryption
	$(VENV)-encryption/bin/python -m pip --disable-pip-version-check install --quiet \
		--require-hashes -r requirements/encryption.txt
	$(VENV)-encryption/bin/python -m pip --disable-pip-version-check install --quiet \
		--no-deps -e .
	touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps -e .
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-encryption build dist site als-demo sbom.cdx.json
