/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "stage.h"
#include "xvfb.h"

/* One X server for all tests. Without Xvfb they skip, and say so. */
static int start_server(void **state)
{
    static struct xvfb xvfb;
    *state = xvfb_start(&xvfb) ? &xvfb : NULL;
    return 0;
}

static int stop_server(void **state)
{
    if (*state != NULL) {
        xvfb_stop(*state);
    }
    return 0;
}

static void need(bool is_there, const char *program)
{
    if (!is_there) {
        print_message("skipped: %s is not installed\n", program);
        skip();
    }
}

/* Takes events until nothing came for a moment. */
static void settle(struct platform *platform)
{
    while (platform_wait(platform, 100).kind != PLATFORM_NOTHING) {
    }
}

/* A real window, with nothing waiting in its queue. */
static struct platform *open_window(const struct xvfb *xvfb)
{
    need(xvfb != NULL, "Xvfb");
    xvfb_use(xvfb);
    struct platform *platform = stage_open(false);
    settle(platform);
    return platform;
}

static void run_tool(const char *command)
{
    assert_int_equal(system(command), 0);
}

static void no_display_is_an_error_that_says_so(void **state)
{
    struct platform_options options = stage_options;
    struct platform *platform = NULL;
    struct bs_error err = {0};
    (void)state;
    options.is_headless = false;
    (void)setenv("SDL_VIDEODRIVER", "x11", 1);
    (void)setenv("DISPLAY", ":65000", 1);
    assert_int_equal(platform_open(&options, &platform, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "no display"));
    (void)unsetenv("DISPLAY");
    (void)unsetenv("SDL_VIDEODRIVER");
}

static void drivers_that_show_nothing_are_refused(void **state)
{
    static const char *const drivers[] = {"dummy", "offscreen"};
    struct platform_options options = stage_options;
    (void)state;
    options.is_headless = false;
    for (size_t i = 0; i < 2; i++) {
        struct platform *platform = NULL;
        struct bs_error err = {0};
        (void)setenv("SDL_VIDEODRIVER", drivers[i], 1);
        assert_int_equal(platform_open(&options, &platform, &err), BS_BROKEN);
        assert_non_null(strstr(err.text, drivers[i]));
        assert_null(platform);
    }
    (void)unsetenv("SDL_VIDEODRIVER");
}

static void frame_in_a_window_is_the_frame_without_one(void **state)
{
    char headless[2][BS_HASH_TEXT];
    char windowed[2][BS_HASH_TEXT];
    struct platform *platform = stage_open(true);
    (void)state;
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, headless[0]);
    stage_present(platform, "ar", true, 1);
    platform_frame_hash(platform, headless[1]);
    platform_close(platform);
    platform = open_window(*state);
    stage_present(platform, "nl", false, 4);
    platform_frame_hash(platform, windowed[0]);
    stage_present(platform, "ar", true, 1);
    platform_frame_hash(platform, windowed[1]);
    platform_close(platform);
    assert_string_equal(headless[0], windowed[0]);
    assert_string_equal(headless[1], windowed[1]);
}

static void what_the_x_server_shows_is_the_frame(void **state)
{
    char frame[BS_HASH_TEXT];
    char screen[BS_HASH_TEXT];
    struct platform *platform = open_window(*state);
    settle(platform);
    stage_present(platform, "nl", false, 4);
    settle(platform);
    platform_frame_hash(platform, frame);
    xvfb_screen_hash(*state, STAGE_WIDTH, STAGE_HEIGHT, screen);
    assert_string_equal(screen, frame);
    platform_close(platform);
}

static void assert_screen_is_the_frame(const struct xvfb *xvfb, struct platform *platform)
{
    char frame[BS_HASH_TEXT];
    char screen[BS_HASH_TEXT];
    settle(platform);
    platform_frame_hash(platform, frame);
    xvfb_screen_hash(xvfb, STAGE_WIDTH, STAGE_HEIGHT, screen);
    assert_string_equal(screen, frame);
}

/* Only rows that changed are copied: some of them, all of them, none. */
static void what_the_x_server_shows_is_every_later_frame_too(void **state)
{
    struct platform *platform = open_window(*state);
    for (int chosen = 0; chosen <= 5; chosen++) {
        stage_present(platform, "nl", false, chosen);
        assert_screen_is_the_frame(*state, platform);
    }
    stage_present(platform, "ar", true, 5);
    assert_screen_is_the_frame(*state, platform);
    stage_present(platform, "ar", true, 5);
    assert_screen_is_the_frame(*state, platform);
    platform_close(platform);
}

static void a_window_that_was_covered_shows_the_whole_frame_again(void **state)
{
    need(system("command -v xdotool >/dev/null") == 0, "xdotool");
    struct platform *platform = open_window(*state);
    stage_present(platform, "nl", false, 4);
    settle(platform);
    run_tool("xdotool search --onlyvisible --name . windowunmap --sync windowmap --sync");
    settle(platform); /* the server has told that its pixels are gone */
    platform_show_again(platform);
    assert_screen_is_the_frame(*state, platform);
    platform_close(platform);
}

static void click_is_one_finger_down_and_up_at_its_place(void **state)
{
    need(system("command -v xdotool >/dev/null") == 0, "xdotool");
    struct platform *platform = open_window(*state);
    run_tool("xdotool mousemove 321 123 click 1");
    const struct platform_event down = platform_wait(platform, 2000);
    const struct platform_event up = platform_wait(platform, 2000);
    assert_int_equal(down.kind, PLATFORM_INPUT);
    assert_int_equal(down.input.kind, UI_FINGER_DOWN);
    assert_int_equal(down.input.at.x, 321);
    assert_int_equal(down.input.at.y, 123);
    assert_int_equal(up.input.kind, UI_FINGER_UP);
    assert_int_equal(up.input.finger, down.input.finger);
    assert_int_equal(platform_wait(platform, 200).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

static void mouse_without_a_button_and_other_buttons_are_nothing(void **state)
{
    need(system("command -v xdotool >/dev/null") == 0, "xdotool");
    struct platform *platform = open_window(*state);
    run_tool("xdotool mousemove 400 400 click 3 mousemove 10 10 click 4");
    assert_int_equal(platform_wait(platform, 300).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

static void keypad_keys_have_their_meaning_and_repeats_are_flagged(void **state)
{
    static const struct {
        const char *command;
        enum ui_key key;
    } cases[] = {
        {"xdotool key Tab", UI_KEY_NEXT},    {"xdotool key Down", UI_KEY_NEXT},
        {"xdotool key Up", UI_KEY_PREVIOUS}, {"xdotool key Left", UI_KEY_LEFT},
        {"xdotool key Right", UI_KEY_RIGHT}, {"xdotool key Return", UI_KEY_CHOOSE},
        {"xdotool key 5", UI_KEY_CHOOSE},    {"xdotool key 0", UI_KEY_REPEAT},
        {"xdotool key Escape", UI_KEY_STOP}, {"xdotool key F1", UI_KEY_HELP},
        {"xdotool key q", UI_KEY_OTHER},
    };
    need(system("command -v xdotool >/dev/null") == 0, "xdotool");
    struct platform *platform = open_window(*state);
    settle(platform);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        run_tool(cases[i].command);
        const struct platform_event event = platform_wait(platform, 2000);
        assert_int_equal(event.kind, PLATFORM_INPUT);
        assert_int_equal(event.input.kind, UI_KEY_DOWN);
        assert_int_equal(event.input.key, cases[i].key);
        assert_false(event.input.is_repeat);
    }
    platform_close(platform);
}

static int64_t cpu_us(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void waiting_costs_no_processor_time(void **state)
{
    struct rusage before;
    struct rusage after;
    struct platform *platform = open_window(*state);
    settle(platform);
    (void)getrusage(RUSAGE_SELF, &before);
    const int64_t from = cpu_us();
    assert_int_equal(platform_wait(platform, 2000).kind, PLATFORM_NOTHING);
    const int64_t used = cpu_us() - from;
    (void)getrusage(RUSAGE_SELF, &after);
    assert_true(used <= 2000); /* 0.1 % of two seconds */
    assert_true(after.ru_nvcsw - before.ru_nvcsw < 10);
    platform_close(platform);
}

static void *signal_soon(void *unused)
{
    (void)unused;
    (void)usleep(100000);
    (void)kill(getpid(), SIGTERM);
    return NULL;
}

static void signal_ends_an_endless_wait(void **state)
{
    pthread_t thread;
    struct platform *platform = open_window(*state);
    settle(platform);
    assert_int_equal(pthread_create(&thread, NULL, signal_soon, NULL), 0);
    assert_int_equal(platform_wait(platform, -1).kind, PLATFORM_QUIT);
    (void)pthread_join(thread, NULL);
    platform_close(platform);
}

static void *wake_soon(void *platform)
{
    (void)usleep(100000);
    platform_wake(platform);
    return NULL;
}

static void wake_ends_an_endless_wait_on_a_window(void **state)
{
    pthread_t thread;
    struct platform *platform = open_window(*state);
    settle(platform);
    assert_int_equal(pthread_create(&thread, NULL, wake_soon, platform), 0);
    assert_int_equal(platform_wait(platform, -1).kind, PLATFORM_WOKEN);
    (void)pthread_join(thread, NULL);
    platform_close(platform);
}

static void full_screen_takes_the_displays_size(void **state)
{
    struct platform_options options = stage_options;
    struct platform *platform = NULL;
    int width = 0;
    int height = 0;
    (void)state;
    need(*state != NULL, "Xvfb");
    xvfb_use(*state);
    options.is_headless = false;
    options.width = options.height = 0;
    assert_int_equal(platform_open(&options, &platform, NULL), BS_OK);
    platform_size(platform, &width, &height);
    assert_int_equal(width, 1280);
    assert_int_equal(height, 800);
    platform_close(platform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_display_is_an_error_that_says_so),
        cmocka_unit_test(drivers_that_show_nothing_are_refused),
        cmocka_unit_test(frame_in_a_window_is_the_frame_without_one),
        cmocka_unit_test(what_the_x_server_shows_is_the_frame),
        cmocka_unit_test(what_the_x_server_shows_is_every_later_frame_too),
        cmocka_unit_test(a_window_that_was_covered_shows_the_whole_frame_again),
        cmocka_unit_test(click_is_one_finger_down_and_up_at_its_place),
        cmocka_unit_test(mouse_without_a_button_and_other_buttons_are_nothing),
        cmocka_unit_test(keypad_keys_have_their_meaning_and_repeats_are_flagged),
        cmocka_unit_test(waiting_costs_no_processor_time),
        cmocka_unit_test(signal_ends_an_endless_wait),
        cmocka_unit_test(wake_ends_an_endless_wait_on_a_window),
        cmocka_unit_test(full_screen_takes_the_displays_size),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
