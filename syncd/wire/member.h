/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WIRE_MEMBER_H
#define WIRE_MEMBER_H

/* What the JSON messages of the wire have in common: reading a bounded text of a known form, and a whole message. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/json.h>

/* A member of at most size-1 bytes for which valid() is true, copied. False after a complaint; `out` is then as it was. */
bool member_text(const struct bs_json_at *at, const char *key, size_t size,
                 bool (*valid)(const char *text), char *out);

/* The same, but "" is one of the values. */
bool member_text_or_empty(const struct bs_json_at *at, const char *key, size_t size,
                          bool (*valid)(const char *text), char *out);

/* A whole number from 0 to `most`. False after a complaint. */
bool member_number(const struct bs_json_at *at, const char *key, uint64_t most, uint64_t *out);

/* Reads members into `out` and complains about what is wrong. */
typedef void member_reader(const struct bs_json_at *root, void *out);

/*
 * Parses one message of at most `limit` bytes; the reader sees its root. BS_LIMIT, or BS_BAD with the first complaint;
 * `what` names the message. `out` may be partly filled then: pass a copy.
 */
enum bs_err member_read_message(struct bs_bytes text, size_t limit, const char *what,
                                member_reader *reader, void *out, struct bs_error *err);

#endif
