/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words of residents for tests. */

#include "held_samples.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>

#include "store_samples.h"

enum { FILE_MAX = 64 << 20, PATH_SIZE = 1024, DIGITS = 4 };

#define FIRST_WRITTEN INT64_C(1795000000000)

struct bs_held_comment held_sample(uint64_t n, const char *text)
{
    struct bs_held_comment comment = {.id = sample_id(n),
                                      .submission = "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f",
                                      .programme = "afval-kiezen",
                                      .version = 1,
                                      .place = "prinsenhof",
                                      .lang = "nl",
                                      .wall_ms = FIRST_WRITTEN + (int64_t)n};

    (void)snprintf(comment.text, sizeof comment.text, "%s", text);
    return comment;
}

struct bs_held_record held_sample_record(uint64_t n, const char *kind, const char *body)
{
    return (struct bs_held_record){sample_id(n), kind, bs_bytes_of(body)};
}

/* ---- the first version ---- */

/* As it was shipped: never to be changed. */
static const char first_version[] = "CREATE TABLE comment ("
                                    "  id TEXT PRIMARY KEY,"
                                    "  submission TEXT NOT NULL,"
                                    "  programme TEXT NOT NULL,"
                                    "  version INTEGER NOT NULL,"
                                    "  place TEXT NOT NULL,"
                                    "  lang TEXT NOT NULL,"
                                    "  wall_ms INTEGER NOT NULL,"
                                    "  is_trial INTEGER NOT NULL,"
                                    "  text TEXT NOT NULL"
                                    ") STRICT, WITHOUT ROWID;"
                                    "CREATE TABLE record ("
                                    "  id TEXT PRIMARY KEY,"
                                    "  kind TEXT NOT NULL,"
                                    "  day INTEGER NOT NULL,"
                                    "  body TEXT NOT NULL"
                                    ") STRICT, WITHOUT ROWID;"
                                    "PRAGMA application_id = 0x42534844;"
                                    "PRAGMA user_version = 1;";

static void must(bool done)
{
    if (!done) {
        abort();
    }
}

static void insert_first(sqlite3 *database, uint64_t n)
{
    static const char sql[] = "INSERT INTO comment VALUES (?1, ?2, ?3, 1, ?4, 'nl', ?5, 0, ?6)";
    char text[BS_WORDS_MAX + 1] = "";
    size_t room = sizeof text - 1 - n * 37 % 200; /* long and short ones */
    struct bs_held_comment comment;
    char id[BS_UUID_TEXT];
    sqlite3_stmt *statement = NULL;

    memset(text, 'y', room);
    memcpy(text + snprintf(text, room, "FIRST-%04u ", (unsigned)n), "y", 1);
    comment = held_sample(n, text);
    bs_uuid_format(&comment.id, id);
    must(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK);
    must(sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC) == SQLITE_OK);
    must(sqlite3_bind_text(statement, 2, comment.submission, -1, SQLITE_STATIC) == SQLITE_OK);
    must(sqlite3_bind_text(statement, 3, comment.programme, -1, SQLITE_STATIC) == SQLITE_OK);
    must(sqlite3_bind_text(statement, 4, comment.place, -1, SQLITE_STATIC) == SQLITE_OK);
    must(sqlite3_bind_int64(statement, 5, comment.wall_ms) == SQLITE_OK);
    must(sqlite3_bind_text(statement, 6, comment.text, -1, SQLITE_STATIC) == SQLITE_OK);
    must(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_finalize(statement);
}

static sqlite3 *open_file(const char *dir)
{
    char path[PATH_SIZE];
    sqlite3 *database = NULL;

    (void)snprintf(path, sizeof path, "%s/held.db", dir);
    must(sqlite3_open(path, &database) == SQLITE_OK);
    return database;
}

void held_sample_first(const char *dir, uint64_t count)
{
    sqlite3 *database = open_file(dir);

    must(sqlite3_exec(database, first_version, NULL, NULL, NULL) == SQLITE_OK);
    must(sqlite3_exec(database, "BEGIN", NULL, NULL, NULL) == SQLITE_OK);
    for (uint64_t i = 0; i < count; i++) {
        insert_first(database, (i * 7919) % count + 1); /* a prime: each of them once */
    }
    must(sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    must(sqlite3_close(database) == SQLITE_OK);
}

bool held_sample_sql(const char *dir, const char *sql)
{
    sqlite3 *database = open_file(dir);
    bool done = sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;

    return sqlite3_close(database) == SQLITE_OK && done;
}

/* ---- what is left ---- */

static size_t marks_in(const struct bs_buf *bytes, const char *mark,
                       void (*see)(void *self, unsigned n), void *self)
{
    const uint8_t *at = bytes->data, *end = bytes->data + bytes->len;
    size_t count = 0;

    while (at != NULL && at < end && (at = memmem(at, (size_t)(end - at), mark, strlen(mark)))) {
        char digits[DIGITS + 1] = "";

        at += strlen(mark);
        count++;
        if (see != NULL) {
            memcpy(digits, at, end - at < DIGITS ? (size_t)(end - at) : DIGITS);
            see(self, (unsigned)strtoul(digits, NULL, 10));
        }
    }
    return count;
}

size_t held_sample_marks(const char *dir, const char *mark, void (*see)(void *self, unsigned n),
                         void *self)
{
    DIR *folder = opendir(dir);
    struct dirent *entry;
    size_t count = 0;

    must(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        char path[PATH_SIZE];
        struct bs_buf bytes;

        if (entry->d_name[0] == '.') {
            continue;
        }
        bs_buf_init(&bytes, FILE_MAX);
        (void)snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        must(bs_file_read(path, &bytes, NULL) == BS_OK);
        count += marks_in(&bytes, mark, see, self);
        bs_buf_finish(&bytes);
    }
    (void)closedir(folder);
    return count;
}

bool held_sample_is_in(const char *dir, const char *text)
{
    return held_sample_marks(dir, text, NULL, NULL) > 0;
}
