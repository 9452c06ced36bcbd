"""What processes cost, read from the kernel: CPU seconds (user + system) and resident memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def precise_cpu(pid: int) -> float:
    """CPU seconds of one living process, all its threads. The same counter as utime + stime of /proc/<pid>/stat, which
    ticks only every 10 ms: one message costs about that much."""
    return time.clock_gettime((~pid << 3) | 2)  # the process's own CPUCLOCK_SCHED, as clock_getcpuclockid(3) makes it


def tree(root: int) -> list[int]:
    """The process and all its living descendants."""
    parents = {pid: int(stat[1]) for pid in _everyone() if (stat := _stat(pid))}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def tree_cpu(root: int) -> float:
    """CPU seconds of the process, its living descendants and those that have ended, from /proc/<pid>/stat."""
    return sum(sum(map(int, _stat(pid)[11:15])) for pid in tree(root) if _stat(pid)) / _TICK


def memory_mb(pid: int) -> float:
    """Resident memory now, MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(f"process {pid} has no memory; it ended")


def named(root: int, words: str) -> int:
    """The descendant whose command line has these words. Raises LookupError."""
    for pid in tree(root):
        if words in _command(pid):
            return pid
    raise LookupError(f"no process with {words!r} under {root}")


def free_port() -> int:
    """A port that nobody listens to at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def stop(process: subprocess.Popen, seconds: float = 30.0) -> None:
    """Asks a process to end, and its descendants too when it does not."""
    family = tree(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        for pid in family:
            _kill(pid)
        process.wait()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _everyone() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid: int) -> list[str]:
    """Fields from the third on (state, ppid, …); empty when the process is gone. The name may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf8", "replace")
    except OSError:
        return ""
