/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Goes to every screen in every way. */

#include "matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>

#include "desk_cases.h"
#include "messages.h"
#include "text.h"

#define PSEUDO       "+40"
#define PSEUDO_TEXTS 512 /* sentences of the interface, at most */
#define BUNDLE_MAX   (2 * 1024 * 1024)

/* The cabinets that are named in the installation text, read from 600 mm; the last stands so high that it has to be lowered. */
const struct matrix_display matrix_displays[] = {
    {"15.6", {1280, 800, 331, 207, 950, 600}},
    {"21.5", {1920, 1080, 476, 268, 920, 600}},
    {"24-portrait", {1080, 1920, 299, 531, 650, 600}},
    {"24-high", {1080, 1920, 299, 531, 900, 600}},
};
const size_t matrix_display_count = sizeof matrix_displays / sizeof matrix_displays[0];

const struct matrix_mode matrix_modes[] = {
    {"normal", 0},
    {"large", UI_MODE_LARGE},
    {"contrast", UI_MODE_CONTRAST},
    {"speech", UI_MODE_SPEECH},
    {"reach", UI_MODE_REACH},
    {"large-reach", UI_MODE_LARGE | UI_MODE_REACH},
};
const size_t matrix_mode_count = sizeof matrix_modes / sizeof matrix_modes[0];

/* BS_MORE_LANGUAGES: of each other folder in assets/languages its name and a comma. */
const char *const matrix_languages[] = {
    "nl", "en", "tr", "ar", "pl", "uk", BS_MORE_LANGUAGES PSEUDO};
const size_t matrix_language_count = sizeof matrix_languages / sizeof matrix_languages[0];

#define TO_THANKS "answer.good choice.brengstation"
#define OUTCOME   "outcome.versterking-leidschendam-noord"

const struct stage_look matrix_looks[] = {
    {"attract", NULL, 0, -1, NULL, NULL},
    {"attract-answer", NULL, 21, -1, NULL, NULL},
    {"attract-late", NULL, 41, -1, NULL, NULL},
    {"faces", "programme.contact-in-de-buurt", 0, -1, NULL, NULL},
    {"faces-answered", "answer.good tool.back", 0, -1, NULL, NULL},
    {"why", "answer.bad", 0, -1, NULL, NULL},
    {"tiles", "answer.good", 0, -1, NULL, NULL},
    {"list", "programme.versterking-leidschendam-noord answer.good", 0, -1, NULL, NULL},
    {"list-hint", "programme.versterking-leidschendam-noord answer.good tool.next", 0, -1, NULL,
     NULL},
    {"list-of-more", "programme.contact-in-de-buurt answer.good", 0, -1, NULL, NULL},
    {"yes-no", "programme.plek-voor-jongeren answer.good", 0, -1, NULL, NULL},
    {"picture", "programme.tweede-groene-ring answer.good", 0, -1, NULL, NULL},
    {"pair", "programme.ruimte-op-straat answer.good", 0, -1, NULL, NULL},
    {"agree", "programme.samen-in-de-regio answer.good", 0, -1, NULL, NULL},
    {"card", "programme.begroting-in-balans", 0, -1, NULL, NULL},
    {"points", "programme.begroting-in-balans tool.next", 0, -1, NULL, NULL},
    {"languages", "answer.good", 0, -1, NULL, "tool.languages"},
    {"help", "answer.good tool.help", 0, -1, NULL, NULL},
    {"help-2", "answer.good tool.help", 0, -1, NULL, "tool.more"},
    {"about", "tool.help tool.about", 0, -1, NULL, NULL},
    {"about-2", "tool.help tool.about", 0, -1, NULL, "tool.more"},
    {"programmes", "tool.all", 0, -1, NULL, NULL},
    {"programmes-2", "tool.all", 0, -1, NULL, "tool.more"},
    {"code", "tool.code", 0, -1, NULL, NULL},
    {"code-two", "tool.code sign.W sign.3", 0, -1, NULL, NULL},
    {"code-refused", "tool.code sign.2 sign.2 sign.2 sign.2 sign.2 sign.3", 0, -1, NULL, NULL},
    {"answer-owed", "outcome.afval-kiezen", 0, -1, NULL, NULL},
    {"answer-short", "tool.code sign.K sign.7 sign.M sign.4 sign.Q sign.R", 0, -1, NULL, NULL},
    {"saving", TO_THANKS, 0, -1, NULL, NULL},
    {"thanks", TO_THANKS, 0, SESSION_SAVED, NULL, NULL},
    {"thanks-2", TO_THANKS, 0, SESSION_SAVED, NULL, "tool.more"},
    {"so-far", TO_THANKS, 0, SESSION_SAVED, "tool.so_far", NULL},
    {"so-far-2", TO_THANKS, 0, SESSION_SAVED, "tool.so_far", "tool.more"},
    {"afterwards", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards", NULL},
    {"words", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards tool.words", NULL},
    {"age", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards tool.about_you", NULL},
    {"area", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards tool.about_you band.2", NULL},
    {"wish", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards tool.wish", NULL},
    {"wish-name", TO_THANKS, 0, SESSION_SAVED, "tool.afterwards tool.wish tool.send", NULL},
    {"here", "tool.here", 0, -1, NULL, NULL},
    {"here-2", "tool.here", 0, -1, NULL, "tool.more"},
    {"outcome", OUTCOME, 0, -1, NULL, NULL},
    {"outcome-2", OUTCOME, 0, -1, NULL, "tool.more"},
    {"outcome-3", OUTCOME " tool.more", 0, -1, NULL, "tool.more"},
    {"outcome-last", OUTCOME " tool.more tool.more tool.more tool.more tool.more tool.more", 0, -1,
     NULL, NULL},
    {"outcome-right",
     OUTCOME " tool.more tool.more tool.more tool.more tool.more tool.more verdict.yes", 0, -1,
     NULL, NULL},
    {"urgent", NULL, 0, -1, NULL, NULL},
    {"change", TO_THANKS, 0, SESSION_SAVED, "tool.change", NULL},
    {"not-saved", TO_THANKS, 0, SESSION_SAVE_FAILED, NULL, NULL},
    {"idle-attract", NULL, 50, -1, NULL, NULL},
    {"idle-question", "answer.bad", 50, -1, NULL, NULL},
    {"idle-help", "answer.bad tool.help", 50, -1, NULL, NULL},
    {"desk-door", NULL, 0, -1, NULL, NULL},
    {"desk-door-typed", NULL, 0, -1, NULL, NULL},
    {"desk-door-ready", NULL, 0, -1, NULL, NULL},
    {"desk-door-wrong", NULL, 0, -1, NULL, NULL},
    {"desk-door-trouble", NULL, 0, -1, NULL, NULL},
    {"desk-door-removed", NULL, 0, -1, NULL, NULL},
    {"desk-door-wait", NULL, 0, -1, NULL, NULL},
    {"desk-door-locked", NULL, 0, -1, NULL, NULL},
    {"desk-home", NULL, 0, -1, NULL, NULL},
    {"desk-home-quiet", NULL, 0, -1, NULL, NULL},
    {"desk-queue", NULL, 0, -1, NULL, NULL},
    {"desk-queue-empty", NULL, 0, -1, NULL, NULL},
    {"desk-queue-thousand", NULL, 0, -1, NULL, NULL},
    {"desk-queue-trouble", NULL, 0, -1, NULL, NULL},
    {"desk-words", NULL, 0, -1, NULL, NULL},
    {"desk-words-found", NULL, 0, -1, NULL, NULL},
    {"desk-words-answers", NULL, 0, -1, NULL, NULL},
    {"desk-words-long", NULL, 0, -1, NULL, NULL},
    {"desk-words-long-last", NULL, 0, -1, NULL, NULL},
    {"desk-words-ar", NULL, 0, -1, NULL, NULL},
    {"desk-words-masked", NULL, 0, -1, NULL, NULL},
    {"desk-words-wide", NULL, 0, -1, NULL, NULL},
    {"desk-words-many", NULL, 0, -1, NULL, NULL},
    {"desk-words-many-last", NULL, 0, -1, NULL, NULL},
    {"desk-words-trouble", NULL, 0, -1, NULL, NULL},
    {"desk-hide", NULL, 0, -1, NULL, NULL},
    {"desk-hide-trouble", NULL, 0, -1, NULL, NULL},
    {"desk-pass", NULL, 0, -1, NULL, NULL},
    {"desk-pass-nobody", NULL, 0, -1, NULL, NULL},
    {"desk-note", NULL, 0, -1, NULL, NULL},
    {"desk-consent", NULL, 0, -1, NULL, NULL},
    {"desk-write", NULL, 0, -1, NULL, NULL},
    {"desk-write-empty", NULL, 0, -1, NULL, NULL},
    {"desk-write-batch", NULL, 0, -1, NULL, NULL},
    {"desk-write-trouble", NULL, 0, -1, NULL, NULL},
    {"desk-help", NULL, 0, -1, NULL, NULL},
    {"desk-subject", NULL, 0, -1, NULL, NULL},
    {"desk-subject-last", NULL, 0, -1, NULL, NULL},
    {"desk-subject-filter", NULL, 0, -1, NULL, NULL},
    {"desk-until", NULL, 0, -1, NULL, NULL},
    {"desk-status", NULL, 0, -1, NULL, NULL},
    {"desk-status-bad", NULL, 0, -1, NULL, NULL},
    {"desk-status-bad-last", NULL, 0, -1, NULL, NULL},
    {"desk-status-unknown", NULL, 0, -1, NULL, NULL},
    {"desk-clean", NULL, 0, -1, NULL, NULL},
    {"desk-export", NULL, 0, -1, NULL, NULL},
    {"desk-export-waiting", NULL, 0, -1, NULL, NULL},
    {"desk-export-full", NULL, 0, -1, NULL, NULL},
    {"desk-done", NULL, 0, -1, NULL, NULL},
    {"desk-done-export", NULL, 0, -1, NULL, NULL},
    {"desk-between", NULL, 0, -1, NULL, NULL},
    {"desk-between-paper", NULL, 0, -1, NULL, NULL},
    {"desk-idle", NULL, 0, -1, NULL, NULL},
};
const size_t matrix_look_count = sizeof matrix_looks / sizeof matrix_looks[0];

/* ---- words ---- */

static const char *get(void *self, const char *lang, const char *dutch)
{
    (void)self;
    return messages_get(lang, dutch);
}

static const char *plural(void *self, const char *lang, const char *one, const char *many, long n)
{
    (void)self;
    return messages_plural(lang, one, many, n);
}

/* Borrowed results live for ever, so each sentence is made once. */
struct pseudo {
    size_t count;
    const char *dutch[PSEUDO_TEXTS];
    char *text[PSEUDO_TEXTS];
};

/* Every word gets two letters for five: so much longer are the longest of the translations. */
static char *lengthen(const char *dutch)
{
    char *out = malloc(3 * strlen(dutch) + 1), *to = out;
    bool is_name = false;
    size_t letters = 0;
    assert_non_null(out);
    for (const char *at = dutch;; at++) {
        const bool is_letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        is_name = *at == '{' || (is_name && *at != '}');
        if (!is_letter && !is_name) {
            if (letters >= 6) { /* a translator may say where a long word breaks */
                *to++ = '\xc2';
                *to++ = '\xad';
            }
            for (size_t i = 0; letters >= 3 && i < (letters * 2 + 2) / 5; i++) {
                *to++ = 'e';
            }
            letters = 0;
        }
        letters += is_letter && !is_name ? 1 : 0;
        *to++ = *at;
        if (*at == '\0') {
            return out;
        }
    }
}

static const char *get_pseudo(void *self, const char *lang, const char *dutch)
{
    struct pseudo *pseudo = self;
    (void)lang;
    for (size_t i = 0; i < pseudo->count; i++) {
        if (pseudo->dutch[i] == dutch) {
            return pseudo->text[i];
        }
    }
    assert_true(pseudo->count < PSEUDO_TEXTS);
    pseudo->dutch[pseudo->count] = dutch;
    pseudo->text[pseudo->count] = lengthen(dutch);
    return pseudo->text[pseudo->count++];
}

static const char *plural_pseudo(void *self, const char *lang, const char *one, const char *many,
                                 long n)
{
    return get_pseudo(self, lang, n == 1 ? one : many);
}

/* ---- going there ---- */

/* What a control means does not hang on how it is shown, so that nothing is built on the way. */
static void press(struct stage *stage, const char *id)
{
    struct session_intent intent;
    if (!screen_intent(&stage->view, id, &intent)) {
        fail_msg("%s means nothing", id);
    }
    session_apply(&stage->session, &intent, stage->now, &stage->effect);
    if (stage->session.confirm_until_ms != 0) {
        stage->now += SESSION_CONFIRM_MS;
        intent = (struct session_intent){.kind = SESSION_TICK};
        session_apply(&stage->session, &intent, stage->now, &stage->effect);
    }
    stage->view.now_ms = stage->now;
}

static void press_all(struct stage *stage, const char *ids)
{
    char id[UI_ID_TEXT];
    while (ids != NULL && *ids != '\0') {
        const size_t len = strcspn(ids, " ");
        snprintf(id, sizeof id, "%.*s", (int)len, ids);
        press(stage, id);
        ids += len + (ids[len] == ' ' ? 1 : 0);
    }
}

static void wait(struct stage *stage, int seconds)
{
    for (int i = 0; i < seconds; i++) {
        const struct session_intent tick = {.kind = SESSION_TICK};
        stage->now += 1000;
        session_apply(&stage->session, &tick, stage->now, &stage->effect);
    }
    stage->view.now_ms = stage->now;
}

static void go(struct stage *stage, const struct stage_look *look, const char *lang)
{
    if (strcmp(lang, PSEUDO) != 0 && strcmp(lang, "nl") != 0) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "lang.%s", lang);
        press(stage, id);
    }
    press_all(stage, look->taps);
    wait(stage, look->wait_s);
    if (look->then >= 0) {
        const struct session_intent then = {.kind = (enum session_intent_kind)look->then};
        session_apply(&stage->session, &then, stage->now, &stage->effect);
    }
    press_all(stage, look->later);
}

struct matrix {
    struct bs_buf json;
    struct text *fonts;
    struct ui_text_ops text;
    struct screen_words words, pseudo_words;
    struct pseudo pseudo;
    bool (*wants)(const struct matrix_case *of);
    void (*show)(const struct stage *stage, const struct matrix_case *of);
};

/* Whether that way of seeing is looked at there: what is not lowered is as without it, what is only said is as long, and so
 * much longer words in large text have no room on the smallest display. */
static bool is_case(const struct matrix_case *of)
{
    const struct ui_display *display = &of->display->display;
    const unsigned modes = of->mode->modes;
    if (desk_case_is(of->look->name) && strcmp(of->lang, "nl") != 0) {
        return false; /* it is in Dutch, whatever a visit was in */
    }
    return ((modes & UI_MODE_REACH) == 0 || display->bottom_mm + display->height_mm > 1200) &&
           (modes != UI_MODE_SPEECH || strcmp(of->lang, "nl") == 0) &&
           ((modes & UI_MODE_LARGE) == 0 || strcmp(of->lang, PSEUDO) != 0);
}

/* False if nobody looks at it. */
static bool name_case(const struct matrix *matrix, struct matrix_case *of)
{
    snprintf(of->name, sizeof of->name, "%s.%s.%s.%s", of->look->name, of->display->name,
             of->mode->name, of->lang);
    return is_case(of) && (matrix->wants == NULL || matrix->wants(of));
}

/* A further page is there only where the first does not hold everything. */
static void look_at(struct matrix *matrix, struct stage *stage, const struct matrix_case *of)
{
    const struct session session = stage->session;
    if (desk_case_is(of->look->name)) {
        (void)desk_case_open(stage, of->look->name);
    }
    stage_display(stage, &of->display->display);
    stage->modes = of->mode->modes;
    stage_build(stage);
    bool is_there = true;
    if (of->look->last != NULL) {
        is_there = scene_find(&stage->scene, of->look->last) != NULL;
        if (is_there) {
            stage_tap(stage, of->look->last);
        }
    }
    if (is_there) {
        matrix->show(stage, of);
    }
    stage->session = session;
}

static void begin(struct matrix *matrix, struct stage *stage, const struct stage_look *look,
                  const char *lang)
{
    const bool is_pseudo = strcmp(lang, PSEUDO) == 0;
    const struct stage_options options = {.json = bs_buf_string(&matrix->json),
                                          .text = &matrix->text,
                                          .words_of =
                                              is_pseudo ? &matrix->pseudo_words : &matrix->words};
    stage_make(stage, &options);
    if (strcmp(look->name, "urgent") == 0) {
        const struct bs_programme *programme = stage->bundle->programmes[0].programme;
        stage->bundle->notice = (struct bs_notice){.id = "nood",
                                                   .title = programme->open,
                                                   .text = programme->facts[0].text,
                                                   .is_example = true};
    }
    go(stage, look, lang);
}

static void look_in(struct matrix *matrix, const struct stage_look *look, const char *lang)
{
    static struct stage stage;
    for (size_t i = 0; i < matrix_display_count * matrix_mode_count; i++) {
        struct matrix_case of = {.look = look,
                                 .display = &matrix_displays[i / matrix_mode_count],
                                 .mode = &matrix_modes[i % matrix_mode_count],
                                 .lang = lang};
        if (name_case(matrix, &of)) {
            if (stage.bundle == NULL) {
                begin(matrix, &stage, look, lang);
            }
            look_at(matrix, &stage, &of);
        }
    }
    stage_drop(&stage);
}

static void start(struct matrix *matrix, const struct ui_text_ops *text)
{
    struct bs_error err = {0};
    bs_buf_init(&matrix->json, BUNDLE_MAX);
    if (bs_file_read(BS_BINARY_DIR "/matrix_bundle.json", &matrix->json, &err) != BS_OK ||
        messages_start(BS_BINARY_DIR "/share/messages", &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    for (size_t i = 0; i + 1 < matrix_language_count; i++) {
        if (messages_warm(matrix_languages[i], &err) != BS_OK) {
            fail_msg("%s", err.text);
        }
    }
    if (text != NULL) {
        matrix->text = *text;
    } else if (text_open(BS_FONT_DIR, &matrix->fonts, &err) == BS_OK) {
        matrix->text = text_ops(matrix->fonts);
    } else {
        fail_msg("%s", err.text);
    }
    matrix->words = (struct screen_words){get, plural, NULL};
    matrix->pseudo_words = (struct screen_words){get_pseudo, plural_pseudo, &matrix->pseudo};
}

void matrix_each(const struct ui_text_ops *text, bool (*wants)(const struct matrix_case *of),
                 void (*show)(const struct stage *stage, const struct matrix_case *of))
{
    static struct matrix matrix;
    matrix = (struct matrix){.wants = wants, .show = show};
    start(&matrix, text);
    for (size_t look = 0; look < matrix_look_count; look++) {
        for (size_t lang = 0; lang < matrix_language_count; lang++) {
            look_in(&matrix, &matrix_looks[look], matrix_languages[lang]);
        }
    }
    for (size_t i = 0; i < matrix.pseudo.count; i++) {
        free(matrix.pseudo.text[i]);
    }
    text_close(matrix.fonts);
    bs_buf_finish(&matrix.json);
}
