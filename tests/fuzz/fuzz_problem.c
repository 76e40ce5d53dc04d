/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A refusal, as central or whatever stands before it may send one: what a person is told of it is clean text, and what central
 * itself could have said is written again and reads the same. */

#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

static void look_at_again(const struct bs_problem *problem)
{
    struct bs_problem again = {0};
    struct bs_buf text;

    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
    bs_problem_encode(problem, &text);
    FUZZ_MUST(bs_problem_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(again.type == problem->type && again.status == problem->status);
    FUZZ_MUST(strcmp(again.title, problem->title) == 0);
    FUZZ_MUST(strcmp(again.detail, problem->detail) == 0);
    bs_buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_problem problem = {.status = -1};
    struct bs_error err = {0};
    enum bs_err rc = bs_problem_decode((struct bs_bytes){data, size}, &problem, &err);

    if (rc != BS_OK) {
        FUZZ_MUST(err.code == rc && bs_utf8_is_text(err.text, strlen(err.text)));
        FUZZ_MUST(err.text[0] != '\0' && problem.status == -1);
        return 0;
    }
    FUZZ_MUST(problem.status >= 100 && problem.status <= 599);
    FUZZ_MUST(bs_utf8_is_text(problem.title, strlen(problem.title)));
    FUZZ_MUST(bs_utf8_is_text(problem.detail, strlen(problem.detail)));
    FUZZ_MUST(problem.ours[0] == '\0' || bs_hash_text_valid(problem.ours));
    FUZZ_MUST(problem.theirs[0] == '\0' || bs_hash_text_valid(problem.theirs));
    FUZZ_MUST(problem.seq <= BS_NUMBER_MAX && problem.complete_to <= BS_NUMBER_MAX);
    FUZZ_MUST(problem.min_v >= 0 && problem.max_v >= 0);
    if (problem.status >= 400) {
        look_at_again(&problem);
    }
    return 0;
}
