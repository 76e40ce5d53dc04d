/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a body says and central knows better: trials, places, neighbourhoods; why a record is set aside; eight at once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/utf8.h>

#include "storage_left.h"
#include "storage_proof.h"
#include "storage_stage.h"

#define SALT "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,"
#define ABOUT(area)                                                                                \
    SALT "\"programme\":\"plein\",\"version\":1,\"place\":\"prinsenhof\",\"channel\":\"kiosk\","   \
         "\"lang\":\"nl\",\"trial\":false,\"age\":\"18_29\",\"area\":\"" area "\"}"

static struct stage_answer send_from(struct storage_stage *stage, const struct storage_kiosk *kiosk,
                                     const struct stage_log *log)
{
    return stage_send_as(stage, kiosk, log, 1, log->count, false);
}

/* One that staff never put in use. */
static void new_kiosk(struct storage_stage *stage, struct storage_kiosk *out)
{
    *out = stage->kiosk;
    (void)strcpy(out->id, "kiosk-9");
    assert_int_equal(storage_invite_kiosk(stage->storage, out, "code", STAGE_NOW_MS + 1000, NULL),
                     BS_OK);
}

static int64_t submissions(struct storage_stage *stage, bool trial)
{
    struct storage_filter filter = {
        .tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME, .trials = trial};
    struct storage_totals totals;

    assert_int_equal(storage_totals(stage->storage, &filter, &totals, NULL), BS_OK);
    return totals.submissions;
}

struct reasons {
    size_t count;
    enum storage_aside why[16];
};

static bool take_reason(void *self, const struct storage_line *line, enum storage_aside why)
{
    struct reasons *reasons = self;

    (void)line;
    reasons->why[reasons->count++] = why;
    return true;
}

static struct reasons reasons_of(struct storage_stage *stage)
{
    struct reasons reasons = {.count = 0};

    assert_int_equal(storage_set_aside(stage->storage, "kiosk-1", take_reason, &reasons, NULL),
                     BS_OK);
    return reasons;
}

static void a_kiosk_that_was_never_in_use_counts_as_a_trial_whatever_it_says(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-9", STAGE_EPOCH);
    struct storage_kiosk kiosk;

    new_kiosk(stage, &kiosk);
    stage_log_fill(log, 9);
    assert_int_equal(send_from(stage, &kiosk, log).rc, BS_OK);
    assert_int_equal(submissions(stage, false), 0);
    assert_int_equal(submissions(stage, true), 9);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static void what_was_counted_as_a_trial_stays_one_when_the_kiosk_is_put_in_use(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-9", STAGE_EPOCH);
    struct storage_kiosk kiosk;
    char first[BS_UUID_TEXT];

    new_kiosk(stage, &kiosk);
    stage_log_fill(log, 1);
    assert_int_equal(send_from(stage, &kiosk, log).rc, BS_OK);
    assert_int_equal(storage_set_kiosk_state(stage->storage, "kiosk-9", STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    stage_log_id(log, 1, first);
    stage_log_add(log, &(struct stage_visit){.face = "bad", .corrects = first});
    stage_log_fill(log, 1);
    assert_int_equal(send_from(stage, &kiosk, log).rc, BS_OK);
    assert_int_equal(submissions(stage, true), 1);
    assert_int_equal(submissions(stage, false), 1);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static void a_kiosk_that_was_taken_out_of_use_and_comes_back_is_no_trial(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(
        storage_invite_kiosk(stage->storage, &stage->kiosk, "again", STAGE_NOW_MS + 1000, NULL),
        BS_OK);
    stage_log_fill(log, 2);
    assert_int_equal(send_from(stage, &stage->kiosk, log).rc, BS_OK);
    assert_int_equal(submissions(stage, false), 2);
    stage_log_destroy(log);
}

static void a_place_of_nobody_is_set_aside_until_it_is_there(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_place place = {.tenant = STAGE_TENANT, .id = "nieuw", .json = "{}"};
    struct stage_answer answer;
    struct reasons reasons;

    stage_log_add(log, &(struct stage_visit){.face = "bad", .place = "nieuw"});
    stage_log_add(log, &(struct stage_visit){.face = "bad", .place = STAGE_LIBRARY});
    answer = send_from(stage, &stage->kiosk, log);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_int_equal(answer.receipt.set_aside[0], 1);
    reasons = reasons_of(stage);
    assert_int_equal(reasons.count, 1);
    assert_int_equal(reasons.why[0], STORAGE_ASIDE_PLACE);
    assert_int_equal(storage_put_place(stage->storage, &place, NULL), BS_OK);
    assert_int_equal(reasons_of(stage).count, 0);
    assert_int_equal(submissions(stage, false), 2);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static void each_reason_is_told_apart(void **state)
{
    static const enum storage_aside expected[] = {STORAGE_ASIDE_KIND, STORAGE_ASIDE_BODY,
                                                  STORAGE_ASIDE_PROGRAMME, STORAGE_ASIDE_WAITS,
                                                  STORAGE_ASIDE_ID};
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct reasons reasons;
    char id[BS_UUID_TEXT];

    stage_log_fill(log, 1);
    stage_log_id(log, 1, id);
    stage_log_add(log, &(struct stage_visit){.kind = "weather", .body = "{}"});
    stage_log_add(log, &(struct stage_visit){.body = "{}"});
    stage_log_add(log, &(struct stage_visit){.face = "bad", .version = 7});
    stage_log_add(log, &(struct stage_visit){.face = "bad",
                                             .corrects = "019342ab-0000-7000-8000-00000000ffff"});
    stage_log_add(log, &(struct stage_visit){.face = "bad", .id = id});
    assert_int_equal(send_from(stage, &stage->kiosk, log).rc, BS_OK);
    reasons = reasons_of(stage);
    assert_int_equal(reasons.count, 5);
    assert_memory_equal(reasons.why, expected, sizeof expected);
    stage_log_destroy(log);
}

/* --- neighbourhoods --- */

static bool write_left(void *self, enum storage_left what, const char *value, int64_t count,
                       int64_t answered)
{
    char *text = self;
    size_t len = strlen(text);

    (void)snprintf(text + len, 256 - len, "%d %s %d/%d;", (int)what, value, (int)count,
                   (int)answered);
    return true;
}

static void a_neighbourhood_that_the_place_does_not_offer_counts_as_unsaid(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char text[256] = "";

    stage_log_add(log,
                  &(struct stage_visit){.kind = BS_KIND_ABOUT_YOU, .body = ABOUT("BU05460101")});
    stage_log_add(log, &(struct stage_visit){.kind = BS_KIND_ABOUT_YOU, .body = ABOUT("WK191602")});
    stage_log_add(log,
                  &(struct stage_visit){.kind = BS_KIND_ABOUT_YOU, .body = ABOUT("elsewhere")});
    assert_int_equal(send_from(stage, &stage->kiosk, log).receipt.set_aside_count, 0);
    assert_int_equal(storage_left(stage->storage, &filter, write_left, text, NULL), BS_OK);
    assert_string_equal(text, "0 18_29 3/3;1 WK191602 1/3;1 elsewhere 1/3;1 unsaid 1/3;");
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

/* --- eight at once --- */

static void of_eight_those_that_were_there_under_another_epoch_count_once(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *old = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *new = stage_log_create("kiosk-1", STAGE_EPOCH_2);

    stage_log_fill(old, 20);
    assert_int_equal(send_from(stage, &stage->kiosk, old).rc, BS_OK);
    for (size_t i = 0; i < 20; i++) {
        if (i % 3 == 0) {
            stage_log_copy(new, old, i + 1);
        } else {
            stage_log_fill(new, 1);
        }
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(send_from(stage, &stage->kiosk, new).receipt.complete_to, 20);
        assert_int_equal(submissions(stage, false), 20 + 13);
    }
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(old);
    stage_log_destroy(new);
}

static void the_same_id_twice_among_eight_counts_once(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_fill(log, 3);
    stage_log_copy(log, log, 2);
    stage_log_fill(log, 4);
    assert_int_equal(send_from(stage, &stage->kiosk, log).rc, BS_OK);
    assert_int_equal(submissions(stage, false), 7);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_kiosk_that_was_never_in_use_counts_as_a_trial_whatever_it_says),
        STAGED(what_was_counted_as_a_trial_stays_one_when_the_kiosk_is_put_in_use),
        STAGED(a_kiosk_that_was_taken_out_of_use_and_comes_back_is_no_trial),
        STAGED(a_place_of_nobody_is_set_aside_until_it_is_there),
        STAGED(each_reason_is_told_apart),
        STAGED(a_neighbourhood_that_the_place_does_not_offer_counts_as_unsaid),
        STAGED(of_eight_those_that_were_there_under_another_epoch_count_once),
        STAGED(the_same_id_twice_among_eight_counts_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
