# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What a bench says: one line of JSON a figure, and what the machine was doing meanwhile."""

import json
import math
import os
import subprocess
import sys
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Skipped(Exception):
    """A bench that cannot run here; the reason."""


def percentile(values, share):
    """The smallest value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def rounded(number):
    return float(f"{number:.4g}") if abs(number) < 1000 else round(number)


def spread(values):
    """A single number stands for itself; of several the percentiles that so many can tell."""
    if not isinstance(values, (list, tuple)):
        return {"value": rounded(values)}
    out = {"p50": rounded(percentile(values, 0.50)), "p95": rounded(percentile(values, 0.95)), "n": len(values)}
    if len(values) >= 100:
        out["p99"] = rounded(percentile(values, 0.99))
    return out


def middle(values):
    return percentile(values, 0.50) if isinstance(values, (list, tuple)) else values


class Figures:
    def __init__(self, source):
        self.machine = machine()
        self.commit = commit(source)
        self.rows = []

    def say(self, bench, figure, unit, values, other=None, bar=None, note=None):
        """`other`: (what, values) of the same run. `bar`: (key, relation, limit), key p50, p95, p99, value or ratio."""
        row = {"bench": bench, "figure": figure, "unit": unit, **spread(values)}
        if other is not None and middle(other[1]) > 0:
            row["compared_with"] = {"what": other[0], **spread(other[1])}
            row["ratio"] = rounded(middle(values) / middle(other[1]))
            if "p99" in row and "p99" in row["compared_with"]:
                row["ratio_p99"] = rounded(row["p99"] / row["compared_with"]["p99"])
        if bar is not None and bar[0] in row:
            key, relation, limit = bar
            row["bar"] = f"{key} {relation} {limit:g}"
            row["met"] = row[key] <= limit if relation == "<=" else row[key] >= limit
        if note:
            row["note"] = note
        row.update(load=f"{os.getloadavg()[0]:.2f}", machine=self.machine, commit=self.commit)
        self.rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)

    def table(self):
        """All of them in Markdown."""
        lines = ["| | here | compared with, in the same run | ratio | bar |", "|---|--:|---|--:|---|"]
        for row in self.rows:
            other = row.get("compared_with")
            ratio = f"{row['ratio']:g}" + (f" (p99 {row['ratio_p99']:g})" if "ratio_p99" in row else "") if other else ""
            bar = row.get("bar", "").replace("value ", "").replace("<=", "≤").replace(">=", "≥")
            if bar:
                bar += "" if row["met"] else ", **missed**"
            lines.append(f"| {row['figure']} | {words(row)} {row['unit']} | "
                         f"{other['what'] + ': ' + words(other) if other else ''} | {ratio} | {bar} |")
        return "\n".join(lines)


def words(row):
    if "value" in row:
        return f"{row['value']:g}"
    last = "p99" if "p99" in row else "p95"
    return f"{row['p50']:g} ({last} {row[last]:g})"


def tell(text):
    """For the person who waits; not a figure."""
    print(f"  {text}", file=sys.stderr, flush=True)


# --- the machine ---

def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def machine():
    model = next((line.split(":", 1)[1].strip() for line in read("/proc/cpuinfo").splitlines()
                  if line.startswith("model name")), os.uname().machine)
    system = next((line.split("=", 1)[1].strip('"') for line in read("/etc/os-release").splitlines()
                   if line.startswith("PRETTY_NAME=")), os.uname().sysname)
    return f"{os.cpu_count()} × {model}, {system}"


def commit(source):
    def git(*arguments):
        return subprocess.run(["git", "-C", source, *arguments], capture_output=True, text=True).stdout.strip()
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if git("status", "--porcelain", "-uno") else "")


# --- a program that runs ---

def tasks(pid):
    return [f"/proc/{pid}/task/{task}" for task in os.listdir(f"/proc/{pid}/task")]


def processor_ms(pid):
    """Time on a processor of all its threads that are there, to the nanosecond."""
    return sum(int(read(f"{task}/schedstat").split()[0]) for task in tasks(pid)) / 1e6


def processor_s(pid):
    """The same with threads that ended, to a tick of the kernel's clock."""
    fields = read(f"/proc/{pid}/stat").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def status_sum(pid, key):
    return sum(int(line.split()[1]) for task in tasks(pid) for line in read(f"{task}/status").splitlines()
               if line.startswith(key + ":"))


def wakeups(pid):
    return status_sum(pid, "voluntary_ctxt_switches")


def memory_mib(pid):
    """Resident, and what of it is anonymous."""
    fields = dict(line.split(":", 1) for line in read(f"/proc/{pid}/status").splitlines() if ":" in line)
    return tuple(int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon"))


class Standing:
    """A process that is watched for a while."""

    def __init__(self, name, pid):
        self.name, self.pid = name, pid
        self.ms, self.wakes, self.begin = processor_ms(pid), wakeups(pid), time.monotonic()

    def end(self):
        seconds = time.monotonic() - self.begin
        self.load = (processor_ms(self.pid) - self.ms) / seconds / 10  # percent of one processor
        self.rate = (wakeups(self.pid) - self.wakes) / seconds
        self.memory = memory_mib(self.pid)
