#!/bin/sh
# Installs DialIn on this machine, or upgrades it. It lies in the folder that was published:
#
#   sudo ./install.sh sipgate     the first time: with the configuration that sip-config/trunks has for this carrier
#   sudo ./install.sh             upgrade; the program of before stays in /opt/dialin.previous
#   sudo ./install.sh --rollback  that one comes back
#
# DESTDIR=/somewhere: everything below that folder, for packages; no user is made and nothing is started.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${DESTDIR:-}
program=$root/opt/dialin
settings=$root/etc/dialin
file=$settings/dialin.json

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
on_machine() { [ -z "$root" ]; }
# As the service's group, where there is one.
owned() { if on_machine; then install "$@"; else shift 4; install "$@"; fi; }

on_machine && [ "$(id -u)" -ne 0 ] && fail "Run it as root: sudo $0"

if [ "${1:-}" = --rollback ]; then
    [ -d "$program.previous" ] || fail "There is no $program.previous to go back to."
    rm -rf "$program.next"
    mv "$program" "$program.next"
    mv "$program.previous" "$program"
    mv "$program.next" "$program.previous"
    say "The program of before is back in $program. If the newer one has upgraded the database, the older one says so when it starts;"
    say "then put the copy back, which lies beside it: systemctl stop dialin && sudo -u dialin dialin restore /var/lib/dialin/dialin.db.before-NNNN --config /etc/dialin/dialin.json"
    say "Now: systemctl restart dialin"
    exit 0
fi

[ -x "$here/dialin" ] || fail "There is no program beside $0: it belongs into the folder that dotnet publish has written."
carrier=${1:-}
if [ -n "$carrier" ] && [ ! -f "$here/sip-config/trunks/$carrier.json" ]; then
    fail "No example for $carrier. There are: $(cd "$here/sip-config/trunks" && ls ./*.json | sed 's|^./||; s|\.json$||' | tr '\n' ' ')"
fi

if on_machine && ! getent passwd dialin >/dev/null; then
    useradd --system --user-group --home-dir /var/lib/dialin --shell /usr/sbin/nologin dialin
fi

# The program, all of it at once: a service that runs keeps its own until it is restarted.
install -d "$root/opt" "$root/usr/local/bin"
rm -rf "$program.new"
cp -R "$here" "$program.new"
upgrade=no
if [ -d "$program" ]; then
    upgrade=yes
    rm -rf "$program.previous"
    mv "$program" "$program.previous"
fi
mv "$program.new" "$program"
chmod -R u=rwX,go=rX "$program"
if on_machine; then chown -R root:root "$program"; fi
ln -sfn /opt/dialin/dialin "$root/usr/local/bin/dialin"

# The verbs that are run as the service's user write here; the service itself does not, since its unit forbids it.
owned -o root -g dialin -d -m 0770 "$settings"
owned -o dialin -g dialin -d -m 0700 "$root/var/lib/dialin"
if [ ! -e "$file" ] && [ -n "$carrier" ]; then
    sed '0,/"DialIn": {/s|"DialIn": {|&\n    "Storage": { "ConnectionString": "Data Source=/var/lib/dialin/dialin.db" },|' "$here/sip-config/trunks/$carrier.json" >"$file.new"
    owned -o root -g dialin -m 0640 "$file.new" "$file"
    rm "$file.new"
    say "Wrote $file for $carrier: put in your number, your address, and what stands as FILL-IN."
fi
if [ ! -e "$settings/dialin.key" ]; then
    "$program/dialin" secrets create-key --print | owned -o dialin -g dialin -m 0600 /dev/stdin "$settings/dialin.key"
    say "Made $settings/dialin.key, which stored passwords are encrypted with. Keep a copy of it, but not with the copies of the database."
fi

install -D -m 0644 "$here/sip-config/systemd/dialin.service" "$root/etc/systemd/system/dialin.service"
install -D -m 0644 "$here/sip-config/systemd/90-dialin.conf" "$root/etc/sysctl.d/90-dialin.conf"
if on_machine; then
    sysctl -q -p /etc/sysctl.d/90-dialin.conf || say "Not all of /etc/sysctl.d/90-dialin.conf could be set; in a container that is so."
    systemctl daemon-reload
    systemctl -q enable dialin
    ldconfig -p | grep -q 'libssl\.so\.3' || say "TLS needs OpenSSL 3: apt-get install openssl ca-certificates"
fi

if [ "$upgrade" = yes ]; then
    say "Upgraded. New calls go elsewhere while it restarts, and running ones may end first: systemctl restart dialin"
else
    say "Installed. Now: dialin check --config /etc/dialin/dialin.json, and when it finds no fault: systemctl start dialin"
fi
