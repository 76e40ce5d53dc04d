/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From made-up visits to batches and heartbeats through the door that real kiosks use. */

#include "demo_kiosk.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "bundle_make.h"

static const int64_t minute_ms = INT64_C(60) * 1000;
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
static const uint64_t disk_bytes = UINT64_C(31) * 1000 * 1000 * 1000;

static void hash_of_secret(char out[BS_HASH_TEXT])
{
    char token[BS_TOKEN_TEXT];
    struct bs_bytes bytes;

    bs_token_make(token);
    bytes = bs_bytes_of(token);
    bs_sha256_hex(&bytes, 1, out);
    bs_wipe(token, sizeof(token));
}

enum bs_err demo_kiosk_begin(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                             struct bs_random *random, struct bs_error *err)
{
    const enum storage_kiosk_state state = kiosk->kiosk.state;
    struct storage *storage = central->storage;
    char code[BS_HASH_TEXT], token[BS_HASH_TEXT];
    struct storage_kiosk enrolled;
    enum bs_err rc;

    hash_of_secret(code);
    hash_of_secret(token);
    rc = storage_invite_kiosk(storage, &kiosk->kiosk, code, now_ms + minute_ms, err);
    if (rc == BS_OK) {
        rc = storage_enrol(storage, code, token, now_ms, &enrolled, err);
    }
    if (rc == BS_OK) {
        rc = storage_set_kiosk_state(storage, kiosk->kiosk.id, state, err);
    }
    bs_epoch_make(random, kiosk->epoch);
    bs_chain_start(kiosk->kiosk.id, kiosk->epoch, kiosk->hash);
    memcpy(kiosk->before, kiosk->hash, sizeof(kiosk->before));
    bs_buf_init(&kiosk->lines, BS_BATCH_BYTES_MAX);
    return rc;
}

void demo_kiosk_finish(struct demo_kiosk *kiosk)
{
    bs_buf_finish(&kiosk->lines);
}

int64_t demo_kiosk_until(const struct demo_kiosk *kiosk, int64_t now_ms)
{
    return kiosk->health == DEMO_SILENT ? now_ms - 3 * day_ms : now_ms;
}

/* --- batches --- */

static enum bs_err send_batch(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                              struct bs_error *err)
{
    struct bs_batch_header header = {.version = BS_WIRE_VERSION,
                                     .first_seq = kiosk->seq - kiosk->count + 1,
                                     .count = kiosk->count};
    struct bs_batch batch = {.records = NULL};
    struct bs_receipt receipt;
    struct bs_problem problem;
    struct bs_buf raw;
    enum bs_err rc;

    if (kiosk->count == 0) {
        return BS_OK;
    }
    memcpy(header.kiosk, kiosk->kiosk.id, sizeof(header.kiosk));
    memcpy(header.epoch, kiosk->epoch, sizeof(header.epoch));
    memcpy(header.prev_hash, kiosk->before, sizeof(header.prev_hash));
    memcpy(header.last_hash, kiosk->hash, sizeof(header.last_hash));
    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    bs_batch_write_header(&header, &raw);
    bs_buf_add(&raw, kiosk->lines.data, kiosk->lines.len);
    rc = bs_batch_decode(bs_buf_bytes(&raw), &batch, err);
    if (rc == BS_OK) {
        rc = storage_accept_batch(central->storage, &kiosk->kiosk, &batch,
                                  demo_kiosk_until(kiosk, now_ms), false, &receipt, &problem, err);
    }
    if (rc == BS_OK) {
        kiosk->set_aside += receipt.set_aside_count;
        memcpy(kiosk->before, kiosk->hash, sizeof(kiosk->before));
        kiosk->count = 0;
        bs_buf_reset(&kiosk->lines);
    }
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
    return rc;
}

/* The line of a record behind the others. */
static void add_line(struct demo_kiosk *kiosk, struct bs_record *record)
{
    struct bs_buf head;

    bs_buf_init(&head, BS_RECORD_HEAD_MAX);
    bs_record_digest(record);
    bs_record_write_head(record, &head);
    bs_chain_step(kiosk->hash, bs_buf_bytes(&head));
    bs_buf_add(&kiosk->lines, head.data, head.len);
    bs_buf_text(&kiosk->lines, "\t");
    bs_buf_add(&kiosk->lines, record->body.data, record->body.len);
    bs_buf_text(&kiosk->lines, "\n");
    bs_buf_finish(&head);
    kiosk->seq++;
    kiosk->count++;
    kiosk->last_ms = record->wall_ms;
}

enum bs_err demo_kiosk_append_body(struct demo_kiosk *kiosk, struct central *central,
                                   int64_t now_ms, const char *kind, struct bs_bytes body,
                                   int64_t wall_ms, struct bs_random *random, char id[BS_UUID_TEXT],
                                   struct bs_error *err)
{
    const size_t most = BS_RECORD_HEAD_MAX + BS_SUBMISSION_MAX;
    struct bs_record record = {.seq = kiosk->seq + 1,
                               .wall_ms = wall_ms,
                               .mono_ms = wall_ms % day_ms,
                               .boot_id = "00000000-0000-4000-8000-000000000000",
                               .synced = true,
                               .body = body};
    struct bs_uuid uuid = bs_uuid_v7(wall_ms, random);

    (void)bs_utf8_copy(record.kind, sizeof(record.kind), kind);
    bs_uuid_format(&uuid, record.id);
    add_line(kiosk, &record);
    memcpy(id, record.id, BS_UUID_TEXT);
    return kiosk->count == BS_BATCH_RECORDS_MAX || kiosk->lines.len + most > BS_BATCH_BYTES_MAX
               ? send_batch(kiosk, central, now_ms, err)
               : BS_OK;
}

enum bs_err demo_kiosk_append(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                              const struct bs_submission *visit, int64_t wall_ms,
                              struct bs_random *random, char id[BS_UUID_TEXT], struct bs_error *err)
{
    const char *kind = visit->corrects[0] == '\0' ? BS_KIND_SUBMISSION : BS_KIND_CORRECTION;
    struct bs_buf body;
    enum bs_err rc;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    rc = bs_submission_encode(visit, random, &body, err);
    if (rc == BS_OK) {
        rc = demo_kiosk_append_body(kiosk, central, now_ms, kind, bs_buf_bytes(&body), wall_ms,
                                    random, id, err);
    }
    bs_buf_finish(&body);
    return rc;
}

/* --- how it is --- */

static enum bs_err send_heartbeat(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                                  struct bs_error *err)
{
    const int64_t late_ms = kiosk->health == DEMO_WRONG_CLOCK ? 47 * minute_ms : 0;
    const int64_t at_ms = demo_kiosk_until(kiosk, now_ms);
    struct bs_heartbeat heartbeat = {
        .kiosk_version = BS_VERSION,
        .syncd_version = BS_VERSION,
        .sent_ms = at_ms - late_ms,
        .stored = kiosk->seq,
        .acknowledged = kiosk->seq,
        .last_receipt_ms = at_ms - late_ms - minute_ms,
        .disk_total = disk_bytes,
        .disk_free = kiosk->health == DEMO_DISK_FULL ? disk_bytes / 33 : disk_bytes / 10 * 8,
        .clock_offset_ms = late_ms + 120,
        .trouble = "none",
    };
    struct bundle_made made;
    enum bs_err rc = bundle_make(central, kiosk->kiosk.id, at_ms, &made, err);

    if (rc != BS_OK) {
        return rc;
    }
    heartbeat.bundle_serial = made.serial;
    memcpy(heartbeat.epoch, kiosk->epoch, sizeof(heartbeat.epoch));
    return storage_put_heartbeat(central->storage, kiosk->kiosk.id, &heartbeat, at_ms, err);
}

enum bs_err demo_kiosk_end(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                           struct bs_error *err)
{
    enum bs_err rc = send_batch(kiosk, central, now_ms, err);

    return rc == BS_OK ? send_heartbeat(kiosk, central, now_ms, err) : rc;
}
