/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The body of a submission: what is read can be written again, and reads the same; and what the quick reader takes the
 * reader of JSON takes too, to the last byte of what they make of it. */

#include <string.h>

#include <buurtstem/random.h>
#include <buurtstem/submission.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "submission_quick.h"

/* Both start from zeros, so that all bytes may be compared. */
static void read_in_two_ways(struct bs_bytes body)
{
    struct bs_submission quick = {0}, slow = {0};

    if (submission_read_quick(body, &quick)) {
        FUZZ_MUST(submission_read_json(body, &slow, NULL) == BS_OK);
        FUZZ_MUST(memcmp(&quick, &slow, sizeof quick) == 0);
    }
}

static void write_and_read_again(const struct bs_submission *submission)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_submission again;
    struct bs_buf body;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    FUZZ_MUST(bs_submission_encode(submission, &random, &body, NULL) == BS_OK);
    FUZZ_MUST(bs_submission_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(submission->programme, again.programme) == 0);
    FUZZ_MUST(submission->seconds == again.seconds);
    FUZZ_MUST(strcmp(submission->corrects, again.corrects) == 0);
    FUZZ_MUST(submission->channel == again.channel);
    FUZZ_MUST(strcmp(submission->batch, again.batch) == 0);
    FUZZ_MUST(submission->batch[0] == '\0' || submission->channel == BS_CHANNEL_PAPER);
    FUZZ_MUST(submission->corrects[0] == '\0' || !submission->is_partial);
    FUZZ_MUST(submission->is_burst == again.is_burst);
    FUZZ_MUST(submission->answer_count == again.answer_count);
    for (size_t i = 0; i < again.answer_count; i++) {
        FUZZ_MUST(submission->answers[i].dont_know == again.answers[i].dont_know);
        FUZZ_MUST(bs_kind_is_asked(again.answers[i].kind));
        FUZZ_MUST(submission->answers[i].value_count == again.answers[i].value_count);
        for (size_t j = 0; j < again.answers[i].value_count; j++) {
            FUZZ_MUST(strcmp(submission->answers[i].values[j], again.answers[i].values[j]) == 0);
        }
    }
    read_in_two_ways(bs_buf_bytes(&body));
    FUZZ_MUST(submission_read_quick(bs_buf_bytes(&body), &(struct bs_submission){0}));
    bs_buf_finish(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_submission submission;
    struct bs_error err = {0};

    read_in_two_ways((struct bs_bytes){data, size});
    enum bs_err rc = bs_submission_decode((struct bs_bytes){data, size}, &submission, &err);

    if (rc == BS_OK) {
        write_and_read_again(&submission);
    } else {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
    }
    return 0;
}
