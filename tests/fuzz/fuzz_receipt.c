/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The small messages: receipts and problems, as whatever answers sends them; enrolment; the two texts in a header. */

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

static void try_problem(struct bs_bytes body)
{
    struct bs_problem problem;
    struct bs_error err = {0};
    enum bs_err rc = bs_problem_decode(body, &problem, &err);

    if (rc != BS_OK) {
        look_at_failure(rc, &err);
        return;
    }
    FUZZ_MUST(problem.status >= 100 && problem.status <= 599);
    FUZZ_MUST(bs_utf8_is_text(problem.title, strlen(problem.title)));
    FUZZ_MUST(bs_utf8_is_text(problem.detail, strlen(problem.detail)));
    FUZZ_MUST(problem.ours[0] == '\0' || bs_hash_text_valid(problem.ours));
}

static void try_enrolment(struct bs_bytes body)
{
    struct bs_enrolment_request request;
    struct bs_enrolment_answer answer;
    struct bs_error err = {0}, answer_err = {0};
    char code[BS_ENROLMENT_CODE_TEXT];
    enum bs_err rc = bs_enrolment_request_decode(body, &request, &err);

    if (rc == BS_OK) {
        FUZZ_MUST(bs_enrolment_code_parse(request.code, code) && strcmp(code, request.code) == 0);
    } else {
        look_at_failure(rc, &err);
    }
    rc = bs_enrolment_answer_decode(body, &answer, &answer_err);
    if (rc == BS_OK) {
        FUZZ_MUST(bs_hash_text_valid(answer.bundle_key));
    } else {
        look_at_failure(rc, &answer_err);
    }
}

static void try_texts(struct bs_bytes body)
{
    char code[BS_ENROLMENT_CODE_TEXT];
    char *text = bs_xcalloc(body.len + 1, 1);

    if (body.len > 0) {
        memcpy(text, body.data, body.len);
    }
    if (bs_enrolment_code_parse(text, code)) {
        FUZZ_MUST(strlen(code) == sizeof code - 1);
    }
    (void)bs_content_digest_matches(text, bs_bytes_of("{}"));
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes body = {data, size};

    try_receipt(body);
    try_problem(body);
    try_enrolment(body);
    try_texts(body);
    return 0;
}
