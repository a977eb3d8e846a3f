"""Old Word documents (`.doc`): turned into DOCX by LibreOffice, or into text by antiword, whichever is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.ingest import docx, plain
from pipeline.ingest.errors import IngestError
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary

ENDINGS = frozenset({".doc", ".dot", ".wps", ".xls"})
GUARDED = True
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "WordDocument".encode("utf-16-le")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SECONDS = 22  # below the limit of the reader itself
INSTALL = "apt-get install libreoffice-writer-nogui (or antiword)"


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is a compound document of old Office programs."""
    return data.startswith(COMPOUND)


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return what the DOCX reader makes of the document; IngestError with the command that installs a converter where there is none."""
    if ENCRYPTED in data:
        raise IngestError("read", f"{name}: is encrypted; save it without a password")
    if WORD not in data:
        raise IngestError("read", f"{name}: is an old Office file but no Word document; save it as .docx, .xlsx or text")
    office, antiword = shutil.which("soffice") or shutil.which("libreoffice"), shutil.which("antiword")
    if office is None and antiword is None:
        raise IngestError("read", f"{name}: old Word documents need LibreOffice or antiword; install one: {INSTALL}")
    with tempfile.TemporaryDirectory(prefix="zeren-doc-") as folder:
        path = Path(folder, "document.doc")
        path.write_bytes(data)
        if office is not None:
            return docx.read(converted(office, path, name), name, marks)
        return plain.read(output([str(antiword), "-w", "0", "-m", "UTF-8.txt", str(path)], name), name, marks)


def converted(office: str, path: Path, name: str) -> bytes:
    """Return the document as DOCX; LibreOffice gets a profile of its own, so that several may work at once."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    output([office, "--headless", "--norestore", profile, "--convert-to", "docx", "--outdir", str(path.parent), str(path)], name)
    made = path.with_suffix(".docx")
    if not made.exists():
        raise IngestError("read", f"{name}: LibreOffice made nothing of it; open and save it as .docx")
    return made.read_bytes()


def output(command: list[str], name: str) -> bytes:
    """Return what a converter prints; IngestError where it fails or takes too long."""
    program, home = Path(command[0]).name, os.environ | {"HOME": str(Path(command[-1]).parent)}
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL, env=home)
    except subprocess.TimeoutExpired as error:
        raise IngestError("read", f"{name}: {program} took more than {SECONDS} s; open and save it as .docx") from error
    except OSError as error:
        raise IngestError("read", f"{name}: {program} does not start ({error}); install it again: {INSTALL}") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise IngestError("read", f"{name}: {program} cannot read it ({said[-1][:200] if said else done.returncode}); save it as .docx")
    return done.stdout
