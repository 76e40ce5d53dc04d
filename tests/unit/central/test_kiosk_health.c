/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* When a person has to do something, and when nobody has: each threshold at its limit and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "kiosk_health.h"

#define NOW_MS  INT64_C(1795316400000)
#define HOUR_MS (60 * 60 * 1000LL)
#define DAY_MS  (24 * HOUR_MS)

/* A kiosk with one log of 412 records, all of them here, that spoke a minute ago. */
struct scene {
    struct kiosk_facts facts;
    struct storage_completeness logs[3];
    struct kiosk_health health;
};

static struct scene well(void)
{
    struct scene scene = {
        .facts = {.kiosk = {.id = "kiosk-1",
                            .state = STORAGE_KIOSK_IN_USE,
                            .is_enrolled = true,
                            .last_seen_ms = NOW_MS - 60000,
                            .bundle_serial = NOW_MS - 86400000},
                  .has_report = true,
                  .report = {.sent_ms = NOW_MS - 60000,
                             .epoch = "aa",
                             .stored = 412,
                             .acknowledged = 412,
                             .disk_free = 500,
                             .disk_total = 1000,
                             .bundle_serial = NOW_MS - 86400000,
                             .trouble = "none"},
                  .reported_ms = NOW_MS - 60000,
                  .log_count = 1},
        .logs = {{.epoch = "aa", .complete_to = 412, .last_received_ms = NOW_MS - HOUR_MS}}};
    return scene;
}

static const struct kiosk_health *judge(struct scene *scene)
{
    scene->facts.logs = scene->logs;
    kiosk_health(&scene->facts, NOW_MS, &scene->health);
    return &scene->health;
}

/* Its only issue. */
static void assert_only(struct scene *scene, enum kiosk_issue issue)
{
    judge(scene);
    for (int i = 0; i < KIOSK_ISSUES; i++) {
        if (scene->health.has[i] != (i == (int)issue)) {
            fail_msg("issue %d is %d", i, scene->health.has[i]);
        }
    }
}

static void assert_none(struct scene *scene)
{
    assert_only(scene, KIOSK_ISSUES);
}

static void kiosk_with_everything_here_is_complete(void **state)
{
    struct scene scene = well();
    (void)state;
    assert_none(&scene);
    assert_int_equal(scene.health.standing, KIOSK_COMPLETE);
    assert_int_equal(scene.health.held, 412);
    assert_int_equal(scene.health.waiting, 0);
    assert_int_equal(scene.health.missing_to, 0);
    assert_int_equal(scene.health.disk_free, 50);
}

static void kiosk_is_silent_after_26_hours_and_not_before(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.kiosk.last_seen_ms = NOW_MS - 26 * HOUR_MS;
    assert_none(&scene);
    scene.facts.kiosk.last_seen_ms -= 1;
    assert_only(&scene, KIOSK_SILENT);
    assert_int_equal(scene.health.standing, KIOSK_ATTENTION);
}

static void kiosk_that_comes_but_tells_nothing_for_26_hours_is_not_complete(void **state)
{
    struct scene scene = well();
    struct kiosk_fleet fleet = {.count = 0};
    (void)state;
    scene.facts.reported_ms = scene.facts.report.sent_ms = NOW_MS - 26 * HOUR_MS;
    assert_none(&scene);
    scene.facts.reported_ms = scene.facts.report.sent_ms -= 1;
    assert_only(&scene, KIOSK_UNTOLD);
    assert_int_equal(scene.health.untold_ms, 26 * HOUR_MS + 1);
    assert_int_equal(scene.health.standing, KIOSK_ATTENTION);
    kiosk_fleet_add(&fleet, &scene.facts, &scene.health);
    assert_int_equal(fleet.complete, 0);
}

static void kiosk_that_was_never_heard_is_silent(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.kiosk.last_seen_ms = 0;
    scene.facts.has_report = false;
    assert_only(&scene, KIOSK_SILENT);
    assert_int_equal(scene.health.silent_ms, -1);
}

static void waiting_answers_are_on_the_way_with_their_exact_numbers(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.stored = 420;
    scene.facts.report.oldest_unsent_ms = NOW_MS - 3 * HOUR_MS;
    assert_none(&scene);
    assert_int_equal(scene.health.standing, KIOSK_ON_THE_WAY);
    assert_int_equal(scene.health.waiting, 8);
    assert_int_equal(scene.health.missing_from, 413);
    assert_int_equal(scene.health.missing_to, 420);
}

static void answers_that_came_in_after_the_report_wait_no_more(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.stored = 412;
    scene.facts.report.acknowledged = 400;
    assert_int_equal(judge(&scene)->waiting, 0);
    assert_int_equal(scene.health.standing, KIOSK_COMPLETE);
}

static void queue_is_old_after_a_day_and_not_before(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.stored = 413;
    scene.facts.report.oldest_unsent_ms = NOW_MS - DAY_MS;
    assert_none(&scene);
    scene.facts.report.oldest_unsent_ms -= 1;
    assert_only(&scene, KIOSK_QUEUE_OLD);
}

static void age_of_the_queue_allows_for_a_wrong_clock(void **state)
{
    struct scene scene = well();
    (void)state;
    /* The kiosk's clock is ten days ahead: an answer of an hour ago bears a date to come. */
    scene.facts.report.sent_ms += 10 * DAY_MS;
    scene.facts.report.stored = 413;
    scene.facts.report.oldest_unsent_ms = NOW_MS + 10 * DAY_MS - HOUR_MS;
    judge(&scene);
    assert_int_equal(scene.health.oldest_ms, HOUR_MS);
    assert_false(scene.health.has[KIOSK_QUEUE_OLD]);
    assert_true(scene.health.has[KIOSK_CLOCK_OFF]);
}

static void disk_is_full_below_ten_percent(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.disk_free = 100;
    assert_none(&scene);
    scene.facts.report.disk_free = 99;
    assert_only(&scene, KIOSK_DISK_FULL);
}

static void size_of_the_largest_disk_does_not_overflow(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.disk_total = UINT64_MAX;
    scene.facts.report.disk_free = UINT64_MAX / 2;
    assert_int_equal(judge(&scene)->disk_free, 50);
    scene.facts.report.disk_free = UINT64_MAX;
    assert_int_equal(judge(&scene)->disk_free, 100);
}

static void disk_of_which_nothing_is_known_is_no_alarm(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.disk_free = scene.facts.report.disk_total = 0;
    assert_none(&scene);
    assert_int_equal(scene.health.disk_free, -1);
}

static void clock_is_off_beyond_two_minutes_either_way(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.sent_ms = scene.facts.reported_ms - 120000;
    assert_none(&scene);
    scene.facts.report.sent_ms -= 1;
    assert_only(&scene, KIOSK_CLOCK_OFF);
    scene.facts.report.sent_ms = scene.facts.reported_ms + 120000;
    assert_none(&scene);
    scene.facts.report.sent_ms += 1;
    assert_only(&scene, KIOSK_CLOCK_OFF);
    assert_true(scene.health.behind_ms < 0);
}

static void fork_asks_attention_for_a_month_and_is_told_after_it(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.logs[0].forks = 1;
    scene.logs[0].last_received_ms = NOW_MS - 30 * DAY_MS;
    assert_only(&scene, KIOSK_FORK);
    scene.logs[0].last_received_ms -= 1;
    assert_only(&scene, KIOSK_FORK_PAST);
    assert_int_equal(scene.health.standing, KIOSK_COMPLETE);
    assert_int_equal(scene.health.forks, 1);
}

static void records_that_are_set_aside_ask_attention(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.logs[0].set_aside = 1;
    assert_only(&scene, KIOSK_SET_ASIDE);
}

static void central_that_lost_what_it_confirmed_says_which(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.logs[0].complete_to = 300;
    assert_only(&scene, KIOSK_LOST);
    assert_int_equal(scene.health.lost, 112);
    assert_int_equal(scene.health.missing_from, 301);
    assert_int_equal(scene.health.missing_to, 412);
}

static void kiosk_with_a_new_disk_still_tells_how_many_wait(void **state)
{
    struct scene scene = well();
    (void)state;
    /* The old log is gone from the kiosk: 412 here, and 5 in a new one of which 2 were sent. */
    scene.facts.log_count = 2;
    scene.logs[1] = (struct storage_completeness){.epoch = "bb", .complete_to = 2};
    memcpy(scene.facts.report.epoch, "bb", 3);
    scene.facts.report.stored = 5;
    scene.facts.report.acknowledged = 2;
    judge(&scene);
    assert_int_equal(scene.health.waiting, 3);
    assert_int_equal(scene.health.held, 414);
    assert_int_equal(scene.health.lost, 0);
    assert_int_equal(scene.health.missing_to, 0);
}

static void trouble_that_a_person_must_mend_is_told_from_trouble_that_passes(void **state)
{
    static const struct {
        const char *name;
        enum kiosk_issue issue;
    } cases[] = {{"tls", KIOSK_UNTRUSTED},
                 {"authorisation", KIOSK_UNTRUSTED},
                 {"network", KIOSK_UNREACHED},
                 {"server", KIOSK_UNREACHED}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scene scene = well();
        (void)snprintf(scene.facts.report.trouble, sizeof scene.facts.report.trouble, "%s",
                       cases[i].name);
        assert_only(&scene, cases[i].issue);
    }
}

static void old_bundle_is_told_once_the_kiosk_had_time_to_fetch_it(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.report.bundle_serial--;
    assert_only(&scene, KIOSK_BUNDLE_OLD);
    scene.facts.kiosk.bundle_serial = NOW_MS - 7200000;
    assert_none(&scene);
    scene.facts.kiosk.bundle_serial--;
    assert_only(&scene, KIOSK_BUNDLE_OLD);
}

static void kiosk_that_never_told_how_it_is_is_unknown(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.has_report = false;
    assert_only(&scene, KIOSK_NO_REPORT);
    assert_int_equal(scene.health.standing, KIOSK_UNKNOWN);
}

static void nothing_is_expected_of_a_revoked_kiosk(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.kiosk.state = STORAGE_KIOSK_REVOKED;
    scene.facts.kiosk.last_seen_ms = 1;
    scene.facts.report.stored = 999;
    assert_none(&scene);
    assert_int_equal(scene.health.standing, KIOSK_APART);
    scene.facts.quarantined = 1;
    assert_only(&scene, KIOSK_QUARANTINE);
    assert_int_equal(scene.health.standing, KIOSK_ATTENTION);
}

static void what_lies_in_quarantine_is_told_of_a_kiosk_in_use_too(void **state)
{
    struct scene scene = well();
    (void)state;
    scene.facts.quarantined = 1;
    assert_only(&scene, KIOSK_QUARANTINE);
}

static void nothing_is_expected_of_a_kiosk_that_is_not_enrolled_yet(void **state)
{
    struct scene scene = {.facts = {.kiosk = {.id = "kiosk-1"}}};
    (void)state;
    assert_only(&scene, KIOSK_NOT_ENROLLED);
    assert_int_equal(scene.health.standing, KIOSK_APART);
}

static void fleet_is_complete_only_if_every_kiosk_is_known_to_be(void **state)
{
    struct scene good = well();
    struct scene unknown = well();
    struct scene apart = {.facts = {.kiosk = {.id = "kiosk-3"}}};
    struct scene full = well();
    struct kiosk_fleet fleet = {.count = 0};
    (void)state;
    unknown.facts.has_report = false;
    full.facts.report.disk_free = 1;
    full.facts.kiosk.last_seen_ms = NOW_MS - 5;
    kiosk_fleet_add(&fleet, &good.facts, judge(&good));
    kiosk_fleet_add(&fleet, &unknown.facts, judge(&unknown));
    kiosk_fleet_add(&fleet, &apart.facts, judge(&apart));
    kiosk_fleet_add(&fleet, &full.facts, judge(&full));
    assert_int_equal(fleet.count, 3);
    assert_int_equal(fleet.complete, 2); /* a full disk loses nothing */
    assert_int_equal(fleet.attention, 1);
    assert_int_equal(fleet.unknown, 1);
    assert_int_equal(fleet.apart, 1);
    assert_int_equal(fleet.held, 3 * 412);
    assert_int_equal(fleet.heard_ms, NOW_MS - 5);
}

static void silent_kiosk_is_not_called_complete(void **state)
{
    struct scene scene = well();
    struct kiosk_fleet fleet = {.count = 0};
    (void)state;
    scene.facts.kiosk.last_seen_ms = NOW_MS - 3 * DAY_MS;
    kiosk_fleet_add(&fleet, &scene.facts, judge(&scene));
    assert_int_equal(fleet.complete, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kiosk_with_everything_here_is_complete),
        cmocka_unit_test(kiosk_is_silent_after_26_hours_and_not_before),
        cmocka_unit_test(kiosk_that_comes_but_tells_nothing_for_26_hours_is_not_complete),
        cmocka_unit_test(kiosk_that_was_never_heard_is_silent),
        cmocka_unit_test(waiting_answers_are_on_the_way_with_their_exact_numbers),
        cmocka_unit_test(answers_that_came_in_after_the_report_wait_no_more),
        cmocka_unit_test(queue_is_old_after_a_day_and_not_before),
        cmocka_unit_test(age_of_the_queue_allows_for_a_wrong_clock),
        cmocka_unit_test(disk_is_full_below_ten_percent),
        cmocka_unit_test(size_of_the_largest_disk_does_not_overflow),
        cmocka_unit_test(disk_of_which_nothing_is_known_is_no_alarm),
        cmocka_unit_test(clock_is_off_beyond_two_minutes_either_way),
        cmocka_unit_test(fork_asks_attention_for_a_month_and_is_told_after_it),
        cmocka_unit_test(records_that_are_set_aside_ask_attention),
        cmocka_unit_test(central_that_lost_what_it_confirmed_says_which),
        cmocka_unit_test(kiosk_with_a_new_disk_still_tells_how_many_wait),
        cmocka_unit_test(trouble_that_a_person_must_mend_is_told_from_trouble_that_passes),
        cmocka_unit_test(old_bundle_is_told_once_the_kiosk_had_time_to_fetch_it),
        cmocka_unit_test(kiosk_that_never_told_how_it_is_is_unknown),
        cmocka_unit_test(nothing_is_expected_of_a_revoked_kiosk),
        cmocka_unit_test(what_lies_in_quarantine_is_told_of_a_kiosk_in_use_too),
        cmocka_unit_test(nothing_is_expected_of_a_kiosk_that_is_not_enrolled_yet),
        cmocka_unit_test(fleet_is_complete_only_if_every_kiosk_is_known_to_be),
        cmocka_unit_test(silent_kiosk_is_not_called_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
