/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is in a file that came by hand once it was opened: parts, each four bytes of length, lowest first, and so many bytes. */

#include <string.h>

#include <buurtstem/hand.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

static void look_at_failure(enum bs_err rc, const struct bs_error *err)
{
    FUZZ_MUST(err->code == rc && err->text[0] != '\0');
    FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
}

static void look_at_opening(const struct bs_hand_opening *opening)
{
    struct bs_hand_opening again;
    struct bs_buf text;

    bs_buf_init(&text, BS_HAND_OPENING_MAX);
    bs_hand_opening_encode(opening, &text);
    FUZZ_MUST(bs_hand_opening_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.kiosk, opening->kiosk) == 0 && again.made_ms == opening->made_ms);
    FUZZ_MUST(strcmp(again.token, opening->token) == 0);
    bs_buf_finish(&text);
}

static void look_at_walk(const struct bs_hand_walk *walk, const struct bs_batch *batch,
                         uint64_t records)
{
    FUZZ_MUST(walk->records == records && walk->records >= walk->batches);
    FUZZ_MUST(walk->epoch_count >= 1 && walk->epoch_count <= BS_HAND_EPOCHS_MAX);
    FUZZ_MUST(strcmp(walk->epochs[walk->epoch_count - 1], batch->header.epoch) == 0);
    FUZZ_MUST(strcmp(batch->header.kiosk, walk->opening.kiosk) == 0);
    FUZZ_MUST(walk->next_seq == batch->header.first_seq + batch->header.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_hand_walk walk = {.has_opening = false};
    struct bs_error err = {0};
    enum bs_err rc = BS_OK;
    uint64_t records = 0;

    for (size_t at = 0; rc == BS_OK && size - at >= 4;) {
        size_t len = (size_t)data[at] | (size_t)data[at + 1] << 8 | (size_t)data[at + 2] << 16 |
                     (size_t)data[at + 3] << 24;
        struct bs_batch batch;

        at += 4;
        len = len < size - at ? len : size - at;
        rc = bs_hand_walk_part(&walk, (struct bs_bytes){data + at, len}, &batch, &err);
        at += len;
        if (rc == BS_OK && batch.records != NULL) {
            records += batch.header.count;
            look_at_walk(&walk, &batch, records);
            bs_batch_finish(&batch);
        } else if (rc == BS_OK) {
            look_at_opening(&walk.opening);
        }
    }
    if (rc == BS_OK) {
        rc = bs_hand_walk_end(&walk, &err);
        FUZZ_MUST((rc == BS_OK) == (records > 0));
    }
    if (rc != BS_OK) {
        look_at_failure(rc, &err);
    }
    return 0;
}
