/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Backups that were read back before anybody relies on them, and the way back from one. */

#include "storage_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>

#include "backup_file.h"
#include "storage_p.h"

static const char backup_setting[] = "backup-ms";

struct position {
    char kiosk[BS_KIOSK_ID_TEXT], epoch[BS_EPOCH_TEXT];
    uint64_t complete_to;
};

struct positions {
    struct position *at; /* owned */
    size_t count, capacity;
    uint64_t records;
};

/* --- what a copy says of itself --- */

static void add_position(struct positions *positions, sqlite3_stmt *row)
{
    struct position *next;

    if (positions->count == positions->capacity) {
        size_t capacity = positions->capacity == 0 ? 64 : 2 * positions->capacity;
        struct position *more = bs_xcalloc(capacity, sizeof(*more));

        if (positions->count > 0) {
            memcpy(more, positions->at, positions->count * sizeof(*more));
        }
        free(positions->at);
        positions->at = more;
        positions->capacity = capacity;
    }
    next = &positions->at[positions->count++];
    (void)storage_copy_text(row, 2, next->kiosk, sizeof(next->kiosk));
    (void)storage_copy_text(row, 3, next->epoch, sizeof(next->epoch));
    next->complete_to = (uint64_t)sqlite3_column_int64(row, 4);
    positions->records += next->complete_to;
}

static enum bs_err read_positions(const char *path, struct positions *out, struct bs_error *err)
{
    struct bs_db reader = {.handle = NULL};
    sqlite3_stmt *row = NULL;
    enum bs_err rc = bs_db_open(path, BS_DB_READER, &storage_plan, &reader, err);

    if (rc == BS_OK) {
        rc = storage_ask(&reader, SQL_LOGS, &row, err);
    }
    while (rc == BS_OK && (rc = storage_row(&reader, row, err)) == BS_OK) {
        add_position(out, row);
    }
    bs_db_close(&reader);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static void keep_first(void *self, const char *sentence)
{
    char *first = self;

    if (first[0] == '\0') {
        (void)bs_utf8_copy(first, BS_ERROR_TEXT, sentence);
    }
}

/* The rehearsal: every page, chain, digest and count of the database at `path`; `name` is what people call it. */
static enum bs_err rehearse(const char *path, const char *name, struct positions *out,
                            struct bs_error *err)
{
    char first[BS_ERROR_TEXT] = "";
    struct bs_error why = {.code = BS_OK};
    enum bs_err rc = storage_verify_file(path, keep_first, first, &why);

    BS_STOP_HERE("backup.verified");
    if (rc != BS_OK) {
        return bs_fail(err, rc == BS_LATER ? rc : BS_BROKEN, "%s: does not prove itself: %s", name,
                       first[0] == '\0' ? why.text : first);
    }
    return read_positions(path, out, err);
}

static void tell(const struct positions *positions, int64_t bytes, storage_backup_visit *visit,
                 void *self, struct storage_backup *out)
{
    *out = (struct storage_backup){
        .records = positions->records, .logs = positions->count, .bytes = bytes};
    for (size_t i = 0; visit != NULL && i < positions->count; i++) {
        visit(self, positions->at[i].kiosk, positions->at[i].epoch, positions->at[i].complete_to);
    }
}

/* --- making one --- */

static enum bs_err copy_snapshot(struct storage *storage, const char *to, struct bs_error *err)
{
    struct bs_db reader = {.handle = NULL};
    enum bs_err rc = bs_db_open(storage->path, BS_DB_READER, &storage_plan, &reader, err);

    if (rc == BS_OK) {
        rc = bs_db_begin_read(&reader, err);
    }
    if (rc == BS_OK) {
        rc = backup_file_copy(&reader, to, err);
    }
    bs_db_finish(&reader);
    bs_db_close(&reader);
    return rc;
}

static enum bs_err note_position(struct bs_db *db, const struct position *position,
                                 struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_LOG_BACKED_UP, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, position->kiosk);
        storage_bind_text(statement, 2, position->epoch);
        storage_bind_int(statement, 3, (int64_t)position->complete_to);
        rc = bs_db_run(db, statement, err);
    }
    return rc;
}

/* As of the copy: what came in since is in no backup. */
static enum bs_err note_positions(struct storage *storage, const struct positions *positions,
                                  int64_t now_ms, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_put_number(&storage->db, backup_setting, now_ms, err);
    }
    for (size_t i = 0; rc == BS_OK && i < positions->count; i++) {
        rc = note_position(&storage->db, &positions->at[i], err);
    }
    BS_STOP_HERE("backup.before-note");
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    BS_STOP_HERE("backup.noted");
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err give_name(const char *part, const char *path, struct bs_error *err)
{
    BS_STOP_HERE("backup.before-name");
    if (rename(part, path) != 0) {
        return bs_fail(err, bs_err_of_write(errno), "%s: cannot be put in place: %s", path,
                       strerror(errno));
    }
    BS_STOP_HERE("backup.named");
    return backup_file_sync_folder(path, err);
}

/* From nothing to a sealed copy that was read back. */
static enum bs_err make_part(struct storage *storage, const char *part, const char *path,
                             struct positions *positions, int64_t *bytes, struct bs_error *err)
{
    enum bs_err rc;

    backup_file_remove(part); /* of one that was ended half-way */
    rc = copy_snapshot(storage, part, err);
    BS_STOP_HERE("backup.copied");
    if (rc == BS_OK) {
        rc = backup_file_seal(part, err);
    }
    BS_STOP_HERE("backup.sealed");
    if (rc == BS_OK) {
        rc = backup_file_check(part, bytes, err);
    }
    return rc == BS_OK ? rehearse(part, path, positions, err) : rc;
}

enum bs_err storage_backup(struct storage *storage, const char *path, int64_t now_ms,
                           storage_backup_visit *visit, void *self, struct storage_backup *out,
                           struct bs_error *err)
{
    struct positions positions = {.at = NULL};
    char part[BACKUP_PATH_MAX], unproven[BACKUP_PATH_MAX];
    int64_t bytes = 0;
    bool has_remains;
    enum bs_err rc = backup_file_may_write(path, storage->path, err);

    if (rc != BS_OK) {
        return rc;
    }
    has_remains = !storage_pay_rewrite(storage); /* a copy has what stands between the rows, too */
    (void)snprintf(part, sizeof(part), "%s.part", path);
    (void)snprintf(unproven, sizeof(unproven), "%s.unproven", path);
    rc = make_part(storage, part, path, &positions, &bytes, err);
    if (rc == BS_OK) {
        rc = give_name(part, path, err);
    }
    if (rc == BS_OK) {
        rc = note_positions(storage, &positions, now_ms, err);
    }
    if (rc == BS_OK) {
        tell(&positions, bytes + BACKUP_SEAL_BYTES, visit, self, out);
        out->has_remains = has_remains;
    } else if (rc == BS_BROKEN && bytes > 0) {
        (void)rename(part, unproven);
    } else {
        backup_file_remove(part);
    }
    free(positions.at);
    return rc;
}

enum bs_err storage_backed_up_ms(struct storage *storage, int64_t *out, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_number(&storage->db, backup_setting, out, err);
    storage_leave(storage);
    return rc;
}

/* --- putting one back --- */

/* What was true when the backup was made and is not now. */
static enum bs_err adjust(struct bs_db *db, int64_t now_ms, struct bs_error *err)
{
    static const enum storage_sql changes[] = {SQL_END_ALL_SESSIONS, SQL_LOGS_BACKED_UP,
                                               SQL_FORGET_BUNDLES};
    enum bs_err rc = bs_db_begin(db, err);

    for (size_t i = 0; rc == BS_OK && i < sizeof(changes) / sizeof(changes[0]); i++) {
        sqlite3_stmt *statement = NULL;

        rc = storage_ask(db, changes[i], &statement, err);
        if (rc == BS_OK) {
            rc = bs_db_run(db, statement, err);
        }
    }
    if (rc == BS_OK) {
        rc = storage_put_number(db, backup_setting, now_ms, err);
    }
    if (rc == BS_OK) {
        rc = bs_db_commit(db, err);
    }
    bs_db_finish(db);
    return rc;
}

/* Opened as central would, so brought to this version; closed with everything in the one file. */
static enum bs_err prepare(const char *scratch, int64_t now_ms, struct bs_error *err)
{
    struct bs_db db = {.handle = NULL};
    int left = 0, moved = 0;
    enum bs_err rc = bs_db_open(scratch, BS_DB_WRITER, &storage_plan, &db, err);

    if (rc == BS_OK) {
        rc = adjust(&db, now_ms, err);
    }
    if (rc == BS_OK && (sqlite3_wal_checkpoint_v2(db.handle, "main", SQLITE_CHECKPOINT_TRUNCATE,
                                                  &left, &moved) != SQLITE_OK ||
                        left != moved)) {
        rc = bs_db_fail(&db, "bring everything into the one file", err);
    }
    bs_db_close(&db);
    return rc;
}

static enum bs_err unpack(const char *backup, const char *scratch, int64_t now_ms,
                          struct positions *positions, int64_t *bytes, struct bs_error *err)
{
    enum bs_err rc;

    backup_file_remove(scratch); /* of one that was ended half-way */
    rc = backup_file_check(backup, bytes, err);
    if (rc == BS_OK) {
        rc = backup_file_unpack(backup, *bytes, scratch, err);
    }
    BS_STOP_HERE("restore.unpacked");
    if (rc == BS_OK) {
        rc = prepare(scratch, now_ms, err);
    }
    BS_STOP_HERE("restore.prepared");
    return rc == BS_OK ? rehearse(scratch, backup, positions, err) : rc;
}

/* "PATH-before-20261122T030000.123Z": the moment is that of the last change of what takes its place. */
static void name_aside(const char *path, const struct stat *status, char out[320])
{
    struct tm utc;
    char moment[24] = "";

    (void)gmtime_r(&status->st_mtim.tv_sec, &utc);
    (void)strftime(moment, sizeof(moment), "%Y%m%dT%H%M%S", &utc);
    (void)snprintf(out, 320, "%.270s-before-%s.%03dZ", path, moment,
                   (int)(status->st_mtim.tv_nsec / 1000000));
}

/* Never over another file. */
static enum bs_err move(const char *path, const char *aside, const char *end, struct bs_error *err)
{
    char from[BACKUP_PATH_MAX + 16], to[BACKUP_PATH_MAX + 16];

    (void)snprintf(from, sizeof(from), "%s%s", path, end);
    (void)snprintf(to, sizeof(to), "%s%s", aside, end);
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0 && errno != ENOENT) {
        return bs_fail(err, bs_err_of_write(errno), "%s: cannot be set aside as %s: %s", from, to,
                       strerror(errno));
    }
    BS_STOP_HERE("restore.moved");
    return BS_OK;
}

static void drop(const char *path, const char *end)
{
    char name[BACKUP_PATH_MAX + 16];

    (void)snprintf(name, sizeof(name), "%s%s", path, end);
    (void)unlink(name);
}

/* The write-ahead log goes first and belongs to the file that goes last; each step may be the last one before a power cut, and
 * then all of them are done again. */
enum bs_err storage_finish_restore(const char *path, char aside[320], struct bs_error *err)
{
    char restored[BACKUP_PATH_MAX];
    struct stat status;
    bool was_there;
    enum bs_err rc;

    aside[0] = '\0';
    (void)snprintf(restored, sizeof(restored), "%.600s-restored", path);
    if (stat(restored, &status) != 0) {
        return errno == ENOENT ? BS_OK
                               : bs_fail(err, BS_BROKEN, "%s: %s", restored, strerror(errno));
    }
    name_aside(path, &status, aside);
    was_there = access(path, F_OK) == 0 || access(aside, F_OK) == 0;
    rc = move(path, aside, "-wal", err);
    if (rc == BS_OK) {
        drop(path, "-shm");
        drop(path, "-open");
        rc = move(path, aside, "", err);
    }
    if (rc == BS_OK) {
        rc = backup_file_sync_folder(path, err);
    }
    if (rc == BS_OK) {
        rc = give_name(restored, path, err);
    }
    if (!was_there) {
        aside[0] = '\0';
    }
    return rc;
}

/* From here on it is decided: whatever happens, the next to open the database finishes it. */
static enum bs_err decide(const char *scratch, const char *path, struct bs_error *err)
{
    char restored[BACKUP_PATH_MAX];
    enum bs_err rc;

    drop(scratch, "-wal"); /* empty */
    drop(scratch, "-shm");
    (void)snprintf(restored, sizeof(restored), "%.600s-restored", path);
    rc = give_name(scratch, restored, err);
    if (rc != BS_OK) {
        (void)unlink(restored);
    }
    return rc;
}

enum bs_err storage_restore(const char *backup, const char *path, bool is_rehearsal, int64_t now_ms,
                            char aside[320], storage_backup_visit *visit, void *self,
                            struct storage_backup *out, struct bs_error *err)
{
    struct positions positions = {.at = NULL};
    char scratch[BACKUP_PATH_MAX], lock[BACKUP_PATH_MAX];
    int64_t bytes = 0;
    int fd = -1;
    enum bs_err rc;

    aside[0] = '\0';
    (void)snprintf(scratch, sizeof(scratch), "%.600s-%s", path,
                   is_rehearsal ? "rehearsal" : "restore");
    (void)snprintf(lock, sizeof(lock), "%.630s.lock", is_rehearsal ? scratch : path);
    rc = bs_lock_take(lock, &fd, err);
    if (rc == BS_OK && !is_rehearsal) {
        rc = storage_finish_restore(path, aside, err); /* of another one, ended half-way */
    }
    if (rc == BS_OK) {
        rc = unpack(backup, scratch, now_ms, &positions, &bytes, err);
    }
    if (rc == BS_OK && !is_rehearsal) {
        rc = decide(scratch, path, err);
        rc = rc == BS_OK ? storage_finish_restore(path, aside, err) : rc;
    }
    if (rc == BS_OK) {
        tell(&positions, bytes + BACKUP_SEAL_BYTES, visit, self, out);
    }
    if (fd >= 0) {
        backup_file_remove(scratch);
        if (is_rehearsal) {
            (void)unlink(lock);
        }
        bs_lock_release(&fd);
    }
    free(positions.at);
    return rc;
}
