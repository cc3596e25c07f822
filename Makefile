# Every target creates and reuses .venv; a second run costs nothing.
# PYTHON=/path/to/python picks an interpreter, PORT= the demo's port.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV ?= .venv
PORT ?= 8000
# Files are kept on one worker: a file may mix quick tests with tests against a live server.
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadfile

export PYTHON
export RKRES_VENV := $(VENV)
py := $(VENV)/bin/python

.PHONY: help demo test lint format screenshots bench test-all messages migrations build clean-demo

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 14

demo: ## The example site with the Lubuskie region on http://127.0.0.1:8000/ (PORT=)
	@sh scripts/ensure-env.sh example
	@$(py) scripts/demo.py --port $(PORT)

test: ## All tests on SQLite, or on DATABASE_URL; browser tests where there is a Chromium
	@sh scripts/ensure-env.sh example,test
	$(py) -m pytest $(PYTEST_ARGS) -m "not scale"

lint: ## ruff, djhtml, curlylint
	@sh scripts/ensure-env.sh lint
	@sh scripts/lint.sh

format: ## Format Python and templates
	@sh scripts/ensure-env.sh lint
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format --quiet .
	@find rkres_wagtail example_site -name '*.html' -exec $(VENV)/bin/djhtml {} +

screenshots: ## The pictures of README and docs, by driving the demo in a browser
	@sh scripts/ensure-env.sh example,test
	@$(py) scripts/screenshots.py

bench: ## Every public page type against a bare Wagtail page: queries, time, ratio
	@sh scripts/ensure-env.sh example,test
	@$(py) -m benchmarks

test-all: ## Every cell of tox.ini, the scale tests, the benchmark
	@sh scripts/ensure-env.sh dev
	@sh scripts/test-all.sh

messages: ## Collect messages into the Polish catalogue and compile it
	@sh scripts/ensure-env.sh example
	@sh scripts/messages.sh

migrations: ## Generate migrations on the lowest supported versions
	@sh scripts/ensure-env.sh dev
	@$(VENV)/bin/tox -e migrations

build: ## Wheel and source distribution into dist/
	@sh scripts/ensure-env.sh dev
	@$(py) -m build

clean-demo: ## Forget the demo's database and uploads
	@rm -rf example_site/var/*
