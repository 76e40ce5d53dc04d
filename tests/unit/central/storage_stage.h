/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_STORAGE_STAGE_H
#define BS_TEST_STORAGE_STAGE_H

/*
 * A storage in a folder of its own with two municipalities, their places, a programme and two kiosks that were in use, and a hand that makes
 * batches as a kiosk would. What fails here fails the test.
 */

#include <buurtstem/wire.h>

#include "storage.h"
#include "temp_dir.h"

#define STAGE_NOW_MS    INT64_C(1795316400000) /* 2026-11-22T03:00:00Z */
#define STAGE_TENANT    "GM1916"
#define STAGE_OTHER     "GM0546"
#define STAGE_PLACE     "prinsenhof"
#define STAGE_PROGRAMME "plein"
#define STAGE_EPOCH     "00000000000000aa"
#define STAGE_EPOCH_2   "00000000000000bb"
#define STAGE_LIBRARY   "bieb" /* a second place of STAGE_TENANT */

/* Takes back the newest step of the file, the newest two, and the newest three. */
#define STAGE_UNDO_8                                                                               \
    "DROP INDEX record_same; DROP TABLE note; DROP TABLE decision; DROP TABLE comment;"
#define STAGE_UNDO_7                                                                               \
    STAGE_UNDO_8                                                                                   \
    "DROP TABLE connector_place; DROP TABLE connector; ALTER TABLE tenant DROP COLUMN salt;"
#define STAGE_UNDO_6                                                                               \
    STAGE_UNDO_7                                                                                   \
    "DROP TRIGGER token_ends; DROP TRIGGER next_token_ends; DROP TABLE past_token;"                \
    "DROP TABLE volume; DROP TABLE carried; ALTER TABLE record DROP COLUMN why; DROP INDEX "       \
    "kiosk_next_token;"                                                                            \
    "ALTER TABLE kiosk DROP COLUMN next_token; ALTER TABLE kiosk DROP COLUMN generation;"          \
    "ALTER TABLE kiosk DROP COLUMN token_generation; ALTER TABLE kiosk DROP COLUMN "               \
    "next_generation; ALTER TABLE kiosk DROP COLUMN used;"

struct storage_stage {
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    struct storage *storage;
    struct storage_kiosk kiosk, other_kiosk; /* of STAGE_TENANT and of STAGE_OTHER */
};

/* cmocka's setup and teardown; *state is the struct storage_stage. */
int stage_setup(void **state);
int stage_teardown(void **state);
/* Another one in place of what was there, if anything was. */
struct storage_stage *stage_renew(void **state);

/* Closes, for a test to change the file or to open it itself; and opens again. */
void stage_close(struct storage_stage *stage);
void stage_reopen(struct storage_stage *stage);

/* Whether a file of its folder holds these bytes. */
bool stage_file_holds(const char *path, const char *words);

/* The programme in that version, of that tenant, with that receipt code. The face question is `oordeel` (five faces),
 * the list is `wensen` (up to 2 of bank, boom, water). */
enum bs_err stage_publish(struct storage_stage *stage, const char *tenant, int version,
                          const char *code);

/* What one resident says. */
struct stage_visit {
    const char *face;      /* NULL: don't know */
    const char *wishes[2]; /* NULL: none */
    const char *lang, *place;
    const char *body; /* instead of all this */
    const char *kind; /* NULL: submission */
    int version;      /* 0: 1 */
    bool is_trial, is_partial;
    enum bs_channel channel;
    int64_t wall_ms; /* 0: STAGE_NOW_MS */
    const char *id;  /* NULL: made of epoch and seq */
    const char
        *corrects; /* the id that a correction names; its kind is then `correction` unless said */
};

/* A log as a kiosk keeps it; grows by one record a visit. */
#define STAGE_LOG_MAX 1200
struct stage_log {
    char kiosk[BS_KIOSK_ID_TEXT], epoch[BS_EPOCH_TEXT];
    size_t count;
    char *lines[STAGE_LOG_MAX];                   /* owned; lines[i] is seq i + 1 */
    char hashes[STAGE_LOG_MAX + 1][BS_HASH_TEXT]; /* hashes[i]: the chain after seq i */
};
struct stage_log *stage_log_create(const char *kiosk, const char *epoch);
void stage_log_destroy(struct stage_log *log);
/* The id that the record with that number has or will have, unless a visit says another. */
void stage_log_id(const struct stage_log *log, size_t seq, char out[BS_UUID_TEXT]);
void stage_log_add(struct stage_log *log, const struct stage_visit *visit);
/* The same record (id, time, body) under the next number, as a kiosk does that begins an epoch. */
void stage_log_copy(struct stage_log *log, const struct stage_log *from, size_t seq);
/* `count` visits that are all alike. */
void stage_log_fill(struct stage_log *log, size_t count);

/* The raw batch of first … first + count - 1. */
void stage_batch(const struct stage_log *log, uint64_t first, size_t count, struct bs_buf *out);

/* Decodes and hands it in for stage->kiosk. */
struct stage_answer {
    enum bs_err rc;
    struct bs_receipt receipt;
    struct bs_problem problem;
    struct bs_error err;
};
struct stage_answer stage_send(struct storage_stage *stage, const struct stage_log *log,
                               uint64_t first, size_t count);
struct stage_answer stage_send_as(struct storage_stage *stage, const struct storage_kiosk *kiosk,
                                  const struct stage_log *log, uint64_t first, size_t count,
                                  bool quarantine);

/* A kiosk more, on trial, of a tenant of the stage. */
void stage_kiosk(struct storage_stage *stage, const char *id, const char *tenant,
                 struct storage_kiosk *out);

/* Submissions that count in STAGE_PROGRAMME of a tenant; and a value's count. */
int64_t stage_submissions(struct storage_stage *stage, const char *tenant);
int64_t stage_count(struct storage_stage *stage, const char *question, const char *value);

/* Changes the file behind the storage's back, with the storage closed. Aborts if `sql` does not work or changes nothing. */
void stage_mutate(struct storage_stage *stage, const char *sql);

/* One statement on the file of a storage that is closed. */
void stage_pragma(struct storage_stage *stage, const char *sql);

/* Runs verify; how many findings, and the first. */
struct stage_findings {
    enum bs_err rc;
    size_t count;
    char first[512];
};
struct stage_findings stage_verify(struct storage_stage *stage);

#endif
