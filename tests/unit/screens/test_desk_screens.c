/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The connector's screens: what each control means, and what is told. */

#include "desk_screens_stage.h"

#include <stdio.h>
#include <string.h>

/* ---- the way in and out ---- */

static void help_leads_to_the_door(void **state)
{
    (void)state;
    assert_means_nothing("tool.staff");
    stage_tap(&stage, "tool.help");
    assert_means("tool.staff", DESK_OPEN, 0);
}

static void the_door_is_no_bait_for_residents(void **state)
{
    (void)state;
    stage_tap(&stage, "tool.help");
    const struct ui_node *staff = stage_node(&stage, "tool.staff"),
                         *about = stage_node(&stage, "tool.about");
    assert_int_equal(staff->surface, UI_SURFACE_QUIET);
    assert_true(staff->rect.x > about->rect.x + about->rect.w);
    assert_true(staff->rect.w < about->rect.w);
    assert_true(stage.theme.font[staff->style].px <= stage.theme.font[about->style].px);
}

static void a_desk_that_is_shut_leaves_the_screen_to_residents(void **state)
{
    (void)state;
    char before[24], after[24];
    screen_name(&stage.view, before);
    open_desk("desk-home")->screen = DESK_SHUT;
    stage_build(&stage);
    screen_name(&stage.view, after);
    assert_string_equal(stage.scene.screen, "attract");
    assert_string_equal(before, after);
    assert_means_nothing("tool.leave");
}

static void every_control_means_something(void **state)
{
    (void)state;
    for (size_t i = 0; i < desk_case_count; i++) {
        open_desk(desk_case_names[i]);
        for (size_t k = 0; k < stage.scene.count; k++) {
            const char *id = stage.scene.nodes[k].id;
            struct desk_intent intent;
            struct session_intent other;
            if (stage.scene.nodes[k].role == UI_ROLE_BUTTON &&
                !screen_desk_intent(&stage.view, id, &intent) &&
                !screen_intent(&stage.view, id, &other)) {
                fail_msg("%s means nothing on %s", id, desk_case_names[i]);
            }
        }
    }
}

static void sluiten_is_on_every_screen_that_can_be_pressed(void **state)
{
    (void)state;
    for (size_t i = 0; i < desk_case_count; i++) {
        const struct desk *desk = open_desk(desk_case_names[i]);
        if (desk->screen != DESK_CLEAN) {
            assert_means("tool.leave", DESK_LEAVE, 0);
        }
    }
}

static void a_screen_that_is_cleaned_is_dark_and_deaf(void **state)
{
    (void)state;
    open_desk("desk-clean");
    assert_true(stage.scene.is_dark);
    assert_string_equal(stage_label(&stage, "clean.left"), "Nog 30 seconden");
    for (size_t i = 0; i < stage.scene.count; i++) {
        assert_int_not_equal(stage.scene.nodes[i].role, UI_ROLE_BUTTON);
    }
    assert_means_nothing("tool.leave");
    assert_means_nothing("tool.back");
}

static void somebody_who_seems_to_have_left_is_asked(void **state)
{
    (void)state;
    open_desk("desk-idle");
    assert_string_equal(stage.scene.screen, "idle");
    assert_means("tool.stay", DESK_STAY, 0);
    assert_means("tool.leave", DESK_LEAVE, 0);
    assert_non_null(strstr(stage_label(&stage, "idle.seconds"), "20 seconden"));
}

static void it_is_in_dutch_whatever_a_visit_was_in(void **state)
{
    (void)state;
    stage_tap(&stage, "lang.en");
    open_desk("desk-home");
    assert_string_equal(stage.scene.lang, "nl");
    assert_string_equal(stage_label(&stage, "title"), "Dag Samira");
}

static void another_page_has_another_name(void **state)
{
    (void)state;
    char first[24], second[24];
    struct desk *desk = open_desk("desk-words-many");
    screen_name(&stage.view, first);
    desk->page = 1;
    screen_name(&stage.view, second);
    assert_string_not_equal(first, second);
}

/* ---- the door ---- */

static void digits_are_typed(void **state)
{
    (void)state;
    open_desk("desk-door-ready");
    assert_means("pin.0", DESK_DIGIT, 0);
    assert_means("pin.9", DESK_DIGIT, 9);
    assert_means("tool.rub_out", DESK_RUB_OUT, 0);
    assert_means("tool.next", DESK_KNOCK, 0);
    assert_means_nothing("pin.10");
    assert_means_nothing("pin.");
    assert_means_nothing("pin.x");
}

static void a_pin_that_is_too_short_is_not_knocked_with(void **state)
{
    (void)state;
    open_desk("desk-door-typed");
    assert_false(stage_has(&stage, "tool.next"));
    assert_true(stage_has(&stage, "tool.rub_out"));
    open_desk("desk-door");
    assert_false(stage_has(&stage, "tool.rub_out"));
}

static size_t discs(void)
{
    size_t count = 0;
    for (size_t i = 0; i < stage.scene.count; i++) {
        count += stage.scene.nodes[i].surface == UI_SURFACE_DISC_CANAL ? 1 : 0;
    }
    return count;
}

static void typed_digits_are_discs_and_the_same_for_every_pin(void **state)
{
    static struct ui_scene before;
    (void)state;
    struct desk *desk = open_desk("desk-door-ready");
    assert_int_equal(discs(), DESK_PIN_MOST);
    before = stage.scene;
    memset(desk->pin, '1', DESK_PIN_MOST);
    stage_build(&stage);
    assert_true(scene_equal(&before, &stage.scene));
}

static void what_is_typed_has_no_speech(void **state)
{
    (void)state;
    open_desk("desk-door-ready");
    for (size_t i = 0; i < stage.scene.count; i++) {
        const struct ui_node *at = &stage.scene.nodes[i];
        if (at->surface == UI_SURFACE_DISC_CANAL || at->surface == UI_SURFACE_SLOT) {
            assert_string_equal(at->speech, "");
            assert_string_equal(at->id, "");
        }
    }
}

static void the_door_says_what_is_the_matter(void **state)
{
    (void)state;
    open_desk("desk-door");
    assert_string_equal(stage_label(&stage, "door.state"),
                        "Typ uw pincode of houd uw pas bij de lezer.");
    open_desk("desk-door-wrong");
    assert_string_equal(stage_label(&stage, "door.state"), "Dat klopt niet. Probeer het nog eens.");
    open_desk("desk-door-trouble");
    assert_string_equal(stage_label(&stage, "door.state"),
                        "Dat is niet gelukt. Probeer het nog eens.");
    open_desk("desk-door-wait");
    assert_string_equal(stage_label(&stage, "door.state"), "Wacht nog 8 seconden.");
    assert_false(stage_has(&stage, "pin.1"));
    open_desk("desk-door-locked");
    assert_string_equal(stage_label(&stage, "door.state"), "Wacht nog 15 minuten.");
}

/* Seconds that are counted down would be said each second. */
static void a_wait_is_said_once(void **state)
{
    char before[UI_SPEECH_TEXT];
    (void)state;
    open_desk("desk-door-wait");
    snprintf(before, sizeof before, "%s", stage_node(&stage, "door.state")->speech);
    stage.now += 1000;
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "door.state"), "Wacht nog 7 seconden.");
    assert_string_equal(stage_node(&stage, "door.state")->speech, before);
}

/* ---- home and the queue ---- */

static void home_leads_everywhere(void **state)
{
    (void)state;
    open_desk("desk-home");
    assert_string_equal(stage_label(&stage, "home.waiting"), "Er wachten 5 reacties.");
    assert_means("desk.queue", DESK_GO, DESK_QUEUE);
    assert_means("desk.help", DESK_GO, DESK_HELP);
    assert_means("desk.subject", DESK_GO, DESK_SUBJECT);
    assert_means("desk.note", DESK_GO, DESK_NOTE);
    assert_means("desk.status", DESK_GO, DESK_STATUS);
    assert_means("desk.clean", DESK_GO, DESK_CLEAN);
    assert_means("desk.export", DESK_GO, DESK_EXPORT);
    assert_means_nothing("desk.words");
    assert_means_nothing("word.0");
}

static void a_row_is_looked_at_and_a_decided_one_taken_back(void **state)
{
    (void)state;
    open_desk("desk-queue");
    assert_means("row.0", DESK_LOOK, 0);
    assert_means("row.4", DESK_LOOK, 4);
    assert_means("undo.2", DESK_UNDO, 2);
    assert_false(stage_has(&stage, "row.2"));
    assert_false(stage_has(&stage, "undo.0"));
    assert_means("tool.more", DESK_MORE, 0);
    assert_means("tool.filter", DESK_GO, DESK_SUBJECT);
    assert_means_nothing("row.6");
}

static void a_row_says_subject_language_age_and_state(void **state)
{
    (void)state;
    open_desk("desk-queue");
    const char *said = stage_node(&stage, "row.0")->speech;
    assert_non_null(strstr(said, "Tegel"));
    assert_non_null(strstr(said, "Nederlands"));
    assert_non_null(strstr(said, "4 dagen"));
    assert_non_null(strstr(said, "wacht"));
}

static void an_empty_queue_is_good_news(void **state)
{
    (void)state;
    open_desk("desk-queue-empty");
    assert_string_equal(stage_label(&stage, "queue.empty"), "Er wacht niets. Goed gedaan.");
    assert_false(stage_has(&stage, "tool.more"));
}

static void behind_the_last_page_comes_the_first(void **state)
{
    (void)state;
    open_desk("desk-queue-thousand");
    assert_string_equal(stage_label(&stage, "title"), "Er wachten 999 reacties.");
    assert_true(stage_has(&stage, "row.3"));
    assert_false(stage_has(&stage, "row.4"));
    assert_string_equal(stage_label(&stage, "tool.more"), "Naar de eerste");
}

/* ---- lists ---- */

static void reasons_and_notes_go_by_their_names(void **state)
{
    (void)state;
    open_desk("desk-hide");
    for (unsigned i = 0; i < BS_HIDE_REASONS; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "reason.%s", bs_hide_reason_name((enum bs_hide_reason)i));
        assert_means(id, DESK_CHOOSE, i);
    }
    open_desk("desk-note");
    for (unsigned i = 0; i < BS_NOTES; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "note.%s", bs_note_kind_name((enum bs_note_kind)i));
        assert_means(id, DESK_CHOOSE, i);
    }
    assert_means_nothing("reason.person");
}

static void words_go_to_the_contact_or_to_who_reads_them(void **state)
{
    (void)state;
    open_desk("desk-pass");
    assert_means("pass.contact", DESK_CHOOSE, BS_PASS_CONTACT);
    assert_means("pass.reader", DESK_CHOOSE, BS_PASS_READER);
    assert_string_equal(stage_label(&stage, "pass.reader.who"), "Fatma, Hassan");
}

static void where_nobody_reads_it_nobody_is_offered(void **state)
{
    (void)state;
    open_desk("desk-pass-nobody");
    assert_false(stage_has(&stage, "pass.reader"));
    assert_true(stage_has(&stage, "pass.contact"));
}

static void consent_is_yes_or_no(void **state)
{
    (void)state;
    open_desk("desk-consent");
    assert_means("consent.yes", DESK_CHOOSE, 1);
    assert_means("consent.no", DESK_CHOOSE, 0);
}

static void she_helps_one_a_group_or_paper(void **state)
{
    (void)state;
    open_desk("desk-help");
    assert_means("help.one", DESK_CHOOSE, 0);
    assert_means("help.group", DESK_CHOOSE, 1);
    assert_means("help.paper", DESK_CHOOSE, 2);
    open_desk("desk-between");
    assert_means("tool.next", DESK_SEND, 0);
    assert_means("tool.enough", DESK_CHOOSE, 0);
    assert_string_equal(stage_label(&stage, "between"), "Geef door aan de volgende");
    assert_means_nothing("tool.back");
}

static void a_subject_is_chosen_for_a_visit_or_for_the_queue(void **state)
{
    (void)state;
    open_desk("desk-subject");
    assert_means("programme.twee", DESK_CHOOSE, 1);
    assert_false(stage_has(&stage, "tool.all"));
    assert_means_nothing("tool.all");
    open_desk("desk-subject-filter");
    assert_means("programme.twee", DESK_FILTER, 1);
    assert_means("tool.all", DESK_FILTER, stage.bundle->programme_count);
    assert_means_nothing("programme.drie");
}

static void a_programme_of_now_ends(void **state)
{
    (void)state;
    open_desk("desk-until");
    assert_means("until.0", DESK_CHOOSE, 0);
    assert_means("until.2", DESK_CHOOSE, 2);
    assert_means_nothing("until.3");
}

static void she_writes_with_keys(void **state)
{
    struct desk_intent intent;
    (void)state;
    open_desk("desk-write");
    assert_true(screen_desk_intent(&stage.view, "key.0", &intent));
    assert_int_equal(intent.kind, DESK_KEY);
    assert_string_equal(intent.text, stage_label(&stage, "key.0"));
    assert_true(screen_desk_intent(&stage.view, "key.space", &intent));
    assert_string_equal(intent.text, " ");
    assert_means("layer.1", DESK_LAYER, 1);
    assert_means("tool.rub_out", DESK_RUB_OUT, 0);
    assert_means("tool.send", DESK_SEND, 0);
    assert_means_nothing("key.99");
    open_desk("desk-home");
    assert_means_nothing("key.0");
}

/* ---- status and the stick ---- */

static void the_status_is_told_in_words(void **state)
{
    (void)state;
    open_desk("desk-status");
    assert_string_equal(stage_label(&stage, "status.stored"), "42 bewaard, 40 aangekomen");
    assert_string_equal(stage_label(&stage, "status.oldest"), "oudste wacht 3 uur");
    assert_string_equal(stage_label(&stage, "status.complete"), "volledig tot 412");
    assert_string_equal(stage_label(&stage, "status.disk"), "nog 21,4 GB vrij (71%)");
}

static size_t warnings(void)
{
    size_t count = 0;
    for (size_t i = 0; i < stage.scene.count; i++) {
        count += strcmp(stage.scene.nodes[i].icon, "warning") == 0 ? 1 : 0;
    }
    return count;
}

static void what_is_wrong_has_a_sign_beside_its_words(void **state)
{
    (void)state;
    open_desk("desk-status");
    assert_int_equal(warnings(), 0);
    open_desk("desk-status-bad");
    assert_true(warnings() >= 3);
    assert_string_equal(stage_label(&stage, "status.trouble"),
                        "De gemeente neemt de antwoorden nu niet aan.");
}

static void a_stick_that_is_full_has_a_sentence(void **state)
{
    (void)state;
    open_desk("desk-export");
    assert_means("tool.send", DESK_SEND, 0);
    open_desk("desk-export-full");
    assert_string_equal(stage_label(&stage, "export.hint"),
                        "De stick is vol. Neem een lege stick.");
    open_desk("desk-export-waiting");
    assert_false(stage_has(&stage, "tool.send"));
}

#define HERE(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, desk_screens_set_up, desk_screens_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(help_leads_to_the_door),
        HERE(the_door_is_no_bait_for_residents),
        HERE(a_desk_that_is_shut_leaves_the_screen_to_residents),
        HERE(every_control_means_something),
        HERE(sluiten_is_on_every_screen_that_can_be_pressed),
        HERE(a_screen_that_is_cleaned_is_dark_and_deaf),
        HERE(somebody_who_seems_to_have_left_is_asked),
        HERE(it_is_in_dutch_whatever_a_visit_was_in),
        HERE(another_page_has_another_name),
        HERE(digits_are_typed),
        HERE(a_pin_that_is_too_short_is_not_knocked_with),
        HERE(typed_digits_are_discs_and_the_same_for_every_pin),
        HERE(what_is_typed_has_no_speech),
        HERE(the_door_says_what_is_the_matter),
        HERE(a_wait_is_said_once),
        HERE(home_leads_everywhere),
        HERE(a_row_is_looked_at_and_a_decided_one_taken_back),
        HERE(a_row_says_subject_language_age_and_state),
        HERE(an_empty_queue_is_good_news),
        HERE(behind_the_last_page_comes_the_first),
        HERE(reasons_and_notes_go_by_their_names),
        HERE(words_go_to_the_contact_or_to_who_reads_them),
        HERE(where_nobody_reads_it_nobody_is_offered),
        HERE(consent_is_yes_or_no),
        HERE(she_helps_one_a_group_or_paper),
        HERE(a_subject_is_chosen_for_a_visit_or_for_the_queue),
        HERE(a_programme_of_now_ends),
        HERE(she_writes_with_keys),
        HERE(the_status_is_told_in_words),
        HERE(what_is_wrong_has_a_sign_beside_its_words),
        HERE(a_stick_that_is_full_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
