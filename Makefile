# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
BUILT  := pyproject.toml hatch_build.py advisor/dashboard/plotly/package.json

.DEFAULT_GOAL := help
.PHONY: help dashboard lab test check bench notebooks clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-10s %s\n", $$1, $$2 }'

dashboard: $(VENV)/run.stamp ## open the dashboard in a browser (OPTIONS="--port 9000 --no-browser")
	@$(BIN)/advisor serve $(OPTIONS)

lab: $(VENV)/notebook.stamp ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks $(OPTIONS)

test: check browser ## run every check and test, those in a browser too
	$(BIN)/python -m pytest $(OPTIONS)

check: $(VENV)/test.stamp ## lint, types and the shipped data
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/advisor check

bench: $(VENV)/test.stamp browser ## time the page in a browser beside a hand-written one
	$(BIN)/python -m tests.bench.page

browser: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist

# A stamp for each set of packages, so that the second call starts at once.
$(VENV)/python.stamp:
	@sh .ci/venv "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp $(BUILT)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/notebook.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --editable '.[notebook]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/notebook.stamp
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@
