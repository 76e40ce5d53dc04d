# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How long staff wait for a page of results, by how many submissions are behind it."""

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


def times(house, path, cookie, count):
    """Milliseconds of each of `count` requests on one connection, after two that do not count."""
    connection, out = house.connect(), []
    for i in range(count + 2):
        begin = time.perf_counter()
        answer = house.ask("GET", path, None, {"Cookie": cookie}, connection)
        if i >= 2:
            out.append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status}")
    connection.close()
    return out


def bench_results(options, figures):
    sizes = (20,) if options.smoke else tuple(options.submissions)
    count, held, first = (3 if options.smoke else 50), 0, None
    with house_of(options) as house:
        cookie = house.sign_in()
        for size in sizes:
            begin = time.monotonic()
            house.call("demo-data", str(size - held), timeout=1200)
            seconds = time.monotonic() - begin
            if size - held >= 10000:
                tell(f"{size - held:,} submissions made and stored in {seconds:.0f} s, {(size - held) / seconds:,.0f}/s")
            held = size
            page = times(house, f"/programmas/{PROGRAMME}", cookie, count)
            style = times(house, "/static/style.css", cookie, count)
            figures.say("results", f"results page at {size:,} submissions", "ms", page,
                        ("the style sheet from the same server, no database", style) if first is None else first,
                        None if first is None else ("ratio", "<=", 2))
            first = first or (f"the same page at {size:,}", page)
            figures.say("results", f"list of programmes at {size:,} submissions", "ms",
                        times(house, "/programmas", cookie, count))
        figures.say("results", f"central: anonymous memory after {held:,} submissions", "MiB", memory_mib(house.process.pid)[1])
