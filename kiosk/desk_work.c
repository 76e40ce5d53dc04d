/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens held.db, carries out one order, and closes it. What a record says is made here, once. */

#include "desk_work.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "keeping.h"
#include "masks.h"

void desk_work_init(struct desk_work *work, const char *state_dir, const struct bs_clock *clock,
                    struct bs_random *random)
{
    work->state_dir = state_dir;
    work->clock = *clock;
    work->random = random;
    work->policy = BS_WORDS_HOLD;
    work->is_loaded = false;
    work->counted = (struct bs_date){0};
    work->decided_count = 0;
}

void desk_work_set_policy(struct desk_work *work, const struct bs_bundle *bundle)
{
    work->policy = bundle->words_policy;
    work->words_days = bundle->words_days;
}

void desk_order_know(struct desk_order *order, const struct bs_bundle *bundle)
{
    memcpy(order->salt, bundle->connector_salt, sizeof order->salt);
    order->connector_count = bundle->connector_count;
    for (size_t i = 0; i < bundle->connector_count; i++) {
        const struct bs_connector *from = &bundle->connectors[i];
        (void)bs_utf8_copy(order->connectors[i].id, sizeof order->connectors[i].id, from->id);
        (void)bs_utf8_copy(order->connectors[i].pin, sizeof order->connectors[i].pin,
                           from->pin != NULL ? from->pin : "");
        (void)bs_utf8_copy(order->connectors[i].badge, sizeof order->connectors[i].badge,
                           from->badge != NULL ? from->badge : "");
    }
}

void desk_answer_destroy(struct desk_answer *answer)
{
    if (answer != NULL) {
        bs_wipe(answer, sizeof *answer);
        free(answer);
    }
}

static void complain(const char *what, enum bs_err rc, const struct bs_error *err)
{
    bs_log(BS_LOG_ERROR, "desk.failed", "what=%s code=%s why=\"%s\"", what, bs_err_name(rc),
           err->text);
}

static int64_t wall_ms(const struct desk_work *work)
{
    return work->clock.wall_ms(work->clock.self);
}

static int64_t mono_ms(const struct desk_work *work)
{
    return work->clock.mono_ms(work->clock.self);
}

/* ---- what can still be taken back ---- */

static void note_decided(struct desk_work *work, const struct bs_uuid *id)
{
    if (work->decided_count < BS_HELD_COMMENTS_MAX) {
        work->decided[work->decided_count].id = *id;
        work->decided[work->decided_count++].due_ms = mono_ms(work) + DESK_BACK_MS;
    }
}

static void forget_decided(struct desk_work *work, const struct bs_uuid *id)
{
    for (size_t i = 0; i < work->decided_count; i++) {
        if (memcmp(&work->decided[i].id, id, sizeof *id) == 0) {
            work->decided[i] = work->decided[--work->decided_count];
            return;
        }
    }
}

static void note_again(void *self, const struct bs_uuid *id)
{
    note_decided(self, id);
}

/* Their time begins anew: the boot clock does not tell how long the power was off. */
static enum bs_err load(struct desk_work *work, struct bs_held *held, struct bs_error *err)
{
    if (work->is_loaded) {
        return BS_OK;
    }
    work->decided_count = 0;
    enum bs_err rc = bs_held_decided(held, note_again, work, err);
    work->is_loaded = rc == BS_OK;
    work->has_waiting = true; /* perhaps: it is looked for */
    return rc;
}

/* ---- who it is ---- */

static bool is_pin(const char *text)
{
    const size_t len = strlen(text);
    return len >= DESK_PIN_LEAST && len <= DESK_PIN_MOST && strspn(text, "0123456789") == len;
}

/* Looks at all of them, whoever it is, so that the time tells nothing. A line of keys may be a PIN that was typed on them. */
static const char *find_who(const struct desk_order *order, const char *hash)
{
    const bool is_badge = order->effect.is_badge;
    const bool may_be_pin = !is_badge || is_pin(order->effect.text);
    const char *found = NULL;
    for (size_t i = 0; i < order->connector_count; i++) {
        const bool is_her_pin = bs_equal_secret(order->connectors[i].pin, hash);
        const bool is_her_badge = bs_equal_secret(order->connectors[i].badge, hash);
        if ((is_her_pin && may_be_pin) || (is_her_badge && is_badge)) {
            found = order->connectors[i].id;
        }
    }
    return found;
}

static enum bs_err forget_tries(struct bs_held *held, struct bs_error *err)
{
    int tries = 0;
    enum bs_err rc = bs_held_wrong_tries(held, &tries, err);
    return rc == BS_OK && tries > 0 ? bs_held_set_wrong_tries(held, 0, err) : rc;
}

/* 1 before it is looked at: who pulls the plug before the answer has tried, too. -1: nobody could look. On a full disk the desk
 * alone counts. */
static void count_try(struct bs_held *held, int by)
{
    struct bs_error err = {0};
    int tries = 0;
    enum bs_err rc = bs_held_wrong_tries(held, &tries, &err);
    if (rc == BS_OK && tries < INT_MAX && tries + by >= 0) {
        rc = bs_held_set_wrong_tries(held, tries + by, &err);
    }
    if (rc != BS_OK) {
        complain("count", rc, &err);
    }
}

static enum bs_err ask_who(struct bs_held *held, const struct desk_order *order,
                           struct desk_answer *answer, struct bs_error *err)
{
    char hash[BS_HASH_TEXT] = "";
    count_try(held, 1);
    enum bs_err rc = bs_pin_hash(order->effect.text, order->salt, hash, err);
    const char *who = rc == BS_OK ? find_who(order, hash) : NULL;
    bs_wipe(hash, sizeof hash);
    if (rc != BS_OK) {
        count_try(held, -1);
        return rc;
    }
    answer->kind = DESK_TURNED_AWAY;
    if (who == NULL) {
        return BS_OK;
    }
    answer->kind = DESK_LET_IN;
    (void)bs_utf8_copy(answer->who, sizeof answer->who, who);
    bs_log(BS_LOG_INFO, "desk.signed-in", "by=%s", who);
    rc = forget_tries(held, err);
    return rc;
}

static enum bs_err note_tries(struct bs_held *held, const struct desk_effect *effect,
                              struct bs_error *err)
{
    bs_log(BS_LOG_WARNING, effect->is_locked ? "desk.locked" : "desk.wrong-try", "tries=%d",
           effect->tries);
    return bs_held_set_wrong_tries(held, effect->tries, err);
}

/* ---- looking ---- */

static enum bs_err list(struct bs_held *held, const struct desk_effect *effect,
                        struct desk_answer *answer, struct bs_error *err)
{
    struct desk_queue *queue = &answer->queue;
    const char *programme = effect->programme[0] != '\0' ? effect->programme : NULL;
    answer->kind = DESK_LISTED;
    queue->skip = effect->skip;
    return bs_held_queue(held, programme, effect->skip, queue->entries, &queue->count,
                         &queue->total, &queue->waiting, err);
}

static enum bs_err fetch(struct bs_held *held, const struct bs_uuid *id, struct bs_outbox *outbox,
                         struct desk_answer *answer, struct bs_error *err)
{
    enum bs_held_state state;
    struct bs_error none = {0};
    enum bs_err rc = bs_held_read_comment(held, id, &answer->comment, &state, err);
    answer->kind = rc == BS_OK ? DESK_READ : DESK_GONE;
    if (rc == BS_OK && outbox != NULL) {
        answer->has_submission = bs_outbox_find_answers(outbox, answer->comment.submission,
                                                        &answer->submission, &none) == BS_OK;
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* ---- deciding ---- */

struct made {
    struct bs_buf bytes;
    struct bs_held_record record;
};

static enum bs_err make_decision(struct desk_work *work, const struct bs_decision *decision,
                                 struct made *out, struct bs_error *err)
{
    bs_buf_init(&out->bytes, BS_RECORD_BODY_MAX);
    out->record.id = bs_uuid_v7(wall_ms(work), work->random);
    out->record.kind = BS_KIND_DECISION;
    enum bs_err rc = bs_decision_encode(decision, work->random, &out->bytes, err);
    out->record.body = bs_buf_bytes(&out->bytes);
    return rc;
}

static enum bs_err make_comment(struct desk_work *work, const struct bs_comment *comment,
                                struct made *out, struct bs_error *err)
{
    bs_buf_init(&out->bytes, BS_RECORD_BODY_MAX);
    out->record.id = bs_uuid_v7(wall_ms(work), work->random);
    out->record.kind = BS_KIND_COMMENT;
    enum bs_err rc = bs_comment_encode(comment, work->random, &out->bytes, err);
    out->record.body = bs_buf_bytes(&out->bytes);
    return rc;
}

static void finish_made(struct made *made)
{
    if (made->bytes.data != NULL) {
        bs_wipe(made->bytes.data, made->bytes.len);
    }
    bs_buf_finish(&made->bytes);
}

/* `comment` NULL: the words are hidden. */
static enum bs_err decide(struct desk_work *work, struct bs_held *held, const struct bs_uuid *id,
                          const struct bs_decision *decision, const struct bs_comment *comment,
                          struct bs_error *err)
{
    struct made made = {0}, released = {0};
    enum bs_err rc = make_decision(work, decision, &made, err);
    if (rc == BS_OK && comment != NULL) {
        rc = make_comment(work, comment, &released, err);
    }
    if (rc == BS_OK) {
        rc = bs_held_decide(held, id, &made.record, comment != NULL ? &released.record : NULL, err);
    }
    if (rc == BS_OK) {
        note_decided(work, id);
        work->has_waiting = true;
    }
    finish_made(&made);
    finish_made(&released);
    return rc;
}

/* A row of the queue does not tell of which place and version the words are. */
static enum bs_err take_back(struct desk_work *work, struct bs_held *held,
                             const struct desk_effect *effect, struct bs_error *err)
{
    struct bs_decision decision = effect->decision;
    struct bs_held_comment comment;
    struct made made = {0};
    enum bs_held_state state;
    enum bs_err rc = bs_held_read_comment(held, &effect->id, &comment, &state, err);
    if (rc == BS_OK) {
        desk_fill_at(&comment, &decision.at);
        rc = make_decision(work, &decision, &made, err);
    }
    if (rc == BS_OK) {
        rc = bs_held_take_back(held, &effect->id, &made.record, err);
    }
    if (rc == BS_OK) {
        forget_decided(work, &effect->id);
        work->has_waiting = true;
    }
    bs_wipe(&comment, sizeof comment);
    finish_made(&made);
    return rc;
}

static enum bs_err pass_on(struct desk_work *work, struct bs_held *held,
                           const struct desk_effect *effect, struct bs_error *err)
{
    const enum bs_held_state to =
        effect->decision.to == BS_PASS_READER ? BS_HELD_WITH_READER : BS_HELD_WITH_CONTACT;
    struct made made = {0};
    enum bs_err rc = make_decision(work, &effect->decision, &made, err);
    if (rc == BS_OK) {
        rc = bs_held_pass_on(held, &effect->id, to, &made.record, err);
    }
    work->has_waiting = work->has_waiting || rc == BS_OK;
    finish_made(&made);
    return rc;
}

/* ---- the log ---- */

static enum bs_err keep_note(struct desk_work *work, const struct bs_note *note,
                             struct bs_outbox *outbox, struct bs_error *err)
{
    const struct bs_uuid id = bs_uuid_v7(wall_ms(work), work->random);
    struct bs_buf body;
    if (outbox == NULL) {
        return bs_fail(err, BS_LATER, "the log cannot be written now");
    }
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    enum bs_err rc = bs_note_encode(note, work->random, &body, err);
    if (rc == BS_OK) {
        rc = bs_outbox_append(outbox, &id, BS_KIND_NOTE, bs_buf_bytes(&body), &work->clock, NULL,
                              err);
    }
    bs_buf_finish(&body);
    return rc;
}

/* Without a log it waits. */
static enum bs_err hand_over(struct desk_work *work, struct bs_held *held, struct bs_outbox *outbox,
                             struct bs_error *err)
{
    if (!work->has_waiting || outbox == NULL) {
        return BS_OK;
    }
    enum bs_err rc = keeping_hand_over(held, outbox, &work->clock, err);
    work->has_waiting = rc != BS_OK;
    return rc;
}

/* ---- orders ---- */

static enum bs_err carry_out(struct desk_work *work, struct bs_held *held,
                             const struct desk_order *order, struct bs_outbox *outbox,
                             struct desk_answer *answer, struct bs_error *err)
{
    const struct desk_effect *effect = &order->effect;
    const bool is_release = effect->decision.ruling == BS_RULING_RELEASE;
    switch (effect->kind) {
    case DESK_ASK_WHO:
        return ask_who(held, order, answer, err);
    case DESK_NOTE_TRIES:
        return note_tries(held, effect, err);
    case DESK_LIST:
        return list(held, effect, answer, err);
    case DESK_FETCH:
        return fetch(held, &effect->id, outbox, answer, err);
    case DESK_DECIDE:
        answer->kind = DESK_KEPT;
        return decide(work, held, &effect->id, &effect->decision,
                      is_release ? &effect->comment : NULL, err);
    case DESK_TAKE_BACK:
        answer->kind = DESK_KEPT;
        return take_back(work, held, effect, err);
    case DESK_PASS_ON:
        answer->kind = DESK_KEPT;
        return pass_on(work, held, effect, err);
    case DESK_KEEP_NOTE:
        answer->kind = DESK_KEPT;
        return keep_note(work, &effect->note, outbox, err);
    case DESK_PIN_SUBJECT:
        return bs_held_set_now(held, effect->programme, effect->until_ms, err);
    case DESK_NO_EFFECT:
    case DESK_HELP_VISIT:
    case DESK_EXPORT_LOG:
    case DESK_CLOSE:
        break;
    }
    return BS_OK;
}

/* What somebody waits for must be told, whatever happened. */
static void tell_failure(const struct desk_order *order, struct desk_answer *answer)
{
    switch (order->effect.kind) {
    case DESK_ASK_WHO:
        answer->kind = answer->kind == DESK_LET_IN ? DESK_LET_IN : DESK_UNASKED;
        break;
    case DESK_NOTE_TRIES:
    case DESK_PIN_SUBJECT:
        answer->kind = DESK_TICK;
        break;
    case DESK_LIST:
        answer->kind = DESK_LISTED; /* as much as was read: none */
        break;
    default:
        answer->kind = DESK_NOT_KEPT;
        answer->index = DESK_TROUBLE_DISK;
        break;
    }
}

struct desk_answer *desk_work_do(struct desk_work *work, const struct desk_order *order,
                                 struct bs_outbox *outbox, bool *is_log_broken)
{
    struct desk_answer *answer = bs_xcalloc(1, sizeof *answer);
    struct bs_held *held = NULL;
    struct bs_error err = {0};
    answer->kind = DESK_TICK;
    answer->number = order->number;
    enum bs_err rc = bs_held_open(work->state_dir, &held, &err);
    if (rc == BS_OK) {
        rc = load(work, held, &err);
    }
    if (rc == BS_OK) {
        rc = carry_out(work, held, order, outbox, answer, &err);
    }
    *is_log_broken = rc == BS_BROKEN && order->effect.kind == DESK_KEEP_NOTE;
    if (rc != BS_OK) {
        complain("order", rc, &err);
        tell_failure(order, answer);
    } else {
        rc = hand_over(work, held, outbox, &err);
        *is_log_broken = rc == BS_BROKEN;
        if (rc != BS_OK) {
            complain("hand-over", rc, &err);
        }
    }
    bs_held_close(held);
    return answer;
}

void desk_work_door(const struct desk_work *work, int *tries, char programme[BS_SLUG_TEXT],
                    int64_t *until_ms)
{
    struct bs_held *held = NULL;
    struct bs_error err = {0};
    *tries = 0;
    programme[0] = '\0';
    *until_ms = 0;
    enum bs_err rc = bs_held_open(work->state_dir, &held, &err);
    if (rc == BS_OK) {
        rc = bs_held_wrong_tries(held, tries, &err);
    }
    if (rc == BS_OK) {
        rc = bs_held_now(held, programme, until_ms, &err);
    }
    bs_held_close(held);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        complain("door", rc, &err);
    }
}

/* ---- chores ---- */

static bool is_anything_due(const struct desk_work *work)
{
    for (size_t i = 0; i < work->decided_count; i++) {
        if (work->decided[i].due_ms <= mono_ms(work)) {
            return true;
        }
    }
    return false;
}

static enum bs_err settle_due(struct desk_work *work, struct bs_held *held, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (size_t i = 0; i < work->decided_count && rc == BS_OK;) {
        if (work->decided[i].due_ms > mono_ms(work)) {
            i++;
            continue;
        }
        rc = bs_held_settle(held, &work->decided[i].id, err);
        if (rc == BS_OK || rc == BS_NOTFOUND || rc == BS_REFUSED) { /* the last two: it is over */
            rc = BS_OK;
            work->decided[i] = work->decided[--work->decided_count];
            work->has_waiting = true;
        }
    }
    return rc;
}

/* Nobody read it: what points to a person is masked, and the record says that nobody did. */
static enum bs_err let_go(struct desk_work *work, struct bs_held *held, const struct bs_uuid *id,
                          struct bs_error *err)
{
    struct bs_held_comment words;
    struct bs_comment comment = {0};
    struct bs_decision decision = {.ruling = BS_RULING_RELEASE};
    struct masks masks;
    enum bs_held_state state;
    enum bs_err rc = bs_held_read_comment(held, id, &words, &state, err);
    if (rc != BS_OK) {
        return rc;
    }
    masks_start(&masks, words.text);
    masks_apply(&masks, &comment);
    desk_fill_at(&words, &comment.at);
    decision.at = comment.at;
    bs_uuid_format(id, comment.id);
    memcpy(decision.id, comment.id, sizeof decision.id);
    memcpy(comment.submission, words.submission, sizeof comment.submission);
    comment.written = bs_date_in_amsterdam(words.wall_ms);
    decision.mask_count = comment.mask_count;
    rc = decide(work, held, id, &decision, &comment, err);
    masks_wipe(&masks);
    bs_wipe(&words, sizeof words);
    bs_wipe(&comment, sizeof comment);
    return rc;
}

static enum bs_err let_old_ones_go(struct desk_work *work, struct bs_held *held,
                                   struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (int i = 0; i < DESK_WORK_LET_GO_MAX && rc == BS_OK; i++) {
        struct bs_uuid id;
        struct bs_error none = {0};
        rc = bs_held_oldest_after(held, work->words_days, &id, &none);
        if (rc == BS_NOTFOUND) {
            return BS_OK;
        }
        rc = rc == BS_OK ? let_go(work, held, &id, err) : bs_fail(err, rc, "%s", none.text);
    }
    if (rc == BS_BAD) {
        complain("let-go", rc, err);
        rc = BS_OK; /* they wait for somebody, and what was decided does not wait with them */
    }
    return rc;
}

/* Days count only while the clock is said to be right. Whoever sets it can lie, so the date alone makes no day: hours have to pass
 * as well. */
static bool is_new_day(const struct desk_work *work)
{
    const bool is_first = work->counted.year == 0;
    return work->clock.is_synced(work->clock.self) &&
           bs_date_compare(bs_date_in_amsterdam(wall_ms(work)), work->counted) != 0 &&
           (is_first || mono_ms(work) - work->counted_ms >= DESK_DAY_LEAST_MS);
}

static enum bs_err count_day(struct desk_work *work, struct bs_held *held, struct bs_error *err)
{
    const struct bs_date today = bs_date_in_amsterdam(wall_ms(work));
    const int64_t now_ms = mono_ms(work);
    enum bs_err rc = bs_held_count_day(held, today, err);
    if (rc == BS_OK) {
        work->counted = today;
        work->counted_ms = now_ms;
    }
    return rc;
}

static enum bs_err do_chores(struct desk_work *work, struct bs_held *held, bool is_synced,
                             struct bs_outbox *outbox, struct bs_error *err)
{
    enum bs_err rc = load(work, held, err);
    if (rc == BS_OK) {
        rc = settle_due(work, held, err);
    }
    if (rc == BS_OK && is_new_day(work)) {
        rc = count_day(work, held, err);
    }
    if (rc == BS_OK && is_synced && work->policy == BS_WORDS_AFTER_DAYS) {
        rc = let_old_ones_go(work, held, err);
    }
    if (rc != BS_OK) {
        return rc == BS_BROKEN ? BS_LATER : rc; /* held.db's trouble is not the log's */
    }
    return hand_over(work, held, outbox, err);
}

enum bs_err desk_work_chores(struct desk_work *work, struct bs_outbox *outbox, struct bs_error *err)
{
    const bool is_synced = work->clock.is_synced(work->clock.self);
    struct bs_held *held = NULL;
    if (work->is_loaded && !work->has_waiting && !is_new_day(work) && !is_anything_due(work) &&
        work->policy != BS_WORDS_AFTER_DAYS) {
        return BS_OK; /* nothing wakes the disk for nothing */
    }
    enum bs_err rc = bs_held_open(work->state_dir, &held, err);
    if (rc == BS_OK) {
        rc = do_chores(work, held, is_synced, outbox, err);
    } else if (rc == BS_BROKEN) {
        rc = BS_LATER;
    }
    bs_held_close(held);
    return rc;
}
