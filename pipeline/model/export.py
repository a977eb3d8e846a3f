"""Write a trained network as the files that ship: int8 encoder, links, embeddings by row, settings."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from pipeline.model.confidence import Confidence
from pipeline.model.decode import Choice
from pipeline.model.encoder import Layer
from pipeline.model.fit import stack
from pipeline.model.network import Network
from pipeline.model.page import Page, windows
from pipeline.model.pairs import LINK_ROWS
from pipeline.model.pieces import Pieces
from pipeline.model.smooth import smoothed


class _Attention(torch.autograd.Function):
    """The attention of a layer as one operation of onnxruntime, three fifths of the time of its steps one by one."""

    @staticmethod
    def forward(_: object, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, heads: int) -> torch.Tensor:
        """Return what each piece takes from the others, (windows, length, hidden)."""
        q, k, v = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (queries, keys, values))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, queries: Any, keys: Any, values: Any, heads: int) -> Any:
        """Return the operation in the graph."""
        return graph.op("com.microsoft::MultiHeadAttention", queries, keys, values, num_heads_i=heads).setType(queries.type())


def _attend(heads: int, hidden: int, mixed: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
    found: torch.Tensor = _Attention.apply(*mixed.split(hidden, -1), heads)
    return found


class _Encoded(nn.Module):
    """A network over one window, (1, length, hidden): nothing in it is padded, so nothing need be masked."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.layers:
            if isinstance(layer, Layer):
                setattr(layer, "attend", partial(_attend, layer.heads, network.encoder.words.embedding_dim))  # noqa: B010, a method that mypy lets nobody assign

    def forward(self, embedded: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return states and tag scores."""
        states, scores = self.network(embedded, torch.ones(embedded.shape[:2]))
        return states, scores


class _Linked(nn.Module):
    """The links with the first-pass scores, which only training needs, left out."""

    def __init__(self, links: nn.Module) -> None:
        super().__init__()
        self.links = links

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return types and final pair scores."""
        types, _, scores = self.links(*inputs)
        return types, scores


def export(network: Network, pieces: Pieces, choice: Choice, confidence: Confidence, about: dict, sample: list[Page], folder: Path) -> None:
    """Write the weights folder; files there are replaced. `sample` are typical pages, from which the rounding takes its scales."""
    network = network.eval().float()
    folder.mkdir(parents=True, exist_ok=True)
    rows = network.encoder.words.weight.detach().numpy()
    scale = (np.abs(rows).max(1) / 127 + 1e-12).astype(np.float32)
    np.save(folder / "words.npy", np.round(rows / scale[:, None]).astype(np.int8))
    steps = network.chain.transitions().detach().numpy()
    np.savez_compressed(folder / "tables.npz", scale=scale, features=network.features.weight.detach().numpy(), steps=steps)
    lines = (f"{name}\t{score:.4f}\n" for name, score in zip(pieces.names, pieces.scores, strict=True))
    (folder / "pieces.tsv").write_text("".join(lines), encoding="utf-8")
    settings = {"choice": asdict(choice), "confidence": asdict(confidence), "about": about}
    (folder / "model.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        _encoder(smoothed(network, _embedded(network, sample, pieces)), folder, Path(place))
    _links(network, folder)


def _embedded(network: Network, sample: list[Page], pieces: Pieces) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return (embedded, mask) of the first windows of each page."""
    rows = [stack(page, windows(page)[:2], pieces) for page in sample if len(page)]
    with torch.no_grad():
        return [(network.embed(ids, features), mask) for ids, features, mask in rows]


def _encoder(network: Network, folder: Path, place: Path) -> None:
    hidden = network.encoder.words.embedding_dim
    torch.onnx.export(
        _Encoded(network),
        (torch.zeros(1, 24, hidden),),
        str(place / "full.onnx"),
        dynamo=False,
        input_names=["embedded"],
        output_names=["states", "scores"],
        opset_version=17,
        dynamic_axes={name: {1: "length"} for name in ("embedded", "states", "scores")},
        custom_opsets={"com.microsoft": 1},
    )
    quant_pre_process(str(place / "full.onnx"), str(place / "shaped.onnx"), skip_symbolic_shape=True)
    quantize_dynamic(
        str(place / "shaped.onnx"),
        str(place / "small.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )
    (folder / "encoder.data").unlink(missing_ok=True)
    # Weights in a file of their own are mapped into memory and shared between workers.
    small = onnx.load(str(place / "small.onnx"))
    onnx.save_model(small, str(folder / "encoder.onnx"), save_as_external_data=True, location="encoder.data", size_threshold=1024)
    (folder / "encoder.data").chmod(0o644)


def _links(network: Network, folder: Path) -> None:
    hidden = network.encoder.words.embedding_dim
    span, found = torch.tensor([1, 4]), torch.tensor([0, 2, 5])
    names = ("states", "first", "last", "c_first", "c_last", "c_link", "c_group", "pairs")
    pairs = torch.zeros(2, 3, len(LINK_ROWS), dtype=torch.long)
    inputs = (torch.zeros(8, hidden), span, span + 1, found, found + 1, found % 2, found, pairs)
    axes = {
        "states": {0: "pieces"},
        "first": {0: "actions"},
        "last": {0: "actions"},
        "pairs": {0: "actions", 1: "candidates"},
        "types": {0: "actions"},
        "links": {0: "actions", 1: "candidates"},
    }
    axes |= {name: {0: "candidates"} for name in names if name.startswith("c_")}
    torch.onnx.export(
        _Linked(network.links),
        inputs,
        str(folder / "links.onnx"),
        dynamo=False,
        input_names=list(names),
        output_names=["types", "links"],
        dynamic_axes=axes,
        opset_version=17,
    )
