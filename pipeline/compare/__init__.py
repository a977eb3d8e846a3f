"""Vietnamese and Chinese side by side: which paragraphs, sentences and records of two texts correspond.

    side(document, "vi"), side(document, "zh") → align → Alignment → write

Everything rests on clues that both scripts show: numbers, dates, Latin letters, words of the lexicon, Sino-Vietnamese readings, notions,
marks; and on length and order.
"""

from pipeline.compare.figures import statistics

__all__ = ["statistics"]
