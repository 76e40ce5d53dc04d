/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* First contact: the request as anybody can send it to central, the answer as any server may give it, the code as a person types it.
 * What is taken is written again and reads the same. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

enum { ROOM = 4096 };

static void look_at_failure(enum bs_err rc, const struct bs_error *err)
{
    FUZZ_MUST(err->code == rc && err->text[0] != '\0');
    FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
}

static void try_request(struct bs_bytes body, struct bs_buf *text)
{
    struct bs_enrolment_request request, again;
    char code[BS_ENROLMENT_CODE_TEXT];
    struct bs_error err = {0};
    enum bs_err rc = bs_enrolment_request_decode(body, &request, &err);

    if (rc != BS_OK) {
        look_at_failure(rc, &err);
        return;
    }
    FUZZ_MUST(bs_enrolment_code_parse(request.code, code) && strcmp(code, request.code) == 0);
    bs_enrolment_request_encode(&request, text);
    FUZZ_MUST(bs_enrolment_request_decode(bs_buf_bytes(text), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.token_hash, request.token_hash) == 0);
}

static void try_answer(struct bs_bytes body, struct bs_buf *text)
{
    struct bs_enrolment_answer answer, again;
    struct bs_error err = {0};
    enum bs_err rc = bs_enrolment_answer_decode(body, &answer, &err);

    if (rc != BS_OK) {
        look_at_failure(rc, &err);
        return;
    }
    FUZZ_MUST(bs_hash_text_valid(answer.bundle_key));
    bs_enrolment_answer_encode(&answer, text);
    FUZZ_MUST(bs_enrolment_answer_decode(bs_buf_bytes(text), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.kiosk, answer.kiosk) == 0 && strcmp(again.tenant, answer.tenant) == 0);
}

static void try_code(struct bs_bytes body)
{
    char code[BS_ENROLMENT_CODE_TEXT], again[BS_ENROLMENT_CODE_TEXT], shown[16];
    char *text = bs_xcalloc(body.len + 1, 1);

    if (body.len > 0) {
        memcpy(text, body.data, body.len);
    }
    if (bs_enrolment_code_parse(text, code)) {
        bs_enrolment_code_show(code, shown);
        FUZZ_MUST(bs_enrolment_code_parse(shown, again) && strcmp(code, again) == 0);
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes body = {data, size};
    struct bs_buf text;

    bs_buf_init(&text, ROOM);
    try_request(body, &text);
    bs_buf_reset(&text);
    try_answer(body, &text);
    bs_buf_finish(&text);
    try_code(body);
    return 0;
}
