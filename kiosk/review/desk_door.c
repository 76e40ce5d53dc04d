/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The door: a PIN or a badge. */

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "desk_p.h"

static bool may_try(const struct desk_step *step)
{
    return !step->desk->is_waiting && !step->desk->signin.is_asked &&
           signin_wait_ms(&step->desk->signin, step->now_ms) == 0;
}

static bool open_door(struct desk_step *step)
{
    if (step->desk->screen != DESK_SHUT || step->desk->bundle == NULL) {
        return false;
    }
    desk_show(step, DESK_DOOR);
    step->desk->was_wrong = false;
    return true;
}

static bool type_digit(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (!may_try(step) || step->intent->index > 9 || desk->typed == DESK_PIN_MOST) {
        return false;
    }
    desk->pin[desk->typed++] = (char)('0' + (int)step->intent->index);
    desk->was_wrong = false;
    return true;
}

static bool rub_out(struct desk *desk)
{
    if (desk->typed == 0) {
        return false;
    }
    desk->pin[--desk->typed] = '\0';
    return true;
}

static bool ask_who(struct desk_step *step, const char *text, bool is_badge)
{
    struct desk *desk = step->desk;

    if (!may_try(step)) {
        return false;
    }
    (void)bs_utf8_copy(step->effect->text, sizeof step->effect->text, text);
    step->effect->is_badge = is_badge;
    bs_wipe(desk->pin, sizeof desk->pin);
    desk->typed = 0;
    desk->signin.is_asked = true;
    desk_ask(step, DESK_ASK_WHO);
    return true;
}

static bool let_in(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (!desk->is_waiting) {
        return false;
    }
    (void)bs_utf8_copy(desk->who, sizeof desk->who, step->intent->text);
    if (desk_who(desk) == NULL) { /* a bundle came between */
        desk->who[0] = '\0';
        desk->is_waiting = false;
        desk->was_removed = true;
        return true;
    }
    signin_right(&desk->signin);
    desk->last_tap_ms = step->now_ms;
    desk->filter = desk->bundle->programme_count;
    desk_show(step, DESK_HOME);
    desk_list(step, 0);
    return true;
}

/* It counts wherever who tried has gone: else the door is shut before each answer, and opened anew. */
static bool turn_away(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (desk->screen == DESK_DOOR && desk->is_waiting) {
        desk->is_waiting = false;
        desk->was_wrong = true;
    }
    step->effect->is_locked = signin_wrong(&desk->signin, step->now_ms) == SIGNIN_LOCKED;
    step->effect->tries = desk->signin.wrong;
    step->effect->kind = DESK_NOTE_TRIES;
    return true;
}

bool desk_hear_verdict(struct desk_step *step)
{
    const enum desk_intent_kind kind = step->intent->kind;

    if (kind != DESK_LET_IN && kind != DESK_TURNED_AWAY && kind != DESK_UNASKED) {
        return false;
    }
    step->desk->signin.is_asked = false;
    return kind == DESK_TURNED_AWAY && turn_away(step);
}

static bool not_asked(struct desk *desk)
{
    if (!desk->is_waiting) {
        return false;
    }
    desk->is_waiting = false;
    desk->trouble = DESK_TROUBLE_DISK;
    return true;
}

void desk_to_door(struct desk_step *step)
{
    desk_close(step);
    step->effect->kind = DESK_NO_EFFECT;
    step->desk->last_tap_ms = step->now_ms;
    desk_show(step, DESK_DOOR);
}

/* Another badge: who was in is out, and everything of hers is overwritten, before it is looked at whose it is. */
static bool next_one(struct desk_step *step)
{
    desk_to_door(step);
    (void)ask_who(step, step->intent->text, true); /* if the door is locked, she waits before it */
    return true;
}

bool desk_at_door(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (step->intent->kind == DESK_OPEN) {
        return open_door(step);
    }
    if (step->intent->kind == DESK_BADGE && desk->who[0] != '\0' && desk->screen != DESK_SHUT &&
        step->intent->text[0] != '\0') {
        return next_one(step);
    }
    if (desk->screen != DESK_DOOR) {
        return false;
    }
    switch (step->intent->kind) {
    case DESK_DIGIT:
        return type_digit(step);
    case DESK_RUB_OUT:
        return rub_out(desk);
    case DESK_KNOCK:
        return desk->typed >= DESK_PIN_LEAST && ask_who(step, desk->pin, false);
    case DESK_BADGE:
        return step->intent->text[0] != '\0' && ask_who(step, step->intent->text, true);
    case DESK_LET_IN:
        return let_in(step);
    case DESK_UNASKED:
        return not_asked(desk);
    default:
        return false;
    }
}
