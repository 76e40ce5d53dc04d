/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From what happens on the screen to what is said. */

#include "app_speech.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "app.h"
#include "speech_words.h"

#define WORDS_LEAST 4     /* characters that are not in another text by chance */
#define REST_MS     20000 /* without a word for so long, the sound card is let go */

static bool is_speech_mode(const struct app *app)
{
    return (app->session.modes & SESSION_SPEECH) != 0;
}

bool app_speech_can_be_heard(const struct app *app)
{
    return audio_has_sound(app->speech.audio) && talk_has_voice(&app->speech.talk, app_lang(app));
}

/* ---- start and end ---- */

static void wake(void *self)
{
    platform_wake(self);
}

/* A script is heard by nobody unless it says so: the same on every machine. */
static struct audio_options audio_of(const struct app *app)
{
    const struct kiosk_arguments *arguments = &app->arguments;
    const bool is_quiet = arguments->is_headless || arguments->script != NULL || arguments->check;
    struct audio_options out = {.out = is_quiet ? AUDIO_VOID : AUDIO_CARD};
    if (arguments->audio_file != NULL) {
        out = (struct audio_options){.out = AUDIO_DISK, .file = arguments->audio_file};
    } else if (arguments->is_silent) {
        out.out = AUDIO_NONE;
    }
    return out;
}

enum bs_err app_speech_start(struct app *app, struct bs_error *err)
{
    struct app_speech *speech = &app->speech;
    const struct audio_options audio = audio_of(app);
    snprintf(app->recordings_dir, sizeof app->recordings_dir, "%s/languages",
             app->config.assets_dir);
    const struct voice_options voice = {.espeak = app->config.espeak,
                                        .recordings = app->recordings_dir,
                                        .cache_dir = app->config.speech_cache_dir,
                                        .languages = &app->languages,
                                        .wake = wake,
                                        .self = app->platform};
    const struct headset_options headset = {
        .device = app->config.headset_device, .wake = wake, .self = app->platform};
    speech->figures =
        (struct figures){.get = app->spoken_words.get, .self = app->spoken_words.self};
    speech->what.figures = &speech->figures;
    speech->audio = audio_open(&audio);
    audio_volume(speech->audio, app->session.volume);
    speech->quiet_since_ms = app_now(app);
    enum bs_err rc = voice_start(&voice, &speech->voice, err);
    if (rc == BS_OK && headset.device[0] != '\0') {
        rc = headset_start(&headset, &speech->headset, err);
    }
    speech->talk.voice = speech->voice;
    speech->talk.audio = speech->audio;
    return rc;
}

void app_speech_finish(struct app *app)
{
    struct app_speech *speech = &app->speech;
    if (speech->voice != NULL) {
        talk_forget(&speech->talk, app_now(app));
    }
    headset_stop(speech->headset);
    voice_stop(speech->voice);
    audio_close(speech->audio);
    bs_wipe(speech, sizeof *speech);
}

/* ---- what is said ---- */

static const struct text_entry *written(const struct app *app)
{
    if (app_desk_is_open(app)) {
        return app_desk_written(app);
    }
    switch (app->session.screen) {
    case SESSION_WORDS:
    case SESSION_PERSONAL:
        return &app->session.words;
    case SESSION_WISH_NAME:
        return &app->session.name;
    case SESSION_WISH_PHONE:
        return &app->session.phone;
    default:
        return NULL;
    }
}

/* Sentences in the language of the visit, as they are said. */
static struct spoken_words words_for(const struct app *app, const struct ui_scene *scene,
                                     struct speech_words *lines)
{
    const struct screen_view view = app_spoken_view(app);
    const struct text_entry *entry = written(app);
    speech_words(&view, spoken_choices(scene), entry != NULL ? entry->characters : 0, lines);
    return (struct spoken_words){.lang = app_lang(app),
                                 .chosen = lines->chosen,
                                 .star = lines->star,
                                 .hidden = lines->written,
                                 .controls = lines->choices,
                                 .may_tell = app->config.private_sound ||
                                             headset_is_in(app->speech.headset)};
}

/* Age and neighbourhood: a sound that is kept has a time, and that would tie them to the submission of that moment. */
static bool is_band(const char *id)
{
    return strncmp(id, "band.", 5) == 0 || strncmp(id, "area.", 5) == 0;
}

/* Where somebody types a code, or words, and where a connector reads, no sound is kept of anything. */
static void keep_nothing(struct app *app)
{
    const bool is_typed =
        app_desk_is_open(app) || app->session.screen == SESSION_CODE || written(app) != NULL;
    for (size_t i = 0; i < app->speech.what.count; i++) {
        struct spoken_part *part = &app->speech.what.parts[i];
        part->is_private = part->is_private || is_typed || is_band(part->id);
    }
}

static void say(struct app *app, bool is_guide, bool with_tones)
{
    struct app_speech *speech = &app->speech;
    keep_nothing(app);
    speech->is_guide = is_guide;
    speech->is_volume = false;
    speech->talk.is_slow = app->session.is_slow;
    talk_say(&speech->talk, &speech->what, with_tones, app_now(app));
    spoken_wipe(&speech->what);
}

/* Behind what is being said. */
static void say_more(struct app *app)
{
    keep_nothing(app);
    talk_more(&app->speech.talk, &app->speech.what, app_now(app));
    spoken_wipe(&app->speech.what);
}

static void say_sentence(struct app *app, const char *text)
{
    spoken_wipe(&app->speech.what);
    spoken_add(&app->speech.what, "", app_lang(app), text, false);
    say(app, false, false);
}

static void say_arrival(struct app *app, const struct ui_scene *scene)
{
    struct app_speech *speech = &app->speech;
    struct speech_words lines;
    const struct spoken_words words = words_for(app, scene, &lines);
    const bool is_first = speech->is_explained;
    spoken_wipe(&speech->what);
    if (app_is_warning(app)) {
        spoken_whole(&speech->what, scene, &words);
    } else {
        spoken_arrival(&speech->what, scene, &words);
    }
    if (is_first && is_speech_mode(app)) {
        spoken_add(&speech->what, "", words.lang, lines.keys, false);
        speech->is_explained = false;
    }
    say(app, is_speech_mode(app), app_is_warning(app));
}

static void say_whole(struct app *app)
{
    struct speech_words lines;
    const struct spoken_words words = words_for(app, &app->shown, &lines);
    spoken_wipe(&app->speech.what);
    spoken_whole(&app->speech.what, &app->shown, &words);
    say(app, true, false);
}

static void say_node(struct app *app, const struct ui_scene *scene, const char *id, bool was_chosen)
{
    struct speech_words lines;
    const struct spoken_words words = words_for(app, scene, &lines);
    const struct ui_node *node = scene_find(scene, id);
    spoken_wipe(&app->speech.what);
    if (node != NULL) {
        spoken_node(&app->speech.what, node, &words);
        if (was_chosen && (node->states & UI_STATE_CHOSEN) == 0) {
            spoken_add(&app->speech.what, id, words.lang, lines.unchosen, false);
        }
    }
    say(app, true, false);
}

/* ---- touches and keys ---- */

static void intend(struct app *app, enum session_intent_kind kind, size_t index)
{
    app_apply(app, &(struct session_intent){.kind = kind, .index = index});
}

static void begin_speech_mode(struct app *app)
{
    intend(app, SESSION_TOGGLE, SESSION_SPEECH);
    app->speech.is_explained = is_speech_mode(app);
    app->speech.has_arrived =
        true; /* also where nobody can begin a visit: then it is all that is said */
}

static void end_speech_mode(struct app *app)
{
    talk_cut(&app->speech.talk, app_now(app));
    intend(app, SESSION_TOGGLE, SESSION_SPEECH);
}

/* What is being said goes on, at the new volume; else the volume itself is said. */
static void set_volume(struct app *app, enum ui_key key)
{
    struct speech_words lines;
    intend(app, key == UI_KEY_LOUDER ? SESSION_LOUDER : SESSION_SOFTER, 0);
    audio_volume(app->speech.audio, app->session.volume);
    if (!app->speech.talk.is_active || app->speech.is_volume) {
        (void)words_for(app, &app->shown, &lines);
        say_sentence(app, lines.volume);
        app->speech.is_volume = true;
    }
}

/* As ui_handle would, for a key that it does not get. */
static void note_key(struct app *app, const struct ui_event *event)
{
    app->ui.last_key = event->key;
    app->ui.last_key_ms = event->time_ms;
}

/* When somebody asks for it: a card that was not there, or busy, may be ready now. */
static bool finds_sound(struct app *app)
{
    struct audio *audio = app->speech.audio;
    return audio_has_sound(audio) || (audio_look_again(audio) && audio_has_sound(audio));
}

static bool key_for_speech(struct app *app, const struct ui_event *event)
{
    const bool is_volume = event->key == UI_KEY_LOUDER || event->key == UI_KEY_SOFTER;
    if (event->is_keypad && !is_speech_mode(app) && finds_sound(app)) {
        note_key(app, event); /* the first one begins speech, and nothing else */
        begin_speech_mode(app);
        return true;
    }
    if (is_volume) {
        note_key(app, event);
        set_volume(app, event->key);
        return true;
    }
    if (event->key == UI_KEY_REPEAT && is_speech_mode(app)) {
        note_key(app, event);
        app_desk_stay(app);
        app->speech.has_arrived = true;
        return true;
    }
    return false;
}

bool app_speech_hears(struct app *app, const struct ui_event *event)
{
    struct app_speech *speech = &app->speech;
    const bool is_key = event->kind == UI_KEY_DOWN;
    const bool is_volume = is_key && (event->key == UI_KEY_LOUDER || event->key == UI_KEY_SOFTER);
    if ((!is_key && event->kind != UI_FINGER_DOWN) || !ui_hears(&app->ui, event)) {
        return false;
    }
    speech->was_talking = speech->talk.is_active;
    bs_wipe(speech->touched, sizeof speech->touched);
    if (!is_volume) {
        talk_cut(&speech->talk, app_now(app));
    }
    return is_key && key_for_speech(app, event);
}

void app_speech_focus(struct app *app, const char *before)
{
    if (is_speech_mode(app) && app->ui.focus[0] != '\0' && strcmp(app->ui.focus, before) != 0) {
        say_node(app, &app->shown, app->ui.focus, false);
    }
}

/* Where nothing can be heard the control says so; in speech mode a finger on it ends the mode; a key reads again. */
static void speaking_control(struct app *app)
{
    struct app_speech *speech = &app->speech;
    const bool is_by_key = app->ui.focus[0] != '\0';
    app_desk_stay(app);
    if (!finds_sound(app) || !app_speech_can_be_heard(app)) {
        speech->silence_until_ms = app_now(app) + APP_SILENCE_MS;
    } else if (is_speech_mode(app) && !is_by_key) {
        end_speech_mode(app);
    } else if (!speech->was_talking || is_by_key) {
        say_whole(app);
    }
}

bool app_speech_activates(struct app *app, const char *id)
{
    struct app_speech *speech = &app->speech;
    const struct ui_node *node = scene_find(&app->shown, id);
    if (strcmp(id, "tool.speak") == 0) {
        speaking_control(app);
        return true;
    }
    bs_utf8_copy(speech->touched, sizeof speech->touched, is_speech_mode(app) ? id : "");
    speech->is_confirmed = false;
    speech->was_chosen = node != NULL && (node->states & UI_STATE_CHOSEN) != 0;
    return false;
}

/* Where the last word of a text begins, which may end with a blank. */
static const char *last_word(const char *text)
{
    size_t at = strlen(text);
    while (at > 0 && text[at - 1] == ' ') {
        at--;
    }
    while (at > 0 && text[at - 1] != ' ') {
        at--;
    }
    return text + at;
}

/* A blank says the word before it. On a loudspeaker nobody hears which character it was. */
void app_speech_written(struct app *app, const struct session_intent *intent)
{
    struct app_speech *speech = &app->speech;
    const struct text_entry *entry = written(app);
    struct speech_words lines;
    if (!is_speech_mode(app) || entry == NULL) {
        return;
    }
    const struct spoken_words words = words_for(app, &app->shown, &lines);
    const bool is_word = strcmp(intent->text, " ") == 0;
    spoken_wipe(&speech->what);
    if (!words.may_tell) {
        spoken_add(&speech->what, "", words.lang, words.star, false);
    } else {
        spoken_add(&speech->what, "", words.lang, is_word ? last_word(entry->text) : intent->text,
                   true);
    }
    say(app, false, false);
    speech->touched[0] = '\0';
}

/* ---- scenes ---- */

/* Whatever the screen calls it: what says a resident's words is hers. One or two letters stand in other texts too. */
static void mark_private(const struct app *app, struct ui_scene *scene)
{
    const struct text_entry *entry = written(app);
    for (size_t i = 0; entry != NULL && entry->len > 0 && i < scene->count; i++) {
        struct ui_node *node = &scene->nodes[i];
        const bool holds = entry->characters >= WORDS_LEAST
                               ? strstr(node->speech, entry->text) != NULL
                               : strcmp(node->speech, entry->text) == 0;
        node->is_private = node->is_private || (holds && node->role != UI_ROLE_BUTTON);
    }
}

/* A line that is another one than before is said behind what is being said; the seconds of the warning are not. */
static void say_changes(struct app *app, const struct ui_scene *scene)
{
    struct app_speech *speech = &app->speech;
    struct speech_words lines;
    const struct spoken_words words = words_for(app, scene, &lines);
    spoken_wipe(&speech->what);
    for (size_t i = scene_first_reachable(scene); i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const struct ui_node *before = scene_find(&app->shown, node->id);
        if (node->role == UI_ROLE_STATUS && node->id[0] != '\0' &&
            (before == NULL || strcmp(before->speech, node->speech) != 0)) {
            spoken_node(&speech->what, node, &words);
        }
    }
    say_more(app);
}

static void highlight(struct app *app, struct ui_scene *scene)
{
    const char *id = talk_node(&app->speech.talk, app_now(app));
    for (size_t i = 0;
         app->speech.is_guide && id[0] != '\0' && app->ui.focus[0] == '\0' && i < scene->count;
         i++) {
        if (strcmp(scene->nodes[i].id, id) == 0) {
            scene->nodes[i].states |= UI_STATE_FOCUSED;
        }
    }
}

/* What was chosen is heard to its end: the next screen comes behind it. */
static void arrive(struct app *app, const struct ui_scene *scene)
{
    struct app_speech *speech = &app->speech;
    const bool is_confirming = speech->talk.is_active && speech->touched[0] != '\0';
    speech->has_arrived = false;
    if (is_confirming && !app_is_warning(app)) {
        struct speech_words lines;
        const struct spoken_words words = words_for(app, scene, &lines);
        spoken_wipe(&speech->what);
        spoken_arrival(&speech->what, scene, &words);
        say_more(app);
    } else {
        say_arrival(app, scene);
    }
    speech->touched[0] = '\0';
}

void app_speech_scene(struct app *app, bool is_new)
{
    struct app_speech *speech = &app->speech;
    struct ui_scene *scene = &app->scene;
    const bool is_warned = app_is_warning(app) && !speech->was_warning;
    speech->was_warning = app_is_warning(app);
    mark_private(app, scene);
    if (is_warned || (is_new && is_speech_mode(app)) || speech->has_arrived) {
        arrive(app, scene);
    } else if (is_speech_mode(app) && !app_is_warning(app)) {
        if (speech->touched[0] != '\0' && !speech->is_confirmed) {
            say_node(app, scene, speech->touched, speech->was_chosen);
            speech->is_confirmed = true;
        }
        say_changes(app, scene);
    }
    highlight(app, scene);
}

/* ---- time ---- */

static void look_for_headset(struct app *app)
{
    struct app_speech *speech = &app->speech;
    const bool is_in = headset_is_in(speech->headset);
    if (is_in == speech->was_headset_in) {
        return;
    }
    speech->was_headset_in = is_in;
    if (!is_in) {
        talk_cut(&speech->talk, app_now(app)); /* it was for one person: now all would hear it */
    }
    if (is_in && !is_speech_mode(app)) {
        begin_speech_mode(app);
    } else if (!is_in && is_speech_mode(app)) {
        end_speech_mode(app);
    }
}

void app_speech_step(struct app *app)
{
    struct app_speech *speech = &app->speech;
    const int64_t now = app_now(app);
    talk_step(&speech->talk, now);
    look_for_headset(app);
    audio_volume(speech->audio, app->session.volume);
    const bool is_speaking = speech->talk.is_active && !app_is_warning(app);
    if (is_speaking != app->session.is_speaking) {
        session_set_speaking(&app->session, is_speaking, now);
    }
    if (speech->talk.is_active) {
        speech->quiet_since_ms = now;
    } else if (now - speech->quiet_since_ms >= REST_MS && !app->session.is_active &&
               !app_desk_is_open(app)) {
        audio_rest(speech->audio);
    }
}

void app_speech_forget(struct app *app)
{
    struct app_speech *speech = &app->speech;
    talk_forget(&speech->talk, app_now(app));
    spoken_wipe(&speech->what);
    bs_wipe(speech->touched, sizeof speech->touched);
    speech->is_explained = false;
    speech->has_arrived = false;
    speech->was_talking = false;
    speech->is_guide = false;
    speech->silence_until_ms = 0;
    audio_volume(speech->audio, app->session.volume);
}

void app_speech_cards(struct app *app)
{
    if (audio_look_again(app->speech.audio) && !audio_has_sound(app->speech.audio)) {
        talk_cut(&app->speech.talk, app_now(app));
    }
}

int64_t app_speech_deadline(const struct app *app)
{
    const int64_t now = app_now(app), silence = app->speech.silence_until_ms;
    const int64_t talk = talk_deadline(&app->speech.talk, now);
    return silence > now && (talk < 0 || silence < talk) ? silence : talk;
}

bool app_speech_is_settled(const struct app *app)
{
    return talk_is_settled(&app->speech.talk);
}
