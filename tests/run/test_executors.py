from __future__ import annotations

import os
import signal
import time

import pytest

from pipeline.executors import Died, processes, serial


def double(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 7:
        raise ValueError("seven")
    if number > 100:
        time.sleep(30)
    return 2 * number


def test_serial_answers_in_order() -> None:
    assert list(serial(double, [1, 2, 3])) == [(1, 2), (2, 4), (3, 6)]


def test_processes_answer_every_item_once() -> None:
    assert dict(processes(double, [1, 2, 3, 4, 5], workers=2)) == {1: 2, 2: 4, 3: 6, 4: 8, 5: 10}


def test_a_killed_worker_costs_its_own_item_alone() -> None:
    answers = dict(processes(double, [1, 13, 2, 3], workers=2))
    assert {item: answer for item, answer in answers.items() if item != 13} == {1: 2, 2: 4, 3: 6}
    assert isinstance(answers[13], Died)
    assert "SIGKILL" in str(answers[13])


def test_an_exception_of_the_function_is_raised_to_the_reader() -> None:
    with pytest.raises(ValueError, match="seven"):
        list(processes(double, [1, 7, 2], workers=2))


def test_leaving_early_ends_the_workers() -> None:
    answers = processes(double, [1, 101, 102], workers=2)
    start = time.monotonic()
    next(answers)
    answers.close()
    assert time.monotonic() - start < 10


def test_an_answer_that_cannot_be_sent_is_an_error_and_no_hang() -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        list(processes(unsendable, [1], workers=1))


def unsendable(number: int) -> object:
    return lambda: number
