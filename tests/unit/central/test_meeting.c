/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is decided for the sheet of a meeting: which words, which figures, what is missing, how it is laid out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "dashboard_stage.h"
#include "meeting.h"

#define ID(nth) STAGE_COMMENT_ID(nth)

static struct request ask(const char *const *pairs, size_t count)
{
    struct request request = {.method = REQUEST_GET, .query_count = count};
    for (size_t i = 0; i < count; i++) {
        request.query[i] = (struct request_pair){pairs[2 * i], pairs[2 * i + 1]};
    }
    return request;
}

static struct meeting_asked read(const char *const *pairs, size_t count)
{
    const struct request request = ask(pairs, count);
    struct meeting_asked asked;
    const char *problem = NULL;
    assert_true(meeting_read(&request, &asked, &problem));
    return asked;
}

/* Free with let_go. */
static struct meeting *gather(struct stage *stage, const struct meeting_asked *asked)
{
    struct meeting *meeting = bs_xcalloc(1, sizeof *meeting);
    struct bs_error err = {.code = BS_OK};
    if (meeting_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, asked, stage->clock.wall_ms,
                       meeting, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return meeting;
}

static void let_go(struct meeting *meeting)
{
    meeting_finish(meeting);
    free(meeting);
}

/* --- what is asked for --- */

static void the_fourth_words_are_one_too_many(void **state)
{
    static const char *const pairs[] = {"citaat", ID(0), "citaat", ID(1),
                                        "citaat", ID(2), "citaat", ID(3)};
    struct meeting_asked asked = read(pairs, 3);
    (void)state;
    assert_int_equal(asked.id_count, MEETING_QUOTES_MAX);
    assert_false(asked.is_over);
    asked = read(pairs, 4);
    assert_int_equal(asked.id_count, MEETING_QUOTES_MAX);
    assert_string_equal(asked.ids[2], ID(2));
    assert_true(asked.is_over);
}

static void the_same_words_twice_are_once(void **state)
{
    static const char *const pairs[] = {"citaat", ID(0), "citaat", ID(0), "citaat", ID(1),
                                        "citaat", ID(0), "citaat", "",    "citaat", ID(2)};
    const struct meeting_asked asked = read(pairs, 6);
    (void)state;
    assert_int_equal(asked.id_count, 3);
    assert_false(asked.is_over);
}

static void languages_channels_and_trials_are_no_part_of_it(void **state)
{
    static const char *const pairs[] = {"taal",  "ar", "manier", "paper",
                                        "proef", "ja", "plek",   "zijde"};
    const struct meeting_asked asked = read(pairs, 4);
    (void)state;
    assert_string_equal(asked.results.lang, "");
    assert_string_equal(asked.results.channel, "");
    assert_false(asked.results.trials);
    assert_string_equal(asked.results.place, "zijde");
}

/* --- which words --- */

static void chosen_words_come_in_the_order_of_the_address(void **state)
{
    static const char *const pairs[] = {"citaat", ID(2), "citaat", ID(0)};
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(pairs, 2);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    assert_int_equal(meeting->quote_count, 2);
    assert_string_equal(meeting->quotes[0].comment.id, ID(2));
    assert_string_equal(meeting->quotes[1].comment.id, ID(0));
    assert_false(meeting->is_lost);
    let_go(meeting);
    stage_destroy(stage);
}

static void quotes(struct stage *stage, const char *const *pairs, size_t count, size_t expected)
{
    const struct meeting_asked asked = read(pairs, count);
    struct meeting *meeting = gather(stage, &asked);
    assert_int_equal(meeting->quote_count, expected);
    assert_int_equal(meeting->is_lost, expected != asked.id_count);
    let_go(meeting);
}

static void words_that_are_not_there_are_passed_over_and_it_is_told(void **state)
{
    static const char *const pairs[] = {"citaat", ID(9), "citaat", "geen-id", "citaat", ID(0)};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    quotes(stage, pairs, 3, 1);
    stage_destroy(stage);
}

static void words_of_another_place_are_not_quoted(void **state)
{
    static const char *const pairs[] = {"citaat", ID(0), "citaat", ID(2), "plek", "zijde"};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    quotes(stage, pairs, 3, 1); /* the third is of Prinsenhof */
    stage_destroy(stage);
}

static void words_about_another_programme_are_not_quoted(void **state)
{
    static const char *const pairs[] = {"citaat", ID(0), "citaat", ID(1)};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    bs_utf8_copy(stage->storage.comments[0].comment.at.programme, BS_SLUG_TEXT, STAGE_WASTE);
    quotes(stage, pairs, 2, 1);
    stage_destroy(stage);
}

static void words_on_trial_are_not_quoted(void **state)
{
    static const char *const pairs[] = {"citaat", ID(0), "citaat", ID(1)};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    stage->storage.comments[1].comment.at.is_trial = true;
    quotes(stage, pairs, 2, 1);
    stage_destroy(stage);
}

static void words_of_other_days_are_not_quoted(void **state)
{
    /* 0 and 1 are of the 20th, 2 and 3 of the 19th. */
    static const char *const until[] = {"citaat", ID(0), "citaat", ID(2), "tot", "2026-11-19"};
    static const char *const since[] = {"citaat", ID(0), "citaat", ID(2), "van", "2026-11-20"};
    static const char *const both[] = {"citaat", ID(0),        "citaat", ID(2),
                                       "van",    "2026-11-19", "tot",    "2026-11-20"};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    quotes(stage, until, 3, 1);
    quotes(stage, since, 3, 1);
    quotes(stage, both, 4, 2);
    stage_destroy(stage);
}

static void words_to_choose_from_are_the_chosen_ones_and_then_the_newest(void **state)
{
    static const char *const pairs[] = {"citaat", ID(2)};
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(pairs, 1);
    struct meeting *meeting;
    (void)state;
    meeting = gather(stage, &asked);
    assert_int_equal(meeting->box_count, 5);
    assert_int_equal(meeting->released, 5);
    assert_string_equal(meeting->boxes[0].comment.id, ID(2));
    assert_string_equal(meeting->boxes[1].comment.id, ID(0));
    assert_string_equal(meeting->boxes[3].comment.id, ID(3));
    assert_false(meeting->has_more);
    let_go(meeting);
    stage_destroy(stage);
}

static void ten_stand_to_be_chosen_and_one_more_is_behind_them(void **state)
{
    struct stage *stage = stage_create();
    const struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting;
    (void)state;
    stage_publish(stage);
    for (size_t i = 0; i < MEETING_BOXES; i++) {
        (void)stage_say(stage, "zijde", "nl", "Meer licht.");
    }
    meeting = gather(stage, &asked);
    assert_int_equal(meeting->box_count, MEETING_BOXES);
    assert_false(meeting->has_more);
    let_go(meeting);
    (void)stage_say(stage, "zijde", "nl", "Minder licht.");
    meeting = gather(stage, &asked);
    assert_int_equal(meeting->box_count, MEETING_BOXES);
    assert_true(meeting->has_more);
    assert_int_equal(meeting->last_box.row, stage->storage.comments[MEETING_BOXES - 1].row);
    let_go(meeting);
    stage_destroy(stage);
}

/* --- which figures --- */

static void ways_add_up_to_all_of_it(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting;
    (void)state;
    const struct fake_visit extra[] = {{.programme = STAGE_LIVING,
                                        .place = "zijde",
                                        .lang = "nl",
                                        .day = "2026-11-20",
                                        .channel = "paper",
                                        .times = 7},
                                       {.programme = STAGE_LIVING,
                                        .place = "zijde",
                                        .lang = "ar",
                                        .day = "2026-11-20",
                                        .channel = "assisted",
                                        .times = 13}};
    fake_visit(&stage->storage, &extra[0]);
    fake_visit(&stage->storage, &extra[1]);
    meeting = gather(stage, &asked);
    assert_int_equal(meeting->channels[BS_CHANNEL_PAPER], 7);
    assert_int_equal(meeting->channels[BS_CHANNEL_ASSISTED], 13);
    assert_int_equal(meeting->channels[0] + meeting->channels[1] + meeting->channels[2],
                     meeting->results.totals.submissions);
    let_go(meeting);
    stage_destroy(stage);
}

static void nine_answers_show_nothing_and_ten_do(void **state)
{
    struct results_question question = {.all = {.answered = 12, .dont_know = 3}};
    (void)state;
    assert_false(meeting_shows(&question));
    question.all.dont_know = 2;
    assert_true(meeting_shows(&question));
    question.all.is_hidden = true;
    assert_false(meeting_shows(&question));
}

static void the_period_is_as_asked_and_else_from_the_first_to_the_last_answer(void **state)
{
    static const char *const pairs[] = {"van", "2026-10-20"};
    struct stage *stage = stage_create_reviewed();
    struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    assert_int_equal(bs_date_compare(meeting->first, (struct bs_date){2026, 10, 1}), 0);
    assert_int_equal(bs_date_compare(meeting->last, (struct bs_date){2026, 11, 21}), 0);
    let_go(meeting);
    asked = read(pairs, 1);
    meeting = gather(stage, &asked);
    assert_int_equal(bs_date_compare(meeting->first, (struct bs_date){2026, 10, 20}), 0);
    let_go(meeting);
    stage_destroy(stage);
}

/* --- what is missing --- */

static bool is_missed(const struct meeting *meeting, const char *words)
{
    for (size_t i = 0; i < meeting->missing.count; i++) {
        if (strstr(meeting->missing.in[i], words) != NULL) {
            return true;
        }
    }
    return false;
}

static void leave(struct stage *stage, enum storage_left what, const char *value, int64_t times)
{
    const struct fake_left left = {STAGE_LIVING, what, value, false, times};
    fake_left(&stage->storage, &left);
}

static void languages_and_places_of_fewer_than_ten_are_named(void **state)
{
    static const char *const zijde[] = {"plek", "zijde"};
    struct stage *stage = stage_create_reviewed();
    struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    assert_true(is_missed(meeting, "deze talen: Turks."));
    assert_true(is_missed(meeting, "deze plekken: Duivenvoorde."));
    let_go(meeting);
    asked = read(zijde, 1);
    meeting = gather(stage, &asked);
    assert_false(is_missed(meeting, "deze plekken"));
    assert_true(is_missed(meeting, "deze talen: Engels."));
    let_go(meeting);
    stage_destroy(stage);
}

static void where_nobody_told_it_is_not_known_who_is_missing(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting;
    (void)state;
    leave(stage, STORAGE_LEFT_AGE, "80_up", 9); /* too few to tell anything by */
    leave(stage, STORAGE_LEFT_AGE, "unsaid", 40);
    leave(stage, STORAGE_LEFT_AREA, "elsewhere", 49);
    meeting = gather(stage, &asked);
    assert_true(is_missed(meeting, "Wie er ontbreken, weten we dus niet"));
    assert_false(is_missed(meeting, "80 of ouder"));
    let_go(meeting);
    stage_destroy(stage);
}

static void ages_and_neighbourhoods_of_fewer_than_ten_are_named(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting;
    (void)state;
    leave(stage, STORAGE_LEFT_AGE, "30_44", 10);
    leave(stage, STORAGE_LEFT_AGE, "65_79", 44);
    leave(stage, STORAGE_LEFT_AGE, "80_up", 9);
    leave(stage, STORAGE_LEFT_AREA, "WK191601", 63);
    meeting = gather(stage, &asked);
    assert_true(is_missed(meeting, "leeftijd: Jonger dan 18, 18 tot 30, 45 tot 65, 80 of ouder."));
    assert_true(is_missed(meeting, "buurten: Duivenvoorde."));
    assert_true(is_missed(meeting, "vrijwillig"));
    let_go(meeting);
    stage_destroy(stage);
}

static void half_visits_few_answers_and_kiosks_that_still_send_are_told(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting;
    (void)state;
    stage_install(stage);
    meeting = gather(stage, &asked);
    assert_true(is_missed(meeting, "118 keer stopte iemand"));
    assert_false(is_missed(meeting, "kiosken"));
    assert_true(is_missed(meeting, "Dit is geen steekproef."));
    assert_false(is_missed(meeting, "vragen kwamen"));
    let_go(meeting);
    stage_delay(stage);
    meeting = gather(stage, &asked);
    assert_true(is_missed(meeting, "Van 1 van de 4 kiosken"));
    let_go(meeting);
    stage_destroy(stage);
}

static void below_ten_answers_nothing_is_said_of_who_is_missing(void **state)
{
    static const char *const few[] = {"plek", "duivenvoorde"};
    struct stage *stage = stage_create_reviewed();
    const struct meeting_asked asked = read(few, 1);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    assert_int_equal(meeting->missing.count, 2);
    assert_true(is_missed(meeting, "te weinig antwoorden om te zien wie er ontbreken"));
    let_go(meeting);
    stage_destroy(stage);
}

/* --- the layout --- */

static void the_more_there_is_the_closer_it_stands(void **state)
{
    struct stage *stage = stage_create_reviewed();
    struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    meeting->notes.count = 0;
    assert_int_equal(meeting_layout(meeting), MEETING_LARGE);
    meeting->quote_count = 3;
    memset(meeting->quotes[1].comment.text, 'a', 60);
    assert_int_equal(meeting_layout(meeting), MEETING_ROOMY);
    memset(meeting->quotes[1].comment.text, 'a', 280);
    assert_int_equal(meeting_layout(meeting), MEETING_DENSE);
    meeting->notes.count = MEETING_NOTES;
    meeting->quotes[1].comment.mask_count = 10;
    assert_int_equal(meeting_layout(meeting), MEETING_TIGHT);
    let_go(meeting);
    stage_destroy(stage);
}

static void what_needs_a_second_side_anyway_is_roomy(void **state)
{
    struct stage *stage = stage_create_reviewed();
    struct meeting_asked asked = read(NULL, 0);
    struct meeting *meeting = gather(stage, &asked);
    (void)state;
    meeting->quote_count = 3;
    memset(meeting->quotes[1].comment.text, 'a', 280);
    meeting->quotes[1].comment.mask_count = 32;
    meeting->notes.count = MEETING_NOTES;
    assert_int_equal(meeting_layout(meeting), MEETING_ROOMY);
    let_go(meeting);
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fourth_words_are_one_too_many),
        cmocka_unit_test(the_same_words_twice_are_once),
        cmocka_unit_test(languages_channels_and_trials_are_no_part_of_it),
        cmocka_unit_test(chosen_words_come_in_the_order_of_the_address),
        cmocka_unit_test(words_that_are_not_there_are_passed_over_and_it_is_told),
        cmocka_unit_test(words_of_another_place_are_not_quoted),
        cmocka_unit_test(words_about_another_programme_are_not_quoted),
        cmocka_unit_test(words_on_trial_are_not_quoted),
        cmocka_unit_test(words_of_other_days_are_not_quoted),
        cmocka_unit_test(words_to_choose_from_are_the_chosen_ones_and_then_the_newest),
        cmocka_unit_test(ten_stand_to_be_chosen_and_one_more_is_behind_them),
        cmocka_unit_test(ways_add_up_to_all_of_it),
        cmocka_unit_test(nine_answers_show_nothing_and_ten_do),
        cmocka_unit_test(the_period_is_as_asked_and_else_from_the_first_to_the_last_answer),
        cmocka_unit_test(languages_and_places_of_fewer_than_ten_are_named),
        cmocka_unit_test(where_nobody_told_it_is_not_known_who_is_missing),
        cmocka_unit_test(ages_and_neighbourhoods_of_fewer_than_ten_are_named),
        cmocka_unit_test(half_visits_few_answers_and_kiosks_that_still_send_are_told),
        cmocka_unit_test(below_ten_answers_nothing_is_said_of_who_is_missing),
        cmocka_unit_test(the_more_there_is_the_closer_it_stands),
        cmocka_unit_test(what_needs_a_second_side_anyway_is_roomy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
