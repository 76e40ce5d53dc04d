/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said now, what is made next, and what was said when. */

#include "voice_talk.h"

#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#define AHEAD 2 /* parts that are made before they are due */

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The part that is heard now, or that is waited for. */
static size_t current(const struct talk *talk, int64_t now_ms)
{
    size_t part = talk->told;
    while (part < talk->made && talk->end_ms[part] <= now_ms) {
        part++;
    }
    return part;
}

/* ---- transcript ---- */

static void write_down(struct talk *talk, size_t part, bool is_interrupted)
{
    const struct spoken_part *of = &talk->said.parts[part];
    if (talk->transcript == NULL) {
        return;
    }
    struct bs_buf line;
    bs_buf_init(&line, 4 * SPOKEN_TEXT);
    struct bs_json *json = bs_json_new_object();
    bs_json_set_int(json, "t", talk->begin_ms[part]);
    bs_json_set_string(json, "lang", of->lang);
    bs_json_set_string(json, "text", spoken_text(&talk->said, part));
    bs_json_set_bool(json, "interrupted", is_interrupted);
    bs_json_set_bool(json, "heard", !talk->is_unheard[part]);
    bs_json_write(json, false, &line);
    bs_json_destroy(json);
    fprintf(talk->transcript, "%s\n", bs_buf_string(&line));
    (void)fflush(talk->transcript);
    bs_buf_finish(&line);
}

static void tell_ended(struct talk *talk, int64_t now_ms)
{
    for (size_t end = current(talk, now_ms); talk->told < end; talk->told++) {
        write_down(talk, talk->told, false);
    }
}

/* ---- making ---- */

static void ask_ahead(struct talk *talk, int64_t now_ms)
{
    const size_t until = current(talk, now_ms) + AHEAD;
    while (talk->asked < talk->said.count && talk->asked <= until) {
        const struct spoken_part *part = &talk->said.parts[talk->asked];
        if (!voice_ask(talk->voice, talk->ticket, talk->asked, part->lang,
                       spoken_text(&talk->said, talk->asked), part->is_private, talk->is_slow)) {
            break; /* asked again when the voice has done something */
        }
        talk->asked++;
    }
}

static void add_mute(struct talk *talk, const char *lang, int64_t now_ms)
{
    if (talk_has_voice(talk, lang) && talk->mute_count < LANGUAGES_MAX) {
        talk->muted_ms = now_ms;
        bs_utf8_copy(talk->mute[talk->mute_count++], sizeof talk->mute[0], lang);
    }
}

static void take(struct talk *talk, struct voice_event *event, int64_t now_ms)
{
    const size_t part = event->part;
    if (!talk->is_active || event->ticket != talk->ticket || part != talk->made) {
        return; /* of something that was cut off */
    }
    const int64_t begin = later(now_ms, talk->sound_end_ms);
    const int64_t length = (int64_t)event->count * 1000 / AUDIO_RATE;
    talk->begin_ms[part] = begin;
    talk->end_ms[part] = begin + length;
    talk->sound_end_ms = begin + length;
    talk->is_unheard[part] = event->result != VOICE_SOUND;
    talk->made++;
    if (event->result == VOICE_SOUND) {
        audio_play(talk->audio, event->samples, event->count);
    } else if (event->result == VOICE_NONE) {
        add_mute(talk, talk->said.parts[part].lang, now_ms);
    }
}

void talk_step(struct talk *talk, int64_t now_ms)
{
    struct voice_event event;
    while (voice_take(talk->voice, &event)) {
        take(talk, &event, now_ms);
        voice_let_go(&event);
    }
    if (!talk->is_active) {
        return;
    }
    tell_ended(talk, now_ms);
    ask_ahead(talk, now_ms);
    talk->is_active = talk->told < talk->said.count;
}

/* ---- saying ---- */

static void tones(struct talk *talk, int64_t now_ms)
{
    int16_t samples[AUDIO_TONES];
    audio_play(talk->audio, samples, audio_tones(samples, AUDIO_TONES));
    talk->sound_end_ms = now_ms + TALK_TONES_MS;
}

void talk_say(struct talk *talk, const struct spoken *what, bool with_tones, int64_t now_ms)
{
    talk_cut(talk, now_ms);
    spoken_wipe(&talk->said);
    if (!audio_has_sound(talk->audio) || what->count == 0) {
        return;
    }
    talk->said = *what;
    talk->said.figures = NULL; /* they stand there as they are said */
    talk->ticket++;
    talk->asked = talk->made = talk->told = 0;
    talk->is_active = true;
    talk->sound_end_ms = now_ms;
    if (with_tones) {
        tones(talk, now_ms);
    }
    ask_ahead(talk, now_ms);
}

void talk_more(struct talk *talk, const struct spoken *what, int64_t now_ms)
{
    if (what->count == 0) {
        return;
    }
    if (!talk->is_active) {
        talk_say(talk, what, false, now_ms);
        return;
    }
    for (size_t i = 0; i < what->count; i++) {
        const struct spoken_part *part = &what->parts[i];
        spoken_add(&talk->said, part->id, part->lang, spoken_text(what, i), part->is_private);
    }
    ask_ahead(talk, now_ms);
}

void talk_cut(struct talk *talk, int64_t now_ms)
{
    if (!talk->is_active) {
        return;
    }
    talk_step(talk, now_ms);
    const size_t part = talk->told;
    if (talk->is_active && part < talk->made && talk->begin_ms[part] <= now_ms) {
        write_down(talk, part, true);
    }
    talk->is_active = false;
    voice_hush(talk->voice);
    audio_cut(talk->audio);
}

void talk_forget(struct talk *talk, int64_t now_ms)
{
    talk_cut(talk, now_ms);
    audio_cut(talk->audio);
    spoken_wipe(&talk->said);
    if (talk->mute_count > 0 && now_ms - talk->muted_ms >= TALK_MUTE_MS) {
        talk->mute_count = 0;
        voice_retry(talk->voice);
    }
}

int64_t talk_deadline(const struct talk *talk, int64_t now_ms)
{
    const size_t part = current(talk, now_ms);
    return talk->is_active && part < talk->made ? talk->end_ms[part] : -1;
}

bool talk_is_settled(const struct talk *talk)
{
    return !talk->is_active || talk->made == talk->asked;
}

/* ---- looking ---- */

const char *talk_node(const struct talk *talk, int64_t now_ms)
{
    const size_t part = current(talk, now_ms);
    const bool is_heard = talk->is_active && part < talk->made && talk->begin_ms[part] <= now_ms;
    return is_heard ? talk->said.parts[part].id : "";
}

bool talk_has_voice(const struct talk *talk, const char *lang)
{
    for (size_t i = 0; i < talk->mute_count; i++) {
        if (strcmp(talk->mute[i], lang) == 0) {
            return false;
        }
    }
    return true;
}

bool talk_has_said(const struct talk *talk, const char *text)
{
    for (size_t i = 0; i < talk->said.count; i++) {
        if (strstr(spoken_text(&talk->said, i), text) != NULL) {
            return true;
        }
    }
    return false;
}
