# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How long staff wait for a page of results, by how many submissions are behind it."""

import contextlib
import json
import os
import time
import urllib.parse

from figures import memory_mib, tell

PROGRAMME = "afval-kiezen"


def house_of(options):
    """A central that knows one place and one programme, so that every submission is on one page."""
    os.environ["BS_CENTRAL"] = os.path.join(options.build, "syncd", "central", "buurtstem-central")
    os.environ["BS_SOURCE_DIR"] = options.source
    import central_house

    class OnePage(central_house.House):
        def fill(self):
            with open(os.path.join(options.source, "assets", "programmes", "demo-publish.json"), encoding="utf-8") as file:
                whole = json.load(file)
            place = next(place for place in whole["places"] if place["tenant"] == central_house.TENANT)
            place.pop("programmes", None)
            tenants = [one for one in whole.get("tenants", []) if one.get("id", one.get("code")) == central_house.TENANT]
            less = {"format": whole["format"], "places": [place], **({"tenants": tenants} if tenants else {})}
            with open(self.path("publish.json"), "w", encoding="utf-8") as file:
                json.dump(less, file)
            self.call("publish", self.path("publish.json"), os.path.join(options.source, "assets", "programmes",
                                                                        PROGRAMME + ".json"))
            self.call("staff", "add", "jan", "--tenant", central_house.TENANT, stdin=central_house.PASSWORD + "\n")

        def sign_in(self):
            answer = self.ask("POST", "/aanmelden", urllib.parse.urlencode({"naam": "jan", "wachtwoord": central_house.PASSWORD}),
                              {"Content-Type": "application/x-www-form-urlencoded"})
            return answer.fields["set-cookie"].split(";")[0]

    return OnePage(max_connections=None)


class Reader:
    """A member of staff with a page open, on one connection."""

    def __init__(self, house):
        self.house, self.cookie, self.connection = house, house.sign_in(), house.connect()

    def read(self, path):
        """Milliseconds until the whole page is there."""
        begin = time.perf_counter()
        answer = self.house.ask("GET", path, None, {"Cookie": self.cookie}, self.connection)
        took = (time.perf_counter() - begin) * 1000
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status}")
        return took


def fill(house, size):
    begin = time.monotonic()
    house.call("demo-data", str(size), timeout=1200)
    seconds = time.monotonic() - begin
    if size >= 10000:
        tell(f"{size:,} submissions made and stored in {seconds:.0f} s, {size / seconds:,.0f}/s")


def in_turn(readers, path, count):
    """The page of each in turn, `count` times, after two rounds that do not count."""
    out = [[] for _ in readers]
    for i in range(count + 2):
        for times, reader in zip(out, readers):
            took = reader.read(path)
            if i >= 2:
                times.append(took)
    return out


def bench_results(options, figures):
    sizes = (20, 40) if options.smoke else tuple(options.submissions)
    count = 3 if options.smoke else 50
    with contextlib.ExitStack() as stack:
        houses = [stack.enter_context(house_of(options)) for _ in sizes]
        for house, size in zip(houses, sizes):
            fill(house, size)
        readers = [Reader(house) for house in houses]
        style = in_turn(readers[:1], "/static/style.css", count)[0]
        for path, what in ((f"/programmas/{PROGRAMME}", "results page"), ("/programmas", "list of programmes")):
            times = in_turn(readers, path, count)
            for size, page in zip(sizes, times):
                is_first = size == sizes[0]
                other = (("the style sheet of the same server, which no database is asked for", style) if is_first
                         else (f"the same page at {sizes[0]:,}", times[0]))
                figures.say("results", f"{what} at {size:,} submissions", "ms", page, other,
                            None if is_first else ("ratio", "<=", 1.5))
        figures.say("results", f"central: anonymous memory with {sizes[-1]:,} submissions", "MiB",
                    memory_mib(houses[-1].process.pid)[1])
