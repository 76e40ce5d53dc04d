/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipts that come back by hand: the file with its signature, and the line as it is read once that was found right. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/hand.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "fuzz_key.h"
#include "fuzz_target.h"

static void look_at_failure(enum bs_err rc, const struct bs_error *err)
{
    FUZZ_MUST(err->code == rc && err->text[0] != '\0');
    FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
}

/* Written again and signed, it is a file that reads the same. */
static void look_at_receipts(const struct bs_hand_receipts *receipts)
{
    struct bs_hand_receipts *again = bs_xcalloc(1, sizeof *again);
    struct bs_buf file;

    FUZZ_MUST(receipts->count >= 1 && receipts->count <= BS_HAND_EPOCHS_MAX);
    for (size_t i = 0; i < receipts->count; i++) {
        FUZZ_MUST(strcmp(receipts->receipts[i].kiosk, receipts->kiosk) == 0);
        FUZZ_MUST(receipts->receipts[i].backup_complete_to <= receipts->receipts[i].complete_to);
    }
    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(receipts, fuzz_secret_key, &file);
    FUZZ_MUST(bs_hand_receipts_decode(bs_buf_bytes(&file), fuzz_public_key, again, NULL) == BS_OK);
    FUZZ_MUST(again->count == receipts->count && again->made_ms == receipts->made_ms);
    for (size_t i = 0; i < again->count; i++) {
        FUZZ_MUST(strcmp(again->receipts[i].epoch, receipts->receipts[i].epoch) == 0);
        FUZZ_MUST(again->receipts[i].complete_to == receipts->receipts[i].complete_to);
    }
    bs_buf_finish(&file);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_hand_receipts *receipts = bs_xcalloc(1, sizeof *receipts);
    const struct bs_bytes bytes = {data, size};
    struct bs_error err = {0}, line_err = {0};
    enum bs_err rc;

    FUZZ_MUST(bs_crypto_start(NULL) == BS_OK);
    rc = bs_hand_receipts_decode(bytes, fuzz_public_key, receipts, &err);
    if (rc != BS_OK) {
        look_at_failure(rc, &err);
    }
    rc = bs_hand_receipts_read(bytes, receipts, &line_err);
    if (rc == BS_OK) {
        look_at_receipts(receipts);
    } else {
        look_at_failure(rc, &line_err);
    }
    free(receipts);
    return 0;
}
