#!/bin/bash
# Stands in for commands that would reach beyond the walk's own folders.
set -euo pipefail
unit=/etc/systemd/system/dialin.service
pid=${MACHINE:-}/dialin.pid
journal=${MACHINE:-}/journal

setting() { sed -n "s/^$1=//p" "$unit" | head -n 1; }
as() { exec setpriv --reuid "$1" --regid "$1" --init-groups --no-new-privs --reset-env env "PATH=$PATH" "${@:2}"; }

# As systemd does for Type=notify: done when it is ready.
start() {
    : >"$journal"
    cd "$(setting WorkingDirectory)"
    umask "$(setting UMask)"
    # shellcheck disable=SC2046 # as systemd splits it
    as "$(setting User)" $(setting ExecStart) >>"$journal" 2>&1 </dev/null &
    echo $! >"$pid"
    until grep -qx Ready "$journal"; do
        kill -0 "$(cat "$pid")" || { cat "$journal"; exit 1; }
        sleep 0.1
    done
}

stop() {
    kill "$(cat "$pid")"
    tail --pid="$(cat "$pid")" -f /dev/null
}

case "$(basename "$0") ${1:-}" in
"apt-get install") for package in "${@:2}"; do dpkg-query -W "$package" >/dev/null 2>&1 || echo "$package would be installed"; done ;;
"ssh root@dialin.example.org") shift && cd && exec "$@" ;;
"sudo -u") as "$2" "${@:3}" ;;
"sudo "*) exec "$@" ;;
"journalctl -u") cat "$journal" ;;
"sysctl "* | "systemctl daemon-reload" | "systemctl -q") ;;
"systemctl start") start ;;
"systemctl stop") stop ;;
"systemctl restart") stop && start ;;
"systemctl status") kill -0 "$(cat "$pid")" && echo "active (running)" ;;
*) echo "$(basename "$0") $*: not known here" >&2 && exit 1 ;;
esac
