/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What waits on the kiosk: kept once, nobody else reads it, handed over shuffled, and gone without a trace. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/held.h>
#include <buurtstem/mem.h>
#include <buurtstem/record.h>

#include "store_samples.h"
#include "temp_dir.h"

#define BODY "{\"salt\":\"00\",\"jwe\":\"sealed\"}"

static const struct bs_date TODAY = {2026, 11, 22}, TOMORROW = {2026, 11, 23};
static struct temp_dir dir;
static struct bs_held *held;

static int open_it(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_held_open(dir.path, &held, NULL) == BS_OK ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    bs_held_close(held);
    held = NULL;
    temp_dir_remove(&dir);
    return 0;
}

static void open_again(void)
{
    bs_held_close(held);
    held = NULL;
    assert_int_equal(bs_held_open(dir.path, &held, NULL), BS_OK);
}

static struct bs_held_comment comment_of(uint64_t n, const char *text)
{
    struct bs_held_comment comment = {.id = sample_id(n),
                                      .submission = "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f",
                                      .programme = "afval-kiezen",
                                      .version = 1,
                                      .place = "prinsenhof",
                                      .lang = "nl",
                                      .wall_ms = 1795000000000};

    (void)snprintf(comment.text, sizeof comment.text, "%s", text);
    return comment;
}

static enum bs_err keep_comment(uint64_t n, const char *text)
{
    struct bs_held_comment comment = comment_of(n, text);

    return bs_held_keep_comment(held, &comment, NULL);
}

static enum bs_err keep_record(uint64_t n, const char *body, struct bs_date day)
{
    struct bs_uuid id = sample_id(n);

    return bs_held_keep_record(held, &id, "contact-wish", bs_bytes_of(body), day, NULL);
}

static int64_t comments(void)
{
    int64_t count = -1;

    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    return count;
}

static int64_t records(void)
{
    int64_t count = -1;

    assert_int_equal(bs_held_count_records(held, &count, NULL), BS_OK);
    return count;
}

/* Whether the bytes stand in any file of the folder. */
static bool is_in_folder(const char *text)
{
    static const char *const NAMES[] = {"held.db", "held.db-journal", "held.db-open", "held.lock"};
    bool found = false;

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[TEMP_DIR_PATH];
        struct bs_buf bytes;

        bs_buf_init(&bytes, 64 << 20);
        if (bs_file_read(temp_dir_file(&dir, NAMES[i], path), &bytes, NULL) == BS_OK &&
            bytes.len > 0) {
            found = found || memmem(bytes.data, bytes.len, text, strlen(text)) != NULL;
        }
        bs_buf_finish(&bytes);
    }
    return found;
}

/* ---- keeping ---- */

static void words_are_on_disk_when_they_are_kept(void **state)
{
    (void)state;
    assert_int_equal(keep_comment(1, "De speeltuin is kapot"), BS_OK);
    assert_true(is_in_folder("De speeltuin is kapot"));
    open_again();
    assert_int_equal(comments(), 1);
}

static void the_same_id_twice_is_once(void **state)
{
    (void)state;
    assert_int_equal(keep_comment(1, "eerst"), BS_OK);
    assert_int_equal(keep_comment(1, "eerst"), BS_OK);
    assert_int_equal(comments(), 1);
    assert_int_equal(keep_record(1, BODY, TODAY), BS_OK);
    assert_int_equal(keep_record(1, BODY, TODAY), BS_OK);
    assert_int_equal(records(), 1);
}

static void as_many_characters_as_may_be_are_kept_and_one_more_is_not(void **state)
{
    char text[4 * (BS_WORDS_MAX + 1) + 1] = "";

    (void)state;
    for (int i = 0; i < BS_WORDS_MAX; i++) {
        strcat(text, "𐍈"); /* four bytes each */
    }
    assert_int_equal(keep_comment(1, text), BS_OK);
    memset(text, 'x', BS_WORDS_MAX + 1);
    text[BS_WORDS_MAX + 1] = '\0';
    assert_int_equal(keep_comment(2, text), BS_LIMIT);
    assert_int_equal(comments(), 1);
}

static void words_that_are_no_text_are_refused(void **state)
{
    (void)state;
    assert_int_equal(keep_comment(1, ""), BS_BAD);
    assert_int_equal(keep_comment(1, "\xff\xfe"), BS_BAD);
    assert_int_equal(keep_comment(1, "bel\a"), BS_BAD);
    assert_int_equal(keep_comment(1, " \u3164"), BS_BAD); /* nothing of it is seen */
    assert_int_equal(comments(), 0);
}

static void words_of_no_channel_are_refused(void **state)
{
    struct bs_held_comment comment = comment_of(1, "Meer bankjes");

    (void)state;
    comment.channel = (enum bs_channel)(BS_CHANNEL_PAPER + 1);
    assert_int_equal(bs_held_keep_comment(held, &comment, NULL), BS_BAD);
    assert_int_equal(comments(), 0);
    comment.channel = BS_CHANNEL_PAPER;
    assert_int_equal(bs_held_keep_comment(held, &comment, NULL), BS_OK);
    assert_int_equal(comments(), 1);
}

static void a_record_as_long_as_the_log_takes_is_kept_and_one_byte_more_is_not(void **state)
{
    char *body = bs_xcalloc(BS_RECORD_BODY_MAX + 2, 1);

    (void)state;
    memset(body, 'x', BS_RECORD_BODY_MAX);
    assert_int_equal(keep_record(1, body, TODAY), BS_OK);
    body[BS_RECORD_BODY_MAX] = 'x';
    assert_int_equal(keep_record(2, body, TODAY), BS_LIMIT);
    assert_int_equal(keep_record(2, "", TODAY), BS_BAD);
    assert_int_equal(records(), 1);
    free(body);
}

static void only_so_many_wait(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= BS_HELD_WAITING_MAX; n++) {
        assert_int_equal(keep_record(n, BODY, TODAY), BS_OK);
    }
    assert_int_equal(keep_record(BS_HELD_WAITING_MAX + 1, BODY, TODAY), BS_LIMIT);
    assert_int_equal(keep_record(1, BODY, TODAY), BS_OK); /* it stands there already */
    assert_int_equal(records(), BS_HELD_WAITING_MAX);
}

/* ---- who may read it ---- */

static void nobody_else_can_read_the_files(void **state)
{
    static const char *const NAMES[] = {"held.db", "held.db-journal", "held.db-open"};

    (void)state;
    assert_int_equal(keep_comment(1, "geheim"), BS_OK);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[TEMP_DIR_PATH];
        struct stat status;

        assert_int_equal(stat(temp_dir_file(&dir, NAMES[i], path), &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
    }
    assert_false(temp_dir_has(&dir, "held.db-wal"));
}

static void a_file_that_others_could_read_is_closed_to_them(void **state)
{
    char path[TEMP_DIR_PATH];
    struct stat status;

    (void)state;
    assert_int_equal(chmod(temp_dir_file(&dir, "held.db", path), 0664), 0);
    open_again();
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void it_is_open_once(void **state)
{
    struct bs_held *second = NULL;

    (void)state;
    assert_int_equal(bs_held_open(dir.path, &second, NULL), BS_REFUSED);
    assert_null(second);
}

/* ---- closing time ---- */

#define SEEN_MAX 64

struct seen {
    size_t count, most;
    char id[SEEN_MAX][BS_UUID_TEXT];
    enum bs_err then; /* what append says after `most` */
};

static enum bs_err note(void *self, const struct bs_uuid *id, const char *kind,
                        struct bs_bytes body, struct bs_error *err)
{
    struct seen *seen = self;

    assert_string_equal(kind, "contact-wish");
    assert_int_equal(body.len, strlen(BODY));
    if (seen->count == seen->most) {
        return bs_fail(err, seen->then, "no more");
    }
    bs_uuid_format(id, seen->id[seen->count++]);
    return BS_OK;
}

static enum bs_err release(struct bs_date day, uint64_t seed, struct seen *seen)
{
    struct bs_random random = bs_random_seeded(seed);

    return bs_held_release_records(held, day, &random, note, seen, NULL);
}

static void keep_many(uint64_t count)
{
    for (uint64_t n = 1; n <= count; n++) {
        assert_int_equal(keep_record(n, BODY, TODAY), BS_OK);
    }
}

static bool was_seen(const struct seen *seen, uint64_t n)
{
    char wanted[BS_UUID_TEXT];
    struct bs_uuid id = sample_id(n);

    bs_uuid_format(&id, wanted);
    for (size_t i = 0; i < seen->count; i++) {
        if (strcmp(seen->id[i], wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* In the page on which they all stand. */
static size_t place_of(const struct bs_buf *file, uint64_t n)
{
    struct bs_uuid id = sample_id(n);
    char text[BS_UUID_TEXT];

    bs_uuid_format(&id, text);
    const uint8_t *at = memmem(file->data, file->len, text, strlen(text));
    assert_non_null(at);
    return (size_t)(at - file->data);
}

static void no_place_in_the_file_tells_which_record_came_before_which(void **state)
{
    static const uint64_t CAME[] = {5, 2, 9, 1, 7, 3, 8, 4, 6};
    char path[TEMP_DIR_PATH];
    struct bs_buf file;
    (void)state;

    for (size_t i = 0; i < sizeof CAME / sizeof CAME[0]; i++) {
        assert_int_equal(keep_record(CAME[i], BODY, TODAY), BS_OK);
    }
    bs_buf_init(&file, 64 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(&dir, "held.db", path), &file, NULL), BS_OK);
    for (uint64_t n = 2; n <= sizeof CAME / sizeof CAME[0]; n++) { /* ids rise with n */
        assert_true(place_of(&file, n) < place_of(&file, n - 1));
    }
    bs_buf_finish(&file);
}

static void all_of_the_day_are_handed_over_once_and_are_gone(void **state)
{
    struct seen seen = {.most = SEEN_MAX}, again = {.most = SEEN_MAX};

    (void)state;
    keep_many(20);
    assert_int_equal(release(TODAY, 7, &seen), BS_OK);
    assert_int_equal(seen.count, 20);
    for (uint64_t n = 1; n <= 20; n++) {
        assert_true(was_seen(&seen, n));
    }
    assert_int_equal(records(), 0);
    assert_int_equal(release(TODAY, 7, &again), BS_OK);
    assert_int_equal(again.count, 0);
}

static void they_are_handed_over_in_another_order_than_they_came(void **state)
{
    struct seen first = {.most = SEEN_MAX}, second = {.most = SEEN_MAX};
    size_t in_place = 0;

    (void)state;
    keep_many(40);
    assert_int_equal(release(TODAY, 1, &first), BS_OK);
    keep_many(40);
    assert_int_equal(release(TODAY, 2, &second), BS_OK);
    for (uint64_t n = 1; n <= 40; n++) {
        char id[BS_UUID_TEXT];
        struct bs_uuid uuid = sample_id(n);

        bs_uuid_format(&uuid, id);
        in_place += strcmp(first.id[n - 1], id) == 0;
    }
    assert_true(in_place < 10);
    assert_memory_not_equal(first.id, second.id, sizeof first.id);
}

static void those_of_a_later_day_stay(void **state)
{
    struct seen seen = {.most = SEEN_MAX};

    (void)state;
    assert_int_equal(keep_record(1, BODY, TODAY), BS_OK);
    assert_int_equal(keep_record(2, BODY, TOMORROW), BS_OK);
    assert_int_equal(release(TODAY, 1, &seen), BS_OK);
    assert_int_equal(seen.count, 1);
    assert_true(was_seen(&seen, 1));
    assert_int_equal(records(), 1);
    assert_int_equal(release(TOMORROW, 1, &seen), BS_OK);
    assert_int_equal(records(), 0);
}

static void what_could_not_be_appended_waits_on(void **state)
{
    struct seen seen = {.most = 3, .then = BS_LATER};

    (void)state;
    keep_many(5);
    assert_int_equal(release(TODAY, 1, &seen), BS_LATER);
    assert_int_equal(records(), 2);
    seen.most = SEEN_MAX;
    assert_int_equal(release(TODAY, 2, &seen), BS_OK);
    assert_int_equal(seen.count, 5);
    assert_int_equal(records(), 0);
}

static enum bs_err accept(void *self, const struct bs_uuid *id, const char *kind,
                          struct bs_bytes body, struct bs_error *err)
{
    (void)self, (void)id, (void)kind, (void)body, (void)err;
    return BS_OK;
}

static void what_was_handed_over_leaves_no_trace_in_the_folder(void **state)
{
    char body[3000];

    (void)state;
    for (uint64_t n = 1; n <= 30; n++) {
        /* long and short ones: on pages of their own, and beside each other */
        size_t len = (size_t)snprintf(body, sizeof body, "TRACE-%02d ", (int)n);

        memset(body + len, 'y', n % 3 == 0 ? 2800 : 40);
        body[len + (n % 3 == 0 ? 2800 : 40)] = '\0';
        assert_int_equal(keep_record(n, body, n <= 29 ? TODAY : TOMORROW), BS_OK);
    }
    assert_true(is_in_folder("TRACE-01"));
    struct bs_random random = bs_random_seeded(1);

    assert_int_equal(bs_held_release_records(held, TODAY, &random, accept, NULL, NULL), BS_OK);
    for (int n = 1; n <= 30; n++) {
        (void)snprintf(body, sizeof body, "TRACE-%02d", n);
        assert_int_equal(is_in_folder(body), n == 30);
    }
}

int main(void)
{
#define HELD(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        HELD(words_are_on_disk_when_they_are_kept),
        HELD(the_same_id_twice_is_once),
        HELD(as_many_characters_as_may_be_are_kept_and_one_more_is_not),
        HELD(words_that_are_no_text_are_refused),
        HELD(words_of_no_channel_are_refused),
        HELD(a_record_as_long_as_the_log_takes_is_kept_and_one_byte_more_is_not),
        HELD(only_so_many_wait),
        HELD(nobody_else_can_read_the_files),
        HELD(a_file_that_others_could_read_is_closed_to_them),
        HELD(it_is_open_once),
        HELD(no_place_in_the_file_tells_which_record_came_before_which),
        HELD(all_of_the_day_are_handed_over_once_and_are_gone),
        HELD(they_are_handed_over_in_another_order_than_they_came),
        HELD(those_of_a_later_day_stay),
        HELD(what_could_not_be_appended_waits_on),
        HELD(what_was_handed_over_leaves_no_trace_in_the_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
