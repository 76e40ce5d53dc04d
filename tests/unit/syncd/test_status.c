/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The members of --status, in every state that a kiosk can be in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/json.h>

#include "presence.h"
#include "status.h"
#include "syncd_stage.h"

struct seen {
    struct bs_json *json;
    struct bs_json_at root;
};

static enum bs_err look_in(const char *state_dir, const char *kiosk_dir, struct seen *out)
{
    struct daemon_config config = {0};
    struct bs_buf text;
    strcpy(config.state_dir, state_dir);
    strcpy(config.kiosk_dir, kiosk_dir);
    bs_buf_init(&text, STATUS_BYTES_MAX);
    enum bs_err rc = status_write(&config, &text, NULL);
    assert_int_equal(bs_json_parse(bs_buf_bytes(&text), &out->json, NULL), BS_OK);
    out->root = bs_json_root(out->json, NULL);
    bs_buf_finish(&text);
    return rc;
}

static int64_t number(const struct bs_json_at *at, const char *key)
{
    int64_t value = -1;
    assert_true(bs_json_int(at, key, INT64_MIN, INT64_MAX, &value));
    return value;
}

static const char *word(const struct bs_json_at *at, const char *key)
{
    const char *value = NULL;
    assert_true(bs_json_string(at, key, 2000, &value));
    return value;
}

static void assert_null_member(const struct bs_json_at *at, const char *key)
{
    struct bs_json_at member = bs_json_member(at, key);
    assert_true(bs_json_exists(&member));
    assert_false(bs_json_is_string(&member));
}

static void a_kiosk_that_was_never_enrolled_says_so(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct seen seen;
    temp_dir_make(&dir);
    assert_int_equal(look_in(dir.path, dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "stored"), 0);
    assert_int_equal(number(&seen.root, "acknowledged"), 0);
    assert_int_equal(number(&seen.root, "server_complete_to"), 0);
    assert_string_equal(word(&seen.root, "trouble"), "authorisation");
    assert_non_null(strstr(word(&seen.root, "last_error"), "nog niet aangemeld"));
    assert_null_member(&seen.root, "oldest_unsent_at");
    assert_null_member(&seen.root, "last_receipt_at");
    assert_int_equal(temp_dir_count(&dir), 0);
    bs_json_destroy(seen.json);
    temp_dir_remove(&dir);
}

static void acknowledge_up_to(struct stage *stage, uint64_t complete_to)
{
    assert_int_equal(stage_next(stage), BS_OK);
    struct bs_receipt receipt = stage_receipt(stage);
    receipt.complete_to = complete_to;
    stage_hash_at(stage, complete_to, receipt.hash_at_complete_to);
    struct transport_reply reply = stage_receipt_reply(&receipt);
    assert_int_equal(stage_answer(stage, &reply, NULL), PUSH_MOVED);
}

static void unsent_records_are_counted_and_dated(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    stage_append(stage, 5);
    acknowledge_up_to(stage, 3);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "stored"), 5);
    assert_int_equal(number(&seen.root, "acknowledged"), 3);
    assert_int_equal(number(&seen.root, "server_complete_to"), 3);
    assert_int_equal(strlen(word(&seen.root, "oldest_unsent_at")), strlen("2026-03-02T09:00:00Z"));
    assert_string_equal(word(&seen.root, "last_receipt_at"), "2026-03-02T09:00:00Z");
    assert_string_equal(word(&seen.root, "trouble"), "none");
    assert_null_member(&seen.root, "last_error");
    bs_json_destroy(seen.json);
}

static void when_all_is_acknowledged_nothing_is_unsent(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    stage_append(stage, 2);
    acknowledge_up_to(stage, 2);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "acknowledged"), 2);
    assert_null_member(&seen.root, "oldest_unsent_at");
    bs_json_destroy(seen.json);
}

static void every_epoch_is_listed_and_the_sums_go_over_all(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    stage_append(stage, 2);
    acknowledge_up_to(stage, 2);
    stage_begin_epoch(stage);
    stage_append(stage, 3);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    struct bs_json_at epochs = bs_json_member(&seen.root, "epochs");
    assert_int_equal(bs_json_count(&epochs), 2);
    struct bs_json_at first = bs_json_item(&epochs, 0), second = bs_json_item(&epochs, 1);
    assert_int_equal(number(&first, "server_complete_to"), 2);
    assert_int_equal(number(&first, "sent_to"), 2);
    assert_int_equal(number(&second, "stored"), 3);
    assert_int_equal(number(&second, "acknowledged"), 0);
    assert_int_equal(number(&seen.root, "stored"), 5);
    assert_int_equal(number(&seen.root, "acknowledged"), 2);
    assert_int_equal(number(&seen.root, "server_complete_to"), 0);
    bs_json_destroy(seen.json);
}

/* Ends the epoch before that number and carries over, as the kiosk does. */
static void carry_over(struct stage *stage, uint64_t from_seq)
{
    struct bs_outbox_tip tip;
    struct bs_clock clock = bs_clock_system();
    struct bs_random random = bs_random_system();
    assert_int_equal(bs_outbox_tip(stage->kiosk, &tip, NULL), BS_OK);
    assert_int_equal(
        bs_outbox_carry_over(stage->kiosk, tip.epoch, from_seq, "forked", &clock, &random, NULL),
        BS_OK);
}

static void what_an_ended_epoch_left_to_the_next_is_counted_once(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    char old[BS_EPOCH_TEXT];
    stage_append(stage, 5);
    acknowledge_up_to(stage, 3);
    memcpy(old, stage->push.epoch.epoch, sizeof old);
    carry_over(stage, 4);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "stored"), 3 + 1 + 2); /* one tells what follows */
    assert_int_equal(number(&seen.root, "acknowledged"), 3);
    struct bs_json_at epochs = bs_json_member(&seen.root, "epochs");
    struct bs_json_at first = bs_json_item(&epochs, 0), second = bs_json_item(&epochs, 1);
    bool has_ended = false;
    assert_true(bs_json_bool_or(&first, "ended", false, &has_ended));
    assert_true(has_ended);
    assert_true(bs_json_bool_or(&second, "ended", true, &has_ended));
    assert_false(has_ended);
    assert_null_member(&first, "carried");
    assert_string_equal(word(&second, "carried"), old);
    bs_json_destroy(seen.json);
    stage_acknowledge_all(stage);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "acknowledged"), 6);
    assert_null_member(&seen.root, "oldest_unsent_at");
    bs_json_destroy(seen.json);
}

static void what_central_holds_otherwise_does_not_pass_for_acknowledged(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    const struct bs_fork fork = {.from_seq = 3, .why = "restored"};
    stage_append(stage, 5);
    acknowledge_up_to(stage, 5);
    assert_int_equal(bs_syncstate_note_fork(stage->state, stage->push.epoch.epoch, &fork, NULL),
                     BS_OK);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_int_equal(number(&seen.root, "stored"), 5);
    assert_int_equal(number(&seen.root, "acknowledged"), 2);
    assert_true(strlen(word(&seen.root, "oldest_unsent_at")) > 0);
    bs_json_destroy(seen.json);
}

static void trouble_is_shown_with_class_sentence_and_time(void **state)
{
    struct stage *stage = *state;
    struct seen seen;
    const struct bs_sync_status status = {.trouble = BS_TROUBLE_TLS,
                                          .sentence = "Het certificaat is verlopen.",
                                          .trouble_since_ms = 1772442000000,
                                          .last_try_ms = 1772442000000};
    assert_int_equal(bs_syncstate_set_status(stage->state, &status, NULL), BS_OK);
    assert_int_equal(look_in(stage->dir.path, stage->dir.path, &seen), BS_OK);
    assert_string_equal(word(&seen.root, "trouble"), "tls");
    assert_string_equal(word(&seen.root, "last_error"), status.sentence);
    assert_string_equal(word(&seen.root, "trouble_since"), "2026-03-02T09:00:00Z");
    bs_json_destroy(seen.json);
}

static void of_a_state_that_cannot_be_read_nothing_is_told(void **state)
{
    struct stage *stage = *state;
    struct temp_dir other;
    struct seen seen;
    temp_dir_make(&other);
    temp_dir_write(&other, "sync.db",
                   "this is not a database, but it is long enough to look like a file of one");
    assert_int_not_equal(look_in(other.path, stage->dir.path, &seen), BS_OK);
    assert_null_member(&seen.root, "enrolled");
    assert_null_member(&seen.root, "trouble");
    assert_null_member(&seen.root, "acknowledged");
    bs_json_destroy(seen.json);
    temp_dir_remove(&other);
}

static bool says_running(const char *state_dir)
{
    struct seen seen;
    bool yes = false, no = true;
    assert_int_equal(look_in(state_dir, state_dir, &seen), BS_OK);
    assert_true(bs_json_bool_or(&seen.root, "running", false, &yes));
    assert_true(bs_json_bool_or(&seen.root, "running", true, &no));
    assert_int_equal(yes, no); /* it is there */
    bs_json_destroy(seen.json);
    return yes;
}

static void it_is_told_whether_a_daemon_runs(void **state)
{
    struct temp_dir dir;
    (void)state;
    temp_dir_make(&dir);
    assert_false(says_running(dir.path));
    int presence = presence_show(dir.path);
    assert_true(presence >= 0);
    assert_true(says_running(dir.path));
    /* Whoever asks takes nothing from it, and nor does a look at the folder. */
    int folder = open(dir.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    close(folder);
    assert_true(says_running(dir.path));
    presence_end(&presence);
    assert_int_equal(presence, -1);
    assert_false(says_running(dir.path));
    assert_int_equal(temp_dir_count(&dir), 0);
    temp_dir_remove(&dir);
}

static void sync_db_in_somebodys_hands_is_no_daemon(void **state)
{
    struct stage *stage = *state;
    assert_non_null(stage->state);
    assert_false(says_running(stage->dir.path));
}

static void of_a_folder_that_is_not_there_nobody_knows_whether_a_daemon_runs(void **state)
{
    (void)state;
    struct seen seen;
    (void)look_in("/does/not/exist", "/does/not/exist", &seen);
    assert_null_member(&seen.root, "running");
    bs_json_destroy(seen.json);
    int presence = presence_show("/does/not/exist");
    assert_int_equal(presence, -1);
    presence_end(&presence);
}

static void a_damaged_file_is_named_and_the_rest_still_told(void **state)
{
    struct stage *stage = *state;
    struct temp_dir other;
    struct seen seen;
    temp_dir_make(&other);
    temp_dir_write(&other, "kiosk.db",
                   "this is not a database, but it is long enough to look like a file of one");
    assert_int_not_equal(look_in(stage->dir.path, other.path, &seen), BS_OK);
    assert_non_null(strstr(word(&seen.root, "last_error"), "niet te lezen"));
    assert_null_member(&seen.root, "stored");
    assert_null_member(&seen.root, "acknowledged");
    assert_string_equal(word(&seen.root, "trouble"), "none");
    assert_string_equal(word(&seen.root, "kiosk"), STAGE_KIOSK);
    bs_json_destroy(seen.json);
    temp_dir_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_that_was_never_enrolled_says_so),
        ON_STAGE(unsent_records_are_counted_and_dated),
        ON_STAGE(when_all_is_acknowledged_nothing_is_unsent),
        ON_STAGE(every_epoch_is_listed_and_the_sums_go_over_all),
        ON_STAGE(what_an_ended_epoch_left_to_the_next_is_counted_once),
        ON_STAGE(what_central_holds_otherwise_does_not_pass_for_acknowledged),
        ON_STAGE(trouble_is_shown_with_class_sentence_and_time),
        ON_STAGE(of_a_state_that_cannot_be_read_nothing_is_told),
        cmocka_unit_test(it_is_told_whether_a_daemon_runs),
        ON_STAGE(sync_db_in_somebodys_hands_is_no_daemon),
        cmocka_unit_test(of_a_folder_that_is_not_there_nobody_knows_whether_a_daemon_runs),
        ON_STAGE(a_damaged_file_is_named_and_the_rest_still_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
