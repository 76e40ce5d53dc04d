# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A wire between the real daemon and the real central that is cut at any byte, stalls, is slow, comes and goes, and a
middlebox that repeats, swallows and changes: nothing is lost, nothing comes twice. Short here; every byte with BS_FAULTS_LONG=1."""

import contextlib
import itertools
import signal
import threading
import time
import unittest

from byte_proxy import Flapping, Middlebox, Wire
from central_house import House
from fault_ledger import IS_LONG, struck
from oracle import RealKiosk, Watch, assert_named, assert_whole, requests_of, wait_logged, wait_named

STEP = 1 if IS_LONG else 41
NUMBERS = itertools.count(1)
STARTS = (0, 11, 23, 37)  # the short form begins elsewhere in each way and kind


def positions(first, end, start):
    return range(first + start % STEP, end, STEP)


class OnWire(unittest.TestCase):
    """One central for all; each test gets kiosks of its own at wires of their own."""

    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def setUp(self):
        self.kiosks, self.errors = [], []

    def kiosk(self, wire, **settings):
        kiosk = RealKiosk(self.house, f"kiosk-{next(NUMBERS)}", wire.url, **settings)
        self.kiosks.append(kiosk)
        self.addCleanup(kiosk.end)
        return kiosk

    def wire(self, **settings):
        wire = Wire(self.house.port)
        self.addCleanup(wire.close)
        return wire, self.kiosk(wire, **settings)

    def box(self, **settings):
        tls = self.house.path("tls")
        box = Middlebox(self.house.port, f"{tls}/good.pem", f"{tls}/good.key", self.house.ca)
        self.addCleanup(box.close)
        return box, self.kiosk(box, **settings)

    def together(self, *works):
        """Side by side, since each of them mostly waits."""
        def run(work):
            try:
                work()
            except Exception as error:  # told below, in the test's own thread
                self.errors.append(error)
        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]

    def assert_all_is_well(self):
        for kiosk in self.kiosks:
            kiosk.wait_settled()
            if kiosk.process is not None:
                kiosk.stop()
            kiosk.lay_down()
        assert_whole(self.house, self.kiosks)


class Cuts(OnWire):
    def sizes(self, wire, kiosk):
        """Bytes up and down of one record: on a new connection, and on one that is kept."""
        out = []
        for prepare in (lambda: wire.cut_next(up=10**9, down=10**9), wire.disarm):
            seen = []
            for _ in range(6):  # a heartbeat or a bundle may come between
                prepare()
                before = dict(wire.bytes)
                kiosk.keep(1)
                kiosk.wait_settled()
                time.sleep(0.05)
                seen.append({way: wire.bytes[way] - before[way] for way in before})
            out.append({way: min(sizes[way] for sizes in seen) for way in before})
        return out

    def sweep(self, wire, kiosk, is_fresh, way, counts, ends=("close", "reset")):
        """One cut a record; returns at which of the counts it struck."""
        hit = []
        for index, count in enumerate(counts):
            before = wire.hits
            (wire.cut_next if is_fresh else wire.arm)(**{way: count}, end=ends[index % len(ends)])
            kiosk.keep(1)
            kiosk.wait_settled()
            wire.disarm()
            if wire.hits > before:
                hit.append(count)
        return hit

    # F08 F09 F28
    def test_cut_after_each_byte(self):
        """Of the handshake, of the request and of the answer; on a new connection and on a kept one."""
        ways = [(is_fresh, way) for is_fresh in (True, False) for way in ("up", "down")]
        hits, lock = {"F08": 0, "F09": 0, "F28": 0}, threading.Lock()

        def one(index, is_fresh, way):
            wire, kiosk = self.wire()
            kiosk.start()
            kiosk.keep(1)
            kiosk.wait_settled()
            new, kept = self.sizes(wire, kiosk)
            handshake = new[way] - kept[way]
            counts = positions(0, new[way] if is_fresh else kept[way], STARTS[index])
            with Watch(kiosk, wakeups_a_second=None):
                struck_at = self.sweep(wire, kiosk, is_fresh, way, counts)
            if len(struck_at) < 0.9 * len(counts):
                raise AssertionError(f"{way}: struck only {len(struck_at)} of {len(counts)} times")
            with lock:
                for count in struck_at:
                    hits["F28" if is_fresh and count < handshake else "F08" if way == "up" else "F09"] += 1

        self.together(*(lambda i=index, w=way: one(i, *w) for index, way in enumerate(ways)))
        self.assert_all_is_well()
        for row, count in hits.items():
            struck(row, "TCP proxy that cuts after N bytes", count)

    # F09
    def test_the_answer_is_swallowed_or_cut_at_each_byte(self):
        """Central has committed; the kiosk reads none of the answer, or so many bytes of it."""
        box, kiosk = self.box()
        kiosk.start()
        box.set("swallow", times=3)
        kiosk.keep(1)
        kiosk.wait_settled()
        for at in positions(0, 420, 5):
            box.set("cut_answer", at=at)
            kiosk.keep(1)
            kiosk.wait_settled()
        self.assertEqual(requests_of(kiosk.log, "code=broken"), 0)
        self.assert_all_is_well()
        struck("F09", "middlebox that cuts the answer inside TLS", box.hits)

    # F10
    def test_a_batch_that_libcurl_repeats_on_its_own_is_there_once(self):
        """A kept connection ends when central has stored: one request of ours, two on the wire, no trouble."""
        box, kiosk = self.box()
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        time.sleep(0.5)  # the heartbeat of the beginning
        repeated = 0
        for _ in range(20 if IS_LONG else 5):
            before = len([path for path, _ in box.seen if path.endswith("batches")])
            box.set("swallow")
            kiosk.keep(1)
            kiosk.wait_settled()
            repeated += len([path for path, _ in box.seen if path.endswith("batches")]) - before - 1
        self.assertEqual(requests_of(kiosk.log, "trouble class"), 0, kiosk.log_end())
        self.assert_all_is_well()
        struck("F10", "middlebox that closes a kept connection", repeated)

    # F21
    def test_a_post_that_is_sent_again_is_there_once(self):
        box, kiosk = self.box()
        box.set("twice", times=None)
        kiosk.start()
        for count in (1, 7, 300, 1, 1, 40):
            kiosk.keep(count)
            kiosk.wait_settled()
        self.assert_all_is_well()
        struck("F21", "middlebox that sends each POST twice", box.hits)


class Changed(OnWire):
    # F75
    def test_a_byte_that_is_changed_is_neither_stored_nor_believed(self):
        """Under a certificate that the kiosk trusts: in what is sent, in what is sent with a digest of its own, in the answer."""
        hits, lock = [0, 0, 0], threading.Lock()
        parts = 4 if IS_LONG else 1  # side by side: of a byte that was changed, most is waiting

        def requests(index, act, size, words, part):
            box, kiosk = self.box(retry_base_ms=10)
            kiosk.start()
            kiosk.keep(1)
            kiosk.wait_settled()
            for at in list(positions(0, size, STARTS[index]))[part::parts]:
                box.set(act, at=at)
                kiosk.keep(1)
                kiosk.wait_settled()
                with lock:
                    hits[index] += box.hits
                box.hits = 0
            box.set(act, times=None, at=40)
            kiosk.keep(1)
            named = wait_named(kiosk, "server", words)
            self.assertEqual(named["acknowledged"], named["stored"] - 1)
            box.set(None)

        def answers():
            box, kiosk = self.box(retry_base_ms=10)
            kiosk.start()
            for at in positions(0, 300, STARTS[2]):
                box.set("flip_answer", at=at)
                kiosk.keep(1)
                kiosk.wait_settled()
            hits[2] = box.hits

        self.together(*(lambda p=part: requests(0, "flip_request", 300, "", p) for part in range(parts)),
                      *(lambda p=part: requests(1, "unpack_and_flip", 500, "", p) for part in range(parts)), answers)
        self.assert_all_is_well()
        for count, words in zip(hits, ("what is sent", "what it unpacked", "the answer")):
            struck("F75", f"middlebox with a trusted certificate that changes a byte of {words}", count)


class Slow(OnWire):
    """What takes time, side by side."""

    @staticmethod
    def get_stuck(wire, kiosk, up):
        """Until it is a batch that stands still: a heartbeat may have come first, and is given up for the batch without a word."""
        for _ in range(4):
            wire.arm(up=up, end="stall")
            kiosk.keep(1)
            with contextlib.suppress(AssertionError):
                wait_logged(kiosk, "trouble class=network .*te langzaam", seconds=15)
                return
        wait_logged(kiosk, "trouble class=network .*te langzaam", seconds=1)

    # F05 F06 F07
    def test_slow_far_and_stuck_lines_carry_everything(self):
        hits = {}

        def slow():
            wire, kiosk = self.wire(stall_seconds=10)
            wire.rate = 32_000  # 256 kbit/s
            kiosk.keep(3000 if IS_LONG else 500)
            kiosk.start()
            with Watch(kiosk, wakeups_a_second=100):  # it is at work
                kiosk.wait_settled(seconds=120)
            self.assertEqual(requests_of(kiosk.log, "trouble class"), 0, kiosk.log_end())
            hits["F05"] = wire.bytes["up"] // 1024

        def far():
            wire, kiosk = self.wire(stall_seconds=20, connect_timeout_seconds=15, retry_base_ms=50)
            wire.delay_s, wire.jitter_s = 0.6, 2.4 if IS_LONG else 0.6
            kiosk.start()
            with Watch(kiosk):
                kiosk.keep(5)
                kiosk.wait_settled(seconds=120)
            self.assertLessEqual(wire.connections, 3)
            hits["F06"] = wire.connections * 4

        def stuck():
            wire, kiosk = self.wire(retry_base_ms=50)
            kiosk.start()
            kiosk.keep(1)
            kiosk.wait_settled()
            for up in (200, 0, 500)[:3 if IS_LONG else 1]:
                with Watch(kiosk):
                    self.get_stuck(wire, kiosk, up)
                    kiosk.wait_settled()
            hits["F07"] = wire.hits

        self.together(slow, far, stuck)
        self.assert_all_is_well()
        struck("F05", "proxy that lets 32 kB a second through", hits["F05"])
        struck("F06", "proxy that delays each piece by 0.6 s and more", hits["F06"])
        struck("F07", "proxy that stops forwarding", hits["F07"])

    # F02 F11
    def test_a_line_that_comes_and_goes_makes_progress_and_no_storm(self):
        hits = {}

        def flapping():
            wire, kiosk = self.wire(retry_base_ms=50)
            kiosk.start()
            flaps = Flapping(wire, 0.1, 5.0 if IS_LONG else 0.5)
            flaps.start()
            end = time.monotonic() + (60 if IS_LONG else 6)
            with Watch(kiosk, wakeups_a_second=100):  # its time runs a hundred times as fast
                while time.monotonic() < end:
                    kiosk.keep(1)
                    time.sleep(0.4)
            progress = kiosk.settled()
            flaps.finish()
            self.assertGreater(progress, 0)
            # Sixty tries that bring nothing in an "hour" of 36 s, each of which libcurl may make twice; the others brought a receipt.
            self.assertLessEqual(wire.connections + wire.refused, 2 * 60 * (1 + (60 if IS_LONG else 6) // 36) + progress)
            hits["F11"] = flaps.cuts

        def refused():
            wire, kiosk = self.wire(retry_base_ms=1000)
            kiosk.start()
            kiosk.keep(1)
            kiosk.wait_settled()
            wire.close()
            tries = set()
            with Watch(kiosk):
                kiosk.keep(3)
                wait_named(kiosk, "network", "niet bereikbaar")
                for _ in range(30 if IS_LONG else 4):
                    tries.add(assert_named(kiosk, "network", "niet bereikbaar")["last_try_at"])
                    time.sleep(1)
            self.assertEqual(requests_of(kiosk.log, "trouble class"), 1, kiosk.log_end())
            wire.listen()
            kiosk.process.send_signal(signal.SIGUSR1)
            kiosk.wait_settled()
            hits["F02"] = len(tries)

        self.together(flapping, refused)
        self.assert_all_is_well()
        struck("F11", "proxy that cuts and mends", hits["F11"])
        struck("F02", "a port that nobody listens at", hits["F02"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
