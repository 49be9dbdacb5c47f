# Every target sets up what it needs; `make help` lists the targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --constraint binder/requirements.txt \
          --constraint binder/hub/requirements.txt --editable
# Notebooks with cells whose printed output the tests compare.
TOLD   := notebooks/guided.ipynb notebooks/robustness.ipynb notebooks/your_own.ipynb
BUILT  := pyproject.toml hatch_build.py binder/requirements.txt binder/hub/requirements.txt \
          $(wildcard advisor/page/front/*.*)

.DEFAULT_GOAL := help
.PHONY: help dashboard lab test check bench benches soak soak-workshop fuzz measure evaluate browser servers notebooks picture pins links clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-13s %s\n", $$1, $$2 }'

dashboard: $(VENV)/run.stamp ## open the dashboard in a browser (OPTIONS="--port 9000 --no-browser")
	@$(BIN)/advisor serve $(OPTIONS)

lab: $(VENV)/notebook.stamp ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks $$([ "$$(id -u)" = 0 ] && echo --allow-root) $(OPTIONS)

test: check browser servers ## run every check and test, including those in a browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(OPTIONS)

check: $(VENV)/test.stamp ## run the linter, the type checker and the check of the shipped data
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/advisor check

bench: browser ## time the page, the methods and the analysis, compared with alternatives and a bare minimum
	@$(MAKE) --no-print-directory VENV=$(VENV)/bench benches

# The pages to compare with bring extensions of JupyterLab, which the tests must not meet.
benches: $(VENV)/bench.stamp
	$(BIN)/python -m tests.tools.bench.page
	$(BIN)/python -m tests.tools.bench.light
	$(BIN)/python -m tests.tools.bench.methods
	$(BIN)/python -m tests.tools.bench.analysis --plot build/growth.html

soak: $(VENV)/test.stamp browser ## let 50 visitors come within 10 seconds, then 120 to 60 places (OPTIONS="-- --no-fork")
	$(BIN)/python -m tests.tools.bench.soak --starts 20
	$(BIN)/python -m tests.tools.bench.soak --browsers 3 --seconds 60 --rest 120 $(OPTIONS)
	$(BIN)/python -m tests.tools.bench.soak --visitors 120 --rest 120 $(OPTIONS)

fuzz: $(VENV)/test.stamp ## try many hostile links, records, ballots, measurements and widget messages (FUZZ=20000)
	FUZZ=$(or $(FUZZ),5000) $(BIN)/python -m pytest tests/product/test_fuzz.py $(OPTIONS)

soak-workshop: $(VENV)/test.stamp ## run a room of a thousand participants on this machine, for about two minutes (OPTIONS="--hub": 50 through the proxy of a hub)
	@$(BIN)/python -m tests.tools.soak $(OPTIONS)

evaluate: $(VENV)/test.stamp ## compare the advice with decisions that teams published
	@$(BIN)/python -m tests.tools.evaluate

measure: $(VENV)/test.stamp ## measure Django, Flask and FastAPI on this machine, in less than 5 minutes
	$(BIN)/advisor measure --quick --framework django --framework flask --framework fastapi $(OPTIONS)

browser: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools.browser

servers:
	@sh .ci/servers

clean: ## remove the environment and all built files
	rm -rf $(VENV) build dist

# Each set of packages has a stamp file, so that the second call starts at once.
$(VENV)/python.stamp:
	@sh .ci/venv "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp $(BUILT)
	@echo "Installing the advisor; this takes about a minute the first time …"
	@$(PIP) '.[workshop]'
	@touch $@

$(VENV)/notebook.stamp: $(VENV)/run.stamp
	@$(PIP) '.[notebook]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/notebook.stamp
	@$(PIP) '.[test]'
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	@$(PIP) '.[bench]'
	@touch $@

notebooks: $(VENV)/test.stamp ## rerun the notebooks with stored text and strip all notebooks
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level=ERROR $(TOLD)
	$(BIN)/nbstripout --keep-count --extra-keys 'metadata.widgets cell.metadata.execution metadata.language_info.version' notebooks/*.ipynb

picture: $(VENV)/test.stamp browser ## take a new picture of the dashboard for the README
	$(BIN)/python -m tests.tools.picture

pins: ## pin the exact versions for Binder and the tests
	sh .ci/pins "$(PYTHON)"

links: ## write the Binder links into the README (REPOSITORY=owner/name)
	@$(PYTHON) .ci/links.py "$(REPOSITORY)"
