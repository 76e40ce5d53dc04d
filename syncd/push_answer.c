/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipt → position. Nothing but a receipt that is ours in every part moves it; the rest says where to go on, or why
 * not. */
#include "push.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/stop.h>

#include "push_pace.h"

#define WANTED "een ontvangstbewijs"

struct chain_source {
    const struct push_store *store;
    const char *epoch;
};

static enum bs_err hash_at(void *self, uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err)
{
    const struct chain_source *source = self;
    return source->store->hash_at(source->store->self, source->epoch, seq, out, err);
}

/* BS_OK only for a receipt that is ours in every part, complete to at most sent_to. */
static enum bs_err accept_receipt(const struct push *push, const struct push_store *store,
                                  const struct bs_receipt *receipt, uint64_t sent_to,
                                  struct bs_error *err)
{
    struct chain_source source = {store, push->epoch.epoch};
    const struct bs_receipt_expectation ours = {.kiosk = push->epoch.kiosk,
                                                .epoch = push->epoch.epoch,
                                                .batch_hash = push->parcel.hash,
                                                .sent_to = sent_to,
                                                .hash_at = hash_at,
                                                .self = &source};
    return bs_receipt_accept(receipt, &ours, err);
}

static bool may_rewind(struct push *push, uint64_t held_to)
{
    return held_to + 1 < push->first_seq && push->rewinds++ < PUSH_REWINDS_MAX;
}

static size_t sent_count(const struct push *push)
{
    return (size_t)(push->parcel.last_seq - push->first_seq + 1);
}

/* The receipt is settled; where to go on. A position that stands still must not make a storm. */
static enum push_outcome after_receipt(struct push *push, const struct bs_receipt *receipt,
                                       int64_t now_ms, struct trouble *trouble)
{
    push->resume_at = 0;
    wait_receipt(&push->waits, push->epoch.epoch, receipt->complete_to);
    if (receipt->complete_to >= push->first_seq) {
        push->has_moved = true;
        if (push->most == push->records_max) {
            push->records_max =
                pace_after_receipt(push->most, sent_count(push), now_ms - push->started_ms);
        }
        return PUSH_MOVED;
    }
    if (may_rewind(push, receipt->complete_to)) {
        return PUSH_RESEND;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server bevestigt niet wat hij krijgt. Vraag de beheerder van de server om "
                "dit na te kijken; alle antwoorden blijven bewaard.");
    return PUSH_FAILED;
}

static bool answers_the_batch(const struct push *push, const struct bs_receipt *receipt)
{
    return strcmp(receipt->kiosk, push->epoch.kiosk) == 0 &&
           strcmp(receipt->epoch, push->epoch.epoch) == 0 &&
           strcmp(receipt->batch_hash, push->parcel.hash) == 0;
}

/*
 * A receipt that cannot be settled. Central may hold more than we know to have sent, when sync.db was lost, records went by
 * hand, or the log was put back from a copy: then all that we have is sent, until the receipt is for what we know of or central
 * names the number that differs. Each batch is behind all before it, so that ends. Of an epoch that ended it may hold
 * another kiosk's records above our end; what is below has its receipt already.
 */
static enum push_outcome after_bad_receipt(struct push *push, const struct bs_receipt *receipt,
                                           const struct bs_position *position, const char *why,
                                           int64_t now_ms, struct trouble *trouble)
{
    if (receipt->complete_to > position->sent_to && position->sent_to < push->epoch.send_to &&
        answers_the_batch(push, receipt)) {
        push->resume_at = position->sent_to + 1;
        return PUSH_RESEND;
    }
    if (push->epoch.has_ended && position->complete_to >= push->epoch.send_to) {
        wait_put(&push->waits, push->epoch.epoch, WAIT_ASKED, 0, "", now_ms);
        return PUSH_REFUSED;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server stuurde een ontvangstbewijs dat niet klopt (%s). Vraag de "
                "beheerder van de server om dit na te kijken; alle antwoorden blijven bewaard.",
                why);
    return PUSH_FAILED;
}

static enum bs_err take_receipt(struct push *push, const struct push_store *store,
                                struct bs_bytes body, int64_t wall_ms, int64_t now_ms,
                                enum push_outcome *outcome, struct bs_receipt *receipt,
                                struct trouble *trouble, struct bs_error *err)
{
    struct bs_receipt read = {0};
    struct bs_position position = {0};
    struct bs_error why = {0};
    enum bs_err rc = store->position(store->self, push->epoch.epoch, &position, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_receipt_decode(body, &read, &why);
    if (rc == BS_OK) {
        rc = accept_receipt(push, store, &read, position.sent_to, &why);
    }
    if (rc == BS_LATER || rc == BS_BROKEN) {
        return bs_fail(err, rc, "%s", why.text);
    }
    if (rc != BS_OK) {
        *outcome = after_bad_receipt(push, &read, &position, why.text, now_ms, trouble);
        return BS_OK;
    }
    BS_STOP_HERE("push.before_settle");
    rc = store->settle(store->self, &read, wall_ms, err);
    BS_STOP_HERE("push.after_settle");
    if (rc != BS_OK) {
        return rc;
    }
    *outcome = after_receipt(push, &read, now_ms, trouble);
    if (receipt != NULL) {
        *receipt = read;
    }
    return BS_OK;
}

/* ---- what is no receipt ---- */

static bool is_in_batch(const struct push *push, uint64_t seq)
{
    return seq >= push->first_seq && seq <= push->parcel.last_seq;
}

static uint64_t lower(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/*
 * From where on the epoch goes on in another one. Never above the first number without a receipt, so that nothing of the
 * epoch that ends is owed: central's receipts for it may be about somebody else's records from then on. A number too low
 * costs bytes alone, since central keeps twice as once.
 */
static enum bs_err find_fork(struct push *push, const struct push_store *store,
                             const struct bs_problem *problem, int64_t wall_ms, struct bs_fork *out,
                             struct bs_error *err)
{
    struct bs_position position = {0};
    struct bs_fork fork = {.from_seq = 1, .found_ms = wall_ms};
    bool is_ours = false;
    enum bs_err rc = store->position(store->self, push->epoch.epoch, &position, err);
    if (rc == BS_OK) {
        rc = push_proves(push, store, &position, &is_ours, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    if (problem->type == BS_PROBLEM_FORK && is_in_batch(push, problem->seq)) {
        fork.from_seq = lower(problem->seq, position.complete_to + 1);
    } else if (is_ours && position.backup_complete_to + 1 < push->first_seq) {
        fork.from_seq = position.backup_complete_to + 1; /* at least a backup was as we are */
    }
    snprintf(fork.why, sizeof fork.why, "%s", is_ours ? "forked" : "restored");
    *out = fork;
    return BS_OK;
}

static enum bs_err after_fork(struct push *push, const struct push_store *store,
                              const struct bs_problem *problem, int64_t wall_ms, int64_t now_ms,
                              enum push_outcome *outcome, struct trouble *trouble,
                              struct bs_error *err)
{
    struct bs_fork fork;
    enum bs_err rc = find_fork(push, store, problem, wall_ms, &fork, err);
    if (rc == BS_OK) {
        rc = store->note_fork(store->self, push->epoch.epoch, &fork, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server heeft onder dezelfde nummers andere antwoorden van deze kiosk. Is de "
                "kiosk gekopieerd of teruggezet? De kiosk begint zelf een nieuwe reeks; alle "
                "antwoorden blijven bewaard. Bel de beheerder als dit morgen nog zo is.");
    wait_put(&push->waits, push->epoch.epoch, WAIT_FORK, fork.from_seq, trouble->sentence, now_ms);
    *outcome = PUSH_REFUSED; /* push_next passes over it */
    return BS_OK;
}

static enum push_outcome after_gap(struct push *push, const struct bs_problem *problem,
                                   struct trouble *trouble)
{
    if (may_rewind(push, problem->complete_to)) {
        push->resume_at = problem->complete_to + 1;
        return PUSH_RESEND;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server zegt dat er antwoorden ontbreken, maar niet welke. Vraag de "
                "beheerder van de server om dit na te kijken; alle antwoorden blijven "
                "bewaard.");
    return PUSH_FAILED;
}

/* Central reads no batch of the one version that we make: a person has to bring one of both up to date. */
static enum push_outcome after_version(const struct bs_problem *problem, struct trouble *trouble)
{
    const struct bs_versions theirs = {problem->min_v, problem->max_v};
    int version = 0;
    if (bs_versions_choose(&theirs, &version, NULL) == BS_OK) {
        trouble_say(trouble, BS_TROUBLE_SERVER,
                    "De server zegt dat hij pakketten van versie %d leest, en weigert ze. Vraag de "
                    "beheerder van de server om dit na te kijken; alle antwoorden blijven bewaard.",
                    version);
    } else if (theirs.min_v > BS_WIRE_VERSION) {
        trouble_say(trouble, BS_TROUBLE_SERVER,
                    "De kiosk is ouder dan de server: die leest pakketten vanaf versie %d, de "
                    "kiosk maakt versie %d. Werk de kiosk bij; alle antwoorden blijven bewaard.",
                    theirs.min_v, BS_WIRE_VERSION);
    } else {
        trouble_say(trouble, BS_TROUBLE_SERVER,
                    "De server is ouder dan de kiosk: die leest pakketten tot versie %d, de kiosk "
                    "maakt versie %d. Werk de server bij; alle antwoorden blijven bewaard.",
                    theirs.max_v, BS_WIRE_VERSION_LEAST);
    }
    trouble->is_refused = true;
    return PUSH_FAILED;
}

/*
 * Somebody says no to these bytes; central does so to no record that has the form of one. Half of them, until it is known
 * which one it is. That one waits, and the epochs behind it do not.
 */
static enum push_outcome after_refusal(struct push *push, const struct transport_reply *reply,
                                       int64_t now_ms, struct trouble *trouble)
{
    char sentence[BS_ERROR_TEXT];
    if (sent_count(push) > 1) {
        push->records_max = pace_after_refusal(sent_count(push));
        if (reply->retry_after_s > 0) {
            return PUSH_FAILED;
        }
        trouble_clear(trouble);
        return PUSH_RESEND;
    }
    if (push->is_question) {
        /* Its receipt came long ago: what is new is not held up, and nobody is to do anything. */
        trouble_clear(trouble);
        wait_put(&push->waits, push->epoch.epoch, WAIT_ASKED, 0, "", now_ms);
        return PUSH_REFUSED;
    }
    snprintf(sentence, sizeof sentence,
             "Antwoord %" PRIu64 " van reeks %s wordt onderweg of door de server geweigerd (%d). "
             "Het blijft op de kiosk en wordt elke dag opnieuw aangeboden; wat er in die reeks "
             "achter staat, wacht. Vraag de netwerkbeheerder wat er tussen kiosk en server staat, "
             "of breng de antwoorden met een bestand naar de server.",
             push->first_seq, push->epoch.epoch, reply->status);
    trouble_say(trouble, BS_TROUBLE_SERVER, "%s", sentence);
    wait_put(&push->waits, push->epoch.epoch, WAIT_RECORD, push->first_seq, sentence, now_ms);
    return PUSH_REFUSED;
}

static bool read_problem(const struct transport_reply *reply, struct bs_problem *out)
{
    return reply->fate == TRANSPORT_ANSWERED &&
           strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) == 0 &&
           bs_problem_decode(bs_buf_bytes(&reply->body), out, NULL) == BS_OK;
}

/* Everything that is neither a receipt nor about forks. */
static enum push_outcome after_other(struct push *push, const struct transport_reply *reply,
                                     const struct bs_problem *problem, int64_t now_ms,
                                     struct trouble *trouble)
{
    const int status = reply->fate == TRANSPORT_ANSWERED ? reply->status : 0;
    if (status == 409 && problem->type == BS_PROBLEM_GAP) {
        return after_gap(push, problem, trouble);
    }
    if (status == 400 && problem->type == BS_PROBLEM_VERSION) {
        return after_version(problem, trouble);
    }
    /* What stands before a server may refuse what it cannot read with 400. */
    if ((status == 415 || status == 400) && push->parcel.is_packed) {
        memcpy(push->plain_server, push->parcel.server, sizeof push->plain_server);
        return PUSH_RESEND;
    }
    trouble_of_reply(reply, WANTED, trouble);
    if (status == 400 || status == 413 || status == 422) {
        return after_refusal(push, reply, now_ms, trouble);
    }
    if (reply->fate == TRANSPORT_TOO_SLOW) {
        push->records_max = pace_after_refusal(sent_count(push));
    }
    return PUSH_FAILED;
}

static bool looks_like_receipt(const struct transport_reply *reply)
{
    return reply->fate == TRANSPORT_ANSWERED && reply->status == 201 &&
           strcmp(reply->media_type, BS_RECEIPT_MEDIA_TYPE) == 0;
}

static enum bs_err judge(struct push *push, const struct push_store *store,
                         const struct transport_reply *reply, int64_t wall_ms, int64_t now_ms,
                         enum push_outcome *outcome, struct bs_receipt *receipt,
                         struct trouble *trouble, struct bs_error *err)
{
    struct bs_problem problem = {0};
    if (looks_like_receipt(reply)) {
        return take_receipt(push, store, bs_buf_bytes(&reply->body), wall_ms, now_ms, outcome,
                            receipt, trouble, err);
    }
    if (read_problem(reply, &problem) && reply->status == 409 &&
        (problem.type == BS_PROBLEM_FORK || problem.type == BS_PROBLEM_BAD_CHAIN)) {
        return after_fork(push, store, &problem, wall_ms, now_ms, outcome, trouble, err);
    }
    *outcome = after_other(push, reply, &problem, now_ms, trouble);
    return BS_OK;
}

enum bs_err push_answer(struct push *push, const struct push_store *store,
                        const struct transport_reply *reply, int64_t wall_ms, int64_t now_ms,
                        enum push_outcome *outcome, struct bs_receipt *receipt,
                        struct trouble *trouble, struct bs_error *err)
{
    trouble_clear(trouble);
    bs_buf_finish(&push->parcel.body);
    enum bs_err rc = judge(push, store, reply, wall_ms, now_ms, outcome, receipt, trouble, err);
    if (rc != BS_OK || *outcome != PUSH_MOVED) {
        bs_buf_finish(&push->ahead.body); /* nothing is kept in memory while we wait */
    }
    if (rc == BS_OK && *outcome == PUSH_REFUSED) {
        push_pass_on(push); /* what was asked for would be asked for at once again */
    }
    return rc;
}
