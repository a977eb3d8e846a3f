"""Faults at random moments, and the proof that a restart mends them all: `python -m tests.chaos`."""
