/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Who guesses codes waits; who has one does not wait for those who guess beside it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "api.h"
#include "central.h"
#include "storage_stage.h"
#include "throttle.h"

#define CODE  "7K3M9QXT4WZA"
#define WRONG "7K3M9QXT4WZB"

struct asking {
    struct storage_stage *stage;
    struct central central;
    int64_t mono_ms;
};

static int64_t wall(void *self)
{
    (void)self;
    return STAGE_NOW_MS;
}

static int64_t mono(void *self)
{
    return ((struct asking *)self)->mono_ms;
}

static int setup(void **state)
{
    const struct bs_bytes code = bs_bytes_of(CODE);
    struct asking *asking = bs_xcalloc(1, sizeof(*asking));
    char hash[BS_HASH_TEXT];
    void *inner = NULL;

    if (bs_crypto_start(NULL) != BS_OK || stage_setup(&inner) != 0) {
        return -1;
    }
    asking->stage = inner;
    asking->central.storage = asking->stage->storage;
    asking->central.throttle = throttle_create();
    asking->central.clock = (struct bs_clock){.self = asking, .wall_ms = wall, .mono_ms = mono};
    bs_sha256_hex(&code, 1, hash);
    *state = asking;
    return storage_invite_kiosk(asking->stage->storage, &asking->stage->kiosk, hash,
                                STAGE_NOW_MS + 1000, NULL) == BS_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    struct asking *asking = *state;
    void *inner = asking->stage;

    throttle_destroy(asking->central.throttle);
    free(asking);
    return stage_teardown(&inner);
}

/* The status of the answer. */
static int ask(struct asking *asking, const char *code)
{
    struct route_caller caller = {.kiosk_is_revoked = false};
    struct request *request = bs_xcalloc(1, sizeof(*request));
    struct bs_enrolment_request wanted;
    struct bs_buf body;
    struct reply reply;
    int status;

    memset(&wanted, 0, sizeof(wanted));
    memcpy(wanted.code, code, strlen(code) + 1);
    memset(wanted.token_hash, 'a', sizeof(wanted.token_hash) - 1);
    memcpy(request->peer, "192.0.2.7", sizeof("192.0.2.7"));
    bs_buf_init(&body, BS_ENROLMENT_BYTES_MAX);
    bs_enrolment_request_encode(&wanted, &body);
    request->body = bs_buf_bytes(&body);
    reply_init(&reply);
    api_post_enrolment(&asking->central, &caller, request, &reply);
    status = reply.status;
    reply_finish(&reply);
    bs_buf_finish(&body);
    free(request);
    return status;
}

static void guess_until_shut(struct asking *asking)
{
    for (int i = 0; i < THROTTLE_SHUT_AFTER; i++) {
        assert_int_equal(ask(asking, WRONG), 403);
        asking->mono_ms += 600 * 1000;
    }
    asking->mono_ms -= 600 * 1000;
}

static void who_guesses_is_shut_out(void **state)
{
    struct asking *asking = *state;

    guess_until_shut(asking);
    assert_int_equal(ask(asking, WRONG), 429);
    asking->mono_ms += THROTTLE_SHUT_MS;
    assert_int_equal(ask(asking, WRONG), 403);
}

/* A stranger on the network of the building has the kiosk's address. */
static void a_code_that_is_right_is_taken_beside_one_who_guesses(void **state)
{
    struct asking *asking = *state;

    guess_until_shut(asking);
    assert_int_equal(ask(asking, WRONG), 429);
    assert_int_equal(ask(asking, CODE), 201);
    assert_int_equal(ask(asking, CODE), 201);
}

/* Else one code of one's own would make all guesses free. */
static void a_code_that_is_used_already_forgives_nothing(void **state)
{
    struct asking *asking = *state;

    assert_int_equal(ask(asking, CODE), 201);
    guess_until_shut(asking);
    assert_int_equal(ask(asking, CODE), 201);
    assert_int_equal(ask(asking, WRONG), 429);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(who_guesses_is_shut_out),
        CASE(a_code_that_is_right_is_taken_beside_one_who_guesses),
        CASE(a_code_that_is_used_already_forgives_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
