/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <SDL.h>

#include "stage.h"

/* What the platform makes of one event of SDL, or PLATFORM_NOTHING. */
static struct platform_event send(struct platform *platform, SDL_Event event)
{
    assert_int_equal(SDL_PushEvent(&event), 1);
    return platform_wait(platform, 0);
}

static SDL_Event touch(Uint32 type, SDL_FingerID id, float x, float y)
{
    SDL_Event event = {.type = type};
    event.tfinger.touchId = 5;
    event.tfinger.fingerId = id;
    event.tfinger.x = x;
    event.tfinger.y = y;
    return event;
}

static SDL_Event click(Uint32 type, Uint32 which)
{
    SDL_Event event = {.type = type};
    event.button.which = which;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = 30;
    event.button.y = 40;
    return event;
}

static SDL_Event press(SDL_Keycode sym, Uint16 mod, Uint8 repeat)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = sym;
    event.key.keysym.mod = mod;
    event.key.repeat = repeat;
    return event;
}

static SDL_Event focus_lost(void)
{
    SDL_Event event = {.type = SDL_WINDOWEVENT};
    event.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    return event;
}

static void finger_is_placed_in_pixels_of_the_frame(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    const struct platform_event down = send(platform, touch(SDL_FINGERDOWN, 3, 0.5F, 0.25F));
    assert_int_equal(down.kind, PLATFORM_INPUT);
    assert_int_equal(down.input.kind, UI_FINGER_DOWN);
    assert_int_equal(down.input.finger, 3);
    assert_int_equal(down.input.at.x, STAGE_WIDTH / 2);
    assert_int_equal(down.input.at.y, STAGE_HEIGHT / 4);
    assert_true(down.input.time_ms > 0);
    const struct platform_event move = send(platform, touch(SDL_FINGERMOTION, 3, 0, 0));
    assert_int_equal(move.input.kind, UI_FINGER_MOVE);
    const struct platform_event up = send(platform, touch(SDL_FINGERUP, 3, 0, 0));
    assert_int_equal(up.input.kind, UI_FINGER_UP);
    platform_close(platform);
}

static void mouse_made_from_a_touch_is_nothing(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    assert_int_equal(send(platform, click(SDL_MOUSEBUTTONDOWN, SDL_TOUCH_MOUSEID)).kind,
                     PLATFORM_NOTHING);
    assert_int_equal(send(platform, click(SDL_MOUSEBUTTONUP, SDL_TOUCH_MOUSEID)).kind,
                     PLATFORM_NOTHING);
    assert_int_equal(send(platform, click(SDL_MOUSEBUTTONDOWN, 0)).kind, PLATFORM_INPUT);
    platform_close(platform);
}

static void touch_made_from_the_mouse_is_nothing(void **state)
{
    struct platform *platform = stage_open(true);
    SDL_Event event = touch(SDL_FINGERDOWN, 1, 0.5F, 0.5F);
    (void)state;
    event.tfinger.touchId = SDL_MOUSE_TOUCHID;
    assert_int_equal(send(platform, event).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

static void losing_the_focus_cancels_a_finger_that_is_down(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    assert_int_equal(send(platform, focus_lost()).kind, PLATFORM_NOTHING);
    (void)send(platform, touch(SDL_FINGERDOWN, 9, 0.5F, 0.5F));
    const struct platform_event lost = send(platform, focus_lost());
    assert_int_equal(lost.kind, PLATFORM_INPUT);
    assert_int_equal(lost.input.kind, UI_FINGER_CANCEL);
    assert_int_equal(lost.input.finger, 9);
    assert_int_equal(send(platform, focus_lost()).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

/* K54 */
static void keypad_drives_everything(void **state)
{
    static const struct {
        SDL_Keycode sym;
        enum ui_key key;
    } cases[] = {
        {SDLK_KP_2, UI_KEY_NEXT},      {SDLK_KP_8, UI_KEY_PREVIOUS},
        {SDLK_KP_4, UI_KEY_LEFT},      {SDLK_KP_6, UI_KEY_RIGHT},
        {SDLK_KP_5, UI_KEY_CHOOSE},    {SDLK_KP_ENTER, UI_KEY_CHOOSE},
        {SDLK_KP_0, UI_KEY_REPEAT},    {SDLK_KP_PERIOD, UI_KEY_HELP},
        {SDLK_KP_COMMA, UI_KEY_HELP},  {SDLK_KP_DIVIDE, UI_KEY_STOP},
        {SDLK_KP_PLUS, UI_KEY_LOUDER}, {SDLK_KP_MINUS, UI_KEY_SOFTER},
        {SDLK_KP_7, UI_KEY_OTHER},
    };
    struct platform *platform = stage_open(true);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct platform_event event = send(platform, press(cases[i].sym, 0, 0));
        assert_int_equal(event.input.kind, UI_KEY_DOWN);
        assert_int_equal(event.input.key, cases[i].key);
        assert_int_equal(event.input.is_keypad, cases[i].key != UI_KEY_OTHER);
    }
    assert_false(send(platform, press(SDLK_TAB, 0, 0)).input.is_keypad);
    assert_int_equal(send(platform, press(SDLK_TAB, KMOD_LSHIFT, 0)).input.key, UI_KEY_PREVIOUS);
    platform_close(platform);
}

static void repeat_of_a_held_key_is_flagged(void **state)
{
    struct platform *platform = stage_open(true);
    (void)state;
    assert_false(send(platform, press(SDLK_TAB, 0, 0)).input.is_repeat);
    assert_true(send(platform, press(SDLK_TAB, 0, 1)).input.is_repeat);
    platform_close(platform);
}

static void window_that_was_covered_is_to_be_shown_again(void **state)
{
    struct platform *platform = stage_open(true);
    SDL_Event event = {.type = SDL_WINDOWEVENT};
    (void)state;
    event.window.event = SDL_WINDOWEVENT_EXPOSED;
    assert_int_equal(send(platform, event).kind, PLATFORM_EXPOSED);
    event.window.event = SDL_WINDOWEVENT_MOVED;
    assert_int_equal(send(platform, event).kind, PLATFORM_NOTHING);
    platform_close(platform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finger_is_placed_in_pixels_of_the_frame),
        cmocka_unit_test(mouse_made_from_a_touch_is_nothing),
        cmocka_unit_test(touch_made_from_the_mouse_is_nothing),
        cmocka_unit_test(losing_the_focus_cancels_a_finger_that_is_down),
        cmocka_unit_test(keypad_drives_everything),
        cmocka_unit_test(repeat_of_a_held_key_is_flagged),
        cmocka_unit_test(window_that_was_covered_is_to_be_shown_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
