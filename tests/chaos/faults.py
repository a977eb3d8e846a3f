"""The faults: each does its harm to a run under way (or before it starts) and returns how many times it struck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from tests.chaos import child

NOBODY = 65534
WAIT = 300.0  # seconds in which any run must end
REFUSED, ENDED, KILLED = 2, 143, -9


class Forked:
    """A run in a process forked from this one, which has everything loaded: it begins at once."""

    def __init__(self, scene: Scene, options: tuple[str, ...], session: bool, nobody: bool) -> None:
        self.returncode: int | None = None
        self.told = tempfile.TemporaryFile("w+")  # noqa: SIM115 (read when the run has ended)
        self.pid = os.fork()
        if self.pid:
            return
        code = 1
        try:
            os.dup2(self.told.fileno(), 2)
            if session:
                os.setsid()
            if nobody:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            code = child.main([str(scene.inputs), str(scene.out), *options], server=False)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while the run goes on."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to a run that goes on."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def communicate(self, timeout: float) -> tuple[None, str]:
        """Wait for the end and return what was told on stderr."""
        deadline = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                raise Unexpected(f"no end after {timeout:.0f} s")
            time.sleep(0.002)
        self.told.seek(0)
        return None, self.told.read()


Run = Forked | subprocess.Popen[str]


@dataclass(slots=True)
class Scene:
    """Where a trial takes place: the documents, the folder of the run, and the environment of its processes."""

    inputs: Path
    out: Path
    environment: dict[str, str]
    random: Random

    def start(self, *options: str, session: bool = False, nobody: bool = False) -> Forked:
        """Start a run into the folder, in a process forked from this one."""
        return Forked(self, options, session, nobody)

    def launch(self, *options: str) -> subprocess.Popen[str]:
        """Start a run into the folder in a new interpreter."""
        command = [sys.executable, "-m", "tests.chaos.child", str(self.inputs), str(self.out), *options]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def packs(self) -> int:
        """Return how many shards are finished."""
        folder = self.out / ".cache" / "packs"
        return sum(path.suffix == ".pack" for path in folder.iterdir()) if folder.is_dir() else 0

    def moment(self, run: Run, shards: int) -> bool:
        """Wait for a random moment of a run: some shards further, and a little more. False where the run ended before."""
        wanted, deadline = self.packs() + self.random.randint(0, shards), time.monotonic() + WAIT
        while self.packs() < wanted:
            if run.poll() is not None or time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        time.sleep(self.random.random() * 0.05)
        return run.poll() is None


class Unexpected(Exception):
    """A run that answered a fault with another exit code or message than it should."""


def expect(run: Run, *codes: int, words: str = "") -> int:
    """Wait for the end of a run and return its exit code, one of `codes`."""
    _, told = run.communicate(timeout=WAIT)
    if run.returncode not in codes or (run.returncode == REFUSED and words not in told):
        raise Unexpected(f"exit code {run.returncode}, expected {codes}: {told[-2000:]}")
    return run.returncode


def workers(run: Run, servers: bool = False) -> list[psutil.Process]:
    """Return the workers of a run, or the servers they were forked from."""
    try:
        return [p for p in psutil.Process(run.pid).children() if not servers or "forkserver" in " ".join(p.cmdline())]
    except psutil.NoSuchProcess:
        return []


def strike(process: psutil.Process) -> int:
    """Kill -9 a process; return 1, or 0 where it had ended on its own."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return 0
    return 1


def kill_workers(scene: Scene) -> int:
    """Kill -9 two workers of a run, one after the other; the run itself mends it."""
    run, struck = scene.start(), 0
    for _ in range(2):
        if scene.moment(run, 4) and (found := workers(run)):
            struck += strike(scene.random.choice(found))
    expect(run, 0)
    return struck


def kill_server(scene: Scene) -> int:
    """Kill -9 the process that workers are forked from, and its workers with it; the run itself mends it."""
    run, struck = scene.launch(), 0
    if scene.moment(run, 6):
        for server in workers(run, servers=True):
            struck = max(struck, strike(server))
    expect(run, 0)
    return struck


def kill_main(scene: Scene) -> int:
    """Kill -9 the main process, and its next two restarts."""
    struck = 0
    for executor in ("processes", "serial", "processes"):
        run = scene.start("--executor", executor)
        if scene.moment(run, 4):
            run.send_signal(signal.SIGKILL)
        struck += expect(run, 0, KILLED) == KILLED
    return struck


def terminate(scene: Scene) -> int:
    """SIGTERM, to the main process or to its whole group."""
    struck = 0
    for _ in range(2):
        run = scene.start(session=True)
        if scene.moment(run, 4):
            if scene.random.random() < 0.5:
                run.send_signal(signal.SIGTERM)
            else:
                with suppress(ProcessLookupError):  # it may have ended on its own by now
                    os.killpg(run.pid, signal.SIGTERM)
        struck += expect(run, 0, ENDED, -signal.SIGTERM) != 0
    return struck


def fill_disk(scene: Scene) -> int:
    """A disk that takes no more: a limit on the size of files, met at a random place, but not by the message that says so."""
    run = scene.start("--largest", str(int(10 ** scene.random.uniform(3, 5))))
    return int(expect(run, 0, REFUSED, words="cannot be written") == REFUSED)


def damage_cache(scene: Scene) -> int:
    """Flip a byte in some kept results, then lose an output file, so that they are needed."""
    expect(scene.start(), 0)
    struck = 0
    packs = sorted((scene.out / ".cache" / "packs").iterdir())
    for pack in scene.random.sample(packs, min(4, len(packs))):
        data = bytearray(pack.read_bytes())
        data[scene.random.randrange(len(data))] ^= 1 << scene.random.randrange(8)
        pack.write_bytes(data)
        struck += 1
    (scene.out / "commitments.jsonl").unlink()
    return struck


def damage_index(scene: Scene) -> int:
    """Overwrite a page of the index with noise."""
    expect(scene.start("--executor", "serial"), 0)
    index = scene.out / ".cache" / "index.db"
    data = bytearray(index.read_bytes())
    place = scene.random.randrange(0, max(1, len(data) - 4096))
    data[place : place + 4096] = scene.random.randbytes(4096)
    index.write_bytes(data)
    (scene.out / "commitments.csv").unlink()
    return 1


def hang(scene: Scene) -> int:
    """A document that never ends to be read."""
    return _poison(scene, "HANGS", "SIGALRM")


def eat_memory(scene: Scene) -> int:
    """A document that wants all memory there is."""
    return _poison(scene, "HUNGRY", "memory")


def _poison(scene: Scene, word: str, sign: str) -> int:
    poison = scene.inputs / "poison.txt"
    poison.write_text(f"UBND xã phải làm. {word}\n", encoding="utf-8")
    try:
        expect(scene.start(), 0)
        told = (scene.out / "failures.jsonl").read_text(encoding="utf-8")
        if told.count("\n") != 1 or sign not in told:
            raise Unexpected(f"{word}: failures.jsonl holds {told!r}")
    finally:
        poison.unlink()
    return 1


def read_only(scene: Scene) -> int:
    """A folder that may not be written, for a user who is not its owner."""
    if os.geteuid() != 0:
        return 0
    scene.out.mkdir(exist_ok=True)
    scene.out.chmod(0o555)
    try:
        expect(scene.start("--executor", "serial", nobody=True), REFUSED, words="cannot be written")
    finally:
        scene.out.chmod(0o755)
    return 1


def second_run(scene: Scene) -> int:
    """A second run into the same folder while the first is at work."""
    first = scene.start()
    struck = 0
    while first.poll() is None and not (scene.out / ".lock").exists():
        time.sleep(0.002)
    if first.poll() is None:
        code = expect(scene.start("--executor", "serial"), 0, REFUSED, words="another run")
        struck = int(code == REFUSED)
    expect(first, 0)
    return struck


def kill_scheduler(scene: Scene) -> int:
    """Kill -9 the scheduler of a Dask cluster in the middle of a run."""
    port = 20000 + scene.random.randrange(20000)
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": scene.environment}
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet)  # type: ignore[call-overload]
    worker = subprocess.Popen([*dask, "worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"], **quiet)  # type: ignore[call-overload]
    struck = 0
    try:
        run = scene.launch("--executor", "dask", "--scheduler", address)
        if scene.moment(run, 4):
            scheduler.kill()
            struck = 1
        expect(run, 0, REFUSED, words="scheduler")
    finally:
        for process in (worker, scheduler):
            for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []:
                child.kill()
            process.kill()
            process.wait()
    return struck


# Each fault, and how often it comes up.
FAULTS: tuple[tuple[Callable[[Scene], int], int], ...] = (
    (kill_workers, 8),
    (kill_main, 8),
    (terminate, 6),
    (damage_cache, 6),
    (fill_disk, 6),
    (damage_index, 4),
    (second_run, 4),
    (read_only, 2),
    (hang, 2),
    (eat_memory, 2),
    (kill_server, 1),
    (kill_scheduler, 1),
)
