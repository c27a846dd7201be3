"""OpenStreetMap's servers as OSMnx asks them: safe addresses, and every answer looked at."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

from ..errors import CancelledError, InputError, PlannerError
from ..packages import need

INSTEAD = (
    "Otherwise fetch an extract on a computer that is online (for Great Britain from "
    "download.geofabrik.de), bring it here and use 'Build network from OpenStreetMap'."
)
_LONGEST_WAIT_S = 120
MOST_BYTES = 1_000_000_000
"""The largest answer that is taken, unpacked; the ways of North Yorkshire have about 200 MB."""
_MOST_SAID = 1_000_000  # bytes of a status page, of which a few hundred are usual
_PART = 1 << 16
_SLOT_IN = re.compile(r"Slot available after: .*?, in (-?\d+) seconds")


class DownloadError(PlannerError, OSError):
    """A server that cannot be reached, or that does not give what was asked for."""


@dataclass(frozen=True)
class Servers:
    """Addresses of Overpass and Nominatim ("" for OSMnx's own) and who asks.

    `timeout_s` is the longest wait for an answer, in seconds.
    """

    overpass: str = ""
    nominatim: str = ""
    timeout_s: int = 180
    agent: str = "Family Hub Planner"


def check_address(address: str) -> None:
    """Refuse an address that is neither https nor http to this very computer."""
    parts = urlsplit(address)
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise InputError(f"{address!r} is no address of a server. Write https://host/path.")
    if parts.scheme == "http" and not _is_own(parts.hostname):
        raise InputError(
            f"{address} is not encrypted. Give an address that starts with https:// (http:// is "
            "taken for this computer only)."
        )


def _is_own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass
class Guard:
    """Stands between OSMnx and the servers: sees every request and every answer.

    OSMnx hands its `requests_kwargs` to each call, so this is the `auth` that is asked before a
    request leaves, and `heard` the hook that sees what comes back. OSMnx itself would repeat a
    refused request for ever and take an answer that was cut short for a whole one.
    """

    servers: Servers
    stop: threading.Event = field(default_factory=threading.Event)
    messages: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    asked: str = ""

    def __call__(self, request: Any) -> Any:
        """Let a request leave, or refuse it."""
        self._may_go_on()
        check_address(request.url)
        self.asked = str(urlsplit(request.url).hostname)
        if self._is_query(request.url):
            self._await_slot(request.url)
        return request

    def reach(self, address: str) -> str:
        """Ask whether a server is there at all; any answer will do. Give its text."""
        self._may_go_on()
        self.asked = str(urlsplit(address).hostname)
        headers = {"User-Agent": self.servers.agent}
        answer = need("requests", "Downloads").get(
            address, headers=headers, timeout=(10, 30), allow_redirects=False, stream=True
        )
        self._take(answer, _MOST_SAID)
        return str(answer.text) if answer.status_code == 200 else ""

    def heard(self, answer: Any, *_args: object, **_kwargs: object) -> None:
        """Refuse an answer that is no success, no JSON, or that the server broke off."""
        self._may_go_on()
        self._take(answer, MOST_BYTES)
        if answer.is_redirect:
            check_address(urljoin(answer.url, answer.headers["location"]))
            return
        if answer.status_code in {429, 503, 504}:
            raise DownloadError(
                f"{self.asked} is busy (status {answer.status_code}). Try again later or with a "
                f"smaller ground. {INSTEAD}"
            )
        said = self._json(answer) if answer.status_code == 200 else None
        if said is None or (self._is_query(answer.url) and "elements" not in said):
            raise DownloadError(
                f"{self.asked} refused or sent no map data (status {answer.status_code}). Check "
                f"the server's address. {INSTEAD}"
            )
        if isinstance(said, dict):
            self._check_whole(said)

    def _take(self, answer: Any, most: int) -> None:
        """Read an answer part by part, and leave off where it is larger than anything we asked for.

        `requests` would take what comes until the memory is full, and calls this before it does.
        """
        parts, size = [], 0
        for part in answer.iter_content(_PART):
            self._may_go_on()
            size += len(part)
            if size > most:
                answer.close()
                raise DownloadError(
                    f"{self.asked} sends more than {most / 1e6:,.0f} MB, which no such ground has. "
                    f"Choose a smaller ground or another server. {INSTEAD}"
                )
            parts.append(part)
        answer._content = b"".join(parts)  # as `requests` keeps what it has read

    @staticmethod
    def _is_query(address: str) -> bool:
        """Tell whether this asks Overpass for map data."""
        return urlsplit(address).path.endswith("/interpreter")

    @staticmethod
    def _json(answer: Any) -> Any:
        try:
            return answer.json()
        except ValueError:
            return None

    def _check_whole(self, said: Mapping[str, Any]) -> None:
        if "remark" in said:
            raise DownloadError(
                f"{self.asked} broke off ({str(said['remark'])[:120]}). Choose a smaller ground. "
                f"{INSTEAD}"
            )
        until = said.get("osm3s", {}).get("timestamp_osm_base", "")
        if until:
            self.dates.append(str(until)[:10])

    def _await_slot(self, address: str) -> None:
        """Wait for as long as Overpass asks, as its rules of use want; two minutes at most."""
        status = self.reach(address.rpartition("/")[0] + "/status")
        if "slots available now" in status or "slot available now" in status:
            return
        seconds = min((max(0, int(n)) for n in _SLOT_IN.findall(status)), default=0)
        if seconds > _LONGEST_WAIT_S:
            raise DownloadError(
                f"{self.asked} lets us ask again in {seconds} seconds only. Try later. {INSTEAD}"
            )
        if seconds:
            self.messages.append(f"{self.asked} asks us to wait {seconds} seconds.")
            self.stop.wait(seconds + 1)
            self._may_go_on()

    def _may_go_on(self) -> None:
        if self.stop.is_set():
            raise CancelledError("Stopped by the user; nothing was written.")
