/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions of staff and tokens of kiosks, with a clock that the test moves. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "fake_clock.h"
#include "kiosk_auth.h"
#include "staff_auth.h"
#include "storage_stage.h"
#include "throttle.h"

struct door {
    struct storage_stage *stage;
    struct fake_clock time;
    struct central central;
    char cookie_header[128];
};

static int setup(void **state)
{
    struct door *door = bs_xcalloc(1, sizeof(*door));
    struct storage_staff staff = {.name = "jan", .tenant = STAGE_TENANT};
    void *stage = NULL;

    (void)stage_setup(&stage);
    door->stage = stage;
    door->central.storage = door->stage->storage;
    door->central.throttle = throttle_create();
    door->central.clock = fake_clock_make(&door->time);
    assert_int_equal(bs_password_hash("niemand", door->central.password_nobody, NULL), BS_OK);
    assert_int_equal(bs_password_hash("goed wachtwoord", staff.password_hash, NULL), BS_OK);
    assert_int_equal(storage_put_staff(door->stage->storage, &staff, NULL), BS_OK);
    *state = door;
    return 0;
}

static int teardown(void **state)
{
    struct door *door = *state;
    void *stage = door->stage;

    throttle_destroy(door->central.throttle);
    (void)stage_teardown(&stage);
    free(door);
    return 0;
}

static struct request from(const char *peer)
{
    struct request request = {.method = REQUEST_POST, .header_count = 1};

    request.headers[0].name = "Host";
    request.headers[0].value = "stem.example:8443";
    memcpy(request.peer, peer, strlen(peer) + 1);
    return request;
}

static void add_header(struct request *request, const char *name, const char *value)
{
    request->headers[request->header_count].name = name;
    request->headers[request->header_count++].value = value;
}

static enum bs_err sign_in(struct door *door, struct request *request, const char *name,
                           const char *password, int *wait_s)
{
    struct reply reply;
    enum bs_err rc;

    reply_init(&reply);
    rc = staff_sign_in(&door->central, request, name, password, &reply, wait_s, NULL);
    if (rc == BS_OK) {
        size_t len = strcspn(reply.headers[0].value, ";");

        assert_string_equal(reply.headers[0].name, "Set-Cookie");
        memcpy(door->cookie_header, reply.headers[0].value, len);
        door->cookie_header[len] = '\0';
    } else {
        assert_int_equal(reply.header_count, 0);
    }
    reply_finish(&reply);
    return rc;
}

static void enter(struct door *door)
{
    struct request request = from("192.0.2.1");
    int wait_s;

    assert_int_equal(sign_in(door, &request, "jan", "goed wachtwoord", &wait_s), BS_OK);
}

static enum bs_err session(struct door *door, struct route_caller *caller)
{
    struct request request = from("192.0.2.1");

    *caller = (struct route_caller){.staff = ""};
    add_header(&request, "Cookie", door->cookie_header);
    return staff_session(&door->central, &request, caller, NULL);
}

static void a_session_says_who_and_for_whom(void **state)
{
    struct route_caller caller;

    enter(*state);
    assert_int_equal(session(*state, &caller), BS_OK);
    assert_string_equal(caller.staff, "jan");
    assert_string_equal(caller.tenant, STAGE_TENANT);
    assert_int_equal(strlen(caller.form_token), BS_TOKEN_TEXT - 1);
}

static void a_session_ends_after_half_an_hour_without_a_request(void **state)
{
    struct door *door = *state;
    struct route_caller caller;

    enter(door);
    fake_clock_advance(&door->time, STAFF_IDLE_MS - 1);
    assert_int_equal(session(door, &caller), BS_OK);
    fake_clock_advance(&door->time, STAFF_IDLE_MS - 1);
    assert_int_equal(session(door, &caller), BS_OK);
    fake_clock_advance(&door->time, STAFF_IDLE_MS);
    assert_int_equal(session(door, &caller), BS_NOTFOUND);
    door->time.wall_ms -= STAFF_IDLE_MS;
    assert_int_equal(session(door, &caller), BS_NOTFOUND);
}

static void a_session_ends_after_eight_hours_in_any_case(void **state)
{
    struct door *door = *state;
    struct route_caller caller;
    int64_t spent = 0;

    enter(door);
    for (; spent + STAFF_IDLE_MS / 2 < STAFF_ABSOLUTE_MS; spent += STAFF_IDLE_MS / 2) {
        assert_int_equal(session(door, &caller), BS_OK);
        fake_clock_advance(&door->time, STAFF_IDLE_MS / 2);
    }
    assert_int_equal(session(door, &caller), BS_OK);
    fake_clock_advance(&door->time, STAFF_ABSOLUTE_MS - spent);
    assert_int_equal(session(door, &caller), BS_NOTFOUND);
}

static void a_clock_that_was_put_back_ends_a_session(void **state)
{
    struct door *door = *state;
    struct route_caller caller;

    enter(door);
    door->time.wall_ms -= INT64_C(3600) * 1000;
    assert_int_equal(session(door, &caller), BS_NOTFOUND);
}

static void signing_out_ends_the_session_at_once(void **state)
{
    struct door *door = *state;
    struct request request = from("192.0.2.1");
    struct route_caller caller;
    struct reply reply;

    enter(door);
    add_header(&request, "Cookie", door->cookie_header);
    reply_init(&reply);
    staff_sign_out(&door->central, &request, &reply);
    assert_non_null(strstr(reply.headers[0].value, "Max-Age=0"));
    reply_finish(&reply);
    assert_int_equal(session(door, &caller), BS_NOTFOUND);
}

static void a_wrong_password_and_an_unknown_name_are_refused_alike(void **state)
{
    struct request request = from("192.0.2.1");
    int wait_s;

    assert_int_equal(sign_in(*state, &request, "jan", "fout", &wait_s), BS_REFUSED);
    assert_int_equal(sign_in(*state, &request, "niemand", "niemand", &wait_s), BS_REFUSED);
    assert_int_equal(sign_in(*state, &request, "JAN!", "niemand", &wait_s), BS_REFUSED);
}

static void an_account_is_slowed_from_every_address(void **state)
{
    struct door *door = *state;
    char peer[46] = "192.0.2.0";
    int wait_s = 0;

    for (int i = 0; i < THROTTLE_FREE; i++) {
        struct request request = from(peer);

        assert_int_equal(sign_in(door, &request, "jan", "fout", &wait_s), BS_REFUSED);
        peer[8]++;
    }
    {
        struct request request = from(peer);

        assert_int_equal(sign_in(door, &request, "jan", "goed wachtwoord", &wait_s), BS_LATER);
        assert_int_equal(wait_s, 1);
        fake_clock_advance(&door->time, 1000);
        assert_int_equal(sign_in(door, &request, "jan", "goed wachtwoord", &wait_s), BS_OK);
        assert_int_equal(sign_in(door, &request, "jan", "goed wachtwoord", &wait_s), BS_OK);
    }
}

static void an_address_is_slowed_for_every_account(void **state)
{
    struct request request = from("192.0.2.7"), other = from("192.0.2.8");
    int wait_s = 0;

    assert_int_equal(sign_in(*state, &request, "a", "fout", &wait_s), BS_REFUSED);
    assert_int_equal(sign_in(*state, &request, "b", "fout", &wait_s), BS_REFUSED);
    assert_int_equal(sign_in(*state, &request, "c", "fout", &wait_s), BS_REFUSED);
    assert_int_equal(sign_in(*state, &request, "jan", "goed wachtwoord", &wait_s), BS_LATER);
    assert_int_equal(sign_in(*state, &other, "jan", "goed wachtwoord", &wait_s), BS_OK);
}

/* Guesses so often, as soon as it may, and for two minutes in all at most. */
static void guess(struct door *door, const char *peer, int times)
{
    int64_t end = door->time.mono_ms + 120000;
    int wait_s = 0;

    for (int i = 0; i < times && door->time.mono_ms < end; i++) {
        struct request request = from(peer);

        while (sign_in(door, &request, "jan", "fout", &wait_s) == BS_LATER &&
               door->time.mono_ms < end) {
            fake_clock_advance(&door->time, 1000);
        }
    }
}

static void who_guesses_at_an_account_shuts_its_owner_out_for_seconds_at_most(void **state)
{
    struct door *door = *state;
    struct request owner = from("192.0.2.1");
    int wait_s = 0;

    guess(door, "192.0.2.66", 12);
    guess(door, "192.0.2.67", 2);
    assert_int_equal(sign_in(door, &owner, "jan", "goed wachtwoord", &wait_s), BS_LATER);
    assert_in_range(wait_s, 1, THROTTLE_SLOW_MS / 1000);
    for (int i = 0; i < 20; i++) { /* impatience costs nothing */
        assert_int_equal(sign_in(door, &owner, "jan", "goed wachtwoord", &wait_s), BS_LATER);
    }
    fake_clock_advance(&door->time, wait_s * INT64_C(1000));
    assert_int_equal(sign_in(door, &owner, "jan", "goed wachtwoord", &wait_s), BS_OK);
}

static void where_its_owner_signed_in_before_she_need_not_wait_for_those_who_guess(void **state)
{
    struct door *door = *state;
    struct request owner = from("192.0.2.1"), other = from("192.0.2.2");
    int wait_s = 0;

    enter(door);
    guess(door, "192.0.2.66", 5);
    assert_int_equal(sign_in(door, &other, "jan", "goed wachtwoord", &wait_s), BS_LATER);
    assert_int_equal(sign_in(door, &owner, "jan", "goed wachtwoord", &wait_s), BS_OK);
}

static void same_site_is(const char *fetch, const char *origin, bool expected)
{
    struct request request = from("192.0.2.1");

    if (fetch != NULL) {
        add_header(&request, "Sec-Fetch-Site", fetch);
    }
    if (origin != NULL) {
        add_header(&request, "Origin", origin);
    }
    assert_int_equal(staff_same_site(&request), expected);
}

static void another_site_is_told_by_what_the_browser_says(void **state)
{
    (void)state;
    same_site_is("same-origin", NULL, true);
    same_site_is("same-origin", "https://stem.example:8443", true);
    same_site_is("same-site", "https://stem.example:8443", false);
    same_site_is("cross-site", NULL, false);
    same_site_is("none", NULL, false);
    same_site_is(NULL, "https://stem.example:8443", true);
    same_site_is(NULL, "https://stem.example", false);
    same_site_is(NULL, "http://stem.example:8443", false);
    same_site_is(NULL, "null", false);
    same_site_is(NULL, NULL, true);
}

static void names_of_accounts_have_a_form(void **state)
{
    char name[STAFF_NAME_MAX + 2];

    (void)state;
    assert_true(staff_name_valid("jan.de-vries_2@leiden"));
    assert_false(staff_name_valid(""));
    assert_false(staff_name_valid("Jan"));
    assert_false(staff_name_valid("jan vries"));
    memset(name, 'a', sizeof(name));
    name[STAFF_NAME_MAX] = '\0';
    assert_true(staff_name_valid(name));
    name[STAFF_NAME_MAX] = 'a';
    name[STAFF_NAME_MAX + 1] = '\0';
    assert_false(staff_name_valid(name));
}

/* --- kiosks --- */

static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

static void enrol(struct door *door, const char *kiosk)
{
    struct bs_bytes name = bs_bytes_of(kiosk), bytes = bs_bytes_of(token);
    struct storage_kiosk out;
    char code[BS_HASH_TEXT], hash[BS_HASH_TEXT];

    bs_sha256_hex(&name, 1, code);
    bs_sha256_hex(&bytes, 1, hash);
    assert_int_equal(storage_enrol(door->stage->storage, code, hash, STAGE_NOW_MS, &out, NULL),
                     BS_OK);
}

static enum bs_err kiosk(struct door *door, const char *authorization, const char *id,
                         struct route_caller *caller)
{
    struct request request = from("192.0.2.1");

    *caller = (struct route_caller){.kiosk = ""};
    if (authorization != NULL) {
        add_header(&request, "Authorization", authorization);
    }
    return kiosk_auth(&door->central, &request, id, caller, NULL);
}

static void a_token_opens_its_own_kiosk_alone(void **state)
{
    struct route_caller caller;

    enrol(*state, "kiosk-1");
    assert_int_equal(
        kiosk(*state, "Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", "kiosk-1", &caller),
        BS_OK);
    assert_string_equal(caller.kiosk, "kiosk-1");
    assert_string_equal(caller.tenant, STAGE_TENANT);
    assert_false(caller.kiosk_is_revoked);
    assert_int_equal(
        kiosk(*state, "bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", "kiosk-2", &caller),
        BS_REFUSED);
    assert_string_equal(caller.kiosk, "");
}

static void what_is_no_known_token_opens_nothing(void **state)
{
    static const char *const headers[] = {NULL,
                                          "",
                                          "Bearer",
                                          "Bearer ",
                                          "Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
                                          "Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR",
                                          "Bearer  abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
                                          "Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPX",
                                          "Basic abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"};
    struct route_caller caller;

    enrol(*state, "kiosk-1");
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        assert_int_equal(kiosk(*state, headers[i], "kiosk-1", &caller), BS_NOTFOUND);
    }
}

static void a_revoked_kiosk_is_known_as_such(void **state)
{
    struct door *door = *state;
    struct route_caller caller;

    enrol(door, "kiosk-1");
    assert_int_equal(
        storage_set_kiosk_state(door->stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL),
        BS_OK);
    assert_int_equal(
        kiosk(door, "Bearer abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", "kiosk-1", &caller),
        BS_OK);
    assert_true(caller.kiosk_is_revoked);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_session_says_who_and_for_whom),
        CASE(a_session_ends_after_half_an_hour_without_a_request),
        CASE(a_session_ends_after_eight_hours_in_any_case),
        CASE(a_clock_that_was_put_back_ends_a_session),
        CASE(signing_out_ends_the_session_at_once),
        CASE(a_wrong_password_and_an_unknown_name_are_refused_alike),
        CASE(an_account_is_slowed_from_every_address),
        CASE(an_address_is_slowed_for_every_account),
        CASE(who_guesses_at_an_account_shuts_its_owner_out_for_seconds_at_most),
        CASE(where_its_owner_signed_in_before_she_need_not_wait_for_those_who_guess),
        CASE(another_site_is_told_by_what_the_browser_says),
        CASE(names_of_accounts_have_a_form),
        CASE(a_token_opens_its_own_kiosk_alone),
        CASE(what_is_no_known_token_opens_nothing),
        CASE(a_revoked_kiosk_is_known_as_such),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
