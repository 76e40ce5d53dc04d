/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What each fate and each answer is called, how it is said, and how long it makes us wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "trouble.h"

#define WANTED "een ontvangstbewijs"

static struct trouble judge(int status, const char *media_type, const char *body)
{
    struct trouble trouble;
    struct transport_reply reply = {.fate = TRANSPORT_ANSWERED, .status = status};
    snprintf(reply.media_type, sizeof reply.media_type, "%s", media_type);
    bs_buf_init(&reply.body, 4096);
    bs_buf_text(&reply.body, body);
    trouble_of_reply(&reply, WANTED, &trouble);
    transport_reply_finish(&reply);
    return trouble;
}

static struct trouble judge_fate(enum transport_fate fate)
{
    struct trouble trouble;
    struct transport_reply reply = {.fate = fate};
    trouble_of_reply(&reply, WANTED, &trouble);
    return trouble;
}

static struct trouble judge_problem(enum bs_problem_type type, int status)
{
    struct trouble trouble;
    struct bs_problem problem = {.type = type, .status = status, .title = "no"};
    struct transport_reply reply = {
        .fate = TRANSPORT_ANSWERED, .status = status, .media_type = BS_PROBLEM_MEDIA_TYPE};
    bs_buf_init(&reply.body, 4096);
    bs_problem_encode(&problem, &reply.body);
    trouble_of_reply(&reply, WANTED, &trouble);
    transport_reply_finish(&reply);
    return trouble;
}

struct expected {
    int key;
    enum bs_trouble kind;
    bool is_refused, is_final;
    const char *word; /* that the sentence holds */
};

static void assert_trouble(const struct trouble *trouble, const struct expected *expected)
{
    assert_string_equal(bs_trouble_name(trouble->kind), bs_trouble_name(expected->kind));
    assert_int_equal(trouble->is_refused, expected->is_refused);
    assert_int_equal(trouble->is_final, expected->is_final);
    if (strstr(trouble->sentence, expected->word) == NULL) {
        fail_msg("%d: no \"%s\" in: %s", expected->key, expected->word, trouble->sentence);
    }
    assert_true(bs_utf8_is_text(trouble->sentence, strlen(trouble->sentence)));
}

static void every_fate_has_its_class_and_its_words(void **state)
{
    (void)state;
    static const struct expected ROWS[] = {
        {TRANSPORT_NO_NAME, BS_TROUBLE_NETWORK, false, false, "naam van de server"},
        {TRANSPORT_UNREACHABLE, BS_TROUBLE_NETWORK, false, false, "niet bereikbaar"},
        {TRANSPORT_TOO_SLOW, BS_TROUBLE_NETWORK, false, false, "te langzaam"},
        {TRANSPORT_BROKE_OFF, BS_TROUBLE_NETWORK, false, false, "brak af"},
        {TRANSPORT_PROXY_FAILED, BS_TROUBLE_NETWORK, false, false, "proxy"},
        {TRANSPORT_CERT_EXPIRED, BS_TROUBLE_TLS, true, true, "verlopen"},
        {TRANSPORT_CERT_NOT_YET, BS_TROUBLE_TLS, true, true, "klok"},
        {TRANSPORT_CERT_OTHER_HOST, BS_TROUBLE_TLS, true, true, "andere server"},
        {TRANSPORT_CERT_UNKNOWN, BS_TROUBLE_TLS, true, true, "niet vertrouwd"},
        {TRANSPORT_CERT_WEAK, BS_TROUBLE_TLS, true, true, "te zwak"},
        {TRANSPORT_PIN_MISMATCH, BS_TROUBLE_TLS, true, true, "andere sleutel"},
        {TRANSPORT_TLS_FAILED, BS_TROUBLE_TLS, false, true, "TLS 1.3"},
        {TRANSPORT_CA_UNREADABLE, BS_TROUBLE_TLS, true, true, "ca_file"},
        {TRANSPORT_TOO_LARGE, BS_TROUBLE_SERVER, false, true, "groter dan mag"},
        {TRANSPORT_GARBLED, BS_TROUBLE_SERVER, false, true, "onbegrijpelijk"},
        {TRANSPORT_INTERNAL, BS_TROUBLE_NETWORK, false, false, "op de kiosk zelf"},
    };
    assert_int_equal(sizeof ROWS / sizeof ROWS[0], TRANSPORT_INTERNAL);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct trouble trouble = judge_fate((enum transport_fate)ROWS[i].key);
        assert_trouble(&trouble, &ROWS[i]);
    }
}

#define MAY_2027 INT64_C(1809338400000) /* 3 May 2027, 00:00 in Amsterdam */
#define NOVEMBER INT64_C(1795366200000) /* 22 November 2026, 17.50 */

static struct trouble judge_dates(enum transport_fate fate, int64_t clock_ms, int64_t floor_ms)
{
    struct trouble trouble;
    struct transport_reply reply = {.fate = fate,
                                    .cert_from_ms = MAY_2027,
                                    .cert_to_ms = MAY_2027 + 1000,
                                    .clock_ms = clock_ms,
                                    .floor_ms = floor_ms};
    trouble_of_reply(&reply, WANTED, &trouble);
    assert_int_equal(trouble.kind, BS_TROUBLE_TLS);
    assert_true(trouble.is_refused);
    return trouble;
}

static void says(const struct trouble *trouble, const char *words)
{
    if (strstr(trouble->sentence, words) == NULL) {
        fail_msg("no \"%s\" in: %s", words, trouble->sentence);
    }
}

static void an_expired_certificate_is_told_with_its_day(void **state)
{
    (void)state;
    struct trouble trouble = judge_dates(TRANSPORT_CERT_EXPIRED, NOVEMBER, 0);
    says(&trouble, "verlopen op 3 mei 2027. Vraag");
    says(&trouble,
         "Controleer ook de klok: de klok van de kiosk staat op 22 november 2026, 17.50 uur");
}

static void a_certificate_of_tomorrow_is_told_with_what_our_clock_says(void **state)
{
    (void)state;
    struct trouble trouble = judge_dates(TRANSPORT_CERT_NOT_YET, NOVEMBER, NOVEMBER);
    says(&trouble, "pas geldig vanaf 3 mei 2027");
    says(&trouble, "de klok van de kiosk staat op 22 november 2026, 17.50 uur");
    says(&trouble, "Vraag anders de beheerder");
}

static void a_clock_that_cannot_be_right_is_told_so(void **state)
{
    (void)state;
    struct trouble trouble = judge_dates(TRANSPORT_CERT_NOT_YET, 0, NOVEMBER);
    says(&trouble,
         "de klok van de kiosk staat op 1 januari 1970, 01.00 uur. Die klok loopt achter");
    trouble = judge_dates(TRANSPORT_CERT_EXPIRED, 0, NOVEMBER);
    says(&trouble, "Zet ook de klok goed: de klok van de kiosk staat op 1 januari 1970");
}

static void every_status_has_its_class_and_its_words(void **state)
{
    (void)state;
    static const struct expected ROWS[] = {
        {301, BS_TROUBLE_NETWORK, false, false, "inlogpagina"},
        {302, BS_TROUBLE_NETWORK, false, false, "inlogpagina"},
        {307, BS_TROUBLE_NETWORK, false, false, "inlogpagina"},
        {511, BS_TROUBLE_NETWORK, false, false, "inlogpagina"},
        {407, BS_TROUBLE_NETWORK, false, false, "proxy"},
        {401, BS_TROUBLE_AUTH, true, true, "opnieuw aan"},
        {403, BS_TROUBLE_AUTH, true, true, "weigert"},
        {404, BS_TROUBLE_SERVER, false, true, "adres"},
        {410, BS_TROUBLE_SERVER, false, true, "adres"},
        {413, BS_TROUBLE_SERVER, false, false, "te groot"},
        {429, BS_TROUBLE_SERVER, false, false, "druk"},
        {500, BS_TROUBLE_SERVER, false, false, "storing (500)"},
        {502, BS_TROUBLE_SERVER, false, false, "storing"},
        {503, BS_TROUBLE_SERVER, false, false, "storing"},
        {507, BS_TROUBLE_SERVER, false, false, "schijf"},
        {599, BS_TROUBLE_SERVER, false, false, "storing"},
        {200, BS_TROUBLE_SERVER, false, true, WANTED},
        {204, BS_TROUBLE_SERVER, false, true, WANTED},
        {304, BS_TROUBLE_SERVER, false, true, WANTED},
        {400, BS_TROUBLE_SERVER, false, true, WANTED},
        {409, BS_TROUBLE_SERVER, false, true, WANTED},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct trouble trouble = judge(ROWS[i].key, "application/json", "{}");
        assert_trouble(&trouble, &ROWS[i]);
    }
}

static void a_web_page_is_a_login_page_whatever_it_calls_itself(void **state)
{
    (void)state;
    static const struct expected PAGE = {0, BS_TROUBLE_NETWORK, false, false, "inlogpagina"};
    struct trouble trouble = judge(200, "text/html", "");
    assert_trouble(&trouble, &PAGE);
    trouble = judge(200, "", "\r\n <html>");
    assert_trouble(&trouble, &PAGE);
    trouble = judge(201, BS_RECEIPT_MEDIA_TYPE, "<!DOCTYPE html>");
    assert_trouble(&trouble, &PAGE);
}

static void an_error_page_of_the_server_is_not_a_login_page(void **state)
{
    (void)state;
    struct trouble trouble = judge(502, "text/html", "<html>Bad gateway</html>");
    assert_int_equal(trouble.kind, BS_TROUBLE_SERVER);
}

static void typed_refusals_are_told_apart(void **state)
{
    (void)state;
    struct trouble trouble = judge_problem(BS_PROBLEM_REVOKED, 403);
    const struct expected revoked = {403, BS_TROUBLE_AUTH, true, true, "ingetrokken"};
    assert_trouble(&trouble, &revoked);
    trouble = judge_problem(BS_PROBLEM_BAD_CODE, 403);
    const struct expected bad_code = {403, BS_TROUBLE_AUTH, true, true, "code"};
    assert_trouble(&trouble, &bad_code);
    trouble = judge_problem(BS_PROBLEM_UNKNOWN_KIOSK, 401);
    const struct expected unknown = {401, BS_TROUBLE_AUTH, true, true, "kent deze kiosk niet"};
    assert_trouble(&trouble, &unknown);
    trouble = judge_problem(BS_PROBLEM_BAD_REQUEST, 400);
    const struct expected bad_request = {400, BS_TROUBLE_SERVER, false, true, "versie"};
    assert_trouble(&trouble, &bad_request);
}

static void a_batch_that_is_too_large_is_no_question_of_versions(void **state)
{
    (void)state;
    struct trouble trouble =
        judge(413, BS_PROBLEM_MEDIA_TYPE,
              "{\"type\":\"urn:buurtstem:problem:bad-request\",\"status\":413,\"title\":\"-\"}");
    assert_non_null(strstr(trouble.sentence, "te groot"));
    assert_false(trouble.is_final);
}

static void what_the_server_asks_to_wait_is_kept(void **state)
{
    (void)state;
    struct trouble trouble;
    struct transport_reply reply = {
        .fate = TRANSPORT_ANSWERED, .status = 503, .retry_after_s = 120};
    trouble_of_reply(&reply, WANTED, &trouble);
    assert_int_equal(trouble.retry_after_s, 120);
}

static void a_cleared_trouble_is_none(void **state)
{
    (void)state;
    struct trouble trouble = judge_fate(TRANSPORT_CERT_EXPIRED);
    trouble_clear(&trouble);
    assert_int_equal(trouble.kind, BS_TROUBLE_NONE);
    assert_string_equal(trouble.sentence, "");
    assert_false(trouble.is_refused);
}

static void a_sentence_past_the_limit_is_cut_between_characters(void **state)
{
    (void)state;
    struct trouble trouble;
    char text[2 * BS_ERROR_TEXT] = "";
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "\u00e9", 2);
    }
    trouble_say(&trouble, BS_TROUBLE_SERVER, "%s", text);
    assert_int_equal(strlen(trouble.sentence), BS_ERROR_TEXT - 2);
    assert_true(bs_utf8_valid(trouble.sentence, strlen(trouble.sentence)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fate_has_its_class_and_its_words),
        cmocka_unit_test(an_expired_certificate_is_told_with_its_day),
        cmocka_unit_test(a_certificate_of_tomorrow_is_told_with_what_our_clock_says),
        cmocka_unit_test(a_clock_that_cannot_be_right_is_told_so),
        cmocka_unit_test(every_status_has_its_class_and_its_words),
        cmocka_unit_test(a_web_page_is_a_login_page_whatever_it_calls_itself),
        cmocka_unit_test(an_error_page_of_the_server_is_not_a_login_page),
        cmocka_unit_test(typed_refusals_are_told_apart),
        cmocka_unit_test(a_batch_that_is_too_large_is_no_question_of_versions),
        cmocka_unit_test(what_the_server_asks_to_wait_is_kept),
        cmocka_unit_test(a_cleared_trouble_is_none),
        cmocka_unit_test(a_sentence_past_the_limit_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
