/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What would be heard, through SDL's disk driver: it writes at the pace at which a card would play. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <SDL.h>

#include "audio.h"
#include "temp_dir.h"

#define SECOND AUDIO_RATE

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];
static struct audio *audio;
static int16_t loud[3 * SECOND];
static int16_t heard[20 * SECOND];
static size_t heard_count;

static int make(void **state)
{
    const struct audio_options options = {.out = AUDIO_DISK, .file = path};
    (void)state;
    temp_dir_make(&dir);
    temp_dir_file(&dir, "heard", path);
    for (size_t i = 0; i < sizeof loud / sizeof loud[0]; i++) {
        loud[i] = (int16_t)(i / 20 % 2 == 0 ? 20000 : -20000);
    }
    audio = audio_open(&options);
    audio_volume(audio, AUDIO_VOLUME_STEPS - 1);
    return audio_has_sound(audio) ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    audio_close(audio);
    temp_dir_remove(&dir);
    return 0;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static void listen_now(void)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    heard_count = fread(heard, sizeof heard[0], sizeof heard / sizeof heard[0], file);
    (void)fclose(file);
}

/* The last sample that is not silent, or 0. */
static size_t last_sound(void)
{
    size_t last = heard_count;
    while (last > 0 && heard[last - 1] == 0) {
        last--;
    }
    return last;
}

static size_t first_sound(void)
{
    size_t first = 0;
    while (first < heard_count && heard[first] == 0) {
        first++;
    }
    return first;
}

static double loudness(size_t from, size_t count)
{
    double sum = 0;
    for (size_t i = from; i < from + count; i++) {
        sum += (double)heard[i] * heard[i];
    }
    return sqrt(sum / (double)count);
}

static void what_is_played_is_heard_unchanged(void **state)
{
    (void)state;
    audio_play(audio, loud, SECOND / 4);
    pause_ms(700);
    listen_now();
    const size_t first = first_sound();
    assert_true(heard_count - first > SECOND / 4);
    assert_memory_equal(heard + first, loud, SECOND / 4 * sizeof loud[0]);
    assert_int_equal(heard[first + SECOND / 4], 0);
}

static void what_is_added_follows_without_a_gap(void **state)
{
    (void)state;
    audio_play(audio, loud, 4000);
    audio_play(audio, loud + 4000, 4000);
    pause_ms(700);
    listen_now();
    assert_memory_equal(heard + first_sound(), loud, 8000 * sizeof loud[0]);
}

/* K44 K45 */
static void after_the_cut_it_is_silent_within_100_ms(void **state)
{
    (void)state;
    audio_play(audio, loud, 3 * SECOND);
    pause_ms(400);
    listen_now();
    const size_t at_cut = heard_count;
    audio_cut(audio);
    pause_ms(500);
    listen_now();
    assert_true(at_cut > 0 && last_sound() > first_sound());
    assert_true(heard_count > last_sound() + SECOND / 10);
    assert_in_range(last_sound(), 1, at_cut + SECOND / 10);
}

static void after_a_cut_the_next_sound_is_heard_alone(void **state)
{
    int16_t soft[1000];
    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        soft[i] = 100;
    }
    audio_play(audio, loud, 3 * SECOND);
    pause_ms(200);
    audio_cut(audio);
    audio_play(audio, soft, 1000);
    pause_ms(400);
    listen_now();
    assert_int_equal(heard[last_sound() - 1], 100);
    assert_int_equal(heard[last_sound() - 1000], 100);
    assert_int_equal(audio_left(audio), 0);
}

/* K49 */
static void each_step_of_volume_is_six_decibels(void **state)
{
    double before = 0;
    (void)state;
    for (int step = 0; step < AUDIO_VOLUME_STEPS; step++) {
        audio_volume(audio, step);
        audio_play(audio, loud, SECOND / 5);
        pause_ms(500);
        listen_now();
        const double now = loudness(last_sound() - 4000, 4000);
        if (step > 0) {
            assert_true(fabs(20 * log10(now / before) - 6) < 0.3);
        }
        before = now;
    }
    assert_int_equal((int)lround(before), 20000);
}

static void volume_holds_for_what_is_playing_already(void **state)
{
    (void)state;
    audio_play(audio, loud, SECOND);
    pause_ms(300);
    audio_volume(audio, 0);
    pause_ms(1000);
    listen_now();
    assert_true(loudness(first_sound(), 2000) > 19000);
    assert_true(loudness(last_sound() - 2000, 2000) < 3000);
}

static void volume_beyond_the_steps_is_the_last_one(void **state)
{
    (void)state;
    audio_volume(audio, 99);
    audio_volume(audio, -1);
    audio_volume(audio, AUDIO_VOLUME_STEPS);
    audio_play(audio, loud, 4000);
    pause_ms(500);
    listen_now();
    assert_int_equal(heard[last_sound() - 1], loud[3999]);
}

static void tones_are_soft_and_end_in_silence(void **state)
{
    int16_t tones[AUDIO_TONES];
    int most = 0;
    (void)state;
    assert_int_equal(audio_tones(tones, AUDIO_TONES), AUDIO_TONES);
    for (size_t i = 0; i < AUDIO_TONES; i++) {
        most = abs(tones[i]) > most ? abs(tones[i]) : most;
    }
    assert_in_range(most, 5000, 8000);
    assert_in_range(abs(tones[0]), 0, 10);
    assert_in_range(abs(tones[AUDIO_TONES - 1]), 0, 10);
    assert_int_equal(audio_tones(tones, 100), 100);
}

static void without_a_sound_card_everything_goes_on(void **state)
{
    const struct audio_options options = {.out = AUDIO_NONE};
    struct audio *none = audio_open(&options);
    (void)state;
    assert_false(audio_has_sound(none));
    audio_play(none, loud, SECOND);
    audio_volume(none, 2);
    audio_cut(none);
    audio_rest(none);
    assert_false(audio_look_again(none));
    assert_int_equal(audio_left(none), 0);
    audio_close(none);
    audio_close(NULL);
}

/* A card that comes is found, one that is not there is no failure. */
static void a_card_that_cannot_be_opened_is_a_state(void **state)
{
    const struct audio_options options = {.out = AUDIO_CARD};
    (void)state;
    setenv("SDL_AUDIODRIVER", "alsa", 1);
    setenv("ALSA_CONFIG_PATH", "/nonexistent", 1);
    struct audio *card = audio_open(&options);
    assert_false(audio_has_sound(card));
    audio_play(card, loud, SECOND);
    audio_close(card);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    card = audio_open(&options);
    assert_true(audio_has_sound(card));
    audio_play(card, loud, SECOND);
    assert_true(audio_left(card) > 0);
    audio_rest(card);
    assert_int_equal(audio_left(card), 0);
    audio_close(card);
}

/* A driver looks ten times a second for cards that are plugged in. */
static void at_rest_nothing_of_it_wakes_the_processor(void **state)
{
    const struct audio_options options = {.out = AUDIO_CARD};
    (void)state;
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    struct audio *card = audio_open(&options);
    audio_rest(card);
    assert_int_equal(SDL_WasInit(SDL_INIT_AUDIO), 0);
    assert_true(audio_has_sound(card));
    audio_play(card, loud, SECOND);
    assert_true(audio_left(card) > 0);
    audio_close(card);
    assert_int_equal(SDL_WasInit(SDL_INIT_AUDIO), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_played_is_heard_unchanged),
        TEST(what_is_added_follows_without_a_gap),
        TEST(after_the_cut_it_is_silent_within_100_ms),
        TEST(after_a_cut_the_next_sound_is_heard_alone),
        TEST(each_step_of_volume_is_six_decibels),
        TEST(volume_holds_for_what_is_playing_already),
        TEST(volume_beyond_the_steps_is_the_last_one),
        cmocka_unit_test(tones_are_soft_and_end_in_silence),
        cmocka_unit_test(without_a_sound_card_everything_goes_on),
        cmocka_unit_test(a_card_that_cannot_be_opened_is_a_state),
        cmocka_unit_test(at_rest_nothing_of_it_wakes_the_processor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
