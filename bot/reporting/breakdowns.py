"""A report's figures broken down: by reason, team, hour, agent and so on, as rows of plain values."""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable, Iterable, Optional, Sequence

from bot.reporting.agents import agents
from bot.reporting.figures import Times, share
from bot.reporting.handled import Promise
from bot.reporting.questions import count_questions
from bot.reporting.report import Report
from bot.reporting.rounds import IN_TIME, Round
from bot.reporting.satisfaction import satisfaction
from bot.reporting.words import Words

Row = dict[str, Any]
TopicOf = Callable[[str], Optional[str]]


def by_reason(report: Report, words: Words) -> list[Row]:
    """Why a person was wanted, commonest first."""
    return _shares(Counter(words.name("reasons", one.ticket.reason) for one in report.opened))


def by_result(report: Report, words: Words) -> list[Row]:
    """How tickets ended."""
    return _shares(Counter(words.result(one.ticket.result) for one in report.closed))


def by_grade(report: Report, words: Words) -> list[Row]:
    """What shoppers thought, in the order of the grades."""
    grades = satisfaction(report).grades
    known = {**{grade: grades[grade] for grade in words.grades}, **grades} if grades else {}
    return [{"name": words.grade(grade), "count": n, "share": share(n, sum(grades.values()))} for grade, n in known.items()]


def by_team(report: Report, words: Words) -> list[Row]:
    """Tickets and rounds of each team; a ticket that was passed on belongs to the team that has it now."""
    tickets = Counter(one.ticket.team for one in report.opened)
    rounds: dict[Optional[str], list[Round]] = {team: [] for team in tickets}
    for one in _counted(report):
        rounds.setdefault(report.tickets[one.ticket].team if one.ticket in report.tickets else None, []).append(one)
    return [{"name": team or words["no_team"], "count": tickets[team], **_reply_times(rounds[team])}
            for team in sorted(rounds, key=lambda team: (-tickets[team], team or ""))]


def by_hour(report: Report, words: Words) -> list[Row]:
    """Hours in which anything began."""
    visits, tickets = Counter(v.first.hour for v in report.visits), Counter(one.ticket.opened_at.hour for one in report.opened)
    rounds: dict[int, list[Round]] = {}
    for one in _counted(report):
        rounds.setdefault((report.clock.opens(one.asked) or one.asked).hour, []).append(one)
    return [{"name": f"{hour:02d}:00", "conversations": visits[hour], "count": tickets[hour], **_reply_times(rounds.get(hour, ()))}
            for hour in sorted({*visits, *tickets, *rounds})]


def by_topic(report: Report, words: Words, topic_of: TopicOf) -> list[Row]:
    """What was asked, by topic."""
    topics = count_questions(report.questions, topic_of).topics
    return _shares(Counter({words.topic(topic): n for topic, n in topics}))


def by_intent(report: Report, words: Words, topic_of: TopicOf) -> list[Row]:
    """What was asked, question by question."""
    intents = count_questions(report.questions, topic_of).intents
    whole = sum(n for _, n in intents)
    return [{"topic": words.topic(topic_of(intent)), "intent": intent, "name": words.intent(intent), "count": n, "share": share(n, whole)}
            for intent, n in intents]


def by_agent(report: Report, words: Words, best_grade: str) -> list[Row]:
    """What each agent did."""
    return [{
        "name": one.name or words["nobody"], "taken": one.taken, "replies": one.replies, **_reply_times(one.rounds),
        "first_mean": one.first_reply.mean, "reply_p90": one.reply.p90, "ended": one.ended, "passed_on": one.passed_on,
        "taken_back": one.taken_back, "rated": one.satisfaction.rated, "satisfied": one.satisfaction.share(best_grade),
    } for one in agents(report)]


def promised(report: Report, words: Words) -> list[Row]:
    """Every promise made or due, and what became of it."""
    return [{
        **whose(one.ticket.conversation), "ticket": one.ticket.id, "made": one.made, "due": one.due, "released": one.released,
        "contact": bool(one.ticket.contact), "answered": one.answered, "late": one.late, "agent": one.by,
        "state": words.name("promise_states", _state(one)),
    } for one in report.promises]


def whose(conversation: str) -> dict[str, str]:
    """Channel and shopper of a conversation's id."""
    channel, _, shopper = conversation.partition(":")
    return {"channel": channel, "shopper": shopper}


def _state(one: Promise) -> str:
    return "answered" if one.answered else "called_off" if one.called_off else "over" if one.over else "waiting"


def _counted(report: Report) -> Iterable[Round]:
    return (one for one in report.rounds if one.counts)


def _reply_times(rounds: Sequence[Round]) -> Row:
    in_time = sum(one.verdict == IN_TIME for one in rounds)
    return {"rounds": len(rounds), "in_time": share(in_time, len(rounds)), "reply_mean": Times.of(one.seconds for one in rounds if one.answered).mean}


def _shares(counted: Counter) -> list[Row]:
    whole = sum(counted.values())
    return [{"name": name, "count": n, "share": share(n, whole)} for name, n in counted.most_common()]
