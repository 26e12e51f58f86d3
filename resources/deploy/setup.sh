#!/bin/sh
# Bring a fresh Debian or Ubuntu machine to where `emberwall` starts: system packages, .venv, translations.
# usage: setup.sh run|test
set -eu
want=${1:-run}
here=$(dirname "$0")
cd "$here/../.."

missing_packages() {
    while read -r kind name; do
        case $kind in run) ;; test) [ "$want" = test ] || continue ;; *) continue ;; esac
        dpkg -s "$name" >/dev/null 2>&1 || printf '%s ' "$name"
    done <resources/deploy/packages.txt
}

if command -v dpkg >/dev/null 2>&1; then
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then as_root=""
        elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
        else
            echo "System packages are missing. Run this once, then repeat: sudo apt-get install -y --no-install-recommends $missing" >&2
            exit 1
        fi
        echo "Installing system packages: $missing"
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    fi
else
    echo "This is not Debian or Ubuntu: install the counterparts of resources/deploy/packages.txt by hand." >&2
fi

python=""
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v $candidate >/dev/null 2>&1 && $candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { echo "Python 3.11 or newer is needed: sudo apt-get install -y python3.11 python3.11-venv" >&2; exit 1; }

stamp=.venv/.installed
wanted=$(cat requirements.lock requirements-train.lock pyproject.toml | sha256sum)"$want"
have=$(cat $stamp 2>/dev/null || true)
if [ ! -x .venv/bin/emberwall ] || { [ "$have" != "$wanted" ] && [ "$have" != "${wanted%run}test" ]; }; then
    echo "Installing Python packages into .venv"
    [ -x .venv/bin/python ] || $python -m venv .venv
    .venv/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
    if [ "$want" = test ]; then # only training needs torch: its tests say so where it cannot be had
        .venv/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-train.lock ||
            echo "torch could not be installed; the tests of training are skipped." >&2
    fi
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
    .venv/bin/python -m compileall -q app twin sim connectors edge cloud_sync || true
    echo "$wanted" >$stamp
fi
kernels=$(cat sim/*/*.py | sha256sum)
if [ "$(cat .venv/.kernels 2>/dev/null || true)" != "$kernels" ]; then
    echo "Compiling the fire model (about two minutes, once)"
    find sim -name '*.nb[ic]' -delete # a cached kernel does not see that a function it calls has changed
    .venv/bin/python -m sim.fire.compile_ahead
    echo "$kernels" >.venv/.kernels
fi
.venv/bin/python -m app.screens.compile_translations
.venv/bin/python -m sim.plant.address_space

# The second OPC UA server of the tests is not written by us or in Python; without npm they skip it.
peers=tests/support/node
if [ "$want" = test ] && [ ! -d $peers/node_modules ] && command -v npm >/dev/null 2>&1; then
    echo "Installing the foreign OPC UA server of the tests"
    (cd $peers && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null 2>&1) ||
        echo "It could not be installed; its tests are skipped." >&2
fi
