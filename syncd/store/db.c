/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening SQLite files so that a power cut, a full disk, a foreign file or a reader without rights ends well; the rest
 * of the programs sees prepared statements only. */

#include <buurtstem/db.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "db_p.h"

static const char marker_end[] = "-open";

enum {
    FILE_MODE = 0640,
    PRIVATE_MODE = 0600,
    BUSY_WAIT_MS = 2000,
};

/* What SQLite itself is told; everything about rows stands in the statement tables. */
static const char sql_get_application[] = "PRAGMA application_id";
static const char sql_get_version[] = "PRAGMA user_version";
static const char sql_count_tables[] = "SELECT count(*) FROM sqlite_schema";
static const char sql_quick_check[] = "PRAGMA quick_check(1)";
static const char sql_get_journal[] = "PRAGMA journal_mode";
static const char sql_get_synchronous[] = "PRAGMA synchronous";
static const char synchronous_full[] = "2";
static const char sql_set_number[] = "PRAGMA %s=%u"; /* a pragma takes no binding; both are ours */
static const char sql_reader[] = "PRAGMA query_only=ON;"
                                 "PRAGMA mmap_size=0;"
                                 "PRAGMA cell_size_check=ON;";
static const char sql_shrinks[] = "PRAGMA auto_vacuum=INCREMENTAL";
static const char sql_count_free[] = "PRAGMA freelist_count";
static const char sql_shrink[] = "PRAGMA incremental_vacuum(%u)"; /* takes no binding; ours */
static const char sql_shared[] = "PRAGMA journal_mode=WAL;"
                                 "PRAGMA journal_size_limit=4194304;";
/* Truncated, and synced once more: with synchronous=FULL a journal that is deleted could come back after a power cut. */
static const char sql_private[] = "PRAGMA journal_mode=TRUNCATE;";
static const char sql_writer[] = "PRAGMA synchronous=FULL;"
                                 "PRAGMA foreign_keys=ON;"
                                 "PRAGMA mmap_size=0;"
                                 "PRAGMA cell_size_check=ON;"
                                 "PRAGMA secure_delete=ON;"
                                 "PRAGMA temp_store=MEMORY;";

static const struct {
    int option, value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},         {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, /* none is ours, and one in place of a table may never end */
};

/* Far above what our own statements need, far below what a damaged or hostile file could ask for. */
static const struct {
    int what, most;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 4 * 1024 * 1024},
    {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 100},
    {SQLITE_LIMIT_COMPOUND_SELECT, 20},
    {SQLITE_LIMIT_FUNCTION_ARG, 32},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 200},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* ---- the files beside each other ---- */

static enum bs_err fail_at(const char *path, const char *what, struct bs_error *err)
{
    return bs_fail(err, bs_err_of_write(errno), "%s: cannot %s: %s", path, what, strerror(errno));
}

/* A new empty file, which SQLite takes for an empty database; its -wal and -shm get the same mode. */
static enum bs_err make_file(const char *path, mode_t mode, bool *made, struct bs_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);

    *made = fd >= 0;
    if (fd < 0) {
        return errno == EEXIST ? BS_OK : fail_at(path, "be made", err);
    }
    (void)fchmod(fd, mode); /* whatever the umask: the group reads what is shared */
    close(fd);
    return BS_OK;
}

static enum bs_err sync_folder(const char *path, struct bs_error *err)
{
    char copy[DB_PATH_SIZE];
    int fd, result;

    memcpy(copy, path, strlen(path) + 1);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    result = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0) {
        close(fd);
    }
    return result == 0 ? BS_OK : fail_at(path, "make its folder durable", err);
}

/* Makes the file and the mark that it is open; a mark that was there says that nobody closed it. */
static enum bs_err prepare_files(struct bs_db *db, struct bs_error *err)
{
    const size_t size = strlen(db->path) + sizeof marker_end;
    const mode_t mode = db->is_private ? PRIVATE_MODE : FILE_MODE;
    bool made_file, made_marker;
    enum bs_err rc = make_file(db->path, mode, &made_file, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (db->is_private && chmod(db->path, mode) != 0) { /* also one that was put back by hand */
        return fail_at(db->path, "be made private", err);
    }
    db->marker = bs_xcalloc(1, size);
    (void)snprintf(db->marker, size, "%s%s", db->path, marker_end);
    rc = make_file(db->marker, mode, &made_marker, err);
    if (rc != BS_OK) {
        return rc;
    }
    db->is_doubtful = !made_marker;
    return made_file || made_marker ? sync_folder(db->path, err) : BS_OK;
}

/* Where PATH and PATH-wal lead: device and inode, zeros for what is not there. */
static void look_at_place(const char *path, uint64_t out[2][2])
{
    static const char *const ends[2] = {"", "-wal"};

    for (size_t i = 0; i < 2; i++) {
        char name[DB_PATH_SIZE + 8];
        struct stat status;

        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        if (stat(name, &status) != 0) {
            status.st_dev = 0;
            status.st_ino = 0;
        }
        out[i][0] = status.st_dev;
        out[i][1] = status.st_ino;
    }
}

bool db_is_in_place(const struct bs_db *db)
{
    uint64_t now[2][2];

    look_at_place(db->path, now);
    for (size_t i = 0; i < 2; i++) {
        if (db->place[i][1] != 0 && memcmp(now[i], db->place[i], sizeof now[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* ---- opening ---- */

static enum bs_err harden(struct bs_db *db, struct bs_error *err)
{
    int result = sqlite3_extended_result_codes(db->handle, 1);

    for (size_t i = 0; i < sizeof switches / sizeof switches[0] && result == SQLITE_OK; i++) {
        result = sqlite3_db_config(db->handle, switches[i].option, switches[i].value, NULL);
    }
    if (result == SQLITE_OK && db->is_reader) {
        result = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_busy_timeout(db->handle, BUSY_WAIT_MS);
    }
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        (void)sqlite3_limit(db->handle, limits[i].what, limits[i].most);
    }
    return result == SQLITE_OK ? BS_OK : bs_db_fail(db, "set it up", err);
}

static enum bs_err run_text(struct bs_db *db, const char *sql, const char *what,
                            struct bs_error *err)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return bs_db_fail(db, what, err);
    }
    return BS_OK;
}

static enum bs_err get_number(struct bs_db *db, const char *sql, uint32_t *out,
                              struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = BS_OK;

    if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        rc = bs_db_fail(db, "read it", err);
    } else {
        *out = (uint32_t)sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* Whose file it is, before anything in it is changed. */
static enum bs_err check_identity(struct bs_db *db, uint32_t *version, struct bs_error *err)
{
    uint32_t application = 0, tables = 0;
    enum bs_err rc = get_number(db, sql_get_application, &application, err);

    if (rc == BS_OK) {
        rc = get_number(db, sql_get_version, version, err);
    }
    if (rc == BS_OK) {
        rc = get_number(db, sql_count_tables, &tables, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    if (application != db->plan->application_id &&
        (application != 0 || *version != 0 || tables != 0)) {
        return bs_fail(err, BS_REFUSED, "%s: this is another program's database", db->path);
    }
    if (*version > db->plan->migration_count) {
        return bs_fail(err, BS_REFUSED,
                       "%s: is of version %u and this program knows version %zu at most: start a "
                       "newer Buurtstem, or set the file aside",
                       db->path, *version, db->plan->migration_count);
    }
    return BS_OK;
}

/* Whether the answer to a pragma is the expected one. */
static enum bs_err ask(struct bs_db *db, const char *sql, const char *expected, bool *out,
                       struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = BS_OK;
    const unsigned char *answer;

    if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        rc = bs_db_fail(db, "check it", err);
    } else {
        answer = sqlite3_column_text(statement, 0);
        *out = answer != NULL && strcmp((const char *)answer, expected) == 0;
    }
    sqlite3_finalize(statement);
    return rc;
}

static enum bs_err quick_check(struct bs_db *db, struct bs_error *err)
{
    bool is_sound = false;
    enum bs_err rc = ask(db, sql_quick_check, "ok", &is_sound, err);

    if (rc == BS_OK && !is_sound) {
        rc = bs_fail(err, BS_BROKEN, "%s: is damaged: set it aside", db->path);
    }
    return rc;
}

/* SQLite keeps another journal without a word where the disk allows no WAL; every promise here rests on these two. */
static enum bs_err check_journal(struct bs_db *db, struct bs_error *err)
{
    bool is_ours = false, is_full = false;
    enum bs_err rc = ask(db, sql_get_journal, db->is_private ? "truncate" : "wal", &is_ours, err);

    if (rc == BS_OK) {
        rc = ask(db, sql_get_synchronous, synchronous_full, &is_full, err);
    }
    if (rc == BS_OK && !(is_ours && is_full)) {
        rc = bs_fail(err, BS_BROKEN, "%s: this disk allows no %s", db->path,
                     db->is_private ? "rollback journal" : "write-ahead log");
    }
    return rc;
}

/*
 * What the writer before us put into the WAL and did not live to sync counts as committed to SQLite from now on. Bringing
 * all of it into the file writes it again and syncs it, before anybody is told that it is safe.
 */
static enum bs_err make_durable(struct bs_db *db, struct bs_error *err)
{
    if (sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_FULL, NULL, NULL) !=
        SQLITE_OK) {
        return bs_db_fail(db, "make what is in its WAL durable", err);
    }
    return BS_OK;
}

static enum bs_err set_number(struct bs_db *db, const char *pragma, uint32_t number,
                              struct bs_error *err)
{
    char sql[64];

    (void)snprintf(sql, sizeof sql, sql_set_number, pragma, number);
    return run_text(db, sql, "note its version", err);
}

static enum bs_err migrate_step(struct bs_db *db, uint32_t version, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(db, err);

    if (rc == BS_OK) {
        rc = run_text(db, db->plan->migrations[version], "migrate it", err);
    }
    if (rc == BS_OK) {
        rc = set_number(db, "application_id", db->plan->application_id, err);
    }
    if (rc == BS_OK) {
        rc = set_number(db, "user_version", version + 1, err);
    }
    BS_STOP_HERE("db.migrate");
    if (rc == BS_OK) {
        rc = bs_db_commit(db, err);
    }
    bs_db_finish(db);
    return rc;
}

static enum bs_err set_up_writer(struct bs_db *db, struct bs_error *err)
{
    uint32_t version = 0;
    int persist = 1;
    enum bs_err rc = check_identity(db, &version, err);

    if (rc == BS_OK && db->plan->shrinks && version == 0) {
        rc = run_text(db, sql_shrinks, "set it up", err);
    }
    if (rc == BS_OK) {
        rc = run_text(db, db->is_private ? sql_private : sql_shared, "set it up", err);
    }
    if (rc == BS_OK) {
        rc = run_text(db, sql_writer, "set it up", err);
    }
    if (rc == BS_OK) {
        rc = check_journal(db, err);
    }
    if (rc == BS_OK && !db->is_private &&
        sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist) != SQLITE_OK) {
        rc = bs_db_fail(db, "keep its WAL file", err);
    }
    if (rc == BS_OK && db->is_doubtful) {
        rc = quick_check(db, err);
        if (rc == BS_OK && !db->is_private) {
            rc = make_durable(db, err);
        }
        db->is_doubtful = rc != BS_OK;
    }
    while (rc == BS_OK && version < db->plan->migration_count) {
        rc = migrate_step(db, version, err);
        version++;
    }
    return rc;
}

void bs_db_start(void)
{
    /* Refused once SQLite has begun; then it is as slow as it was, and nothing else. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum bs_err open_writer(struct bs_db *db, struct bs_error *err)
{
    enum bs_err rc = prepare_files(db, err);

    if (rc != BS_OK) {
        return rc;
    }
    BS_STOP_HERE("db.open");
    if (sqlite3_open_v2(db->path, &db->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        return bs_db_fail(db, "open it", err);
    }
    rc = harden(db, err);
    if (rc == BS_OK) {
        rc = set_up_writer(db, err);
    }
    look_at_place(db->path, db->place);
    return rc;
}

/* file:PATH?…, with everything in PATH escaped that a URI gives a meaning to; what follows two slashes would be a host. */
static void write_uri(const char *path, struct bs_buf *out)
{
    bs_buf_text(out, path[0] == '/' ? "file://" : "file:");
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr("%?#", *at) != NULL) {
            bs_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
        } else {
            bs_buf_add(out, at, 1);
        }
    }
    bs_buf_text(out, "?mode=ro&readonly_shm=1");
}

static enum bs_err set_up_reader(struct bs_db *db, struct bs_error *err)
{
    uint32_t version = 0;
    enum bs_err rc = harden(db, err);

    if (rc == BS_OK) {
        rc = check_identity(db, &version, err);
    }
    if (rc == BS_OK && version < db->plan->migration_count) {
        rc = bs_fail(err, BS_LATER, "%s: is of version %u, wanted is %zu: its writer has to start",
                     db->path, version, db->plan->migration_count);
    }
    return rc == BS_OK ? run_text(db, sql_reader, "set it up", err) : rc;
}

/* Opening a pipe waits for a writer, for ever: and the writer of this file, who made it, is another user. */
static enum bs_err check_files(const char *path, struct bs_error *err)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[DB_PATH_SIZE + 8];
        struct stat status;

        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        if (stat(name, &status) != 0) {
            if (i == 0 && errno == ENOENT) {
                return bs_fail(err, BS_NOTFOUND, "%s: is not there yet", name);
            }
        } else if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
            return bs_fail(err, BS_BROKEN, "%s: is not a file", name);
        }
    }
    return BS_OK;
}

static enum bs_err open_reader(struct bs_db *db, struct bs_error *err)
{
    struct bs_buf uri;
    int result;
    enum bs_err rc = check_files(db->path, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&uri, 3 * DB_PATH_SIZE + 64);
    write_uri(db->path, &uri);
    result = sqlite3_open_v2(bs_buf_string(&uri), &db->handle,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_PRIVATECACHE |
                                 SQLITE_OPEN_NOMUTEX,
                             NULL);
    bs_buf_finish(&uri);
    if (result != SQLITE_OK) {
        return bs_db_fail(db, "open it", err);
    }
    return set_up_reader(db, err);
}

/* ---- closing ---- */

static void close_handle(struct bs_db *db)
{
    for (size_t i = 0; i < db->plan->statement_count; i++) {
        sqlite3_finalize(db->prepared[i]);
    }
    (void)sqlite3_close(db->handle);
    if (db->marker != NULL && !db->is_doubtful) {
        (void)unlink(db->marker);
    }
    free(db->marker);
    free(db->path);
    free(db->prepared);
    *db = (struct bs_db){0};
}

/* After a failed opening: whoever's file it is, it and its WAL stay as they are. */
static void abandon(struct bs_db *db)
{
    if (db->handle != NULL) {
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    close_handle(db);
}

/* Brings everything from the WAL into the file. A disk that fails leaves the file doubtful; full or read, it can wait. */
static void empty_wal(struct bs_db *db)
{
    BS_STOP_HERE("db.checkpoint");
    if (sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) !=
        SQLITE_OK) {
        (void)bs_db_fail(db, "empty its WAL", NULL);
    }
    BS_STOP_HERE("db.close");
}

enum bs_err db_clear_wal(struct bs_db *db, bool keeps_room, struct bs_error *err)
{
    const int mode = keeps_room ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_TRUNCATE;
    enum bs_err rc = BS_OK;

    (void)sqlite3_busy_timeout(db->handle, 0);
    if (sqlite3_wal_checkpoint_v2(db->handle, "main", mode, NULL, NULL) != SQLITE_OK) {
        rc = bs_db_fail(db, "empty its WAL", err);
    }
    (void)sqlite3_busy_timeout(db->handle, BUSY_WAIT_MS);
    return rc;
}

enum bs_err db_shrink(struct bs_db *db, uint32_t pages_max, uint32_t *given, struct bs_error *err)
{
    uint32_t before = 0, after = 0;
    char sql[64];
    enum bs_err rc = get_number(db, sql_count_free, &before, err);

    if (rc == BS_OK && before > 0) {
        (void)snprintf(sql, sizeof sql, sql_shrink, pages_max);
        rc = run_text(db, sql, "give room back", err);
    }
    if (rc == BS_OK && before > 0) {
        rc = get_number(db, sql_count_free, &after, err);
    }
    if (rc == BS_OK) {
        *given = before - after; /* 0 for a file that was made before files could shrink */
    }
    return rc;
}

void bs_db_close(struct bs_db *db)
{
    if (db->handle == NULL) {
        return;
    }
    bs_db_finish(db);
    if (!db->is_reader && !db->is_private && !db->is_doubtful) {
        empty_wal(db);
    }
    if (!db->is_reader && db->is_doubtful) {
        abandon(db);
    } else {
        close_handle(db);
    }
}

enum bs_err bs_db_open(const char *path, enum bs_db_mode mode, const struct bs_db_plan *plan,
                       struct bs_db *out, struct bs_error *err)
{
    struct bs_db db = {
        .plan = plan, .is_reader = mode == BS_DB_READER, .is_private = mode == BS_DB_PRIVATE};
    enum bs_err rc;

    if (strlen(path) >= DB_PATH_SIZE) {
        return bs_fail(err, BS_LIMIT, "a path of more than %d bytes", DB_PATH_SIZE - 1);
    }
    db.path = bs_xstrdup(path);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is an array of pointers. */
    db.prepared = bs_xcalloc(plan->statement_count + 1, sizeof *db.prepared);
    rc = db.is_reader ? open_reader(&db, err) : open_writer(&db, err);
    if (rc != BS_OK) {
        abandon(&db);
        return rc;
    }
    *out = db;
    return BS_OK;
}
