/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One token takes the place of another: its three files, the answers, and the power going at any step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/crypto.h>

#include "credential.h"
#include "fault_ledger.h"
#include "rotation.h"
#include "stop_steps.h"
#include "temp_dir.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO-_"
#define HOUR  INT64_C(3600000)

static struct temp_dir dir;
static struct daemon_config config;
static struct rotation rotation;
static struct bs_buf body;
static const struct bs_identity identity = {.kiosk = "prinsenhof-1",
                                            .server = "https://central.example"};

static const char *path_of(const char *name)
{
    static char path[DAEMON_PATH_TEXT];
    assert_true(daemon_config_path(&config, name, path));
    return path;
}

static bool is_there(const char *name)
{
    return access(path_of(name), F_OK) == 0;
}

static void open_again(void)
{
    assert_int_equal(rotation_open(&rotation, &config, NULL), BS_OK);
}

static int set_up(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    snprintf(config.state_dir, sizeof config.state_dir, "%s", dir.path);
    bs_buf_init(&body, BS_HEARTBEAT_BYTES_MAX);
    return credential_write(path_of("credential"), TOKEN, NULL) == BS_OK &&
                   rotation_open(&rotation, &config, NULL) == BS_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    bs_buf_finish(&body);
    rotation_wipe(&rotation);
    temp_dir_remove(&dir);
    return 0;
}

static enum rotation_outcome answered(int status, const char *problem_type)
{
    struct transport_reply reply = {.fate = TRANSPORT_ANSWERED, .status = status};
    struct trouble trouble;
    enum rotation_outcome outcome = ROTATION_FAILED;
    bs_buf_init(&reply.body, 4096);
    if (problem_type != NULL) {
        snprintf(reply.media_type, sizeof reply.media_type, "%s", BS_PROBLEM_MEDIA_TYPE);
        bs_buf_printf(&reply.body,
                      "{\"type\":\"urn:buurtstem:problem:%s\",\"status\":%d,\"title\":\"no\"}",
                      problem_type, status);
    }
    assert_int_equal(rotation_answer(&rotation, &reply, 0, &outcome, &trouble, NULL), BS_OK);
    transport_reply_finish(&reply);
    return outcome;
}

static void the_token_of_enrolment_is_of_generation_zero(void **state)
{
    (void)state;
    assert_string_equal(rotation_token(&rotation), TOKEN);
    assert_int_equal(rotation.tokens[ROTATION_NOW].generation, 0);
    assert_false(rotation_is_due(&rotation, 0));
}

static void what_is_not_asked_for_is_not_made(void **state)
{
    (void)state;
    assert_int_equal(rotation_asked(&rotation, 0, NULL), BS_OK);
    assert_false(is_there("credential.next"));
}

static void a_new_token_is_on_the_disk_before_it_is_offered(void **state)
{
    (void)state;
    struct stat info;
    assert_int_equal(rotation_asked(&rotation, 1, NULL), BS_OK);
    assert_int_equal(stat(path_of("credential.next"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_true(rotation_is_due(&rotation, 0));
    assert_string_equal(rotation_token(&rotation), TOKEN);
}

static void asked_twice_it_stays_the_same_token(void **state)
{
    (void)state;
    char first[BS_TOKEN_TEXT];
    rotation_asked(&rotation, 1, NULL);
    memcpy(first, rotation.tokens[ROTATION_NEXT].token, sizeof first);
    rotation_asked(&rotation, 1, NULL);
    open_again();
    rotation_asked(&rotation, 1, NULL);
    assert_string_equal(rotation.tokens[ROTATION_NEXT].token, first);
    rotation_asked(&rotation, 2, NULL);
    assert_string_not_equal(rotation.tokens[ROTATION_NEXT].token, first);
}

static void the_request_holds_the_hash_and_not_the_token(void **state)
{
    (void)state;
    struct transport_request request;
    char hash[BS_HASH_TEXT], wanted[256];
    rotation_asked(&rotation, 3, NULL);
    assert_int_equal(rotation_request(&rotation, &identity, &body, &request, NULL), BS_OK);
    const struct bs_bytes token = bs_bytes_of(rotation.tokens[ROTATION_NEXT].token);
    bs_sha256_hex(&token, 1, hash);
    snprintf(wanted, sizeof wanted, "{\"token_hash\":\"%s\",\"generation\":3}", hash);
    assert_string_equal(bs_buf_string(&body), wanted);
    assert_int_equal(request.method, TRANSPORT_PUT);
    assert_string_equal(request.url, "https://central.example/v1/kiosks/prinsenhof-1/credential");
    assert_string_equal(request.headers[0], "Authorization: Bearer " TOKEN);
}

static void when_central_has_it_it_takes_the_place_of_the_old_one(void **state)
{
    (void)state;
    char next[BS_TOKEN_TEXT];
    rotation_asked(&rotation, 1, NULL);
    memcpy(next, rotation.tokens[ROTATION_NEXT].token, sizeof next);
    assert_int_equal(answered(204, NULL), ROTATION_DONE);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(rotation_token(&rotation), next);
        assert_int_equal(rotation.tokens[ROTATION_NOW].generation, 1);
        assert_false(is_there("credential.next"));
        open_again();
    }
    assert_int_equal(rotation_asked(&rotation, 1, NULL), BS_OK);
    assert_false(is_there("credential.next"));
}

static void one_that_nobody_asks_for_any_more_is_dropped(void **state)
{
    (void)state;
    rotation_asked(&rotation, 1, NULL);
    assert_int_equal(answered(403, "bad-code"), ROTATION_DONE);
    assert_false(is_there("credential.next"));
    assert_string_equal(rotation_token(&rotation), TOKEN);
}

static void a_refusal_of_another_kind_keeps_it_and_rests(void **state)
{
    (void)state;
    rotation_asked(&rotation, 1, NULL);
    assert_int_equal(answered(403, "revoked"), ROTATION_FAILED);
    assert_true(is_there("credential.next"));
    assert_false(rotation_is_due(&rotation, HOUR - 1));
    assert_true(rotation_is_due(&rotation, HOUR));
    assert_int_equal(answered(404, NULL), ROTATION_RESTS);
    assert_false(rotation_is_due(&rotation, 24 * HOUR - 1));
    assert_true(rotation_is_due(&rotation, 24 * HOUR));
}

static void each_other_token_is_tried_once(void **state)
{
    (void)state;
    assert_false(rotation_try_other(&rotation));
    rotation_asked(&rotation, 1, NULL);
    assert_true(rotation_try_other(&rotation));
    assert_string_equal(rotation_token(&rotation), rotation.tokens[ROTATION_NEXT].token);
    assert_false(rotation_try_other(&rotation));
    assert_string_equal(rotation_token(&rotation), TOKEN);
    assert_true(rotation_try_other(&rotation));
}

static void the_other_that_is_accepted_is_in_use(void **state)
{
    (void)state;
    char next[BS_TOKEN_TEXT];
    rotation_asked(&rotation, 1, NULL);
    memcpy(next, rotation.tokens[ROTATION_NEXT].token, sizeof next);
    assert_true(rotation_try_other(&rotation));
    assert_int_equal(rotation_accepted(&rotation, NULL), BS_OK);
    open_again();
    assert_string_equal(rotation_token(&rotation), next);
    assert_true(is_there("credential.old"));
}

static void one_that_central_knows_already_is_not_offered_to_it(void **state)
{
    (void)state;
    rotation_asked(&rotation, 1, NULL);
    assert_true(rotation_is_due(&rotation, 0));
    assert_true(rotation_try_other(&rotation));
    assert_false(rotation_is_due(&rotation, 0));
    assert_int_equal(rotation_accepted(&rotation, NULL), BS_OK);
    assert_false(rotation_is_due(&rotation, 0));
}

static void
a_central_of_before_gets_the_token_of_before_and_is_asked_for_a_whole_bundle(void **state)
{
    (void)state;
    rotation_asked(&rotation, 1, NULL);
    answered(204, NULL);
    assert_true(rotation_try_other(&rotation));
    assert_string_equal(rotation_token(&rotation), TOKEN);
    assert_int_equal(rotation_accepted(&rotation, NULL), BS_OK);
    assert_true(rotation.wants_bundle);
    open_again();
    assert_string_equal(rotation_token(&rotation), TOKEN);
    assert_int_equal(rotation.tokens[ROTATION_NOW].generation, 0);
}

static void a_central_that_was_put_back_twice_gets_the_newer_token_again(void **state)
{
    (void)state;
    char next[BS_TOKEN_TEXT];
    rotation_asked(&rotation, 1, NULL);
    memcpy(next, rotation.tokens[ROTATION_NEXT].token, sizeof next);
    answered(204, NULL);
    for (int i = 0; i < 3; i++) {
        assert_true(rotation_try_other(&rotation));
        assert_int_equal(rotation_accepted(&rotation, NULL), BS_OK);
        open_again();
        assert_string_equal(rotation_token(&rotation), i == 1 ? next : TOKEN);
        assert_int_equal(rotation.tokens[ROTATION_NOW].generation, i == 1 ? 1 : 0);
    }
}

static void a_generation_that_is_no_number_makes_no_token(void **state)
{
    (void)state;
    static const char *const BAD[] = {TOKEN "\nx\n", TOKEN "\n-1\n", TOKEN "\n1 \n",
                                      TOKEN "\n9007199254740992\n", TOKEN "\n1\n2\n"};
    char token[BS_TOKEN_TEXT];
    int64_t generation = 77;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        bs_file_replace(path_of("credential"), bs_bytes_of(BAD[i]), 0600, NULL);
        assert_int_equal(
            credential_read_generation(path_of("credential"), token, &generation, NULL), BS_BAD);
        assert_int_equal(generation, 77);
    }
}

/* ---- the power goes ---- */

static void prepare(void *context)
{
    (void)context;
    tear_down(NULL);
    assert_int_equal(set_up(NULL), 0);
}

/* A whole change, and another one of a central that was put back in between. */
static bool run(void *context)
{
    (void)context;
    struct transport_reply reply = {.fate = TRANSPORT_ANSWERED, .status = 204};
    struct trouble trouble;
    enum rotation_outcome outcome;
    return rotation_open(&rotation, &config, NULL) == BS_OK &&
           rotation_asked(&rotation, 1, NULL) == BS_OK &&
           rotation_answer(&rotation, &reply, 0, &outcome, &trouble, NULL) == BS_OK &&
           rotation_try_other(&rotation) && rotation_accepted(&rotation, NULL) == BS_OK;
}

/* Among the tokens that are there is always the one that both ends began with. */
static void the_first_token_is_never_lost(void *context, long step)
{
    (void)context;
    (void)step;
    bool is_kept = false;
    open_again();
    for (int i = 0; i < ROTATION_ROLES; i++) {
        const struct rotation_token *token = &rotation.tokens[i];
        is_kept = is_kept || (token->is_there && strcmp(token->token, TOKEN) == 0);
    }
    assert_true(is_kept);
    assert_true(rotation.tokens[ROTATION_NOW].is_there);
}

/* F69 */
static void stopped_at_any_step_no_token_is_lost(void **state)
{
    (void)state;
    const struct stop_case stop = {
        .prepare = prepare, .run = run, .check = the_first_token_is_never_lost};
    long steps = stop_at_every_step(&stop, NULL);
    assert_true(steps >= 8);
    fault_struck("F69", "the kiosk stopped at every step", steps);
}

#define WITH_TOKEN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TOKEN(the_token_of_enrolment_is_of_generation_zero),
        WITH_TOKEN(what_is_not_asked_for_is_not_made),
        WITH_TOKEN(a_new_token_is_on_the_disk_before_it_is_offered),
        WITH_TOKEN(asked_twice_it_stays_the_same_token),
        WITH_TOKEN(the_request_holds_the_hash_and_not_the_token),
        WITH_TOKEN(when_central_has_it_it_takes_the_place_of_the_old_one),
        WITH_TOKEN(one_that_nobody_asks_for_any_more_is_dropped),
        WITH_TOKEN(a_refusal_of_another_kind_keeps_it_and_rests),
        WITH_TOKEN(each_other_token_is_tried_once),
        WITH_TOKEN(the_other_that_is_accepted_is_in_use),
        WITH_TOKEN(one_that_central_knows_already_is_not_offered_to_it),
        WITH_TOKEN(a_central_of_before_gets_the_token_of_before_and_is_asked_for_a_whole_bundle),
        WITH_TOKEN(a_central_that_was_put_back_twice_gets_the_newer_token_again),
        WITH_TOKEN(a_generation_that_is_no_number_makes_no_token),
        WITH_TOKEN(stopped_at_any_step_no_token_is_lost),
    };
    if (bs_crypto_start(NULL) != BS_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
