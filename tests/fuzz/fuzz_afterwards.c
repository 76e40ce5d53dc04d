/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The bodies of what is left after the thanks: at most one of the three reads it, and then none of a
 * connector's three; it is written again and reads the same. */

#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/review.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

static void look_at_error(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        FUZZ_MUST(err->code == rc && err->text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err->text, strlen(err->text)));
    }
}

static void same_place(const struct bs_left_at *a, const struct bs_left_at *b)
{
    FUZZ_MUST(strcmp(a->programme, b->programme) == 0 && a->version == b->version);
    FUZZ_MUST(strcmp(a->place, b->place) == 0 && strcmp(a->lang, b->lang) == 0);
    FUZZ_MUST(a->channel == b->channel && a->is_trial == b->is_trial);
}

static enum bs_err read_about_you(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_about_you about, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_about_you_decode(bytes, &about, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_about_you_encode(&about, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_about_you_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_place(&about.at, &again.at);
        FUZZ_MUST(about.age == again.age && strcmp(about.area, again.area) == 0);
        bs_buf_finish(&body);
    }
    return rc;
}

static enum bs_err read_verdict(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_verdict verdict, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_verdict_decode(bytes, &verdict, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_verdict_encode(&verdict, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_verdict_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_place(&verdict.at, &again.at);
        FUZZ_MUST(verdict.outcome_version == again.outcome_version);
        FUZZ_MUST(verdict.understood == again.understood && verdict.has_right == again.has_right &&
                  verdict.is_right == again.is_right);
        bs_buf_finish(&body);
    }
    return rc;
}

static enum bs_err read_contact_wish(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_contact_wish wish, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_contact_wish_decode(bytes, &wish, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_contact_wish_encode(&wish, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_contact_wish_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_place(&wish.at, &again.at);
        FUZZ_MUST(strcmp(wish.jwe, again.jwe) == 0);
        bs_buf_finish(&body);
    }
    return rc;
}

/* How many of a connector's bodies it is; fuzz_review looks at what is in them. */
static int count_review(struct bs_bytes bytes)
{
    struct bs_comment comment;
    struct bs_decision decision;
    struct bs_note note;

    return (bs_comment_decode(bytes, &comment, NULL) == BS_OK ? 1 : 0) +
           (bs_decision_decode(bytes, &decision, NULL) == BS_OK ? 1 : 0) +
           (bs_note_decode(bytes, &note, NULL) == BS_OK ? 1 : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_bytes bytes = {data, size};
    int right = count_review(bytes);

    right += read_about_you(bytes) == BS_OK ? 1 : 0;
    right += read_verdict(bytes) == BS_OK ? 1 : 0;
    right += read_contact_wish(bytes) == BS_OK ? 1 : 0;
    FUZZ_MUST(right <= 1);
    return 0;
}
