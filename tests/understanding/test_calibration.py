"""Honest confidences, and the least confidence that keeps a shop's budget of wrong answers."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.calibration import BUDGETS, CAUTION, calibrate, expected_error, least_confidence, limit, probabilities


def drawn(sharpness: float, n: int = 3000, labels: int = 5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and right labels drawn as often as softmax(scores * sharpness) says."""
    random = np.random.default_rng(seed)
    scores = random.normal(0, 0.5, (n, labels))
    right = np.zeros((n, labels), bool)
    for i, row in enumerate(probabilities(scores, sharpness)):
        right[i, random.choice(labels, p=row)] = True
    return scores, right


def test_probabilities_add_up_to_one_and_keep_the_order() -> None:
    found = probabilities(np.array([[0.0, 1.0, -1.0], [1e4, -1e4, 0]]), 3.0)
    assert np.allclose(found.sum(axis=1), 1) and np.isfinite(found).all()
    assert found.argmax(axis=1).tolist() == [1, 0]
    assert probabilities(np.zeros((0, 3)), 1.0).shape == (0, 3)


@pytest.mark.parametrize("true", [1.0, 3.0, 8.0])
def test_the_sharpness_that_made_the_data_is_found_again(true: float) -> None:
    scores, right = drawn(true)
    found = calibrate(scores, right)
    assert found.sharpness == pytest.approx(true, rel=0.15)
    confidence = probabilities(scores, found.sharpness)
    top = confidence.argmax(axis=1)
    assert expected_error(confidence.max(axis=1), right[np.arange(len(top)), top]) < 0.03


def test_any_of_several_right_labels_counts() -> None:
    scores, right = drawn(4.0)
    loose = right.copy()
    loose[:, 0] = True
    assert calibrate(scores, loose, 1.0).limits["5"] < calibrate(scores, right, 1.0).limits["5"]


def test_messages_that_are_never_answered_spend_nothing_of_the_budget() -> None:
    scores, right = drawn(4.0)
    spoilt = right.copy()
    spoilt[scores.argmax(axis=1) == 0] = False  # whatever is taken for label 0 is wrong
    assert calibrate(scores, spoilt, 1.0, never_answered=[0]).limits["5"] < calibrate(scores, spoilt, 1.0).limits["5"]


def test_caution_asks_for_more_confidence() -> None:
    scores, right = drawn(4.0)
    assert calibrate(scores, right, 0.4).limits["5"] > calibrate(scores, right, 1.0).limits["5"]


def test_a_larger_budget_never_asks_for_more_confidence() -> None:
    limits = calibrate(*drawn(4.0)).limits
    assert list(limits) == [f"{b:g}" for b in BUDGETS]
    values = list(limits.values())
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("budget", [1.0, 5.0, 20.0])
@pytest.mark.parametrize("places", [2, 9])
def test_what_is_answered_at_the_limit_keeps_the_budget(budget: float, seed: int, places: int) -> None:
    random = np.random.default_rng(seed)
    confidence = np.round(random.uniform(0, 1, 400), places)  # two places: many messages are equally sure
    correct = random.uniform(0, 1, 400) < confidence
    answered = confidence >= limit(confidence, correct, budget)
    assert not answered.any() or 100 * (~correct[answered]).mean() <= budget


def test_as_much_is_answered_as_the_budget_allows() -> None:
    confidence = np.linspace(1, 0, 101)[:100]
    correct = confidence > 0.4
    assert limit(confidence, correct, 0) == pytest.approx(0.41)
    assert limit(confidence, correct, 100) == pytest.approx(0.01)


def test_equally_sure_messages_are_answered_together_or_not_at_all() -> None:
    confidence = np.array([0.9] * 40 + [0.5] * 40)
    correct = np.array([True] * 40 + [True] * 20 + [False] * 20)
    assert limit(confidence, correct, 10) == pytest.approx(0.9)


def test_a_budget_nothing_keeps_leaves_the_bot_all_but_silent() -> None:
    confidence = np.linspace(0.3, 0.99, 50)
    assert limit(confidence, np.zeros(50, bool), 5) > 0.99
    assert limit(np.array([]), np.array([], bool), 5) > 0.99


def test_a_few_lucky_answers_are_no_proof() -> None:
    confidence = np.concatenate([np.linspace(0.99, 0.95, 5), np.linspace(0.9, 0.1, 95)])
    correct = np.array([True] * 5 + [False] * 95)
    assert limit(confidence, correct, 1) > 0.99


LIMITS = {"1": 0.9, "2": 0.8, "5": 0.6, "10": 0.4}


@pytest.mark.parametrize("budget, least", [(0.5, 0.9), (1, 0.9), (1.9, 0.9), (2, 0.8), (5, 0.6), (7, 0.6), (10, 0.4), (50, 0.4)])
def test_a_shops_budget_uses_the_largest_trained_one_within_it(budget: float, least: float) -> None:
    assert least_confidence(LIMITS, budget) == least


def test_without_trained_limits_the_bot_is_cautious() -> None:
    assert least_confidence({}, 5) == 0.5


def test_the_budget_is_kept_with_caution() -> None:
    scores, right = drawn(4.0)
    found = calibrate(scores, right)
    confidence = probabilities(scores, found.sharpness)
    top = confidence.argmax(axis=1)
    correct, best = right[np.arange(len(top)), top], confidence.max(axis=1)
    answered = best >= found.limits["5"]
    assert 100 * (~correct[answered]).mean() <= 5 * CAUTION + 0.1


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert expected_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert expected_error([0.95, 0.95, 0.15, 0.15], [False, False, True, True]) == pytest.approx(0.9)
    assert expected_error([1.0], [True]) == 0
