#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""How a kiosk reaches central and trusts it, for years: certificates, pins, another authority and address by the signed bundle,
a clock that was never set, proxies, and tokens that take each other's place. Against real TLS."""

import base64
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fake_server
from fake_server import FakeServer
from fault_ledger import struck
from syncd_bench import Bench, wait_until

FAKETIME = f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketime.so.1"


def pin(certificates, name):
    """As curl and the bundle have it: base64 of SHA-256 over the SubjectPublicKeyInfo."""
    der = subprocess.run(["openssl", "pkey", "-in", f"{certificates}/{name}.key", "-pubout", "-outform", "DER"], check=True,
                         capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def text_of(path):
    with open(path, encoding="ascii") as file:
        return file.read()


def stored_but_silent(server, send, request):
    del send
    server.take_credential(request)
    return False


fake_server.FAULTS["credential_stored_but_silent"] = stored_but_silent


class Way(Bench):
    def tell(self, **central):
        self.server.bundle_more["central"] = central
        self.server.serial += 1

    def other_server(self, tls):
        """The same central at another port, with another certificate."""
        other = FakeServer(self.certificates)
        self.addCleanup(other.stop)
        other.tls = tls
        for name in ("log", "signer", "codes", "tokens", "signed", "bundle_more"):
            setattr(other, name, getattr(self.server, name))
        other.serial = self.server.serial
        return other

    def set_out(self, count=3):
        self.enrol()
        self.append(count)

    def assert_kept(self, count=3):
        status = self.status()
        self.assertEqual((status["stored"], status["acknowledged"]), (count, 0))
        self.assertEqual([len(lines) for lines in self.kiosk_lines().values()], [count])
        self.assertEqual(self.server.log.epochs, {})

    def refuses(self, tls, *words):
        """Nothing goes out, the queue is kept, the sentence names the fault; then all of it arrives. The connections it took."""
        self.set_out()
        self.server.tls = tls
        before, asked = self.server.connections, len(self.server.requests)
        self.once(1)
        hits = self.server.connections - before
        self.assertEqual(self.server.requests[asked:], [], "no request over a connection that is not trusted")
        self.assert_kept()
        self.assertEqual(self.status()["trouble"], "tls")
        for word in words:
            self.assertIn(word, self.status()["last_error"])
        self.server.tls = "good"
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["trouble"], "none")
        return hits


class Certificates(Way):
    # F22
    def test_an_expired_certificate_is_told_with_its_day(self):
        struck("F22", "a certificate of 2020", self.refuses("expired", "verlopen op 1 februari 2020", "nieuw certificaat"))

    # F23
    def test_a_certificate_of_later_is_told_with_its_day_and_with_our_clock(self):
        today = time.strftime("%Y", time.gmtime())
        struck("F23", "a certificate of 2098",
               self.refuses("not-yet", "pas geldig vanaf 1 januari 2098", "de klok van de kiosk staat op", today))

    # F24
    def test_another_host_an_unknown_authority_and_one_of_its_own_are_refused(self):
        hits = 0
        for tls, words in {"other-host": "andere server", "unknown": "niet vertrouwd", "self-signed": "niet vertrouwd"}.items():
            with self.subTest(tls):
                self.setUp()
                hits += self.refuses(tls, words)
        struck("F24", "certificates of others", hits)

    # F24
    def test_one_that_is_refused_is_not_asked_again_within_the_hour(self):
        self.set_out()
        self.server.tls = "unknown"
        before = self.server.connections
        daemon = self.start()
        wait_until("the first tries", 10, lambda: self.server.connections - before >= 2)
        time.sleep(2.5)  # fifty times the base of the retry delay, a fifteenth of its cap
        hits = self.server.connections - before
        daemon.terminate()
        daemon.wait()
        self.assertLessEqual(hits, 4, "a question of each sort, and none again")
        self.assert_kept()
        struck("F24", "an unknown authority, for the daemon", hits)

    # F17
    def test_a_login_page_with_a_certificate_of_its_own_is_never_talked_to(self):
        hits = 0
        self.set_out()
        self.server.fault = self.server.bundle_fault = "login_page_200"
        for tls in ("unknown", "self-signed"):
            self.server.tls = tls
            asked, before = len(self.server.requests), self.server.connections
            self.once(1)
            hits += self.server.connections - before
            self.assertEqual(self.server.requests[asked:], [], "not one header was sent")
            self.assertIn("inlogpagina", self.status()["last_error"])
        self.assert_kept()
        self.server.tls, self.server.fault, self.server.bundle_fault = "good", "none", "none"
        self.once()
        self.assert_everything_arrived()
        struck("F17", "a portal with its own certificate", hits)

    # F26
    def test_an_old_tls_and_a_weak_key_are_refused(self):
        hits = 0
        for tls, words in {"tls12": "TLS 1.3", "tls11": "TLS 1.3", "weak": "te zwak"}.items():
            with self.subTest(tls):
                self.setUp()
                hits += self.refuses(tls, words)
        struck("F26", "TLS 1.1, TLS 1.2 and RSA of 1024 bits", hits)


class Pins(Way):
    # F25
    def test_a_second_pin_lets_the_server_change_its_key_and_a_third_key_is_refused(self):
        self.set_out()
        self.tell(ca=text_of(f"{self.certificates}/next.pem"),
                  pins=[pin(self.certificates, "good"), pin(self.certificates, "moved")])
        self.once()
        self.once()
        self.append(2)
        self.server.tls = "moved"
        self.once()
        self.assert_everything_arrived()
        # A good certificate by an authority that we trust, and a key that nobody told us.
        self.append(2)
        self.server.tls = "third"
        self.server.contexts["third"] = self.third_key()
        before, asked = self.server.connections, len(self.server.requests)
        self.once(1)
        hits = self.server.connections - before
        self.assertEqual(self.server.requests[asked:], [])
        self.assertEqual(self.status()["trouble"], "tls")
        self.assertIn("andere sleutel", self.status()["last_error"])
        self.assertEqual(self.status()["acknowledged"], 5)
        self.server.tls = "good"
        self.once()
        self.assert_everything_arrived()
        struck("F25", "a third key, and the second pin", hits)

    def third_key(self):
        folder = os.path.join(self.folder, "third")
        os.mkdir(folder)
        run = lambda *words: subprocess.run(words, check=True, capture_output=True, cwd=folder)
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "k.key")
        run("openssl", "req", "-new", "-key", "k.key", "-subj", "/CN=third", "-out", "k.csr")
        with open(os.path.join(folder, "e"), "w", encoding="ascii") as file:
            file.write("subjectAltName=DNS:localhost\n")
        run("openssl", "x509", "-req", "-in", "k.csr", "-CA", f"{self.certificates}/ca.pem", "-CAkey", f"{self.certificates}/ca.key",
            "-CAcreateserial", "-days", "30", "-extfile", "e", "-out", "k.pem")
        context = fake_server.ssl.SSLContext(fake_server.ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/k.pem", f"{folder}/k.key")
        return context

    def test_wrong_pins_lock_nobody_out(self):
        self.set_out()
        self.tell(pins=[pin(self.certificates, "stranger")])
        self.once()  # the bundle comes, the way is tried and does not work
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["trouble"], "tls")
        self.assertIn("de kiosk gebruikt de oude", self.status()["last_error"])
        self.assertIn("andere sleutel", self.status()["last_error"])
        self.tell(pins=[pin(self.certificates, "good")])
        self.once()
        self.assertEqual(self.status()["trouble"], "none")

    def test_a_proxys_own_key_is_not_pinned(self):
        proxy = Proxy(self)
        self.configure(f"proxy = http://127.0.0.1:{proxy.port}\n")
        self.set_out()
        self.tell(pins=[pin(self.certificates, "good")])
        self.once()
        self.once()
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        self.assertGreater(proxy.tunnels, 0)


class Moves(Way):
    # F27
    def test_another_authority_is_told_in_time_and_a_year_later_the_kiosk_is_back(self):
        self.set_out()
        self.tell(ca=text_of(f"{self.certificates}/next.pem"))
        self.once()
        self.append(4)  # a year without a network
        self.server.tls = "moved"  # by now its certificate is of the other authority
        before = self.server.connections
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["stored"], 7)
        struck("F27", "a server with the next authority", self.server.connections - before)

    # F27
    def test_without_that_word_the_other_authority_is_refused(self):
        struck("F27", "an authority that nobody told", self.refuses("moved", "niet vertrouwd"))

    # F70
    def test_another_address_comes_with_the_signed_bundle(self):
        other = self.other_server("good")
        self.set_out()
        self.tell(server=f"https://localhost:{other.port}")
        other.serial = self.server.serial
        self.once()
        self.once()
        self.assertEqual(self.status()["server"], other.url)
        self.server.stop()
        self.append(2)
        self.once()
        self.assert_everything_arrived()
        self.assertTrue(any(method == "POST" for method, _ in other.requests))
        struck("F70", "a bundle with another address", len(other.requests))

    # F70
    def test_an_address_that_does_not_answer_is_left_alone_and_the_old_one_stays(self):
        self.set_out()
        self.tell(server="https://localhost:1")
        self.once()
        self.assert_everything_arrived()
        self.append(1)
        daemon = self.start()
        wait_until("the record", 10, lambda: self.status()["acknowledged"] == 4)
        self.assertIn("de kiosk gebruikt de oude", self.status()["last_error"])
        daemon.terminate()
        daemon.wait()
        self.assertEqual(self.status()["server"], self.server.url)
        struck("F70", "an address where nobody is", 1)

    # F70
    def test_a_way_without_an_address_leads_a_running_kiosk_back_to_that_of_its_enrolment(self):
        other = self.other_server("good")
        self.set_out()
        self.tell(server=f"https://localhost:{other.port}")
        other.serial = self.server.serial
        self.once()
        self.once()
        daemon = self.start()
        wait_until("the heartbeat, which goes last", 10, lambda: "PUT" in dict(other.requests))
        self.tell()
        other.serial = self.server.serial
        daemon.send_signal(signal.SIGUSR1)
        wait_until("the way back", 10, lambda: self.status()["server"] == self.server.url)
        other.stop()
        self.append(2)
        wait_until("the records", 10, lambda: self.status()["acknowledged"] == 5)
        daemon.terminate()
        daemon.wait()
        self.assert_everything_arrived()
        struck("F70", "a bundle with the address of enrolment again", len(other.requests))

    def test_both_take_turns_when_the_old_one_does_not_answer_any_more(self):
        other = self.other_server("good")
        self.set_out()
        other.stop()
        self.tell(server=f"https://localhost:{other.port}")
        self.once()  # not there yet
        self.server.stop()
        other.serial = self.server.serial
        daemon = self.start()
        time.sleep(0.5)
        other.start()
        wait_until("the way to be found", 30, lambda: self.status()["server"] == other.url)
        self.append(1)
        wait_until("the record", 10, lambda: self.status()["acknowledged"] == 4)
        daemon.terminate()
        daemon.wait()

    # F70
    def test_a_redirect_moves_nobody(self):
        other = self.other_server("good")
        self.set_out()
        self.server.fault = self.server.bundle_fault = "moves"
        moves = fake_server.plainly(fake_server.response(308, extra=[("Location", other.url + "/")]))
        fake_server.FAULTS["moves"] = moves
        self.addCleanup(fake_server.FAULTS.pop, "moves")
        before = len(self.server.requests)
        self.once(75)
        self.assertEqual(other.requests, [])
        self.assert_kept()
        struck("F70", "a redirect to another address", len(self.server.requests) - before)

    def test_an_enrolment_goes_by_its_own_address_again(self):
        other = self.other_server("good")
        self.set_out()
        self.tell(server=f"https://localhost:{other.port}")
        other.serial = self.server.serial
        self.once()
        self.once()
        self.server.codes["ZZZZZZZZZZZZ"] = None
        self.server.bundle_more.clear()
        self.enrol(code="ZZZZ-ZZZZ-ZZZZ")
        self.assertEqual(self.status()["server"], self.server.url)


@unittest.skipUnless(os.path.exists(FAKETIME), "libfaketime is not installed")
class Clock(Way):
    def at(self, moment):
        """The environment of a program whose clock says that. Not by the command faketime, which stumbles over what another process
        of that number left in shared memory."""
        return {"LD_PRELOAD": FAKETIME, "FAKETIME": f"@{moment}", "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}

    # F46
    def test_a_kiosk_that_wakes_up_in_1970_connects_all_the_same(self):
        self.set_out()
        environment = self.at("1970-01-02 00:00:00")
        before = len(self.server.requests)
        self.once(environment=environment)
        self.assert_everything_arrived()
        self.assertEqual(self.status()["trouble"], "none")
        self.assertGreater(self.status()["clock_offset_ms"], 50 * 365 * 86400000, "that clock was far behind")
        struck("F46", "a clock in 1970", len(self.server.requests) - before)

    # F23 F46
    def test_what_is_too_new_even_for_the_day_of_the_build_names_our_clock(self):
        self.set_out()
        self.server.tls = "not-yet"
        before = self.server.connections
        self.once(1, environment=self.at("1970-01-02 00:00:00"))
        hits = self.server.connections - before
        self.assertIn("pas geldig vanaf 1 januari 2098", self.status()["last_error"])
        self.assertIn("de klok van de kiosk staat op 2 januari 1970", self.status()["last_error"])
        self.assertIn("Die klok loopt achter", self.status()["last_error"])
        struck("F23", "a clock in 1970 and a certificate of 2098", hits)
        struck("F46", "a clock in 1970 and a certificate of 2098", hits)

    # F46
    def test_a_receipt_tells_the_time_to_a_clock_that_lost_it(self):
        """The certificate is of next year, and so was central's clock: from that receipt on 1970 does no harm."""
        self.set_out(1)
        later = 2060
        self.later_certificate(later)
        self.server.tls = "later"
        self.once(1, environment=self.at("1970-01-02 00:00:00"))  # nobody told it yet
        self.server.tls = "good"
        self.tell_time(later)
        self.once()
        self.append(2)
        self.server.tls = "later"
        before = len(self.server.requests)
        self.once(environment=self.at("1970-01-02 00:00:00"))
        self.assert_everything_arrived()
        struck("F46", "a clock in 1970 after a receipt of 2060", len(self.server.requests) - before)

    # F46
    def test_a_receipt_from_beyond_its_own_certificate_tells_no_time(self):
        self.set_out(1)
        self.tell_time(2150)
        self.once()
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        struck("F46", "a central whose clock is in 2150", 1)

    # F46
    def test_an_enrolment_ends_what_a_central_told_whose_clock_was_ahead(self):
        """It told 2060 once; its next certificate ends in 2030, which the kiosk refuses until it is enrolled again."""
        self.set_out(1)
        self.tell_time(2060)
        self.once()
        self.later_certificate(2026, end=2030)
        self.server.tls = "later"
        self.server.log.accept = type(self.server.log).accept.__get__(self.server.log)
        self.append(1)
        self.once(1)
        self.assertIn("verlopen", self.status()["last_error"])
        self.server.codes["ZZZZZZZZZZZZ"] = None
        self.enrol(code="ZZZZ-ZZZZ-ZZZZ")
        before = len(self.server.requests)
        self.once()
        self.assert_everything_arrived()
        struck("F46", "a central whose clock was in 2060", len(self.server.requests) - before)

    # F22 F46
    def test_ten_years_ahead_an_old_certificate_is_told_with_our_clock(self):
        self.set_out()
        self.later_certificate(2026, end=2030)
        self.server.tls = "later"
        before = self.server.connections
        self.once(1, environment=self.at("2036-11-22 12:00:00"))
        hits = self.server.connections - before
        self.assertIn("verlopen op", self.status()["last_error"])
        self.assertIn("2030", self.status()["last_error"])
        self.assertIn("de klok van de kiosk staat op 22 november 2036", self.status()["last_error"])
        self.once()
        self.assert_everything_arrived()
        struck("F22", "a clock ten years ahead", hits)
        struck("F46", "a clock ten years ahead", hits)

    def tell_time(self, year):
        accept = self.server.log.accept

        def told(raw):
            return {**accept(raw), "server_time": int(time.mktime((year, 6, 1, 12, 0, 0, 0, 0, 0)) * 1000)}
        self.server.log.accept = told
        self.addCleanup(setattr, self.server.log, "accept", accept)

    def later_certificate(self, start, end=2099):
        folder = os.path.join(self.folder, "later")
        os.makedirs(folder, exist_ok=True)
        script = text_of(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support", "make_ca.sh"))
        script = script[:script.index("here=DNS")] + (
            f"cp {self.certificates}/ca.pem {self.certificates}/ca.key .\n"
            f"server later ca {start}0101000000Z {end}0101000000Z DNS:localhost\n")
        subprocess.run(["sh", "-c", script, "make_ca.sh", folder], check=True, capture_output=True)
        context = fake_server.ssl.SSLContext(fake_server.ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/later.pem", f"{folder}/later.key")
        self.server.contexts["later"] = context


class Proxy:
    """Takes CONNECT and lets everything through; counts."""

    def __init__(self, test):
        self.tunnels = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        test.addCleanup(self.listener.close)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            self.tunnels += 1
            threading.Thread(target=self.talk, args=(near,), daemon=True).start()

    def talk(self, near):
        try:
            with near, near.makefile("rb") as stream:
                host, _, port = stream.readline().split(b" ")[1].partition(b":")
                while stream.readline() not in (b"\r\n", b""):
                    pass
                with socket.create_connection((host.decode(), int(port))) as far:
                    near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = threading.Thread(target=self.pipe, args=(far, near), daemon=True)
                    back.start()
                    self.pipe(near, far)
                    back.join()
        except (OSError, ValueError, IndexError):
            pass

    def pipe(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Proxies(Way):
    # F20
    def test_a_proxy_of_the_environment_that_nobody_configured_is_not_used(self):
        proxy = Proxy(self)
        url = f"http://127.0.0.1:{proxy.port}"
        environment = {name: url for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy")}
        self.set_out()
        self.once(environment=environment)
        self.assert_everything_arrived()
        self.assertEqual(proxy.tunnels, 0)
        # Whoever heeds it does come by it, so it was really there.
        subprocess.run(["curl", "-s", "-o", "/dev/null", "--cacert", f"{self.certificates}/ca.pem", self.server.url + "/v1/x"],
                       env={**os.environ, **environment, "no_proxy": "", "NO_PROXY": ""}, check=True)
        struck("F20", "a proxy in five variables, which curl heeds", proxy.tunnels)

    def test_the_one_that_is_configured_is_used(self):
        proxy = Proxy(self)
        self.configure(f"proxy = http://127.0.0.1:{proxy.port}\n")
        self.set_out()
        self.once()
        self.assert_everything_arrived()
        self.assertGreater(proxy.tunnels, 0)


class Tokens(Way):
    def files(self):
        return sorted(name for name in os.listdir(self.state_dir) if name.startswith("credential"))

    def token(self, name="credential"):
        return text_of(os.path.join(self.state_dir, name)).splitlines()[0]

    def assert_no_token_is_told(self, *results):
        for name in self.files():
            for result in results:
                self.assertNotIn(self.token(name), result.stdout + result.stderr)

    # F69
    def test_a_kiosk_that_was_away_gets_a_new_token_and_the_old_one_is_worthless(self):
        self.set_out()
        self.once()
        old = self.token()
        self.server.ask_new_token()
        self.append(2)
        result = self.once()
        self.assert_everything_arrived()
        self.assertNotEqual(self.token(), old)
        self.assertEqual(self.files(), ["credential", "credential.old"])
        self.assertEqual(self.server.tokens, {fake_server.sha256(self.token().encode())})
        self.assertEqual(os.stat(os.path.join(self.state_dir, "credential")).st_mode & 0o777, 0o600)
        self.assert_no_token_is_told(result)
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        struck("F69", "a bundle that asks for another token", len([1 for _, path in self.server.requests if "credential" in path]))

    # F69
    def test_an_answer_that_is_lost_is_asked_for_again_with_the_same_hash(self):
        self.set_out()
        self.server.ask_new_token()
        self.server.credential_fault = "credential_stored_but_silent"
        self.once(75)
        first = self.server.next_token
        self.assertEqual(self.files(), ["credential", "credential.next"])
        self.server.credential_fault = "none"
        self.once()
        self.assertEqual(self.server.tokens, {first})
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        struck("F69", "a swallowed answer", 1)

    # F69
    def test_when_the_old_one_is_worthless_already_the_new_one_is_tried(self):
        """The answer was lost, and somebody made the old token worthless: 401 with the one, and the other is good."""
        self.set_out()
        self.server.ask_new_token()
        self.server.credential_fault = "credential_stored_but_silent"
        self.once(75)
        self.server.codes, before = dict.fromkeys(self.server.codes), len(self.server.requests)
        self.server.credential_fault = "none"
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.files(), ["credential", "credential.old"])
        struck("F69", "an old token that is worthless", len(self.server.requests) - before)

    # F69
    def test_a_new_token_that_is_in_use_already_is_not_offered_and_not_thrown_away(self):
        """As when the disk forgot that it took the place of the old one. Nothing waits, so the first question is for a bundle."""
        self.set_out()
        self.once()
        self.server.ask_new_token()
        self.server.credential_fault = "credential_stored_but_silent"
        self.once(75)
        self.server.credential_fault = "none"
        self.server.is_authorised(fake_server.Request("GET", "/", {"authorization": "Bearer " + self.token("credential.next")}, b"", 1))
        before = len(self.server.requests)
        self.once()
        self.assertEqual(self.files(), ["credential", "credential.old"])
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        struck("F69", "a new token that only central knows to be in use", len(self.server.requests) - before)

    # F69
    def test_a_central_that_was_put_back_to_before_is_reached_with_the_token_of_then(self):
        self.set_out()
        self.once()
        codes = dict(self.server.codes)
        self.server.ask_new_token()
        self.once()
        self.server.codes, self.server.tokens, self.server.token_generation = codes, set(), 0
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        self.once()  # asked again, and this time it stays
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.server.tokens, {fake_server.sha256(self.token().encode())})
        struck("F69", "a central from before the change", 1)

    # F69
    def test_an_enrolment_over_a_change_that_is_under_way_ends_it(self):
        self.set_out()
        self.server.ask_new_token()
        self.server.credential_fault = "status_500"
        self.once(75)
        self.assertEqual(self.files(), ["credential", "credential.next"])
        self.server.codes["ZZZZZZZZZZZZ"] = None
        self.server.generation = 0
        self.server.bundle_more.clear()
        self.server.serial += 1
        self.enrol(code="ZZZZ-ZZZZ-ZZZZ")
        self.assertEqual(self.files(), ["credential"])
        self.server.credential_fault = "none"
        self.once()
        self.assert_everything_arrived()
        struck("F69", "an enrolment in the middle", 1)

    def test_a_token_that_nobody_asked_for_any_more_is_dropped(self):
        self.set_out()
        self.server.ask_new_token()
        self.server.credential_fault = "status_500"
        self.once(75)
        self.server.generation += 1
        self.server.credential_fault = "none"
        self.once()
        self.assertEqual(self.files(), ["credential"])
        self.assert_everything_arrived()

    def test_a_central_that_does_not_know_the_request_is_no_trouble(self):
        self.set_out()
        self.server.ask_new_token()
        self.server.credential_fault = "status_404"
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["trouble"], "none")

    # F69
    @unittest.skipUnless(os.environ.get("BS_STOP") == "ON", "needs a build with BS_STOP")
    def test_stopped_at_every_step_the_kiosk_still_gets_through(self):
        step, stops = 0, 0
        self.set_out(1)
        self.once()
        while True:
            step += 1
            self.server.ask_new_token()
            self.append(1)
            result = self.call("--once", environment={"BS_STOP_AT": str(step)})
            if result.returncode != 77:
                self.assertEqual(result.returncode, 0, result.stderr)
                break
            stops += 1
            self.once()
            self.assert_everything_arrived()
            self.assertEqual(self.server.tokens, {fake_server.sha256(self.token().encode())}, f"at step {step}")
        struck("F69", "power cuts at every step", stops)


if __name__ == "__main__":
    unittest.main(verbosity=1)
