/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A receipt, as whatever answers sends it, and the digest in a header. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

static void look_at_failure(enum bs_err rc, const struct bs_error *err)
{
    FUZZ_MUST(err->code == rc && err->text[0] != '\0');
    FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
}

/* What was read and written again reads the same. */
static void try_receipt(struct bs_bytes body)
{
    struct bs_receipt receipt, again;
    struct bs_error err = {0};
    struct bs_buf text;
    enum bs_err rc = bs_receipt_decode(body, &receipt, &err);

    if (rc != BS_OK) {
        look_at_failure(rc, &err);
        return;
    }
    FUZZ_MUST(receipt.set_aside_count <= BS_SET_ASIDE_MAX);
    FUZZ_MUST(receipt.backup_complete_to <= receipt.complete_to);
    bs_buf_init(&text, BS_RECEIPT_BYTES_MAX);
    bs_receipt_encode(&receipt, &text);
    FUZZ_MUST(bs_receipt_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(again.complete_to == receipt.complete_to);
    FUZZ_MUST(strcmp(again.batch_hash, receipt.batch_hash) == 0);
    bs_buf_finish(&text);
}

static void try_digest(struct bs_bytes body)
{
    char right[64];
    char *text = bs_xcalloc(body.len + 1, 1);

    if (body.len > 0) {
        memcpy(text, body.data, body.len);
    }
    if (bs_content_digest_matches(text, bs_bytes_of("{}"))) {
        bs_content_digest(bs_bytes_of("{}"), right);
        FUZZ_MUST(strstr(text, right + sizeof "sha-256=" - 1) != NULL);
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes body = {data, size};

    try_receipt(body);
    try_digest(body);
    return 0;
}
