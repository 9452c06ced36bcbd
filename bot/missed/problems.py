"""What keeps a decision from being made, in one sentence for the shopkeeper."""

from __future__ import annotations


class MissedProblem(ValueError):
    """Nothing was changed. `sure`: it can be done all the same by who says so."""

    def __init__(self, sentence: str, sure: bool = False) -> None:
        super().__init__(sentence)
        self.sure = sure


class DecidedAlready(MissedProblem):
    """Somebody else was quicker."""
