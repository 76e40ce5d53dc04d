/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How a kiosk is: read back the same, strict, and bounded. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/wire.h>

#include "wire_samples.h"

#define BODY                                                                                       \
    "{\"kiosk_version\":\"0.1.0\",\"syncd_version\":\"0.2.0\",\"sent_ms\":1795320486000,"          \
    "\"epoch\":\"0123456789abcdef\",\"stored\":412,\"acknowledged\":398,"                          \
    "\"oldest_unsent_ms\":1795320400000,\"last_receipt_ms\":1795320300000,"                        \
    "\"disk_free\":8000000000,\"disk_total\":16000000000,\"clock_offset_ms\":-1200,"               \
    "\"bundle_serial\":1795000000,\"trouble\":\"network\"}"

static struct bs_heartbeat sample(void)
{
    return (struct bs_heartbeat){
        .kiosk_version = "0.1.0",
        .syncd_version = "0.2.0",
        .sent_ms = 1795320486000,
        .epoch = SAMPLE_EPOCH,
        .stored = 412,
        .acknowledged = 398,
        .oldest_unsent_ms = 1795320400000,
        .last_receipt_ms = 1795320300000,
        .disk_free = 8000000000,
        .disk_total = 16000000000,
        .clock_offset_ms = -1200,
        .bundle_serial = 1795000000,
        .trouble = "network",
    };
}

static void a_heartbeat_has_this_exact_form(void **state)
{
    struct bs_heartbeat heartbeat = sample();
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_HEARTBEAT_BYTES_MAX);
    bs_heartbeat_encode(&heartbeat, &text);
    assert_string_equal(bs_buf_string(&text), BODY);
    bs_buf_finish(&text);
}

static void a_heartbeat_reads_back_the_same(void **state)
{
    struct bs_heartbeat back = {0};

    (void)state;
    assert_int_equal(bs_heartbeat_decode(bs_bytes_of(BODY), &back, NULL), BS_OK);
    assert_string_equal(back.kiosk_version, "0.1.0");
    assert_string_equal(back.syncd_version, "0.2.0");
    assert_true(back.sent_ms == 1795320486000);
    assert_string_equal(back.epoch, SAMPLE_EPOCH);
    assert_int_equal(back.stored, 412);
    assert_int_equal(back.acknowledged, 398);
    assert_true(back.oldest_unsent_ms == 1795320400000);
    assert_true(back.last_receipt_ms == 1795320300000);
    assert_true(back.disk_free == 8000000000 && back.disk_total == 16000000000);
    assert_true(back.clock_offset_ms == -1200);
    assert_true(back.bundle_serial == 1795000000);
    assert_string_equal(back.trouble, "network");
}

static enum bs_err decode_changed(const char *from, const char *to, struct bs_error *err)
{
    struct bs_heartbeat out, before;
    const char *at = strstr(BODY, from);
    size_t size = strlen(BODY) + strlen(to) + 1;
    char *text = bs_xcalloc(size, 1);
    enum bs_err rc;

    assert_non_null(at);
    (void)snprintf(text, size, "%.*s%s%s", (int)(at - BODY), BODY, to, at + strlen(from));
    memset(&out, 0x5a, sizeof out);
    memcpy(&before, &out, sizeof out);
    rc = bs_heartbeat_decode(bs_bytes_of(text), &out, err);
    if (rc != BS_OK) {
        assert_memory_equal(&out, &before, sizeof out);
    }
    free(text);
    return rc;
}

static void assert_reads(const char *from, const char *to)
{
    struct bs_error err = {0};

    if (decode_changed(from, to, &err) != BS_OK) {
        fail_msg("%s: %s", to, err.text);
    }
}

static void assert_says(const char *from, const char *to, const char *sentence)
{
    struct bs_error err = {0};

    assert_int_equal(decode_changed(from, to, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
}

static void a_kiosk_that_never_wrote_has_no_version_and_no_epoch(void **state)
{
    (void)state;
    assert_reads("\"kiosk_version\":\"0.1.0\"", "\"kiosk_version\":\"\"");
    assert_reads("\"epoch\":\"0123456789abcdef\"", "\"epoch\":\"\"");
    assert_says("\"syncd_version\":\"0.2.0\"", "\"syncd_version\":\"\"",
                "heartbeat: $.syncd_version: expected a string, found an empty one");
    assert_says("\"trouble\":\"network\"", "\"trouble\":\"\"",
                "heartbeat: $.trouble: expected a string, found an empty one");
}

static void texts_are_read_at_their_limit_and_not_one_past_it(void **state)
{
    (void)state;
    assert_reads("\"0.1.0\"", "\"1234567890123456789012345678901\"");
    assert_says("\"0.1.0\"", "\"12345678901234567890123456789012\"",
                "heartbeat: $.kiosk_version: expected a string of at most 31 bytes, found 32");
    assert_reads("\"network\"", "\"abcdefghijklmno\"");
    assert_says("\"network\"", "\"abcdefghijklmnop\"",
                "heartbeat: $.trouble: expected a string of at most 15 bytes, found 16");
}

static void numbers_are_read_at_their_limits_and_not_one_past_them(void **state)
{
    (void)state;
    assert_reads("1795320486000", "0");
    assert_reads("1795320486000", "9007199254740991");
    assert_says("1795320486000", "9007199254740992",
                "heartbeat: $.sent_ms: expected a whole number from 0 to 9007199254740991, found "
                "9007199254740992");
    assert_says("1795320486000", "-1",
                "heartbeat: $.sent_ms: expected a whole number from 0 to 9007199254740991, found "
                "-1");
    assert_reads("-1200", "-9007199254740991");
    assert_says("-1200", "-9007199254740992",
                "heartbeat: $.clock_offset_ms: expected a whole number from -9007199254740991 to "
                "9007199254740991, found -9007199254740992");
    assert_reads("\"stored\":412", "\"stored\":398");
    assert_says("\"stored\":412", "\"stored\":397",
                "heartbeat: $.acknowledged: expected a whole number from 0 to 397, found 398");
    assert_reads("\"disk_free\":8000000000", "\"disk_free\":16000000000");
    assert_says("\"disk_free\":8000000000", "\"disk_free\":16000000001",
                "heartbeat: $.disk_free: expected a whole number from 0 to 16000000000, found "
                "16000000001");
}

static void words_that_are_not_of_the_form_are_refused(void **state)
{
    (void)state;
    assert_says("\"0.1.0\"", "\"0.1 <b>\"", "heartbeat: $.kiosk_version: is not of the form");
    assert_says("\"0123456789abcdef\"", "\"0123456789abcdeg\"",
                "heartbeat: $.epoch: is not of the form");
    assert_says("\"network\"", "\"Network\"", "heartbeat: $.trouble: is not of the form");
}

static void every_member_has_to_be_there_and_no_other(void **state)
{
    static const char *const members[] = {
        "\"kiosk_version\":\"0.1.0\",",
        "\"syncd_version\":\"0.2.0\",",
        "\"sent_ms\":1795320486000,",
        "\"epoch\":\"0123456789abcdef\",",
        "\"stored\":412,",
        "\"acknowledged\":398,",
        "\"oldest_unsent_ms\":1795320400000,",
        "\"last_receipt_ms\":1795320300000,",
        "\"disk_free\":8000000000,",
        "\"disk_total\":16000000000,",
        "\"clock_offset_ms\":-1200,",
        "\"bundle_serial\":1795000000,",
        ",\"trouble\":\"network\"",
    };

    (void)state;
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        assert_int_equal(decode_changed(members[i], "", NULL), BS_BAD);
    }
    assert_says("\"stored\":412,", "\"stored\":412,\"answers\":1,",
                "heartbeat: $.answers: is not a known name");
}

static void the_largest_body_is_read_and_one_byte_more_is_not(void **state)
{
    char text[BS_HEARTBEAT_BYTES_MAX + 1];
    struct bs_heartbeat out;

    (void)state;
    memset(text, ' ', sizeof text);
    memcpy(text, BODY, strlen(BODY));
    assert_int_equal(
        bs_heartbeat_decode((struct bs_bytes){(uint8_t *)text, sizeof text - 1}, &out, NULL),
        BS_OK);
    assert_int_equal(
        bs_heartbeat_decode((struct bs_bytes){(uint8_t *)text, sizeof text}, &out, NULL), BS_LIMIT);
}

static void the_longest_heartbeat_fits_its_limit(void **state)
{
    struct bs_heartbeat heartbeat = {
        .kiosk_version = "1234567890123456789012345678901",
        .syncd_version = "1234567890123456789012345678901",
        .sent_ms = BS_NUMBER_MAX,
        .epoch = SAMPLE_EPOCH,
        .stored = BS_NUMBER_MAX,
        .acknowledged = BS_NUMBER_MAX,
        .oldest_unsent_ms = BS_NUMBER_MAX,
        .last_receipt_ms = BS_NUMBER_MAX,
        .disk_free = BS_NUMBER_MAX,
        .disk_total = BS_NUMBER_MAX,
        .clock_offset_ms = -BS_NUMBER_MAX,
        .bundle_serial = BS_NUMBER_MAX,
        .trouble = "abcdefghijklmno",
    };
    struct bs_heartbeat back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_HEARTBEAT_BYTES_MAX);
    bs_heartbeat_encode(&heartbeat, &text);
    assert_int_equal(bs_buf_check(&text, "a heartbeat", NULL), BS_OK);
    assert_int_equal(bs_heartbeat_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    bs_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heartbeat_has_this_exact_form),
        cmocka_unit_test(a_heartbeat_reads_back_the_same),
        cmocka_unit_test(a_kiosk_that_never_wrote_has_no_version_and_no_epoch),
        cmocka_unit_test(texts_are_read_at_their_limit_and_not_one_past_it),
        cmocka_unit_test(numbers_are_read_at_their_limits_and_not_one_past_them),
        cmocka_unit_test(words_that_are_not_of_the_form_are_refused),
        cmocka_unit_test(every_member_has_to_be_there_and_no_other),
        cmocka_unit_test(the_largest_body_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(the_longest_heartbeat_fits_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
