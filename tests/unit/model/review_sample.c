/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A body of each kind and ruling that a connector makes, and what they are made of. */

#include "review_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "model_sample.h"

static void fill_plainly(struct bs_random *self, void *out, size_t size)
{
    (void)self;
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(i * 0x11);
    }
}

struct bs_random review_plain(void)
{
    return (struct bs_random){.fill = fill_plainly};
}

static const struct bs_left_at at = {
    .programme = "schone-straat", .version = 2, .place = "prinsenhof", .lang = "ar"};

struct bs_comment review_masked(void)
{
    return (struct bs_comment){.at = at,
                               .id = ID,
                               .submission = VISIT,
                               .written = {2026, 3, 2},
                               .by = "v-7k2m",
                               .mask_count = 2,
                               .masks = {BS_MASK_NAME, BS_MASK_PHONE},
                               .text = "Bel \u2588: \"\u2588\" \\"};
}

struct bs_decision review_ruled(enum bs_ruling ruling)
{
    return (struct bs_decision){.at = at,
                                .id = ID,
                                .by = "v-7k2m",
                                .ruling = ruling,
                                .mask_count = 2,
                                .reason = BS_HIDE_THREAT,
                                .to = BS_PASS_READER};
}

struct bs_note review_note(enum bs_note_kind kind)
{
    return (struct bs_note){.kind = kind,
                            .place = "prinsenhof",
                            .lang = "nl",
                            .by = "v-7k2m",
                            .day = {2026, 3, 2},
                            .has_consent = true,
                            .is_trial = true,
                            .text = "Feest."};
}

enum bs_err review_decode_comment(struct bs_bytes body, struct bs_error *err)
{
    struct bs_comment found;

    return bs_comment_decode(body, &found, err);
}

enum bs_err review_decode_decision(struct bs_bytes body, struct bs_error *err)
{
    struct bs_decision found;

    return bs_decision_decode(body, &found, err);
}

enum bs_err review_decode_note(struct bs_bytes body, struct bs_error *err)
{
    struct bs_note found;

    return bs_note_decode(body, &found, err);
}

void review_assert_reads(review_decoder *decode, const char *body, const char *from, const char *to)
{
    char *text = sample_replace(bs_xstrdup(body), from, to);
    struct bs_error err = {0};

    if (decode(bs_bytes_of(text), &err) != BS_OK) {
        fail_msg("%s: %s", to, err.text);
    }
    free(text);
}

void review_assert_says(review_decoder *decode, const char *body, const char *from, const char *to,
                        const char *sentence)
{
    char *text = sample_replace(bs_xstrdup(body), from, to);
    struct bs_error err = {0};

    assert_int_equal(decode(bs_bytes_of(text), &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    free(text);
}
