"""Only what is surely understood is answered; for the rest the bot asks back, and after several misses fetches a person."""

from __future__ import annotations

from .hearing import heard
from .talking import Talk, said, texts


async def test_unsure_the_bot_asks_back_with_the_likeliest_as_buttons(talk: Talk) -> None:
    ranking = [{"name": n, "confidence": c} for n, c in (
        ("ask_pilling", 0.3), ("no_title", 0.2), ("ask_size", 0.1), ("ask_price", 0.05), ("ask_stock", 0.045))]
    parse = heard("加绒卫衣那个怎么说", "ask_pilling", 0.3)
    parse["questions"][0]["intent_ranking"] = ranking
    talk.agent.hears["加绒卫衣那个怎么说"] = parse
    outcome = await talk.turn(said("加绒卫衣那个怎么说"))
    assert texts(outcome) == ["utter_ask_back"]
    assert [b["title"] for b in outcome.replies[0].buttons] == ["会不会起球", "我该穿多大码", "转人工客服"]
    await talk("会不会起球", "nothing", 0.1)
    assert (talk.agent.questions[-1]["intent"], talk.agent.questions[-1]["product_id"]) == ("ask_pilling", "P1006")


async def test_nothing_likely_is_asked_again_without_buttons(talk: Talk) -> None:
    outcome = await talk("咕噜咕噜", "no_title", 0.2)
    assert texts(outcome) == ["utter_ask_again"] and outcome.replies[0].buttons == []


async def test_misses_in_a_row_fetch_a_person_and_an_answer_in_between_forgives_them(talk: Talk) -> None:
    for text, intent, confidence in (("咕", "no_title", 0.2), ("噜", "no_title", 0.2), ("多少钱", "ask_price", 0.9), ("咕", "no_title", 0.2), ("噜", "no_title", 0.2)):
        assert (await talk(text, intent, confidence)).holder == "bot"
    outcome = await talk("啊", "no_title", 0.2)
    assert texts(outcome) == ["utter_unsure_human_open_next"] and outcome.holder == "waiting"


async def test_only_the_sure_ones_of_several_questions_are_answered(talk: Talk) -> None:
    parse = heard("起球吗，咕噜", "ask_pilling", 0.5, ("起球吗", "ask_pilling"), ("咕噜", "ask_price"))
    parse["questions"][1]["intent"]["confidence"] = 0.3
    talk.agent.hears["起球吗，咕噜"] = parse
    assert texts(await talk.turn(said("起球吗，咕噜"))) == ["答ask_pilling"]
