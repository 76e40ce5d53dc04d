/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is carried by hand: the opening of an export, the order of its batches, and the receipts that go back. */

#include <buurtstem/hand.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

#include "member.h"

enum { FILE_VERSION = 1, SIGNATURE_TEXT = 4 * ((BS_SIGNATURE_SIZE + 2) / 3) + 1, WHERE_TEXT = 40 };

/* ---- the opening ---- */

static bool token_valid(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = strlen(text);

    return len == BS_TOKEN_TEXT - 1 && strspn(text, signs) == len;
}

/* Written as text and not by way of a JSON document, whose memory nobody wipes. No value needs escaping. */
void bs_hand_opening_encode(const struct bs_hand_opening *opening, struct bs_buf *out)
{
    assert(bs_slug_valid(opening->kiosk) && token_valid(opening->token));
    bs_buf_printf(out, "{\"v\":%d,\"kiosk\":\"%s\",\"token\":\"%s\",\"made_ms\":%" PRId64 "}",
                  FILE_VERSION, opening->kiosk, opening->token, opening->made_ms);
}

static void read_version(const struct bs_json_at *root)
{
    int64_t version;

    (void)bs_json_int(root, "v", FILE_VERSION, FILE_VERSION, &version);
}

static void read_opening_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"v", "kiosk", "token", "made_ms", NULL};
    struct bs_hand_opening *out = self;

    (void)bs_json_only(root, names);
    read_version(root);
    (void)member_text(root, "kiosk", sizeof out->kiosk, bs_slug_valid, out->kiosk);
    (void)member_text(root, "token", sizeof out->token, token_valid, out->token);
    (void)bs_json_int(root, "made_ms", 0, BS_NUMBER_MAX, &out->made_ms);
}

enum bs_err bs_hand_opening_decode(struct bs_bytes part, struct bs_hand_opening *out,
                                   struct bs_error *err)
{
    struct bs_hand_opening opening = {0};
    enum bs_err rc = member_read_message(part, BS_HAND_OPENING_MAX, "part 1", read_opening_members,
                                         &opening, err);

    if (rc == BS_OK) {
        *out = opening;
    }
    bs_wipe(&opening, sizeof opening);
    return rc;
}

/* ---- the parts in their order ---- */

static bool is_known(const struct bs_hand_walk *walk, const char *epoch)
{
    for (size_t i = 0; i < walk->epoch_count; i++) {
        if (strcmp(walk->epochs[i], epoch) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a batch is of this kiosk and stands in its place. */
static enum bs_err look_at_batch(const struct bs_hand_walk *walk,
                                 const struct bs_batch_header *header, struct bs_error *err)
{
    const char *last = walk->epoch_count == 0 ? "" : walk->epochs[walk->epoch_count - 1];

    if (strcmp(header->kiosk, walk->opening.kiosk) != 0) {
        return bs_fail(err, BS_BAD, "a batch of %s in a file of %s", header->kiosk,
                       walk->opening.kiosk);
    }
    if (strcmp(header->epoch, last) == 0) {
        return header->first_seq == walk->next_seq && strcmp(header->prev_hash, walk->hash) == 0
                   ? BS_OK
                   : bs_fail(err, BS_BAD, "does not go on where the part before it ended");
    }
    if (is_known(walk, header->epoch)) {
        return bs_fail(err, BS_BAD, "the epoch %s a second time", header->epoch);
    }
    return walk->epoch_count < BS_HAND_EPOCHS_MAX
               ? BS_OK
               : bs_fail(err, BS_LIMIT, "more than %d epochs in one file", BS_HAND_EPOCHS_MAX);
}

static void step(struct bs_hand_walk *walk, const struct bs_batch_header *header)
{
    if (walk->epoch_count == 0 || strcmp(header->epoch, walk->epochs[walk->epoch_count - 1]) != 0) {
        memcpy(walk->epochs[walk->epoch_count++], header->epoch, sizeof walk->epochs[0]);
    }
    walk->next_seq = header->first_seq + header->count;
    memcpy(walk->hash, header->last_hash, sizeof walk->hash);
    walk->batches++;
    walk->records += header->count;
}

enum bs_err bs_hand_walk_part(struct bs_hand_walk *walk, struct bs_bytes part,
                              struct bs_batch *batch, struct bs_error *err)
{
    struct bs_batch read;
    char where[WHERE_TEXT];
    enum bs_err rc;

    if (!walk->has_opening) {
        rc = bs_hand_opening_decode(part, &walk->opening, err);
        if (rc == BS_OK) {
            walk->has_opening = true;
            *batch = (struct bs_batch){0};
        }
        return rc;
    }
    rc = bs_batch_decode(part, &read, err);
    if (rc == BS_OK) {
        rc = look_at_batch(walk, &read.header, err);
        if (rc != BS_OK) {
            bs_batch_finish(&read);
        }
    }
    if (rc != BS_OK) {
        (void)snprintf(where, sizeof where, "part %" PRIu64, walk->batches + 2);
        (void)bs_fail_prefix(err, where);
        return rc;
    }
    step(walk, &read.header);
    *batch = read;
    return BS_OK;
}

enum bs_err bs_hand_walk_end(const struct bs_hand_walk *walk, struct bs_error *err)
{
    return walk->batches > 0 ? BS_OK : bs_fail(err, BS_BAD, "there are no records in it");
}

/* ---- the receipts ---- */

static struct bs_json *json_of_receipt(const struct bs_receipt *receipt)
{
    struct bs_json *json = NULL;
    struct bs_buf text;

    /* Through the one encoder of a receipt, so that it has the same members here. */
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
    bs_receipt_encode(receipt, &text);
    if (bs_json_parse(bs_buf_bytes(&text), &json, NULL) != BS_OK) {
        abort();
    }
    bs_buf_finish(&text);
    return json;
}

void bs_hand_receipts_encode(const struct bs_hand_receipts *receipts,
                             const uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object(), *list = bs_json_new_array();
    uint8_t signature[BS_SIGNATURE_SIZE];
    char text[SIGNATURE_TEXT];
    struct bs_buf line;

    assert(receipts->count >= 1 && receipts->count <= BS_HAND_EPOCHS_MAX);
    for (size_t i = 0; i < receipts->count; i++) {
        bs_json_add_take(list, json_of_receipt(&receipts->receipts[i]));
    }
    bs_json_set_int(json, "v", FILE_VERSION);
    bs_json_set_string(json, "kiosk", receipts->kiosk);
    bs_json_set_int(json, "made_ms", receipts->made_ms);
    bs_json_set_take(json, "receipts", list);
    bs_buf_init(&line, BS_HAND_RECEIPTS_MAX);
    bs_json_write(json, false, &line);
    bs_sign(secret_key, bs_buf_bytes(&line), signature);
    bs_base64_format(signature, sizeof signature, text, sizeof text);
    bs_buf_add(out, line.data, line.len);
    bs_buf_printf(out, "\n%s\n", text);
    bs_buf_finish(&line);
    bs_json_destroy(json);
}

/* One receipt, by the one decoder of receipts. False after a complaint. */
static bool read_receipt(const struct bs_json_at *at, struct bs_receipt *out)
{
    struct bs_error why = {0};
    struct bs_json *copy;
    struct bs_buf text;
    enum bs_err rc;

    if (!bs_json_is_object(at)) {
        bs_json_complain(at, "expected an object");
        return false;
    }
    copy = bs_json_copy(at);
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
    bs_json_write(copy, false, &text);
    bs_json_destroy(copy);
    rc = bs_buf_check(&text, "a receipt", &why);
    if (rc == BS_OK) {
        rc = bs_receipt_decode(bs_buf_bytes(&text), out, &why);
    }
    bs_buf_finish(&text);
    if (rc != BS_OK) {
        bs_json_complain(at, "%s", why.text);
    }
    return rc == BS_OK;
}

static bool has_epoch(const struct bs_hand_receipts *receipts, const char *epoch)
{
    for (size_t i = 0; i < receipts->count; i++) {
        if (strcmp(receipts->receipts[i].epoch, epoch) == 0) {
            return true;
        }
    }
    return false;
}

static void read_receipts_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"v", "kiosk", "made_ms", "receipts", NULL};
    struct bs_hand_receipts *out = self;
    struct bs_json_at list = bs_json_member(root, "receipts");
    size_t count = bs_json_count(&list);

    (void)bs_json_only(root, names);
    read_version(root);
    (void)member_text(root, "kiosk", sizeof out->kiosk, bs_slug_valid, out->kiosk);
    (void)bs_json_int(root, "made_ms", 0, BS_NUMBER_MAX, &out->made_ms);
    if (!bs_json_is_array(&list) || count == 0 || count > BS_HAND_EPOCHS_MAX) {
        bs_json_complain(&list, "expected 1 to %d receipts", BS_HAND_EPOCHS_MAX);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        struct bs_receipt receipt;

        if (!read_receipt(&item, &receipt)) {
            return;
        }
        if (strcmp(receipt.kiosk, out->kiosk) != 0 || has_epoch(out, receipt.epoch)) {
            bs_json_complain(&item, "is of another kiosk, or of an epoch that is there already");
            return;
        }
        out->receipts[out->count++] = receipt;
    }
}

enum bs_err bs_hand_receipts_read(struct bs_bytes line, struct bs_hand_receipts *out,
                                  struct bs_error *err)
{
    struct bs_hand_receipts *receipts = bs_xcalloc(1, sizeof *receipts);
    enum bs_err rc = member_read_message(line, BS_HAND_RECEIPTS_MAX, "receipts",
                                         read_receipts_members, receipts, err);

    if (rc == BS_OK) {
        *out = *receipts;
    }
    free(receipts);
    return rc;
}

/* Cuts the file into its line and the signature, which are all of it. */
static bool split(struct bs_bytes file, struct bs_bytes *line, uint8_t signature[BS_SIGNATURE_SIZE])
{
    const uint8_t *end = file.len == 0 ? NULL : memchr(file.data, '\n', file.len);
    char text[SIGNATURE_TEXT] = "";

    if (end == NULL || file.len - (size_t)(end - file.data) != sizeof text + 1 ||
        file.data[file.len - 1] != '\n') {
        return false;
    }
    memcpy(text, end + 1, sizeof text - 1);
    *line = (struct bs_bytes){file.data, (size_t)(end - file.data)};
    return memchr(text, '\0', sizeof text - 1) == NULL &&
           bs_base64_parse(text, signature, BS_SIGNATURE_SIZE);
}

enum bs_err bs_hand_receipts_decode(struct bs_bytes file,
                                    const uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                                    struct bs_hand_receipts *out, struct bs_error *err)
{
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct bs_bytes line;

    if (file.len > BS_HAND_RECEIPTS_MAX) {
        return bs_fail(err, BS_LIMIT, "receipts: %zu bytes; at most %d are allowed", file.len,
                       BS_HAND_RECEIPTS_MAX);
    }
    if (!split(file, &line, signature)) {
        return bs_fail(err, BS_BAD, "this is not a whole file of receipts");
    }
    if (!bs_sign_verify(public_key, line, signature)) {
        return bs_fail(err, BS_BAD,
                       "the signature is not right: changed, or of another central than ours");
    }
    return bs_hand_receipts_read(line, out, err);
}
