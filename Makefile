# Every target with a ## is listed by `make help`; the work is done by bin/.
PY = sh bin/python
.DEFAULT_GOAL := help
.PHONY: help run demo test test-fast check format services services-stop lock bench clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: ## the portal on http://127.0.0.1:8000 (PORT, HOST and DATABASE_URL change it), Ctrl-C stops it
	@$(PY) -m bin.address
	@exec $(PY) -m bin.bootstrap bin.serve

demo: ## throw the local data away and fill the demo city anew (asks first)
	@exec $(PY) -m bin.bootstrap bin.demo

test: ## everything: checks, tests on SQLite, PostgreSQL and Elasticsearch, browser tests
	@exec $(PY) -m bin.bootstrap --test bin.test everything

test-fast: ## the inner loop: lint, quick tests on SQLite, those beside what you have changed
	@exec $(PY) -m bin.bootstrap --test bin.test fast

check: ## lint, format, imports, templates, types, migrations, deployment, OpenAPI
	@exec $(PY) -m bin.bootstrap --test bin.test check

format: ## put Python and templates into the house's form
	@$(PY) -m bin.bootstrap --test bin.format

services: ## install and start what the tests need: PostgreSQL, Elasticsearch, Chromium, ClamAV, fonts
	@exec $(PY) -m bin.bootstrap --test bin.services

services-stop: ## stop them
	@exec $(PY) -m bin.bootstrap --test bin.services stop

lock: ## resolve the requirements anew, with hashes and without the registry's address
	@exec $(PY) -m bin.bootstrap --test bin.lock

bench: ## what the mentors' list costs against a stock Wagtail list, and the bars of the search
	@$(PY) -m bin.bootstrap --test benchmarks.mentor_list
	@exec $(PY) -m bin.bootstrap --test benchmarks.search

clean: ## stop the services, remove the environment, caches and test files; the database stays
	@exec $(PY) -m bin.clean
