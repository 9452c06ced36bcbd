"""The figures for a terminal, in Chinese."""

from __future__ import annotations

from typing import Optional

from bot.learning.evaluation.evaluation import Evaluation
from bot.learning.evaluation.measures import Report
from bot.learning.evaluation.special import Scope

VERDICTS = {"kept": "守住了", "broken": "没守住", "unproven": "略超，还说不准", "nothing": "一句都没答"}


def in_words(found: Report, name: str) -> str:
    """One set in a few lines."""
    lines = [
        f"{name}：{found.messages} 句",
        f"  认对 {found.accuracy:.3f}（前三个里有 {found.first_three:.3f}），自己作答 {found.answered:.2f}，作答里认错 {found.wrong:.3f}、"
        f"答错 {found.wrong_answers:.3f}，把握的偏差 {found.calibration_error:.3f}",
    ]
    if len(found.by_group) > 1:
        lines.append("  分组：" + "  ".join(f"{g or '其他'} {share:.2f}" for g, share in found.by_group.items()))
    lines += [f"  {a} → {b}：{n}" for a, b, n in found.confusions[:10]]
    return "\n".join(lines)


def summary(found: Evaluation) -> str:
    """The whole evaluation on one screen; the report has the rest."""
    whole, names = found.whole, found.names
    lines = [in_words(whole, found.model if len(found.sets) == 1 else f"{found.model}，各套合在一起")]
    if len(found.sets) > 1:
        lines += [_line(one, names.set(name)) for name, one in found.sets.items() if one.scored]
    lines.append("答应的和做到的（每一百句答错几句）：")
    for kept in whole.budgets:
        known = kept.wrong_answers is not None
        true = f"，真答错 {100 * kept.wrong_answers:.1f}（95% 在 {100 * kept.low:.1f}–{100 * kept.high:.1f}）" if known else ""
        lines.append(f"  答应 {kept.promised:g}：自己答 {kept.answered:.2f}{true}，{VERDICTS[kept.verdict]}")
    lines += _special(whole)
    if found.changes:
        lines.append("换个写法（认对，比原句少）：" + "  ".join(
            f"{names.words['changes'][c.name]['title']} {c.accuracy:.2f}（{-100 * c.loss + 0.0:+.1f}）" for c in found.changes))
    if found.joined:
        joined = found.joined
        lines.append(f"两句连成一句：{joined.messages} 对里两个问题都找到 {joined.both:.2f}（分开问都听得懂 {joined.clean:.2f}）")
    if found.entities:
        lines.append(f"句子里的尺码、颜色、单号等：{found.entities.messages} 句，F1 {found.entities.all.f1:.3f}，没全认对的 {len(found.entities.failing)} 句")
    lines += [f"口吻“{v.name}”没训练过：认对 {v.accuracy:.3f}（{v.asked} 句）" for v in found.voices]
    if found.unknown:
        lines.append(f"注意：训练数据里没有这些标签，标了它们的话一定算错：{'、'.join(found.unknown)}")
    return "\n".join(lines)


def _line(found: Report, name: str) -> str:
    return (f"  {name}：{found.messages} 句，认对 {found.accuracy:.3f}（前三个里有 {found.first_three:.3f}），"
            f"自己作答 {found.answered:.2f}，答错 {found.wrong_answers:.3f}")


def _special(whole: Report) -> list[str]:
    lines = [_scope("和买东西无关的话", whole.far), _scope("沾边但没写答案的话", whole.near)]
    people, questions = whole.people, whole.questions
    if people and people.found is not None:
        lines.append(f"要人工：{people.asking} 句里听出 {people.found:.3f}；别的话误当成要人工 {people.wrongly or 0:.3f}")
    if questions and questions.both is not None:
        lines.append(f"一句话两个问题：{questions.several} 句里都找到 {questions.both:.2f}")
    if questions and questions.split is not None:
        lines.append(f"一个问题被拆错：{questions.split:.3f}")
    return [line for line in lines if line]


def _scope(what: str, found: Optional[Scope]) -> Optional[str]:
    return f"{what}：{found.messages} 句，其中 {found.answered:.3f} 被答了" if found else None
