/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* UUID version 7: sorts by time, random otherwise. */

#include <buurtstem/uuid.h>

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
    static const char digits[] = "0123456789abcdef";
    int at = 0;

    for (int i = 0; i < 16; i++) {
        if (is_hyphen_at(at)) {
            out[at++] = '-';
        }
        out[at++] = digits[uuid->bytes[i] >> 4];
        out[at++] = digits[uuid->bytes[i] & 15];
    }
    out[at] = '\0';
}

static int value_of(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool bs_uuid_parse(const char *text, struct bs_uuid *out)
{
    struct bs_uuid uuid = {{0}};
    int nibble = 0;

    for (int at = 0; at < BS_UUID_TEXT - 1; at++) {
        int value;

        if (is_hyphen_at(at)) {
            if (text[at] != '-') {
                return false;
            }
            continue;
        }
        value = value_of(text[at]);
        if (value < 0) {
            return false;
        }
        uuid.bytes[nibble / 2] = (uint8_t)(uuid.bytes[nibble / 2] << 4 | value);
        nibble++;
    }
    if (text[BS_UUID_TEXT - 1] != '\0') {
        return false;
    }
    *out = uuid;
    return true;
}
