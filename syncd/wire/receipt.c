/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The receipt: the one thing that counts as an acknowledgement, read strictly and believed only if it is ours in every
 * part. */

#include <buurtstem/wire.h>

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/programme.h>

#include "member.h"

void bs_receipt_encode(const struct bs_receipt *receipt, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();
    struct bs_json *set_aside = bs_json_new_array();

    assert(receipt->set_aside_count <= BS_SET_ASIDE_MAX);
    for (size_t i = 0; i < receipt->set_aside_count; i++) {
        bs_json_add_int(set_aside, (int64_t)receipt->set_aside[i]);
    }
    bs_json_set_string(json, "kiosk", receipt->kiosk);
    bs_json_set_string(json, "epoch", receipt->epoch);
    bs_json_set_string(json, "batch_hash", receipt->batch_hash);
    bs_json_set_int(json, "complete_to", (int64_t)receipt->complete_to);
    bs_json_set_string(json, "hash_at_complete_to", receipt->hash_at_complete_to);
    bs_json_set_int(json, "backup_complete_to", (int64_t)receipt->backup_complete_to);
    bs_json_set_take(json, "set_aside", set_aside);
    bs_json_set_int(json, "server_time", receipt->server_time_ms);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

/* Ascending, so that a seq stands there once, and not beyond what is held. */
static void read_set_aside(const struct bs_json_at *root, struct bs_receipt *out)
{
    struct bs_json_at list = bs_json_member(root, "set_aside");
    size_t count = bs_json_count(&list);
    int64_t least = 1;

    if (!bs_json_is_array(&list)) {
        bs_json_complain(&list, "expected an array");
        return;
    }
    if (count > BS_SET_ASIDE_MAX) {
        bs_json_complain(&list, "expected at most %d items, found %zu", BS_SET_ASIDE_MAX, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        int64_t seq;

        if (!bs_json_int_here(&item, least, (int64_t)out->complete_to, &seq)) {
            return;
        }
        out->set_aside[i] = (uint64_t)seq;
        least = seq + 1;
    }
    out->set_aside_count = count;
}

static void read_receipt_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"kiosk",
                                        "epoch",
                                        "batch_hash",
                                        "complete_to",
                                        "hash_at_complete_to",
                                        "backup_complete_to",
                                        "set_aside",
                                        "server_time",
                                        NULL};
    struct bs_receipt *out = self;
    int64_t complete_to = 0, backup_complete_to = 0;

    (void)bs_json_only(root, names);
    (void)member_text(root, "kiosk", sizeof out->kiosk, bs_slug_valid, out->kiosk);
    (void)member_text(root, "epoch", sizeof out->epoch, bs_epoch_valid, out->epoch);
    (void)member_text(root, "batch_hash", sizeof out->batch_hash, bs_hash_text_valid,
                      out->batch_hash);
    (void)bs_json_int(root, "complete_to", 0, BS_NUMBER_MAX, &complete_to);
    (void)member_text(root, "hash_at_complete_to", sizeof out->hash_at_complete_to,
                      bs_hash_text_valid, out->hash_at_complete_to);
    (void)bs_json_int(root, "backup_complete_to", 0, complete_to, &backup_complete_to);
    (void)bs_json_int(root, "server_time", 0, BS_NUMBER_MAX, &out->server_time_ms);
    out->complete_to = (uint64_t)complete_to;
    out->backup_complete_to = (uint64_t)backup_complete_to;
    read_set_aside(root, out);
}

enum bs_err bs_receipt_decode(struct bs_bytes body, struct bs_receipt *out, struct bs_error *err)
{
    struct bs_receipt receipt = {0};
    enum bs_err rc = member_read_message(body, BS_RECEIPT_BYTES_MAX, "receipt",
                                         read_receipt_members, &receipt, err);

    if (rc == BS_OK) {
        *out = receipt;
    }
    return rc;
}

enum bs_err bs_receipt_accept(const struct bs_receipt *receipt,
                              const struct bs_receipt_expectation *ours, struct bs_error *err)
{
    char hash[BS_HASH_TEXT];
    enum bs_err rc;

    if (strcmp(receipt->kiosk, ours->kiosk) != 0) {
        return bs_fail(err, BS_BAD, "receipt: it is for the kiosk %s, we are %s", receipt->kiosk,
                       ours->kiosk);
    }
    if (strcmp(receipt->epoch, ours->epoch) != 0) {
        return bs_fail(err, BS_BAD, "receipt: it is for the epoch %s, ours is %s", receipt->epoch,
                       ours->epoch);
    }
    if (strcmp(receipt->batch_hash, ours->batch_hash) != 0) {
        return bs_fail(err, BS_BAD, "receipt: it is for other bytes than were sent");
    }
    if (receipt->complete_to > ours->sent_to) {
        return bs_fail(err, BS_BAD,
                       "receipt: complete to %" PRIu64 ", but only %" PRIu64 " were sent",
                       receipt->complete_to, ours->sent_to);
    }
    rc = ours->hash_at(ours->self, receipt->complete_to, hash, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(receipt->hash_at_complete_to, hash) != 0) {
        return bs_fail(err, BS_BAD, "receipt: the chain at %" PRIu64 " is not ours",
                       receipt->complete_to);
    }
    return BS_OK;
}
