"""A PostGIS server of the tests' own: a folder for itself, on loopback, stopped by its own number.

Debian's packages `postgresql` and `postgresql-postgis` bring it. It never touches a cluster that
the machine has: folder, port, users and passwords are made anew for each run of the tests.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from osgeo import gdal

OWNER, READER, DATABASE, SCHEMA = "owner", "reader", "council", "maps"
_PROGRAMS = Path("/usr/lib/postgresql")
_EXTENSIONS = Path("/usr/share/postgresql")
_ACCOUNT = "postgres"  # Debian's package makes it; the server refuses to run as root


def server_for_tests() -> PostGis:
    """Start a server with a database; without the packages fail in CI, and skip elsewhere."""
    versions = [
        path.parents[1]
        for path in sorted(_PROGRAMS.glob("*/bin/initdb"))
        if (_EXTENSIONS / path.parts[-3] / "extension" / "postgis.control").is_file()
    ]
    if not versions:
        if os.environ.get("CI"):
            pytest.fail("CI needs PostGIS: see scripts/install_packages.sh")
        pytest.skip("PostGIS is not installed (postgresql, postgresql-postgis)")
    return PostGis(versions[-1] / "bin")


class PostGis:
    """One server; `owner` may do everything in it, `reader` only what a test grants it."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="postgis"))
        self.passwords = {OWNER: secrets.token_hex(8), READER: secrets.token_hex(8)}
        self.port = _free_port()
        self._as = {"user": _ACCOUNT, "group": _ACCOUNT, "extra_groups": []} if _root() else {}
        word = self.folder / "word"
        word.write_text(self.passwords[OWNER])
        if _root():
            account = pwd.getpwnam(_ACCOUNT)
            for path in (self.folder, word):
                os.chown(path, account.pw_uid, account.pw_gid)
        self._called(
            "initdb", "-D", str(self.folder / "data"), "-U", OWNER, "--auth=scram-sha-256",
            f"--pwfile={word}", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        self.start()
        self.sql(f"CREATE DATABASE {DATABASE}", "postgres")
        self.sql(
            f"CREATE EXTENSION postgis; CREATE SCHEMA {SCHEMA}; "
            f"CREATE ROLE {READER} LOGIN PASSWORD '{self.passwords[READER]}'; "
            f"GRANT USAGE ON SCHEMA {SCHEMA} TO {READER}"
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder,
                    "-c", "listen_addresses=127.0.0.1", "-p", str(self.port), "-c", "fsync=off",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **self._as,
            )  # fmt: skip
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(200):
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        pytest.fail(f"PostGIS did not start: {(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        """Stop at once, whoever is connected; what it wrote stays."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def _called(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs / program, *words],
            check=True, capture_output=True, cwd=self.folder, timeout=60, **self._as,
        )  # fmt: skip

    def sql(self, text: str, database: str = DATABASE) -> str:
        """Give what the owner is answered, rows as lines."""
        done = subprocess.run(
            [
                self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                "-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER, "-d", database, "-c", text,
            ],
            env={**os.environ, "PGPASSWORD": self.passwords[OWNER]},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def load(self, source: object, table: str, *options: str) -> None:
        """Copy a file or an opened data set into a table, its columns by the same names."""
        words = f"host=127.0.0.1 port={self.port} dbname={DATABASE} user={OWNER}"
        target = f"PG:{words} password={self.passwords[OWNER]}"
        how = ["-lco", "LAUNDER=NO", "-lco", "GEOMETRY_NAME=geom", "-overwrite", *options]
        copied = gdal.VectorTranslate(
            target, source, format="PostgreSQL", options=["-nln", f"{SCHEMA}.{table}", *how]
        )
        assert copied is not None, gdal.GetLastErrorMsg()

    def login(self, user: str = OWNER) -> str:
        """Give the address of the database for a user, without a table."""
        return (
            f"dbname='{DATABASE}' host=127.0.0.1 port={self.port} user='{user}' "
            f"password='{self.passwords[user]}' sslmode=disable"
        )

    def at(self, table: str, user: str = OWNER, geometry: str = "(geom)") -> str:
        """Give a table's address as QGIS and `qgis_process` take it."""
        return f'postgres://{self.login(user)} table="{SCHEMA}"."{table}" {geometry}'.strip()

    def columns(self, table: str) -> dict[str, str]:
        """Give a table's columns by name, with their kinds."""
        rows = self.sql(
            "SELECT attname || '=' || format_type(atttypid, atttypmod) FROM pg_attribute "
            f"WHERE attrelid = '{SCHEMA}.\"{table}\"'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        return dict(row.split("=", 1) for row in rows.splitlines())

    def exists(self, table: str) -> bool:
        """Tell whether a table is there."""
        return self.sql(f"SELECT to_regclass('{SCHEMA}.\"{table}\"') IS NOT NULL") == "t"

    def secrets_in(self, text: str) -> bool:
        """Tell whether a text gives a password away."""
        return any(word in text for word in self.passwords.values())


def _root() -> bool:
    return os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
