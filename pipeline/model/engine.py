"""The shipped network, run by onnxruntime: int8, one thread, no torch; embeddings stay on disk and are read by row."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from pipeline.model.page import Page, Window
from pipeline.model.pieces import Pieces
from pipeline.model.spans import HEADS, TAGS

FILES = ("pieces.tsv", "words.npy", "tables.npz", "encoder.onnx", "encoder.data", "links.onnx", "model.json")

SLOW = ["SkipLayerNormFusion"]  # on CPU the fused kernel takes seven times as long as its two parts, and rounds more coarsely


class ModelError(Exception):
    """Weights that are missing or do not fit each other; the message names the file and the cure."""


class OnnxEngine:
    """An engine of the decoder over the files of a weights folder (`export` writes them)."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # slow to import, and not needed where only rules run

        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder / name}: missing; restore the weights from the distribution or run `make train`")
        self.pieces = Pieces.read(folder / "pieces.tsv")
        self.settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.words = np.load(folder / "words.npy", mmap_mode="r")
        if len(self.words) != len(self.pieces):
            sizes = f"{len(self.words)} rows for {len(self.pieces)} pieces"
            raise ModelError(f"{folder / 'words.npy'}: {sizes}; restore both from one training")
        with np.load(folder / "tables.npz") as tables:
            self.scale, self.steps = tables["scale"], tables["steps"]
            self.features = np.pad(tables["features"], ((0, 1), (0, 0)))  # row -1, a feature that a piece does not have, adds nothing
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        self._encoder, self._links = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW)
            for name in ("encoder.onnx", "links.onnx")
        )

    def read(self, page: Page, found: list[Window]) -> tuple[np.ndarray, np.ndarray]:
        """Return states (n, hidden) and tag scores (n, heads, tags) of a page."""
        states = np.zeros((len(page), self.words.shape[1]), np.float32)
        scores = np.zeros((len(page), len(HEADS) * len(TAGS)), np.float32)
        for window in found:  # one at a time: one scale for each keeps more digits, and nothing is padded
            state, score = self._encoder.run(None, {"embedded": self._embed(page, window)})
            core, own = (slice(window.core, window.core + window.size), slice(window.first, window.first + window.size))
            states[own], scores[own] = state[0, core], score[0, core]
        return states, scores.reshape(len(page), len(HEADS), len(TAGS))

    def _embed(self, page: Page, window: Window) -> np.ndarray:
        """Return the embedded pieces of a window, (1, length, hidden)."""
        real = window.source >= 0
        ids = np.where(real, page.ids[window.source], np.where(window.source == -1, self.pieces.bos, self.pieces.eos))
        embedded = self.words[ids].astype(np.float32) * self.scale[ids, None]
        embedded[real] += self.features[page.features[window.source[real]]].sum(1)
        return embedded[None]

    def link(self, states: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return type scores (actions, types) and pair scores (actions, candidates)."""
        first, last, c_first, c_last, c_link, c_group, pairs = columns
        low = int(min(first.min(), c_first.min()))
        high = int(max(last.max(), c_last.max())) + 1
        inputs = {
            "states": states[low:high],
            "first": first - low,
            "last": last - low,
            "c_first": c_first - low,
            "c_last": c_last - low,
            "c_link": c_link,
            "c_group": c_group,
            "pairs": pairs,
        }
        types, links = self._links.run(None, inputs)
        return types, links
