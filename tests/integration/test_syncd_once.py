# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""buurtstem-syncd --once against a central that misbehaves in every way we could think of: nothing changes, the status
names the class of trouble, and everything arrives exactly once when central behaves again."""

import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from fake_server import FAULTS, FakeServer  # noqa: E402
from fault_ledger import struck  # noqa: E402
from syncd_bench import Bench  # noqa: E402

# fault -> (exit status, class, words that the sentence holds)
ANSWERS = {
    "login_page_200": (75, "network", "inlogpagina"),
    "login_page_201": (75, "network", "inlogpagina"),
    "login_page_called_receipt": (1, "server", "ontvangstbewijs"),
    "login_page_511": (75, "network", "inlogpagina"),
    "redirect_302": (75, "network", "inlogpagina"),
    "redirect_307": (75, "network", "inlogpagina"),
    "redirect_to_http": (75, "network", "inlogpagina"),
    "empty_204": (1, "server", "iets anders"),
    "empty_json_200": (1, "server", "iets anders"),
    "empty_json_201": (1, "server", "ontvangstbewijs"),
    "garbage_receipt": (1, "server", "ontvangstbewijs"),
    "deep_receipt": (1, "server", "ontvangstbewijs"),
    "not_http": (1, "server", "onbegrijpelijk"),
    "status_500": (75, "server", "storing (500)"),
    "status_502": (75, "server", "storing (502)"),
    "status_503": (75, "server", "storing (503)"),
    "status_504": (75, "server", "storing (504)"),
    "status_429": (75, "server", "druk"),
    "status_401": (1, "authorisation", "kent deze kiosk niet"),
    "status_403_revoked": (1, "authorisation", "ingetrokken"),
    "status_404": (1, "server", "adres"),
    "status_405": (1, "server", "(405)"),
    "status_410": (1, "server", "adres"),
    "speaks_http2": (1, "server", "onbegrijpelijk"),
    "status_413": (1, "server", "geweigerd"),
    "gap_to_nowhere": (1, "server", "ontbreken"),
    "gap_without_end": (1, "server", "ontbreken"),
    "fork": (1, "server", "gekopieerd"),
    "bad_chain": (1, "server", "gekopieerd"),
    "wrong_batch_hash": (1, "server", "ontvangstbewijs"),
    "wrong_chain_hash": (1, "server", "ontvangstbewijs"),
    "other_kiosk": (1, "server", "ontvangstbewijs"),
    "other_epoch": (1, "server", "ontvangstbewijs"),
    "more_than_sent": (1, "server", "ontvangstbewijs"),
    "complete_to_as_text": (1, "server", "ontvangstbewijs"),
    "unknown_member": (1, "server", "ontvangstbewijs"),
    "wrong_media_type": (1, "server", "iets anders"),
    "right_receipt_status_200": (1, "server", "iets anders"),
    "trailing_bytes": (1, "server", "ontvangstbewijs"),
    "duplicate_key": (1, "server", "ontvangstbewijs"),
    "cut_body": (75, "network", "brak af"),
    "cut_at_close": (1, "server", "ontvangstbewijs"),
    "cut_chunk": (75, "network", "brak af"),
    "close_after_reading": (75, "network", "brak af"),
    "stored_but_silent": (75, "network", "brak af"),
    "slow_drip": (75, "network", "te langzaam"),
    "never_answers": (75, "network", "te langzaam"),
    "endless_body": (1, "server", "groter dan mag"),
    "header_flood": (1, "server", "groter dan mag"),
}

# What an answer is a fault of, in the catalogue.
ROWS = {
    "F15": ("login_page_200", "login_page_201", "login_page_called_receipt"),
    "F16": ("redirect_302", "redirect_307", "redirect_to_http"),
    "F18": ("login_page_511", "empty_204"),
    "F29": ("status_500", "status_502", "status_503", "status_504"),
    "F30": ("status_429",),
    "F31": ("status_401", "status_403_revoked"),
    "F32": ("status_404", "status_410"),
    "F35": ("cut_body", "cut_at_close", "cut_chunk", "close_after_reading", "empty_json_201", "not_http"),
    "F36": ("wrong_batch_hash", "wrong_chain_hash", "more_than_sent", "complete_to_as_text", "unknown_member"),
    "F37": ("other_kiosk", "other_epoch"),
    "F38": ("endless_body", "header_flood", "slow_drip", "never_answers"),
    "F39": ("waits_for_continue",),
    "F40": ("speaks_http2", "one_request_a_connection"),
    "F72": ("deep_receipt", "duplicate_key", "trailing_bytes"),
}

CONNECTIONS = {
    "expired": (1, "tls", "verlopen"),
    "not-yet": (1, "tls", "klok"),
    "other-host": (1, "tls", "andere server"),
    "unknown": (1, "tls", "niet vertrouwd"),
    "tls12": (1, "tls", "TLS 1.3"),
    "plain": (1, "tls", "veilige verbinding"),
    "cut": (75, "network", "brak af"),
}

BUNDLES = {
    "bundle_bad_signature": (1, "server", "handtekening"),
    "bundle_no_signature": (1, "server", "handtekening"),
    "bundle_short_signature": (1, "server", "handtekening"),
    "bundle_byte_changed": (1, "server", "handtekening"),
    "bundle_old_serial": (1, "server", "ouder"),
    "bundle_endless": (1, "server", "groter dan mag"),
    "login_page_200": (75, "network", "inlogpagina"),
    "redirect_302": (75, "network", "inlogpagina"),
    "empty_json_200": (1, "server", "iets anders"),
    "status_401": (1, "authorisation", "kent deze kiosk niet"),
    "status_500": (75, "server", "storing"),
    "status_404": (1, "server", "adres"),
    "status_405": (1, "server", "(405)"),
}


class Answers(Bench):
    """Ten records, three acknowledged; then the fault; then all is well again."""

    settings = "stall_bytes_per_second = 50\n"

    def prepare(self):
        self.enrol()
        self.append(3)
        self.once()
        self.append(7)
        self.assertEqual(self.status()["acknowledged"], 3)

    def assert_trouble(self, expected):
        status = self.status()
        self.assertEqual(status["trouble"], expected[1])
        self.assertIn(expected[2], status["last_error"])
        self.assertIsNotNone(status["trouble_since"])
        return status

    def assert_recovers(self):
        self.once()
        self.assert_everything_arrived()
        status = self.status()
        self.assertEqual(status["trouble"], "none")
        self.assertIsNone(status["last_error"])
        self.assertEqual(status["stored"], 10)

    def suffer(self, expected):
        before = self.position()
        result = self.once(expected[0])
        self.assertIn(expected[2], result.stderr)
        status = self.assert_trouble(expected)
        self.assertEqual(self.position(), before)
        self.assertEqual(status["acknowledged"], 3)
        self.assertEqual(status["stored"], 10)
        self.assertIsNotNone(status["oldest_unsent_at"])


# F15 F16 F18 F29 F30 F31 F32 F35 F36 F37 F38 F40 F72
def add_answer(fault, expected):
    def test(self):
        self.prepare()
        self.server.fault = fault
        asked = len(self.server.requests)
        self.suffer(expected)
        for row in (row for row, faults in ROWS.items() if fault in faults):
            struck(row, "fake central", len(self.server.requests) - asked)
        if fault.startswith("redirect"):
            self.assertNotIn("/elsewhere", [path for _, path in self.server.requests])
        self.server.fault = "none"
        self.assert_recovers()
    setattr(Answers, f"test_{fault}_changes_nothing", test)


def add_connection(mode, expected):
    def test(self):
        self.prepare()
        self.server.tls = mode
        requests = len(self.server.requests)
        self.suffer(expected)
        self.assertEqual(len(self.server.requests), requests)
        self.server.tls = "good"
        self.assert_recovers()
    setattr(Answers, f"test_tls_{mode.replace('-', '_')}_sends_nothing", test)


def add_bundle(fault, expected):
    def test(self):
        self.prepare()
        serial = self.status()["bundle_serial"]
        self.server.serial += 1
        self.server.bundle_fault = fault
        result = self.once(expected[0])
        self.assertIn(expected[2], result.stderr)
        status = self.assert_trouble(expected)
        self.assertEqual(status["bundle_serial"], serial)
        self.assert_everything_arrived()
        self.server.bundle_fault = "none"
        self.assert_recovers()
        self.assertEqual(self.status()["bundle_serial"], serial + 1)
    setattr(Answers, f"test_bundle_with_{fault}_leaves_the_old_one", test)


for name, outcome in ANSWERS.items():
    add_answer(name, outcome)
for name, outcome in CONNECTIONS.items():
    add_connection(name, outcome)
for name, outcome in BUNDLES.items():
    add_bundle(name, outcome)


class Once(Bench):
    def test_every_fault_of_the_server_has_a_row(self):
        covered = set(ANSWERS) | set(BUNDLES) | {"stored_but_silent_when_reused", "knows_no_coding", "waits_for_continue",
                                                      "one_request_a_connection"}
        self.assertEqual(set(FAULTS) - covered, set())

    def test_everything_arrives_byte_by_byte_in_order(self):
        self.enrol()
        self.append(2345)
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["bundle_serial"], 5)
        self.outbox("verify", self.kiosk_dir)

    def test_without_new_records_nothing_is_pushed(self):
        self.enrol()
        self.append(1)
        self.once()
        posts = [method for method, _ in self.server.requests].count("POST")
        self.once()
        self.assertEqual([method for method, _ in self.server.requests].count("POST"), posts)

    def test_without_a_kiosk_database_the_bundle_comes_all_the_same(self):
        self.enrol()
        self.once()
        self.assertEqual(self.status()["bundle_serial"], 5)
        self.assertEqual(self.status()["stored"], 0)

    # F10
    def test_a_batch_that_libcurl_sends_twice_arrives_once(self):
        self.enrol()
        self.append(1500)
        self.server.fault = "stored_but_silent_when_reused"
        self.once()
        self.assertEqual(self.server.fault, "none")
        self.assertGreater(self.server.log.batches, 2)
        self.assert_everything_arrived()
        struck("F10", "fake central that closes a kept connection once", self.server.log.batches - 2)

    def test_batches_travel_packed(self):
        self.enrol()
        self.append(1500)
        self.once()
        self.assertEqual(self.server.codings, ["zstd", "zstd"])
        self.assert_everything_arrived()

    def test_a_central_that_cannot_unpack_gets_batches_as_they_are(self):
        self.enrol()
        self.append(2500)
        self.server.fault = "knows_no_coding"
        self.once()
        self.assertEqual(self.server.codings, ["zstd", None, None, None])
        self.assert_everything_arrived()
        self.assertEqual(self.status()["trouble"], "none")

    # F02
    def test_nobody_there_is_try_again_later(self):
        self.enrol()
        self.append(2)
        self.server.stop()
        result = self.once(75)
        self.assertIn("niet bereikbaar", result.stderr)
        self.assertEqual(self.status()["trouble"], "network")
        self.server.start()
        self.once()
        self.assert_everything_arrived()
        struck("F02", "a port that nobody listens at", int(result.returncode == 75))

    # F39
    def test_a_central_that_waits_to_be_asked_to_continue_is_not_waited_for(self):
        """No request of ours asks whether it may continue, so nobody can leave that unanswered."""
        self.enrol()
        self.append(1500)
        self.server.fault = "waits_for_continue"
        self.once()
        self.assertEqual(self.server.expecting, [])
        self.assert_everything_arrived()
        struck("F39", "fake central that never answers 100-continue", len(self.server.log.epochs))

    # F40
    def test_a_central_that_ends_each_connection_gets_everything(self):
        self.enrol()
        self.append(3500)
        self.server.fault = "one_request_a_connection"
        before = self.server.connections
        self.once()
        self.assert_everything_arrived()
        struck("F40", "fake central that ends the connection after each answer", self.server.connections - before - 1)

    def test_a_server_restored_from_a_backup_gets_the_records_again(self):
        self.enrol()
        self.append(4)
        self.once()
        backup = self.server.log.copy()
        self.append(5)
        self.once()
        self.server.log = backup
        self.append(1)
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["stored"], 10)

    def test_a_server_that_lost_everything_gets_everything_again(self):
        self.enrol()
        self.append(1200)
        self.once()
        self.server.log.epochs.clear()
        self.append(1)
        self.once()
        self.assert_everything_arrived()

    def test_a_server_with_other_records_is_a_fork_and_keeps_its_own(self):
        self.enrol()
        self.append(3)
        self.once()
        epoch = next(iter(self.server.log.epochs))
        self.server.log.epochs[epoch][2] = b"other" + self.server.log.epochs[epoch][2]
        self.append(1)
        self.once(1)
        self.assertEqual(self.status()["acknowledged"], 3)
        self.assertIn("gekopieerd", self.status()["last_error"])

    def test_a_forked_epoch_does_not_stop_the_next(self):
        self.enrol()
        self.append(3)
        self.once()
        epoch = next(iter(self.server.log.epochs))
        self.server.log.epochs[epoch][2] = b"other" + self.server.log.epochs[epoch][2]
        self.append(1)
        self.outbox("epoch", self.kiosk_dir, "prinsenhof-1")
        self.append(2)
        self.once(1)
        newest = self.status()["epochs"][1]
        self.assertEqual((newest["stored"], newest["server_complete_to"]), (2, 2))

    def test_proxy_variables_of_the_environment_are_ignored(self):
        self.enrol()
        self.append(1)
        proxy = "http://127.0.0.1:9"
        self.once(environment={"https_proxy": proxy, "HTTPS_PROXY": proxy, "all_proxy": proxy, "ALL_PROXY": proxy})
        self.assert_everything_arrived()

    def test_the_configured_proxy_is_used_even_for_this_machine(self):
        self.enrol()
        self.append(1)
        self.configure("proxy = http://127.0.0.1:9\n")
        self.once(75, environment={"no_proxy": "*", "NO_PROXY": "*"})
        self.assertEqual(self.status()["trouble"], "network")

    def test_a_ca_file_that_is_gone_trusts_nobody(self):
        self.enrol()
        self.append(1)
        self.configure("ca_file = /does/not/exist.pem\n")
        self.once(1)
        self.assertEqual(self.status()["trouble"], "tls")
        self.assertEqual(self.status()["acknowledged"], 0)

    def test_the_authorities_of_the_system_are_not_asked_beside_our_own(self):
        self.enrol()
        self.append(1)
        strangers = os.path.join(self.certificates, "stranger.pem")
        self.server.tls = "unknown"
        self.once(1, environment={"SSL_CERT_FILE": strangers, "SSL_CERT_DIR": self.certificates,
                                  "CURL_CA_BUNDLE": strangers})
        self.assertEqual(self.status()["trouble"], "tls")

    def test_an_unenrolled_kiosk_cannot(self):
        result = self.once(1)
        self.assertIn("not enrolled", result.stderr)
        self.assertEqual(os.listdir(self.state_dir), [])

    def test_a_damaged_log_is_said_and_sends_nothing(self):
        self.enrol()
        self.append(1)
        for name in os.listdir(self.kiosk_dir):
            os.remove(os.path.join(self.kiosk_dir, name))
        with open(os.path.join(self.kiosk_dir, "kiosk.db"), "wb") as file:
            file.write(b"not a database" * 1000)
        self.once(1)
        self.assertNotIn("POST", [method for method, path in self.server.requests if "batches" in path])

    @unittest.skipUnless(os.environ.get("BS_STOP") == "ON", "needs a build with BS_STOP")
    def test_stopped_at_every_step_everything_still_arrives_once(self):
        self.enrol()
        count = os.path.join(self.folder, "steps")
        step = 0
        while True:
            step += 1
            self.append(1)
            result = self.call("--once", environment={"BS_STOP_AT": str(step), "BS_STOP_COUNT_FILE": count})
            if result.returncode == 0:
                break
            self.assertEqual(result.returncode, 77, result.stderr)
        self.assertGreater(step, 10)
        self.once()
        self.assert_everything_arrived()
        self.assertEqual(self.status()["stored"], step)


class Second(Bench):
    def test_two_centrals_with_one_name_cannot_be_mixed_up(self):
        """The bundle of a central with another key is refused, though its certificate is right."""
        self.enrol()
        self.once()
        port = self.server.port
        self.server.stop()
        other = FakeServer(self.certificates, port)
        self.addCleanup(other.stop)
        other.codes = dict(self.server.codes)
        other.serial = 99
        self.once(1)
        self.assertEqual(self.status()["bundle_serial"], 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)
