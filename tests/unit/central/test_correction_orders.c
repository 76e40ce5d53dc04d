/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Corrections against a model that is too simple to be wrong: made-up logs of two kiosks, two epochs each, cut into batches
 * in every way and order, sent again now and then, with a programme version that is published at any moment. In the end each visit
 * counts as the model says, row for row.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "storage_stage.h"

enum { ROUNDS = 24, LOGS = 4, RECORDS = 7, IDS = LOGS * RECORDS, ROW = 160, ROWS = 4 * IDS };

static const char *const faces[] = {"bad", "good", "very_good"};
static const char *const wishes[] = {"bank", "boom", "water"};
static const char *const languages[] = {"nl", "en"};
static const char *const places[] = {"bieb", STAGE_PLACE};
static const char *const channels[] = {"kiosk", "assisted", "paper"};

/* One record as it was made up. */
struct made {
    struct stage_visit visit;
    char id[BS_UUID_TEXT], corrects[BS_UUID_TEXT];
    int log, seq; /* of its place */
    int same;     /* index of the record that it is a copy of; -1: none */
};

/* One world: logs 0 and 1 are of one kiosk, 2 and 3 of another. */
struct world {
    struct storage_stage *stage;
    int version; /* that is published at some moment; version 1 always was */
    uint64_t seed;
    struct storage_kiosk kiosks[2];
    struct stage_log *logs[LOGS];
    size_t made_count;
    struct made made[IDS];
    size_t sent[LOGS];
    int rank[LOGS]; /* in which order the logs came in; -1: not yet */
    int ranks;
    size_t arrived_count;
    size_t arrived[IDS]; /* indices in made, in the order in which they came in */
};

static uint32_t below(struct world *world, uint32_t limit)
{
    world->seed = world->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(world->seed >> 33) % limit;
}

/* --- making up --- */

/* Mostly a submission of this kiosk; sometimes a correction, one of another kiosk, or nothing that there is. */
static void choose_corrected(struct world *world, int log, char out[BS_UUID_TEXT])
{
    for (int tries = 0; tries < 8; tries++) {
        const struct made *other;

        if (world->made_count == 0) {
            break;
        }
        other = &world->made[below(world, (uint32_t)world->made_count)];
        if (below(world, 10) == 0 || (other->log / 2 == log / 2 && other->corrects[0] == '\0')) {
            memcpy(out, other->id, BS_UUID_TEXT);
            return;
        }
    }
    /* Of this kiosk and not made up yet: it comes behind its correction. */
    stage_log_id(world->logs[log], RECORDS, out);
}

static void make_answers(struct world *world, struct stage_visit *visit)
{
    *visit = (struct stage_visit){
        .face = below(world, 6) == 0 ? NULL : faces[below(world, 3)],
        .wishes = {below(world, 4) == 0 ? NULL : wishes[below(world, 3)], NULL},
        .lang = languages[below(world, 2)],
        .place = places[below(world, 2)],
        .channel = (enum bs_channel)below(world, 3),
        .version = below(world, 3) == 0 ? world->version : 1,
        .is_trial = below(world, 4) == 0,
        .wall_ms = STAGE_NOW_MS - (int64_t)below(world, 3) * 24 * 3600 * 1000,
    };
}

static void make_record(struct world *world, int log)
{
    struct made *made = &world->made[world->made_count];

    memset(made, 0, sizeof(*made));
    made->log = log;
    made->seq = (int)world->logs[log]->count + 1;
    made->same = -1;
    stage_log_id(world->logs[log], (size_t)made->seq, made->id);
    make_answers(world, &made->visit);
    if (below(world, 2) == 0) {
        choose_corrected(world, log, made->corrects);
        made->visit.corrects = made->corrects;
    } else {
        made->visit.is_partial = below(world, 5) == 0;
    }
    stage_log_add(world->logs[log], &made->visit);
    world->made_count++;
}

/* What stood in the kiosk's first epoch, again in its second. */
static void make_copy(struct world *world, int log)
{
    size_t of = below(world, (uint32_t)world->made_count);
    struct made *made = &world->made[world->made_count];

    if (world->made[of].log != log - 1 || world->made[of].same >= 0) {
        make_record(world, log);
        return;
    }
    *made = world->made[of];
    made->visit.corrects = made->corrects[0] == '\0' ? NULL : made->corrects;
    made->same = (int)of;
    made->log = log;
    made->seq = (int)world->logs[log]->count + 1;
    stage_log_copy(world->logs[log], world->logs[log - 1], (size_t)world->made[of].seq);
    world->made_count++;
}

static void make_up(struct world *world, int round)
{
    for (int k = 0; k < 2; k++) {
        char id[BS_KIOSK_ID_TEXT];

        (void)snprintf(id, sizeof(id), "order-%d-%d", round, k);
        stage_kiosk(world->stage, id, STAGE_TENANT, &world->kiosks[k]);
    }
    for (int log = 0; log < LOGS; log++) {
        world->rank[log] = -1;
        world->logs[log] =
            stage_log_create(world->kiosks[log / 2].id, log % 2 == 0 ? STAGE_EPOCH : STAGE_EPOCH_2);
        for (int i = 0; i < RECORDS; i++) {
            if (log % 2 == 1 && below(world, 4) == 0) {
                make_copy(world, log);
            } else {
                make_record(world, log);
            }
        }
    }
}

/* --- sending --- */

static void note_arrival(struct world *world, int log, size_t count)
{
    if (world->rank[log] < 0) {
        world->rank[log] = world->ranks++;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t m = 0; m < world->made_count; m++) {
            if (world->made[m].log == log &&
                world->made[m].seq == (int)(world->sent[log] + i + 1)) {
                world->arrived[world->arrived_count++] = m;
            }
        }
    }
    world->sent[log] += count;
}

static void send_some(struct world *world)
{
    int log = (int)below(world, LOGS);
    size_t left = RECORDS - world->sent[log], count, again;

    if (left == 0) {
        return;
    }
    count = 1 + below(world, (uint32_t)left);
    again = world->sent[log] == 0 ? 0 : below(world, (uint32_t)world->sent[log] + 1);
    again = below(world, 3) == 0 ? again : 0;
    assert_int_equal(stage_send_as(world->stage, &world->kiosks[log / 2], world->logs[log],
                                   world->sent[log] + 1 - again, count + again, false)
                         .rc,
                     BS_OK);
    note_arrival(world, log, count);
}

static void send_all(struct world *world)
{
    bool is_published = false;

    while (world->arrived_count < world->made_count || !is_published) {
        if (!is_published && below(world, 12) == 0) {
            assert_int_equal(stage_publish(world->stage, STAGE_TENANT, world->version, "AAAAA"),
                             BS_OK);
            is_published = true;
        }
        send_some(world);
    }
}

/* --- the model --- */

struct rows {
    size_t count;
    char text[ROUNDS * ROWS][ROW];
};

/* The record that came in first under that id, or NULL. */
static const struct made *first_of(const struct world *world, const char *id)
{
    for (size_t i = 0; i < world->arrived_count; i++) {
        if (strcmp(world->made[world->arrived[i]].id, id) == 0) {
            return &world->made[world->arrived[i]];
        }
    }
    return NULL;
}

static bool comes_after(const struct world *world, const struct made *one, const struct made *other)
{
    return world->rank[one->log] != world->rank[other->log]
               ? world->rank[one->log] > world->rank[other->log]
               : one->seq > other->seq;
}

/* How the visit that began with `first` counts. */
static const struct made *last_of(const struct world *world, const struct made *first)
{
    const struct made *last = first;

    for (size_t m = 0; m < world->made_count; m++) {
        const struct made *made = first_of(world, world->made[m].id);

        if (strcmp(made->corrects, first->id) == 0 && made->log / 2 == first->log / 2 &&
            made->visit.version == first->visit.version &&
            (last == first || comes_after(world, made, last))) {
            last = made;
        }
    }
    return last;
}

static void add_row(struct rows *rows, const struct made *first, const struct made *last,
                    const char *question, const char *value)
{
    char day[11];

    assert_true(rows->count < sizeof(rows->text) / sizeof(rows->text[0]));
    bs_date_format(bs_date_in_amsterdam(first->visit.wall_ms), day);
    (void)snprintf(rows->text[rows->count++], ROW, "%s|%s|%s|%s|%s|%d|%s", question, value,
                   first->visit.place, last->visit.lang, channels[first->visit.channel],
                   first->visit.is_trial, day);
}

static void add_visit(struct rows *rows, const struct made *first, const struct made *last)
{
    const struct stage_visit *said = &last->visit;

    add_row(rows, first, last, "", "*");
    if (said->is_partial) {
        add_row(rows, first, last, "", "~");
    }
    add_row(rows, first, last, "oordeel", "*");
    add_row(rows, first, last, "oordeel", said->face == NULL ? "?" : said->face);
    if (!said->is_partial) {
        add_row(rows, first, last, "wensen", "*");
        add_row(rows, first, last, "wensen", said->wishes[0] == NULL ? "?" : said->wishes[0]);
    }
}

static void model(const struct world *world, struct rows *rows)
{
    for (size_t m = 0; m < world->made_count; m++) {
        const struct made *made = &world->made[m];

        if (made->same < 0 && made->corrects[0] == '\0') {
            const struct made *first = first_of(world, made->id);

            add_visit(rows, first, last_of(world, first));
        }
    }
}

/* --- comparing --- */

static int compare(const void *one, const void *other)
{
    return strcmp(one, other);
}

/* Equal rows become one with its count. */
static void expect_rows(struct rows *rows, struct bs_buf *out)
{
    qsort(rows->text, rows->count, ROW, compare);
    for (size_t i = 0; i < rows->count;) {
        size_t same = 1;

        while (i + same < rows->count && strcmp(rows->text[i], rows->text[i + same]) == 0) {
            same++;
        }
        bs_buf_printf(out, "%s|%zu\n", rows->text[i], same);
        i += same;
    }
}

static void stored_rows(struct storage_stage *stage, struct bs_buf *out)
{
    static const char sql[] =
        "SELECT question || '|' || value || '|' || place || '|' || lang || '|' || channel || '|' "
        "|| trial || '|' || day AS row, count FROM tally ORDER BY row";
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;

    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        bs_buf_printf(out, "%s|%d\n", (const char *)sqlite3_column_text(row, 0),
                      sqlite3_column_int(row, 1));
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void fail_at_difference(const struct bs_buf *expected, const struct bs_buf *stored,
                               int round)
{
    const char *one = bs_buf_string(expected), *other = bs_buf_string(stored);
    size_t at = 0;

    while (one[at] != '\0' && one[at] == other[at]) {
        at++;
    }
    while (at > 0 && one[at - 1] != '\n') {
        at--;
    }
    fail_msg("round %d: expected %.100s\nbut stored %.100s", round, one + at, other + at);
}

static void expect_equal(struct storage_stage *stage, struct rows *rows, int round)
{
    struct bs_buf expected, stored;

    bs_buf_init(&expected, sizeof(rows->text) * 2);
    bs_buf_init(&stored, sizeof(rows->text) * 2);
    expect_rows(rows, &expected);
    stored_rows(stage, &stored);
    if (strcmp(bs_buf_string(&expected), bs_buf_string(&stored)) != 0) {
        fail_at_difference(&expected, &stored, round);
    }
    bs_buf_finish(&expected);
    bs_buf_finish(&stored);
}

static void every_order_and_every_cut_counts_as_the_model_says(void **state)
{
    struct storage_stage *stage = *state;
    struct rows *rows = bs_xcalloc(1, sizeof(*rows));

    for (int round = 0; round < ROUNDS; round++) {
        struct world *world = bs_xcalloc(1, sizeof(*world));

        world->stage = stage;
        world->version = round + 2;
        world->seed = (uint64_t)round * 7919 + 1;
        make_up(world, round);
        send_all(world);
        model(world, rows);
        expect_equal(stage, rows, round);
        for (int log = 0; log < LOGS; log++) {
            stage_log_destroy(world->logs[log]);
        }
        free(world);
    }
    assert_int_equal(stage_verify(stage).count, 0);
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_order_and_every_cut_counts_as_the_model_says,
                                        stage_setup, stage_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
