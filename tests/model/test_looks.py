"""A page is looked at again where its tags are in doubt, in windows cut elsewhere; what is clear is read once."""

import numpy as np
import pytest

from pipeline.model.looks import look
from pipeline.model.page import lay_out, windows
from pipeline.model.pieces import Pieces
from pipeline.model.spans import HEADS, TAGS
from pipeline.model.tagger import WEIGHTS

TEXT = "\n".join(f"第{number}条 县水务局应当检修第{number}座泵站，并将结果报县政府。" for number in range(1, 40)) + "\n"


class Seen:
    """An engine that says what it is told of every piece, a little more each time it is asked, and remembers the windows."""

    steps = np.zeros((len(HEADS), len(TAGS), len(TAGS)))

    def __init__(self, sure: float) -> None:
        self.sure, self.asked = sure, []

    def read(self, page, found):
        self.asked.append(found)
        scores = np.zeros((len(page), len(HEADS), len(TAGS)))
        scores[..., 0] = self.sure + len(self.asked) - 1
        return np.full((len(page), 1), float(len(self.asked))), scores


@pytest.fixture
def page(document):
    return lay_out(document(TEXT, "zh"), Pieces.read(WEIGHTS / "pieces.tsv"), ())


def test_what_is_clear_is_read_once(page):
    engine = Seen(30.0)
    states, scores, tiles = look(page, engine)
    assert engine.asked == [tiles] and len(tiles) > 2
    assert (states == 1).all() and (scores[..., 0] == 30).all()


def test_what_is_in_doubt_is_read_again_in_other_windows_and_averaged(page):
    engine = Seen(0.0)
    states, scores, tiles = look(page, engine)
    first, again = engine.asked
    assert first == tiles and {tile.first for tile in again}.isdisjoint({tile.first for tile in tiles[1:]})
    assert (states == 1.5).all() and (scores[..., 0] == 0.5).all()


def test_windows_with_a_shorter_first_core_tile_the_page_too(page):
    tiles = windows(page, first=60)
    assert tiles[0].size <= 60 < max(tile.size for tile in tiles)
    assert [tile.first for tile in tiles[1:]] == [tile.first + tile.size for tile in tiles[:-1]]
    assert tiles[-1].first + tiles[-1].size == len(page)
