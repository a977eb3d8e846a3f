"""The library that draws the charts: Vega, Vega-Lite and Vega-Embed as one script, from the package `vl-convert-python`.

Bundling takes more than a second of processor time, so the script is kept in the user's cache under the version of the package and the
script's own hash; one that was damaged, or is not there, is made again.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "vl_convert"
ENTRY = "window.vegaEmbed = vegaEmbed;"


def script() -> str:
    """Return the script, which defines `vegaEmbed`."""
    folder, stem = cache(), f"{_version()}-"
    for path in sorted(folder.glob(f"{stem}*.js")):
        with suppress(OSError):
            kept = path.read_bytes()
            if path.name == f"{stem}{_hash(kept)}.js":
                return kept.decode()
    import vl_convert  # no sooner: it starts a JavaScript engine

    # a module's names are its own, a script's are the page's; and inside a page nothing may close the element that holds it
    made = f'(() => {{"use strict";{vl_convert.javascript_bundle(ENTRY)}}})();'.replace("</script", r"<\/script").encode()
    with suppress(OSError):  # a cache that cannot be written costs time, and nothing else
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{stem}{os.getpid()}"
        draft.write_bytes(made)
        os.replace(draft, folder / f"{stem}{_hash(made)}.js")
    return made.decode()


def cache() -> Path:
    """Return the folder that keeps the script: `zeren` in the user's cache folder (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zeren"


def _version() -> str:
    """Return name and version of the package, by the folder of its metadata (`importlib.metadata` takes 60 ms to be imported)."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError("the charts need vl-convert-python; install it with `make extract`, which brings all libraries")
    return next((path.stem for path in Path(found.origin).parents[1].glob(f"{PACKAGE}_python-*.dist-info")), PACKAGE)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
