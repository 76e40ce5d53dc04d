/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A damaged kiosk.db is set aside, and what it still holds goes on in a new one. DIR/kiosk.db-salvage says how far that is; while
 * it is there, nobody opens the log. */

#include <buurtstem/outbox.h>

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "outbox_found.h"
#include "outbox_look.h"
#include "outbox_p.h"
#include "outbox_salvage_p.h"

enum {
    ROW_MORE = 256,          /* of a record beside its line, with its place in both indexes */
    FILES_MORE = 256 * 1024, /* an empty log, its WAL and its shared memory */
};

/* ---- the new file ---- */

/* What an interrupted salvage left of a new file holds nothing that was not set aside. */
static void remove_new(const struct salvage *salvage)
{
    static const char *const all[] = {"", "-wal", "-shm", "-open"};
    char path[DB_PATH_SIZE];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        salvage_path(salvage, "kiosk.db", all[i], path);
        (void)unlink(path);
    }
}

static enum bs_err open_new(const struct salvage *salvage, struct bs_outbox *out,
                            struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    bool damaged = false;
    enum bs_err rc;

    salvage_path(salvage, "kiosk.db", "", path);
    rc = bs_db_open(path, BS_DB_WRITER, &outbox_plan, &out->db, NULL);
    /* Only what is damaged is made anew: if it was filled, syncd may have read and sent of it. */
    if (rc == BS_BROKEN && look_at_file(salvage->dir, &damaged, NULL) == BS_OK && damaged) {
        remove_new(salvage);
    }
    return rc == BS_OK ? rc : bs_db_open(path, BS_DB_WRITER, &outbox_plan, &out->db, err);
}

/* Whether the one transaction that fills it was committed before. */
static enum bs_err is_filled(struct salvage *salvage, struct bs_outbox *outbox, bool *out,
                             struct bs_error *err)
{
    struct outbox_epoch epoch;
    struct bs_error why = {0};
    enum bs_err rc = outbox_newest(outbox, &epoch, &why);

    *out = rc == BS_OK;
    if (rc == BS_OK) {
        salvage->out.kept = epoch.tip.seq;
    }
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

/* ---- filling it ---- */

struct filling {
    struct salvage *salvage;
    struct found *found;
    struct bs_outbox *outbox;
    struct outbox_epoch to;
    struct bs_buf line;
};

static struct bs_outbox_safe safe_of(const struct salvage *salvage, const char *epoch)
{
    struct bs_outbox_safe safe = {.to = 0};

    for (size_t i = 0; i < salvage->safe_count; i++) {
        if (strcmp(salvage->safe[i].epoch, epoch) == 0) {
            return salvage->safe[i];
        }
    }
    return safe;
}

/* Numbers say nothing of a log that is not the one that was acknowledged. */
static struct bs_outbox_safe safe_here(const struct filling *filling,
                                       const struct found_epoch *epoch)
{
    struct bs_outbox_safe safe = safe_of(filling->salvage, epoch->epoch);

    if (safe.hash[0] != '\0' &&
        found_is_other_log(filling->found, epoch, safe.complete_to, safe.hash)) {
        safe.to = 0;
    }
    return safe;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* What is to be said of the epoch, but for what comes along of it. */
static struct bs_carried range_of(const struct filling *filling, const struct found_epoch *epoch)
{
    struct bs_outbox_safe safe = safe_here(filling, epoch);
    struct bs_carried carried = {.from = safe.to + 1,
                                 .tip = larger(larger(epoch->tip, safe.known_to), safe.to)};

    if (epoch->has_ended && epoch->ends_at < carried.tip) {
        carried.tip = larger(epoch->ends_at, safe.to);
    }
    return carried;
}

static bool goes_on(const struct found_record *record, const struct bs_carried *range)
{
    return record->is_chosen && !record->is_erased && !record->is_refuted &&
           record->seq >= range->from && record->seq <= range->tip;
}

/* Whether a record of this id stands in the new epoch already: it had been carried over before the file was damaged. */
static enum bs_err has_id(struct filling *filling, const char *id, bool *out, struct bs_error *err)
{
    struct bs_db *db = &filling->outbox->db;
    struct sqlite3_stmt *statement = bs_db_statement(db, OUTBOX_HAS_ID, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(db, "save what was set aside", err);
    }
    cell_bind_text(statement, 1, id);
    cell_bind_int(statement, 2, filling->to.n);
    rc = bs_db_row(db, statement, err);
    *out = rc == BS_OK;
    cell_done(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err add_record(struct filling *filling, const struct found_record *from,
                              struct bs_error *err)
{
    struct bs_record record;
    bool is_double = false;
    enum bs_err rc;

    if (!found_line(filling->found, from, &filling->line) ||
        bs_record_parse(bs_buf_bytes(&filling->line), &record, NULL, NULL) != BS_OK) {
        return bs_fail(err, BS_BROKEN, "%s/%s: reads otherwise each time", filling->salvage->dir,
                       filling->salvage->out.aside);
    }
    rc = has_id(filling, record.id, &is_double, err);
    if (rc == BS_OK && !is_double) {
        rc = outbox_append_record(filling->outbox, &filling->to, &record, err);
        filling->salvage->out.kept++;
        BS_STOP_HERE("outbox.salvage.record");
    }
    return rc;
}

static enum bs_err say_carried(struct filling *filling, struct bs_carried *carried,
                               const char *epoch, struct bs_error *err)
{
    const struct salvage *salvage = filling->salvage;

    memcpy(carried->epoch, epoch, sizeof carried->epoch);
    memcpy(carried->why, "damaged", sizeof "damaged");
    filling->salvage->out.lost += carried->tip - carried->from + 1 - carried->kept;
    return outbox_append_carried(filling->outbox, &filling->to, carried, salvage->clock,
                                 salvage->random, err);
}

/* One epoch of the damaged file. Only of our own epochs, whose names are proven, can be said what became of their numbers. */
static enum bs_err go_on(struct filling *filling, const struct found_epoch *epoch, bool is_last,
                         struct bs_error *err)
{
    const struct found_record *records = filling->found->records;
    bool is_ours = epoch->is_known && strcmp(epoch->kiosk, filling->salvage->kiosk) == 0;
    struct bs_carried carried = range_of(filling, epoch);
    enum bs_err rc = BS_OK;

    for (size_t i = epoch->first; i < epoch->end; i++) {
        filling->salvage->out.safe += records[i].is_chosen && records[i].seq < carried.from;
        if (goes_on(&records[i], &carried)) {
            outbox_carried_keep(&carried, records[i].seq);
        }
    }
    if (is_ours && (is_last || carried.tip >= carried.from)) {
        rc = say_carried(filling, &carried, epoch->epoch, err);
    }
    for (size_t i = epoch->first; rc == BS_OK && i < epoch->end; i++) {
        if (goes_on(&records[i], &carried)) {
            rc = add_record(filling, &records[i], err);
        }
    }
    return rc;
}

static enum bs_err add_strays(struct filling *filling, struct bs_error *err)
{
    const struct found *found = filling->found;
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < found->count; i++) {
        if (found->records[i].is_stray) {
            rc = add_record(filling, &found->records[i], err);
        }
    }
    return rc;
}

static bool is_found(const struct found *found, const char *epoch)
{
    for (size_t i = 0; i < found->epoch_count; i++) {
        if (strcmp(found->epochs[i].epoch, epoch) == 0) {
            return true;
        }
    }
    return false;
}

/* When the file does not tell which epochs it had, syncd may know of one of which nothing is left. */
static enum bs_err say_gone(struct filling *filling, struct bs_error *err)
{
    const struct salvage *salvage = filling->salvage;
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && !filling->found->is_whole && i < salvage->safe_count; i++) {
        const struct bs_outbox_safe *safe = &salvage->safe[i];
        struct bs_carried carried = {.from = safe->to + 1, .tip = safe->known_to};

        if (safe->known_to > safe->to && !is_found(filling->found, safe->epoch) &&
            !found_said(filling->found, safe->epoch, 0)) {
            rc = say_carried(filling, &carried, safe->epoch, err);
        }
    }
    return rc;
}

/* The last that there was for certain; else the last. */
static size_t last_epoch(const struct found *found)
{
    for (size_t i = found->epoch_count; i > 0; i--) {
        if (!found->epochs[i - 1].is_doubtful) {
            return i - 1;
        }
    }
    return found->epoch_count - 1;
}

static enum bs_err fill_whole(struct filling *filling, struct bs_error *err)
{
    struct salvage *salvage = filling->salvage;
    enum bs_err rc =
        outbox_insert_epoch(filling->outbox, salvage->kiosk, "damaged",
                            salvage->clock->wall_ms(salvage->clock->self), salvage->random, err);

    if (rc == BS_OK) {
        rc = outbox_newest(filling->outbox, &filling->to, err);
    }
    if (rc == BS_OK) {
        rc = say_gone(filling, err);
    }
    for (size_t i = 0; rc == BS_OK && i < filling->found->epoch_count; i++) {
        rc = go_on(filling, &filling->found->epochs[i], i == last_epoch(filling->found), err);
    }
    if (rc == BS_OK) {
        rc = add_strays(filling, err);
    }
    return rc;
}

static enum bs_err fill(struct salvage *salvage, struct found *found, struct bs_outbox *outbox,
                        struct bs_error *err)
{
    struct filling filling = {.salvage = salvage, .found = found, .outbox = outbox};
    enum bs_err rc = bs_db_begin(&outbox->db, err);

    bs_buf_init(&filling.line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    if (rc == BS_OK) {
        rc = fill_whole(&filling, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.salvage.written");
        rc = bs_db_commit(&outbox->db, err);
        BS_STOP_HERE("outbox.salvage.committed");
    }
    bs_db_finish(&outbox->db);
    bs_buf_finish(&filling.line);
    return rc;
}

static enum bs_err fill_from_aside(struct salvage *salvage, struct bs_outbox *outbox,
                                   struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    struct found found;
    enum bs_err rc;

    salvage_path(salvage, salvage->out.aside, "", path);
    rc = found_open(path, salvage->kiosk, salvage->safe, salvage->safe_count, &found, err);
    if (rc == BS_OK) {
        rc = fill(salvage, &found, outbox, err);
        found_close(&found);
    }
    return rc;
}

static enum bs_err begin_anew(struct salvage *salvage, struct bs_error *err)
{
    struct bs_outbox outbox = {.lock = -1};
    bool filled = false;
    enum bs_err rc = open_new(salvage, &outbox, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.salvage.opened");
        rc = is_filled(salvage, &outbox, &filled, err);
    }
    if (rc == BS_OK && !filled) {
        rc = fill_from_aside(salvage, &outbox, err);
    }
    bs_db_close(&outbox.db);
    return rc;
}

static enum bs_err unmark(const struct salvage *salvage, struct bs_error *err)
{
    char path[DB_PATH_SIZE];

    salvage_path(salvage, OUTBOX_SALVAGE_MARK, "", path);
    if (unlink(path) != 0 && errno != ENOENT) {
        return bs_fail(err, bs_err_of_write(errno), "%s: cannot be removed: %s", path,
                       strerror(errno));
    }
    BS_STOP_HERE("outbox.salvage.unmarked");
    return salvage_sync_folder(salvage, err);
}

/* ---- room ---- */

static uint64_t size_in_file(struct filling *filling, const struct found_record *record)
{
    return found_line(filling->found, record, &filling->line) ? filling->line.len + ROW_MORE : 0;
}

/* What all that goes on takes, in the new file and once more in its WAL: a page is not filled to its last byte. */
static uint64_t size_of_new(struct salvage *salvage, struct found *found)
{
    struct filling filling = {.salvage = salvage, .found = found};
    uint64_t size = 0;

    bs_buf_init(&filling.line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    for (size_t e = 0; e < found->epoch_count; e++) {
        const struct found_epoch *epoch = &found->epochs[e];
        struct bs_carried range = range_of(&filling, epoch);

        for (size_t i = epoch->first; i < epoch->end; i++) {
            if (goes_on(&found->records[i], &range) || found->records[i].is_stray) {
                size += size_in_file(&filling, &found->records[i]);
            }
        }
    }
    bs_buf_finish(&filling.line);
    return 2 * (size + size / 8) + FILES_MORE;
}

/* Before anything is moved: a log that can still be opened is of more use than one that waits for room. */
static enum bs_err check_room(struct salvage *salvage, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    struct found found;
    struct statvfs disk;
    uint64_t need, room;
    enum bs_err rc;

    if (salvage_is_there(salvage, OUTBOX_SALVAGE_MARK, "") || statvfs(salvage->dir, &disk) != 0) {
        return BS_OK;
    }
    salvage_path(salvage, "kiosk.db", "", path);
    rc = found_open(path, salvage->kiosk, salvage->safe, salvage->safe_count, &found, err);
    if (rc != BS_OK) {
        return rc;
    }
    need = size_of_new(salvage, &found);
    room = (uint64_t)disk.f_bavail * disk.f_frsize;
    found_close(&found);
    return need <= room ? BS_OK
                        : bs_fail(err, BS_LATER,
                                  "%s: to save the damaged log takes room for %" PRIu64
                                  " KiB, and there is room for %" PRIu64,
                                  salvage->dir, need / 1024, room / 1024);
}

enum bs_err bs_outbox_salvage(const char *dir, const char *kiosk, const struct bs_outbox_safe *safe,
                              size_t safe_count, const struct bs_clock *clock,
                              struct bs_random *random, struct bs_outbox_salvaged *out,
                              struct bs_error *err)
{
    struct salvage salvage = {.dir = dir,
                              .kiosk = kiosk,
                              .safe = safe,
                              .safe_count = safe_count,
                              .clock = clock,
                              .random = random};
    char path[DB_PATH_SIZE];
    int lock = -1;
    enum bs_err rc;

    if (strlen(dir) + 2 * sizeof salvage.out.aside > DB_PATH_SIZE) {
        return bs_fail(err, BS_LIMIT, "a folder name that is too long");
    }
    salvage_path(&salvage, "kiosk.lock", "", path);
    rc = bs_lock_take(path, &lock, err);
    if (rc == BS_OK) {
        rc = check_room(&salvage, err);
    }
    if (rc == BS_OK) {
        rc = salvage_set_aside(&salvage, err);
    }
    if (rc == BS_OK) {
        rc = begin_anew(&salvage, err);
    }
    if (rc == BS_OK) {
        rc = unmark(&salvage, err);
    }
    bs_lock_release(&lock);
    if (rc == BS_OK) {
        *out = salvage.out;
    }
    return rc;
}
