"""Who holds a conversation, the queue for people, and the transcript. Plain Python over SQLAlchemy: no Rasa, no web."""

from bot.handoff.desk import Desk, NotYours, Ticket
from bot.handoff.messages import Conversation, Handover, Incoming, Outcome, Spoken, TurnResult
from bot.handoff.transcript import AlreadyAnswered, Recorded, Transcript

__all__ = [
    "AlreadyAnswered", "Conversation", "Desk", "Handover", "Incoming", "NotYours", "Outcome", "Recorded", "Spoken", "Ticket", "Transcript", "TurnResult",
]
