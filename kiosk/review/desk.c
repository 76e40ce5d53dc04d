/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's time and the way between its screens. */

#include "desk.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "desk_p.h"

/* ---- what is in hand ---- */

static void forget_words(struct desk *desk)
{
    bs_wipe(&desk->comment, sizeof desk->comment);
    masks_wipe(&desk->masks);
    memset(&desk->id, 0, sizeof desk->id);
}

static bool is_about_words(enum desk_screen screen)
{
    return screen == DESK_WORDS || screen == DESK_HIDE || screen == DESK_PASS;
}

static bool is_written(enum desk_screen screen)
{
    return screen == DESK_WRITE || screen == DESK_CONSENT || screen == DESK_NOTE;
}

void desk_show(struct desk_step *step, enum desk_screen screen)
{
    struct desk *desk = step->desk;

    if (!is_about_words(screen)) {
        forget_words(desk);
    }
    if (!is_written(screen)) {
        text_entry_wipe(&desk->words);
    }
    bs_wipe(desk->pin, sizeof desk->pin);
    desk->typed = 0;
    if (screen == DESK_DONE) {
        desk->done = desk->screen;
    }
    desk->screen = screen;
    desk->screen_ms = step->now_ms;
    desk->is_waiting = false;
    desk->is_filtering = desk->is_filtering && screen == DESK_SUBJECT;
    desk->trouble = DESK_NO_TROUBLE;
    desk->page = 0;
    desk->layer = 0;
}

void desk_ask(struct desk_step *step, enum desk_effect_kind kind)
{
    step->effect->kind = kind;
    step->desk->is_waiting = true;
    step->desk->is_listing = kind == DESK_LIST;
}

void desk_list(struct desk_step *step, size_t skip)
{
    struct desk *desk = step->desk;

    if (desk->bundle != NULL && desk->filter < desk->bundle->programme_count) {
        (void)bs_utf8_copy(step->effect->programme, sizeof step->effect->programme,
                           desk->bundle->programmes[desk->filter].programme->id);
    }
    step->effect->skip = skip;
    desk_ask(step, DESK_LIST);
}

void desk_sign(const struct desk *desk, char by[BS_SLUG_TEXT])
{
    memcpy(by, desk->who, sizeof desk->who);
}

/* Overwrites everything but the door's memory of wrong tries. */
static void close_desk(struct desk *desk, struct desk_effect *effect)
{
    const struct signin signin = desk->signin;
    const struct bs_bundle *bundle = desk->bundle;

    bs_wipe(desk, sizeof *desk);
    desk->signin = signin;
    desk->bundle = bundle;
    effect->kind = DESK_CLOSE;
}

void desk_close(struct desk_step *step)
{
    close_desk(step->desk, step->effect);
}

const struct bs_connector *desk_who(const struct desk *desk)
{
    return desk->who[0] == '\0' ? NULL : bs_bundle_connector(desk->bundle, desk->who);
}

void desk_start(struct desk *desk, int wrong, int64_t now_ms)
{
    memset(desk, 0, sizeof *desk);
    signin_start(&desk->signin, wrong, now_ms);
}

/* Places in another bundle are others: where that programme stands now; behind the last one: nowhere. */
static size_t place_in(const struct bs_bundle *bundle, const struct bs_bundle *before, size_t place)
{
    if (before == NULL || place >= before->programme_count) {
        return bundle->programme_count;
    }
    for (size_t i = 0; i < bundle->programme_count; i++) {
        if (strcmp(bundle->programmes[i].programme->id, before->programmes[place].programme->id) ==
            0) {
            return i;
        }
    }
    return bundle->programme_count;
}

void desk_set_bundle(struct desk *desk, const struct bs_bundle *bundle, struct desk_effect *effect)
{
    memset(effect, 0, sizeof *effect);
    desk->filter = place_in(bundle, desk->bundle, desk->filter);
    desk->subject = place_in(bundle, desk->bundle, desk->subject);
    desk->bundle = bundle;
    if (desk->who[0] != '\0' && desk_who(desk) == NULL) {
        close_desk(desk, effect);
    }
}

/* ---- time ---- */

/* While she helps, the visit has its own time. */
static bool is_timed(const struct desk *desk)
{
    return desk->screen != DESK_SHUT && desk->screen != DESK_CLEAN && desk->screen != DESK_BETWEEN;
}

static bool pass_time(struct desk_step *step)
{
    struct desk *desk = step->desk;
    const int64_t still_ms = step->now_ms - desk->last_tap_ms;

    if (desk->screen == DESK_CLEAN && step->now_ms - desk->screen_ms >= DESK_CLEAN_MS) {
        desk->last_tap_ms = step->now_ms;
        desk_show(step, DESK_HOME);
        return true;
    }
    if (desk->screen == DESK_BETWEEN && step->now_ms - desk->screen_ms >= DESK_NEXT_MS) {
        desk_next_visit(step);
        return true;
    }
    if (!is_timed(desk) || still_ms < DESK_WARN_MS) {
        return false;
    }
    if (still_ms >= DESK_WARN_MS + DESK_WIPE_MS) {
        close_desk(desk, step->effect);
        return true;
    }
    desk->is_warning = true;
    return true;
}

void desk_hold(struct desk *desk, int64_t now_ms)
{
    desk->last_tap_ms = desk->is_warning ? desk->last_tap_ms : now_ms;
}

int64_t desk_deadline(const struct desk *desk, int64_t now_ms)
{
    const int64_t second_ms = 1000;

    if (desk->screen == DESK_BETWEEN) {
        return desk->screen_ms + DESK_NEXT_MS;
    }
    if (desk->screen == DESK_CLEAN || desk->is_warning) {
        return now_ms + second_ms - (now_ms - desk->screen_ms) % second_ms;
    }
    if (desk->screen == DESK_DOOR && signin_wait_ms(&desk->signin, now_ms) > 0) {
        return now_ms + second_ms;
    }
    return is_timed(desk) ? desk->last_tap_ms + DESK_WARN_MS : -1;
}

int desk_seconds_left(const struct desk *desk, int64_t now_ms)
{
    int64_t left = 0;

    if (desk->screen == DESK_CLEAN) {
        left = desk->screen_ms + DESK_CLEAN_MS - now_ms;
    } else if (desk->is_warning) {
        left = desk->last_tap_ms + DESK_WARN_MS + DESK_WIPE_MS - now_ms;
    } else if (desk->screen == DESK_DOOR) {
        left = signin_wait_ms(&desk->signin, now_ms);
    }
    return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

/* ---- the way between the screens ---- */

/* What is told by a machine is no sign that somebody is there. */
static bool is_touch(enum desk_intent_kind kind)
{
    switch (kind) {
    case DESK_TICK:
    case DESK_LET_IN:
    case DESK_TURNED_AWAY:
    case DESK_LISTED:
    case DESK_READ:
    case DESK_GONE:
    case DESK_KEPT:
    case DESK_NOT_KEPT:
    case DESK_VISIT_OVER:
    case DESK_SIGNED_OUT:
        return false;
    default:
        return true;
    }
}

static bool go(struct desk_step *step)
{
    const enum desk_screen to = (enum desk_screen)step->intent->index;

    switch (to) {
    case DESK_QUEUE:
        desk_show(step, to);
        desk_list(step, 0);
        return true;
    case DESK_SUBJECT:
        step->desk->plan = DESK_HELPS_NOBODY;
        desk_show(step, to);
        return true;
    case DESK_NOTE:
    case DESK_HELP:
    case DESK_STATUS:
    case DESK_CLEAN:
    case DESK_EXPORT:
        desk_show(step, to);
        return true;
    default:
        return false;
    }
}

static bool has_pages(enum desk_screen screen)
{
    return screen == DESK_WORDS || screen == DESK_SUBJECT || screen == DESK_STATUS;
}

/* Back leads to the page before; home, and from there out; from what is about one comment to the queue. */
static bool go_back(struct desk_step *step)
{
    if (has_pages(step->desk->screen) && step->desk->page > 0) {
        step->desk->page--;
        return true;
    }
    if (step->desk->is_filtering) {
        desk_show(step, DESK_QUEUE);
        desk_list(step, step->desk->queue.skip);
        return true;
    }
    switch (step->desk->screen) {
    case DESK_SHUT:
    case DESK_CLEAN:
        return false;
    case DESK_DOOR:
    case DESK_HOME:
        close_desk(step->desk, step->effect);
        return true;
    case DESK_HIDE:
    case DESK_PASS:
        step->desk->screen = DESK_WORDS;
        return true;
    case DESK_WORDS:
        desk_show(step, DESK_QUEUE);
        desk_list(step, step->desk->queue.skip);
        return true;
    case DESK_BETWEEN:
        desk_end_helping(step);
        return true;
    default:
        desk_show(step, DESK_HOME);
        desk_list(step, 0);
        return true;
    }
}

static bool turn_page(struct desk_step *step)
{
    if (!has_pages(step->desk->screen) || step->desk->is_waiting) {
        return desk_at_queue(step);
    }
    step->desk->page++;
    return true;
}

static bool act(struct desk_step *step)
{
    switch (step->intent->kind) {
    case DESK_LEAVE:
        if (step->desk->screen == DESK_SHUT) {
            return false;
        }
        close_desk(step->desk, step->effect);
        return true;
    case DESK_SIGNED_OUT:
        if (step->desk->screen == DESK_SHUT || step->desk->who[0] == '\0') {
            return false;
        }
        desk_to_door(step);
        step->desk->was_removed = true;
        return true;
    case DESK_STAY:
        return true;
    case DESK_BACK:
        return go_back(step);
    case DESK_GO:
        return step->desk->screen == DESK_HOME ? go(step) : desk_at_queue(step);
    case DESK_MORE:
        return turn_page(step);
    default:
        return desk_at_export(step) || desk_at_door(step) || desk_at_queue(step) ||
               desk_at_notes(step) || desk_at_help(step);
    }
}

static enum desk_trouble trouble_of(size_t index)
{
    return index > DESK_TROUBLE_DISK && index <= DESK_TROUBLE_STICK_LOCKED
               ? (enum desk_trouble)index
               : DESK_TROUBLE_DISK;
}

bool desk_apply(struct desk *desk, const struct desk_intent *intent, int64_t now_ms,
                int64_t wall_ms, struct desk_effect *effect)
{
    struct desk_step step = {desk, intent, now_ms, wall_ms, effect};
    bool changed;

    memset(effect, 0, sizeof *effect);
    if (desk_hear_verdict(&step)) {
        return true;
    }
    changed = pass_time(&step);
    if (effect->kind != DESK_NO_EFFECT || intent->kind == DESK_TICK) {
        return changed;
    }
    if (is_touch(intent->kind)) {
        desk->last_tap_ms = now_ms;
        desk->trouble = DESK_NO_TROUBLE;
        desk->was_removed = false;
        changed = changed || desk->is_warning;
        if (desk->is_warning && intent->kind != DESK_LEAVE && intent->kind != DESK_BADGE) {
            desk->is_warning =
                false; /* what was touched stands behind the question: it only answers that */
            return true;
        }
    }
    if (!act(&step)) {
        return changed;
    }
    if (intent->kind == DESK_NOT_KEPT) {
        desk->trouble = trouble_of(intent->index);
    }
    return true;
}

enum bs_channel desk_channel(const struct desk *desk)
{
    switch (desk->helping) {
    case DESK_HELPS_ONE:
    case DESK_HELPS_GROUP:
        return BS_CHANNEL_ASSISTED;
    case DESK_HELPS_PAPER:
        return BS_CHANNEL_PAPER;
    default:
        return BS_CHANNEL_KIOSK;
    }
}
