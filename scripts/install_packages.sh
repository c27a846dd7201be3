#!/usr/bin/env bash
# Install from Debian or Ubuntu what is missing, and nothing when nothing is.
#   install_packages.sh run     what the planner needs to run
#   install_packages.sh test    the same and what the tests need
set -euo pipefail

run_packages=(
    qgis python3-qgis qgis-providers
    python3-numpy python3-scipy python3-gdal python3-matplotlib
    fonts-dejavu-core
)
# chromium: the evidence pack is opened as its readers open it, headless, and its map and tables used.
# python3-jsonschema: holds the scenario's schema to what the planner reads.
# poppler-utils: reads the evidence pack's PDF back.
# postgresql, postgresql-postgis: a server of the tests' own, which areas, hubs and estate are read
# from and results are written to (tests/postgis_server.py). Both names are the same on every Debian.
# python3-coverage: `make coverage` measures with it which lines of the engine the tests run.
# xvfb, xauth: a screen for the desktop, into which the packed zip is installed, used and unloaded.
# proj-bin: without it Debian's pyproj finds no data from inside a virtual environment.
test_packages=(
    python3-venv python3-networkx python3-pandas python3-openpyxl
    python3-shapely python3-geopandas python3-osmnx proj-bin git chromium poppler-utils
    python3-jsonschema postgresql postgresql-postgis python3-coverage xvfb xauth
)

case "${1:-run}" in
    run) wanted=("${run_packages[@]}") ;;
    test) wanted=("${run_packages[@]}" "${test_packages[@]}") ;;
    *) echo "usage: $0 run|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian or Ubuntu: install QGIS 3.22 or later with numpy and scipy yourself," >&2
    echo "then go on; nothing was installed." >&2
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi

echo "Installing from the distribution: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "These packages are missing and neither root nor sudo is at hand." >&2
        echo "Ask for: apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi
apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
"${as_root[@]}" "${apt[@]}" update -q
"${as_root[@]}" "${apt[@]}" install -q -y --no-install-recommends "${missing[@]}"
