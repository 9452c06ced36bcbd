"""Wanting a person as a Rasa graph component: what is said plainly need not be guessed.

    pipeline:
      - name: bot.understanding.asks_for_person.AsksForPerson
        intent: ask_human
        instead: {declines: deny, about_us: ask_bot}

It comes after the classifier and corrects its ranking where the rules of wanting_people.yml are sure; elsewhere the classifier's
word stands. Nothing is trained: the rules are read when the server starts.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.classifier import QUESTIONS
from bot.understanding.wanting_people import Wish, rules

SURE = 0.98
Ranking = list[dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AsksForPerson(GraphComponent, IntentClassifier):
    """Puts `intent` first, or takes its confidence away, in `intent_ranking` and in each of the `questions`.

    The confidence taken away goes to the intent that `instead` names for the wish, if it names one."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent": "ask_human", "instead": {}}

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
               ) -> AsksForPerson:
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        """Raises ValueError when `instead` names no wish, or when the rules cannot be read."""
        self._intent: str = config["intent"]
        self._instead = {Wish(wish): name for wish, name in config["instead"].items()}
        self._rules = rules()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._correct(message)
        return messages

    def _correct(self, message: Message) -> None:
        text, ranking, questions = message.get(TEXT), message.get(INTENT_RANKING_KEY), message.get(QUESTIONS) or []
        if not text or not ranking:
            return
        wish = self._rules.wish(text)
        if wish is None and len(questions) < 2:
            return
        whole = self._corrected(ranking, wish, text)
        questions = [self._reread(q) for q in questions] if len(questions) > 1 else [{**q, **_first(whole)} for q in questions]
        if wish is Wish.ASKS and questions and all(q["intent"]["name"] != self._intent for q in questions):
            questions.append({**questions[0], "text": text, **_first(whole)})
        if wish is Wish.DECLINES and len(questions) > 1:  # 不用转人工，我就问问发什么快递: what else was asked counts
            questions = [q for q in questions if self._rules.without_declining(q["text"])] or questions
            whole = questions[0][INTENT_RANKING_KEY]
        for name, value in {**_first(whole), QUESTIONS: questions}.items():
            message.set(name, value, add_to_output=True)

    def _reread(self, question: dict[str, Any]) -> dict[str, Any]:
        wish = self._rules.wish(question["text"])
        return question if wish is None else {**question, **_first(self._corrected(question[INTENT_RANKING_KEY], wish, question["text"]))}

    def _corrected(self, ranking: Ranking, wish: Optional[Wish], text: str) -> Ranking:
        if wish is None or (wish is Wish.NONE and ranking[0]["name"] != self._intent):
            return ranking
        if wish is Wish.ASKS:
            return _raised(ranking, self._intent)
        if wish is Wish.DECLINES and self._rules.without_declining(text):
            return _moved(ranking, self._intent, None)
        return _moved(ranking, self._intent, self._instead.get(wish))


def _first(ranking: Ranking) -> dict[str, Any]:
    return {INTENT: ranking[0], INTENT_RANKING_KEY: ranking}


def _raised(ranking: Ranking, intent: str) -> Ranking:
    """The intent first with SURE at least; the others share what is left as they did before."""
    before = next((r["confidence"] for r in ranking if r["name"] == intent), 0.0)
    sure = max(SURE, before)
    share = (1 - sure) / max(1 - before, 1e-9)
    others = [{**r, "confidence": r["confidence"] * share} for r in ranking if r["name"] != intent]
    return [{"name": intent, "confidence": sure}, *others][: len(ranking)]


def _moved(ranking: Ranking, intent: str, to: Optional[str]) -> Ranking:
    """Without the intent's confidence: `to` has it, or nobody, because its loss makes no other intent likelier than it was."""
    said = {r["name"]: r["confidence"] for r in ranking}
    taken = said.get(intent, 0.0)
    if intent in said:
        said[intent] = 0.0
    if to and taken:
        said[to] = said.get(to, 0.0) + taken
    return [{"name": name, "confidence": sure} for name, sure in sorted(said.items(), key=lambda one: -one[1])][: len(ranking)]
