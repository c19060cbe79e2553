# make demo   set up and run the main job on the shipped example
# make test   set up (LibreOffice and fonts too) and run every gate
#
# Only relative paths here: make splits names at blanks, and a clone may lie anywhere.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
PYTEST_WORKERS ?= 2

# LibreOffice is the real spreadsheet program of the tests; it and a browser print reports. The fonts have the widths of
# Calibri, Cambria and Arial, so that a rendered page breaks where Excel's would.
OFFICE_PACKAGES := libreoffice-calc libreoffice-writer python3-uno libreoffice-script-provider-python \
	chromium poppler-utils \
	fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation fonts-dejavu-core

define APT
apt_install() {
	if ! command -v apt-get >/dev/null; then return 1; fi
	local sudo=""
	if [ "$$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null; then return 1; fi
		sudo="sudo"
	fi
	$$sudo apt-get update -qq || echo "apt-get update failed; trying with the lists at hand" >&2
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$@" >/dev/null
}
endef

.PHONY: help
help:
	@sed -n 's/^# make/make/p' Makefile
	echo "Also: setup, office, lint, format, templates, bench, clean"

.PHONY: setup
setup: $(STAMP)

$(STAMP): pyproject.toml
	@$(APT)
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
		echo "kamxl needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2
		exit 1
	fi
	if ! [ -x $(BIN)/python ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then
		if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then
			version="$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
			apt_install "python$$version-venv" || {
				echo "$(PYTHON) has no venv module: install it (Debian, Ubuntu: python3-venv)" >&2
				exit 1
			}
		fi
		$(PYTHON) -m venv --clear .venv
	fi
	echo "Installing kamxl and its tools into .venv ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

.PHONY: office
office:
	@$(APT)
	missing=()
	if command -v dpkg-query >/dev/null; then
		for package in $(OFFICE_PACKAGES); do
			if [ "$$(dpkg-query -W -f='$${db:Status-Status}' "$$package" 2>/dev/null || true)" != installed ]; then
				missing+=("$$package")
			fi
		done
	elif ! command -v soffice >/dev/null || ! command -v lowriter >/dev/null || ! command -v pdftoppm >/dev/null; then
		missing=($(OFFICE_PACKAGES))
	fi
	if [ "$${#missing[@]}" = 0 ]; then exit 0; fi
	echo "Installing $${missing[*]} ..."
	if apt_install "$${missing[@]}"; then exit 0; fi
	echo "LibreOffice, its Python bridge, Chromium, Poppler and fonts could not be installed by apt." >&2
	echo "Install by hand what answers to: $${missing[*]}" >&2
	if [ -n "$${CI:-}$${KAMXL_REQUIRE_LO:-}" ]; then exit 1; fi
	echo "Going on without: the tests that need LibreOffice will be skipped, and say so." >&2

.PHONY: demo
demo: setup
	@$(BIN)/kamxl demo

.PHONY: lint
lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: test
test: setup office lint
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal --durations=15

.PHONY: templates
templates: setup
	@$(BIN)/python -m kamxl templates workbook_templates

.PHONY: bench
bench: setup
	$(BIN)/python -m pytest bench --benchmark-enable --benchmark-only -p no:xdist

.PHONY: clean
clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
