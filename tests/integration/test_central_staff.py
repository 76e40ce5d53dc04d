# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: cookies, forms, throttling, and that nobody learns which names exist; and the sheet that staff print."""

import html
import re
import statistics
import time
import unittest
import urllib.parse

from central_house import PASSWORD, SOURCE, TENANT, House

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGE = "/programmas"
LIVING = "/programmas/versterking-leidschendam-noord"


class Staff(unittest.TestCase):
    def setUp(self):
        self.house = House()

    def tearDown(self):
        self.house.__exit__(None, None, None)

    def sign_in(self, name="jan", password=PASSWORD, **headers):
        body = urllib.parse.urlencode({"naam": name, "wachtwoord": password})
        return self.house.ask("POST", "/aanmelden", body, {**FORM, **{k.replace("_", "-"): v for k, v in headers.items()}})

    def cookie(self, answer):
        self.assertEqual(answer.status, 303, answer.content)
        return answer.fields["set-cookie"].split(";")[0]

    def page(self, cookie, path=PAGE):
        return self.house.ask("GET", path, headers={"Cookie": cookie})

    def token(self, cookie):
        return re.search(r'name="form_token" value="([^"]+)"', self.page(cookie).content.decode()).group(1)

    def sign_out(self, cookie, token, **headers):
        return self.house.ask("POST", "/afmelden", urllib.parse.urlencode({"form_token": token}),
                              {**FORM, "Cookie": cookie, **{k.replace("_", "-"): v for k, v in headers.items()}})

    def test_a_session_opens_pages_until_it_is_ended(self):
        cookie = self.cookie(self.sign_in())
        self.assertEqual(self.page(cookie).status, 200)
        self.assertEqual(self.page("__Host-session=" + "A" * 43).status, 303)
        answer = self.sign_out(cookie, self.token(cookie))
        self.assertEqual(answer.status, 303)
        self.assertIn("Max-Age=0", answer.fields["set-cookie"])
        self.assertEqual(self.page(cookie).status, 303)

    def test_every_sign_in_has_a_new_id_and_ends_the_one_before(self):
        first = self.cookie(self.sign_in())
        second = self.cookie(self.sign_in(Cookie=first))
        self.assertNotEqual(first, second)
        self.assertEqual((self.page(first).status, self.page(second).status), (303, 200))

    def test_a_new_password_ends_all_sessions(self):
        cookie = self.cookie(self.sign_in())
        self.house.call("staff", "add", "jan", "--tenant", TENANT, stdin="een ander wachtwoord\n")
        self.assertEqual(self.page(cookie).status, 303)

    def test_who_is_removed_is_out_at_once_and_what_she_decided_stays_under_her_name(self):
        self.house.call("demo-data", "200")
        self.house.call("staff", "add", "els", "--tenant", TENANT, stdin=PASSWORD + "\n")
        mine, hers, again = self.cookie(self.sign_in()), self.cookie(self.sign_in(name="els")), self.cookie(self.sign_in(name="els"))
        comment = next(iter(self.words_on_it(hers)))
        self.decide(hers, comment, "afdekken", {"w0": "1"})
        result = self.house.call("staff", "remove", "els")
        self.assertIn("els has no account any more", result.stdout)
        for cookie in (hers, again):
            self.assertEqual(self.page(cookie).status, 303)
        self.assertEqual(self.sign_in(name="els").status, 403)
        page = self.page(mine, f"{LIVING}/reacties/{comment}")
        self.assertEqual(page.status, 200)
        self.assertIn("els", html.unescape(re.sub("<[^>]*>", " ", page.content.decode())).split())
        self.assertEqual(self.house.call("staff", "list").stdout, f"jan  {TENANT}\n")
        self.house.call("verify")

    def test_a_session_survives_a_restart_of_the_server(self):
        cookie = self.cookie(self.sign_in())
        self.house.stop()
        self.house.start()
        self.assertEqual(self.page(cookie).status, 200)

    def test_a_form_needs_its_token_and_our_own_site(self):
        cookie = self.cookie(self.sign_in())
        token = self.token(cookie)
        for wrong in ("", "x", token[:-1], token + "x"):
            self.assertEqual(self.sign_out(cookie, wrong).status, 403)
        for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "none"},
                        {"Origin": "https://elders.example"}, {"Origin": "null"},
                        {"Origin": f"http://localhost:{self.house.port}"}):
            self.assertEqual(self.sign_out(cookie, token, **headers).status, 403, headers)
        self.assertEqual(self.page(cookie).status, 200)
        other = self.cookie(self.sign_in())
        self.assertEqual(self.sign_out(cookie, self.token(other)).status, 403)
        self.assertEqual(self.sign_out(cookie, token, Origin=f"https://localhost:{self.house.port}").status, 303)

    def test_a_sign_in_from_another_site_is_refused(self):
        self.assertNotEqual(self.sign_in(Sec_Fetch_Site="cross-site").status, 303)
        self.assertNotEqual(self.sign_in(Origin="https://elders.example").status, 303)

    def test_guessing_is_slowed_and_then_shut_out_and_says_for_how_long(self):
        answers = [self.sign_in(password=f"fout {i} fout") for i in range(8)]
        self.assertEqual([a.status for a in answers[:3]], [403, 403, 403])
        self.assertEqual(answers[-1].status, 429)
        self.assertGreater(int(answers[-1].fields["retry-after"]), 0)
        self.assertEqual(self.sign_in().status, 429, "the right password has to wait as well")

    def test_unknown_names_get_the_same_answer_in_the_same_time(self):
        def measure(name):
            began = time.monotonic()
            answer = self.sign_in(name=name, password="niet het wachtwoord")
            return time.monotonic() - began, answer

        times = {"jan": [], "niemand": []}
        bodies = {}
        for _ in range(3):
            for name, spent in times.items():
                self.house.stop()
                self.house.start()  # forgets the failures
                self.page("x")
                seconds, answer = measure(name)
                self.assertEqual(answer.status, 403)
                spent.append(seconds)
                bodies[name] = answer.content.replace(name.encode(), b"")
        self.assertEqual(bodies["jan"], bodies["niemand"])
        known, unknown = statistics.median(times["jan"]), statistics.median(times["niemand"])
        self.assertLess(max(known, unknown) / min(known, unknown), 2.5, times)

    # --- the sheet for a meeting ---

    def sheet(self, cookie, path, *ids):
        """What is on paper."""
        answer = self.page(cookie, f"{path}?" + "&".join(f"citaat={one}" for one in ids))
        self.assertEqual(answer.status, 200)
        return html.unescape(answer.content.decode().split("<article", 1)[1])

    def words_on_it(self, cookie):
        """The ids that may be quoted, with the words of each."""
        page = self.page(cookie, f"{LIVING}/a4").content.decode()
        found = re.findall(r'name="citaat" value="([0-9a-f-]{36})">\s*<span lang="\w+" dir="\w+">(.*?)</span></label>', page, re.S)
        return {one: html.unescape(re.sub("<[^>]*>", "", words)) for one, words in found}

    def decide(self, cookie, comment, what, fields):
        path = f"{LIVING}/reacties/{comment}"
        page = self.page(cookie, path).content.decode()
        token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)
        seen = re.search(r'name="gezien" value="([^"]+)"', page).group(1)
        body = urllib.parse.urlencode({"form_token": token, "gezien": seen, **fields})
        self.assertEqual(self.house.ask("POST", f"{path}/{what}", body, {**FORM, "Cookie": cookie}).status, 303)

    def test_a_sheet_has_the_words_as_they_are_now_and_hidden_ones_no_more(self):
        self.house.call("demo-data", "200")
        cookie = self.cookie(self.sign_in())
        words = self.words_on_it(cookie)
        plain = [one for one, text in words.items() if "[" not in text and text.isascii()]
        masked, hidden = plain[:2]
        gone = words[masked].split()[0]
        before = self.sheet(cookie, f"{LIVING}/a4", masked, hidden)
        self.assertIn(words[masked], before)
        self.assertIn(words[hidden], before)
        self.decide(cookie, masked, "afdekken", {"w0": "1"})
        self.decide(cookie, hidden, "verbergen", {"reden": "insult"})
        after = self.sheet(cookie, f"{LIVING}/a4", masked, hidden)
        self.assertEqual(after.count("<blockquote>"), 1)
        self.assertIn(words[masked][len(gone):], after)
        self.assertNotIn(words[masked], after)
        self.assertNotIn(words[hidden], after)
        self.assertNotIn(hidden, self.words_on_it(cookie))

    def test_words_of_another_municipality_are_on_no_sheet(self):
        self.house.call("demo-data", "200")
        self.house.call("publish", f"{SOURCE}/assets/programmes/roomburgerpark.json")
        self.house.call("staff", "add", "els", "--tenant", "GM0546", stdin=PASSWORD + "\n")
        words = self.words_on_it(self.cookie(self.sign_in()))
        other = self.cookie(self.sign_in(name="els"))
        self.assertEqual(self.page(other, f"{LIVING}/a4").status, 404)
        sheet = self.sheet(other, "/programmas/roomburgerpark/a4", *words)
        self.assertNotIn("<blockquote>", sheet)
        for text in words.values():
            self.assertNotIn(text, sheet)

    def test_a_sheet_is_for_staff_alone_and_kept_by_nobody(self):
        self.assertEqual(self.house.ask("GET", f"{LIVING}/a4").status, 303)
        answer = self.page(self.cookie(self.sign_in()), f"{LIVING}/a4")
        self.assertIn("no-store", answer.fields["cache-control"])

    def test_nothing_secret_is_logged(self):
        cookie = self.cookie(self.sign_in())
        self.sign_in(password="zeer geheim en fout")
        code = self.house.invite("k-log")
        kiosk = self.house.enrol("k-log", code)
        self.house.stop()
        log = self.house.log()
        self.house.start()
        for secret in (cookie.split("=")[1], PASSWORD, "zeer geheim", code, kiosk.token, "jan"):
            self.assertNotIn(secret, log)
        self.assertIn("sign-in-refused", log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
