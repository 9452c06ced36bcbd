"""Rasa and what it imports print every step and every deprecation until somebody configures them."""

from __future__ import annotations

import logging
import os
import sys

import structlog


def quiet_rasa() -> None:
    """Errors and warnings that matter, on standard error; standard output stays ours. Call before Rasa is imported."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Some imported packages switch the interpreter's warnings on again, so they are caught rather than filtered.
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa's progress bars ask this variable
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
                        logger_factory=structlog.PrintLoggerFactory(sys.stderr))
