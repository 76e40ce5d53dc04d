/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How busy each kiosk was on each day: counted once, by the day of the visit, however it came in. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_overview.h"
#include "storage_stage.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)

struct seen {
    char text[512];
};

static bool note(void *self, const char *kiosk, struct bs_date day, int64_t visits)
{
    struct seen *seen = self;
    size_t len = strlen(seen->text);

    (void)snprintf(seen->text + len, sizeof(seen->text) - len, "%s %d-%d: %d; ", kiosk, day.month,
                   day.day, (int)visits);
    return true;
}

static struct seen look(struct storage_stage *stage)
{
    const struct bs_date from = {2026, 9, 1}, to = {2026, 11, 30};
    struct seen seen = {.text = ""};
    bool more = true;

    while (more) {
        assert_int_equal(storage_count_volumes(stage->storage, &more, NULL), BS_OK);
    }
    assert_int_equal(storage_volumes(stage->storage, STAGE_TENANT, from, to, note, &seen, NULL),
                     BS_OK);
    return seen;
}

static void add_visits(struct stage_log *log, size_t count, int64_t wall_ms)
{
    for (size_t i = 0; i < count; i++) {
        stage_log_add(log, &(struct stage_visit){.face = "good", .wall_ms = wall_ms});
    }
}

static void visits_count_on_the_day_they_were_made_and_once(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *next = stage_log_create("kiosk-1", STAGE_EPOCH_2);

    add_visits(log, 3, STAGE_NOW_MS - 30 * DAY_MS); /* a month offline, and all on one day here */
    add_visits(log, 2, STAGE_NOW_MS);
    stage_log_add(log, &(struct stage_visit){.body = "{\"salt\":\"0\"}", .kind = "unheard"});
    assert_int_equal(stage_send(stage, log, 1, 6).rc, BS_OK);
    assert_string_equal(look(stage).text, "kiosk-1 10-23: 3; kiosk-1 11-22: 2; ");
    stage_log_copy(next, log, 1); /* the same visit again in another epoch */
    assert_int_equal(stage_send(stage, next, 1, 1).rc, BS_OK);
    assert_int_equal(stage_send(stage, log, 1, 6).rc, BS_OK);
    assert_string_equal(look(stage).text, "kiosk-1 10-23: 3; kiosk-1 11-22: 2; ");
    stage_log_destroy(next);
    stage_log_destroy(log);
}

static void counting_goes_on_where_it_stopped(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    add_visits(log, 900, STAGE_NOW_MS);
    for (size_t first = 1; first <= 900; first += 300) {
        assert_int_equal(stage_send(stage, log, first, 300).rc, BS_OK);
        (void)look(stage);
        stage_reopen(stage);
    }
    assert_string_equal(look(stage).text, "kiosk-1 11-22: 900; ");
    stage_log_destroy(log);
}

static void another_municipality_sees_nothing_of_it(void **state)
{
    struct storage_stage *stage = *state;
    const struct bs_date from = {2026, 9, 1}, to = {2026, 11, 30};
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct seen seen = {.text = ""};

    add_visits(log, 3, STAGE_NOW_MS);
    assert_int_equal(stage_send(stage, log, 1, 3).rc, BS_OK);
    (void)look(stage);
    assert_int_equal(storage_volumes(stage->storage, STAGE_OTHER, from, to, note, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.text, "");
    stage_log_destroy(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)
        ON_STAGE(visits_count_on_the_day_they_were_made_and_once),
        ON_STAGE(counting_goes_on_where_it_stopped),
        ON_STAGE(another_municipality_sees_nothing_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
