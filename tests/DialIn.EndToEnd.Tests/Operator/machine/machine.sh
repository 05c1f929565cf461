#!/bin/bash
# A machine for one walk: machine.sh FOLDER SCRIPT, in mount and PID namespaces of its own. What the script installs lies in memory, and is gone with it.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
machine=$1/machine
script=$2
mkdir -p "$machine"
mount -t tmpfs -o mode=755 tmpfs "$machine"
for at in /etc /opt /usr/local/bin /var/lib /var/backups; do
    mkdir -p "$machine/upper$at" "$machine/work$at" "$at"
    mount -t overlay -o "lowerdir=$at,upperdir=$machine/upper$at,workdir=$machine/work$at" overlay "$at"
done
# As it is before the first step.
rm -rf /etc/dialin /etc/cron.daily/dialin /opt/dialin* /var/lib/dialin
mkdir -p "$machine/commands" "$machine/home" /etc/cron.daily
for name in apt-get journalctl ssh sudo sysctl systemctl; do
    ln -s "$here/command.sh" "$machine/commands/$name"
done
# There is no .NET.
for at in /usr/share/dotnet /usr/lib/dotnet; do
    if [ -d "$at" ]; then mount -t tmpfs -o ro tmpfs "$at"; fi
done
exec env -i HOME="$machine/home" PATH="$machine/commands:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" MACHINE="$machine" bash "$script"
