# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Faults below TCP, in a network of our own: packets that are swallowed or lost, names that do not resolve, another address, and
what an idle day costs. Each of the two halves has its own namespace; what needs that is skipped without root."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from byte_proxy import Wire
from central_house import House
from fault_ledger import IS_LONG, struck
from name_server import NameServer
from oracle import RealKiosk, Watch, assert_whole, requests_of, wait_named

HOST = "elders.example"  # the name in a certificate of make_ca.sh
OWN = os.environ.get("BS_OWN_NETWORK") == "1"
CAN = os.geteuid() == 0 and all(shutil.which(name) for name in ("unshare", "ip", "nft"))
KIOSK_SIDE = ["ip", "netns", "exec", "kiosk"]


def run(*words, **how):
    return subprocess.run(words, check=True, capture_output=True, text=True, **how).stdout


class Base(unittest.TestCase):
    def finish(self, *kiosks):
        for kiosk in kiosks:
            kiosk.wait_settled(seconds=60)
            kiosk.stop()
            kiosk.lay_down()
        assert_whole(self.house, kiosks)

    def kiosk(self, name, url, **settings):
        kiosk = RealKiosk(self.house, name, url, **settings)
        self.addCleanup(kiosk.end)
        return kiosk


class Anywhere(Base):
    """What works without a network of our own."""

    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.__exit__, None, None, None)

    # F03
    def test_a_server_that_takes_no_connection_is_given_up_in_time(self):
        """Its queue is full, so the kernel drops what asks for a connection: the same as a network that swallows everything."""
        wire = Wire(self.house.port)
        self.addCleanup(wire.close)
        kiosk = self.kiosk("kiosk-deaf", wire.url, connect_timeout_seconds=1, retry_base_ms=1000)
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        wire.close()
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deaf.bind(("127.0.0.1", wire.port))
        deaf.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for other in waiting:
            other.setblocking(False)
            other.connect_ex(("127.0.0.1", wire.port))
        before = dropped()
        with Watch(kiosk):
            kiosk.keep(3)
            wait_named(kiosk, "network", "te langzaam")
        swallowed = dropped() - before
        for other in (*waiting, deaf):
            other.close()
        wire.listen()
        kiosk.stop()
        kiosk.start()
        self.finish(kiosk)
        struck("F03", "a listener whose queue is full", swallowed)

    # F14
    def test_a_record_and_an_idle_day_cost_little(self):
        """Bytes of TCP's content, both ways; a packet's head of 40 bytes comes on top, once for each 1,460 of them."""
        wire = Wire(self.house.port)
        self.addCleanup(wire.close)
        kiosk = self.kiosk("kiosk-meter", wire.url, batch_delay_ms=300)
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        time.sleep(1)
        costs = {}
        for count in (1, 10, 1000):
            before = sum(wire.bytes.values())
            if count == 1000:  # saved while nothing is sent: how many batches they make is no matter of how busy this machine is
                kiosk.stop()
            kiosk.keep(count)
            if count == 1000:
                kiosk.start()
            kiosk.wait_settled()
            time.sleep(0.2)
            costs[count] = (sum(wire.bytes.values()) - before) / count
        # An idle day: a question for the bundle each 300 s, a heartbeat each 900 s, each on a new connection at worst.
        kiosk.stop()
        before, connections = sum(wire.bytes.values()), wire.connections
        kiosk.configure(poll_seconds=5, heartbeat_seconds=1)
        kiosk.start()
        time.sleep(6)
        asked = wire.bytes["up"] // 600
        each = (sum(wire.bytes.values()) - before) / max(asked, 1)
        wire.cut_next(up=10**9)
        opened = sum(wire.bytes.values())
        kiosk.keep(1)
        kiosk.wait_settled()
        handshake = sum(wire.bytes.values()) - opened
        day = 288 * handshake + 96 * each
        print(f"bytes a record: {', '.join(f'{cost:.0f} in {count}' for count, cost in costs.items())}; an idle day {day / 1024:.0f} KiB "
              f"({wire.connections - connections} connections)", file=sys.stderr)
        self.assertLess(costs[1], 2500)
        self.assertLess(costs[10], 600)  # two batches, where this machine is too busy for one
        self.assertLess(costs[1000], 300)
        self.assertLess(day, 2 * 1024 * 1024)
        self.finish(kiosk)
        struck("F14", "bytes counted by the proxy", sum(costs) + asked)

    # F03 F04 F12 F13
    @unittest.skipUnless(CAN, "needs root for a network of its own")
    def test_faults_in_a_network_of_our_own(self):
        if subprocess.run(["unshare", "-n", "-m", "true"], check=False).returncode != 0:
            self.skipTest("no network of its own may be made here")
        result = subprocess.run(["unshare", "-n", "-m", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable,
                                 os.path.abspath(__file__), "OwnNetwork"], capture_output=True, text=True, check=False,
                                env={**os.environ, "BS_OWN_NETWORK": "1"})
        print(result.stderr[-3000:], file=sys.stderr)
        self.assertEqual(result.returncode, 0)


def dropped():
    """Requests for a connection that this machine dropped because a queue was full."""
    with open("/proc/net/netstat", encoding="ascii") as file:
        lines = [line.split() for line in file if line.startswith("TcpExt")]
    return sum(int(value) for name, value in zip(*lines) if name in ("ListenDrops", "ListenOverflows"))


@unittest.skipUnless(OWN, "runs in a network of its own, started by another test")
class OwnNetwork(Base):
    """The kiosk's daemon stands in a namespace of its own behind a pair of virtual devices; central in this one."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="buurtstem-net-")
        os.makedirs("/run/netns", exist_ok=True)
        run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")  # in this mount namespace alone
        run("ip", "netns", "add", "kiosk")
        run("ip", "link", "add", "here", "type", "veth", "peer", "name", "there", "netns", "kiosk")
        run("ip", "addr", "add", "10.9.0.1/24", "dev", "here")
        run("ip", "link", "set", "here", "up")
        for words in (("link", "set", "lo", "up"), ("addr", "add", "10.9.0.2/24", "dev", "there"), ("link", "set", "there", "up")):
            run("ip", "-n", "kiosk", *words)
        run("nft", "add table inet faults")
        run("nft", "add chain inet faults input { type filter hook input priority 0 ; }")
        cls.put("hosts", f"10.9.0.1 {HOST}\n127.0.0.1 localhost\n")
        cls.house = House(address="0.0.0.0")
        tls = cls.house.path("tls")
        cls.house.stop()
        cls.house.configure(certificate=f"{tls}/other-host.pem", key=f"{tls}/other-host.key")
        cls.house.start()
        cls.url = f"https://{HOST}:{cls.house.port}"

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def put(cls, name, text):
        """In the place of a file in /etc, for whoever is started in this mount namespace."""
        path = os.path.join(cls.folder, name)
        is_new = not os.path.exists(path)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        if is_new:
            run("mount", "--bind", path, f"/etc/{name}")

    def rule(self, text):
        run("nft", f"add rule inet faults input iifname here tcp dport {self.house.port} {text}")

    def packets(self):
        """What the rules caught, and no rules any more."""
        caught = sum(int(number) for number in re.findall(r"packets (\d+)", run("nft", "list", "table", "inet", "faults")))
        run("nft", "flush", "chain", "inet", "faults", "input")
        return caught

    def far_kiosk(self, name, **settings):
        return self.kiosk(name, self.url, prefix=KIOSK_SIDE, **settings)

    # F03
    def test_packets_that_are_swallowed(self):
        kiosk = self.far_kiosk("kiosk-black", connect_timeout_seconds=1, stall_seconds=1, retry_base_ms=1000)
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        self.rule("counter drop")
        with Watch(kiosk):
            kiosk.keep(3)
            wait_named(kiosk, "network", "te langzaam")
        time.sleep(3)
        hits = self.packets()
        self.assertEqual(requests_of(kiosk.log, "trouble class"), 1, kiosk.log_end())
        self.finish(kiosk)
        struck("F03", "nft drops every packet", hits)

    # F04
    def test_packets_that_are_lost_by_chance(self):
        kiosk = self.far_kiosk("kiosk-loss", stall_seconds=10, connect_timeout_seconds=15, retry_base_ms=50)
        kiosk.start()
        hits = 0
        for percent in (1, 10, 30) if IS_LONG else (20,):
            self.rule(f"numgen random mod 100 < {percent} counter drop")
            for _ in range(40 if IS_LONG else 8):
                kiosk.keep(100)
                kiosk.wait_settled(seconds=120)
            hits += self.packets()
        self.finish(kiosk)
        struck("F04", "nft drops packets by chance", hits)

    # F12
    def test_names_that_do_not_resolve(self):
        names = NameServer(address="10.9.0.1")
        self.addCleanup(names.close)
        self.put("hosts", "127.0.0.1 localhost\n")
        self.addCleanup(self.put, "hosts", f"10.9.0.1 {HOST}\n127.0.0.1 localhost\n")
        self.put("resolv.conf", "nameserver 10.9.0.1\noptions timeout:1 attempts:1\n")
        names.answer = "10.9.0.1"
        kiosk = self.far_kiosk("kiosk-name", retry_base_ms=5000, connect_timeout_seconds=1)
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        hits = 0
        for answer, words in (("nxdomain", ""), ("servfail", ""), ("silence", ""), ("10.9.0.77", ""), ("127.0.0.99", "")):
            names.answer, before = answer, names.asked
            kiosk.stop()
            kiosk.start()
            kiosk.keep(1)
            wait_named(kiosk, "network", words)
            with Watch(kiosk):
                time.sleep(4)
            hits += names.asked - before
            self.assertEqual(requests_of(kiosk.log, "code=broken"), 0, kiosk.log_end())
            if answer == "silence":
                kiosk.stop(within=2.0)  # while the resolver waits
                kiosk.start()
        names.answer = "10.9.0.1"
        kiosk.stop()
        kiosk.start()
        self.finish(kiosk)
        struck("F12", "a name server that fails in five ways", hits)

    # F13
    def test_another_address_during_a_request(self):
        kiosk = self.far_kiosk("kiosk-moves", stall_seconds=1, connect_timeout_seconds=1, retry_base_ms=50)
        kiosk.start()
        kiosk.keep(1)
        kiosk.wait_settled()
        hits, address = 0, 2
        for _ in range(10 if IS_LONG else 3):
            self.rule("tcp flags ! syn counter drop")  # so that a request is under way when it happens
            kiosk.keep(5)
            time.sleep(0.2)
            run("ip", "-n", "kiosk", "addr", "del", f"10.9.0.{address}/24", "dev", "there")
            address = 3 if address == 2 else 2
            run("ip", "-n", "kiosk", "addr", "add", f"10.9.0.{address}/24", "dev", "there")
            hits += int(self.packets() > 0)
            kiosk.wait_settled(seconds=20)
        self.finish(kiosk)
        struck("F13", "the address of a virtual device is taken away", hits)


if __name__ == "__main__":
    if OWN:
        unittest.main(verbosity=2, argv=[sys.argv[0], *(sys.argv[1:] or ["OwnNetwork"])])
    unittest.main(verbosity=2)
