"""Who holds a conversation, the queue for people, and the transcript. Plain Python over SQLAlchemy: no Rasa, no web."""

from bot.handoff.changes import Change, Changes, Mark
from bot.handoff.customers import Customer, Customers
from bot.handoff.desk import Desk, NoRoom, NotYours
from bot.handoff.human_side import HumanSide
from bot.handoff.messages import Conversation, Handover, Incoming, Outcome, Rating, Spoken, TurnResult
from bot.handoff.presence import Colleague, Presence
from bot.handoff.tickets import Queue, Ticket
from bot.handoff.timers import OpeningNow, Timers
from bot.handoff.transcript import AlreadyAnswered, Recorded, Transcript
from bot.handoff.triage import Case, Triage, triage

__all__ = [
    "AlreadyAnswered", "Case", "Change", "Changes", "Colleague", "Conversation", "Customer", "Customers", "Desk", "Handover", "HumanSide", "Incoming", "Mark", "NoRoom", "NotYours", "OpeningNow",
    "Outcome", "Presence", "Queue", "Rating", "Recorded", "Spoken", "Ticket", "Timers", "Transcript", "Triage", "TurnResult", "triage",
]
