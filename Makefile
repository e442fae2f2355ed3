# Every target sets up what it needs first; see .ci/setup.

.PHONY: help run test soak bench lint format wheel catalog backbones schemas pins clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z]+: ## ' Makefile | sed 's/: ## /\t/'

run: ## open the designer on a small network and train it
	@.ci/setup run
	@.ci/demo

test: ## all checks: style, types and every test
	@.ci/test

soak: ## long counts of the same tests
	@MODEL_DESIGNER_SOAK=1 .ci/test core qt tf journeys

bench: ## measure speed
	@.ci/setup test
	.venv/bin/python -m benchmarks

lint: ## style, types and architecture only
	@.ci/test style

format: ## put the code into the house style
	@.ci/setup test
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

wheel: ## build dist/*.whl
	@.ci/setup test
	.venv/bin/python -m build --wheel .

catalog: ## generate resources/catalog.json from the installed Keras
	@.ci/setup run
	.venv/bin/python -m designer.compiler.introspect resources/catalog.json

backbones: ## list the networks of keras.applications and draw those that presets show
	@.ci/setup run
	.venv/bin/python -m designer.compiler.backbone_table

schemas: ## write the JSON schemas of the file formats
	@.ci/setup run
	.venv/bin/python .ci/schemas.py docs/schemas

pins: ## write constraints.txt anew
	.ci/pin

clean: ## remove what the other targets made, except .venv
	rm -rf build dist demo.json demo.png .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -r {} +
