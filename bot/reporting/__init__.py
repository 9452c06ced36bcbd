"""What a day was like at the counter: conversations, human replies within three minutes, questions, agents, nights.

Pure counting over what the conversation side recorded: no web, no Rasa, and nothing is ever written.
"""

from bot.reporting.csvfiles import write_csv
from bot.reporting.report import Report, Span, report
from bot.reporting.rows import Rows, read_rows
from bot.reporting.terminal import in_words
from bot.reporting.words import Words, read_words

__all__ = ["Report", "Rows", "Span", "Words", "in_words", "read_rows", "read_words", "report", "write_csv"]
