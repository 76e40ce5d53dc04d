/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UUID version 7: sorts by time, random otherwise. */

#include <buurtstem/uuid.h>

#include <string.h>

#include <buurtstem/crypto.h>

enum { DIGITS = 32 };

static bool is_hyphen_at(int position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

struct bs_uuid bs_uuid_v7(int64_t wall_ms, struct bs_random *random)
{
    struct bs_uuid uuid;
    uint64_t ms = wall_ms < 0 ? 0 : (uint64_t)wall_ms;

    random->fill(random, uuid.bytes + 6, 10);
    for (int i = 5; i >= 0; i--) {
        uuid.bytes[i] = (uint8_t)ms;
        ms >>= 8;
    }
    uuid.bytes[6] = (uint8_t)(0x70 | (uuid.bytes[6] & 0x0F));
    uuid.bytes[8] = (uint8_t)(0x80 | (uuid.bytes[8] & 0x3F));
    return uuid;
}

void bs_uuid_format(const struct bs_uuid *uuid, char out[BS_UUID_TEXT])
{
    char digits[DIGITS + 1];
    const char *digit = digits;

    bs_hex_format(uuid->bytes, sizeof uuid->bytes, digits);
    for (int at = 0; at < BS_UUID_TEXT - 1; at++) {
        out[at] = is_hyphen_at(at) ? '-' : *digit++;
    }
    out[BS_UUID_TEXT - 1] = '\0';
}

bool bs_uuid_parse(const char *text, struct bs_uuid *out)
{
    static const uint8_t groups[] = {8, 4, 4, 4, 12}; /* digits between the hyphens */
    char digits[DIGITS + 1];
    size_t at = 0, count = 0;

    if (strnlen(text, BS_UUID_TEXT) != BS_UUID_TEXT - 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (i > 0 && text[at++] != '-') {
            return false;
        }
        memcpy(digits + count, text + at, groups[i]);
        at += groups[i];
        count += groups[i];
    }
    digits[count] = '\0';
    return bs_hex_parse(digits, out->bytes, sizeof out->bytes);
}
