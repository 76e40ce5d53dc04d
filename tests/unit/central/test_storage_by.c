/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Results by channel and by day. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_stage.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

/* Three days: 20 November twice at the kiosk, 21 November nobody, 22 November on paper and with help. */
static void fill(struct storage_stage *stage)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_add(log, &(struct stage_visit){.face = "good",
                                             .wishes = {"bank", NULL},
                                             .wall_ms = STAGE_NOW_MS - 2 * day_ms});
    stage_log_add(log, &(struct stage_visit){.face = "bad",
                                             .wishes = {"boom", NULL},
                                             .wall_ms = STAGE_NOW_MS - 2 * day_ms});
    stage_log_add(log, &(struct stage_visit){
                           .face = "good", .wishes = {"bank", NULL}, .channel = BS_CHANNEL_PAPER});
    stage_log_add(log, &(struct stage_visit){.face = NULL,
                                             .wishes = {"bank", NULL},
                                             .lang = "en",
                                             .channel = BS_CHANNEL_ASSISTED});
    stage_log_add(log, &(struct stage_visit){.face = "good",
                                             .wishes = {"bank", NULL},
                                             .is_trial = true,
                                             .channel = BS_CHANNEL_PAPER});
    assert_int_equal(stage_send(stage, log, 1, 5).rc, BS_OK);
    stage_log_destroy(log);
}

struct rows {
    char text[2048];
};

static bool write_row(void *self, const struct storage_count *row)
{
    struct rows *rows = self;
    size_t len = strlen(rows->text);

    (void)snprintf(rows->text + len, sizeof(rows->text) - len, "%s|%s|%s|%s %s%s %d/%d\n",
                   row->place, row->lang, row->channel, row->day, row->question,
                   row->dont_know ? "?" : row->value, (int)row->count, (int)row->answered);
    return true;
}

static void rows_are(struct storage_stage *stage, struct storage_filter filter, enum storage_by by,
                     const char *expected)
{
    struct rows rows = {.text = ""};

    filter.tenant = STAGE_TENANT;
    filter.programme = STAGE_PROGRAMME;
    assert_int_equal(storage_counts(stage->storage, &filter, by, write_row, &rows, NULL), BS_OK);
    assert_string_equal(rows.text, expected);
}

static void counts_by_channel_stand_apart(void **state)
{
    fill(*state);
    rows_are(*state, (struct storage_filter){.place = NULL}, STORAGE_BY_CHANNEL,
             "||assisted| oordeel? 1/1\n||assisted| wensenbank 1/1\n"
             "||kiosk| oordeelbad 1/2\n||kiosk| oordeelgood 1/2\n"
             "||kiosk| wensenbank 1/2\n||kiosk| wensenboom 1/2\n"
             "||paper| oordeelgood 1/1\n||paper| wensenbank 1/1\n");
}

static void counts_by_day_come_in_the_order_of_days(void **state)
{
    fill(*state);
    rows_are(*state, (struct storage_filter){.place = NULL}, STORAGE_BY_DAY,
             "|||2026-11-20 oordeelbad 1/2\n|||2026-11-20 oordeelgood 1/2\n"
             "|||2026-11-20 wensenbank 1/2\n|||2026-11-20 wensenboom 1/2\n"
             "|||2026-11-22 oordeel? 1/2\n|||2026-11-22 oordeelgood 1/2\n"
             "|||2026-11-22 wensenbank 2/2\n");
}

static void one_channel_alone_is_asked_for(void **state)
{
    struct storage_stage *stage = *state;
    const struct storage_filter filter = {
        .tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME, .channel = "paper"};
    struct storage_totals totals;

    fill(stage);
    assert_int_equal(storage_totals(stage->storage, &filter, &totals, NULL), BS_OK);
    assert_int_equal(totals.submissions, 1);
    assert_int_equal(totals.first.day, 22);
    rows_are(stage, filter, STORAGE_BY_NOTHING, "||| oordeelgood 1/1\n||| wensenbank 1/1\n");
    rows_are(stage, filter, STORAGE_BY_DAY,
             "|||2026-11-22 oordeelgood 1/1\n|||2026-11-22 wensenbank 1/1\n");
}

static void what_is_summed_over_is_empty(void **state)
{
    fill(*state);
    rows_are(*state, (struct storage_filter){.lang = "en"}, STORAGE_BY_NOTHING,
             "||| oordeel? 1/1\n||| wensenbank 1/1\n");
    rows_are(*state, (struct storage_filter){.lang = "en"}, STORAGE_BY_LANGUAGE,
             "|en|| oordeel? 1/1\n|en|| wensenbank 1/1\n");
    rows_are(*state, (struct storage_filter){.lang = "en"}, STORAGE_BY_PLACE,
             "prinsenhof||| oordeel? 1/1\nprinsenhof||| wensenbank 1/1\n");
}

static void trials_are_asked_for_apart(void **state)
{
    fill(*state);
    rows_are(*state, (struct storage_filter){.trials = true}, STORAGE_BY_CHANNEL,
             "||paper| oordeelgood 1/1\n||paper| wensenbank 1/1\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(counts_by_channel_stand_apart),  CASE(counts_by_day_come_in_the_order_of_days),
        CASE(one_channel_alone_is_asked_for), CASE(what_is_summed_over_is_empty),
        CASE(trials_are_asked_for_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
