#!/bin/sh
# Installs DialIn on this machine, or upgrades it. It lies in the folder that was published:
#
#   ./install.sh sipgate     as root, the first time: with the configuration that sip-config/trunks has for this carrier
#   ./install.sh             upgrade
#   ./install.sh --rollback  the program of before comes back
#
# Each program has a folder of its own, such as /opt/dialin-0.1.0, and keeps it: a service that runs reads from it. /opt/dialin leads to
# the one that starts next, /opt/dialin.previous to the one before it.
# DESTDIR=/somewhere: everything below that folder, for packages; no user is made and nothing is started.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${DESTDIR:-}
program=$root/opt/dialin
settings=$root/etc/dialin
file=$settings/dialin.json
umask 022

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
on_machine() { [ -z "$root" ]; }
# As the service's group, where there is one.
owned() { if on_machine; then install "$@"; else shift 4; install "$@"; fi; }
# In one step: there is never no program.
lead() { ln -sfn "$1" "$2.new" && mv -fT "$2.new" "$2"; }

# The unit and the kernel parameters are those of the program that starts next.
settle() {
    ln -sfn /opt/dialin/dialin "$root/usr/local/bin/dialin"
    install -D -m 0644 "$program/sip-config/systemd/dialin.service" "$root/etc/systemd/system/dialin.service"
    install -D -m 0644 "$program/sip-config/systemd/90-dialin.conf" "$root/etc/sysctl.d/90-dialin.conf"
    if on_machine; then
        sysctl -q -p /etc/sysctl.d/90-dialin.conf || say "Not all of /etc/sysctl.d/90-dialin.conf could be set; in a container that is so."
        systemctl daemon-reload
        systemctl -q enable dialin
    fi
}

on_machine && [ "$(id -u)" -ne 0 ] && fail "Run it as root."

if [ "${1:-}" = --rollback ]; then
    [ -L "$program.previous" ] || fail "There is no $program.previous to go back to."
    before=$(readlink "$program.previous")
    [ -x "$root/opt/$before/dialin" ] || fail "$program.previous leads to $before, and there is no program."
    lead "$(readlink "$program")" "$program.previous"
    lead "$before" "$program"
    settle
    say "$program leads to $before again. If the newer one has upgraded the database, the older one says so when it starts;"
    say "then put the copy back, which lies beside it: systemctl stop dialin && runuser -u dialin -- dialin restore /var/lib/dialin/dialin.db.before-NNNN --config /etc/dialin/dialin.json"
    say "Now: systemctl restart dialin"
    exit 0
fi

[ -x "$here/dialin" ] || fail "There is no program beside $0: it belongs into the folder that dotnet publish has written."
carrier=${1:-}
if [ -n "$carrier" ] && [ ! -f "$here/sip-config/trunks/$carrier.json" ]; then
    fail "No example for $carrier. There are: $(cd "$here/sip-config/trunks" && ls ./*.json | sed 's|^./||; s|\.json$||' | tr '\n' ' ')"
fi
if [ -e "$program" ] && [ ! -L "$program" ]; then
    fail "$program is a folder, not a link to one: somebody has put it there. With the service stopped: mv $program $program-old"
fi

# The program, tried before anything leads to it.
new=$root/opt/dialin.copying
rm -rf "$new"
install -d "$root/opt" "$root/usr/local/bin"
cp -R "$here" "$new"
chmod -R u=rwX,go=rX "$new"
if on_machine; then chown -R root:root "$new"; fi
version=$("$new/dialin" --version) && [ -n "$version" ] || { rm -rf "$new"; fail "The program does not run on this machine. Nothing was changed."; }
key=
if [ ! -s "$settings/dialin.key" ]; then
    key=$("$new/dialin" secrets create-key --print) && [ -n "$key" ] || { rm -rf "$new"; fail "The program makes no key. Nothing was changed."; }
fi

if on_machine && ! getent passwd dialin >/dev/null; then
    useradd --system --user-group --home-dir /var/lib/dialin --shell /usr/sbin/nologin dialin
fi

upgrade=no
now=
if [ -L "$program" ]; then
    upgrade=yes
    now=$(readlink "$program")
fi
if [ -n "$now" ] && diff -rq "$new" "$root/opt/$now" >/dev/null 2>&1; then
    rm -rf "$new"
    say "This program is $program already."
else
    # 0.1.0+5d3c is 0.1.0 to people. One that is built anew without a new version must not take the folder of one that runs.
    name=dialin-${version%%+*}
    free=$name
    count=2
    while [ -e "$root/opt/$free" ]; do
        free=$name-$count
        count=$((count + 1))
    done
    mv "$new" "$root/opt/$free"
    if [ -n "$now" ]; then lead "$now" "$program.previous"; fi
    lead "$free" "$program"
fi

# The verbs that are run as the service's user write here; the service itself does not, since its unit forbids it.
owned -o root -g dialin -d -m 0770 "$settings"
owned -o dialin -g dialin -d -m 0700 "$root/var/lib/dialin"
if [ ! -e "$file" ] && [ -n "$carrier" ]; then
    sed '0,/"DialIn": {/s|"DialIn": {|&\n    "Storage": { "ConnectionString": "Data Source=/var/lib/dialin/dialin.db" },|' "$here/sip-config/trunks/$carrier.json" >"$file.new"
    owned -o root -g dialin -m 0640 "$file.new" "$file"
    rm "$file.new"
    say "Wrote $file for $carrier: put in your number, your address, and what stands as FILL-IN."
fi
if [ -n "$key" ]; then
    printf '%s\n' "$key" | owned -o dialin -g dialin -m 0600 /dev/stdin "$settings/dialin.key"
    say "Made $settings/dialin.key, which stored passwords are encrypted with. Keep a copy of it, but not with the copies of the database."
fi

settle
if on_machine; then
    ldconfig -p | grep -q 'libssl\.so\.3' || say "TLS needs OpenSSL 3: apt-get install openssl ca-certificates"
fi

if [ "$upgrade" = yes ]; then
    say "Upgraded. New calls go elsewhere while it restarts, and running ones may end first: systemctl restart dialin"
else
    say "Installed. Now: dialin check --config /etc/dialin/dialin.json, and when it finds no fault: systemctl start dialin"
fi
