# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What a connector's PIN or badge is known by."""

import ctypes
import ctypes.util


def pin_hash(secret, salt):
    """Argon2id as PROTOCOL.md has it."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    out = ctypes.create_string_buffer(32)
    failed = sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), secret.encode(), ctypes.c_ulonglong(len(secret)),
                                  bytes.fromhex(salt), ctypes.c_ulonglong(3), ctypes.c_size_t(24 << 20), 2)
    assert failed == 0
    return out.raw.hex()
