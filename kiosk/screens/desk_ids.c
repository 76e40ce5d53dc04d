/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the controls of the connector's screens mean. */

#include "desk_look.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "keys.h"

static const char *after(const char *id, const char *prefix)
{
    const size_t len = strlen(prefix);
    return strncmp(id, prefix, len) == 0 ? id + len : NULL;
}

static bool mean(struct desk_intent *intent, enum desk_intent_kind kind, size_t index)
{
    *intent = (struct desk_intent){.kind = kind, .index = index};
    return true;
}

/* A number of at most three figures. */
static bool number_of(const char *digits, size_t *out)
{
    const size_t len = strlen(digits);

    if (len == 0 || len > 3 || strspn(digits, "0123456789") != len) {
        return false;
    }
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        *out = *out * 10 + (size_t)(digits[i] - '0');
    }
    return true;
}

/* "row.3": the kind of intent that such an id has on its screen. */
static bool numbered(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    static const struct {
        const char *prefix;
        enum desk_screen screen;
        enum desk_intent_kind kind;
        size_t most;
    } NUMBERED[] = {
        {"pin.", DESK_DOOR, DESK_DIGIT, 10},
        {"row.", DESK_QUEUE, DESK_LOOK, DESK_ROWS},
        {"undo.", DESK_QUEUE, DESK_UNDO, DESK_ROWS},
        {"word.", DESK_WORDS, DESK_TAP_WORD, MASKS_WORDS_MAX},
        {"until.", DESK_UNTIL, DESK_CHOOSE, DESK_UNTILS},
    };
    for (size_t i = 0; i < sizeof NUMBERED / sizeof NUMBERED[0]; i++) {
        const char *rest = after(id, NUMBERED[i].prefix);
        size_t index = 0;
        if (rest != NULL && view->desk->screen == NUMBERED[i].screen && number_of(rest, &index) &&
            index < NUMBERED[i].most) {
            return mean(intent, NUMBERED[i].kind, index);
        }
    }
    return false;
}

/* Ids whose whole text is known. */
static bool named(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    static const struct {
        const char *id;
        enum desk_screen screen;
        enum desk_intent_kind kind;
        size_t index;
    } NAMED[] = {
        {"desk.queue", DESK_HOME, DESK_GO, DESK_QUEUE},
        {"desk.help", DESK_HOME, DESK_GO, DESK_HELP},
        {"desk.subject", DESK_HOME, DESK_GO, DESK_SUBJECT},
        {"desk.note", DESK_HOME, DESK_GO, DESK_NOTE},
        {"desk.status", DESK_HOME, DESK_GO, DESK_STATUS},
        {"desk.clean", DESK_HOME, DESK_GO, DESK_CLEAN},
        {"desk.export", DESK_HOME, DESK_GO, DESK_EXPORT},
        {"tool.rub_out", DESK_DOOR, DESK_RUB_OUT, 0},
        {"tool.rub_out", DESK_WRITE, DESK_RUB_OUT, 0},
        {"tool.next", DESK_DOOR, DESK_KNOCK, 0},
        {"tool.next", DESK_DONE, DESK_BACK, 0},
        {"tool.next", DESK_BETWEEN, DESK_SEND, 0},
        {"tool.enough", DESK_BETWEEN, DESK_CHOOSE, 0},
        {"tool.filter", DESK_QUEUE, DESK_GO, DESK_SUBJECT},
        {"tool.more", DESK_QUEUE, DESK_MORE, 0},
        {"tool.more", DESK_WORDS, DESK_MORE, 0},
        {"tool.more", DESK_SUBJECT, DESK_MORE, 0},
        {"tool.more", DESK_STATUS, DESK_MORE, 0},
        {"tool.release", DESK_WORDS, DESK_RELEASE, 0},
        {"tool.hide", DESK_WORDS, DESK_GO, DESK_HIDE},
        {"tool.pass", DESK_WORDS, DESK_GO, DESK_PASS},
        {"pass.contact", DESK_PASS, DESK_CHOOSE, BS_PASS_CONTACT},
        {"pass.reader", DESK_PASS, DESK_CHOOSE, BS_PASS_READER},
        {"consent.yes", DESK_CONSENT, DESK_CHOOSE, 1},
        {"consent.no", DESK_CONSENT, DESK_CHOOSE, 0},
        {"help.one", DESK_HELP, DESK_CHOOSE, 0},
        {"help.group", DESK_HELP, DESK_CHOOSE, 1},
        {"help.paper", DESK_HELP, DESK_CHOOSE, 2},
        {"tool.send", DESK_WRITE, DESK_SEND, 0},
        {"tool.send", DESK_EXPORT, DESK_SEND, 0},
    };
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++) {
        if (NAMED[i].screen == view->desk->screen && strcmp(NAMED[i].id, id) == 0) {
            return mean(intent, NAMED[i].kind, NAMED[i].index);
        }
    }
    return false;
}

/* Reasons and kinds of notes, by the names that they have in the log. */
static bool by_name(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    const char *reason = after(id, "reason."), *note = after(id, "note.");

    for (unsigned i = 0; reason != NULL && view->desk->screen == DESK_HIDE && i < BS_HIDE_REASONS;
         i++) {
        if (strcmp(reason, bs_hide_reason_name((enum bs_hide_reason)i)) == 0) {
            return mean(intent, DESK_CHOOSE, i);
        }
    }
    for (unsigned i = 0; note != NULL && view->desk->screen == DESK_NOTE && i < BS_NOTES; i++) {
        if (strcmp(note, bs_note_kind_name((enum bs_note_kind)i)) == 0) {
            return mean(intent, DESK_CHOOSE, i);
        }
    }
    return false;
}

static bool subject(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    const struct bs_bundle *bundle = view->session->bundle;
    const enum desk_intent_kind kind = view->desk->is_filtering ? DESK_FILTER : DESK_CHOOSE;
    const char *name = after(id, "programme.");

    if (view->desk->screen != DESK_SUBJECT) {
        return false;
    }
    if (view->desk->is_filtering && strcmp(id, "tool.all") == 0) {
        return mean(intent, DESK_FILTER, bundle->programme_count);
    }
    for (size_t i = 0; name != NULL && i < bundle->programme_count; i++) {
        if (strcmp(bundle->programmes[i].programme->id, name) == 0) {
            return mean(intent, kind, i);
        }
    }
    return false;
}

static bool keyboard(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    struct session_intent key = {0};
    const char *rest;

    if (view->desk->screen != DESK_WRITE) {
        return false;
    }
    if ((rest = after(id, "key.")) != NULL && keys_intent(view, rest, &key)) {
        (void)mean(intent, DESK_KEY, key.index);
        return bs_utf8_copy(intent->text, sizeof intent->text, key.text);
    }
    return (rest = after(id, "layer.")) != NULL && keys_layer_intent(view, rest, &key) &&
           mean(intent, DESK_LAYER, key.index);
}

/* What is the same on all of its screens but the one that is being cleaned. */
static bool everywhere(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    if (view->desk->screen == DESK_CLEAN) {
        return false;
    }
    if (strcmp(id, "tool.leave") == 0) {
        return mean(intent, DESK_LEAVE, 0);
    }
    if (strcmp(id, "tool.stay") == 0) {
        return mean(intent, DESK_STAY, 0);
    }
    return strcmp(id, "tool.back") == 0 && view->desk->screen != DESK_BETWEEN &&
           mean(intent, DESK_BACK, 0);
}

bool screen_desk_intent(const struct screen_view *view, const char *id, struct desk_intent *intent)
{
    if (!view_is_desk(view)) {
        return view->session->screen == SESSION_HELP && strcmp(id, "tool.staff") == 0 &&
               mean(intent, DESK_OPEN, 0);
    }
    return everywhere(view, id, intent) || named(view, id, intent) || numbered(view, id, intent) ||
           by_name(view, id, intent) || subject(view, id, intent) || keyboard(view, id, intent);
}
