/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_RECORD_H
#define BUURTSTEM_RECORD_H

/*
 * One line of the log between kiosk and central, and the chain over the lines:
 *   seq TAB id TAB kind TAB wall_ms TAB mono_ms TAB boot_id TAB synced TAB digest TAB body
 *   h0 = SHA-256("buurtstem1 KIOSK EPOCH"), hn = SHA-256(hex hn-1 LF head n), head = the line without TAB and body.
 * An erased body is an empty field; the chain still proves that it existed. See syncd/wire/PROTOCOL.md. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/err.h>
#include <buurtstem/ids.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_RECORD_BODY_MAX (16 * 1024)
#define BS_RECORD_HEAD_MAX 320
#define BS_RECORD_KIND_MAX 24 /* [a-z][a-z-]* */
#define BS_NUMBER_MAX                                                                              \
    9007199254740991     /* 2^53-1: seq, wall_ms and mono_ms stay exact in every JSON reader */
#define BS_EPOCH_TEXT 17 /* 16 lower-case hex digits and the zero */

struct bs_record {
    uint64_t seq; /* 1, 2, 3 … within an epoch, at most BS_NUMBER_MAX */
    char id[BS_UUID_TEXT];
    char kind[BS_RECORD_KIND_MAX + 1];
    int64_t wall_ms; /* 0 … BS_NUMBER_MAX, as mono_ms */
    int64_t mono_ms;
    char boot_id[37]; /* [a-z0-9-], 1–36 */
    bool synced;      /* written 1 or 0 */
    char digest[BS_HASH_TEXT];
    struct bs_bytes body; /* borrowed; len 0: erased */
};

/* Fills `digest` from the body. */
void bs_record_digest(struct bs_record *record);

/* Appends the head (without body), or head, tab and body; both without a line end. Does not check the form. */
void bs_record_write_head(const struct bs_record *record, struct bs_buf *out);
void bs_record_write_line(const struct bs_record *record, struct bs_buf *out);

/*
 * Reads one line without its line end. The body is looked at only as one line of UTF-8 without control characters,
 * whatever it means. BS_BAD: not of the form, or a digest that is not the body's (unless erased); BS_LIMIT: body or
 * head too long. `out->body` borrows from the line. `*head` (may be NULL) borrows the head.
 */
enum bs_err bs_record_parse(struct bs_bytes line, struct bs_record *out, struct bs_bytes *head,
                            struct bs_error *err);

bool bs_epoch_valid(const char *text);
void bs_epoch_make(struct bs_random *random, char out[BS_EPOCH_TEXT]);

/* h0, and one step. `hash` is replaced. */
void bs_chain_start(const char *kiosk, const char *epoch, char hash[BS_HASH_TEXT]);
void bs_chain_step(char hash[BS_HASH_TEXT], struct bs_bytes head);

#endif
