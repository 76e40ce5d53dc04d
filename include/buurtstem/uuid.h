/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_UUID_H
#define BUURTSTEM_UUID_H

/* UUID version 7, RFC 9562 §5.7: 48 bits of milliseconds, then random. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/random.h>

#define BS_UUID_TEXT 37

struct bs_uuid {
    uint8_t bytes[16];
};

struct bs_uuid bs_uuid_v7(int64_t wall_ms, struct bs_random *random);
void bs_uuid_format(const struct bs_uuid *uuid,
                    char out[BS_UUID_TEXT]);               /* lower case, with hyphens */
bool bs_uuid_parse(const char *text, struct bs_uuid *out); /* exactly that form, any version */

#endif
