/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Comments, decisions and notes: at most one of the three reads it; it is written again and reads the same. */

#include <string.h>

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

static void same_comment(const struct bs_comment *a, const struct bs_comment *b)
{
    same_place(&a->at, &b->at);
    FUZZ_MUST(strcmp(a->id, b->id) == 0 && strcmp(a->submission, b->submission) == 0);
    FUZZ_MUST(bs_date_compare(a->written, b->written) == 0 && strcmp(a->by, b->by) == 0);
    FUZZ_MUST(a->mask_count == b->mask_count && a->mask_count <= BS_MASKS_MAX);
    FUZZ_MUST(memcmp(a->masks, b->masks, a->mask_count * sizeof a->masks[0]) == 0);
    FUZZ_MUST(strcmp(a->text, b->text) == 0 && bs_utf8_is_line(a->text, BS_WORDS_MAX));
}

static enum bs_err read_comment(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_comment comment, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_comment_decode(bytes, &comment, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_comment_encode(&comment, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_comment_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_comment(&comment, &again);
        bs_buf_finish(&body);
    }
    return rc;
}

static void same_decision(const struct bs_decision *a, const struct bs_decision *b)
{
    same_place(&a->at, &b->at);
    FUZZ_MUST(strcmp(a->id, b->id) == 0 && strcmp(a->by, b->by) == 0 && a->ruling == b->ruling);
    FUZZ_MUST(a->mask_count == b->mask_count && a->reason == b->reason && a->to == b->to);
    FUZZ_MUST(bs_decision_later(a, b) == (b->ruling == BS_RULING_TAKE_BACK ? NULL : b));
    FUZZ_MUST(bs_decision_stricter(a, b) == a);
}

static enum bs_err read_decision(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_decision decision, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_decision_decode(bytes, &decision, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_decision_encode(&decision, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_decision_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_decision(&decision, &again);
        bs_buf_finish(&body);
    }
    return rc;
}

static void same_note(const struct bs_note *a, const struct bs_note *b)
{
    FUZZ_MUST(a->kind == b->kind && strcmp(a->place, b->place) == 0);
    FUZZ_MUST(strcmp(a->programme, b->programme) == 0 && strcmp(a->lang, b->lang) == 0);
    FUZZ_MUST(strcmp(a->by, b->by) == 0 && bs_date_compare(a->day, b->day) == 0);
    FUZZ_MUST(a->has_consent == b->has_consent && a->is_trial == b->is_trial);
    FUZZ_MUST(a->has_consent == (a->kind == BS_NOTE_TREASURE));
    FUZZ_MUST(strcmp(a->text, b->text) == 0 && bs_utf8_is_line(a->text, BS_NOTE_MAX));
}

static enum bs_err read_note(struct bs_bytes bytes)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_note note, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_note_decode(bytes, &note, &err);

    look_at_error(rc, &err);
    if (rc == BS_OK) {
        bs_buf_init(&body, BS_SUBMISSION_MAX);
        FUZZ_MUST(bs_note_encode(&note, &random, &body, NULL) == BS_OK);
        FUZZ_MUST(bs_note_decode(bs_buf_bytes(&body), &again, NULL) == BS_OK);
        same_note(&note, &again);
        bs_buf_finish(&body);
    }
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_bytes bytes = {data, size};
    int right = 0;

    right += read_comment(bytes) == BS_OK ? 1 : 0;
    right += read_decision(bytes) == BS_OK ? 1 : 0;
    right += read_note(bytes) == BS_OK ? 1 : 0;
    FUZZ_MUST(right <= 1);
    return 0;
}
