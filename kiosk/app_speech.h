/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APP_SPEECH_H
#define APP_SPEECH_H

/*
 * When something is said. In speech mode: a screen when it comes, a control when the focus is on it, what was chosen, and
 * lines that change. In every mode: the warning, with two tones; and a screen as a whole when its speaking control is
 * pressed. Speech mode begins with the keypad or a headset. Whatever somebody does cuts speech off.
 */

#include "headset.h"
#include "session.h"
#include "ui.h"
#include "voice_talk.h"

struct app;

#define APP_SILENCE_MS 5000 /* how long a control says that nothing can be heard */

struct app_speech {
    struct audio *audio;     /* owned */
    struct voice *voice;     /* owned */
    struct headset *headset; /* owned; NULL: none is looked for */
    struct talk talk;
    struct figures figures;
    struct spoken what; /* being put together */
    bool was_headset_in;
    bool was_talking;  /* when the finger came down, or the key */
    bool is_guide;     /* what is said follows the screen: it is highlighted there */
    bool is_volume;    /* it is the volume itself */
    bool is_explained; /* the next arrival begins with the keys */
    bool has_arrived;  /* a screen came and has not been said */
    bool was_warning;
    char touched[UI_ID_TEXT]; /* a control was activated and what it says now is not said yet */
    bool was_chosen;          /* before that */
    bool is_confirmed;        /* what it says now is said, or being said */
    int64_t silence_until_ms;
    int64_t quiet_since_ms; /* nothing has been said since */
};

/* Opens sound, voice and headset. BS_BROKEN: a thread cannot be started. */
enum bs_err app_speech_start(struct app *app, struct bs_error *err);
void app_speech_finish(struct app *app);

/* Before a touch or key is handled. True if it was for speech alone, and is done. */
bool app_speech_hears(struct app *app, const struct ui_event *event);
/* After it: the focus is where it is now. */
void app_speech_focus(struct app *app, const char *before);
/* A control is activated. True if it is the speaking one, and done. */
bool app_speech_activates(struct app *app, const char *id);
/* A character was written. */
void app_speech_written(struct app *app, const struct session_intent *intent);

/* A scene was built: what of it is new is said, and what is being said is highlighted. `is_new`: another screen. */
void app_speech_scene(struct app *app, bool is_new);
/* Lets time pass, and looks for a headset. */
void app_speech_step(struct app *app);
/* Somebody has left. */
void app_speech_forget(struct app *app);
/* Sound cards came or went. */
void app_speech_cards(struct app *app);

bool app_speech_can_be_heard(const struct app *app);
int64_t app_speech_deadline(const struct app *app);
/* True when nothing but time is waited for. */
bool app_speech_is_settled(const struct app *app);

#endif
