/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One voice at a time, on a clock of the test's own. Each text is heard for a second. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "voice_stage.h"
#include "voice_talk.h"

#define SECOND 1000

static struct voice_stage stage;
static struct talk talk;
static struct spoken what;
static int64_t now;

static void open_talk(enum audio_out out)
{
    const struct audio_options options = {.out = out};
    memset(&talk, 0, sizeof talk);
    talk.voice = stage.voice;
    talk.audio = audio_open(&options);
    talk.transcript = tmpfile();
    assert_non_null(talk.transcript);
}

static int make(void **state)
{
    (void)state;
    voice_stage_make(&stage, AUDIO_RATE);
    voice_stage_start(&stage, false);
    open_talk(AUDIO_VOID);
    memset(&what, 0, sizeof what);
    now = 5000;
    return 0;
}

static int drop(void **state)
{
    (void)state;
    audio_close(talk.audio);
    (void)fclose(talk.transcript);
    voice_stage_drop(&stage);
    return 0;
}

/* The voice gets the real time that it needs; the clock stands still. */
static void settle(void)
{
    const int64_t end = voice_stage_now() + 20000;
    talk_step(&talk, now);
    while (!talk_is_settled(&talk) && voice_stage_now() < end) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        talk_step(&talk, now);
    }
    assert_true(talk_is_settled(&talk));
}

static void pass(int64_t ms)
{
    settle();
    now += ms;
    settle();
}

static void words_of(const char *id, const char *lang, const char *text)
{
    spoken_add(&what, id, lang, text, false);
}

static void say(const char *text)
{
    spoken_wipe(&what);
    words_of(text, "nl", text);
    talk_say(&talk, &what, false, now);
}

/* All that was told, without the braces of each line. */
static const char *told(void)
{
    static char out[8192];
    rewind(talk.transcript);
    const size_t got = fread(out, 1, sizeof out - 1, talk.transcript);
    out[got] = '\0';
    return out;
}

static void parts_are_heard_one_after_the_other(void **state)
{
    (void)state;
    words_of("a", "nl", "een");
    words_of("b", "nl", "twee");
    talk_say(&talk, &what, false, now);
    pass(SECOND - 1);
    assert_string_equal(talk_node(&talk, now), "a");
    assert_int_equal(talk_deadline(&talk, now), 5000 + SECOND);
    pass(1);
    assert_string_equal(talk_node(&talk, now), "b");
    assert_true(talk.is_active);
    pass(SECOND);
    assert_false(talk.is_active);
    assert_string_equal(talk_node(&talk, now), "");
    assert_int_equal(talk_deadline(&talk, now), -1);
}

/* K46 */
static void the_tones_come_first(void **state)
{
    (void)state;
    words_of("a", "nl", "Bent u er nog?");
    talk_say(&talk, &what, true, now);
    pass(TALK_TONES_MS - 1);
    assert_string_equal(talk_node(&talk, now), "");
    pass(1);
    assert_string_equal(talk_node(&talk, now), "a");
}

/* K45 K46 */
static void what_is_new_replaces_what_is_old(void **state)
{
    (void)state;
    say("oud");
    pass(300);
    say("nieuw");
    pass(2 * SECOND);
    assert_string_equal(told(),
                        "{\"t\":5000,\"lang\":\"nl\",\"text\":\"oud\",\"interrupted\":true,"
                        "\"heard\":true}\n"
                        "{\"t\":5300,\"lang\":\"nl\",\"text\":\"nieuw\",\"interrupted\":false,"
                        "\"heard\":true}\n");
}

static void after_a_cut_nothing_more_is_said(void **state)
{
    (void)state;
    words_of("a", "nl", "een");
    words_of("b", "nl", "twee");
    talk_say(&talk, &what, false, now);
    pass(300);
    talk_cut(&talk, now);
    assert_false(talk.is_active);
    pass(3 * SECOND);
    assert_null(strstr(told(), "twee"));
}

static void what_is_added_comes_behind(void **state)
{
    (void)state;
    say("Gekozen.");
    pass(300);
    spoken_wipe(&what);
    words_of("q", "nl", "Vraag 2");
    talk_more(&talk, &what, now);
    pass(SECOND);
    assert_string_equal(talk_node(&talk, now), "q");
    pass(SECOND);
    assert_string_equal(told(), "{\"t\":5000,\"lang\":\"nl\",\"text\":\"Gekozen.\",\"interrupted\":"
                                "false,\"heard\":true}\n"
                                "{\"t\":6000,\"lang\":\"nl\",\"text\":\"Vraag 2\",\"interrupted\":"
                                "false,\"heard\":true}\n");
}

static void what_is_added_to_silence_is_said(void **state)
{
    (void)state;
    words_of("q", "nl", "Vraag 2");
    talk_more(&talk, &what, now);
    pass(100);
    assert_string_equal(talk_node(&talk, now), "q");
}

static void a_language_without_a_voice_is_passed_over_and_known(void **state)
{
    (void)state;
    words_of("a", "zgh", "ⴰⵣⵓⵍ");
    words_of("b", "nl", "hallo");
    talk_say(&talk, &what, false, now);
    pass(100);
    assert_string_equal(talk_node(&talk, now), "b");
    assert_false(talk_has_voice(&talk, "zgh"));
    assert_true(talk_has_voice(&talk, "nl"));
    assert_non_null(strstr(told(), "\"heard\":false"));
}

/* A program that is being replaced, or a disk that did not read, is no silence for ever. */
static void a_voice_that_was_not_there_is_looked_for_again_after_a_while(void **state)
{
    (void)state;
    voice_stage_program(&stage, "exit 1\n");
    say("een");
    pass(100);
    assert_false(talk_has_voice(&talk, "nl"));
    voice_stage_program(&stage, "cat sound.wav\n");
    now += TALK_MUTE_MS - 1 - 100;
    talk_forget(&talk, now);
    assert_false(talk_has_voice(&talk, "nl"));
    now += 1;
    talk_forget(&talk, now);
    assert_true(talk_has_voice(&talk, "nl"));
    say("twee");
    pass(100);
    assert_true(talk_has_voice(&talk, "nl"));
    assert_string_equal(talk_node(&talk, now), "twee");
}

static void many_parts_are_all_said(void **state)
{
    (void)state;
    for (int i = 0; i < 30; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "nummer %d", i);
        words_of(text, "nl", text);
    }
    talk_say(&talk, &what, false, now);
    for (int i = 0; i < 31; i++) {
        pass(SECOND);
    }
    assert_false(talk.is_active);
    assert_non_null(strstr(told(), "nummer 29"));
}

static void without_a_sound_card_nothing_is_said(void **state)
{
    (void)state;
    audio_close(talk.audio);
    (void)fclose(talk.transcript);
    open_talk(AUDIO_NONE);
    say("niets");
    pass(SECOND);
    assert_false(talk.is_active);
    assert_string_equal(voice_stage_read(&stage, "words"), "");
}

static void after_forgetting_nothing_is_left(void **state)
{
    (void)state;
    say("mijn geheim");
    pass(300);
    assert_true(talk_has_said(&talk, "geheim"));
    talk_forget(&talk, now);
    assert_null(memmem(&talk, sizeof talk, "geheim", 6));
    assert_null(memmem(stage.voice, 1000, "geheim", 6));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts_are_heard_one_after_the_other),
        TEST(the_tones_come_first),
        TEST(what_is_new_replaces_what_is_old),
        TEST(after_a_cut_nothing_more_is_said),
        TEST(what_is_added_comes_behind),
        TEST(what_is_added_to_silence_is_said),
        TEST(a_language_without_a_voice_is_passed_over_and_known),
        TEST(a_voice_that_was_not_there_is_looked_for_again_after_a_while),
        TEST(many_parts_are_all_said),
        TEST(without_a_sound_card_nothing_is_said),
        TEST(after_forgetting_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
