# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What a resident waits for: a frame after a tap, a whole redraw, the first frame after the start. Under Xvfb, so the
X server's and our own work are in it, and the input driver, a compositor and the panel are not."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

from figures import Standing, tell
from line import wait_until
from xhand import Hand, display

SIZE = "1920x1080"
SETTLED = 0.45  # the dead time after a tap, and some
LANGUAGES = ("en", "tr", "ar", "pl", "uk", "nl")


def stage(options):
    """A kiosk with eleven programmes in six languages."""
    sys.path.insert(0, os.path.join(options.source, "tests", "ui"))
    import matrix_bundle
    from kiosk_stage import Stage
    out = Stage(options.build, options.source, SIZE, with_bundle=False)
    out.put_bytes(json.dumps(matrix_bundle.bundle(options.source), ensure_ascii=False).encode())
    return out


def own_program(options, name):
    return os.path.join(options.build, "tests", "bench", name)


@contextlib.contextmanager
def running(command, environment):
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def wait_for(condition, process, seconds=30):
    """The time at which it held, by half a millisecond."""
    end = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None:
            raise AssertionError(f"{process.args[0]} ended: {process.stderr.read().decode()[-500:]}")
        if time.monotonic() > end:
            raise AssertionError(f"{process.args[0]} did not come up within {seconds} s")
        time.sleep(0.0005)
    return time.monotonic()


def on(name, environment):
    return {**environment, "DISPLAY": name, "SDL_VIDEODRIVER": "x11"}


# --- screen: whole redraws ---

def screen_rows(options, the_stage, count, environment, headless):
    command = the_stage.command(headless=headless)
    out = subprocess.run([own_program(options, "bench_screen"), str(count), *command[1:]], capture_output=True, text=True,
                         timeout=300, env=environment)
    if out.returncode != 0:
        raise AssertionError(f"bench_screen: {out.stderr}")
    rows = {}
    for line in out.stdout.splitlines():
        name, *times = line.split()
        rows.setdefault(name, []).append([float(part) / 1000 for part in times])
    return rows


def bench_screen(options, figures):
    count = 3 if options.smoke else 200
    what = "filling a frame of that size with one colour"
    with stage(options) as the_stage:
        for name, rows in screen_rows(options, the_stage, count, the_stage.environment, True).items():
            figures.say("screen", f"full redraw in memory, screen {name}, {SIZE}", "ms",
                        [paint + draw for paint, draw, _ in rows], (what, [fill for *_, fill in rows]), ("p50", "<=", 8))
        with display(SIZE) as shown:
            for name, rows in screen_rows(options, the_stage, count, on(shown, the_stage.environment), False).items():
                figures.say("screen", f"full redraw shown under X11, screen {name}, {SIZE}", "ms",
                            [paint + draw for paint, draw, _ in rows], (what, [fill for *_, fill in rows]))


# --- tap: from the finger to changed pixels ---

def node(the_stage, ident):
    for one in the_stage.read_json("scene.json")["nodes"]:
        if one["id"] == ident and "inert" not in one["states"]:
            x, y, w, h = one["rect"]
            return x + w // 2, y + h // 2
    raise AssertionError(f"no {ident} on screen {the_stage.screen()}")


def tap(hand, at):
    hand.move(*at)
    time.sleep(0.05)
    down = hand.measure(True)
    time.sleep(0.05)
    up = hand.measure(False)
    return down, up


def tap_kiosk(the_stage, hand, lang):
    """On the attract screen: another language, so every word is drawn anew."""
    times = tap(hand, node(the_stage, f"lang.{lang}"))
    wait_until(f"the screen in {lang}", 10, lambda: the_stage.read_json("scene.json")["lang"] == lang)
    time.sleep(SETTLED)
    return times


def bench_tap(options, figures):
    count = 2 if options.smoke else 40
    ours, bare = [], []
    width, height = SIZE.split("x")
    with stage(options) as the_stage, display(SIZE) as left, display(SIZE) as right:
        ready = the_stage.path("ready")
        kiosk = the_stage.command("--scene-file", the_stage.path("scene.json"), headless=False)
        window = [own_program(options, "bench_window"), width, height, ready]
        with running(kiosk, on(left, the_stage.environment)) as one, running(window, on(right, the_stage.environment)) as two:
            wait_for(lambda: the_stage.screen() == "attract", one)
            wait_for(lambda: os.path.exists(ready), two)
            hands = Hand(left), Hand(right)
            time.sleep(1)
            for i in range(count):
                ours.append(tap_kiosk(the_stage, hands[0], ("en", "nl")[i % 2]))
                bare.append(tap(hands[1], (200, 200)))
            for hand in hands:
                hand.close()
    what = "a bare SDL window that changes its colour"
    note = "from XTEST's event to DAMAGE on the X server; no input driver, compositor or panel"
    for index, figure in enumerate(("finger down to the pressed look", "finger up to the screen in another language")):
        figures.say("tap", figure, "ms", [pair[index] for pair in ours], (what, [pair[index] for pair in bare]),
                    ("p95", "<=", 50), note)


# --- start: from exec to the first frame ---

def start_kiosk(the_stage, environment):
    with contextlib.suppress(OSError):
        os.remove(the_stage.path("scene.json"))
    command = the_stage.command("--scene-file", the_stage.path("scene.json"), headless=False)
    begin = time.monotonic()
    with running(command, environment) as process:
        first = wait_for(lambda: os.path.exists(the_stage.path("scene.json")), process)
        attract = wait_for(lambda: the_stage.screen() == "attract", process)
        return (first - begin) * 1000, (attract - begin) * 1000


def start_window(options, the_stage, environment):
    with contextlib.suppress(OSError):
        os.remove(the_stage.path("ready"))
    begin = time.monotonic()
    with running([own_program(options, "bench_window"), *SIZE.split("x"), the_stage.path("ready")], environment) as process:
        return (wait_for(lambda: os.path.exists(the_stage.path("ready")), process) - begin) * 1000


def bench_start(options, figures):
    count = 1 if options.smoke else 12
    ours, bare = [], []
    with stage(options) as the_stage, display(SIZE) as shown:
        environment = on(shown, the_stage.environment)
        for _ in range(count):
            ours.append(start_kiosk(the_stage, environment))
            bare.append(start_window(options, the_stage, environment))
    what = "a bare SDL window with one colour"
    note = "files in the page cache; to the scene file that follows the frame"
    figures.say("start", "start to first frame", "ms", [pair[0] for pair in ours], (what, bare), ("p95", "<=", 300), note)
    figures.say("start", "start to the programmes on the screen", "ms", [pair[1] for pair in ours], (what, bare),
                ("p95", "<=", 1000), note)


# --- languages: what six of them and sound leave in memory ---

def hear(the_stage, hand, lang, seconds):
    """Chooses a language, has the screen read aloud in it for a while, and turns that off again."""
    tap_kiosk(the_stage, hand, lang)
    for pause in (seconds, SETTLED):
        tap(hand, node(the_stage, "tool.speak"))
        time.sleep(pause)


def bench_languages(options, figures):
    seconds, heard = (1, 0.5) if options.smoke else (30, 6)
    with stage(options) as the_stage, display(SIZE) as shown:
        kiosk = the_stage.command("--scene-file", the_stage.path("scene.json"), headless=False)
        # SDL's own sound card that nobody hears; it takes as long as one that is heard.
        environment = {**on(shown, the_stage.environment), "SDL_AUDIODRIVER": "dummy"}
        with running(kiosk, environment) as process:
            wait_for(lambda: the_stage.screen() == "attract", process)
            hand = Hand(shown)
            time.sleep(1)
            for lang in LANGUAGES:
                tell(f"listening to {lang}")
                hear(the_stage, hand, lang, heard)
            hand.close()
            time.sleep(0 if options.smoke else 120)  # until the visit has ended by itself
            standing = Standing("kiosk", process.pid)
            time.sleep(seconds)
            standing.end()
    after = "after six languages were shown and read aloud"
    figures.say("languages", f"kiosk {after}: processor, {seconds} s at rest", "%", standing.load, bar=("value", "<=", 0.1))
    figures.say("languages", f"kiosk {after}: resident memory", "MiB", standing.memory[0], bar=("value", "<=", 64))
    figures.say("languages", f"kiosk {after}: anonymous memory", "MiB", standing.memory[1])
