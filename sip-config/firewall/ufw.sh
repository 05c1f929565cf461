#!/bin/sh
# The same for ufw, which denies what no rule allows: sh ufw.sh CARRIER… -- SERVER…
# sh ufw.sh 203.0.113.0/24 -- 198.51.100.10 198.51.100.11
set -eu
[ $# -ge 3 ] || { echo "usage: sh $0 CARRIER… -- BBB-SERVER…" >&2; exit 1; }
for source in "$@"; do
    [ "$source" != -- ] || continue
    for protocol in udp tcp; do
        ufw allow proto "$protocol" from "$source" to any port 5060,5061 comment 'DialIn, SIP'
    done
done
ufw allow 20000:29999/udp comment 'DialIn, audio'
