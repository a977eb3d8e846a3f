"""What a run did as a Prometheus text file, for the textfile collector of a node exporter."""

from __future__ import annotations

from pathlib import Path
from time import time

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from pipeline.files import whole
from pipeline.run.many import Summary
from pipeline.settings import SettingsError


def write(summary: Summary, path: Path) -> None:
    """Write the metrics of a finished run into `path`, in one step; SettingsError where it cannot be written."""
    registry = CollectorRegistry()

    def gauge(name: str, help_: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"zeren_{name}", help_, labels, registry=registry)

    counts = summary.counts
    gauge("documents", "Documents read.").set(counts.documents)
    gauge("documents_reused", "Documents whose results were kept from a run before.").set(summary.reused)
    gauge("failures", "Inputs that could not be read.").set(counts.failures)
    gauge("duration_seconds", "Duration of the run.").set(summary.duration)
    gauge("finished_timestamp_seconds", "When the run ended, in Unix time.").set(time())
    records = gauge("records", "Commitment records.", ("language", "type"))
    for language, types in counts.records.items():
        for kind, number in types.items():
            records.labels(language, kind).set(number)
    stages = gauge("stage_seconds", "Seconds by stage, added up over documents and workers.", ("stage",))
    for stage, seconds in sorted(summary.seconds.items()):
        stages.labels(stage).set(seconds)
    try:
        whole(path, generate_latest(registry))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}); name a file in a folder you may write to") from error
