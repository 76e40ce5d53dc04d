/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* SDL's fingers, mouse and keys as ours, and the wait for them. */

#include <stdlib.h>
#include <time.h>

#include "platform_p.h"

/*
 * The longest single wait. A signal that arrives between SDL's look at its flag and its sleep is seen at the next wake-up,
 * so none may be endless; once in ten seconds costs nothing that can be measured.
 */
#define SLICE_MS 10000

static int64_t mono_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool finger(struct platform *platform, enum ui_event_kind kind, int64_t id, double x,
                   double y, struct platform_event *out)
{
    platform->has_held = kind != UI_FINGER_UP && kind != UI_FINGER_CANCEL;
    platform->held = id;
    out->kind = PLATFORM_INPUT;
    out->input =
        (struct ui_event){.kind = kind, .finger = id, .at = {(int)x, (int)y}, .time_ms = mono_ms()};
    return true;
}

static bool touch(struct platform *platform, enum ui_event_kind kind,
                  const SDL_TouchFingerEvent *from, struct platform_event *out)
{
    /* Fingers come in parts of the window. One made from the mouse has come as the mouse already. */
    return from->touchId != SDL_MOUSE_TOUCHID &&
           finger(platform, kind, from->fingerId, (double)from->x * platform->frame->w,
                  (double)from->y * platform->frame->h, out);
}

static bool mouse(struct platform *platform, enum ui_event_kind kind, Uint32 which, int x, int y,
                  struct platform_event *out)
{
    return which != SDL_TOUCH_MOUSEID && finger(platform, kind, PLATFORM_MOUSE, x, y, out);
}

static enum ui_key key_of(const SDL_Keysym *from)
{
    switch (from->sym) {
    case SDLK_TAB:
        return (from->mod & KMOD_SHIFT) != 0 ? UI_KEY_PREVIOUS : UI_KEY_NEXT;
    case SDLK_DOWN:
    case SDLK_KP_2:
    case SDLK_2:
        return UI_KEY_NEXT;
    case SDLK_UP:
    case SDLK_KP_8:
    case SDLK_8:
        return UI_KEY_PREVIOUS;
    case SDLK_LEFT:
    case SDLK_KP_4:
    case SDLK_4:
        return UI_KEY_LEFT;
    case SDLK_RIGHT:
    case SDLK_KP_6:
    case SDLK_6:
        return UI_KEY_RIGHT;
    case SDLK_KP_5:
    case SDLK_5:
    case SDLK_KP_ENTER:
    case SDLK_RETURN:
    case SDLK_SPACE:
        return UI_KEY_CHOOSE;
    case SDLK_KP_0:
    case SDLK_0:
        return UI_KEY_REPEAT;
    case SDLK_KP_PERIOD:
    case SDLK_KP_COMMA:
    case SDLK_PERIOD:
    case SDLK_F1:
        return UI_KEY_HELP;
    case SDLK_KP_DIVIDE:
    case SDLK_SLASH:
    case SDLK_ESCAPE:
        return UI_KEY_STOP;
    case SDLK_KP_PLUS:
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_VOLUMEUP:
        return UI_KEY_LOUDER;
    case SDLK_KP_MINUS:
    case SDLK_MINUS:
    case SDLK_VOLUMEDOWN:
        return UI_KEY_SOFTER;
    default:
        return UI_KEY_OTHER;
    }
}

/* Whatever a keypad may send. Tab, blank, escape and F1 are of a keyboard, and somebody who looks at it. */
static bool is_keypad(const SDL_Keysym *from)
{
    return key_of(from) != UI_KEY_OTHER && from->sym != SDLK_TAB && from->sym != SDLK_SPACE &&
           from->sym != SDLK_ESCAPE && from->sym != SDLK_F1;
}

/* A badge's reader is a keyboard to SDL; the keypad that is felt never types. */
static bool is_typing(const SDL_Keysym *from)
{
    const SDL_Keymod no_sign = KMOD_CTRL | KMOD_ALT | KMOD_GUI;
    return from->sym >= SDLK_SPACE && from->sym <= SDLK_z && (from->mod & no_sign) == 0;
}

static bool typed(const SDL_TextInputEvent *from, struct platform_event *out)
{
    const char sign = from->text[0];
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = UI_TYPED, .sign = sign, .time_ms = mono_ms()};
    return sign >= ' ' && sign <= '~' && from->text[1] == '\0';
}

static bool key(const SDL_KeyboardEvent *from, struct platform_event *out)
{
    out->kind = PLATFORM_INPUT;
    out->input = (struct ui_event){.kind = UI_KEY_DOWN,
                                   .key = key_of(&from->keysym),
                                   .is_repeat = from->repeat != 0,
                                   .is_keypad = is_keypad(&from->keysym),
                                   .is_typing = is_typing(&from->keysym),
                                   .time_ms = mono_ms()};
    return true;
}

static bool window(struct platform *platform, const SDL_WindowEvent *from,
                   struct platform_event *out)
{
    switch (from->event) {
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        out->kind = PLATFORM_EXPOSED;
        return true;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        /* Another window has come between: the finger's end will not be heard. */
        return platform->has_held && finger(platform, UI_FINGER_CANCEL, platform->held, 0, 0, out);
    default:
        return false;
    }
}

static bool own(struct platform *platform, const SDL_UserEvent *from, struct platform_event *out)
{
    if (from->type == platform->wake_event) {
        SDL_AtomicSet(&platform->is_waking, 0);
        out->kind = PLATFORM_WOKEN;
        return true;
    }
    if (from->type != platform->input_event) {
        return false;
    }
    out->kind = PLATFORM_INPUT;
    out->input = *(const struct ui_event *)from->data1;
    free(from->data1);
    return true;
}

bool input_translate(struct platform *platform, const SDL_Event *from, struct platform_event *out)
{
    switch (from->type) {
    case SDL_QUIT:
        out->kind = PLATFORM_QUIT;
        return true;
    case SDL_WINDOWEVENT:
        return window(platform, &from->window, out);
    case SDL_FINGERDOWN:
        return touch(platform, UI_FINGER_DOWN, &from->tfinger, out);
    case SDL_FINGERMOTION:
        return touch(platform, UI_FINGER_MOVE, &from->tfinger, out);
    case SDL_FINGERUP:
        return touch(platform, UI_FINGER_UP, &from->tfinger, out);
    case SDL_MOUSEBUTTONDOWN:
        return from->button.button == SDL_BUTTON_LEFT &&
               mouse(platform, UI_FINGER_DOWN, from->button.which, from->button.x, from->button.y,
                     out);
    case SDL_MOUSEBUTTONUP:
        return from->button.button == SDL_BUTTON_LEFT &&
               mouse(platform, UI_FINGER_UP, from->button.which, from->button.x, from->button.y,
                     out);
    case SDL_MOUSEMOTION:
        return (from->motion.state & SDL_BUTTON_LMASK) != 0 &&
               mouse(platform, UI_FINGER_MOVE, from->motion.which, from->motion.x, from->motion.y,
                     out);
    case SDL_KEYDOWN:
        return key(&from->key, out);
    case SDL_TEXTINPUT:
        return typed(&from->text, out);
    case SDL_AUDIODEVICEADDED:
    case SDL_AUDIODEVICEREMOVED:
        out->kind = PLATFORM_SOUND;
        return from->adevice.iscapture == 0;
    default:
        return own(platform, &from->user, out);
    }
}

void platform_take_signs(struct platform *platform, bool is_on)
{
    (void)platform;
    if (is_on && !SDL_IsTextInputActive()) {
        SDL_StartTextInput();
    } else if (!is_on && SDL_IsTextInputActive()) {
        SDL_StopTextInput();
    }
}

static bool take_event(SDL_Event *event, int64_t left_ms)
{
    if (left_ms == 0) {
        /* SDL ends each round of polling with one "none", though more may have come since it began. */
        /* NOLINTNEXTLINE(misc-redundant-expression): the second call does something else than the first. */
        return SDL_PollEvent(event) != 0 || SDL_PollEvent(event) != 0;
    }
    const bool is_long = left_ms < 0 || left_ms > SLICE_MS;
    return SDL_WaitEventTimeout(event, is_long ? SLICE_MS : (int)left_ms) != 0;
}

struct platform_event platform_wait(struct platform *platform, int timeout_ms)
{
    const int64_t until = mono_ms() + timeout_ms;
    struct platform_event out = {.kind = PLATFORM_NOTHING};
    int64_t left = timeout_ms;
    for (;;) {
        SDL_Event event;
        const bool has_event = take_event(&event, left);
        if (has_event && input_translate(platform, &event, &out)) {
            return out;
        }
        if (timeout_ms < 0) {
            continue;
        }
        left = until - mono_ms();
        if (left <= 0) {
            if (!has_event) {
                return out;
            }
            left = 0; /* the queue may hold more that is ours */
        }
    }
}

void platform_wake(struct platform *platform)
{
    if (SDL_AtomicCAS(&platform->is_waking, 0, 1)) {
        SDL_Event event = {.type = platform->wake_event};
        if (SDL_PushEvent(&event) <= 0) {
            SDL_AtomicSet(&platform->is_waking, 0);
        }
    }
}

void platform_push(struct platform *platform, const struct ui_event *event)
{
    SDL_Event carrier = {.type = platform->input_event};
    struct ui_event *copy = malloc(sizeof *copy);
    if (copy == NULL) {
        return;
    }
    *copy = *event;
    carrier.user.data1 = copy;
    if (SDL_PushEvent(&carrier) <= 0) {
        free(copy);
    }
}
