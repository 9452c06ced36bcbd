"""Rasa may be imported by every test of this folder."""

from bot import no_tensorflow

no_tensorflow.install()
