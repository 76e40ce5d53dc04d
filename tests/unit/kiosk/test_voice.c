/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "voice_stage.h"

#define SAMPLES 2205

static struct voice_stage stage;

static int make(void **state)
{
    (void)state;
    voice_stage_make(&stage, SAMPLES);
    voice_stage_start(&stage, true);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    voice_stage_drop(&stage);
    return 0;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static size_t runs(void)
{
    return strlen(voice_stage_read(&stage, "runs")) / strlen("run\n");
}

static void put_recording(const char *lang, const char *text, int16_t value, size_t samples)
{
    char folder[2 * TEMP_DIR_PATH], name[TEMP_DIR_PATH], key[VOICE_KEY_TEXT];
    voice_key(lang, text, key);
    (void)snprintf(folder, sizeof folder, "%s/%s", stage.recordings, lang);
    (void)mkdir(folder, 0700);
    strcat(folder, "/speech");
    (void)mkdir(folder, 0700);
    (void)snprintf(name, sizeof name, "languages/%s/speech/%s.wav", lang, key);
    voice_stage_sound(&stage, name, value, samples);
}

/* ---- words to sound ---- */

static void words_become_the_sound_that_the_program_writes(void **state)
{
    (void)state;
    assert_true(voice_ask(stage.voice, 7, 3, "nl", "Hoe was het?", false, false));
    struct voice_event event = voice_stage_event(&stage);
    assert_int_equal(event.ticket, 7);
    assert_int_equal(event.part, 3);
    assert_int_equal(event.result, VOICE_SOUND);
    assert_int_equal(event.count, SAMPLES);
    assert_int_equal(event.samples[SAMPLES - 1], 1000);
    assert_true(stage.wakes > 0);
    voice_let_go(&event);
}

static void words_go_through_standard_input_and_never_an_argument(void **state)
{
    (void)state;
    assert_int_equal(voice_stage_say(&stage, "-v xx; $(touch /tmp/x) `id` é", NULL), VOICE_SOUND);
    assert_string_equal(voice_stage_read(&stage, "words"), "-v xx; $(touch /tmp/x) `id` é\n");
    assert_string_equal(voice_stage_read(&stage, "arguments"),
                        "-v\nnl\n-s\n140\n--stdin\n--stdout\n");
}

static void the_slow_pace_is_another_sound(void **state)
{
    (void)state;
    (void)voice_stage_say(&stage, "Goed", NULL);
    assert_true(voice_ask(stage.voice, 1, 0, "nl", "Goed", false, true));
    struct voice_event event = voice_stage_event(&stage);
    voice_let_go(&event);
    assert_int_equal(runs(), 2);
    assert_string_equal(voice_stage_read(&stage, "arguments"),
                        "-v\nnl\n-s\n110\n--stdin\n--stdout\n");
}

static void square_brackets_are_not_taken_for_sounds(void **state)
{
    (void)state;
    (void)voice_stage_say(&stage, "een [[f'ut]] woord", NULL);
    assert_string_equal(voice_stage_read(&stage, "words"), "een   f'ut   woord\n");
}

static void the_program_has_no_other_file_of_ours_open(void **state)
{
    (void)state;
    voice_stage_program(&stage,
                        "ls /proc/$$/fd | tr '\\n' ' ' >files\ncat >words\ncat sound.wav\n");
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_SOUND);
    /* The shell itself keeps its script open. */
    assert_int_equal(strncmp(voice_stage_read(&stage, "files"), "0 1 10 2 ", 9), 0);
}

/* ---- what is kept ---- */

static void the_same_words_are_made_once(void **state)
{
    size_t samples = 0;
    (void)state;
    (void)voice_stage_say(&stage, "Goed", NULL);
    assert_int_equal(voice_stage_say(&stage, "Goed", &samples), VOICE_SOUND);
    assert_int_equal(samples, SAMPLES);
    (void)voice_stage_say(&stage, "Slecht", NULL);
    assert_int_equal(runs(), 2);
}

static void what_is_on_disk_is_there_after_a_start(void **state)
{
    size_t samples = 0;
    (void)state;
    (void)voice_stage_say(&stage, "Goed", NULL);
    voice_stage_stop(&stage);
    voice_stage_start(&stage, true);
    assert_int_equal(voice_stage_say(&stage, "Goed", &samples), VOICE_SOUND);
    assert_int_equal(samples, SAMPLES);
    assert_int_equal(runs(), 1);
}

static void private_words_are_kept_nowhere(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(voice_ask(stage.voice, 1, 0, "nl", "Ik heet Fatima", true, false));
        struct voice_event event = voice_stage_event(&stage);
        assert_int_equal(event.result, VOICE_SOUND);
        voice_let_go(&event);
    }
    struct temp_dir cache;
    (void)snprintf(cache.path, sizeof cache.path, "%s", stage.cache);
    assert_int_equal(runs(), 2);
    assert_int_equal(temp_dir_count(&cache), 0);
}

static void without_a_folder_nothing_is_written(void **state)
{
    struct temp_dir cache;
    (void)state;
    (void)snprintf(cache.path, sizeof cache.path, "%s", stage.cache);
    voice_stage_stop(&stage);
    voice_stage_start(&stage, false);
    (void)voice_stage_say(&stage, "Goed", NULL);
    (void)voice_stage_say(&stage, "Goed", NULL);
    assert_int_equal(runs(), 1);
    assert_int_equal(temp_dir_count(&cache), 0);
}

/* ---- recordings ---- */

static void the_key_of_a_recording_is_what_the_readme_says(void **state)
{
    char key[VOICE_KEY_TEXT];
    (void)state;
    voice_key("nl", "Goed", key); /* printf 'nl\nGoed' | sha256sum | cut -c1-16 */
    assert_string_equal(key, "86d186888eb95253");
}

static void a_persons_recording_wins(void **state)
{
    (void)state;
    put_recording("nl", "Goed", 77, 500);
    assert_true(voice_ask(stage.voice, 1, 0, "nl", "Goed", false, true));
    struct voice_event event = voice_stage_event(&stage);
    assert_int_equal(event.count, 500);
    assert_int_equal(event.samples[0], 77);
    voice_let_go(&event);
    assert_int_equal(runs(), 0);
}

static void a_language_without_a_voice_has_its_recordings(void **state)
{
    (void)state;
    put_recording("zgh", "ⴰⵣⵓⵍ", 5, 100);
    assert_true(voice_ask(stage.voice, 1, 0, "zgh", "ⴰⵣⵓⵍ", false, false));
    struct voice_event event = voice_stage_event(&stage);
    assert_int_equal(event.result, VOICE_SOUND);
    voice_let_go(&event);
}

static void a_recording_that_cannot_be_played_is_passed_over(void **state)
{
    char key[VOICE_KEY_TEXT], name[TEMP_DIR_PATH];
    size_t samples = 0;
    (void)state;
    put_recording("nl", "Goed", 77, 500);
    voice_key("nl", "Goed", key);
    (void)snprintf(name, sizeof name, "languages/nl/speech/%s.wav", key);
    temp_dir_write(&stage.dir, name, "this is no sound");
    assert_int_equal(voice_stage_say(&stage, "Goed", &samples), VOICE_SOUND);
    assert_int_equal(samples, SAMPLES);
}

/* ---- no voice ---- */

static void a_program_that_is_not_there_is_no_voice(void **state)
{
    (void)state;
    assert_int_equal(remove(stage.program), 0);
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_NONE);
}

static void a_voice_that_is_not_there_is_not_tried_again(void **state)
{
    (void)state;
    voice_stage_program(&stage, "echo run >>runs\nexit 1\n");
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_NONE);
    assert_int_equal(voice_stage_say(&stage, "Slecht", NULL), VOICE_NONE);
    assert_int_equal(runs(), 1);
}

static void a_language_without_a_voice_is_not_said_by_another(void **state)
{
    (void)state;
    assert_true(voice_ask(stage.voice, 1, 0, "zgh", "ⴰⵣⵓⵍ", false, false));
    assert_int_equal(voice_stage_event(&stage).result, VOICE_NONE);
    assert_true(voice_ask(stage.voice, 1, 0, "xx", "x", false, false));
    assert_int_equal(voice_stage_event(&stage).result, VOICE_NONE);
    assert_int_equal(runs(), 0);
}

/* ---- programs that misbehave ---- */

static void one_that_crashes_loses_only_its_own_words(void **state)
{
    (void)state;
    voice_stage_program(&stage,
                        "read line\ncase $line in *boem*) kill -SEGV $$ ;; esac\ncat sound.wav\n");
    assert_int_equal(voice_stage_say(&stage, "boem", NULL), VOICE_FAILED);
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_SOUND);
}

static void one_that_does_not_listen_is_no_harm(void **state)
{
    (void)state;
    voice_stage_program(&stage, "exec <&-\ncat sound.wav\n");
    for (int i = 0; i < 5; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "woord %d", i);
        assert_int_equal(voice_stage_say(&stage, text, NULL), VOICE_SOUND);
    }
}

static void one_that_says_nothing_has_failed(void **state)
{
    (void)state;
    voice_stage_program(&stage, "exit 0\n");
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_FAILED);
}

static void one_that_hangs_is_ended_after_five_seconds(void **state)
{
    (void)state;
    const int64_t from = voice_stage_now();
    voice_stage_program(&stage, "echo $$ >process\nsleep 100\n");
    assert_int_equal(voice_stage_say(&stage, "Goed", NULL), VOICE_FAILED);
    assert_in_range(voice_stage_now() - from, 4900, 8000);
    const pid_t pid = atoi(voice_stage_read(&stage, "process"));
    assert_true(pid > 0 && kill(pid, 0) != 0);
}

static void one_that_keeps_running_behind_its_sound_is_ended(void **state)
{
    (void)state;
    voice_stage_program(&stage, "echo $$ >process\ncat sound.wav\nexec >&-\nsleep 100\n");
    const int64_t from = voice_stage_now();
    (void)voice_stage_say(&stage, "Goed", NULL);
    assert_in_range(voice_stage_now() - from, 0, 3000);
    const pid_t pid = atoi(voice_stage_read(&stage, "process"));
    assert_true(pid > 0 && kill(pid, 0) != 0);
}

static void a_flood_is_cut_after_a_minute_of_sound(void **state)
{
    size_t samples = 0;
    (void)state;
    voice_stage_program(&stage,
                        "head -c 44 sound.wav | sed 's/data..../data\\xff\\xff\\xff\\x7f/'\n"
                        "exec cat /dev/zero\n");
    assert_int_equal(voice_stage_say(&stage, "Goed", &samples), VOICE_SOUND);
    assert_in_range(samples, VOICE_SECONDS * 22050 - 22050, VOICE_SECONDS * 22050 + 22050);
}

/* ---- hush ---- */

/* K44 K45 */
static void hush_ends_the_program_at_once(void **state)
{
    pid_t pid = 0;
    struct voice_event event;
    (void)state;
    voice_stage_program(&stage, "echo $$ >process\nexec sleep 100\n");
    assert_true(voice_ask(stage.voice, 1, 0, "nl", "Goed", false, false));
    for (int i = 0; i < 5000 && pid == 0; i++) {
        pid = atoi(voice_stage_read(&stage, "process"));
        pause_ms(1);
    }
    assert_true(pid > 0);
    voice_hush(stage.voice);
    pause_ms(100);
    assert_int_not_equal(kill(pid, 0), 0);
    assert_false(voice_take(stage.voice, &event));
}

static void after_a_hush_only_what_is_asked_next_is_said(void **state)
{
    struct voice_event event;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "oud %zu", i);
        assert_true(voice_ask(stage.voice, 1, i, "nl", text, false, false));
    }
    voice_hush(stage.voice);
    assert_true(voice_ask(stage.voice, 2, 0, "nl", "nieuw", false, false));
    event = voice_stage_event(&stage);
    assert_int_equal(event.ticket, 2);
    voice_let_go(&event);
    pause_ms(200);
    assert_false(voice_take(stage.voice, &event));
}

/* ---- limits ---- */

static void the_queue_has_an_end(void **state)
{
    (void)state;
    voice_stage_program(&stage, "sleep 100\n");
    size_t taken = 0;
    while (taken < 100 && voice_ask(stage.voice, 1, taken, "nl", "Goed", false, false)) {
        taken++;
    }
    assert_in_range(taken, VOICE_JOBS_MAX - 1, VOICE_JOBS_MAX);
}

static void a_text_may_be_so_long_and_no_longer(void **state)
{
    static char text[VOICE_TEXT_MAX + 2];
    (void)state;
    memset(text, 'a', VOICE_TEXT_MAX);
    assert_int_equal(voice_stage_say(&stage, text, NULL), VOICE_SOUND);
    assert_int_equal(strlen(voice_stage_read(&stage, "words")), VOICE_TEXT_MAX + 1);
    text[VOICE_TEXT_MAX] = 'a';
    assert_false(voice_ask(stage.voice, 1, 0, "nl", text, false, false));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_become_the_sound_that_the_program_writes),
        TEST(words_go_through_standard_input_and_never_an_argument),
        TEST(the_slow_pace_is_another_sound),
        TEST(square_brackets_are_not_taken_for_sounds),
        TEST(the_program_has_no_other_file_of_ours_open),
        TEST(the_same_words_are_made_once),
        TEST(what_is_on_disk_is_there_after_a_start),
        TEST(private_words_are_kept_nowhere),
        TEST(without_a_folder_nothing_is_written),
        TEST(the_key_of_a_recording_is_what_the_readme_says),
        TEST(a_persons_recording_wins),
        TEST(a_language_without_a_voice_has_its_recordings),
        TEST(a_recording_that_cannot_be_played_is_passed_over),
        TEST(a_program_that_is_not_there_is_no_voice),
        TEST(a_voice_that_is_not_there_is_not_tried_again),
        TEST(a_language_without_a_voice_is_not_said_by_another),
        TEST(one_that_crashes_loses_only_its_own_words),
        TEST(one_that_does_not_listen_is_no_harm),
        TEST(one_that_says_nothing_has_failed),
        TEST(one_that_hangs_is_ended_after_five_seconds),
        TEST(one_that_keeps_running_behind_its_sound_is_ended),
        TEST(a_flood_is_cut_after_a_minute_of_sound),
        TEST(hush_ends_the_program_at_once),
        TEST(after_a_hush_only_what_is_asked_next_is_said),
        TEST(the_queue_has_an_end),
        TEST(a_text_may_be_so_long_and_no_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
