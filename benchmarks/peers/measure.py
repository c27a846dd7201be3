"""What every driver shares: read the request, time the steps, write the answer.

A driver is called as `python DRIVER REQUEST.json ANSWER.json` in the environment of its own
engine, so this module needs nothing but the standard library. Seconds are processor seconds of
this process and of the programs it started, measured by the operating system; the clock on the
wall stands beside.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BOTH = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def processor_seconds() -> float:
    """Give the seconds that this process and its finished children kept a processor busy."""
    used = [resource.getrusage(who) for who in BOTH]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mb() -> float:
    """Give the most memory that this process, or one child, ever held, in megabytes.

    `ru_maxrss` begins with what the parent held when it started us, so the kernel's own mark of
    this program stands in for it where there is one.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():
        marks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        own = int(marks[0].split()[1]) if marks else own
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


class Answer:
    """What a driver measured: seconds by step, versions, facts, and notes for the reader."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.wall: dict[str, float] = {}
        self.versions: dict[str, str] = {}
        self.facts: dict[str, Any] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step; of a step run several times the fastest run counts."""
        busy, began = processor_seconds(), time.perf_counter()
        yield
        took = processor_seconds() - busy
        if took <= self.seconds.get(name, took):
            self.seconds[name] = took
            self.wall[name] = time.perf_counter() - began

    def best_of(self, count: int, name: str, work: Callable[[], Any]) -> Any:
        """Time the work some times over, and give what the last run gave."""
        result = None
        for _ in range(count):
            with self.step(name):
                result = work()
        return result

    def as_json(self) -> str:
        """Give everything as text, the peak of memory included."""
        return json.dumps({**vars(self), "peak_mb": peak_mb()}, indent=1)


def drive(jobs: dict[str, Callable[[dict[str, Any], Answer], None]]) -> None:
    """Run the job that the request names, and write the answer."""
    request = json.loads(Path(sys.argv[1]).read_text())
    answer = Answer()
    jobs[request["job"]](request, answer)
    Path(sys.argv[2]).write_text(answer.as_json())


def read_points(request: dict[str, Any], kind: str) -> list[tuple[float, float]]:
    """Give one kind of the points that all engines share, as longitude and latitude."""
    return [(lon, lat) for lon, lat in json.loads(Path(request["points"]).read_text())[kind]]
