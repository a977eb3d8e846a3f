"""One system in a process of its own: reads texts on request, and tells the processor time and the memory it took."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from tests.bench.systems import SYSTEMS


def main() -> None:
    """Answer each line of stdin, a JSON list of texts, with the seconds and the peak of memory so far."""
    name, language = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that talk must not garble the answers
    read = SYSTEMS[name][1](language)
    for line in sys.stdin:
        texts = json.loads(line)
        start = time.process_time()
        for text in texts:
            read(text)
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": peak}), file=answers, flush=True)


if __name__ == "__main__":
    main()
