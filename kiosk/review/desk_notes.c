/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What she knows herself: of this day, of somebody the neighbourhood can use, or what cannot wait. */

#include <string.h>

#include <buurtstem/clock.h>
#include <buurtstem/utf8.h>

#include "desk_p.h"

static bool choose_kind(struct desk_step *step)
{
    if (step->intent->index >= BS_NOTES) {
        return false;
    }
    step->desk->note = (enum bs_note_kind)step->intent->index;
    step->desk->is_batch = false;
    desk_show(step, step->desk->note == BS_NOTE_TREASURE ? DESK_CONSENT : DESK_WRITE);
    return true;
}

/* 1: who it is about agreed. */
static bool consent(struct desk_step *step)
{
    desk_show(step, step->intent->index == 1 ? DESK_WRITE : DESK_NOTE);
    return true;
}

static bool send(struct desk_step *step)
{
    struct desk *desk = step->desk;
    struct bs_note *note = &step->effect->note;

    if (!text_entry_any(&desk->words)) {
        return false;
    }
    note->kind = desk->note;
    note->has_consent = desk->note == BS_NOTE_TREASURE;
    note->is_trial = !desk->bundle->is_in_use;
    note->day = bs_date_in_amsterdam(step->wall_ms);
    (void)bs_utf8_copy(note->place, sizeof note->place, desk->bundle->place.id);
    (void)bs_utf8_copy(note->lang, sizeof note->lang, desk->bundle->languages[0]);
    (void)bs_utf8_copy(note->text, sizeof note->text, desk->words.text);
    desk_sign(desk, note->by);
    desk_ask(step, DESK_KEEP_NOTE);
    return true;
}

/* Shows the layer of the keyboard that follows, too. */
static bool put(struct desk *desk, const struct desk_intent *intent, size_t most)
{
    const bool is_put = text_entry_put(&desk->words, intent->text, most);

    desk->layer = is_put ? intent->index : desk->layer;
    return is_put;
}

static bool set_layer(struct desk *desk, size_t layer)
{
    const bool changes = desk->layer != layer;

    desk->layer = layer;
    return changes;
}

bool desk_type(struct desk_step *step, size_t most)
{
    struct desk *desk = step->desk;

    switch (step->intent->kind) {
    case DESK_KEY:
        return put(desk, step->intent, most);
    case DESK_LAYER:
        return set_layer(desk, step->intent->index);
    case DESK_RUB_OUT:
        return text_entry_rub_out(&desk->words);
    default:
        return false;
    }
}

/* What could not be kept stays on its page. */
static bool settled(struct desk_step *step, bool was_kept)
{
    step->desk->was_kept = was_kept;
    step->desk->is_waiting = false;
    if (was_kept) {
        desk_show(step, DESK_DONE);
    }
    return true;
}

bool desk_at_notes(struct desk_step *step)
{
    struct desk *desk = step->desk;
    const enum desk_intent_kind kind = step->intent->kind;

    if (desk->screen == DESK_NOTE && kind == DESK_CHOOSE) {
        return choose_kind(step);
    }
    if (desk->screen == DESK_CONSENT && kind == DESK_CHOOSE) {
        return consent(step);
    }
    if (desk->screen != DESK_WRITE || desk->is_batch) {
        return false;
    }
    if (desk->is_waiting) {
        return (kind == DESK_KEPT || kind == DESK_NOT_KEPT) && settled(step, kind == DESK_KEPT);
    }
    return kind == DESK_SEND ? send(step) : desk_type(step, BS_NOTE_MAX);
}
