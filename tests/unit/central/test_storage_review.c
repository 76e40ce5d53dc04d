/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What connectors send is stored whatever it says, understood when it can be, and shown when a release counts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "review_rows.h"
#include "review_stage.h"
#include "storage_proof.h"

#define M BS_MASK_SIGN

struct scene {
    struct storage_stage *stage;
    struct stage_log *log, *other; /* of two epochs of one kiosk: what a copied card makes */
    char text[2048];
};

static struct scene begin(void **state)
{
    return (struct scene){.stage = *state,
                          .log = stage_log_create("kiosk-1", STAGE_EPOCH),
                          .other = stage_log_create("kiosk-1", STAGE_EPOCH_2)};
}

static void end(struct scene *scene)
{
    const struct stage_findings findings = stage_verify(scene->stage);

    assert_string_equal(findings.first, "");
    stage_log_destroy(scene->log);
    stage_log_destroy(scene->other);
}

static void send(struct scene *scene, struct stage_log *log)
{
    assert_int_equal(stage_send(scene->stage, log, 1, log->count).rc, BS_OK);
}

static void shows(struct scene *scene, const char *expected)
{
    assert_string_equal(stage_shown(scene->stage, NULL, NULL, scene->text), expected);
}

static void released_words_are_shown(void **state)
{
    struct scene scene = begin(state);

    stage_add_released(scene.log, &(struct stage_words){.text = "Meer bomen, zegt " M "."});
    assert_int_equal(stage_send(scene.stage, scene.log, 1, 2).receipt.set_aside_count, 0);
    shows(&scene, "Meer bomen, zegt " M ".|");
    end(&scene);
}

static void words_without_a_release_are_shown_to_nobody(void **state)
{
    struct scene scene = begin(state);
    struct storage_comment comment;

    stage_add_words(scene.log, &(struct stage_words){.text = "Meer bomen."});
    send(&scene, scene.log);
    shows(&scene, "");
    assert_int_equal(
        storage_comment(scene.stage->storage, STAGE_TENANT, STAGE_COMMENT, &comment, NULL),
        BS_NOTFOUND);
    end(&scene);
}

static void each_kind_comes_back_as_it_was_sent(void **state)
{
    struct scene scene = begin(state);
    struct storage_comment read;
    const struct bs_comment *comment = &read.comment;

    stage_add_released(scene.log, &(struct stage_words){.text = M " belt " M,
                                                        .lang = "ar",
                                                        .place = STAGE_LIBRARY,
                                                        .written = "2026-11-03"});
    send(&scene, scene.log);
    assert_int_equal(
        storage_comment(scene.stage->storage, STAGE_TENANT, STAGE_COMMENT, &read, NULL), BS_OK);
    assert_string_equal(comment->id, STAGE_COMMENT);
    assert_string_equal(comment->submission, "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f");
    assert_string_equal(comment->at.programme, STAGE_PROGRAMME);
    assert_string_equal(comment->at.place, STAGE_LIBRARY);
    assert_string_equal(comment->at.lang, "ar");
    assert_int_equal(comment->at.version, 1);
    assert_int_equal(comment->at.channel, BS_CHANNEL_KIOSK);
    assert_false(comment->at.is_trial);
    assert_string_equal(comment->by, "v-7k2m");
    assert_int_equal(comment->written.day, 3);
    assert_int_equal(comment->mask_count, 2);
    assert_int_equal(comment->masks[1], BS_MASK_NAME);
    assert_false(read.is_ours);
    assert_int_equal(storage_comment(scene.stage->storage, STAGE_OTHER, STAGE_COMMENT, &read, NULL),
                     BS_NOTFOUND);
    end(&scene);
}

static void what_names_an_unknown_programme_is_set_aside_until_it_is_there(void **state)
{
    struct scene scene = begin(state);

    stage_add_ruling(scene.log, NULL, BS_RULING_RELEASE, 0);
    stage_add_words(scene.log, &(struct stage_words){.text = "Later", .version = 2});
    stage_add_note(scene.log, BS_NOTE_CONTEXT, "onbekend", STAGE_PLACE, "2026-11-20", "Markt");
    stage_add_note(scene.log, BS_NOTE_CONTEXT, "", "nergens", "2026-11-20", "Markt");
    assert_int_equal(stage_send(scene.stage, scene.log, 1, 4).receipt.set_aside_count, 3);
    shows(&scene, "");
    assert_int_equal(stage_publish(scene.stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    shows(&scene, "Later|");
    end(&scene);
}

static void a_body_that_cannot_be_read_is_stored_and_set_aside(void **state)
{
    static const char *const kinds[] = {BS_KIND_COMMENT, BS_KIND_DECISION, BS_KIND_NOTE};
    struct scene scene = begin(state);

    for (size_t i = 0; i < 3; i++) {
        stage_log_add(scene.log,
                      &(struct stage_visit){.kind = kinds[i], .body = "{\"salt\":\"0\"}"});
    }
    assert_int_equal(stage_send(scene.stage, scene.log, 1, 3).receipt.set_aside_count, 3);
    end(&scene);
}

/* Else one kiosk could make each look at a comment take minutes. */
static void a_comment_has_so_many_rows_and_what_comes_after_is_set_aside(void **state)
{
    struct scene scene = begin(state);

    for (int i = 0; i < REVIEW_ROWS_MAX; i++) {
        stage_add_released(scene.log, &(struct stage_words){.text = "Meer bomen"});
    }
    stage_add_released(scene.log, &(struct stage_words){.text = "Nog een"});
    stage_add_ruling(scene.log, STAGE_COMMENT_2, BS_RULING_RELEASE, 0); /* of another one */
    assert_int_equal(
        stage_send(scene.stage, scene.log, 1, scene.log->count - 3).receipt.set_aside_count, 0);
    assert_int_equal(
        stage_send(scene.stage, scene.log, scene.log->count - 2, 3).receipt.set_aside_count, 2);
    shows(&scene, "Meer bomen|");
    assert_int_equal(stage_publish(scene.stage, STAGE_TENANT, 2, "AAAAA"), BS_OK); /* looks again */
    shows(&scene, "Meer bomen|");
    end(&scene);
}

static void the_same_record_twice_is_shown_once(void **state)
{
    struct scene scene = begin(state);

    stage_add_released(scene.log, &(struct stage_words){.text = "Een keer"});
    send(&scene, scene.log);
    send(&scene, scene.log);
    stage_log_copy(scene.other, scene.log, 1);
    stage_log_copy(scene.other, scene.log, 2);
    send(&scene, scene.other);
    shows(&scene, "Een keer|");
    end(&scene);
}

/* Both logs, in one order and in the other. */
static void conflict(void **state, bool other_first)
{
    struct scene scene = begin(state);

    stage_add_released(scene.log, &(struct stage_words){.text = "Jan en Piet"});
    stage_add_released(scene.other, &(struct stage_words){.text = M " en " M});
    send(&scene, other_first ? scene.other : scene.log);
    send(&scene, other_first ? scene.log : scene.other);
    shows(&scene, M " en " M "|");
    end(&scene);
}

static void of_two_releases_the_one_that_masked_more_is_shown(void **state)
{
    conflict(state, false);
}

static void of_two_releases_the_one_that_masked_more_is_shown_in_the_other_order_too(void **state)
{
    conflict(state, true);
}

static bool count_ruling(void *self, const struct storage_ruling *ruling)
{
    assert_string_equal(ruling->kiosk, "kiosk-1");
    assert_string_equal(ruling->who, "v-7k2m");
    ++*(int *)self;
    return true;
}

static void what_one_log_hid_no_release_of_another_shows(void **state)
{
    for (int other_first = 0; other_first < 2; other_first++) {
        struct scene scene;
        int rulings = 0;

        if (other_first == 1) {
            assert_int_equal(stage_teardown(state), 0);
            assert_int_equal(stage_setup(state), 0);
        }
        scene = begin(state);
        stage_add_released(scene.log, &(struct stage_words){.text = "Jan en Piet"});
        stage_add_ruling(scene.other, NULL, BS_RULING_HIDE, 0);
        send(&scene, other_first == 1 ? scene.other : scene.log);
        send(&scene, other_first == 1 ? scene.log : scene.other);
        shows(&scene, "");
        assert_int_equal(storage_rulings(scene.stage->storage, STAGE_TENANT, STAGE_COMMENT,
                                         count_ruling, &rulings, NULL),
                         BS_OK);
        assert_int_equal(rulings, 2);
        end(&scene);
    }
}

static void words_that_were_taken_back_are_shown_no_more_until_they_are_released_again(void **state)
{
    struct scene scene = begin(state);

    stage_add_released(scene.log, &(struct stage_words){.text = "Jan"});
    stage_add_ruling(scene.log, NULL, BS_RULING_TAKE_BACK, 0);
    send(&scene, scene.log);
    shows(&scene, "");
    stage_add_ruling(scene.log, NULL, BS_RULING_RELEASE, 1);
    send(&scene, scene.log);
    shows(&scene, ""); /* the words that the release is of are not here yet */
    stage_add_words(scene.log, &(struct stage_words){.text = M});
    send(&scene, scene.log);
    shows(&scene, M "|");
    end(&scene);
}

static void what_a_kiosk_on_trial_sends_is_told_apart(void **state)
{
    struct scene scene = begin(state);
    struct stage_log *log = stage_log_create("kiosk-9", STAGE_EPOCH);
    struct storage_kiosk kiosk = scene.stage->kiosk;

    (void)strcpy(kiosk.id, "kiosk-9");
    assert_int_equal(
        storage_invite_kiosk(scene.stage->storage, &kiosk, "code", STAGE_NOW_MS + 1000, NULL),
        BS_OK);
    stage_add_released(log, &(struct stage_words){.text = "Proef"});
    assert_int_equal(stage_send_as(scene.stage, &kiosk, log, 1, 2, false).rc, BS_OK);
    shows(&scene, "");
    stage_log_destroy(log);
    end(&scene);
}

static void a_file_of_before_it_is_taken_along_and_what_was_set_aside_is_understood(void **state)
{
    struct scene scene = begin(state);

    stage_add_released(scene.log, &(struct stage_words){.text = "Ouder"});
    send(&scene, scene.log);
    stage_close(scene.stage);
    stage_pragma(scene.stage, STAGE_UNDO_8
                 "UPDATE record SET state = 1, why = 1; UPDATE setting SET value = CAST('4' AS "
                 "BLOB) WHERE name = 'understands'; PRAGMA user_version = 7");
    assert_int_equal(storage_open_sqlite(scene.stage->path, &scene.stage->storage, NULL), BS_OK);
    shows(&scene, "Ouder|");
    end(&scene);
}

/* --- verify --- */

static void finds(void **state, const char *sql, const char *part)
{
    struct scene scene = begin(state);
    struct stage_findings findings;

    stage_add_released(scene.log, &(struct stage_words){.text = "Jan"});
    stage_add_note(scene.log, BS_NOTE_URGENT, "", STAGE_PLACE, "2026-11-20", "Lek");
    send(&scene, scene.log);
    stage_mutate(scene.stage, sql);
    findings = stage_verify(scene.stage);
    assert_int_equal(findings.rc, BS_BROKEN);
    assert_non_null(strstr(findings.first, part));
    stage_log_destroy(scene.log);
    stage_log_destroy(scene.other);
}

static void a_changed_row_is_found(void **state)
{
    static const char *const changes[] = {"UPDATE comment SET text = 'Piet'",
                                          "UPDATE comment SET id = zeroblob(16)",
                                          "UPDATE comment SET place = 'bieb'",
                                          "UPDATE comment SET masks = 'name'",
                                          "UPDATE comment SET written = '2026-01-01'",
                                          "UPDATE decision SET masks = 1",
                                          "UPDATE decision SET ruling = 3",
                                          "UPDATE decision SET who = 'x'",
                                          "UPDATE note SET text = 'Geen lek'",
                                          "UPDATE note SET day = '2026-01-01'",
                                          "DELETE FROM comment",
                                          "DELETE FROM note"};

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        finds(state, changes[i], "what is kept of it is another");
        assert_int_equal(stage_teardown(state), 0);
        assert_int_equal(stage_setup(state), 0);
    }
}

static void words_that_are_shown_although_no_release_counts_are_found(void **state)
{
    finds(state, "UPDATE comment SET shown = 0", "it is not shown");
}

static void words_that_somebody_erased_without_a_decision_are_found(void **state)
{
    finds(state,
          "UPDATE record SET line = CAST(substr(CAST(line AS TEXT), 1, instr(CAST(line AS TEXT), "
          "'{') - 1) AS BLOB) WHERE seq = 2",
          "nobody decided so");
}

static void a_row_of_no_record_is_found(void **state)
{
    finds(state,
          "INSERT INTO note SELECT n + 9, tenant, log, seq + 9, kind, place, programme, lang, "
          "trial, who, day, text FROM note",
          "1 comment, decision or note is of no record");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(released_words_are_shown),
        CASE(words_without_a_release_are_shown_to_nobody),
        CASE(each_kind_comes_back_as_it_was_sent),
        CASE(what_names_an_unknown_programme_is_set_aside_until_it_is_there),
        CASE(a_body_that_cannot_be_read_is_stored_and_set_aside),
        CASE(a_comment_has_so_many_rows_and_what_comes_after_is_set_aside),
        CASE(the_same_record_twice_is_shown_once),
        CASE(of_two_releases_the_one_that_masked_more_is_shown),
        CASE(of_two_releases_the_one_that_masked_more_is_shown_in_the_other_order_too),
        CASE(what_one_log_hid_no_release_of_another_shows),
        CASE(words_that_were_taken_back_are_shown_no_more_until_they_are_released_again),
        CASE(what_a_kiosk_on_trial_sends_is_told_apart),
        CASE(a_file_of_before_it_is_taken_along_and_what_was_set_aside_is_understood),
        CASE(a_changed_row_is_found),
        CASE(words_that_are_shown_although_no_release_counts_are_found),
        CASE(words_that_somebody_erased_without_a_decision_are_found),
        CASE(a_row_of_no_record_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
