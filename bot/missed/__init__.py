"""The questions the bot missed come back: collected from what was said, stripped of personal data, grouped by meaning, decided once.

Plain Python over SQLAlchemy, numpy and scikit-learn: no Rasa, no web.
"""

from bot.missed.deciding import NEW_ANSWER, NOT_FOR_THE_BOT, SAME, Decision
from bot.missed.grouping import Group, Variant
from bot.missed.guesses import Guess
from bot.missed.learned import Learned
from bot.missed.missed import ASKED_BACK, CORRECTED, HANDED_OVER, UNANSWERED, Missed
from bot.missed.overview import Near, Offer, Overview
from bot.missed.problems import DecidedAlready, MissedProblem
from bot.missed.service import MissedQuestions

__all__ = [
    "ASKED_BACK", "CORRECTED", "DecidedAlready", "Decision", "Group", "Guess", "HANDED_OVER", "Learned", "Missed", "MissedProblem", "MissedQuestions",
    "NEW_ANSWER", "NOT_FOR_THE_BOT", "Near", "Offer", "Overview", "SAME", "UNANSWERED", "Variant",
]  # fmt: skip
