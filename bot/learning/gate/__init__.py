"""Lets a candidate go live or not: what it made of the frozen sets, the shop's own questions and whole conversations, beside the serving model."""

from bot.learning.gate.results import Proof, Result, proofs_of
from bot.learning.gate.verdict import compare

__all__ = ["Proof", "Result", "compare", "proofs_of"]
