/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which screen is built when, and what the controls mean. */

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "frame.h"
#include "keys.h"

void screen_build(const struct screen_view *view, struct ui_scene *scene)
{
    if (view_is_desk(view)) {
        desk_scene(view, scene);
        return;
    }
    switch (view->session->screen) {
    case SESSION_ATTRACT:
        attract_build(view, scene);
        break;
    case SESSION_QUESTION:
        question_build(view, scene);
        break;
    case SESSION_THANKS:
        thanks_build(view, scene);
        break;
    case SESSION_PROGRAMMES:
        programmes_build(view, scene);
        break;
    case SESSION_CODE:
        code_build(view, scene);
        break;
    case SESSION_ANSWER:
        answer_build(view, scene);
        break;
    case SESSION_ABOUT:
        about_build(view, scene);
        break;
    case SESSION_AFTERWARDS:
        afterwards_build(view, scene);
        break;
    case SESSION_WORDS:
        words_build(view, scene);
        break;
    case SESSION_PERSONAL:
        personal_build(view, scene);
        break;
    case SESSION_AGE:
        age_build(view, scene);
        break;
    case SESSION_AREA:
        area_build(view, scene);
        break;
    case SESSION_WISH:
        wish_build(view, scene);
        break;
    case SESSION_WISH_NAME:
        wish_name_build(view, scene);
        break;
    case SESSION_WISH_PHONE:
        wish_phone_build(view, scene);
        break;
    case SESSION_LEFT:
        left_build(view, scene);
        break;
    case SESSION_HELP:
        help_build(view, scene);
        break;
    case SESSION_SO_FAR:
        so_far_build(view, scene);
        break;
    case SESSION_HERE:
        here_build(view, scene);
        break;
    case SESSION_CLOSED:
        closed_build(view, scene);
        break;
    case SESSION_LANGUAGES:
        languages_build(view, scene);
        break;
    case SESSION_SAVING:
    case SESSION_NOT_SAVED:
    case SESSION_OUT_OF_ORDER:
    case SESSION_SETTING_UP:
        notice_build(view, scene);
        break;
    }
}

/* What a tool means. Speaking is the program's own: for the visit it is a sign that somebody is there. */
static const struct tool_meaning {
    const char *name;
    enum session_intent_kind kind;
    size_t index;
} TOOLS[] = {
    {"dont_know", SESSION_DONT_KNOW, 0},
    {"next", SESSION_NEXT, 0},
    {"stop", SESSION_STOP, 0},
    {"help", SESSION_OPEN_HELP, 0},
    {"another", SESSION_ANOTHER, 0},
    {"stay", SESSION_STAY, 0},
    {"speak", SESSION_STAY, 0},
    {"about", SESSION_OPEN_ABOUT, 0},
    {"retry", SESSION_RETRY, 0},
    {"done", SESSION_STOP, 0},
    {"all", SESSION_OPEN_PROGRAMMES, 0},
    {"code", SESSION_OPEN_CODE, 0},
    {"more", SESSION_MORE, 0},
    {"erase", SESSION_ERASE, 0},
    {"change", SESSION_CHANGE, 0},
    {"languages", SESSION_OPEN_LANGUAGES, 0},
    {"larger", SESSION_TOGGLE, SESSION_LARGE},
    {"contrast", SESSION_TOGGLE, SESSION_CONTRAST},
    {"reach", SESSION_TOGGLE, SESSION_REACH},
    {"louder", SESSION_LOUDER, 0},
    {"softer", SESSION_SOFTER, 0},
    {"slower", SESSION_SLOWER, 0},
    {"so_far", SESSION_OPEN_SO_FAR, 0},
    {"here", SESSION_OPEN_HERE, 0},
    {"afterwards", SESSION_OPEN_AFTERWARDS, 0},
    {"words", SESSION_OPEN_WORDS, 0},
    {"about_you", SESSION_OPEN_ABOUT_YOU, 0},
    {"wish", SESSION_OPEN_WISH, 0},
    {"rub_out", SESSION_RUB_OUT, 0},
    {"send", SESSION_SEND, 0},
    {"anyway", SESSION_SEND_ANYWAY, 0},
};

static bool tool_intent(const struct screen_view *view, const char *tool,
                        struct session_intent *intent)
{
    const bool is_help =
        view->session->screen == SESSION_HELP || view->session->screen == SESSION_ABOUT;
    if (strcmp(tool, "back") == 0 || (strcmp(tool, "help") == 0 && is_help)) {
        intent->kind = is_help ? SESSION_CLOSE_HELP : SESSION_BACK;
        return true;
    }
    for (size_t i = 0; i < sizeof TOOLS / sizeof TOOLS[0]; i++) {
        if (strcmp(tool, TOOLS[i].name) == 0) {
            *intent = (struct session_intent){.kind = TOOLS[i].kind, .index = TOOLS[i].index};
            return true;
        }
    }
    return false;
}

static bool choice_intent(const struct screen_view *view, const char *value,
                          enum session_intent_kind kind, struct session_intent *intent)
{
    const struct bs_question *question = session_question(view->session);
    for (size_t i = 0; question != NULL && i < question->choice_count; i++) {
        if (strcmp(question->choices[i].value, value) == 0) {
            *intent = (struct session_intent){.kind = kind, .index = i};
            return true;
        }
    }
    return false;
}

/* One or two digits. */
static bool number_intent(const char *digits, enum session_intent_kind kind,
                          struct session_intent *intent)
{
    const size_t len = strlen(digits);
    if (len == 0 || len > 2 || strspn(digits, "0123456789") != len) {
        return false;
    }
    size_t number = 0;
    for (size_t i = 0; i < len; i++) {
        number = number * 10 + (size_t)(digits[i] - '0');
    }
    *intent = (struct session_intent){.kind = kind, .index = number};
    return true;
}

static bool sign_intent(const char *sign, struct session_intent *intent)
{
    const char *at = sign[0] != '\0' ? strchr(SESSION_SIGNS, sign[0]) : NULL;
    if (at == NULL || sign[1] != '\0') {
        return false;
    }
    *intent = (struct session_intent){.kind = SESSION_TYPE, .index = (size_t)(at - SESSION_SIGNS)};
    return true;
}

static bool programme_intent(const struct screen_view *view, const char *id,
                             enum session_intent_kind kind, struct session_intent *intent)
{
    const struct bs_bundle *bundle = view->session->bundle;
    for (size_t i = 0; bundle != NULL && i < bundle->programme_count; i++) {
        if (strcmp(bundle->programmes[i].programme->id, id) == 0) {
            *intent = (struct session_intent){.kind = kind, .index = i};
            return true;
        }
    }
    return false;
}

static const char *after(const char *id, const char *prefix)
{
    size_t len = strlen(prefix);
    return strncmp(id, prefix, len) == 0 ? id + len : NULL;
}

bool screen_intent(const struct screen_view *view, const char *id, struct session_intent *intent)
{
    const char *rest;
    *intent = (struct session_intent){.kind = SESSION_TICK};
    if ((rest = after(id, "tool.")) != NULL) {
        return tool_intent(view, rest, intent);
    }
    if ((rest = after(id, "answer.")) != NULL || (rest = after(id, "choice.")) != NULL) {
        return choice_intent(view, rest, SESSION_CHOOSE, intent);
    }
    if ((rest = after(id, "less.")) != NULL) {
        return choice_intent(view, rest, SESSION_GOAL_LESS, intent);
    }
    if ((rest = after(id, "verdict.")) != NULL) {
        const bool is_yes = strcmp(rest, "yes") == 0;
        *intent = (struct session_intent){.kind = SESSION_VERDICT, .index = is_yes ? 1 : 0};
        return is_yes || strcmp(rest, "no") == 0;
    }
    if ((rest = after(id, "band.")) != NULL) {
        return number_intent(rest, SESSION_PICK, intent);
    }
    if ((rest = after(id, "area.")) != NULL) {
        return number_intent(rest, SESSION_PICK, intent);
    }
    if ((rest = after(id, "key.")) != NULL) {
        return keys_intent(view, rest, intent);
    }
    if ((rest = after(id, "layer.")) != NULL) {
        return keys_layer_intent(view, rest, intent);
    }
    if ((rest = after(id, "programme.")) != NULL) {
        return programme_intent(view, rest, SESSION_SET_PROGRAMME, intent);
    }
    if ((rest = after(id, "outcome.")) != NULL || (rest = after(id, "late.")) != NULL) {
        return programme_intent(view, rest, SESSION_OPEN_ANSWER, intent);
    }
    if ((rest = after(id, "sign.")) != NULL) {
        return sign_intent(rest, intent);
    }
    if ((rest = after(id, "lang.")) != NULL) {
        intent->kind = SESSION_SET_LANGUAGE;
        return bs_utf8_copy(intent->lang, sizeof intent->lang, rest);
    }
    return false;
}

/* Which of its pages is shown; of a pair question which round. */
static size_t page_of(const struct session *session)
{
    switch (session->screen) {
    case SESSION_QUESTION:
        return session->round;
    case SESSION_HELP:
    case SESSION_ABOUT:
        return session->about_page;
    default:
        return session->page;
    }
}

void screen_name(const struct screen_view *view, char out[24])
{
    const struct session *session = view->session;
    if (view_is_desk(view)) {
        snprintf(out, 24, "desk.%d.%zu.%d", (int)view->desk->screen, view->desk->page % 100,
                 view->desk->is_warning ? 1 : 0);
        return;
    }
    snprintf(out, 24, "%d.%zu.%zu.%d.%s", (int)session->screen, session->question % 10,
             page_of(session) % 100, session->is_warning ? 1 : 0, session->lang);
}
