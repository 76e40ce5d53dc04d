/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk's side of kiosk.db: the one place where a resident's answer becomes durable. */

#include <buurtstem/outbox.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "outbox_look.h"
#include "outbox_p.h"

enum { WHY_MAX = 24 };

static enum bs_err open_as(const char *dir, enum bs_db_mode mode, struct bs_outbox **out,
                           struct bs_error *err)
{
    struct bs_outbox *outbox = bs_xcalloc(1, sizeof *outbox);
    enum bs_err rc = db_open_locked(dir, "kiosk.db", "kiosk.lock", mode, &outbox_plan, outbox_look,
                                    &outbox->db, &outbox->lock, err);

    if (rc != BS_OK) {
        free(outbox);
        return rc;
    }
    *out = outbox;
    return BS_OK;
}

enum bs_err bs_outbox_open(const char *dir, struct bs_outbox **out, struct bs_error *err)
{
    return open_as(dir, BS_DB_WRITER, out, err);
}

enum bs_err bs_outbox_open_reader(const char *dir, struct bs_outbox **out, struct bs_error *err)
{
    return open_as(dir, BS_DB_READER, out, err);
}

void bs_outbox_close(struct bs_outbox *outbox)
{
    if (outbox != NULL) {
        bs_db_close(&outbox->db);
        bs_lock_release(&outbox->lock);
        free(outbox);
    }
}

/* ---- a new epoch ---- */

static bool why_valid(const char *why)
{
    size_t length = strspn(why, "abcdefghijklmnopqrstuvwxyz-");

    return length >= 1 && length <= WHY_MAX && why[length] == '\0';
}

enum bs_err outbox_insert_epoch(struct bs_outbox *outbox, const char *kiosk, const char *why,
                                int64_t wall_ms, struct bs_random *random, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_INSERT_EPOCH, err);
    char epoch[BS_EPOCH_TEXT], start[BS_HASH_TEXT];

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "begin an epoch", err);
    }
    bs_epoch_make(random, epoch);
    bs_chain_start(kiosk, epoch, start);
    cell_bind_text(statement, 1, epoch);
    cell_bind_text(statement, 2, kiosk);
    cell_bind_text(statement, 3, why);
    cell_bind_int(statement, 4, wall_ms);
    cell_bind_text(statement, 5, start);
    return bs_db_run(&outbox->db, statement, err);
}

enum bs_err bs_outbox_begin_epoch(struct bs_outbox *outbox, const char *kiosk, const char *why,
                                  int64_t wall_ms, struct bs_random *random, struct bs_error *err)
{
    enum bs_err rc;

    if (!bs_slug_valid(kiosk) || !why_valid(why)) {
        return bs_fail(err, BS_BAD, "a kiosk id or a reason that is not of the form");
    }
    rc = bs_db_begin(&outbox->db, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.epoch.begun");
        rc = outbox_insert_epoch(outbox, kiosk, why, wall_ms, random, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.epoch.inserted");
        rc = bs_db_commit(&outbox->db, err);
        BS_STOP_HERE("outbox.epoch.committed");
    }
    bs_db_finish(&outbox->db);
    return rc;
}

/* ---- append ---- */

/* Whether this id stands there already: BS_OK the same again, BS_REFUSED with other bytes, BS_NOTFOUND not yet. */
static enum bs_err find_same(struct bs_outbox *outbox, const struct bs_record *record,
                             uint64_t *seq, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_FIND_ID, err);
    struct bs_record stored;
    struct bs_bytes head;
    struct bs_buf line;
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "append a record", err);
    }
    cell_bind_text(statement, 1, record->id);
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    head = cell_bytes(statement, 1);
    bs_buf_init(&line, BS_RECORD_HEAD_MAX + 1);
    bs_buf_add(&line, head.data, head.len);
    bs_buf_text(&line, "\t"); /* as if erased: the digest in the head says what the body was */
    if (bs_buf_check(&line, "record", NULL) != BS_OK ||
        bs_record_parse(bs_buf_bytes(&line), &stored, NULL, NULL) != BS_OK) {
        char epoch[BS_EPOCH_TEXT] = "";

        (void)cell_text(statement, 2, sizeof epoch, epoch);
        rc = outbox_damaged(outbox, epoch, (uint64_t)cell_int(statement, 0), err);
    } else if (strcmp(stored.kind, record->kind) != 0 ||
               strcmp(stored.digest, record->digest) != 0) {
        rc = bs_fail(err, BS_REFUSED, "the record %s is stored already with other content",
                     record->id);
    } else {
        *seq = stored.seq;
    }
    bs_buf_finish(&line);
    cell_done(statement);
    return rc;
}

static int64_t within_range(int64_t ms)
{
    return ms < 0 ? 0 : ms > BS_NUMBER_MAX ? BS_NUMBER_MAX : ms;
}

enum bs_err outbox_make_record(const struct bs_uuid *id, const char *kind, struct bs_bytes body,
                               const struct bs_clock *clock, struct bs_record *out,
                               struct bs_error *err)
{
    struct bs_record record = {.body = body};

    if (body.len > BS_RECORD_BODY_MAX) {
        return bs_fail(err, BS_LIMIT, "a record of %zu bytes; at most %d are allowed", body.len,
                       BS_RECORD_BODY_MAX);
    }
    if (body.len == 0) {
        return bs_fail(err, BS_BAD, "a record without a body");
    }
    if (strlen(kind) > BS_RECORD_KIND_MAX) {
        return bs_fail(err, BS_BAD, "a record kind of more than %d letters", BS_RECORD_KIND_MAX);
    }
    bs_uuid_format(id, record.id);
    memcpy(record.kind, kind, strlen(kind) + 1);
    record.wall_ms = within_range(clock->wall_ms(clock->self));
    record.mono_ms = within_range(clock->mono_ms(clock->self));
    memcpy(record.boot_id, clock->boot_id, sizeof record.boot_id);
    record.synced = clock->is_synced(clock->self);
    bs_record_digest(&record);
    *out = record;
    return BS_OK;
}

static enum bs_err insert_record(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                                 const struct bs_record *record, struct bs_bytes head,
                                 const char *hash, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_INSERT_RECORD, err);
    struct bs_error why = {0};
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "append a record", err);
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)record->seq);
    cell_bind_text(statement, 3, record->id);
    cell_bind_int(statement, 4, record->wall_ms);
    cell_bind_bytes_as_text(statement, 5, head);
    cell_bind_bytes_as_text(statement, 6, record->body);
    cell_bind_text(statement, 7, hash);
    rc = bs_db_run(&outbox->db, statement, &why);
    if (rc == BS_REFUSED) {
        /* What stands there was looked up before: the rows or the rules of the table are not what they were. */
        return outbox_damaged(outbox, epoch->tip.epoch, record->seq, err);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

enum bs_err outbox_append_record(struct bs_outbox *outbox, struct outbox_epoch *epoch,
                                 struct bs_record *record, struct bs_error *err)
{
    struct bs_record ignored;
    struct bs_bytes head;
    struct bs_buf line;
    enum bs_err rc;

    record->seq = epoch->tip.seq + 1;
    bs_buf_init(&line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    bs_record_write_line(record, &line);
    rc = bs_buf_check(&line, "record", err);
    if (rc == BS_OK) {
        rc = bs_record_parse(bs_buf_bytes(&line), &ignored, &head, err);
    }
    if (rc == BS_OK) {
        bs_chain_step(epoch->tip.hash, head);
        rc = insert_record(outbox, epoch, record, head, epoch->tip.hash, err);
    }
    if (rc == BS_OK) {
        epoch->tip.seq = record->seq;
    }
    bs_buf_finish(&line);
    return rc;
}

static enum bs_err append_to_newest(struct bs_outbox *outbox, struct bs_record *record,
                                    struct bs_error *err)
{
    struct outbox_epoch epoch;
    enum bs_err rc = outbox_newest(outbox, &epoch, err);

    return rc == BS_OK ? outbox_append_record(outbox, &epoch, record, err) : rc;
}

enum bs_err bs_outbox_append(struct bs_outbox *outbox, const struct bs_uuid *id, const char *kind,
                             struct bs_bytes body, const struct bs_clock *clock, uint64_t *seq,
                             struct bs_error *err)
{
    struct bs_record record = {0};
    uint64_t stored = 0;
    enum bs_err rc = outbox_make_record(id, kind, body, clock, &record, err);

    if (rc != BS_OK) {
        return rc;
    }
    BS_STOP_HERE("outbox.append.start");
    rc = bs_db_begin(&outbox->db, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.append.begun");
        rc = find_same(outbox, &record, &stored, err);
    }
    if (rc == BS_NOTFOUND) {
        rc = append_to_newest(outbox, &record, err);
        stored = record.seq;
        if (rc == BS_OK) {
            BS_STOP_HERE("outbox.append.inserted");
            rc = bs_db_commit(&outbox->db, err);
            BS_STOP_HERE("outbox.append.committed");
        }
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK && seq != NULL) {
        *seq = stored;
    }
    return rc;
}
