"""How well a model understands messages it was not trained on, measured so that it cannot flatter, and told so that a shopkeeper
and a gate can both read it."""

from bot.learning.evaluation.terminal import in_words
from bot.learning.evaluation.measures import Report, report
from bot.learning.evaluation.messages import Judged, Labelled
from bot.learning.evaluation.tables import read_own, read_tsv

__all__ = ["Judged", "Labelled", "Report", "in_words", "read_own", "read_tsv", "report"]
