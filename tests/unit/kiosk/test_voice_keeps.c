/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sound that is kept, and the files that hold it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "small_disk.h"
#include "temp_dir.h"
#include "voice_p.h"

#define PIECE 1000 /* bytes of sound; in a file 44 more */

static struct temp_dir dir;
static uint8_t sound[PIECE];

static int make(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    memset(sound, 7, sizeof sound);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

/* 64 hex digits that end with the number. */
static const char *key(int number)
{
    static char out[65];
    (void)snprintf(out, sizeof out, "%064x", (unsigned)number);
    return out;
}

static void put(struct voice_cache *cache, int number)
{
    voice_cache_put(cache, key(number), (struct bs_bytes){sound, sizeof sound});
}

static bool has(struct voice_cache *cache, int number)
{
    struct bs_buf out;
    bs_buf_init(&out, VOICE_BYTES_MAX);
    const bool is_there = voice_cache_get(cache, key(number), &out);
    assert_true(!is_there || (out.len == PIECE && memcmp(out.data, sound, PIECE) == 0));
    bs_buf_finish(&out);
    return is_there;
}

static void memory_keeps_what_was_used_last(void **state)
{
    struct voice_cache *cache = voice_cache_create("", 3 * PIECE, 0);
    (void)state;
    for (int i = 1; i <= 3; i++) {
        put(cache, i);
    }
    assert_true(has(cache, 1));
    put(cache, 4);
    assert_true(has(cache, 1) && has(cache, 3) && has(cache, 4));
    assert_false(has(cache, 2));
    voice_cache_destroy(cache);
}

static void what_is_larger_than_memory_may_be_is_not_kept(void **state)
{
    struct voice_cache *cache = voice_cache_create("", PIECE - 1, 0);
    (void)state;
    put(cache, 1);
    assert_false(has(cache, 1));
    voice_cache_destroy(cache);
}

static void on_disk_the_oldest_goes_first(void **state)
{
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 3 * (PIECE + 44));
    (void)state;
    for (int i = 1; i <= 5; i++) {
        put(cache, i);
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    assert_false(has(cache, 1) || has(cache, 2));
    assert_true(has(cache, 3) && has(cache, 4) && has(cache, 5));
    assert_int_equal(temp_dir_count(&dir), 3);
    voice_cache_destroy(cache);
}

static void what_was_there_before_is_counted(void **state)
{
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 10 * (PIECE + 44));
    (void)state;
    for (int i = 1; i <= 5; i++) {
        put(cache, i);
    }
    voice_cache_destroy(cache);
    cache = voice_cache_create(dir.path, 0, 2 * (PIECE + 44));
    put(cache, 6);
    assert_int_equal(temp_dir_count(&dir), 2);
    voice_cache_destroy(cache);
}

static void a_stranger_in_the_folder_is_left_alone(void **state)
{
    struct voice_cache *cache = voice_cache_create(dir.path, 0, PIECE + 44);
    (void)state;
    temp_dir_write(&dir, "notes.txt", "mine");
    put(cache, 1);
    put(cache, 2);
    assert_true(temp_dir_has(&dir, "notes.txt"));
    assert_true(has(cache, 2));
    voice_cache_destroy(cache);
}

static void a_torn_file_is_as_if_it_were_not_there(void **state)
{
    char name[80], path[TEMP_DIR_PATH];
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 10 * PIECE);
    (void)state;
    put(cache, 1);
    (void)snprintf(name, sizeof name, "%s.wav", key(1));
    temp_dir_write(&dir, name, "RIFF");
    assert_false(has(cache, 1));
    assert_int_equal(remove(temp_dir_file(&dir, name, path)), 0);
    voice_cache_destroy(cache);
}

/* Files are not synced: after a loss of power one may be shorter than it says. */
static void a_file_that_lost_its_end_is_as_if_it_were_not_there(void **state)
{
    char name[80], path[TEMP_DIR_PATH];
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 10 * PIECE);
    (void)state;
    put(cache, 1);
    (void)snprintf(name, sizeof name, "%s.wav", key(1));
    assert_int_equal(truncate(temp_dir_file(&dir, name, path), 44 + PIECE / 2), 0);
    assert_false(has(cache, 1));
    put(cache, 1);
    assert_true(has(cache, 1));
    voice_cache_destroy(cache);
}

static void what_was_begun_and_not_finished_is_begun_anew(void **state)
{
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 10 * PIECE);
    (void)state;
    temp_dir_write(&dir, "new", "half of a file");
    put(cache, 1);
    assert_true(has(cache, 1));
    assert_int_equal(temp_dir_count(&dir), 1);
    voice_cache_destroy(cache);
}

/* ---- what answers need is left to them ---- */

#define NOT_ALLOWED 77

static int keep_on_small_disk(void *context)
{
    struct statvfs disk;
    if (!small_disk_enter(dir.path, VOICE_DISK_LEFT + (size_t)8 * 4096)) {
        return NOT_ALLOWED;
    }
    struct voice_cache *cache = voice_cache_create(dir.path, 0, 1000 * PIECE);
    (void)context;
    for (int i = 1; i <= 20; i++) {
        put(cache, i);
    }
    const bool is_last_there = has(cache, 20);
    const size_t kept = temp_dir_count(&dir);
    temp_dir_write(&dir, "log", "answers, which need more and more");
    voice_cache_destroy(cache);
    return is_last_there && kept > 1 && kept < 20 && statvfs(dir.path, &disk) == 0 &&
                   (int64_t)disk.f_bavail * (int64_t)disk.f_frsize >= VOICE_DISK_LEFT - 4096
               ? 0
               : 1;
}

static void the_last_of_a_disk_is_left_to_answers(void **state)
{
    (void)state;
    const int status = child_run(keep_on_small_disk, NULL);
    if (status == NOT_ALLOWED) {
        print_message("skipped: this system lets nobody mount a small disk\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static void a_folder_that_cannot_be_written_is_no_failure(void **state)
{
    char path[TEMP_DIR_PATH];
    (void)state;
    struct voice_cache *cache =
        voice_cache_create(temp_dir_file(&dir, "nowhere", path), 10 * PIECE, 10 * PIECE);
    put(cache, 1);
    assert_true(has(cache, 1)); /* from memory */
    voice_cache_destroy(cache);
}

/* ---- WAV files ---- */

static struct bs_bytes file_of(struct bs_buf *buf)
{
    bs_buf_reset(buf);
    voice_wav_write((struct bs_bytes){sound, 100}, buf);
    return bs_buf_bytes(buf);
}

static void what_is_written_can_be_read(void **state)
{
    struct bs_buf buf;
    struct bs_bytes samples = {0};
    (void)state;
    bs_buf_init(&buf, 1000);
    assert_int_equal(voice_wav_read(file_of(&buf), &samples, NULL), BS_OK);
    assert_int_equal(samples.len, 100);
    assert_memory_equal(samples.data, sound, 100);
    bs_buf_finish(&buf);
}

static void a_length_beyond_the_end_ends_with_the_file(void **state)
{
    struct bs_buf buf;
    struct bs_bytes samples = {0};
    (void)state;
    bs_buf_init(&buf, 1000);
    (void)file_of(&buf);
    memset(buf.data + 40, 0xff, 4);
    assert_int_equal(voice_wav_read((struct bs_bytes){buf.data, buf.len - 1}, &samples, NULL),
                     BS_OK);
    assert_int_equal(samples.len, 98); /* whole samples */
    bs_buf_finish(&buf);
}

static void another_rate_or_more_channels_or_bits_are_refused(void **state)
{
    static const size_t PLACES[] = {20, 22, 24, 34}; /* format, channels, rate, bits */
    struct bs_buf buf;
    struct bs_bytes samples;
    (void)state;
    bs_buf_init(&buf, 1000);
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        (void)file_of(&buf);
        buf.data[PLACES[i]] ^= 3;
        assert_int_equal(voice_wav_read(bs_buf_bytes(&buf), &samples, NULL), BS_BAD);
    }
    bs_buf_finish(&buf);
}

static void a_file_that_ends_anywhere_is_no_harm(void **state)
{
    struct bs_buf buf;
    struct bs_bytes samples;
    (void)state;
    bs_buf_init(&buf, 1000);
    const struct bs_bytes file = file_of(&buf);
    for (size_t len = 0; len < 44; len++) {
        uint8_t copy[44];
        memcpy(copy, file.data, len);
        assert_int_equal(voice_wav_read((struct bs_bytes){copy, len}, &samples, NULL), BS_BAD);
    }
    bs_buf_finish(&buf);
}

static void other_chunks_are_passed_over(void **state)
{
    static const uint8_t LIST[] = {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0};
    struct bs_buf buf, longer;
    struct bs_bytes samples = {0};
    (void)state;
    bs_buf_init(&buf, 1000);
    bs_buf_init(&longer, 1000);
    const struct bs_bytes file = file_of(&buf);
    bs_buf_add(&longer, file.data, 12);
    bs_buf_add(&longer, LIST, sizeof LIST);
    bs_buf_add(&longer, file.data + 12, file.len - 12);
    assert_int_equal(voice_wav_read(bs_buf_bytes(&longer), &samples, NULL), BS_OK);
    assert_int_equal(samples.len, 100);
    bs_buf_finish(&longer);
    bs_buf_finish(&buf);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(memory_keeps_what_was_used_last),
        TEST(what_is_larger_than_memory_may_be_is_not_kept),
        TEST(on_disk_the_oldest_goes_first),
        TEST(what_was_there_before_is_counted),
        TEST(a_stranger_in_the_folder_is_left_alone),
        TEST(a_torn_file_is_as_if_it_were_not_there),
        TEST(a_file_that_lost_its_end_is_as_if_it_were_not_there),
        TEST(what_was_begun_and_not_finished_is_begun_anew),
        TEST(the_last_of_a_disk_is_left_to_answers),
        TEST(a_folder_that_cannot_be_written_is_no_failure),
        TEST(what_is_written_can_be_read),
        TEST(a_length_beyond_the_end_ends_with_the_file),
        TEST(another_rate_or_more_channels_or_bits_are_refused),
        TEST(a_file_that_ends_anywhere_is_no_harm),
        TEST(other_chunks_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
