"""Downloads through OSMnx from a stand-in on this computer: the toy town, and all that can fail."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time

import numpy as np
import pytest
from needed_package import needed
from overpass_stand_in import stand_in
from toy_town import ORIGIN, SPEEDS, TOY_TOWN, to_degrees

from family_hub_planner.engine.errors import CancelledError, InputError, NetworkError
from family_hub_planner.engine.network.build import BuildSettings
from family_hub_planner.engine.network.from_graph import network_from_download
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.download import Wanted, download_graph
from family_hub_planner.engine.sources.servers import DownloadError, Servers, check_address

osmnx = needed("osmnx")
BOX = (-0.6, 52.5, -0.4, 52.7)  # the toy town lies inside


class Heard(Progress):
    def __init__(self, stop_after=None):
        self.said, self.warned, self.asked_to_stop = [], [], stop_after

    def info(self, text):
        self.said.append(text)

    def warn(self, text):
        self.warned.append(text)

    def cancelled(self):
        return self.asked_to_stop is not None and self.asked_to_stop.is_set()


@pytest.fixture
def server():
    with stand_in(TOY_TOWN) as given:
        yield given


def servers(given):
    return Servers(given.overpass, given.nominatim, 20, "Tests of the planner")


def from_box(given, progress=None):
    return download_graph(Wanted(box=BOX), servers(given), progress or Progress())


@pytest.fixture
def speeds(tmp_path):
    path = tmp_path / "speeds.csv"
    path.write_text(SPEEDS, encoding="utf-8")
    return path


def test_a_box_gives_the_same_network_as_the_towns_file_but_for_what_is_no_way(
    server, speeds, tmp_path
):
    settings = BuildSettings(speeds=speeds)
    built = network_from_download(Wanted(box=BOX), servers(server), settings, Heard())
    file = TOY_TOWN.build(tmp_path / "town")
    ours, theirs = built.network, file.network
    assert len(ours.node_xy) == len(theirs.node_xy)
    assert sorted(built.osm_id) == sorted(file.osm_id)
    assert ours.length_m.sum() == pytest.approx(theirs.length_m.sum(), abs=0.01)
    for mode in ours.modes:
        assert sorted(ours.minutes[mode].ravel()) == pytest.approx(
            sorted(theirs.minutes[mode].ravel()), abs=1e-4
        )
        assert ours.blocked[mode].sum() == theirs.blocked[mode].sum()
    assert ours.blocked["pram"].sum() > 0
    assert len(ours.barriers) == 0


def test_about_names_server_date_and_licence_and_what_was_not_downloaded(server, speeds):
    settings = BuildSettings(speeds=speeds)
    about = network_from_download(
        Wanted(box=BOX), servers(server), settings, Progress()
    ).network.about
    assert about["data_until"] == "2026-01-02"
    assert about["publisher"] == "© OpenStreetMap contributors"
    assert "ODbL" in about["licence"]
    assert "127.0.0.1" in about["source"] and "OSMnx" in about["source"]
    assert about["barrier_lines"].startswith("none") and about["ferries_downloaded"] == "no"


def test_a_place_is_looked_up_and_its_margin_added(server):
    wanted = Wanted("Toytown", 2.0)
    download = download_graph(wanted, servers(server), Progress())
    assert download.place == "Toytown, Nowhere"
    assert len(download.graph.edges) > 30
    assert ("/nominatim/search") in server.paths()
    coordinates = server.query().split("poly:'")[1].split("'")[0].split()
    north = max(float(value) for value in coordinates[::2])
    top = TOY_TOWN.points["P"][1] + 100 + 2000  # the stand-in's outline lies 100 m out
    ((_, expected),) = to_degrees(np.array([[0, top]]) + ORIGIN)
    assert north == pytest.approx(expected, abs=0.01)


def test_every_way_with_a_highway_is_asked_for_and_the_planner_says_who_asks(server):
    from_box(server)
    assert '(way["highway"](poly:' in server.query()
    assert server.agents == {"Tests of the planner"}


def test_settings_of_osmnx_and_the_name_look_up_are_put_back(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = {name: value for name, value in vars(osmnx.settings).items() if name[0] != "_"}
    look_up = socket.getaddrinfo
    from_box(server)
    assert {n: v for n, v in vars(osmnx.settings).items() if n[0] != "_"} == before
    assert socket.getaddrinfo is look_up
    assert list(tmp_path.iterdir()) == [], "something was kept on disk"


def test_both_or_neither_of_place_and_box_is_refused(server):
    for wanted, said in ((Wanted("Toytown", 0, BOX), "both"), (Wanted(), "neither")):
        with pytest.raises(InputError, match=said):
            download_graph(wanted, servers(server), Progress())


def test_an_unknown_place_is_refused_in_words(server):
    server.places = []
    with pytest.raises(InputError, match="knows no area called 'Atlantis'"):
        download_graph(Wanted("Atlantis"), servers(server), Progress())
    server.places = [{"lat": "1", "lon": "1", "geojson": {"type": "Point"}, "display_name": "x",
                      "boundingbox": ["1", "1", "1", "1"], "importance": 0.1}]  # fmt: skip
    with pytest.raises(InputError, match="knows no area"):
        download_graph(Wanted("A point"), servers(server), Progress())


def test_ground_that_is_too_large_is_refused_before_anything_is_asked(server):
    with pytest.raises(InputError, match="a download takes up to 10,000 km2"):
        download_graph(Wanted(box=(-5, 50, 1, 55)), servers(server), Progress())
    assert server.asked == []


@pytest.mark.parametrize("status", [429, 504])
def test_a_busy_server_is_not_asked_again_and_again(server, status):
    server.status, server.body = status, b"busy"
    with pytest.raises(DownloadError, match=f"is busy .status {status}"):
        from_box(server)
    assert server.paths().count("/api/interpreter") == 1


def test_a_page_in_the_place_of_map_data_is_refused(server):
    server.body = b"<html>Sign in to the guest network</html>"
    with pytest.raises(DownloadError, match="sent no map data"):
        from_box(server)
    server.body = None
    server.answer = {"error": "no such service"}
    with pytest.raises(DownloadError, match="sent no map data"):
        from_box(server)


def test_an_answer_that_the_server_broke_off_is_refused(server):
    server.answer = {"elements": [], "remark": "runtime error: Query timed out in query"}
    with pytest.raises(DownloadError, match=r"broke off .runtime error: Query timed out"):
        from_box(server)


def test_ground_without_ways_is_said(server):
    server.answer = {"elements": [], "osm3s": {}}
    with pytest.raises(NetworkError, match="no ways"):
        from_box(server)


def test_a_server_that_sends_us_to_an_unsafe_address_is_refused(server):
    server.redirect = "http://example.org/api/interpreter"
    with pytest.raises(InputError, match="not encrypted"):
        from_box(server)


def test_offline_the_sentence_says_what_to_do_instead():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(DownloadError) as refused:
        download_graph(Wanted(box=BOX), Servers(f"{address}/api", address), Progress())
    said = str(refused.value)
    assert "did not answer" in said and "Build network from OpenStreetMap" in said
    with pytest.raises(DownloadError, match="did not answer"):
        download_graph(Wanted("Toytown"), Servers(f"{address}/api", address), Progress())


def test_a_wait_that_the_server_asks_for_is_waited_and_said(server, monkeypatch):
    server.slots = "Rate limit: 2\nSlot available after: 2026-01-01T00:00:00Z, in 1 seconds.\n"
    heard = Heard()
    from_box(server, heard)
    assert any("asks us to wait 1 seconds" in text for text in heard.said)
    server.slots = "Slot available after: 2026-01-01T00:00:00Z, in 500 seconds.\n"
    with pytest.raises(DownloadError, match="in 500 seconds only"):
        from_box(server)


def test_a_download_can_be_stopped_while_the_server_is_silent(server):
    server.released.clear()
    stop = threading.Event()
    threading.Timer(1.0, stop.set).start()
    with pytest.raises(CancelledError):
        from_box(server, Heard(stop))
    with pytest.raises(DownloadError, match="Another download"):
        from_box(server)
    server.released.set()
    for _ in range(100):  # until the one that was stopped has ended
        with contextlib.suppress(DownloadError):
            assert from_box(server).graph.edges
            return
        time.sleep(0.1)
    pytest.fail("a stopped download bars the next one for good")


@pytest.mark.parametrize(
    "address", ["http://overpass.example.org/api", "ftp://x.org", "overpass", "file:///etc/passwd"]
)
def test_an_address_that_is_not_safe_is_refused(address):
    with pytest.raises(InputError):
        check_address(address)


@pytest.mark.parametrize(
    "address", ["https://x.org/api", "http://127.0.0.1:8/api", "http://localhost/api",
                "http://[::1]:8/api"]
)  # fmt: skip
def test_https_and_this_computer_are_fine(address):
    check_address(address)


@pytest.mark.parametrize("box", [(-180, -90, 180, 90), (-10, 49, 3, 61), (-1, 52, 1, 54)])
def test_a_ground_too_large_is_told_in_its_true_square_kilometres(server, box):
    west, south, east, north = np.radians(box)
    km2 = 6371.0**2 * (east - west) * (np.sin(north) - np.sin(south))  # a zone of the sphere
    with pytest.raises(InputError, match="a download takes up to 10,000 km2") as refused:
        download_graph(Wanted(box=box), servers(server), Progress())
    told = float(str(refused.value).split()[3].replace(",", ""))
    assert told == pytest.approx(km2, rel=0.01)  # the earth is flattened


@pytest.mark.parametrize(
    "box", [(-0.5, 52.5, -0.5, 52.7), (-0.6, 52.7, -0.4, 52.5), (0, 50, 400, 51), (0, 89, 1, 95)]
)
def test_an_extent_that_is_no_ground_is_refused(server, box):
    with pytest.raises(InputError, match="no ground on the earth"):
        download_graph(Wanted(box=box), servers(server), Progress())


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_answer_without_end_is_left_off_at_the_largest_size(server, monkeypatch, packed):
    monkeypatch.setattr("family_hub_planner.engine.sources.servers.MOST_BYTES", 1_000_000)
    body = b'{"elements": [], "x": "' + b"y" * 3_000_000 + b'"}'
    if packed:  # a hundredth of its size on the way
        server.body, server.encoding = gzip.compress(body), "gzip"
    else:
        server.body = body
    with pytest.raises(DownloadError, match="more than 1 MB"):
        from_box(server)


def test_the_servers_are_named_before_they_are_asked(server):
    heard = Heard()
    download_graph(Wanted("Toytown"), servers(server), heard)
    assert [line for line in heard.said if line.startswith("Asking 127.0.0.1 where Toytown is.")]
    assert [line for line in heard.said if line.startswith("Asking 127.0.0.1 for the ways")]
