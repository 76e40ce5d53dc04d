#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Bad luck and bad hands at the kiosk: its log taken away while it runs, a pipe where news should be, words made to break
a screen, fingers everywhere, and what is left in its memory of a code that somebody typed.

Usage: attack_kiosk.py BUILD SOURCE
"""

import contextlib
import copy
import json
import os
import random

import house
import kiosk_stage
import make_bundle
from kiosk_stage import KioskTest, wait_until

VISIT = """
tap answer.bad
tap choice.buren
tap choice.veilig
tap choice.werk-geld
tap tool.next
"""

HOSTILE = ["W" * 300, "a\u0301\u0323\u0308" * 100, "\u0645\u0631\u062d\u0628\u0627 abc 123 " * 20, "\U0001F468\u200d\U0001F469" * 80,
           "x" + "\u2067\u2068\u2066\u2069\u200f\u200e" * 50, "x" + "\u00a0\u200b\u2060\ufeff" * 80, "\u0e01\u0e33\u0e49" * 100,
           "\ue000\U000F0000\uffff" * 100, "\u0915\u094d\u0937\u093f" * 80, "\u6f22\u5b57" * 150, "a\u00ad" * 150,
           "\U0001F1F3\U0001F1F1" * 100, "a b" * 100, "-" * 300, "\u05e9\u05c1\u05dc\u05d5\u05dd " * 60, "a\u05d0b\u05d1" * 80]
LIMITS = {"labels": 48, "label": 48, "tile": 48, "title": 60, "text": 120}
LANGUAGES = ["nl", "en", "ar", "he", "zh", "uk", "am-Ethi", "fa", "th", "tlh", "sr-Latn", "xx"]


def spoil(chance, value, most=240):
    """Every text of a programme becomes as long and as strange as a bundle allows."""
    if isinstance(value, list):
        for item in value:
            spoil(chance, item, most)
        return
    for key, member in value.items() if isinstance(value, dict) else ():
        if key in ("nl", "en") and isinstance(member, str):
            value[key] = chance.choice(HOSTILE)[:most].strip()
        elif key not in ("languages", "sources"):
            spoil(chance, member, LIMITS.get(key, most))


def hostile_bundle(source, chance):
    bundle = make_bundle.bundle(source, languages=LANGUAGES, tenant_name="x" * 160)
    shipped, bundle["programmes"] = bundle["programmes"], []
    for number in range(24):
        entry = copy.deepcopy(shipped[number % len(shipped)])
        spoil(chance, entry["programme"])
        entry["programme"]["id"] = f"p-{number}-" + "x" * 30
        bundle["programmes"].append(entry)
        entry["programme"]["code"] = "ZZZZ" + house.CODES[number]
    bundle["place"].update(name="W" * 160, neighbourhood="\u0645" * 80)
    bundle["outcomes"] = []
    for entry in bundle["programmes"][::2]:
        answer = house.outcome(entry["programme"]["id"], True, 6)
        spoil(chance, answer["outcome"], 110)
        bundle["outcomes"].append(answer)
    bundle["register"] = [
        {"code": f"Y{house.CODES[i // 31]}{house.CODES[i % 31]}22", "tenant_name": "W" * 60, "title": hostile_text(chance, 60),
         "due": "2020-01-01", "answered": "2026-01-01", "heard": hostile_text(chance, 110), "will": hostile_text(chance, 110)} for i in range(256)]
    bundle["register"][0]["code"] = bundle["programmes"][1]["programme"]["code"]
    bundle["public_url"] = "https://" + ("a" * 60 + ".") * 3 + "b" * 9
    return bundle


def hostile_text(chance, most):
    return {lang: chance.choice(HOSTILE)[:most].strip() for lang in ("nl", "en")}


def writable_memory(pid):
    """All of a process that is its own: heap, stacks, variables."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *rest = line.split()
            first, last = (int(end, 16) for end in span.split("-"))
            if rights.startswith("rw") and last - first < 1 << 32 and not (len(rest) > 3 and rest[3].startswith("/")):
                with contextlib.suppress(OSError):
                    memory.seek(first)
                    yield memory.read(last - first)


def random_hands(chance, count, width, height):
    lines = []
    for _ in range(count):
        x, y = chance.randrange(width), chance.randrange(height)
        lines.append(chance.choices([
            f"touch {x} {y}",
            f"{chance.choice(['press', 'move', 'release'])} {chance.choice([x, -50, 2147483647, -2147483648])} {y} {chance.randrange(3)}",
            f"key {chance.choice(['next', 'previous', 'choose', 'stop', 'help', 'repeat'])}",
            f"wait {chance.choice([50, 120, 300, 700, 1500])}ms",
            f"wait {chance.choice([44, 46, 76, 3700])}s"], [50, 10, 15, 22, 3])[0])
    return "\n".join(lines) + "\n"


class Attack(KioskTest):
    def take_away_while_it_runs(self, take):
        """A visit before and one after; gives the stage, and the screens after the second and after trying it again."""
        stage = self.stage()
        kiosk = stage.start(stage.scripted(f"""{VISIT}
            expect screen thanks
            tap tool.done
            scene {stage.path("ready")}
            await {stage.path("go")}
            wait 65s
            {VISIT}
            scene {stage.path("second")}
            await {stage.path("again")}
            tap tool.retry
            scene {stage.path("third")}
            """.replace("            ", "")))
        wait_until("the first visit", lambda: os.path.exists(stage.path("ready")) or kiosk.poll() is not None)
        take(stage)
        stage.write("go", "")
        wait_until("the second visit", lambda: os.path.exists(stage.path("second")) or kiosk.poll() is not None)
        second = stage.read_json("second")["screen"]
        if second == "not_saved":
            stage.write("again", "")
            self.assertEqual(kiosk.wait(60), 0, stage.said())
            return stage, second, stage.read_json("third")["screen"]
        kiosk.kill()
        kiosk.wait()
        return stage, second, None

    def test_nobody_is_thanked_by_a_log_that_was_taken_away(self):
        def remove_all(stage):
            for name in os.listdir(stage.path("kiosk")):
                os.remove(stage.path("kiosk", name))

        for name, take, kept in (
                ("removed", lambda stage: os.remove(stage.path("kiosk", "kiosk.db")), 1),
                ("with all beside it", remove_all, 1),
                ("moved", lambda stage: os.rename(stage.path("kiosk", "kiosk.db"), stage.path("kiosk", "away.db")), 1),
                ("its wal alone", lambda stage: os.remove(stage.path("kiosk", "kiosk.db-wal")), 2)):
            with self.subTest(name):
                stage, second, third = self.take_away_while_it_runs(take)
                self.assertEqual((second, third), ("not_saved", "thanks"), stage.said())
                self.assertEqual(len(stage.rows()), kept)

    def test_a_pipe_in_place_of_the_news_stops_nothing(self):
        def put_pipe(stage):
            for name in os.listdir(stage.path("sync")):
                os.remove(stage.path("sync", name))
            os.mkfifo(stage.path("sync", "sync.db"))

        stage, second, _ = self.take_away_while_it_runs(put_pipe)
        self.assertEqual(second, "thanks", stage.said())
        self.assertEqual(len(stage.rows()), 2)

    def test_a_code_that_was_typed_is_gone_from_memory_scene_and_log(self):
        typed = "Z9QXW"
        stage = self.stage()
        kiosk = stage.start(stage.scripted("tap tool.code\n" + "".join(f"tap sign.{sign}\n" for sign in typed) + f"""
            scene {stage.path("typed")}
            await {stage.path("go")}
            wait 200s
            scene {stage.path("after")}
            await {stage.path("never")}
            """.replace("            ", "")))
        wait_until("the code", lambda: os.path.exists(stage.path("typed")) or kiosk.poll() is not None)
        self.assertTrue(any(typed.encode() in piece for piece in writable_memory(kiosk.pid)))
        stage.write("go", "")
        wait_until("the wipe", lambda: os.path.exists(stage.path("after")) or kiosk.poll() is not None)
        self.assertFalse(any(typed[:4].encode() in piece for piece in writable_memory(kiosk.pid)))
        scene = stage.read_json("after")
        self.assertEqual(scene["screen"], "attract")
        self.assertFalse([node["id"] for node in scene["nodes"] if node["id"].startswith("typed")])
        self.assertNotIn(typed[:3], stage.said() + stage.said("out"))

    def test_random_hands_on_hostile_words_end_nothing(self):
        chance = random.Random(11)
        width, height = (int(part) for part in self.size.split("x"))
        stage = self.stage(with_bundle=False)
        stage.put_bytes(json.dumps(hostile_bundle(self.source, chance), ensure_ascii=False).encode())
        hands = random_hands(chance, 80, width, height)
        result = stage.run(f"{hands}wait 200s\nscene {stage.path('scene.json')}\n", code=None)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(stage.screen(), "attract")
        self.assertTrue(all(answers for answers in stage.kept()))

    def test_random_hands_leave_whole_submissions_only(self):
        chance = random.Random(5)
        width, height = (int(part) for part in self.size.split("x"))
        stage = self.stage()
        result = stage.run(random_hands(chance, 600, width, height), code=None)
        self.assertEqual(result.code, 0, result.err)
        self.assertGreater(len(stage.rows()), 0)
        for _, _, body in stage.rows():
            self.assertTrue(body["answers"])
            self.assertEqual([body["place"], body["channel"], body["trial"]], ["prinsenhof", "kiosk", False])


if __name__ == "__main__":
    kiosk_stage.main(__doc__)
