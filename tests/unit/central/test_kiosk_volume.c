/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* When a kiosk is much too busy or much too quiet, and when it only seems so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "dashboard_stage.h"
#include "kiosk_volume.h"

struct days {
    int64_t own[KIOSK_VOLUME_DAYS], others[KIOSK_VOLUME_DAYS];
    struct kiosk_volume volume;
};

/* So many visits on five days a week; today is the first of them. */
static struct days ordinary(int64_t visits)
{
    struct days days = {.own = {0}};
    for (int i = 0; i < KIOSK_VOLUME_DAYS; i++) {
        days.own[i] = i % 7 < 5 ? visits : 0;
        days.others[i] = 100;
    }
    return days;
}

static const struct kiosk_volume *judge(struct days *days)
{
    kiosk_volume(days->own, days->others, &days->volume);
    return &days->volume;
}

static void an_ordinary_week_is_neither(void **state)
{
    struct days days = ordinary(60);
    (void)state;
    assert_false(judge(&days)->is_flood);
    assert_false(days.volume.is_quiet);
    assert_int_equal(days.volume.usual, 60);
}

static void a_market_day_is_no_flood(void **state)
{
    struct days days = ordinary(20);
    (void)state;
    days.own[1] = KIOSK_FLOOD_LEAST;
    assert_false(judge(&days)->is_flood);
    days.own[1]++;
    assert_true(judge(&days)->is_flood);
    assert_int_equal(days.volume.flood_ago, 1);
    assert_int_equal(days.volume.flood, KIOSK_FLOOD_LEAST + 1);
    assert_int_equal(days.volume.usual, 20);
}

static void eight_times_its_usual_day_is_a_flood_and_a_busy_kiosk_has_more_room(void **state)
{
    struct days days = ordinary(120);
    (void)state;
    days.own[2] = 8 * 120;
    assert_false(judge(&days)->is_flood);
    days.own[2]++;
    assert_true(judge(&days)->is_flood);
}

static void more_than_people_can_tap_is_a_flood_on_any_kiosk(void **state)
{
    struct days days = ordinary(900);
    (void)state;
    days.own[0] = KIOSK_FLOOD_MOST + 1;
    assert_true(judge(&days)->is_flood);
    memset(days.own, 0, sizeof days.own); /* its first day */
    days.own[0] = KIOSK_FLOOD_MOST;
    assert_false(judge(&days)->is_flood);
    days.own[0]++;
    assert_true(judge(&days)->is_flood);
}

static void a_flood_is_told_for_a_week(void **state)
{
    struct days days = ordinary(20);
    (void)state;
    days.own[KIOSK_VOLUME_LOOK - 1] = 2000;
    assert_true(judge(&days)->is_flood);
    days.own[KIOSK_VOLUME_LOOK - 1] = 20;
    days.own[KIOSK_VOLUME_LOOK] = 2000;
    assert_false(judge(&days)->is_flood);
}

static void a_kiosk_is_quiet_after_three_usual_days_without_a_visit(void **state)
{
    struct days days = ordinary(12);
    (void)state;
    days.own[0] = days.own[1] = days.own[2] = 0;
    assert_false(judge(&days)->is_quiet);
    days.own[3] = 0;
    assert_true(judge(&days)->is_quiet);
    assert_int_equal(days.volume.quiet_days, 3);
    days.own[0] = 1; /* somebody is there */
    assert_false(judge(&days)->is_quiet);
}

static void a_holiday_of_all_and_a_weekend_are_not_quiet(void **state)
{
    struct days days = ordinary(12);
    (void)state;
    memset(days.own, 0, 5 * sizeof days.own[0]);
    memset(days.others, 0, 5 * sizeof days.others[0]);
    assert_false(judge(&days)->is_quiet);
    days = ordinary(12); /* today is a Monday: five and six days ago were usual, two and one not */
    days.own[0] = 0;
    assert_false(judge(&days)->is_quiet);
}

static void a_kiosk_that_is_new_or_used_little_is_not_quiet(void **state)
{
    struct days days = ordinary(KIOSK_QUIET_USUAL - 1);
    (void)state;
    memset(days.own, 0, 6 * sizeof days.own[0]);
    assert_false(judge(&days)->is_quiet);
    days = ordinary(KIOSK_QUIET_USUAL);
    memset(days.own, 0, 6 * sizeof days.own[0]);
    assert_true(judge(&days)->is_quiet);
    memset(days.own + 30, 0, (KIOSK_VOLUME_DAYS - 30) * sizeof days.own[0]); /* four weeks old */
    assert_false(judge(&days)->is_quiet);
}

static void nothing_at_all_is_neither(void **state)
{
    struct days days = {.own = {0}};
    (void)state;
    assert_false(judge(&days)->is_flood);
    assert_false(days.volume.is_quiet);
    assert_int_equal(days.volume.usual, 0);
}

/* --- on the page --- */

static struct stage *busy(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_install(stage);
    for (size_t i = 0; i < KIOSK_VOLUME_DAYS; i++) {
        stage->storage.kiosks[0].visits[i] = stage->storage.kiosks[1].visits[i] = 40;
    }
    return stage;
}

static void the_page_tells_of_both_with_what_to_do(void **state)
{
    struct stage *stage = busy();
    (void)state;
    assert_says(stage_get(stage, "/kiosken"), "Alles is binnen");
    stage->storage.kiosks[0].visits[2] = 900;
    memset(stage->storage.kiosks[1].visits, 0, 5 * sizeof stage->storage.kiosks[1].visits[0]);
    const char *page = stage_get(stage, "/kiosken");
    assert_says(page, "<b>Op 19\u00A0nov waren er 900 bezoeken; gewoonlijk zijn het er 40.</b>");
    assert_says(page, "<b>Al 4 gewone dagen geen enkel bezoek, en elders wel.</b>");
    stage_destroy(stage);
}

static void a_kiosk_with_answers_on_the_way_is_not_called_quiet(void **state)
{
    struct stage *stage = busy();
    (void)state;
    memset(stage->storage.kiosks[1].visits, 0, 5 * sizeof stage->storage.kiosks[1].visits[0]);
    stage_delay(stage);
    assert_silent(stage_get(stage, "/kiosken"), "geen enkel bezoek");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordinary_week_is_neither),
        cmocka_unit_test(a_market_day_is_no_flood),
        cmocka_unit_test(eight_times_its_usual_day_is_a_flood_and_a_busy_kiosk_has_more_room),
        cmocka_unit_test(more_than_people_can_tap_is_a_flood_on_any_kiosk),
        cmocka_unit_test(a_flood_is_told_for_a_week),
        cmocka_unit_test(a_kiosk_is_quiet_after_three_usual_days_without_a_visit),
        cmocka_unit_test(a_holiday_of_all_and_a_weekend_are_not_quiet),
        cmocka_unit_test(a_kiosk_that_is_new_or_used_little_is_not_quiet),
        cmocka_unit_test(nothing_at_all_is_neither),
        cmocka_unit_test(the_page_tells_of_both_with_what_to_do),
        cmocka_unit_test(a_kiosk_with_answers_on_the_way_is_not_called_quiet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
