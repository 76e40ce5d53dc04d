/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The hash of a new token: what is read can be written again, and reads the same. */

#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_credential credential = {.generation = 0}, again = {.generation = 0};
    struct bs_error err = {0};
    struct bs_buf text;
    enum bs_err rc = bs_credential_decode((struct bs_bytes){data, size}, &credential, &err);

    if (rc != BS_OK) {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
        return 0;
    }
    FUZZ_MUST(bs_hash_text_valid(credential.token_hash));
    FUZZ_MUST(credential.generation >= 1 && credential.generation <= BS_NUMBER_MAX);
    bs_buf_init(&text, BS_CREDENTIAL_BYTES_MAX);
    bs_credential_encode(&credential, &text);
    FUZZ_MUST(bs_credential_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.token_hash, credential.token_hash) == 0);
    FUZZ_MUST(again.generation == credential.generation);
    bs_buf_finish(&text);
    return 0;
}
