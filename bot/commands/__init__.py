"""The commands of `python -m bot`, one file an idea. Heavy imports stay inside: `--help` and `check` must be instant."""

from bot.commands.agents import agent_add
from bot.commands.checking import check
from bot.commands.faq import faq_answer, faq_expire, faq_import, faq_list, faq_remove, faq_template, faq_train, lines
from bot.commands.models import model_list, model_promote, model_rollback
from bot.commands.reporting import day, days, report
from bot.commands.scoring import evaluate, parse
from bot.commands.serving import serve
from bot.commands.training import train
from bot.desk.accounts import AccountProblem
from bot.faq.problems import BookProblem, SheetProblem
from bot.learning.models import ModelMissing
from bot.learning.rounds import RoundUnderWay
from bot.learning.training import TrainingFailed
from bot.missed.problems import MissedProblem
from bot.no_tensorflow import TensorFlowMissing
from bot.settings import SettingsError
from bot.shop import ShopError

#: Errors whose text is written for the person at the terminal.
EXPECTED = (
    AccountProblem, BookProblem, MissedProblem, ModelMissing, RoundUnderWay, SettingsError, SheetProblem, ShopError, TensorFlowMissing,
    TrainingFailed, FileNotFoundError,
)  # fmt: skip

__all__ = [
    "EXPECTED", "agent_add", "check", "day", "days", "evaluate", "faq_answer", "faq_expire", "faq_import", "faq_list", "faq_remove",
    "faq_template", "faq_train", "lines", "model_list", "model_promote", "model_rollback", "parse", "report", "serve", "train",
]  # fmt: skip
