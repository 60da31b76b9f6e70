# The commands of Keruen. What each does is written in tools/, in Python.
PYTHON3 := $(shell command -v python3 || command -v python)
PYTHON := .venv/bin/python
COMPILE = uv pip compile pyproject.toml --python-version 3.12 --universal --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --quiet $(UPGRADE)

.PHONY: help run serve ready test check bench screenshots requirements runtime dev

help:
	@echo "make run      set everything up and start Keruen on http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test     install what the tests need and run them all"
	@echo "make check    lint, types, import rules, templates"
	@echo "make bench    measure the speed of the public pages, of the desk and of the check for clashes"
	@echo "make screenshots    take the pictures of docs/organiser.md and docs/staff.md again"
	@echo "make ready    production: packages, catalogues, static files, migrations"
	@echo "make serve    production: start the web server (docs/operate.md)"
	@echo "make requirements    pin the packages again (UPGRADE=-U for the newest)"

run: runtime
	@exec $(PYTHON) -m tools.run

ready: runtime
	@exec $(PYTHON) -m tools.serve ready

serve: runtime
	@exec $(PYTHON) -m tools.serve

test: dev
	@exec $(PYTHON) -m tools.suite

check: dev
	@exec $(PYTHON) -m tools.suite check

bench: dev
	@exec $(PYTHON) -m benchmarks

screenshots: dev
	@exec $(PYTHON) -m tools.screenshots

requirements: runtime
	@PATH="$(CURDIR)/.uv/bin:$$PATH" && $(COMPILE) -o requirements/runtime.txt
	@PATH="$(CURDIR)/.uv/bin:$$PATH" && $(COMPILE) --group dev -o requirements/dev.txt

runtime dev:
	@test -n "$(PYTHON3)" && $(PYTHON3) -c "import sys; sys.exit(sys.version_info < (3, 8))" || \
		{ echo "Setting up Keruen takes any Python from 3.8 on: install one (Debian: apt install python3) and try again." >&2; exit 1; }
	@$(PYTHON3) -m tools.prepare $@
