/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The bundle that counts: put, get, never back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/syncstate.h>

#include "temp_dir.h"

static struct temp_dir dir;
static struct bs_syncstate *sync_state;

static int open_state(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_syncstate_open(dir.path, &sync_state, NULL) == BS_OK ? 0 : -1;
}

static int close_state(void **state)
{
    (void)state;
    bs_syncstate_close(sync_state);
    temp_dir_remove(&dir);
    return 0;
}

static enum bs_err put(int64_t serial, const char *etag, const char *bundle)
{
    struct bs_bundle_meta meta = {.serial = serial, .received_ms = 1000 + serial};

    memcpy(meta.etag, etag, strlen(etag) + 1);
    return bs_catalogue_put(sync_state, &meta, bs_bytes_of(bundle), NULL);
}

static void assert_holds(struct bs_syncstate *from, int64_t serial, const char *etag,
                         const char *bundle)
{
    struct bs_bundle_meta meta = {0}, alone = {0};
    struct bs_buf bytes;

    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    assert_int_equal(bs_catalogue_get(from, &meta, &bytes, NULL), BS_OK);
    assert_int_equal(bs_catalogue_meta(from, &alone, NULL), BS_OK);
    assert_true(meta.serial == serial && alone.serial == serial);
    assert_string_equal(meta.etag, etag);
    assert_string_equal(alone.etag, etag);
    assert_true(meta.received_ms == 1000 + serial && alone.received_ms == 1000 + serial);
    assert_string_equal(bs_buf_string(&bytes), bundle);
    bs_buf_finish(&bytes);
}

static void an_empty_catalogue_has_no_bundle(void **state)
{
    struct bs_bundle_meta meta = {.serial = 42};
    struct bs_buf bytes;

    (void)state;
    bs_buf_init(&bytes, 100);
    assert_int_equal(bs_catalogue_get(sync_state, &meta, &bytes, NULL), BS_NOTFOUND);
    assert_int_equal(bs_catalogue_meta(sync_state, &meta, NULL), BS_NOTFOUND);
    assert_true(meta.serial == 42 && bytes.len == 0);
    bs_buf_finish(&bytes);
}

static void the_last_bundle_that_was_put_is_the_one_to_get(void **state)
{
    (void)state;
    for (int64_t serial = 1; serial <= 5; serial++) {
        assert_int_equal(put(serial, "\"e\"", "{\"a\":1}"), BS_OK);
    }
    assert_int_equal(put(9, "\"nine\"", "{\"nine\":9}"), BS_OK);
    assert_holds(sync_state, 9, "\"nine\"", "{\"nine\":9}");
    bs_syncstate_close(sync_state);
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
    assert_holds(sync_state, 9, "\"nine\"", "{\"nine\":9}");
}

static void a_lower_serial_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(put(7, "\"seven\"", "{\"a\":7}"), BS_OK);
    assert_int_equal(put(6, "\"six\"", "{\"a\":6}"), BS_REFUSED);
    assert_int_equal(put(0, "\"zero\"", "{\"a\":0}"), BS_REFUSED);
    assert_holds(sync_state, 7, "\"seven\"", "{\"a\":7}");
}

static void the_same_serial_may_come_again(void **state)
{
    (void)state;
    assert_int_equal(put(7, "\"seven\"", "{\"a\":7}"), BS_OK);
    assert_int_equal(put(7, "\"again\"", "{\"a\":8}"), BS_OK);
    assert_holds(sync_state, 7, "\"again\"", "{\"a\":8}");
}

static void a_bundle_of_2_mib_is_kept_and_one_byte_more_is_not(void **state)
{
    char *bundle = bs_xcalloc(BS_BUNDLE_BYTES_MAX + 2, 1);

    (void)state;
    memset(bundle, 'x', BS_BUNDLE_BYTES_MAX + 1);
    assert_int_equal(put(1, "\"e\"", bundle), BS_LIMIT);
    bundle[BS_BUNDLE_BYTES_MAX] = '\0';
    assert_int_equal(put(1, "\"e\"", bundle), BS_OK);
    assert_holds(sync_state, 1, "\"e\"", bundle);
    free(bundle);
}

static void a_buffer_that_is_too_small_keeps_what_it_had(void **state)
{
    struct bs_bundle_meta meta = {.serial = 42};
    struct bs_buf bytes;

    (void)state;
    assert_int_equal(put(1, "\"e\"", "{\"a\":1}"), BS_OK);
    bs_buf_init(&bytes, 8);
    bs_buf_text(&bytes, "ab");
    assert_int_equal(bs_catalogue_get(sync_state, &meta, &bytes, NULL), BS_LIMIT);
    assert_string_equal(bs_buf_string(&bytes), "ab");
    assert_true(meta.serial == 42);
    bs_buf_finish(&bytes);
}

static void the_longest_etag_is_kept_whole(void **state)
{
    char etag[80];

    (void)state;
    memset(etag, 'e', sizeof etag - 1);
    etag[sizeof etag - 1] = '\0';
    assert_int_equal(put(1, etag, "{}"), BS_OK);
    assert_holds(sync_state, 1, etag, "{}");
}

static void the_kiosk_reads_the_bundle_too(void **state)
{
    struct bs_syncstate *reader;

    (void)state;
    assert_int_equal(put(3, "\"e\"", "{\"a\":3}"), BS_OK);
    assert_int_equal(bs_syncstate_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_holds(reader, 3, "\"e\"", "{\"a\":3}");
    assert_int_equal(put(4, "\"f\"", "{\"a\":4}"), BS_OK);
    assert_holds(reader, 4, "\"f\"", "{\"a\":4}");
    bs_syncstate_close(reader);
}

#define OPENED(test) cmocka_unit_test_setup_teardown(test, open_state, close_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPENED(an_empty_catalogue_has_no_bundle),
        OPENED(the_last_bundle_that_was_put_is_the_one_to_get),
        OPENED(a_lower_serial_is_refused_and_changes_nothing),
        OPENED(the_same_serial_may_come_again),
        OPENED(a_bundle_of_2_mib_is_kept_and_one_byte_more_is_not),
        OPENED(a_buffer_that_is_too_small_keeps_what_it_had),
        OPENED(the_longest_etag_is_kept_whole),
        OPENED(the_kiosk_reads_the_bundle_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
