/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The comments that wait, and what she decides about one. */

#include <string.h>

#include <buurtstem/clock.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "desk_p.h"

/* ---- the queue ---- */

static bool take_list(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (!desk->is_waiting || desk->who[0] == '\0' || step->intent->queue == NULL) {
        return false;
    }
    desk->queue = *step->intent->queue;
    desk->is_waiting = false;
    return true;
}

/* It could not even be asked for: what was read before stays. To ask at once again would go on for ever. */
static bool not_listed(struct desk_step *step)
{
    step->desk->is_waiting = false;
    step->desk->is_listing = false;
    step->desk->was_kept = false;
    return true;
}

static bool next_page(struct desk_step *step)
{
    const struct desk_queue *queue = &step->desk->queue;
    const size_t next = queue->skip + DESK_ROWS;

    desk_list(step, next < queue->total ? next : 0);
    return true;
}

static bool filter(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (step->intent->index > desk->bundle->programme_count) {
        return false;
    }
    desk->filter = step->intent->index;
    if (desk->screen != DESK_QUEUE) {
        desk_show(step, DESK_QUEUE);
    }
    desk_list(step, 0);
    return true;
}

/* Of which subject the queue is to be seen, is chosen on a screen of its own. */
static bool choose_filter(struct desk_step *step)
{
    if (step->intent->index != DESK_SUBJECT) {
        return false;
    }
    step->desk->is_filtering = true;
    desk_show(step, DESK_SUBJECT);
    return true;
}

/* The row that is meant, NULL: it is not on this page. */
static const struct bs_held_entry *row(const struct desk_step *step)
{
    const struct desk_queue *queue = &step->desk->queue;
    const size_t index = step->intent->index;

    return index < queue->count && index < DESK_ROWS ? &queue->entries[index] : NULL;
}

static bool look(struct desk_step *step)
{
    const struct bs_held_entry *entry = row(step);

    if (entry == NULL || entry->state == BS_HELD_DECIDED) {
        return false;
    }
    step->desk->id = entry->id;
    step->effect->id = entry->id;
    desk_ask(step, DESK_FETCH);
    return true;
}

static bool take_words(struct desk_step *step)
{
    struct desk *desk = step->desk;
    const struct bs_held_comment *comment = step->intent->comment;

    if (!desk->is_waiting || comment == NULL ||
        memcmp(&comment->id, &desk->id, sizeof desk->id) != 0) {
        return false;
    }
    desk->screen = DESK_WORDS;
    desk->screen_ms = step->now_ms;
    desk->is_waiting = false;
    desk->page = 0;
    desk->comment = *comment;
    masks_start(&desk->masks, comment->text);
    return true;
}

/* ---- deciding ---- */

void desk_fill_at(const struct bs_held_comment *comment, struct bs_left_at *out)
{
    *out = (struct bs_left_at){
        .version = comment->version, .channel = comment->channel, .is_trial = comment->is_trial};
    memcpy(out->programme, comment->programme, sizeof out->programme);
    memcpy(out->place, comment->place, sizeof out->place);
    memcpy(out->lang, comment->lang, sizeof out->lang);
}

static void start_decision(struct desk_step *step, enum bs_ruling ruling)
{
    const struct desk *desk = step->desk;
    struct bs_decision *decision = &step->effect->decision;

    step->effect->id = desk->comment.id;
    decision->ruling = ruling;
    desk_fill_at(&desk->comment, &decision->at);
    bs_uuid_format(&desk->comment.id, decision->id);
    desk_sign(desk, decision->by);
}

static bool release(struct desk_step *step)
{
    const struct desk *desk = step->desk;
    struct bs_comment *out = &step->effect->comment;

    if (desk->screen != DESK_WORDS || masks_hide_all(&desk->masks)) {
        return false;
    }
    start_decision(step, BS_RULING_RELEASE);
    out->at = step->effect->decision.at;
    memcpy(out->id, step->effect->decision.id, sizeof out->id);
    memcpy(out->submission, desk->comment.submission, sizeof out->submission);
    out->written = bs_date_in_amsterdam(desk->comment.wall_ms);
    desk_sign(desk, out->by);
    masks_apply(&desk->masks, out);
    step->effect->decision.mask_count = out->mask_count;
    desk_ask(step, DESK_DECIDE);
    return true;
}

/* Why it is hidden, or to whom it goes. */
static bool choose(struct desk_step *step)
{
    const size_t index = step->intent->index;

    if (step->desk->screen == DESK_HIDE && index < BS_HIDE_REASONS) {
        start_decision(step, BS_RULING_HIDE);
        step->effect->decision.reason = (enum bs_hide_reason)index;
        desk_ask(step, DESK_DECIDE);
        return true;
    }
    if (step->desk->screen == DESK_PASS && index <= BS_PASS_READER) {
        start_decision(step, BS_RULING_PASS_ON);
        step->effect->decision.to = (enum bs_pass_to)index;
        desk_ask(step, DESK_PASS_ON);
        return true;
    }
    return false;
}

static bool to_side(struct desk_step *step)
{
    const enum desk_screen to = (enum desk_screen)step->intent->index;

    if (step->desk->screen != DESK_WORDS || (to != DESK_HIDE && to != DESK_PASS)) {
        return false;
    }
    step->desk->screen = to;
    step->desk->screen_ms = step->now_ms;
    return true;
}

/* A row tells what a record needs, but for the place and the version, which who keeps it fills in. */
static bool undo(struct desk_step *step)
{
    const struct bs_held_entry *entry = row(step);
    struct bs_decision *decision = &step->effect->decision;

    if (entry == NULL || entry->state != BS_HELD_DECIDED) {
        return false;
    }
    step->effect->id = entry->id;
    decision->ruling = BS_RULING_TAKE_BACK;
    bs_uuid_format(&entry->id, decision->id);
    desk_sign(step->desk, decision->by);
    desk_ask(step, DESK_TAKE_BACK);
    return true;
}

/* Kept or not, the queue is read again: it says what is true. */
static bool settled(struct desk_step *step, bool was_kept)
{
    struct desk *desk = step->desk;

    if (!desk->is_waiting) {
        return false;
    }
    if (!was_kept && desk->screen != DESK_QUEUE) {
        desk->is_waiting = false; /* her masks stay: she can try again */
        desk->was_kept = false;
        return true;
    }
    desk->was_kept = was_kept;
    desk_show(step, DESK_QUEUE);
    desk_list(step, desk->queue.skip);
    return true;
}

static bool at_list(struct desk_step *step)
{
    switch (step->intent->kind) {
    case DESK_MORE:
        return next_page(step);
    case DESK_FILTER:
        return filter(step);
    case DESK_LOOK:
        return look(step);
    case DESK_UNDO:
        return undo(step);
    case DESK_GO:
        return choose_filter(step);
    case DESK_READ:
        return take_words(step);
    case DESK_GONE:
        desk_list(step, 0);
        return true;
    default:
        return false;
    }
}

static bool at_words(struct desk_step *step)
{
    switch (step->intent->kind) {
    case DESK_TAP_WORD:
        return step->desk->screen == DESK_WORDS &&
               masks_toggle(&step->desk->masks, step->intent->index);
    case DESK_GO:
        return to_side(step);
    case DESK_RELEASE:
        return release(step);
    case DESK_CHOOSE:
        return choose(step);
    default:
        return false;
    }
}

/* Nothing else is asked for while the worker is at it, but what it tells always counts. */
static bool is_told(enum desk_intent_kind kind)
{
    return kind == DESK_READ || kind == DESK_GONE;
}

bool desk_at_queue(struct desk_step *step)
{
    const struct desk *desk = step->desk;
    const bool is_list = desk->screen == DESK_QUEUE;
    const bool is_words =
        desk->screen == DESK_WORDS || desk->screen == DESK_HIDE || desk->screen == DESK_PASS;

    if (step->intent->kind == DESK_LISTED) {
        return take_list(step);
    }
    if (step->intent->kind == DESK_NOT_KEPT && desk->is_waiting && desk->is_listing) {
        return not_listed(step);
    }
    if (desk->is_filtering) {
        return step->intent->kind == DESK_FILTER && filter(step);
    }
    if (!is_list && !is_words) {
        return false;
    }
    if (step->intent->kind == DESK_KEPT || step->intent->kind == DESK_NOT_KEPT) {
        return settled(step, step->intent->kind == DESK_KEPT);
    }
    if (desk->is_waiting && !is_told(step->intent->kind)) {
        return false;
    }
    return is_list ? at_list(step) : at_words(step);
}
