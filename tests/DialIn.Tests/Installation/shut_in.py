"""Runs a program with the system calls that a unit's SystemCallFilter lines leave it: shut_in.py UNIT PROGRAM ARGUMENTS"""
import errno
import os
import subprocess
import sys

import seccomp


def calls(names):
    """System calls of a filter's words, groups such as @system-service expanded by systemd's own program."""
    found = set()
    for name in names:
        if not name.startswith("@"):
            found.add(name)
            continue
        listed = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout
        lines = [line.strip() for line in listed.splitlines()[1:]]
        found |= calls(line for line in lines if line and not line.startswith("#"))
    return found


# systemd's rule: the first line is a list of what is allowed, later ones add to it or, with ~, take away. @default is always there.
allowed = calls(["@default"])
with open(sys.argv[1], encoding="utf-8") as unit:
    for line in unit:
        key, _, value = line.strip().partition("=")
        if key == "SystemCallFilter":
            words = calls(value.lstrip("~").split())
            allowed = allowed - words if value.startswith("~") else allowed | words

sieve = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
for call in sorted(allowed | {"execve"}):
    try:
        sieve.add_rule(seccomp.ALLOW, call)
    except (RuntimeError, ValueError):
        pass  # Of another architecture, or newer than this library.
sieve.load()
os.execv(sys.argv[2], sys.argv[2:])
