/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SIM_LOG_H
#define SIM_LOG_H

/*
 * A kiosk's two files in memory: the log, and what syncd knows. The bytes of a body follow from the record's number, so that
 * a far end can be held against what must have been said.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "push_store.h"

#define SIM_LINE_MAX 1024

/* Names a record for good: which kiosk made it (from 1 on), and its how manyth it was. */
typedef uint64_t sim_uid; /* a plain number */
#define SIM_UID(maker, n)   ((uint64_t)(maker) << 32 | (n))
#define SIM_UID_MAKER(uid)  ((size_t)((uid) >> 32))
#define SIM_UID_NUMBER(uid) ((size_t)((uid)&UINT32_MAX))

void sim_uid_text(sim_uid uid, char out[BS_UUID_TEXT]);
sim_uid sim_uid_read(const char *id);
/* The body, and its digest. */
void sim_body(sim_uid uid, struct bs_buf *out);
void sim_digest(sim_uid uid, char out[BS_HASH_TEXT]);

struct sim_record {
    sim_uid uid;
    int64_t wall_ms, mono_ms;
    bool is_carried; /* it opens an epoch that goes on */
    char hash[BS_HASH_TEXT];
    char *line; /* owned; with its line end */
};

struct sim_epoch {
    char epoch[BS_EPOCH_TEXT];
    char start[BS_HASH_TEXT];
    bool has_ended;
    uint64_t ended_at;
    size_t count, room;
    struct sim_record *records; /* owned; records[i] is seq i + 1 */
};

struct sim_log {
    char kiosk[BS_KIOSK_ID_TEXT];
    size_t epoch_count, epoch_room;
    struct sim_epoch *epochs; /* owned */
};

void sim_log_init(struct sim_log *log, const char *kiosk, struct bs_random *random);
void sim_log_finish(struct sim_log *log);
void sim_log_begin_epoch(struct sim_log *log, struct bs_random *random);
void sim_log_append(struct sim_log *log, sim_uid uid, int64_t wall_ms, int64_t mono_ms,
                    bool is_carried);
/* A copy of the whole disk. */
void sim_log_copy(struct sim_log *out, const struct sim_log *log);
/* As bs_outbox_carry_over does; `uid` is of the record that tells of it. */
void sim_log_carry_over(struct sim_log *log, const char *epoch, uint64_t from_seq, sim_uid uid,
                        int64_t wall_ms, int64_t mono_ms, struct bs_random *random);
struct sim_epoch *sim_log_find(struct sim_log *log, const char *epoch);
uint64_t sim_epoch_send_to(const struct sim_epoch *epoch);

struct sim_known {
    char epoch[BS_EPOCH_TEXT];
    struct bs_position position;
    bool has_fork;
    struct bs_fork fork;
};

struct sim_state {
    size_t count, room;
    struct sim_known *known; /* owned */
};
void sim_state_finish(struct sim_state *state);
void sim_state_copy(struct sim_state *out, const struct sim_state *state);
struct sim_known *sim_state_find(struct sim_state *state, const char *epoch); /* made if need be */

/* What push asks, answered from both. */
struct sim_files {
    struct sim_log *log;
    struct sim_state *state;
};
struct push_store sim_files_store(struct sim_files *files);

#endif
