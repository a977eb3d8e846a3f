"""Readers under limits: what takes too long, too much or dies is one failure, and the rest goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from pipeline.ingest import IngestError
from pipeline.ingest.guard import CAN_FORK, alive, limited
from pipeline.ingest.limits import Limits

LIMITS = Limits(seconds=0.5, total_seconds=1.6, megabytes=200, pages=10, page_objects=10, pixels=10)
pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork")


def test_what_a_reader_returns_comes_back_whole():
    assert limited(lambda: {"text": "责任 " * 500_000, "pid": os.getpid()}, "a.pdf", LIMITS)["text"] == "责任 " * 500_000


def test_a_reader_works_in_a_process_of_its_own():
    assert limited(os.getpid, "a.pdf", LIMITS) != os.getpid()


def test_an_error_comes_back_as_it_was_raised():
    def refuse():
        raise IngestError("pdf", "a.pdf: is encrypted; save it without its password")

    with pytest.raises(IngestError, match="without its password") as error:
        limited(refuse, "a.pdf", LIMITS)
    assert error.value.stage == "pdf"


def test_a_reader_that_hangs_is_ended_with_what_it_started():
    def hang():
        subprocess.run(["sleep", "60"])

    start = time.monotonic()
    with pytest.raises(IngestError, match=r"a\.pdf: could not be read in time .*; split it"):
        limited(hang, "a.pdf", LIMITS)
    assert time.monotonic() - start < 2


def test_a_reader_that_works_without_end_is_ended():
    def spin():
        while True:
            pass

    with pytest.raises(IngestError, match="in time"):
        limited(spin, "a.pdf", LIMITS)


def test_a_reader_that_shows_signs_of_life_may_take_longer_but_not_for_ever():
    def slow(steps):
        for _ in range(steps):
            time.sleep(0.3)
            alive()
        return steps

    assert limited(lambda: slow(3), "a.pdf", LIMITS) == 3
    with pytest.raises(IngestError, match="in time"):
        limited(lambda: slow(20), "a.pdf", LIMITS)


def test_a_reader_may_ask_for_time():
    def patient():
        alive(1)
        time.sleep(0.8)
        return "done"

    assert limited(patient, "a.pdf", LIMITS) == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_reader_that_takes_too_much_memory_says_so():
    with pytest.raises(IngestError, match="needs more than 200 MB"):
        limited(lambda: len(bytearray(b"x") * 400_000_000), "a.pdf", LIMITS)


def test_a_reader_that_dies_names_how():
    with pytest.raises(IngestError, match="signal SIGKILL"):
        limited(lambda: os.kill(os.getpid(), signal.SIGKILL), "a.pdf", LIMITS)


def test_what_cannot_be_sent_back_is_an_error():
    with pytest.raises(IngestError, match=r"a\.pdf"):
        limited(lambda: (i for i in ()), "a.pdf", LIMITS)


def test_signs_of_life_mean_nothing_outside():
    assert alive() is None
