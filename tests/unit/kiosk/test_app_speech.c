/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole program, and when it says something. Every text is heard for half a second. */

#include "app_stage.h"

#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "voice_stage.h"

static struct worker_stage stage;
static struct voice_stage sound;
static struct app app;
static int plug; /* the headset's */

/* ---- the program ---- */

static void step(void)
{
    struct bs_error err = {0};
    const int64_t end = worker_stage_now() + 20000;
    do {
        if (app_step(&app, &err) != BS_OK) {
            fail_msg("%s", err.text);
        }
    } while (!app_is_idle(&app) && worker_stage_now() < end);
}

static void pass(int64_t ms)
{
    const int64_t end = app_now(&app) + ms;
    step();
    while (app_now(&app) < end) {
        const int64_t deadline = app_deadline(&app);
        const int64_t until = deadline >= 0 && deadline < end ? deadline : end;
        virtual_clock_advance(&app.virtual_clock, until - app_now(&app));
        step();
    }
}

static void start(bool is_silent)
{
    struct kiosk_config config = app_stage_config(&stage);
    snprintf(config.espeak, sizeof config.espeak, "%s", sound.program);
    snprintf(config.headset_device, sizeof config.headset_device, "%s/plug", sound.dir.path);
    snprintf(config.speech_cache_dir, sizeof config.speech_cache_dir, "%s", sound.cache);
    app_stage_start(&app, &config, is_silent);
    pass(UI_DEAD_MS);
}

static int make_stage(void **state)
{
    char path[TEMP_DIR_PATH];
    (void)state;
    voice_stage_make(&sound, AUDIO_RATE / 2);
    assert_int_equal(mkfifo(temp_dir_file(&sound.dir, "plug", path), 0600), 0);
    plug = open(path, O_RDWR | O_CLOEXEC);
    worker_stage_make(&stage);
    worker_stage_enrol(&stage, STAGE_KIOSK);
    worker_stage_bundle(&stage, 1);
    return 0;
}

static int make(void **state)
{
    make_stage(state);
    start(false);
    return 0;
}

static int make_silent(void **state)
{
    make_stage(state);
    start(true);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    app_finish(&app);
    close(plug);
    worker_stage_drop(&stage);
    voice_stage_drop(&sound);
    return 0;
}

/* ---- the resident ---- */

static void send_key(enum ui_key key, bool is_keypad, bool is_repeat)
{
    const struct ui_event event = {.kind = UI_KEY_DOWN,
                                   .key = key,
                                   .is_keypad = is_keypad,
                                   .is_repeat = is_repeat,
                                   .time_ms = app_now(&app)};
    app_input(&app, &event);
    step();
}

static void press(enum ui_key key)
{
    send_key(key, true, false);
    pass(UI_BOUNCE_MS);
}

static void tap(const char *id)
{
    const struct ui_point at = app_stage_middle(&app, id);
    app_stage_finger(&app, UI_FINGER_DOWN, at);
    step();
    app_stage_finger(&app, UI_FINGER_UP, at);
    step();
}

static bool is_talking(void)
{
    return app.speech.talk.is_active;
}

static bool has_said(const char *text)
{
    return talk_has_said(&app.speech.talk, text);
}

static void listen(void)
{
    for (int i = 0; i < 100 && is_talking(); i++) {
        pass(500);
    }
    assert_false(is_talking());
}

static const struct ui_node *shown(const char *id)
{
    const struct ui_node *node = scene_find(&app.shown, id);
    assert_non_null(node);
    return node;
}

/* ---- speech mode ---- */

/* K43 */
static void the_first_key_begins_speech_and_chooses_nothing(void **state)
{
    (void)state;
    press(UI_KEY_CHOOSE);
    assert_true((app.session.modes & SESSION_SPEECH) != 0);
    assert_true(is_talking());
    assert_int_equal(app.session.screen, SESSION_ATTRACT);
    assert_string_equal(app.ui.focus, "");
    assert_non_null(strstr(app.shown.modes, "speech"));
}

static void a_key_of_a_keyboard_begins_no_speech(void **state)
{
    (void)state;
    send_key(UI_KEY_NEXT, false, false);
    assert_false(is_talking());
    assert_string_not_equal(app.ui.focus, "");
    assert_int_equal(app.session.modes, 0);
}

/* K48 */
static void the_control_that_the_focus_is_on_is_said(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    press(UI_KEY_NEXT);
    const struct ui_node *node = shown(app.ui.focus);
    assert_true((node->states & UI_STATE_FOCUSED) != 0);
    assert_true(has_said(node->speech));
    assert_int_equal(app.speech.talk.said.count, 1);
}

static void what_was_chosen_is_said_and_the_next_screen_behind_it(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(UI_DEAD_MS);
    press(UI_KEY_NEXT);
    listen();
    press(UI_KEY_NEXT);
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "%s", app.ui.focus);
    assert_int_equal(strncmp(id, "answer.", 7), 0);
    send_key(UI_KEY_CHOOSE, true, false);
    assert_true(has_said("Gekozen."));
    const size_t before = app.speech.talk.said.count;
    pass(SESSION_CONFIRM_MS + 100);
    assert_true(has_said("Gekozen."));
    assert_true(app.speech.talk.said.count > before);
    assert_true(is_talking());
}

/* K44 */
static void the_screen_is_said_again_when_it_is_asked_for(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    listen();
    press(UI_KEY_NEXT);
    const char *question = shown("question")->speech;
    assert_false(has_said(question));
    press(UI_KEY_REPEAT);
    assert_true(has_said(question));
    assert_true(is_talking());
}

/* K41 K43 */
static void a_headset_that_is_plugged_in_begins_speech_and_pulled_out_ends_it(void **state)
{
    const int64_t end = worker_stage_now() + 20000;
    struct input_event event = {.type = EV_SW, .code = SW_HEADPHONE_INSERT, .value = 1};
    (void)state;
    assert_int_equal(write(plug, &event, sizeof event), sizeof event);
    while (!is_talking() && worker_stage_now() < end) {
        step();
    }
    assert_true((app.session.modes & SESSION_SPEECH) != 0);
    event.value = 0;
    assert_int_equal(write(plug, &event, sizeof event), sizeof event);
    while (is_talking() && worker_stage_now() < end) {
        step();
    }
    assert_int_equal(app.session.modes, 0);
}

static void plug_in(bool is_in)
{
    const int64_t end = worker_stage_now() + 20000;
    const struct input_event event = {.type = EV_SW, .code = SW_HEADPHONE_INSERT, .value = is_in};
    assert_int_equal(write(plug, &event, sizeof event), sizeof event);
    while (headset_is_in(app.speech.headset) != is_in && worker_stage_now() < end) {
        step();
    }
    step();
}

/* What only she may hear would go on for all. */
static void a_headset_that_is_pulled_out_silences_what_was_read_without_speech_mode(void **state)
{
    (void)state;
    plug_in(true);
    pass(UI_DEAD_MS);
    tap("tool.speak");
    pass(UI_DEAD_MS);
    assert_int_equal(app.session.modes, 0);
    tap("tool.speak");
    assert_true(is_talking());
    plug_in(false);
    assert_false(is_talking());
    assert_int_equal(app.session.modes, 0);
}

static void speech_mode_ends_with_the_visit_and_nothing_of_it_is_left(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(UI_DEAD_MS);
    press(UI_KEY_NEXT);
    press(UI_KEY_NEXT);
    char said[64];
    snprintf(said, sizeof said, "%s", spoken_text(&app.speech.talk.said, 0));
    press(UI_KEY_STOP);
    assert_false(app.session.is_active);
    assert_int_equal(app.session.modes, 0);
    assert_false(is_talking());
    assert_null(memmem(&app.speech, sizeof app.speech, said, strlen(said)));
}

/* ---- cut off ---- */

/* K45 */
static void a_finger_cuts_speech_off_before_it_is_lifted(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    assert_true(is_talking());
    const struct ui_event down = {.kind = UI_FINGER_DOWN, .at = {2, 2}, .time_ms = app_now(&app)};
    app_input(&app, &down);
    assert_false(is_talking());
}

/* K56 */
static void a_held_or_bouncing_key_cuts_nothing_off(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    send_key(UI_KEY_NEXT, true, false);
    const unsigned ticket = app.speech.talk.ticket;
    send_key(UI_KEY_NEXT, true, true);
    send_key(UI_KEY_NEXT, true, false);
    assert_true(is_talking());
    assert_int_equal(app.speech.talk.ticket, ticket);
}

/* ---- the speaking control ---- */

/* K43 */
static void the_speaking_control_reads_the_screen_once_and_a_second_tap_stops(void **state)
{
    (void)state;
    tap("tool.speak");
    assert_true(is_talking());
    assert_true(has_said(shown("question")->speech));
    assert_int_equal(app.session.modes & SESSION_SPEECH, 0);
    pass(UI_DEAD_MS);
    tap("tool.speak");
    assert_false(is_talking());
    pass(UI_DEAD_MS);
    tap("tool.speak");
    assert_true(is_talking());
}

static void what_is_read_is_highlighted(void **state)
{
    (void)state;
    tap("tool.speak");
    for (int i = 0; i < 100 && strcmp(talk_node(&app.speech.talk, app_now(&app)), "question") != 0;
         i++) {
        pass(100);
    }
    assert_true((shown("question")->states & UI_STATE_FOCUSED) != 0);
}

static void find_the_card(bool is_by_key)
{
    char folder[TEMP_DIR_PATH], file[2 * TEMP_DIR_PATH];
    temp_dir_file(&sound.dir, "card", folder);
    snprintf(file, sizeof file, "%s/sound", folder);
    const struct audio_options options = {.out = AUDIO_DISK, .file = file};
    audio_close(app.speech.audio);
    app.speech.audio = app.speech.talk.audio = audio_open(&options);
    tap("tool.speak");
    assert_false(is_talking());
    assert_int_equal(mkdir(folder, 0700), 0);
    pass(UI_DEAD_MS);
    if (is_by_key) {
        press(UI_KEY_NEXT);
    } else {
        tap("tool.speak");
    }
    assert_true(is_talking());
}

static void the_speaking_control_looks_again_for_a_sound_card_that_was_not_there(void **state)
{
    (void)state;
    find_the_card(false);
}

static void a_keypad_looks_again_for_a_sound_card_that_was_not_there(void **state)
{
    (void)state;
    find_the_card(true);
}

/* A worn card takes seconds for a sync; nobody waits for that with a question half read. */
static void sound_that_is_kept_on_a_slow_disk_is_heard_at_once(void **state)
{
    (void)state;
    const int64_t begin = worker_stage_now();
    worker_stage_slow(3000);
    tap("tool.speak");
    listen();
    worker_stage_slow(0);
    assert_true(worker_stage_now() - begin < 3000);
}

static void figures_are_said_as_a_person_says_them(void **state)
{
    (void)state;
    spoken_wipe(&app.speech.what);
    spoken_add(&app.speech.what, "", "nl", "Bel 112.", false);
    assert_string_equal(spoken_text(&app.speech.what, 0), "Bel 1 1 2.");
}

static void where_there_is_no_voice_the_speaking_control_says_so(void **state)
{
    (void)state;
    voice_stage_program(&sound, "exit 1\n");
    tap("tool.speak");
    step();
    pass(UI_DEAD_MS);
    assert_false(app_speech_can_be_heard(&app));
    char before[UI_LABEL_TEXT];
    snprintf(before, sizeof before, "%s", shown("tool.speak")->label);
    tap("tool.speak");
    assert_string_not_equal(shown("tool.speak")->label, before);
    pass(APP_SILENCE_MS);
    assert_string_equal(shown("tool.speak")->label, before);
}

/* ---- volume ---- */

/* K49 */
static void plus_and_minus_change_the_volume_without_cutting_off(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    const unsigned ticket = app.speech.talk.ticket;
    send_key(UI_KEY_LOUDER, true, false);
    send_key(UI_KEY_LOUDER, true, false);
    assert_int_equal(app.session.volume, SESSION_VOLUME_START + 2);
    assert_int_equal(app.speech.talk.ticket, ticket);
    assert_true(is_talking());
    listen();
    send_key(UI_KEY_SOFTER, true, false);
    assert_int_equal(app.session.volume, SESSION_VOLUME_START + 1);
    assert_true(has_said("3"));
}

/* K50 */
static void the_next_visitor_begins_at_the_usual_volume(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    send_key(UI_KEY_LOUDER, true, false);
    press(UI_KEY_STOP);
    if (app.session.is_active) {
        pass(400000);
    }
    assert_false(app.session.is_active);
    assert_int_equal(app.session.volume, SESSION_VOLUME_START);
}

/* ---- time ---- */

/* K61 */
static void the_warning_sounds_and_is_spoken_in_every_mode(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(45000);
    assert_true(app.session.is_warning);
    const int64_t warned = app_now(&app);
    pass(1);
    assert_true(is_talking());
    assert_int_equal(app.speech.talk.begin_ms[0], warned + TALK_TONES_MS);
    assert_true(has_said(shown("idle.title")->speech));
}

static void the_warning_says_its_seconds_once(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(UI_DEAD_MS);
    press(UI_KEY_NEXT);
    while (!app.session.is_warning) {
        pass(1000);
    }
    listen();
    const unsigned ticket = app.speech.talk.ticket;
    pass(10000);
    assert_true(app.session.is_warning);
    assert_int_equal(app.speech.talk.ticket, ticket);
    assert_false(is_talking());
}

/* K64 */
static void time_stands_still_while_something_is_said(void **state)
{
    (void)state;
    tap("programme.twee");
    pass(40000);
    tap("tool.speak");
    const int64_t from = app_now(&app);
    while (is_talking()) {
        pass(100);
    }
    const int64_t spoken = app_now(&app) - from;
    assert_true(spoken > 3000);
    pass(44000);
    assert_false(app.session.is_warning);
    pass(1100);
    assert_true(app.session.is_warning);
}

/* ---- what may not be heard ---- */

static void write_character(const char *character)
{
    struct session_intent intent = {.kind = SESSION_WRITE};
    snprintf(intent.text, sizeof intent.text, "%s", character);
    (void)text_entry_put(&app.session.words, character, BS_WORDS_MAX);
    app_speech_written(&app, &intent);
}

/* K51 */
static void what_is_typed_is_not_heard_by_the_whole_room(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    app.session.screen = SESSION_WORDS;
    write_character("O");
    assert_true(has_said("ster"));
    assert_false(has_said("O"));
    app.config.private_sound = true;
    write_character("m");
    assert_true(has_said("m"));
    assert_true(app.speech.talk.said.parts[0].is_private);
    write_character("a");
    write_character(" ");
    assert_true(has_said("Oma"));
}

static void the_page_does_not_read_what_was_written_to_the_whole_room(void **state)
{
    static const char *const CHARACTERS[] = {"O", "m", "a", "a", "t", "j", "e"};
    (void)state;
    press(UI_KEY_NEXT);
    app.session.screen = SESSION_WORDS;
    for (size_t i = 0; i < sizeof CHARACTERS / sizeof CHARACTERS[0]; i++) {
        write_character(CHARACTERS[i]);
    }
    press(UI_KEY_REPEAT);
    assert_string_equal(shown("written")->speech, "Omaatje");
    assert_true(is_talking());
    assert_false(has_said("Omaatje"));
    app.config.private_sound = true;
    press(UI_KEY_REPEAT);
    assert_true(has_said("Omaatje"));
}

static void where_a_code_is_typed_no_sound_is_kept(void **state)
{
    (void)state;
    tap("tool.code");
    pass(UI_DEAD_MS);
    press(UI_KEY_NEXT);
    assert_int_equal(app.session.screen, SESSION_CODE);
    assert_true(app.speech.talk.said.count > 0);
    for (size_t i = 0; i < app.speech.talk.said.count; i++) {
        assert_true(app.speech.talk.said.parts[i].is_private);
    }
}

/* ---- without a sound card ---- */

static void without_a_sound_card_keys_are_keys(void **state)
{
    (void)state;
    press(UI_KEY_NEXT);
    assert_string_not_equal(app.ui.focus, "");
    assert_false(is_talking());
    assert_int_equal(app.session.modes, 0);
    tap("tool.speak");
    assert_false(is_talking());
    assert_true(app.speech.silence_until_ms > app_now(&app));
    tap("programme.twee");
    pass(45000);
    assert_true(app.session.is_warning);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_key_begins_speech_and_chooses_nothing),
        TEST(a_key_of_a_keyboard_begins_no_speech),
        TEST(the_control_that_the_focus_is_on_is_said),
        TEST(what_was_chosen_is_said_and_the_next_screen_behind_it),
        TEST(the_screen_is_said_again_when_it_is_asked_for),
        TEST(a_headset_that_is_plugged_in_begins_speech_and_pulled_out_ends_it),
        TEST(a_headset_that_is_pulled_out_silences_what_was_read_without_speech_mode),
        TEST(speech_mode_ends_with_the_visit_and_nothing_of_it_is_left),
        TEST(a_finger_cuts_speech_off_before_it_is_lifted),
        TEST(a_held_or_bouncing_key_cuts_nothing_off),
        TEST(the_speaking_control_reads_the_screen_once_and_a_second_tap_stops),
        TEST(what_is_read_is_highlighted),
        TEST(where_there_is_no_voice_the_speaking_control_says_so),
        TEST(the_speaking_control_looks_again_for_a_sound_card_that_was_not_there),
        TEST(a_keypad_looks_again_for_a_sound_card_that_was_not_there),
        TEST(sound_that_is_kept_on_a_slow_disk_is_heard_at_once),
        TEST(figures_are_said_as_a_person_says_them),
        TEST(plus_and_minus_change_the_volume_without_cutting_off),
        TEST(the_next_visitor_begins_at_the_usual_volume),
        TEST(the_warning_sounds_and_is_spoken_in_every_mode),
        TEST(the_warning_says_its_seconds_once),
        TEST(time_stands_still_while_something_is_said),
        TEST(what_is_typed_is_not_heard_by_the_whole_room),
        TEST(the_page_does_not_read_what_was_written_to_the_whole_room),
        TEST(where_a_code_is_typed_no_sound_is_kept),
        cmocka_unit_test_setup_teardown(without_a_sound_card_keys_are_keys, make_silent, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
