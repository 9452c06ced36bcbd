"""Promises come as values to decide by and as words to say."""

from __future__ import annotations

from bot.shop import Shop
from bot.shop.policy_keys import POLICY_KEYS


def test_actions_read_values_and_replies_read_words(shop):
    content = shop.content
    assert content.policies["shipping"]["dispatch_hours"] == 48
    assert content.policies["freight"]["free"] is True
    assert content.policies["freight"]["remote_areas"] == ("新疆", "西藏")
    assert content.variables["shipping_dispatch_hours"] == "48"
    assert content.variables["freight_remote_areas"] == "新疆、西藏"


def test_a_sentence_says_the_number_that_is_acted_on(folder):
    folder.replace("policies/discounts.yml", "full: 199", "full: 299")
    content = Shop(folder.path).content
    assert "满 299 元" in content.policies["discounts"]["full_words"] == content.variables["discounts_full_words"]


def test_a_sentence_may_name_another_files_value(shop):
    assert "30 分钟" in shop.content.policies["orders"]["closed"]


def test_every_policy_is_stated(shop):
    for file, keys in POLICY_KEYS.items():
        assert set(keys) <= set(shop.content.policies[file])


def test_every_province_has_delivery_days(shop):
    places = [place for region in shop.content.policies["delivery"]["regions"] for place in region["places"]]
    assert len(places) == len(set(places)) == 31


def test_a_time_without_quotes_stays_a_time(folder):
    folder.replace("policies/shipping.yml", 'cutoff_time: "16:00"', "cutoff_time: 16:00")
    assert Shop(folder.path).content.policies["shipping"]["cutoff_time"] == "16:00"


def test_settings_left_out_have_defaults(folder):
    folder.replace("shop.yml", "misses_before_human: 2", "# nothing")
    assert Shop(folder.path).content.settings.misses_before_human == 2


def test_the_error_budget_and_the_desks_colours_are_settings(shop):
    settings = shop.content.settings
    assert settings.wrong_answers_per_hundred == 5.0
    assert settings.desk.waiting_colours == (60, 100, 180)


def test_who_is_speaking_is_known_to_every_reply(shop):
    variables = shop.content.variables
    assert (variables["shop"], variables["assistant"], variables["platform"]) == ("棉小铺", "小棉", "拼多多")


def test_the_shop_package_imports_neither_rasa_nor_a_web_framework():
    import subprocess
    import sys

    code = "import sys, bot.shop; print([m for m in ('rasa', 'rasa_sdk', 'sanic', 'aiohttp', 'sqlalchemy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
