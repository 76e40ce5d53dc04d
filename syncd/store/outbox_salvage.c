/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A damaged kiosk.db is set aside, and what it still holds goes on in a new one. DIR/kiosk.db-salvage says how far that is; while
 * it is there, nobody opens the log. */

#include <buurtstem/outbox.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "outbox_found.h"
#include "outbox_look.h"
#include "outbox_p.h"

#define ASIDE_START "kiosk.db-damaged-"
#define MOVING      "moving "
#define MOVED       "moved "

enum { MARK_MODE = 0640, NAMES_MAX = 100 };

/* The file itself is the last to move. */
static const char *const ends[] = {"-wal", "-open", ""};

struct salvage {
    const char *dir, *kiosk;
    const struct bs_outbox_safe *safe;
    size_t safe_count;
    const struct bs_clock *clock;
    struct bs_random *random;
    struct bs_outbox_salvaged out;
    bool is_moved;
};

/* ---- setting aside ---- */

static void path_of(const struct salvage *salvage, const char *name, const char *end,
                    char out[DB_PATH_SIZE])
{
    (void)snprintf(out, DB_PATH_SIZE, "%s/%s%s", salvage->dir, name, end);
}

static bool is_there(const struct salvage *salvage, const char *name, const char *end)
{
    char path[DB_PATH_SIZE];
    struct stat status;

    path_of(salvage, name, end, path);
    return lstat(path, &status) == 0;
}

static enum bs_err sync_folder(const struct salvage *salvage, struct bs_error *err)
{
    int fd = open(salvage->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd < 0 ? -1 : fsync(fd);
    enum bs_err rc = result == 0 ? BS_OK
                                 : bs_fail(err, BS_BROKEN, "%s: cannot be made durable: %s",
                                           salvage->dir, strerror(errno));

    if (fd >= 0) {
        close(fd);
    }
    return rc;
}

static bool aside_valid(const char *name)
{
    size_t start = strlen(ASIDE_START);

    return strlen(name) < sizeof((struct bs_outbox_salvaged *)NULL)->aside &&
           strncmp(name, ASIDE_START, start) == 0 &&
           name[start + strspn(name + start, "0123456789TZ-")] == '\0';
}

/* Reads how far a salvage got. BS_NOTFOUND: none is under way. */
static enum bs_err read_mark(struct salvage *salvage, struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    const char *text, *name = NULL;
    struct bs_buf buf;
    enum bs_err rc;

    path_of(salvage, OUTBOX_SALVAGE_MARK, "", path);
    bs_buf_init(&buf, 256);
    rc = bs_file_read(path, &buf, err);
    if (rc == BS_OK) {
        text = bs_buf_string(&buf);
        salvage->is_moved = strncmp(text, MOVED, strlen(MOVED)) == 0;
        if (salvage->is_moved) {
            name = text + strlen(MOVED);
        } else if (strncmp(text, MOVING, strlen(MOVING)) == 0) {
            name = text + strlen(MOVING);
        }
        if (name == NULL || !aside_valid(name)) {
            rc = bs_fail(err, BS_BROKEN, "%s: is not ours: remove it if nothing was set aside",
                         path);
        } else {
            memcpy(salvage->out.aside, name, strlen(name) + 1);
        }
    }
    bs_buf_finish(&buf);
    return rc;
}

static enum bs_err write_mark(struct salvage *salvage, const char *state, struct bs_error *err)
{
    char path[DB_PATH_SIZE], text[128];

    path_of(salvage, OUTBOX_SALVAGE_MARK, "", path);
    (void)snprintf(text, sizeof text, "%s%s", state, salvage->out.aside);
    return bs_file_replace(path, bs_bytes_of(text), MARK_MODE, err);
}

/* A name with the time that nothing has yet. */
static enum bs_err choose_name(struct salvage *salvage, struct bs_error *err)
{
    char time[25], plain[25], name[64];
    size_t len = 0;

    bs_time_format_utc(salvage->clock->wall_ms(salvage->clock->self), time);
    for (const char *at = time; *at != '\0'; at++) {
        if (strchr("0123456789TZ", *at) != NULL) {
            plain[len++] = *at;
        }
    }
    plain[len] = '\0';
    for (int i = 1; i <= NAMES_MAX; i++) {
        (void)snprintf(name, sizeof name, i == 1 ? ASIDE_START "%s" : ASIDE_START "%s-%d", plain,
                       i);
        if (!is_there(salvage, name, "") && !is_there(salvage, name, "-wal")) {
            memcpy(salvage->out.aside, name, strlen(name) + 1);
            return BS_OK;
        }
    }
    return bs_fail(err, BS_BROKEN, "%s: too much was set aside here", salvage->dir);
}

static enum bs_err move_files(struct salvage *salvage, struct bs_error *err)
{
    char from[DB_PATH_SIZE], to[DB_PATH_SIZE];

    path_of(salvage, "kiosk.db", "-shm", from); /* an index of the WAL, which is made anew */
    (void)unlink(from);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        path_of(salvage, "kiosk.db", ends[i], from);
        path_of(salvage, salvage->out.aside, ends[i], to);
        if (ends[i][0] != '\0' && is_there(salvage, salvage->out.aside, ends[i])) {
            continue; /* moved before; a reader that came between made an empty one anew */
        }
        if (rename(from, to) != 0 && errno != ENOENT) {
            return bs_fail(err, bs_err_of_write(errno), "%s: cannot be set aside: %s", from,
                           strerror(errno));
        }
        BS_STOP_HERE("outbox.salvage.moving");
    }
    return sync_folder(salvage, err);
}

static enum bs_err set_aside(struct salvage *salvage, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = read_mark(salvage, &why);

    if (rc == BS_NOTFOUND) {
        if (!is_there(salvage, "kiosk.db", "") && !is_there(salvage, "kiosk.db", "-wal")) {
            return bs_fail(err, BS_NOTFOUND, "%s: there is no log", salvage->dir);
        }
        rc = choose_name(salvage, err);
        if (rc == BS_OK) {
            rc = write_mark(salvage, MOVING, err);
        }
        BS_STOP_HERE("outbox.salvage.marked");
    } else if (rc != BS_OK) {
        (void)bs_fail(err, rc, "%s", why.text);
    }
    if (rc == BS_OK && !salvage->is_moved) {
        rc = move_files(salvage, err);
        if (rc == BS_OK) {
            rc = write_mark(salvage, MOVED, err);
        }
        BS_STOP_HERE("outbox.salvage.moved");
    }
    return rc;
}

/* ---- the new file ---- */

/* What an interrupted salvage left of a new file holds nothing that was not set aside. */
static void remove_new(const struct salvage *salvage)
{
    static const char *const all[] = {"", "-wal", "-shm", "-open"};
    char path[DB_PATH_SIZE];

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        path_of(salvage, "kiosk.db", all[i], path);
        (void)unlink(path);
    }
}

static enum bs_err open_new(const struct salvage *salvage, struct bs_outbox *out,
                            struct bs_error *err)
{
    char path[DB_PATH_SIZE];
    enum bs_err rc;

    path_of(salvage, "kiosk.db", "", path);
    rc = bs_db_open(path, BS_DB_WRITER, &outbox_plan, &out->db, NULL);
    if (rc == BS_BROKEN) {
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

static bool goes_on(const struct found_record *record, uint64_t from, uint64_t tip)
{
    return record->is_chosen && !record->is_erased && !record->is_refuted && record->seq >= from &&
           record->seq <= tip;
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

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* One epoch of the damaged file. Only of our own epochs, whose names are proven, can be said what became of their numbers. */
static enum bs_err go_on(struct filling *filling, const struct found_epoch *epoch, bool is_last,
                         struct bs_error *err)
{
    const struct found_record *records = filling->found->records;
    struct bs_outbox_safe safe = safe_here(filling, epoch);
    bool is_ours = epoch->is_known && strcmp(epoch->kiosk, filling->salvage->kiosk) == 0;
    struct bs_carried carried = {.from = safe.to + 1,
                                 .tip = larger(larger(epoch->tip, safe.known_to), safe.to)};
    enum bs_err rc = BS_OK;

    if (epoch->has_ended && epoch->ends_at < carried.tip) {
        carried.tip = larger(epoch->ends_at, safe.to);
    }
    for (size_t i = epoch->first; i < epoch->end; i++) {
        filling->salvage->out.safe += records[i].is_chosen && records[i].seq < carried.from;
        if (goes_on(&records[i], carried.from, carried.tip)) {
            outbox_carried_keep(&carried, records[i].seq);
        }
    }
    if (is_ours && (is_last || carried.tip >= carried.from)) {
        rc = say_carried(filling, &carried, epoch->epoch, err);
    }
    for (size_t i = epoch->first; rc == BS_OK && i < epoch->end; i++) {
        if (goes_on(&records[i], carried.from, carried.tip)) {
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
        rc = go_on(filling, &filling->found->epochs[i], i + 1 == filling->found->epoch_count, err);
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

    path_of(salvage, salvage->out.aside, "", path);
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
    path_of(&salvage, "kiosk.lock", "", path);
    rc = bs_lock_take(path, &lock, err);
    if (rc == BS_OK) {
        rc = set_aside(&salvage, err);
    }
    if (rc == BS_OK) {
        rc = begin_anew(&salvage, err);
    }
    if (rc == BS_OK) {
        path_of(&salvage, OUTBOX_SALVAGE_MARK, "", path);
        (void)unlink(path);
        BS_STOP_HERE("outbox.salvage.unmarked");
        rc = sync_folder(&salvage, err);
    }
    bs_lock_release(&lock);
    if (rc == BS_OK) {
        *out = salvage.out;
    }
    return rc;
}
