#!/usr/bin/env bash
# The whole test suite on the releases of QGIS that councils run, each in a Debian tree of its own:
#   matrix.sh [bookworm|trixie|sid ...]     QGIS 3.22, 3.40 LTR, 3.44; all three where none is named
# Each tree is tested twice: bare, as most councils' QGIS (without osmnx and numba), and full (with
# both). MATRIX_CELLS="full" takes one of them, PYTEST="-k network" a part of the tests. At last the
# shipped examples are run in each tree (MATRIX_CELLS="figures": these alone), and their tables
# compared: the same figures on all releases (scripts/same_figures.py, docs/methods.md). The trees
# are made by debootstrap and kept in .matrix/ (2 to 3 GB each; MATRIX_CELLS="none" makes them and
# tests nothing); what they say stands in .matrix/*.log.
# Only root can do this. The source is read-only in the tree, its mounts end with the run.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
trees=${MATRIX_TREES:-$here/.matrix}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
cells=${MATRIX_CELLS:-bare full figures}
[ "$cells" != none ] || cells=""
optional=(python3-osmnx python3-numba)
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

main() {
    [ "$(id -u)" -eq 0 ] || { echo "Debian trees are made by root alone: sudo make matrix" >&2; exit 1; }
    mkdir -p "$trees"
    need debootstrap
    local failed=0 suite cell runs=()
    for suite in "${@:-bookworm trixie sid}"; do
        for suite in $suite; do
            make_tree "$suite"
            for cell in $cells; do
                test_cell "$suite" "$cell" || failed=1
            done
            runs+=("$trees/$suite/root/figures")
        done
    done
    if [[ " $cells " == *" figures "* && ${#runs[@]} -gt 1 ]]; then
        echo "== the same figures on all releases"
        /usr/bin/python3 "$here/scripts/same_figures.py" compare "${runs[@]}" || failed=1
    fi
    return $failed
}

need() {
    command -v "$1" >/dev/null || env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=600 install -q -y --no-install-recommends "$1" >/dev/null
}

make_tree() { # SUITE: a Debian with everything that the tests need; nothing to do when it is there
    local tree=$trees/$1 log=$trees/$1.tree.log
    [ -e "$tree/ready" ] && return
    echo "== $1: making its tree (log: $log)"
    if [ ! -e "$tree/bootstrapped" ]; then
        rm -rf --one-file-system "$tree"
        debootstrap --variant=minbase --include=ca-certificates,make,git "$1" "$tree" "$mirror" \
            >"$log" 2>&1 || give_up "$log"
        touch "$tree/bootstrapped"
    fi
    as_the_host_reaches_the_network "$tree"
    in_tree "$tree" "update-ca-certificates >/dev/null && bash /mnt/source/scripts/install_packages.sh test \
        && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends ${optional[*]} \
        && apt-get clean" >>"$log" 2>&1 || give_up "$log"
    touch "$tree/ready"
}

as_the_host_reaches_the_network() { # TREE: its name server, apt's way out, the proxy's certificates
    cp -L /etc/resolv.conf "$1/etc/resolv.conf"
    grep -lE '^Acquire' /etc/apt/apt.conf.d/* 2>/dev/null | xargs -r cp -t "$1/etc/apt/apt.conf.d/"
    mkdir -p "$1/usr/local/share/ca-certificates"
    find /usr/local/share/ca-certificates -name '*.crt' \
        -exec cp -t "$1/usr/local/share/ca-certificates/" {} +
}

test_cell() { # SUITE CELL: a fresh clone of what is committed, its setup, then its tests
    local tree=$trees/$1 log=$trees/$1.$2.log began=$SECONDS status=0
    in_tree "$tree" "$(declare -f hide_packages inside); inside $2" >"$log" 2>&1 || status=$?
    printf '%-9s %-5s %-8s %s in %d s: %s\n' "$1" "$2" \
        "$(sed -n 's/^QGIS \([0-9.]*\).*/\1/p' "$log" | tail -1)" \
        "$([ "$status" -eq 0 ] && echo green || echo "FAILED ($status, see $log)")" \
        "$((SECONDS - began))" "$(grep -E '[0-9]+ (passed|failed|error|examples run)' "$log" | tail -1)"
    return "$status"
}

in_tree() { # TREE COMMANDS: run in the tree, with mounts that nobody else sees
    tree=$1 source=$here shared=$here/../shared commands=$2 way=$path \
        exec_words=${PYTEST:-} unshare -m --propagation private bash -euc '
        mkdir -p "$tree/mnt/source" "$tree/mnt/shared" "$tree/dev/shm"
        mount -t proc proc "$tree/proc"
        mount -t tmpfs tmpfs "$tree/dev/shm"
        mount --bind "$source" "$tree/mnt/source"; mount -o remount,bind,ro "$tree/mnt/source"
        if [ -d "$shared" ]; then
            mount --bind "$shared" "$tree/mnt/shared"; mount -o remount,bind,ro "$tree/mnt/shared"
        fi
        exec env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH="$way" PYTEST="$exec_words" \
            chroot "$tree" bash -euc "$commands"'
}

# What runs inside the tree.

inside() { # CELL
    local program
    [ -d /root/cell/main/.venv ] && mv /root/cell/main/.venv /root/venv # the tools stay
    rm -rf /root/cell && mkdir -p /root/cell
    ls -A /mnt/shared | grep -q . && ln -s /mnt/shared /root/cell/shared
    git -c safe.directory='*' clone -q /mnt/source /root/cell/main
    cd /root/cell/main
    [ -d /root/venv ] && mv /root/venv .venv
    [ "$1" = bare ] && hide_packages hidden || hide_packages ""
    program=$(command -v qgis_process.bin || command -v qgis_process)
    QT_QPA_PLATFORM=offscreen "$program" --version 2>/dev/null | head -3
    if [ "$1" = figures ]; then
        rm -rf /root/figures
        /usr/bin/python3 scripts/same_figures.py run /root/figures
        return
    fi
    [ "$1" = full ] && [ -d /mnt/shared/data ] && export CI=true
    make setup
    make test
}

hide_packages() { # "hidden" or "": osmnx and numba are there for import, or are not
    local name folder=/usr/lib/python3/dist-packages
    for name in osmnx numba; do
        [ -e "$folder/.$name" ] && mv "$folder/.$name" "$folder/$name"
        [ -n "$1" ] && [ -e "$folder/$name" ] && mv "$folder/$name" "$folder/.$name"
    done
    return 0
}

give_up() { # LOG
    tail -5 "$1" >&2
    echo "The tree could not be made: see $1" >&2
    exit 1
}

main "$@"
