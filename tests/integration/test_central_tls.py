# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What central's TLS offers, seen from outside with openssl: what NCSC-NL calls good or sufficient, and nothing else."""

import http.client
import subprocess
import unittest

from central_house import House


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def handshake(self, *options):
        """What s_client says when it offers just this; None if there is no handshake."""
        result = subprocess.run(
            ["openssl", "s_client", "-connect", f"localhost:{self.house.port}", "-servername", "localhost", "-CAfile",
             self.house.ca, "-verify_return_error", "-verify_hostname", "localhost", *options],
            input="Q\n", capture_output=True, text=True, timeout=30)
        return result.stdout if result.returncode == 0 and "Cipher is (NONE)" not in result.stdout else None

    def test_versions(self):
        for option in ("-tls1_3", "-tls1_2"):
            self.assertIsNotNone(self.handshake(option), option)
        for option in ("-tls1_1", "-tls1"):
            self.assertIsNone(self.handshake(option, "-cipher", "ALL:@SECLEVEL=0"), option)

    def test_suites_of_tls_1_3(self):
        for suite, offered in (("TLS_AES_256_GCM_SHA384", True), ("TLS_CHACHA20_POLY1305_SHA256", True),
                               ("TLS_AES_128_GCM_SHA256", False), ("TLS_AES_128_CCM_SHA256", False)):
            self.assertEqual(self.handshake("-tls1_3", "-ciphersuites", suite) is not None, offered, suite)

    def test_suites_of_tls_1_2(self):
        good = {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"}
        names = subprocess.run(["openssl", "ciphers", "-s", "-tls1_2", "ALL:eNULL:@SECLEVEL=0"], capture_output=True, text=True,
                               check=True).stdout.strip().split(":")
        names = [name for name in names if not name.startswith("TLS_")]
        self.assertGreater(len(names), 40)
        offered = {name for name in names if self.handshake("-tls1_2", "-cipher", f"{name}:@SECLEVEL=0") is not None}
        self.assertEqual(offered, good)

    def test_groups(self):
        for group, offered in (("X25519", True), ("P-256", True), ("P-384", True), ("ffdhe2048", False), ("ffdhe3072", False),
                               ("P-521", False)):
            self.assertEqual(self.handshake("-tls1_3", "-groups", group) is not None, offered, group)

    def test_no_sha1_signatures(self):
        self.assertIsNone(self.handshake("-tls1_2", "-sigalgs", "ECDSA+SHA1", "-cipher", "ALL:@SECLEVEL=0"))
        self.assertIsNotNone(self.handshake("-tls1_2", "-sigalgs", "ECDSA+SHA256"))

    def test_extended_master_secret_and_no_renegotiation_or_compression(self):
        text = self.handshake("-tls1_2")
        self.assertIn("Extended master secret: yes", text)
        self.assertIn("Compression: NONE", text)
        result = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{self.house.port}", "-tls1_2", "-CAfile",
                                 self.house.ca], input="R\nGET / HTTP/1.0\n\n", capture_output=True, text=True, timeout=30)
        self.assertNotIn("HTTP/1.", result.stdout)

    def test_plain_http_is_not_answered(self):
        with self.assertRaises(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=5)
            try:
                connection.request("GET", "/v1/openapi.json")
                connection.getresponse()
            except http.client.HTTPException as error:
                raise OSError from error


if __name__ == "__main__":
    unittest.main(verbosity=2)
