"""Reads texts (a JSON list) from standard input and writes the intent of each to a file; runs under either interpreter.

    python benchmarks/understand.py MODEL OUT [--ours] < texts.json
"""

import asyncio
import json
import logging
import os
import sys
import time

if "--ours" in sys.argv:
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from bot import no_tensorflow

    no_tensorflow.install()

import structlog
from rasa.core.agent import Agent

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


async def main() -> None:
    """One text at a time, as a server reads them."""
    agent = Agent()
    agent.load_model(sys.argv[1])
    texts = json.load(sys.stdin)
    await agent.parse_message("你好")
    began = time.process_time()
    found = [await agent.parse_message(text) for text in texts]
    spent = time.process_time() - began
    with open(sys.argv[2], "w", encoding="utf8") as out:
        json.dump({"intents": [one["intent"]["name"] for one in found], "ms": spent * 1000 / max(1, len(texts))}, out)


asyncio.run(main())
