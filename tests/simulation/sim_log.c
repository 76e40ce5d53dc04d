/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A log and a state in memory. */
#include "sim_log.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/mem.h>

#define BOOT_ID "5f1d2c3b-0000-4000-8000-000000000001"

void sim_uid_text(sim_uid uid, char out[BS_UUID_TEXT])
{
    snprintf(out, BS_UUID_TEXT, "019cadc7-aeac-7a01-9c3e-%012" PRIx64, uid & 0xffffffffffff);
}

sim_uid sim_uid_read(const char *id)
{
    return strtoull(id + 24, NULL, 16);
}

/* Of some length: a short visit or a long one. */
void sim_body(sim_uid uid, struct bs_buf *out)
{
    bs_buf_printf(out, "{\"salt\":\"%032" PRIx64 "\",\"v\":1,\"programme\":\"afval-kiezen\"",
                  uid * 0x9e3779b97f4a7c15);
    for (uint64_t i = 0; i < uid % 4; i++) {
        bs_buf_printf(out, ",\"q%" PRIu64 "\":\"grofvuil\"", i);
    }
    bs_buf_text(out, "}");
}

static void fill_record(const struct sim_record *record, uint64_t seq, struct bs_buf *body,
                        struct bs_record *out)
{
    memset(out, 0, sizeof *out);
    sim_body(record->uid, body);
    out->seq = seq;
    sim_uid_text(record->uid, out->id);
    snprintf(out->kind, sizeof out->kind, "%s",
             record->is_carried ? BS_KIND_CARRIED : "submission");
    out->wall_ms = record->wall_ms < 0 ? 0 : record->wall_ms;
    out->mono_ms = record->mono_ms;
    memcpy(out->boot_id, BOOT_ID, sizeof BOOT_ID);
    out->body = bs_buf_bytes(body);
    bs_record_digest(out);
}

void sim_digest(sim_uid uid, char out[BS_HASH_TEXT])
{
    struct bs_buf body;
    bs_buf_init(&body, SIM_LINE_MAX);
    sim_body(uid, &body);
    const struct bs_bytes bytes = bs_buf_bytes(&body);
    bs_sha256_hex(&bytes, 1, out);
    bs_buf_finish(&body);
}

/* ---- the log ---- */

void sim_log_init(struct sim_log *log, const char *kiosk, struct bs_random *random)
{
    memset(log, 0, sizeof *log);
    snprintf(log->kiosk, sizeof log->kiosk, "%s", kiosk);
    sim_log_begin_epoch(log, random);
}

void sim_log_finish(struct sim_log *log)
{
    for (size_t i = 0; i < log->epoch_count; i++) {
        for (size_t k = 0; k < log->epochs[i].count; k++) {
            free(log->epochs[i].records[k].line);
        }
        free(log->epochs[i].records);
    }
    free(log->epochs);
    memset(log, 0, sizeof *log);
}

/* Room for one more. */
static void *grow(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return items;
    }
    *room = *room == 0 ? 4 : *room * 2;
    void *more = realloc(items, *room * size);
    assert(more != NULL);
    return more;
}

void sim_log_begin_epoch(struct sim_log *log, struct bs_random *random)
{
    log->epochs = grow(log->epochs, log->epoch_count, &log->epoch_room, sizeof *log->epochs);
    struct sim_epoch *epoch = &log->epochs[log->epoch_count++];
    memset(epoch, 0, sizeof *epoch);
    bs_epoch_make(random, epoch->epoch);
    bs_chain_start(log->kiosk, epoch->epoch, epoch->start);
}

void sim_log_append(struct sim_log *log, sim_uid uid, int64_t wall_ms, int64_t mono_ms,
                    bool is_carried)
{
    struct sim_epoch *epoch = &log->epochs[log->epoch_count - 1];
    struct sim_record record = {
        .uid = uid, .wall_ms = wall_ms, .mono_ms = mono_ms, .is_carried = is_carried};
    struct bs_record full;
    struct bs_buf body, head;
    bs_buf_init(&body, SIM_LINE_MAX);
    bs_buf_init(&head, SIM_LINE_MAX);
    fill_record(&record, epoch->count + 1, &body, &full);
    bs_record_write_head(&full, &head);
    memcpy(record.hash, epoch->count == 0 ? epoch->start : epoch->records[epoch->count - 1].hash,
           sizeof record.hash);
    bs_chain_step(record.hash, bs_buf_bytes(&head));
    bs_buf_reset(&head);
    bs_record_write_line(&full, &head);
    bs_buf_text(&head, "\n");
    record.line = bs_xstrdup(bs_buf_string(&head));
    epoch->records = grow(epoch->records, epoch->count, &epoch->room, sizeof *epoch->records);
    epoch->records[epoch->count++] = record;
    bs_buf_finish(&body);
    bs_buf_finish(&head);
}

void sim_log_copy(struct sim_log *out, const struct sim_log *log)
{
    *out = *log;
    out->epoch_room = log->epoch_count;
    out->epochs = bs_xcalloc(log->epoch_count, sizeof *out->epochs);
    for (size_t i = 0; i < log->epoch_count; i++) {
        struct sim_epoch *epoch = &out->epochs[i];
        *epoch = log->epochs[i];
        epoch->room = epoch->count;
        epoch->records = NULL;
        if (epoch->count > 0) {
            epoch->records = bs_xcalloc(epoch->count, sizeof *epoch->records);
            memcpy(epoch->records, log->epochs[i].records, epoch->count * sizeof *epoch->records);
            for (size_t k = 0; k < epoch->count; k++) {
                epoch->records[k].line = bs_xstrdup(epoch->records[k].line);
            }
        }
    }
}

struct sim_epoch *sim_log_find(struct sim_log *log, const char *epoch)
{
    for (size_t i = 0; i < log->epoch_count; i++) {
        if (strcmp(log->epochs[i].epoch, epoch) == 0) {
            return &log->epochs[i];
        }
    }
    return NULL;
}

uint64_t sim_epoch_send_to(const struct sim_epoch *epoch)
{
    return epoch->has_ended && epoch->ended_at < epoch->count ? epoch->ended_at : epoch->count;
}

void sim_log_carry_over(struct sim_log *log, const char *name, uint64_t from_seq, sim_uid uid,
                        int64_t wall_ms, int64_t mono_ms, struct bs_random *random)
{
    struct sim_epoch *old = sim_log_find(log, name);
    if (old == NULL) {
        abort();
    }
    const size_t index = (size_t)(old - log->epochs);
    const uint64_t tip = sim_epoch_send_to(old);
    log->epochs[index].has_ended = true;
    log->epochs[index].ended_at = from_seq - 1;
    sim_log_begin_epoch(log, random);
    sim_log_append(log, uid, wall_ms, mono_ms, true);
    for (uint64_t seq = from_seq; seq <= tip; seq++) {
        const struct sim_record record = log->epochs[index].records[seq - 1];
        sim_log_append(log, record.uid, record.wall_ms, record.mono_ms, record.is_carried);
    }
}

/* ---- what syncd knows ---- */

void sim_state_finish(struct sim_state *state)
{
    free(state->known);
    memset(state, 0, sizeof *state);
}

void sim_state_copy(struct sim_state *out, const struct sim_state *state)
{
    *out = *state;
    out->known = bs_xcalloc(state->room == 0 ? 1 : state->room, sizeof *out->known);
    if (state->count > 0) {
        memcpy(out->known, state->known, state->count * sizeof *out->known);
    }
}

struct sim_known *sim_state_find(struct sim_state *state, const char *epoch)
{
    for (size_t i = 0; i < state->count; i++) {
        if (strcmp(state->known[i].epoch, epoch) == 0) {
            return &state->known[i];
        }
    }
    state->known = grow(state->known, state->count, &state->room, sizeof *state->known);
    struct sim_known *known = &state->known[state->count++];
    memset(known, 0, sizeof *known);
    snprintf(known->epoch, sizeof known->epoch, "%s", epoch);
    return known;
}

/* ---- for push ---- */

static enum bs_err epoch_at(void *self, size_t index, struct bs_outbox_tip *out,
                            struct bs_error *err)
{
    const struct sim_files *files = self;
    if (index >= files->log->epoch_count) {
        return bs_fail(err, BS_NOTFOUND, "no such epoch");
    }
    const struct sim_epoch *epoch = &files->log->epochs[index];
    memset(out, 0, sizeof *out);
    memcpy(out->kiosk, files->log->kiosk, sizeof out->kiosk);
    memcpy(out->epoch, epoch->epoch, sizeof out->epoch);
    memcpy(out->hash, epoch->count == 0 ? epoch->start : epoch->records[epoch->count - 1].hash,
           sizeof out->hash);
    out->seq = epoch->count;
    out->send_to = sim_epoch_send_to(epoch);
    out->has_ended = epoch->has_ended;
    return BS_OK;
}

static enum bs_err hash_at(void *self, const char *name, uint64_t seq, char out[BS_HASH_TEXT],
                           struct bs_error *err)
{
    const struct sim_files *files = self;
    const struct sim_epoch *epoch = sim_log_find(files->log, name);
    if (epoch == NULL || seq > epoch->count) {
        return bs_fail(err, BS_NOTFOUND, "no such record");
    }
    memcpy(out, seq == 0 ? epoch->start : epoch->records[seq - 1].hash, BS_HASH_TEXT);
    return BS_OK;
}

static enum bs_err read_records(void *self, const char *name, uint64_t first_seq,
                                size_t records_max, size_t bytes_max, struct bs_buf *lines,
                                struct bs_outbox_slice *out, struct bs_error *err)
{
    const struct sim_files *files = self;
    const struct sim_epoch *epoch = sim_log_find(files->log, name);
    if (epoch == NULL || first_seq > epoch->count) {
        return bs_fail(err, BS_NOTFOUND, "no such record");
    }
    (void)hash_at(self, name, first_seq - 1, out->prev_hash, NULL);
    for (out->count = 0; out->count < records_max && first_seq + out->count <= epoch->count;
         out->count++) {
        const struct sim_record *record = &epoch->records[first_seq - 1 + out->count];
        if (lines->len + SIM_LINE_MAX > bytes_max) {
            break;
        }
        bs_buf_text(lines, record->line);
        memcpy(out->last_hash, record->hash, sizeof out->last_hash);
    }
    return BS_OK;
}

static enum bs_err position(void *self, const char *epoch, struct bs_position *out,
                            struct bs_error *err)
{
    const struct sim_files *files = self;
    (void)err;
    *out = sim_state_find(files->state, epoch)->position;
    return BS_OK;
}

static enum bs_err note_sent(void *self, const char *epoch, uint64_t sent_to, struct bs_error *err)
{
    const struct sim_files *files = self;
    struct sim_known *known = sim_state_find(files->state, epoch);
    (void)err;
    if (sent_to > known->position.sent_to) {
        known->position.sent_to = sent_to;
    }
    return BS_OK;
}

static enum bs_err settle(void *self, const struct bs_receipt *receipt, int64_t wall_ms,
                          struct bs_error *err)
{
    const struct sim_files *files = self;
    struct bs_position *known = &sim_state_find(files->state, receipt->epoch)->position;
    (void)err;
    known->complete_to = receipt->complete_to;
    known->backup_complete_to = receipt->backup_complete_to;
    known->receipt_at_ms = wall_ms;
    memcpy(known->hash_at_complete_to, receipt->hash_at_complete_to, BS_HASH_TEXT);
    return BS_OK;
}

static enum bs_err note_fork(void *self, const char *epoch, const struct bs_fork *fork,
                             struct bs_error *err)
{
    const struct sim_files *files = self;
    struct sim_known *known = sim_state_find(files->state, epoch);
    (void)err;
    if (!known->has_fork || fork->from_seq < known->fork.from_seq) {
        known->has_fork = true;
        known->fork = *fork;
    }
    return BS_OK;
}

struct push_store sim_files_store(struct sim_files *files)
{
    return (struct push_store){.self = files,
                               .epoch = epoch_at,
                               .read = read_records,
                               .hash_at = hash_at,
                               .position = position,
                               .note_sent = note_sent,
                               .settle = settle,
                               .note_fork = note_fork};
}
