/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_H
#define PUSH_H

/*
 * From the kiosk's log to central, and the receipts back. A round goes through the epochs in the order in which they
 * began and sends what lies behind the position of each, batch by batch; of one that ended, up to its end. Only an accepted
 * receipt moves a position.
 *
 * When all was sent, the round comes past the epochs once more and sends the last acknowledged record of those again whose
 * last receipt is a day old. So a central that was put back from a backup, whichever, is found out although nothing new is said,
 * and the kiosk learns what it may erase.
 *
 *   push_begin, then until BS_NOTFOUND: push_next → the network, meanwhile push_prepare → push_answer
 *
 * Pure: files (push_store.h), network and time are passed in.
 *
 * What is remembered between rounds is advice only; losing it (a restart) costs a request, never a record.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/wire.h>

#include "compress.h"
#include "push_store.h"
#include "push_wait.h"
#include "transport.h"
#include "trouble.h"

enum { PUSH_SERVER_TEXT = sizeof(((struct bs_identity *)NULL)->server) };

#define PUSH_REWINDS_MAX 3 /* times an epoch may be taken up from further back in one round */

/* A batch as it travels. */
struct push_parcel {
    char epoch[BS_EPOCH_TEXT];
    char server[PUSH_SERVER_TEXT]; /* that it is packed for */
    size_t most;                   /* records that it might have */
    uint64_t first_seq, last_seq;
    char hash[BS_HASH_TEXT]; /* of its bytes before they were packed */
    bool is_packed;
    struct bs_buf body; /* owned; no bytes: there is no parcel */
};

struct push {
    size_t records_max; /* of the next batch: what the line bears (push_pace.h) */
    size_t epoch_index; /* the round's place */
    bool is_asking;     /* all was sent: the round asks anew for old receipts */
    bool is_question;   /* so does the batch under way: nothing in it is owed */
    bool has_moved;     /* a receipt came in this round */
    unsigned rewinds;   /* in this epoch and round */
    uint64_t resume_at; /* go on from this seq instead of behind the position; 0: no */
    struct compress compress;
    struct bs_buf raw; /* a batch before it is packed, in memory that is used again */
    char plain_server[PUSH_SERVER_TEXT]; /* unpacks nothing: gets bodies as they are; "" none */
    struct bs_outbox_tip epoch;          /* of the batch under way */
    uint64_t first_seq;                  /* of it */
    size_t most;                         /* records that it may have */
    struct push_parcel parcel;           /* the batch under way */
    struct push_parcel ahead;            /* the one behind it, if it was made already */
    int64_t started_ms;                  /* boot clock */
    struct push_waits waits;
};

enum push_outcome {
    PUSH_MOVED,   /* a receipt moved us on: go on at once */
    PUSH_RESEND,  /* go on at once: from elsewhere, or in another form */
    PUSH_REFUSED, /* this epoch cannot be sent now: go on with the next; it is tried again later */
    PUSH_FAILED   /* end the round and wait */
};

void push_init(struct push *push);
void push_finish(struct push *push);
void push_begin(struct push *push);

/*
 * The next batch as a request; its body belongs to push until push_answer. Everything in it is noted as sent before this
 * returns, so that a receipt is never for more than we know. BS_NOTFOUND: nothing left to send. BS_LATER: a full disk or
 * a busy file, BS_BROKEN: a damaged one; nothing must be sent. now_ms: boot clock.
 */
enum bs_err push_next(struct push *push, const struct push_store *store,
                      const struct bs_identity *identity, const char *token, int64_t wall_ms,
                      int64_t now_ms, struct transport_request *request, struct bs_error *err);

/*
 * To be called while the request of push_next is on its way: makes the full batch behind it, so that both ends work at the
 * same time; not before the round's first receipt, which nothing should keep waiting. push_next takes it if what central answers lets it follow, and else makes its own. Advice: it fails in silence.
 */
void push_prepare(struct push *push, const struct push_store *store);

/*
 * Judges the reply and settles it if it is a receipt of ours in every part. *trouble is cleared or filled; *receipt
 * (may be NULL) is filled if one was settled, whatever the outcome. Frees the batch. What central holds otherwise is noted for
 * the kiosk (note_fork). BS_LATER, BS_BROKEN: receipt or note could not be written; nothing is lost, since the batch will be
 * sent again; *outcome is untouched then.
 */
enum bs_err push_answer(struct push *push, const struct push_store *store,
                        const struct transport_reply *reply, int64_t wall_ms, int64_t now_ms,
                        enum push_outcome *outcome, struct bs_receipt *receipt,
                        struct trouble *trouble, struct bs_error *err);

/* The sentence about an epoch that cannot be sent: it is another kiosk's, central holds other records under its numbers, its
 * log was put back from a copy, or one of its records is refused by the way. NULL when there is none. */
const char *push_refusal(const struct push *push);

/* Tries refused epochs again in the next round: a person asked. */
void push_forgive(struct push *push);

/* For push_answer: the round goes on with the epoch behind this one. */
void push_pass_on(struct push *push);

/*
 * For push_answer: whether our chain at the position is what the receipt for it said. No: the log was put back from a copy.
 * BS_LATER, BS_BROKEN: it cannot be read.
 */
enum bs_err push_proves(const struct push *push, const struct push_store *store,
                        const struct bs_position *position, bool *is_ours, struct bs_error *err);

#endif
