"""The shop's own questions: from a shopkeeper's spreadsheet to entries in data/shop/faq. Plain Python: no Rasa, no web."""

from bot.faq.book import Book, Reading
from bot.faq.entries import Entry
from bot.faq.importing import Taken, built_in_questions, plan_import, take
from bot.faq.plans import dump_plan, load_plan
from bot.faq.preview import Known, Plan, PreviewRow
from bot.faq.problems import BookProblem, SheetProblem
from bot.faq.template import template_csv, template_xlsx

__all__ = [
    "Book", "BookProblem", "Entry", "Known", "Plan", "PreviewRow", "Reading", "SheetProblem", "Taken", "built_in_questions",
    "dump_plan", "load_plan", "plan_import", "take", "template_csv", "template_xlsx",
]  # fmt: skip
