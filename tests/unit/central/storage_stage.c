/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets the stage for tests of central's storage. */

#include "storage_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/submission.h>
#include <buurtstem/utf8.h>

static const char programme_text[] =
    "{\"format\":\"buurtstem-programme/1\",\"id\":\"plein\",\"tenant\":\"%s\",\"version\":%d,"
    "\"code\":\"%s\",\"stage\":\"now\",\"icon\":\"tree\",\"starts\":\"2026-01-01\",\"ends\":\"2030-"
    "12-31\","
    "\"owner\":\"Team\",\"languages\":[\"nl\"],\"title\":{\"nl\":\"Het plein\"},"
    "\"tile\":{\"nl\":\"Het plein\"},\"promise\":{\"open\":{\"nl\":\"Wat komt er op het plein?\"},"
    "\"decider\":\"council\",\"decides\":{\"nl\":\"De gemeenteraad beslist.\"},"
    "\"answer_due\":{\"days_after_publication\":60},\"contact\":{\"text\":{\"nl\":\"Vraag het aan "
    "Samira.\"}}},"
    "\"sources\":[{\"title\":\"Plan\",\"publisher\":\"Gemeente\",\"date\":\"2025\"}],"
    "\"facts\":[{\"text\":{\"nl\":\"Het plein wordt nieuw.\"},\"source\":0}],\"questions\":["
    "{\"id\":\"oordeel\",\"kind\":\"faces\",\"faces\":5,\"text\":{\"nl\":\"Hoe vindt u het "
    "plein?\"},"
    "\"labels\":{\"very_bad\":{\"nl\":\"Heel slecht\"},\"bad\":{\"nl\":\"Slecht\"},"
    "\"neutral\":{\"nl\":\"Gaat wel\"},\"good\":{\"nl\":\"Goed\"},\"very_good\":{\"nl\":\"Heel "
    "goed\"}}},"
    "{\"id\":\"wensen\",\"kind\":\"list\",\"most\":2,\"text\":{\"nl\":\"Wat wilt u "
    "daar?\"},\"choices\":["
    "{\"value\":\"bank\",\"icon\":\"tree\",\"label\":{\"nl\":\"Een bank\"}},"
    "{\"value\":\"boom\",\"icon\":\"tree\",\"label\":{\"nl\":\"Een boom\"}},"
    "{\"value\":\"water\",\"icon\":\"tree\",\"label\":{\"nl\":\"Water\"}}]}]}";

static const char place_text[] = "{\"tenant\":\"GM1916\",\"id\":\"prinsenhof\",\"name\":"
                                 "\"Buurthuis Prinsenhof\",\"neighbourhood\":\"Noord\","
                                 "\"area\":{\"code\":\"WK191601\",\"year\":2025},\"areas\":["
                                 "{\"code\":\"WK191601\",\"name\":\"Noord\"},"
                                 "{\"code\":\"WK191602\",\"name\":\"Zuid\"}],\"hours\":[null,"
                                 "null,null,null,null,null,null]}";

/* --- the stage itself --- */

enum bs_err stage_publish(struct storage_stage *stage, const char *tenant, int version,
                          const char *code)
{
    const struct bs_date published = {2026, 11, 1};
    struct bs_error err = {.code = BS_OK};
    struct bs_buf text;
    enum bs_err rc;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
/* The format is a constant of this file, too long to stand here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    bs_buf_printf(&text, programme_text, tenant, version, code);
#pragma GCC diagnostic pop
    rc = storage_put_programme(stage->storage, tenant, STAGE_PROGRAMME, version, code, published,
                               bs_buf_bytes(&text), &err);
    bs_buf_finish(&text);
    return rc;
}

static void put_place(struct storage_stage *stage, const char *tenant, const char *id)
{
    struct storage_place place;

    memset(&place, 0, sizeof(place));
    (void)bs_utf8_copy(place.tenant, sizeof(place.tenant), tenant);
    (void)bs_utf8_copy(place.id, sizeof(place.id), id);
    (void)bs_utf8_copy(place.json, sizeof(place.json), place_text);
    assert_int_equal(storage_put_place(stage->storage, &place, NULL), BS_OK);
}

void stage_kiosk(struct storage_stage *stage, const char *id, const char *tenant,
                 struct storage_kiosk *out)
{
    char code[BS_HASH_TEXT];
    struct bs_bytes name = bs_bytes_of(id);

    *out = (struct storage_kiosk){.state = STORAGE_KIOSK_TRIAL};
    (void)bs_utf8_copy(out->id, sizeof(out->id), id);
    (void)bs_utf8_copy(out->tenant, sizeof(out->tenant), tenant);
    (void)bs_utf8_copy(out->place, sizeof(out->place), STAGE_PLACE);
    (void)bs_utf8_copy(out->languages, sizeof(out->languages), "nl en");
    bs_sha256_hex(&name, 1, code);
    assert_int_equal(storage_invite_kiosk(stage->storage, out, code, STAGE_NOW_MS + 1000, NULL),
                     BS_OK);
    /* It was in use once: what it says is no trial is none. */
    assert_int_equal(storage_set_kiosk_state(stage->storage, id, STORAGE_KIOSK_IN_USE, NULL),
                     BS_OK);
    assert_int_equal(storage_set_kiosk_state(stage->storage, id, STORAGE_KIOSK_TRIAL, NULL), BS_OK);
}

int stage_setup(void **state)
{
    struct storage_stage *stage = bs_xcalloc(1, sizeof(*stage));
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(bs_crypto_start(NULL), BS_OK);
    temp_dir_make(&stage->dir);
    (void)temp_dir_file(&stage->dir, "central.db", stage->path);
    if (storage_open_sqlite(stage->path, &stage->storage, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(storage_put_tenant(stage->storage, STAGE_TENANT, "Leidschendam", NULL), BS_OK);
    assert_int_equal(storage_put_tenant(stage->storage, STAGE_OTHER, "Leiden", NULL), BS_OK);
    put_place(stage, STAGE_TENANT, STAGE_PLACE);
    put_place(stage, STAGE_TENANT, STAGE_LIBRARY);
    put_place(stage, STAGE_OTHER, STAGE_PLACE);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 1, "AAAAA"), BS_OK);
    stage_kiosk(stage, "kiosk-1", STAGE_TENANT, &stage->kiosk);
    stage_kiosk(stage, "kiosk-2", STAGE_OTHER, &stage->other_kiosk);
    *state = stage;
    return 0;
}

int stage_teardown(void **state)
{
    struct storage_stage *stage = *state;

    storage_close(stage->storage);
    temp_dir_remove(&stage->dir);
    free(stage);
    return 0;
}

struct storage_stage *stage_renew(void **state)
{
    if (*state != NULL) {
        (void)stage_teardown(state);
    }
    (void)stage_setup(state);
    return *state;
}

void stage_close(struct storage_stage *stage)
{
    storage_close(stage->storage);
    stage->storage = NULL;
}

void stage_reopen(struct storage_stage *stage)
{
    struct bs_error err = {.code = BS_OK};

    stage_close(stage);
    if (storage_open_sqlite(stage->path, &stage->storage, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

bool stage_file_holds(const char *path, const char *words)
{
    struct bs_buf text;
    bool found;

    bs_buf_init(&text, 64 * 1024 * 1024);
    found = bs_file_read(path, &text, NULL) == BS_OK && text.len > 0 &&
            memmem(text.data, text.len, words, strlen(words)) != NULL;
    bs_buf_finish(&text);
    return found;
}

/* --- a kiosk's log --- */

struct stage_log *stage_log_create(const char *kiosk, const char *epoch)
{
    struct stage_log *log = bs_xcalloc(1, sizeof(*log));

    (void)bs_utf8_copy(log->kiosk, sizeof(log->kiosk), kiosk);
    (void)bs_utf8_copy(log->epoch, sizeof(log->epoch), epoch);
    bs_chain_start(kiosk, epoch, log->hashes[0]);
    return log;
}

void stage_log_destroy(struct stage_log *log)
{
    for (size_t i = 0; i < log->count; i++) {
        free(log->lines[i]);
    }
    free(log);
}

static void encode(const struct stage_visit *visit, struct bs_buf *out)
{
    struct bs_random random = bs_random_system();
    struct bs_submission submission = {.version = visit->version == 0 ? 1 : visit->version,
                                       .is_trial = visit->is_trial,
                                       .is_partial = visit->is_partial,
                                       .channel = visit->channel,
                                       .seconds = 30,
                                       .answer_count = visit->is_partial ? 1 : 2};
    struct bs_answer *face = &submission.answers[0], *list = &submission.answers[1];

    (void)bs_utf8_copy(submission.corrects, BS_UUID_TEXT,
                       visit->corrects == NULL ? "" : visit->corrects);
    (void)bs_utf8_copy(submission.programme, BS_SLUG_TEXT, STAGE_PROGRAMME);
    (void)bs_utf8_copy(submission.place, BS_SLUG_TEXT,
                       visit->place == NULL ? STAGE_PLACE : visit->place);
    (void)bs_utf8_copy(submission.lang, BS_LANG_TEXT, visit->lang == NULL ? "nl" : visit->lang);
    (void)bs_utf8_copy(face->question, BS_SLUG_TEXT, "oordeel");
    face->kind = BS_KIND_FACES;
    face->dont_know = visit->face == NULL;
    if (visit->face != NULL) {
        (void)bs_utf8_copy(face->values[face->value_count++], BS_SLUG_TEXT, visit->face);
    }
    (void)bs_utf8_copy(list->question, BS_SLUG_TEXT, "wensen");
    list->kind = BS_KIND_LIST;
    for (size_t i = 0; i < 2 && visit->wishes[i] != NULL; i++) {
        (void)bs_utf8_copy(list->values[list->value_count++], BS_SLUG_TEXT, visit->wishes[i]);
    }
    list->dont_know = list->value_count == 0;
    assert_int_equal(bs_submission_encode(&submission, &random, out, NULL), BS_OK);
}

void stage_log_id(const struct stage_log *log, size_t seq, char out[BS_UUID_TEXT])
{
    /* Of both the kiosk and the epoch, so that no two logs share one. */
    struct bs_bytes parts[] = {bs_bytes_of(log->kiosk), bs_bytes_of(log->epoch)};
    char hash[BS_HASH_TEXT];

    bs_sha256_hex(parts, 2, hash);
    (void)snprintf(out, BS_UUID_TEXT, "%.8s-%.4s-7%.3s-8%.3s-%012zx", hash, hash + 8, hash + 12,
                   hash + 15, seq);
}

static const char *kind_of(const struct stage_visit *visit)
{
    if (visit->kind != NULL) {
        return visit->kind;
    }
    return visit->corrects == NULL ? BS_KIND_SUBMISSION : BS_KIND_CORRECTION;
}

static void append(struct stage_log *log, struct bs_record *record)
{
    struct bs_buf line;

    assert_true(log->count < STAGE_LOG_MAX);
    bs_buf_init(&line, BS_RECORD_BODY_MAX + BS_RECORD_HEAD_MAX + 1);
    bs_record_digest(record);
    bs_record_write_head(record, &line);
    memcpy(log->hashes[log->count + 1], log->hashes[log->count], BS_HASH_TEXT);
    bs_chain_step(log->hashes[log->count + 1], bs_buf_bytes(&line));
    bs_buf_text(&line, "\t");
    bs_buf_add(&line, record->body.data, record->body.len);
    log->lines[log->count++] = bs_xstrdup(bs_buf_string(&line));
    bs_buf_finish(&line);
}

void stage_log_add(struct stage_log *log, const struct stage_visit *visit)
{
    struct bs_record record = {.seq = log->count + 1,
                               .wall_ms = visit->wall_ms == 0 ? STAGE_NOW_MS : visit->wall_ms,
                               .mono_ms = 1000,
                               .boot_id = "5f1d2c3b-0000-4000-8000-000000000001",
                               .synced = true};
    struct bs_buf body;

    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    if (visit->body != NULL) {
        bs_buf_text(&body, visit->body);
    } else {
        encode(visit, &body);
    }
    (void)bs_utf8_copy(record.kind, sizeof(record.kind), kind_of(visit));
    if (visit->id != NULL) {
        (void)bs_utf8_copy(record.id, sizeof(record.id), visit->id);
    } else {
        stage_log_id(log, log->count + 1, record.id);
    }
    record.body = bs_buf_bytes(&body);
    append(log, &record);
    bs_buf_finish(&body);
}

void stage_log_copy(struct stage_log *log, const struct stage_log *from, size_t seq)
{
    struct bs_record record;

    assert_int_equal(bs_record_parse(bs_bytes_of(from->lines[seq - 1]), &record, NULL, NULL),
                     BS_OK);
    record.seq = log->count + 1;
    append(log, &record);
}

void stage_log_fill(struct stage_log *log, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        stage_log_add(log, &(struct stage_visit){.face = "good", .wishes = {"bank", NULL}});
    }
}

void stage_batch(const struct stage_log *log, uint64_t first, size_t count, struct bs_buf *out)
{
    struct bs_batch_header header = {
        .version = BS_WIRE_VERSION, .first_seq = first, .count = count};

    memcpy(header.kiosk, log->kiosk, sizeof(header.kiosk));
    memcpy(header.epoch, log->epoch, sizeof(header.epoch));
    memcpy(header.prev_hash, log->hashes[first - 1], BS_HASH_TEXT);
    memcpy(header.last_hash, log->hashes[first - 1 + count], BS_HASH_TEXT);
    bs_batch_write_header(&header, out);
    for (size_t i = 0; i < count; i++) {
        bs_buf_text(out, log->lines[first - 1 + i]);
        bs_buf_text(out, "\n");
    }
}

struct stage_answer stage_send_as(struct storage_stage *stage, const struct storage_kiosk *kiosk,
                                  const struct stage_log *log, uint64_t first, size_t count,
                                  bool quarantine)
{
    struct stage_answer answer = {.rc = BS_OK};
    struct bs_batch batch = {.records = NULL};
    struct bs_buf raw;

    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    stage_batch(log, first, count, &raw);
    if (bs_batch_decode(bs_buf_bytes(&raw), &batch, &answer.err) != BS_OK) {
        fail_msg("%s", answer.err.text);
    }
    answer.rc = storage_accept_batch(stage->storage, kiosk, &batch, STAGE_NOW_MS, quarantine,
                                     &answer.receipt, &answer.problem, &answer.err);
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
    return answer;
}

struct stage_answer stage_send(struct storage_stage *stage, const struct stage_log *log,
                               uint64_t first, size_t count)
{
    return stage_send_as(stage, &stage->kiosk, log, first, count, false);
}

/* --- looking --- */

int64_t stage_submissions(struct storage_stage *stage, const char *tenant)
{
    const struct storage_filter filter = {.tenant = tenant, .programme = STAGE_PROGRAMME};
    struct storage_totals totals;

    assert_int_equal(storage_totals(stage->storage, &filter, &totals, NULL), BS_OK);
    return totals.submissions;
}

struct wanted {
    const char *question, *value;
    int64_t count;
};

static bool look(void *self, const struct storage_count *row)
{
    struct wanted *wanted = self;

    if (strcmp(row->question, wanted->question) == 0 && strcmp(row->value, wanted->value) == 0) {
        wanted->count += row->count;
    }
    return true;
}

int64_t stage_count(struct storage_stage *stage, const char *question, const char *value)
{
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct wanted wanted = {.question = question, .value = value};

    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_NOTHING, look, &wanted, NULL), BS_OK);
    return wanted.count;
}

void stage_pragma(struct storage_stage *stage, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

void stage_mutate(struct storage_stage *stage, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;

    stage_close(stage);
    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s", why);
    }
    assert_true(sqlite3_total_changes(db) > 0);
    sqlite3_close(db);
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
}

static void note(void *self, const char *sentence)
{
    struct stage_findings *findings = self;

    if (findings->count++ == 0) {
        (void)bs_utf8_copy(findings->first, sizeof(findings->first), sentence);
    }
}

struct stage_findings stage_verify(struct storage_stage *stage)
{
    struct stage_findings findings = {.rc = BS_OK};

    findings.rc = storage_verify(stage->storage, note, &findings, NULL);
    return findings;
}
