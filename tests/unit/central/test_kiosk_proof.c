/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Of each number of an epoch is told where it is, once; and the page says so in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "dashboard_stage.h"
#include "kiosk_proof.h"

static struct bs_carried ending(uint64_t from, uint64_t tip)
{
    return (struct bs_carried){.epoch = "aa", .why = "damaged", .from = from, .tip = tip};
}

static void carry(struct bs_carried *carried, uint64_t first, uint64_t last)
{
    carried->ranges[carried->range_count].first = first;
    carried->ranges[carried->range_count++].last = last;
    carried->kept += last - first + 1;
}

static void prove(uint64_t complete_to, const struct bs_carried *carried, struct kiosk_proof *out)
{
    kiosk_proof(complete_to, &carried, 1, out);
}

static void assert_span(const struct kiosk_proof *proof, size_t index, enum kiosk_span_kind kind,
                        uint64_t first, uint64_t last)
{
    assert_true(index < proof->count);
    assert_int_equal(proof->spans[index].kind, kind);
    assert_int_equal(proof->spans[index].first, first);
    assert_int_equal(proof->spans[index].last, last);
}

static void an_epoch_that_goes_on_is_what_is_here(void **state)
{
    struct kiosk_proof proof;
    (void)state;
    kiosk_proof(412, NULL, 0, &proof);
    assert_int_equal(proof.count, 1);
    assert_span(&proof, 0, KIOSK_SPAN_HERE, 1, 412);
    kiosk_proof(0, NULL, 0, &proof);
    assert_int_equal(proof.count, 0);
}

static void what_was_carried_over_and_what_was_lost_are_told_apart(void **state)
{
    struct bs_carried carried = ending(61, 104);
    struct kiosk_proof proof;
    (void)state;
    carry(&carried, 61, 100);
    carry(&carried, 104, 104);
    prove(70, &carried, &proof);
    assert_int_equal(proof.count, 4);
    assert_span(&proof, 0, KIOSK_SPAN_HERE, 1, 70);
    assert_span(&proof, 1, KIOSK_SPAN_MOVED, 71, 100);
    assert_span(&proof, 2, KIOSK_SPAN_LOST, 101, 103);
    assert_span(&proof, 3, KIOSK_SPAN_MOVED, 104, 104);
    assert_int_equal(proof.lost, 3);
    assert_int_equal(proof.missing, 0);
}

static void what_is_here_is_not_lost_though_the_kiosk_lost_it(void **state)
{
    struct bs_carried carried = ending(61, 104);
    struct kiosk_proof proof;
    (void)state;
    prove(104, &carried, &proof);
    assert_int_equal(proof.count, 1);
    assert_int_equal(proof.lost, 0);
}

static void
what_the_kiosk_did_not_keep_since_central_had_it_is_missing_after_a_restore(void **state)
{
    struct bs_carried carried = ending(61, 80);
    struct kiosk_proof proof;
    (void)state;
    carry(&carried, 61, 80);
    prove(50, &carried, &proof);
    assert_int_equal(proof.count, 3);
    assert_span(&proof, 1, KIOSK_SPAN_MISSING, 51, 60);
    assert_span(&proof, 2, KIOSK_SPAN_MOVED, 61, 80);
    assert_int_equal(proof.missing, 10);
}

static void an_end_without_a_tip_takes_nothing_along(void **state)
{
    struct bs_carried carried = ending(71, 70);
    struct kiosk_proof proof;
    (void)state;
    prove(70, &carried, &proof);
    assert_int_equal(proof.count, 1);
    assert_int_equal(proof.lost + proof.missing, 0);
}

static void of_more_ranges_than_fit_the_rest_is_counted(void **state)
{
    struct bs_carried carried = ending(1, 1000);
    struct kiosk_proof proof;
    (void)state;
    for (uint64_t i = 0; i < BS_CARRIED_RANGES_MAX; i++) {
        carry(&carried, 2 * i + 2, 2 * i + 2);
    }
    carried.is_cut = true;
    carried.kept += 800; /* of the 872 behind the last range */
    prove(0, &carried, &proof);
    assert_span(&proof, proof.count - 1, KIOSK_SPAN_PARTLY, 129, 1000);
    assert_int_equal(proof.lost, 64 + 72);
    assert_int_equal(proof.count, 129);
}

/* Every number once, in order, whatever was carried. */
static void spans_lie_side_by_side_from_one_on(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 2000; round++) {
        uint64_t from = 1 + (uint64_t)rand() % 50, at = from, held = (uint64_t)rand() % 120;
        struct bs_carried carried = ending(from, from + (uint64_t)rand() % 80);
        struct kiosk_proof proof;
        uint64_t next = 1;
        while (at <= carried.tip && carried.range_count < BS_CARRIED_RANGES_MAX) {
            uint64_t last = at + (uint64_t)rand() % 9;
            carry(&carried, at, last > carried.tip ? carried.tip : last);
            at = last + 2 + (uint64_t)rand() % 5;
        }
        prove(held, &carried, &proof);
        for (size_t i = 0; i < proof.count; i++) {
            assert_int_equal(proof.spans[i].first, next);
            assert_true(proof.spans[i].last >= next);
            next = proof.spans[i].last + 1;
        }
        assert_int_equal(next - 1, held > carried.tip ? held : carried.tip);
    }
}

/* As the protocol says it, number by number: kept by any; else lost, if any speaks of it. */
static enum kiosk_span_kind kind_of(const struct bs_carried *const endings[], size_t count,
                                    uint64_t held, uint64_t number)
{
    enum kiosk_span_kind kind = KIOSK_SPAN_MISSING;
    if (number <= held) {
        return KIOSK_SPAN_HERE;
    }
    for (size_t i = 0; i < count; i++) {
        if (number >= endings[i]->from && number <= endings[i]->tip) {
            kind = KIOSK_SPAN_LOST;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t n = 0; n < endings[i]->range_count; n++) {
            if (number >= endings[i]->ranges[n].first && number <= endings[i]->ranges[n].last) {
                kind = KIOSK_SPAN_MOVED;
            }
        }
    }
    return kind;
}

static void whatever_several_say_each_number_is_judged_as_the_protocol_says(void **state)
{
    enum { COUNT = 4 };
    (void)state;
    srand(11);
    for (int round = 0; round < 2000; round++) {
        struct bs_carried carried[COUNT];
        const struct bs_carried *endings[COUNT];
        const uint64_t held = (uint64_t)rand() % 60;
        const size_t count = (size_t)(1 + rand() % COUNT);
        struct kiosk_proof proof;
        uint64_t next = 1, lost = 0, missing = 0;
        for (size_t i = 0; i < count; i++) {
            uint64_t from = 1 + (uint64_t)rand() % 50, at = from;
            carried[i] = ending(from, from + (uint64_t)rand() % 40);
            while (at <= carried[i].tip) {
                uint64_t last = at + (uint64_t)rand() % 9;
                carry(&carried[i], at, last > carried[i].tip ? carried[i].tip : last);
                at = last + 2 + (uint64_t)rand() % 5;
            }
            endings[i] = &carried[i];
        }
        kiosk_proof(held, endings, count, &proof);
        for (size_t i = 0; i < proof.count; i++) {
            assert_int_equal(proof.spans[i].first, next);
            for (; next <= proof.spans[i].last; next++) {
                const enum kiosk_span_kind kind = kind_of(endings, count, held, next);
                assert_int_equal(proof.spans[i].kind, kind);
                lost += kind == KIOSK_SPAN_LOST ? 1 : 0;
                missing += kind == KIOSK_SPAN_MISSING ? 1 : 0;
            }
        }
        assert_int_equal(proof.lost, lost);
        assert_int_equal(proof.missing, missing);
    }
}

static void what_several_cut_off_is_lost_once(void **state)
{
    struct bs_carried first = ending(1, 1000), second = ending(1, 1000);
    const struct bs_carried *endings[] = {&first, &second};
    struct kiosk_proof proof;
    (void)state;
    for (uint64_t i = 0; i < BS_CARRIED_RANGES_MAX; i++) {
        carry(&first, 2 * i + 2, 2 * i + 2);
        carry(&second, 2 * i + 1, 2 * i + 1);
    }
    first.is_cut = second.is_cut = true;
    first.kept += 800;
    second.kept += 800;
    kiosk_proof(0, endings, 2, &proof);
    assert_int_equal(proof.lost, 72);
}

/* --- the page --- */

static const char *carried_page(struct stage *stage)
{
    stage_publish(stage);
    stage_install(stage);
    stage_carry_over(stage);
    return stage_get(stage, "/kiosken/gm1916-w-carried");
}

static void the_page_tells_number_by_number(void **state)
{
    struct stage *stage = stage_create();
    const char *page = carried_page(stage);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "1–70 hier");
    assert_says(page, "71–100</span> verder in reeks 2");
    assert_says(page, "<span class=\"range gap\">101–103</span> op de kiosk verloren gegaan");
    assert_says(page, "104</span> verder in reeks 2");
    assert_says(page, "1–44 compleet");
    assert_says(page, "<b>3 antwoorden zijn op de kiosk verloren gegaan.</b>");
    stage_destroy(stage);
}

static void what_was_lost_long_ago_asks_nobody_to_act(void **state)
{
    struct stage *stage = stage_create();
    (void)carried_page(stage);
    (void)state;
    stage->storage.kiosks[4].endings[0].received_ms -= 40 * 24 * 60 * 60 * 1000LL;
    assert_says(stage_get(stage, "/kiosken"), "Alles is binnen");
    assert_says(stage_get(stage, "/kiosken/gm1916-w-carried"), "langer dan een maand geleden");
    stage_destroy(stage);
}

static void an_epoch_of_which_nothing_came_is_told_of_too(void **state)
{
    struct stage *stage = stage_create();
    (void)carried_page(stage);
    (void)state;
    stage->storage.kiosks[4].endings[0].body =
        "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"epoch\":\"00000000000000cc\","
        "\"why\":\"damaged\",\"from\":1,\"tip\":9,\"kept\":8,\"ranges\":[[1,8]]}";
    const char *page = stage_get(stage, "/kiosken/gm1916-w-carried");
    assert_says(page, "00000000000000cc");
    assert_says(page, "1–8</span> verder in reeks 2");
    assert_says(page, "<span class=\"range gap\">9</span> op de kiosk verloren gegaan");
    stage_destroy(stage);
}

/* What one carrying kept is not lost, whatever another says: PROTOCOL.md, Carrying over. */
static void two_that_speak_of_one_epoch_are_both_heard(void **state)
{
    struct stage *stage = stage_create();
    (void)carried_page(stage);
    (void)state;
    stage->storage.kiosks[4].ending_count = 2;
    stage->storage.kiosks[4].endings[1] = stage->storage.kiosks[4].endings[0];
    stage->storage.kiosks[4].endings[1].body =
        "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"epoch\":\"00000000000000aa\","
        "\"why\":\"damaged\",\"from\":90,\"tip\":106,\"kept\":2,\"ranges\":[[102,103]]}";
    const char *page = stage_get(stage, "/kiosken/gm1916-w-carried");
    assert_says(page, "1–70 hier");
    assert_says(page, "71–100</span> verder in reeks 2");
    assert_says(page, "<span class=\"range gap\">101</span> op de kiosk verloren gegaan");
    assert_says(page, "102–103</span> verder in reeks 2");
    assert_says(page, "104</span> verder in reeks 2");
    assert_says(page, "<span class=\"range gap\">105–106</span> op de kiosk verloren gegaan");
    assert_says(page, "<b>3 antwoorden zijn op de kiosk verloren gegaan.</b>");
    assert_null(strstr(page, "was hier, nu niet meer"));
    stage_destroy(stage);
}

static void a_fork_shows_both_digests_and_what_to_do(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_install(stage);
    stage_break(stage);
    const char *page = stage_get(stage, "/kiosken/gm1916-x-log");
    assert_says(page, "Nummer 91 van reeks 1");
    assert_says(page, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa<");
    assert_says(page, "7777777777777777777777777777777777777777777777777777777777777777<");
    assert_says(page, "18\u00A0nov\u00A02026");
    assert_says(page, "Wat u doet");
    stage_destroy(stage);
}

static void the_first_fifty_that_were_set_aside_are_told_with_their_reasons(void **state)
{
    struct stage *stage = stage_create();
    (void)carried_page(stage);
    (void)state;
    stage->storage.kiosks[4].aside_count = 60;
    stage->storage.kiosks[4].epochs[1].set_aside = 60;
    const char *page = stage_get(stage, "/kiosken/gm1916-w-carried");
    assert_says(page, "Deze server kent dit soort bericht niet (6).");
    assert_says(page, "Publiceer het. Dan tellen ze vanzelf mee.");
    assert_says(page, "reeks 2: 3–5, 27–29");
    assert_says(page, "En nog 10. Dit zijn de eerste 50.");
    stage->storage.kiosks[4].aside_count = 50;
    stage->storage.kiosks[4].epochs[1].set_aside = 50;
    assert_silent(stage_get(stage, "/kiosken/gm1916-w-carried"), "En nog");
    stage_destroy(stage);
}

static void a_kiosk_that_is_well_has_no_such_parts(void **state)
{
    struct stage *stage = stage_create();
    (void)carried_page(stage);
    (void)state;
    const char *page = stage_get(stage, "/kiosken/gm1916-prinsenhof-1");
    assert_silent(page, "niet begrepen</h2>");
    assert_silent(page, "twee antwoorden</h2>");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_epoch_that_goes_on_is_what_is_here),
        cmocka_unit_test(what_was_carried_over_and_what_was_lost_are_told_apart),
        cmocka_unit_test(what_is_here_is_not_lost_though_the_kiosk_lost_it),
        cmocka_unit_test(
            what_the_kiosk_did_not_keep_since_central_had_it_is_missing_after_a_restore),
        cmocka_unit_test(an_end_without_a_tip_takes_nothing_along),
        cmocka_unit_test(of_more_ranges_than_fit_the_rest_is_counted),
        cmocka_unit_test(spans_lie_side_by_side_from_one_on),
        cmocka_unit_test(the_page_tells_number_by_number),
        cmocka_unit_test(what_was_lost_long_ago_asks_nobody_to_act),
        cmocka_unit_test(an_epoch_of_which_nothing_came_is_told_of_too),
        cmocka_unit_test(whatever_several_say_each_number_is_judged_as_the_protocol_says),
        cmocka_unit_test(what_several_cut_off_is_lost_once),
        cmocka_unit_test(two_that_speak_of_one_epoch_are_both_heard),
        cmocka_unit_test(a_fork_shows_both_digests_and_what_to_do),
        cmocka_unit_test(the_first_fifty_that_were_set_aside_are_told_with_their_reasons),
        cmocka_unit_test(a_kiosk_that_is_well_has_no_such_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
