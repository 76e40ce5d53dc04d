/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom she helps: one resident, a group, or whoever filled in a paper form; and what is asked now. */

#include <string.h>

#include <buurtstem/clock.h>
#include <buurtstem/utf8.h>

#include "desk_p.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)

void desk_next_visit(struct desk_step *step)
{
    struct desk *desk = step->desk;

    desk_show(step, DESK_SHUT);
    step->effect->kind = DESK_HELP_VISIT;
    step->effect->helping = desk->helping;
    if (desk->helping != DESK_HELPS_ONE && desk->subject < desk->bundle->programme_count) {
        (void)bs_utf8_copy(step->effect->programme, sizeof step->effect->programme,
                           desk->bundle->programmes[desk->subject].programme->id);
    }
    if (desk->helping == DESK_HELPS_PAPER) {
        (void)bs_utf8_copy(step->effect->batch, sizeof step->effect->batch, desk->batch);
    }
}

static bool choose_whom(struct desk_step *step)
{
    struct desk *desk = step->desk;

    switch (step->intent->index) {
    case 0:
        desk->helping = DESK_HELPS_ONE;
        desk_next_visit(step);
        return true;
    case 1:
        desk->plan = DESK_HELPS_GROUP;
        desk_show(step, DESK_SUBJECT);
        return true;
    case 2:
        desk->plan = DESK_HELPS_PAPER;
        desk->is_batch = true;
        desk_show(step, DESK_WRITE);
        return true;
    default:
        return false;
    }
}

static bool name_batch(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (step->intent->kind != DESK_SEND) {
        return desk_type(step, DESK_BATCH_MAX);
    }
    if (!text_entry_any(&desk->words)) {
        return false;
    }
    (void)bs_utf8_copy(desk->batch, sizeof desk->batch, desk->words.text);
    desk_show(step, DESK_SUBJECT);
    return true;
}

static bool choose_subject(struct desk_step *step)
{
    struct desk *desk = step->desk;

    if (step->intent->index >= desk->bundle->programme_count) {
        return false;
    }
    desk->subject = step->intent->index;
    if (desk->plan == DESK_HELPS_NOBODY) {
        desk_show(step, DESK_UNTIL);
        return true;
    }
    desk->helping = desk->plan;
    desk_next_visit(step);
    return true;
}

/* The first moment of the next day in Amsterdam, also of days of 23 and 25 hours. */
static int64_t midnight(int64_t wall_ms)
{
    const int day = 24 * 60;
    int64_t at = wall_ms - wall_ms % MINUTE_MS +
                 (int64_t)(day - bs_minute_in_amsterdam(wall_ms)) * MINUTE_MS;
    const int off = bs_minute_in_amsterdam(at);

    return at - (int64_t)(off < day / 2 ? off : off - day) * MINUTE_MS;
}

static bool choose_until(struct desk_step *step)
{
    const int64_t untils[DESK_UNTILS] = {step->wall_ms + HOUR_MS, step->wall_ms + 3 * HOUR_MS,
                                         midnight(step->wall_ms)};
    struct desk *desk = step->desk;

    if (step->intent->index >= DESK_UNTILS) {
        return false;
    }
    if (desk->subject >= desk->bundle->programme_count) { /* a bundle without it came between */
        desk_show(step, DESK_SUBJECT);
        return true;
    }
    (void)bs_utf8_copy(step->effect->programme, sizeof step->effect->programme,
                       desk->bundle->programmes[desk->subject].programme->id);
    step->effect->until_ms = untils[step->intent->index];
    step->effect->kind = DESK_PIN_SUBJECT;
    desk->was_kept = true;
    desk_show(step, DESK_DONE);
    return true;
}

/* A resident stands at the screen: what is of others stays shut until she signs in again. Of a group the next one follows,
 * unless the last one walked away. */
static bool visit_over(struct desk_step *step)
{
    if (step->desk->helping == DESK_HELPS_ONE || step->intent->index == 1) {
        desk_close(step);
    } else {
        step->desk->last_tap_ms = step->now_ms;
        desk_show(step, DESK_BETWEEN);
    }
    return true;
}

/* Paper forms she types herself, and goes on. But a visit waits for minutes, and nobody knows who stands there now. */
void desk_end_helping(struct desk_step *step)
{
    if (step->desk->helping == DESK_HELPS_PAPER) {
        desk_to_door(step);
    } else {
        desk_close(step);
    }
}

static bool between(struct desk_step *step)
{
    if (step->intent->kind == DESK_SEND) {
        desk_next_visit(step);
        return true;
    }
    if (step->intent->kind == DESK_CHOOSE) { /* enough */
        desk_end_helping(step);
        return true;
    }
    return false;
}

bool desk_at_help(struct desk_step *step)
{
    struct desk *desk = step->desk;
    const enum desk_intent_kind kind = step->intent->kind;

    switch (desk->screen) {
    case DESK_SHUT:
        return kind == DESK_VISIT_OVER && desk->helping != DESK_HELPS_NOBODY && visit_over(step);
    case DESK_BETWEEN:
        return between(step);
    case DESK_HELP:
        return kind == DESK_CHOOSE && choose_whom(step);
    case DESK_SUBJECT:
        return kind == DESK_CHOOSE && !desk->is_filtering && choose_subject(step);
    case DESK_UNTIL:
        return kind == DESK_CHOOSE && choose_until(step);
    case DESK_WRITE:
        return desk->is_batch && name_batch(step);
    default:
        return false;
    }
}
