"""What is wrong with the training data, in words, with file and line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, NamedTuple, Optional

import yaml

from bot.understanding.normalise import normalise

FEWEST = 40  # sentences an intent needs before its neighbours stop stealing its questions


@dataclass(frozen=True)
class DataProblem:
    """One thing to mend; serious ones would train a contradiction."""

    file: str
    line: int
    message: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行{'' if self.serious else '（提醒）'}：{self.message}"


class Sentence(NamedTuple):
    """A training sentence and where it stands."""

    file: str
    line: int
    intent: str
    text: str


def check_training_data(root: Path) -> list[DataProblem]:
    """Every problem of data/nlu: unreadable files, one sentence under two intents, repeated and too few sentences."""
    problems: list[DataProblem] = []
    sentences: list[Sentence] = []
    for path in sorted((root / "data" / "nlu").rglob("*.yml")):
        name = str(path.relative_to(root))
        try:
            sentences += list(read_sentences(path, name))
        except (yaml.YAMLError, ValueError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            problems.append(DataProblem(name, mark.line + 1 if mark else 1, f"读不懂这个文件：{getattr(error, 'problem', error)}；检查缩进和引号"))
    return problems + list(_same_sentences(sentences)) + list(_too_few(sentences))


def read_sentences(path: Path, name: str) -> Iterator[Sentence]:
    """The sentences of one Rasa NLU file with their line numbers. Raises yaml.YAMLError or ValueError."""
    document = yaml.compose(path.read_text("utf8"))
    blocks = _keys(document).get("nlu")
    if not isinstance(blocks, yaml.SequenceNode):
        if isinstance(blocks, yaml.ScalarNode) and not blocks.value:
            return
        raise ValueError("没有 nlu: 这一段，或者它下面不是一条条的“- intent: …”")
    for block in blocks.value:
        parts = _keys(block)
        if "intent" in parts and "examples" in parts:
            yield from _sentences(name, parts["intent"], parts["examples"])


def _keys(node: Optional[yaml.Node]) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)} if isinstance(node, yaml.MappingNode) else {}


def _sentences(name: str, intent: yaml.Node, examples: yaml.Node) -> Iterator[Sentence]:
    for node, what in ((intent, "intent 后面要写一个名字"), (examples, "examples 后面要写 | ，下面每行一句“- …”")):
        if not isinstance(node, yaml.ScalarNode):
            raise ValueError(f"第 {node.start_mark.line + 1} 行的 {what}")
    first = examples.start_mark.line + 2  # the sentences begin below "examples: |"
    for i, row in enumerate(examples.value.splitlines()):
        text = row.strip().removeprefix("-").strip()
        if text:
            yield Sentence(name, first + i, intent.value, text)


def _same_sentences(sentences: list[Sentence]) -> Iterator[DataProblem]:
    """The same words for the classifier: under two intents a contradiction, under one a waste."""
    by_text: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_text[normalise(sentence.text)].append(sentence)
    for same in by_text.values():
        first = same[0]
        for other in same[1:]:
            where = f"{first.file} 第 {first.line} 行"
            if other.intent != first.intent:
                yield DataProblem(other.file, other.line, f"“{other.text}”写在 {other.intent} 下，可是 {where}的“{first.text}”写在 {first.intent} 下，"
                                  "机器人看来是同一句话；请只留一处，或把话写得更明白")
            else:
                yield DataProblem(other.file, other.line, f"“{other.text}”和 {where}重复，删掉一句就好", serious=False)


def _too_few(sentences: list[Sentence]) -> Iterator[DataProblem]:
    by_intent: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_intent[sentence.intent].append(sentence)
    for intent, found in sorted(by_intent.items()):
        if len(found) < FEWEST:
            yield DataProblem(found[0].file, found[0].line, f"{intent} 只有 {len(found)} 句，少于 {FEWEST} 句容易认错；请再补些不同的说法", serious=False)
