/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef UI_H
#define UI_H

/*
 * From fingers and keys to one activated control. Acts on release, follows one finger at a time, gives one activation per
 * tap, and is deaf for a while after the screen has changed (kiosk-ux K11–K15, K56). Time comes in with the event.
 */

#include <stdint.h>

#include "scene.h"

#define UI_DEAD_MS   300 /* after a change of screen */
#define UI_BOUNCE_MS 500 /* the same key again */
/* A finger without a sign for so long makes place for another: its release was lost. */
#define UI_LOST_MS 15000
/* So does one that has been down for so long, whatever it does: chewing gum and water tremble, and would lock the screen. */
#define UI_STUCK_MS 30000

enum ui_event_kind {
    UI_FINGER_DOWN,
    UI_FINGER_MOVE,
    UI_FINGER_UP,
    UI_FINGER_CANCEL,
    UI_KEY_DOWN,
    UI_TYPED /* `sign`; activates nothing here: the program hears it where a badge is read */
};
enum ui_key {
    UI_KEY_NEXT,
    UI_KEY_PREVIOUS,
    UI_KEY_CHOOSE,
    UI_KEY_STOP,
    UI_KEY_HELP,
    UI_KEY_REPEAT,
    UI_KEY_OTHER,
    UI_KEY_LEFT, /* next or previous, by the scene's direction */
    UI_KEY_RIGHT,
    UI_KEY_LOUDER, /* activate nothing here: the program hears them everywhere */
    UI_KEY_SOFTER
};

struct ui_event {
    enum ui_event_kind kind;
    int64_t finger; /* identity of the finger; the mouse is one too */
    struct ui_point at;
    enum ui_key key;
    bool is_repeat;  /* of a held key: ignored */
    bool is_keypad;  /* of the keypad that is felt, not of a keyboard: who uses it wants to hear */
    bool is_typing;  /* of a keyboard: its sign comes as UI_TYPED */
    char sign;       /* of ASCII that can be printed */
    int64_t time_ms; /* monotonic */
};

struct ui {
    bool has_finger;
    int64_t finger;
    char pressed[UI_ID_TEXT]; /* control under the finger that went down on it; "" while outside */
    char target[UI_ID_TEXT];  /* control that the finger went down on */
    char focus[UI_ID_TEXT];   /* by key; "" until the first key */
    char screen[24];
    int64_t deaf_until_ms;
    enum ui_key last_key;
    int64_t last_key_ms;
    int64_t finger_ms; /* last sign of the finger */
    int64_t down_ms;   /* when it came down */
    /* Last activation by touch: the same control is deaf for UI_DEAD_MS too. */
    char activated[UI_ID_TEXT];
    int64_t activated_ms;
};

void ui_start(struct ui *ui);

/* Keys: NEXT and PREVIOUS move the focus over the buttons in order, without an end, NEXT beginning behind the question
 * (scene_main); CHOOSE activates the focused one; STOP, HELP and REPEAT activate tool.stop, tool.help and tool.speak if they
 * are there. */

/* Whether an event is heard at all: no held key, no bouncing key (the volume may be pressed as fast as one likes), nothing
 * that begins while deaf. Asked before ui_handle. */
bool ui_hears(const struct ui *ui, const struct ui_event *event);

/* Tells that another screen is shown (by its name or step): forgets finger and focus, starts the dead time. */
void ui_screen_changed(struct ui *ui, const char *screen, int64_t now_ms);

/*
 * Handles one event against what is shown. True if a control was activated: its id is copied to `activated`. *redraw is
 * set when pressed or focused looks changed. A touch that begins while deaf is ignored whole.
 */
bool ui_handle(struct ui *ui, const struct ui_scene *scene, const struct ui_event *event,
               char activated[UI_ID_TEXT], bool *redraw);

/* Puts pressed and focused states into a freshly built scene. */
void ui_mark(const struct ui *ui, struct ui_scene *scene);

#endif
