/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_HAND_H
#define BUURTSTEM_HAND_H

/*
 * What a person carries where there is no network (PROTOCOL.md §11): what the parts of an exported file say once they were
 * opened (box.h), and the file of receipts that goes back. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/err.h>
#include <buurtstem/record.h>
#include <buurtstem/wire.h>

#define BS_HAND_OPENING_MAX  512          /* bytes of the first part */
#define BS_HAND_EPOCHS_MAX   64           /* in one file; what is left goes with the next */
#define BS_HAND_RECEIPTS_MAX (256 * 1024) /* bytes of a file of receipts */
#define BS_HAND_SUFFIX       ".receipts"
/* What every file of receipts begins with. */
#define BS_HAND_RECEIPTS_START "{\"v\":1,\"kiosk\":\""

/* The first part: whose file it is. The token is a secret; wipe it. */
struct bs_hand_opening {
    char kiosk[BS_KIOSK_ID_TEXT];
    char token[BS_TOKEN_TEXT];
    int64_t made_ms; /* the kiosk's wall clock */
};
void bs_hand_opening_encode(const struct bs_hand_opening *opening, struct bs_buf *out);
/* Strict. BS_BAD; BS_LIMIT: larger than BS_HAND_OPENING_MAX. */
enum bs_err bs_hand_opening_decode(struct bs_bytes part, struct bs_hand_opening *out,
                                   struct bs_error *err);

/*
 * Looks at the parts one after the other: first the opening, then batches of that kiosk, each going on where the one before
 * it ended, and no epoch again once another has begun. Start with a zeroed one; wipe it when done.
 */
struct bs_hand_walk {
    struct bs_hand_opening opening;
    bool has_opening;
    size_t epoch_count;
    char epochs[BS_HAND_EPOCHS_MAX][BS_EPOCH_TEXT]; /* in their order */
    uint64_t next_seq;                              /* of the last of them */
    char hash[BS_HASH_TEXT];                        /* its chain so far */
    uint64_t batches, records;
};
/*
 * The next part. A batch is given to the caller, who finishes it; *batch is zeroed for the opening. BS_BAD, BS_LIMIT: it is not
 * what belongs there, and the sentence names the part. *batch is untouched then, and the file is not to be used.
 */
enum bs_err bs_hand_walk_part(struct bs_hand_walk *walk, struct bs_bytes part,
                              struct bs_batch *batch, struct bs_error *err);
/* Behind the last part. BS_BAD: there was not even an opening, or nothing else. */
enum bs_err bs_hand_walk_end(const struct bs_hand_walk *walk, struct bs_error *err);

/* What goes back: the last receipt of each epoch, signed by central. */
struct bs_hand_receipts {
    char kiosk[BS_KIOSK_ID_TEXT];
    int64_t made_ms; /* central's clock */
    size_t count;    /* 1 … BS_HAND_EPOCHS_MAX */
    struct bs_receipt receipts[BS_HAND_EPOCHS_MAX];
};
/* Appends the whole file. All receipts are of that kiosk, no two of one epoch. */
void bs_hand_receipts_encode(const struct bs_hand_receipts *receipts,
                             const uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_buf *out);
/* Strict, and nothing is parsed before the signature was found right. BS_BAD: changed, cut, or not central's; BS_LIMIT. */
enum bs_err bs_hand_receipts_decode(struct bs_bytes file,
                                    const uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                                    struct bs_hand_receipts *out, struct bs_error *err);
/* The line alone, once its signature was checked: for decode, and for tests that have no key. */
enum bs_err bs_hand_receipts_read(struct bs_bytes line, struct bs_hand_receipts *out,
                                  struct bs_error *err);

#endif
