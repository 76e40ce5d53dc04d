/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FAR_END_H
#define FAR_END_H

/* A central in memory that does what PROTOCOL.md says of one: proves a batch, keeps it, answers with a receipt or a problem. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim_log.h"
#include "transport.h"

struct far_epoch {
    char kiosk[BS_KIOSK_ID_TEXT], epoch[BS_EPOCH_TEXT];
    char start[BS_HASH_TEXT];
    size_t count, room, backup;
    sim_uid *uids;                /* owned */
    char (*hashes)[BS_HASH_TEXT]; /* owned; the chain after each */
};

/* Of one record: under how many numbers it stands, and its digest. */
struct far_held {
    uint32_t times;
    char digest[BS_HASH_TEXT];
};

struct far_maker {
    size_t room;
    struct far_held *held; /* owned; by the record's number */
};

struct far_end {
    size_t epoch_count, epoch_room;
    struct far_epoch *epochs; /* owned */
    size_t table_size;
    size_t *table; /* owned; 1 + an index of epochs, by a hash of the epoch */
    size_t maker_count;
    struct far_maker *makers; /* owned; by who made the record */
    uint64_t requests, records, again, forks, gaps, chains, lost_by_restore;
    bool other_bytes; /* an id came with other bytes than before: must never be */
};

void far_end_init(struct far_end *far, size_t makers_max);
void far_end_finish(struct far_end *far);

/* A POST of a batch by that kiosk. The reply is the caller's to finish. */
void far_end_post(struct far_end *far, const char *kiosk, const struct transport_request *request,
                  bool is_revoked, int64_t now_ms, struct transport_reply *reply);

/* All that is held now is in a backup; and central is put back to that. */
void far_end_back_up(struct far_end *far);
void far_end_restore(struct far_end *far);

/* NULL: nothing of it is held. */
const struct far_epoch *far_end_epoch(const struct far_end *far, const char *epoch);
const struct far_held *far_end_record(const struct far_end *far, sim_uid uid);

/* An HTTP answer of that status. */
void far_end_answer(struct transport_reply *reply, int status, const char *media_type,
                    const char *body);

#endif
