/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How often a kiosk may ask for its bundle: up to the limit, and one past it. */

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
#include "fault_ledger.h"
#include "flow.h"
#include "storage_stage.h"

enum { MINUTE_MS = 60000 };

struct asking {
    struct storage_stage *stage;
    struct central central;
    int64_t mono_ms;
    char tag[64]; /* of the last bundle */
    char wait[64];
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
    struct asking *asking = bs_xcalloc(1, sizeof(*asking));
    void *inner = NULL;

    if (bs_crypto_start(NULL) != BS_OK || stage_setup(&inner) != 0) {
        return -1;
    }
    asking->stage = inner;
    asking->central.storage = asking->stage->storage;
    asking->central.public_url = "";
    asking->central.flow = flow_create();
    asking->central.clock = (struct bs_clock){.self = asking, .wall_ms = wall, .mono_ms = mono};
    bs_sign_keypair(asking->central.public_key, asking->central.secret_key);
    *state = asking;
    return 0;
}

static int teardown(void **state)
{
    struct asking *asking = *state;
    void *inner = asking->stage;

    flow_destroy(asking->central.flow);
    free(asking);
    return stage_teardown(&inner);
}

/* The status of the answer. */
static int ask(struct asking *asking, const char *kiosk)
{
    struct route_caller caller = {.kiosk_is_revoked = false};
    struct request *request = bs_xcalloc(1, sizeof(*request));
    struct reply reply;
    int status;

    memcpy(caller.kiosk, kiosk, strlen(kiosk) + 1);
    memcpy(caller.tenant, STAGE_TENANT, sizeof(STAGE_TENANT));
    if (asking->tag[0] != '\0') {
        request->header_count = 1;
        request->headers[0] = (struct request_pair){"If-None-Match", asking->tag};
    }
    reply_init(&reply);
    api_get_bundle(&asking->central, &caller, request, &reply);
    status = reply.status;
    asking->wait[0] = '\0';
    for (size_t i = 0; i < reply.header_count; i++) {
        if (strcmp(reply.headers[i].name, "ETag") == 0 && status == 200) {
            memcpy(asking->tag, reply.headers[i].value, sizeof(asking->tag) - 1);
        }
        if (strcmp(reply.headers[i].name, "Retry-After") == 0) {
            memcpy(asking->wait, reply.headers[i].value, sizeof(asking->wait) - 1);
        }
    }
    reply_finish(&reply);
    free(request);
    return status;
}

/* F74 */
static void so_many_questions_are_answered_and_not_one_more(void **state)
{
    struct asking *asking = *state;

    assert_int_equal(ask(asking, "kiosk-1"), 200);
    for (int i = 1; i < FLOW_LOOKS; i++) {
        assert_int_equal(ask(asking, "kiosk-1"), 304);
    }
    assert_int_equal(ask(asking, "kiosk-1"), 429);
    assert_string_equal(asking->wait, "2");
    asking->tag[0] = '\0';
    assert_int_equal(ask(asking, "kiosk-2"), 200);
    fault_struck("F74", "more questions for a bundle than a kiosk may ask", 1);
}

static void after_a_minute_so_many_more_are_answered(void **state)
{
    struct asking *asking = *state;

    for (int i = 0; i < FLOW_LOOKS; i++) {
        assert_int_not_equal(ask(asking, "kiosk-1"), 429);
    }
    assert_int_equal(ask(asking, "kiosk-1"), 429);
    asking->mono_ms = MINUTE_MS;
    for (int i = 0; i < FLOW_LOOKS_MINUTE; i++) {
        assert_int_equal(ask(asking, "kiosk-1"), 304);
    }
    assert_int_equal(ask(asking, "kiosk-1"), 429);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(so_many_questions_are_answered_and_not_one_more),
        CASE(after_a_minute_so_many_more_are_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
