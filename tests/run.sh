#!/usr/bin/env bash
# Installs the Debian packages that the tests need, builds, and runs every test.
# DIALIN_INTEROP=docs/interop.md tests/run.sh writes the table of the programs that the tests were passed with.
# The last line is `N passed, N failed, N skipped`; the exit code is 0 only if nothing failed and nothing was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

packages=(
    ansible-core                 # runs the playbook
    asterisk-core-sounds-fr-g722 # a voice in another language
    baresip-core                 # a telephone
    chromium                     # a browser, for the console
    curl                         # what the documents have people type
    dnsmasq-base                 # a name server
    espeak-ng                    # speaks
    ffmpeg                       # codecs of its own
    jq                           # what the documents have people type
    kamailio                     # a registrar and a proxy
    kamailio-tls-modules
    libcap2-bin                  # setcap
    librsvg2-bin                 # draws QR codes that are SVG
    libsrtp2-1                   # SRTP of others
    linphone-cli                 # a telephone
    nftables                     # loads the firewall's rules
    procps                       # pkill
    prometheus                   # promtool checks metrics and alerts
    python3-seccomp              # shuts the program in as systemd would
    redis-server                 # what a BBB server has
    sip-tester                   # sipp, a carrier
    sox                          # makes tones
    systemd                      # systemd-analyze looks at the unit
    sqlite3                      # looks into the database from outside
    tshark                       # reads a call as a carrier's engineer does
    zbar-tools                   # reads QR codes
)
missing=()
for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}"
    as_root apt-get update -qq
    # kamailio is wanted as a program: as a service of this machine it would take port 5060 from DialIn.
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then policy=; else printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy"; fi
    installed=0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || installed=$?
    if [ -n "$policy" ]; then as_root rm "$policy"; fi
    [ "$installed" -eq 0 ]
fi

# sipp sends telephone-events through a raw socket, and dumpcap listens to the loopback interface.
if [ "$(id -u)" -ne 0 ]; then
    as_root setcap cap_net_raw+ep "$(readlink -f "$(command -v sipp)")"
    as_root setcap cap_net_raw,cap_net_admin+ep "$(readlink -f "$(command -v dumpcap)")"
fi

# bigbluebutton-js is a front end of others; node comes from Debian where there is none.
client=tests/DialIn.EndToEnd.Tests/FrontEnds/client
command -v npm >/dev/null || { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; }
[ -d "$client/node_modules" ] || npm ci --prefix "$client" --ignore-scripts --no-audit --no-fund --silent

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# One compiler for all projects, which has the analyzers warm. It is this run's own, and ends with the builds.
compiler=dialin-tests-$$
own=(-nodeReuse:false -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler")
end_compiler() {
    pkill -f -- "-pipename:$compiler" || true
    rm -f "${TMPDIR:-/tmp}/$compiler"
}
results=$(mktemp)
DIALIN_INTEROP_ROWS=$(mktemp)
export DIALIN_INTEROP_ROWS
trap 'end_compiler; rm -rf "$results" "$DIALIN_INTEROP_ROWS" "${ready:-}"' EXIT
dotnet build DialIn.sln -c Release -v quiet "${own[@]}"

# The tests start the program more than a hundred times: the one that operators get, made as they make it. Ready-compiled, a start and its first call cost half as much.
case "$(uname -m)" in x86_64) system=linux-x64 ;; aarch64) system=linux-arm64 ;; *) system= ;; esac
if [ -n "$system" ]; then
    ready=$(mktemp -d)
    dotnet publish src/DialIn -c Release -r "$system" -o "$ready" -v quiet -p:RunAnalyzers=false "${own[@]}"
    export DIALIN_PROGRAM=$ready/dialin
fi
end_compiler

status=0
# A test that waits for ever fails, instead of the whole run.
dotnet test --solution DialIn.sln -c Release --no-build --timeout 17m "$@" 2>&1 | tee "$results" || status=$?

# The summary of the test runner ends with the counts over all projects.
count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$results" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if [ -n "${DIALIN_INTEROP:-}" ]; then
    {
        echo "# Programs of others that DialIn is tested with"
        echo
        echo "Written by \`DIALIN_INTEROP=docs/interop.md tests/run.sh\`: one row for each test that passed, and for each of its data, with the version that the program itself prints. All of it runs on the loopback interface; the transport is that between DialIn and the program."
        echo
        echo "| program | transport | what was done | test |"
        echo "| --- | --- | --- | --- |"
        LC_ALL=C sort -u "$DIALIN_INTEROP_ROWS"
        echo
        echo "A FreeSWITCH as the conference server was tried by hand; it is not part of the run, and so has no row."
    } >"$DIALIN_INTEROP"
fi
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ] && [ "${passed:-0}" -gt 0 ] && [ "${failed:-1}" -eq 0 ] && [ "${skipped:-1}" -eq 0 ]
