/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Ending an epoch that central holds otherwise, and going on in a new one: all of it in one transaction. */

#include <buurtstem/outbox.h>

#include <inttypes.h>
#include <string.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "outbox_p.h"
#include "reserve.h"

#define DAY_MS (24LL * 60 * 60 * 1000)

static enum bs_err ask(struct bs_outbox *outbox, enum outbox_statement index,
                       struct sqlite3_stmt **out, struct bs_error *err)
{
    *out = bs_db_statement(&outbox->db, index, err);
    return *out != NULL ? BS_OK : bs_db_fail(&outbox->db, "carry records over", err);
}

/* ---- the record that says what goes on ---- */

void outbox_carried_keep(struct bs_carried *carried, uint64_t seq)
{
    size_t count = carried->range_count;

    carried->kept++;
    if (carried->is_cut) {
        return;
    }
    if (count > 0 && carried->ranges[count - 1].last + 1 == seq) {
        carried->ranges[count - 1].last = seq;
    } else if (count < BS_CARRIED_RANGES_MAX) {
        carried->ranges[count].first = carried->ranges[count].last = seq;
        carried->range_count++;
    } else {
        carried->is_cut = true;
    }
}

enum bs_err outbox_append_carried(struct bs_outbox *outbox, struct outbox_epoch *epoch,
                                  const struct bs_carried *carried, const struct bs_clock *clock,
                                  struct bs_random *random, struct bs_error *err)
{
    struct bs_uuid id = bs_uuid_v7(clock->wall_ms(clock->self), random);
    struct bs_record record;
    struct bs_buf body;
    enum bs_err rc;

    bs_buf_init(&body, BS_CARRIED_BYTES_MAX);
    bs_carried_write(carried, random, &body);
    rc = bs_buf_check(&body, "carried", err);
    if (rc == BS_OK) {
        rc = outbox_make_record(&id, BS_KIND_CARRIED, bs_buf_bytes(&body), clock, &record, err);
    }
    if (rc == BS_OK) {
        rc = outbox_append_record(outbox, epoch, &record, err);
    }
    bs_buf_finish(&body);
    return rc;
}

/* ---- may it be done ---- */

/* At most one a day, so that two copies of one kiosk cannot chase each other. A clock that ran ahead does not forbid it. */
static enum bs_err check_day(struct bs_outbox *outbox, int64_t wall_ms, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    int64_t began_ms;
    enum bs_err rc = ask(outbox, OUTBOX_LAST_MOVE, &statement, err);

    if (rc == BS_OK) {
        rc = bs_db_row(&outbox->db, statement, err);
    }
    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? BS_OK : rc;
    }
    began_ms = cell_int(statement, 0);
    cell_done(statement);
    if (began_ms > wall_ms - DAY_MS && began_ms < wall_ms + DAY_MS) {
        return bs_fail(err, BS_REFUSED, "an epoch was carried over within the last day already");
    }
    return BS_OK;
}

static enum bs_err check_end(const struct outbox_epoch *epoch, uint64_t from_seq,
                             struct bs_error *err)
{
    if (from_seq == 0 || from_seq > epoch->tip.seq + 1) {
        return bs_fail(err, BS_BAD, "epoch %s has %" PRIu64 " %s: it cannot end before %" PRIu64,
                       epoch->tip.epoch, epoch->tip.seq, epoch->tip.seq == 1 ? "record" : "records",
                       from_seq);
    }
    if (epoch->tip.has_ended && epoch->tip.send_to < from_seq) {
        return bs_fail(err, BS_REFUSED, "epoch %s ended at %" PRIu64 " already", epoch->tip.epoch,
                       epoch->tip.send_to);
    }
    return BS_OK;
}

/* ---- doing it ---- */

static enum bs_err end_epoch(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                             uint64_t ends_at, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(outbox, OUTBOX_END_EPOCH, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)ends_at);
    return bs_db_run(&outbox->db, statement, err);
}

static void bind_range(struct sqlite3_stmt *statement, const struct outbox_epoch *old,
                       const struct bs_carried *carried)
{
    cell_bind_int(statement, 1, old->n);
    cell_bind_int(statement, 2, (int64_t)carried->from);
    cell_bind_int(statement, 3, (int64_t)carried->tip);
}

static enum bs_err list_ranges(struct bs_outbox *outbox, const struct outbox_epoch *old,
                               struct bs_carried *carried, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(outbox, OUTBOX_MOVING_SEQS, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    bind_range(statement, old, carried);
    while ((rc = bs_db_row(&outbox->db, statement, err)) == BS_OK) {
        outbox_carried_keep(carried, (uint64_t)cell_int(statement, 0));
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* The record that the statement stands on, proven by its digest, behind the new epoch's last. */
static enum bs_err move_record(struct bs_outbox *outbox, struct sqlite3_stmt *statement,
                               const struct outbox_epoch *old, struct outbox_epoch *to,
                               struct bs_buf *line, struct bs_error *err)
{
    uint64_t seq = (uint64_t)cell_int(statement, 0);
    struct bs_bytes head = cell_bytes(statement, 2), body = cell_bytes(statement, 3);
    char id[BS_UUID_TEXT];
    struct bs_record record;

    bs_buf_reset(line);
    bs_buf_add(line, head.data, head.len);
    bs_buf_text(line, "\t");
    bs_buf_add(line, body.data, body.len);
    if (bs_buf_check(line, "record", NULL) != BS_OK ||
        bs_record_parse(bs_buf_bytes(line), &record, NULL, NULL) != BS_OK || record.seq != seq ||
        !cell_text(statement, 1, sizeof id, id) || strcmp(id, record.id) != 0) {
        return outbox_damaged(outbox, old->tip.epoch, seq, err);
    }
    return outbox_append_record(outbox, to, &record, err);
}

static enum bs_err move_records(struct bs_outbox *outbox, const struct outbox_epoch *old,
                                const struct bs_carried *carried, struct outbox_epoch *to,
                                struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    struct bs_buf line;
    enum bs_err rc = ask(outbox, OUTBOX_MOVING_RECORDS, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    bind_range(statement, old, carried);
    bs_buf_init(&line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    while ((rc = bs_db_row(&outbox->db, statement, err)) == BS_OK) {
        rc = move_record(outbox, statement, old, to, &line, err);
        if (rc != BS_OK) {
            break;
        }
        BS_STOP_HERE("outbox.carry.record");
    }
    cell_done(statement);
    bs_buf_finish(&line);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err carry(struct bs_outbox *outbox, const struct outbox_epoch *old,
                         struct bs_carried *carried, const struct bs_clock *clock,
                         struct bs_random *random, struct bs_error *err)
{
    struct outbox_epoch to;
    enum bs_err rc = end_epoch(outbox, old, carried->from - 1, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.carry.ended");
        rc = outbox_insert_epoch(outbox, old->tip.kiosk, carried->why, clock->wall_ms(clock->self),
                                 random, err);
    }
    if (rc == BS_OK) {
        rc = outbox_newest(outbox, &to, err);
    }
    if (rc == BS_OK) {
        rc = list_ranges(outbox, old, carried, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.carry.begun");
        rc = outbox_append_carried(outbox, &to, carried, clock, random, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.carry.told");
        rc = move_records(outbox, old, carried, &to, err);
    }
    return rc;
}

static enum bs_err carry_whole(struct bs_outbox *outbox, const char *epoch, uint64_t from_seq,
                               const char *why, const struct bs_clock *clock,
                               struct bs_random *random, struct bs_error *err)
{
    struct bs_carried carried = {.from = from_seq};
    struct outbox_epoch old;
    enum bs_err rc = outbox_find_epoch(outbox, epoch, &old, err);

    if (rc == BS_OK) {
        rc = check_end(&old, from_seq, err);
    }
    if (rc == BS_OK) {
        rc = check_day(outbox, clock->wall_ms(clock->self), err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    memcpy(carried.epoch, old.tip.epoch, sizeof carried.epoch);
    memcpy(carried.why, why, strlen(why) + 1);
    carried.tip = old.tip.send_to; /* what is above went on before, and was told then */
    return carry(outbox, &old, &carried, clock, random, err);
}

static enum bs_err carry_once(struct bs_outbox *outbox, const char *epoch, uint64_t from_seq,
                              const char *why, const struct bs_clock *clock,
                              struct bs_random *random, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&outbox->db, err);

    if (rc == BS_OK) {
        rc = carry_whole(outbox, epoch, from_seq, why, clock, random, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.carry.written");
        rc = bs_db_commit(&outbox->db, err);
        BS_STOP_HERE("outbox.carry.committed");
    }
    bs_db_finish(&outbox->db);
    return rc;
}

enum bs_err bs_outbox_carry_over(struct bs_outbox *outbox, const char *epoch, uint64_t from_seq,
                                 const char *why, const struct bs_clock *clock,
                                 struct bs_random *random, struct bs_error *err)
{
    struct bs_error cause = {0};
    enum bs_err rc;

    if (strcmp(why, "forked") != 0 && strcmp(why, "restored") != 0) {
        return bs_fail(err, BS_BAD, "no reason to carry an epoch over");
    }
    rc = carry_once(outbox, epoch, from_seq, why, clock, random, &cause);
    if (rc == BS_LATER && reserve_find_room(&outbox->db)) {
        bs_error_clear(&cause);
        rc = carry_once(outbox, epoch, from_seq, why, clock, random, &cause);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", cause.text);
}
