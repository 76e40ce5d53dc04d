/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which bundle takes the place of the old one, and which does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "pull.h"
#include "syncd_stage.h"

#define ETAG "\"v5\""

static void write_bundle(struct bs_buf *out, const char *tenant, const char *kiosk, int serial)
{
    bs_buf_reset(out);
    bs_buf_printf(
        out,
        "{\"v\":1,\"tenant\":\"%s\",\"tenant_name\":\"Voorbeeldgemeente\",\"kiosk\":\"%s\","
        "\"serial\":%d,"
        "\"issued\":\"2026-03-02T09:00:00Z\",\"in_use\":true,\"place\":{\"id\":\"prinsenhof\","
        "\"name\":\"Buurthuis "
        "Prinsenhof\",\"neighbourhood\":\"Noord\",\"area\":{\"code\":\"WK191601\","
        "\"year\":2025},\"hours\":[null,null,null,null,null,null,null],\"example\":true},"
        "\"languages\":[\"nl\"],\"outcomes\":[],\"connectors\":[],\"notices\":[],\"programmes\":[]"
        "}",
        tenant, kiosk, serial);
}

/* A whole and rightly signed answer. */
static struct transport_reply bundle_reply(const struct stage *stage, const char *tenant,
                                           const char *kiosk, int serial)
{
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct transport_reply reply = stage_reply(200, BS_BUNDLE_MEDIA_TYPE, "");
    write_bundle(&reply.body, tenant, kiosk, serial);
    bs_sign(stage->secret_key, bs_buf_bytes(&reply.body), signature);
    bs_base64_format(signature, sizeof signature, reply.signature, sizeof reply.signature);
    strcpy(reply.etag, ETAG);
    return reply;
}

static enum pull_outcome answer(struct stage *stage, struct transport_reply *reply,
                                struct trouble *trouble)
{
    struct pull pull = {.has_asked_newer = false};
    enum pull_outcome outcome = PULL_FAILED;
    assert_int_equal(
        pull_answer(&pull, stage->state, &stage->identity, reply, 1000, &outcome, trouble, NULL),
        BS_OK);
    transport_reply_finish(reply);
    return outcome;
}

static int64_t serial_in_place(struct stage *stage)
{
    struct bs_bundle_meta meta;
    return bs_catalogue_meta(stage->state, &meta, NULL) == BS_OK ? meta.serial : 0;
}

static void put_five(struct stage *stage)
{
    struct trouble trouble;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 5);
    assert_int_equal(answer(stage, &reply, &trouble), PULL_NEW);
    assert_int_equal(serial_in_place(stage), 5);
}

static void assert_refused(struct stage *stage, struct transport_reply *reply, const char *word)
{
    struct trouble trouble;
    put_five(stage);
    assert_int_equal(answer(stage, reply, &trouble), PULL_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
    assert_non_null(strstr(trouble.sentence, word));
    assert_int_equal(serial_in_place(stage), 5);
}

static void a_signed_bundle_for_us_takes_its_place_byte_by_byte(void **state)
{
    struct stage *stage = *state;
    struct bs_bundle_meta meta;
    struct bs_buf stored, sent;
    put_five(stage);
    bs_buf_init(&stored, BS_BUNDLE_BYTES_MAX);
    bs_buf_init(&sent, BS_BUNDLE_BYTES_MAX);
    write_bundle(&sent, STAGE_TENANT, STAGE_KIOSK, 5);
    assert_int_equal(bs_catalogue_get(stage->state, &meta, &stored, NULL), BS_OK);
    assert_int_equal(stored.len, sent.len);
    assert_memory_equal(stored.data, sent.data, sent.len);
    assert_string_equal(meta.etag, ETAG);
    assert_int_equal(meta.received_ms, 1000);
    bs_buf_finish(&stored);
    bs_buf_finish(&sent);
}

static void a_newer_serial_takes_the_place_of_an_older(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    put_five(stage);
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 6);
    assert_int_equal(answer(stage, &reply, &trouble), PULL_NEW);
    assert_int_equal(serial_in_place(stage), 6);
}

static void an_older_serial_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 4);
    assert_refused(stage, &reply, "ouder");
}

static void one_changed_byte_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 6);
    char *name = strstr((char *)reply.body.data, "Noord");
    name[0] = 'M';
    assert_refused(stage, &reply, "handtekening");
}

static void a_bundle_without_a_signature_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 6);
    reply.signature[0] = '\0';
    assert_refused(stage, &reply, "handtekening");
}

static void the_signature_of_another_key_is_refused(void **state)
{
    struct stage *stage = *state;
    uint8_t public_key[BS_PUBLIC_KEY_SIZE];
    put_five(stage);
    bs_sign_keypair(public_key, stage->secret_key);
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 6);
    struct trouble trouble;
    assert_int_equal(answer(stage, &reply, &trouble), PULL_FAILED);
    assert_int_equal(serial_in_place(stage), 5);
}

static void bytes_with_a_bad_signature_are_not_parsed(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = stage_reply(200, BS_BUNDLE_MEDIA_TYPE, "[[[[ not json");
    assert_refused(stage, &reply, "handtekening");
}

static void a_signed_bundle_that_does_not_parse_is_refused(void **state)
{
    struct stage *stage = *state;
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct transport_reply reply = stage_reply(200, BS_BUNDLE_MEDIA_TYPE, "{\"v\":1}");
    bs_sign(stage->secret_key, bs_buf_bytes(&reply.body), signature);
    bs_base64_format(signature, sizeof signature, reply.signature, sizeof reply.signature);
    assert_refused(stage, &reply, "houdt de oude");
}

static void the_bundle_of_another_kiosk_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, "elders-2", 6);
    assert_refused(stage, &reply, "elders-2");
}

static void the_bundle_of_another_tenant_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, "GM0546", STAGE_KIOSK, 6);
    assert_refused(stage, &reply, "GM0546");
}

static void a_bundle_of_another_media_type_is_refused(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 6);
    strcpy(reply.media_type, "application/json");
    assert_refused(stage, &reply, "iets anders");
}

static void a_login_page_leaves_the_old_bundle(void **state)
{
    struct stage *stage = *state;
    struct trouble trouble;
    put_five(stage);
    struct transport_reply reply = stage_reply(200, "text/html", "<html>");
    assert_int_equal(answer(stage, &reply, &trouble), PULL_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_NETWORK);
    assert_int_equal(serial_in_place(stage), 5);
}

static enum bs_err ask(struct stage *stage, struct pull *pull)
{
    return pull_request(pull, stage->state, &stage->identity, STAGE_TOKEN, &stage->request, NULL);
}

static void the_first_question_has_no_condition(void **state)
{
    struct stage *stage = *state;
    struct pull pull = {.slot = BS_CONTACT_NOW};
    assert_int_equal(ask(stage, &pull), BS_OK);
    assert_string_equal(stage->request.url, STAGE_SERVER "/v1/kiosks/" STAGE_KIOSK "/bundle");
    assert_int_equal(stage->request.header_count, 2);
    assert_false(pull.has_asked_newer);
}

static void later_questions_name_the_bundle_in_place(void **state)
{
    struct stage *stage = *state;
    struct pull pull = {.slot = BS_CONTACT_NOW};
    put_five(stage);
    assert_int_equal(ask(stage, &pull), BS_OK);
    assert_string_equal(stage->request.headers[2], "If-None-Match: " ETAG);
    assert_true(pull.has_asked_newer);
}

static void a_bundle_under_a_tag_that_is_no_text_is_taken_without_it(void **state)
{
    struct stage *stage = *state;
    struct pull pull = {.slot = BS_CONTACT_NOW};
    struct trouble trouble;
    struct transport_reply reply = bundle_reply(stage, STAGE_TENANT, STAGE_KIOSK, 5);
    strcpy(reply.etag, "\"\xff\"");
    assert_int_equal(answer(stage, &reply, &trouble), PULL_NEW);
    assert_int_equal(
        pull_request(&pull, stage->state, &stage->identity, STAGE_TOKEN, &stage->request, NULL),
        BS_OK);
    assert_false(pull.has_asked_newer);
    assert_int_equal(serial_in_place(stage), 5);
}

static void not_modified_is_good_news_only_if_it_was_asked(void **state)
{
    struct stage *stage = *state;
    struct pull pull = {.has_asked_newer = true};
    enum pull_outcome outcome;
    struct trouble trouble;
    struct transport_reply reply = stage_reply(304, "", "");
    pull_answer(&pull, stage->state, &stage->identity, &reply, 1000, &outcome, &trouble, NULL);
    assert_int_equal(outcome, PULL_SAME);
    pull.has_asked_newer = false;
    pull_answer(&pull, stage->state, &stage->identity, &reply, 1000, &outcome, &trouble, NULL);
    assert_int_equal(outcome, PULL_FAILED);
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
    transport_reply_finish(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(a_signed_bundle_for_us_takes_its_place_byte_by_byte),
        ON_STAGE(a_newer_serial_takes_the_place_of_an_older),
        ON_STAGE(an_older_serial_is_refused),
        ON_STAGE(one_changed_byte_is_refused),
        ON_STAGE(a_bundle_without_a_signature_is_refused),
        ON_STAGE(the_signature_of_another_key_is_refused),
        ON_STAGE(bytes_with_a_bad_signature_are_not_parsed),
        ON_STAGE(a_signed_bundle_that_does_not_parse_is_refused),
        ON_STAGE(the_bundle_of_another_kiosk_is_refused),
        ON_STAGE(the_bundle_of_another_tenant_is_refused),
        ON_STAGE(a_bundle_of_another_media_type_is_refused),
        ON_STAGE(a_login_page_leaves_the_old_bundle),
        ON_STAGE(the_first_question_has_no_condition),
        ON_STAGE(later_questions_name_the_bundle_in_place),
        ON_STAGE(a_bundle_under_a_tag_that_is_no_text_is_taken_without_it),
        ON_STAGE(not_modified_is_good_news_only_if_it_was_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
