"""The one error of this stage."""

from __future__ import annotations


class IngestError(Exception):
    """An input that cannot be read: `stage` names the step, `message` names file, place and cure (for `failures.jsonl`)."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.message = message

    def __reduce__(self) -> tuple[type[IngestError], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return IngestError, (self.stage, self.message)
