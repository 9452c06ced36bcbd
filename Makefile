# Two commands: `make run` serves, `make test` runs every test. Both set everything up by themselves.
SHELL := /bin/sh
PYTHON := .venv/bin/python

.PHONY: run test check lock bench clean

run: .venv/ready
	@exec $(PYTHON) -m bot serve

test: .venv/ready
	@exec $(PYTHON) -m pytest $(ARGS)

check: .venv/ready
	@exec $(PYTHON) -m bot check

# The environment: Python 3.10 and requirements.lock. Made again when the lock changes.
.venv/ready: requirements.lock setup.sh
	@sh setup.sh

# New versions: edit requirements/base.in, then this.
lock:
	rm -f requirements.lock
	uv pip compile requirements/base.in --overrides requirements/without-tensorflow.txt --python-version 3.10 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

bench: .venv/ready
	@exec $(PYTHON) benchmarks/run.py $(ARGS)

clean:
	rm -rf .venv .uv var .rasa models/*.tar.gz models/*.json models/serving.lock models/.unfinished
