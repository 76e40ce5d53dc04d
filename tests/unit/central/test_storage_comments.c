/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of released words and notes, and what is left of words that staff mask or hide: nothing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/utf8.h>

#include "review_stage.h"
#include "storage_backup.h"
#include "storage_p.h"

#define M      BS_MASK_SIGN
#define SECRET "Zonnebloemsteeg"

static void send(struct storage_stage *stage, struct stage_log *log)
{
    assert_int_equal(stage_send(stage, log, 1, log->count).rc, BS_OK);
}

/* `count` comments, one a day from 1 January 2026 on, the text their number. */
static void fill(struct storage_stage *stage, int count)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    for (int i = 0; i < count; i++) {
        struct bs_date day = bs_date_add_days((struct bs_date){2026, 1, 1}, i / 3);
        char id[BS_UUID_TEXT], text[16], written[11];

        (void)snprintf(id, sizeof id, "019cadda-7a10-7c31-9f02-%012d", i);
        (void)snprintf(text, sizeof text, "%d", i);
        bs_date_format(day, written);
        stage_add_released(log,
                           &(struct stage_words){.id = id,
                                                 .text = text,
                                                 .written = written,
                                                 .lang = i % 2 == 0 ? "nl" : "ar",
                                                 .place = i % 4 < 2 ? STAGE_PLACE : STAGE_LIBRARY});
    }
    for (size_t first = 1; first <= log->count; first += 400) {
        const size_t left = log->count - first + 1;

        assert_int_equal(stage_send(stage, log, first, left < 400 ? left : 400).rc, BS_OK);
    }
    stage_log_destroy(log);
}

struct page {
    size_t count, most;
    struct storage_row_at last;
    int first, final;
};

static bool take(void *self, const struct storage_comment *comment)
{
    struct page *page = self;
    int number = 0;

    assert_int_equal(sscanf(comment->comment.text, "%d", &number), 1);
    page->first = page->count == 0 ? number : page->first;
    page->final = number;
    page->last = (struct storage_row_at){comment->comment.written, comment->row};
    return ++page->count < page->most;
}

static void pages_go_on_where_the_last_one_ended_and_end_with_the_oldest(void **state)
{
    const struct storage_comment_filter filter = {.tenant = STAGE_TENANT,
                                                  .programme = STAGE_PROGRAMME};
    struct storage_stage *stage = *state;
    struct page page = {.most = 20};
    int before = 60;

    fill(stage, 60);
    for (int i = 0; i < 3; i++) {
        const struct storage_row_at behind = page.last;

        page.count = 0;
        assert_int_equal(
            storage_comments(stage->storage, &filter, i == 0 ? NULL : &behind, take, &page, NULL),
            BS_OK);
        assert_int_equal(page.count, 20);
        assert_int_equal(page.first, before - 1);
        before = page.final;
    }
    assert_int_equal(before, 0);
    page.count = 0;
    assert_int_equal(storage_comments(stage->storage, &filter, &page.last, take, &page, NULL),
                     BS_OK);
    assert_int_equal(page.count, 0);
}

static bool add_count(void *self, const char *place, const char *lang, int64_t count)
{
    char *text = self;

    (void)snprintf(text + strlen(text), 128 - strlen(text), "%s %s %d;", place, lang, (int)count);
    return true;
}

static void place_and_language_narrow_the_list_and_are_counted(void **state)
{
    struct storage_comment_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct storage_stage *stage = *state;
    char text[2048];

    fill(stage, 9);
    assert_string_equal(stage_shown(stage, STAGE_PLACE, NULL, text), "8|5|4|1|0|");
    assert_string_equal(stage_shown(stage, NULL, "ar", text), "7|5|3|1|");
    assert_string_equal(stage_shown(stage, STAGE_LIBRARY, "nl", text), "6|2|");
    text[0] = '\0';
    assert_int_equal(storage_comment_counts(stage->storage, &filter, add_count, text, NULL), BS_OK);
    assert_string_equal(text, "bieb ar 2;bieb nl 2;prinsenhof ar 2;prinsenhof nl 3;");
    text[0] = '\0';
    filter.tenant = STAGE_OTHER;
    assert_int_equal(storage_comment_counts(stage->storage, &filter, add_count, text, NULL), BS_OK);
    assert_string_equal(text, "");
}

/* No list sorts what it found: the thousandth row costs what the first does. */
static void every_list_goes_by_an_index(void **state)
{
    static const enum storage_sql lists[] = {SQL_COMMENTS,       SQL_COMMENTS_AT, SQL_COMMENTS_IN,
                                             SQL_COMMENTS_AT_IN, SQL_NOTES,       SQL_NOTES_AT};
    struct storage_stage *stage = *state;
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        sqlite3_stmt *plan = NULL;
        char sql[2048];

        (void)snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", storage_plan.statements[lists[i]]);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *line = (const char *)sqlite3_column_text(plan, 3);

            assert_null(strstr(line, "TEMP B-TREE"));
            assert_null(strstr(line, "SCAN"));
        }
        sqlite3_finalize(plan);
    }
    sqlite3_close(db);
}

/* --- notes --- */

static bool add_note(void *self, const struct storage_note *note)
{
    char *text = self;

    (void)snprintf(text + strlen(text), 256 - strlen(text), "%d %s;", (int)note->note.kind,
                   note->note.text);
    return true;
}

static const char *notes(struct storage_stage *stage, const struct storage_note_filter *filter,
                         char text[256])
{
    text[0] = '\0';
    assert_int_equal(storage_notes(stage->storage, filter, NULL, add_note, text, NULL), BS_OK);
    return text;
}

static void notes_are_found_by_place_kind_and_day(void **state)
{
    struct storage_note_filter filter = {.tenant = STAGE_TENANT};
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char text[256];

    stage_add_note(log, BS_NOTE_CONTEXT, "", STAGE_PLACE, "2026-11-03", "Markt");
    stage_add_note(log, BS_NOTE_TREASURE, STAGE_PROGRAMME, STAGE_PLACE, "2026-11-02", "Fietsen");
    stage_add_note(log, BS_NOTE_URGENT, "", STAGE_LIBRARY, "2026-11-04", "Lek");
    send(stage, log);
    assert_string_equal(notes(stage, &filter, text), "2 Lek;0 Markt;1 Fietsen;");
    filter.place = STAGE_PLACE;
    assert_string_equal(notes(stage, &filter, text), "0 Markt;1 Fietsen;");
    filter.programme = "ander";
    assert_string_equal(notes(stage, &filter, text), "0 Markt;");
    filter = (struct storage_note_filter){
        .tenant = STAGE_TENANT, .has_kind = true, .kind = BS_NOTE_CONTEXT};
    assert_string_equal(notes(stage, &filter, text), "0 Markt;");
    filter = (struct storage_note_filter){
        .tenant = STAGE_TENANT, .from = {2026, 11, 3}, .to = {2026, 11, 3}};
    assert_string_equal(notes(stage, &filter, text), "0 Markt;");
    filter = (struct storage_note_filter){.tenant = STAGE_OTHER};
    assert_string_equal(notes(stage, &filter, text), "");
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

/* --- what staff decide --- */

static void assert_nowhere(struct storage_stage *stage, const char *words)
{
    char path[TEMP_DIR_PATH];
    struct storage_backup made;
    struct bs_error err = {.code = BS_OK};

    assert_false(stage_file_holds(stage->path, words));
    assert_false(stage_file_holds(temp_dir_file(&stage->dir, "central.db-wal", path), words));
    (void)temp_dir_file(&stage->dir, "copy.backup", path);
    if (storage_backup(stage->storage, path, STAGE_NOW_MS, NULL, NULL, &made, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_false(stage_file_holds(path, words));
    assert_true(stage_file_holds(path, "v-7k2m")); /* else it could not be found there */
}

static struct storage_masked masked_as(const char *text, size_t count)
{
    struct storage_masked masked = {.mask_count = count};

    for (size_t i = 0; i < count; i++) {
        masked.masks[i] = BS_MASK_OTHER;
    }
    (void)bs_utf8_copy(masked.text, sizeof masked.text, text);
    return masked;
}

static enum bs_err mask(struct storage_stage *stage, const char *seen, const char *text,
                        size_t count)
{
    const struct storage_masked masked = masked_as(text, count);

    return storage_mask_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, "samira", seen,
                                &masked, STAGE_NOW_MS, NULL);
}

static bool there_first(struct storage_stage *stage)
{
    char path[TEMP_DIR_PATH];

    return stage_file_holds(stage->path, SECRET) ||
           stage_file_holds(temp_dir_file(&stage->dir, "central.db-wal", path), SECRET);
}

static void words_that_staff_mask_are_nowhere_any_more(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_comment comment;
    char text[2048];

    stage_add_released(log, &(struct stage_words){.text = "Bij " SECRET " 12 is het donker"});
    send(stage, log);
    assert_true(there_first(stage));
    assert_int_equal(mask(stage, "Bij " SECRET " 12 is het donker", "Bij " M " is het donker", 1),
                     BS_OK);
    assert_string_equal(stage_shown(stage, NULL, NULL, text), "Bij " M " is het donker|");
    assert_int_equal(storage_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, &comment, NULL),
                     BS_OK);
    assert_true(comment.is_ours);
    assert_int_equal(comment.comment.masks[0], BS_MASK_OTHER);
    assert_nowhere(stage, SECRET);
    assert_int_equal(stage_verify(stage).count, 0);
    send(stage, log); /* the kiosk has it still and sends it again */
    assert_nowhere(stage, SECRET);
    stage_log_destroy(log);
}

static void words_that_staff_hide_are_nowhere_any_more(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char text[2048];

    stage_add_released(log, &(struct stage_words){.text = SECRET});
    send(stage, log);
    assert_int_equal(storage_hide_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, "samira",
                                          BS_HIDE_PERSON, STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_string_equal(stage_shown(stage, NULL, NULL, text), "");
    assert_nowhere(stage, SECRET);
    assert_int_equal(stage_verify(stage).count, 0);
    assert_int_equal(storage_hide_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, "samira",
                                          BS_HIDE_PERSON, STAGE_NOW_MS, NULL),
                     BS_NOTFOUND);
    stage_log_destroy(log);
}

/* Copies in another epoch, set aside, forked, in quarantine, and the milder words of another log. */
static void no_copy_of_them_is_left_wherever_it_stood(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *copy = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct stage_log *mild = stage_log_create("kiosk-1", "00000000000000cc");
    struct stage_log *fork = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *shut = stage_log_create("kiosk-1", "00000000000000dd");
    char text[2048];

    stage_add_released(log, &(struct stage_words){.text = SECRET " " M});
    send(stage, log);
    stage_log_copy(copy, log, 1);
    stage_log_copy(copy, log, 2);
    stage_add_words(copy, &(struct stage_words){.text = SECRET " 2", .version = 9});
    send(stage, copy);
    stage_add_released(mild, &(struct stage_words){.text = SECRET " 3"});
    send(stage, mild);
    stage_add_words(fork, &(struct stage_words){.text = SECRET " 4"});
    assert_int_equal(stage_send(stage, fork, 1, 1).rc, BS_REFUSED);
    stage_add_words(shut, &(struct stage_words){.text = SECRET " 5"});
    assert_int_equal(stage_send_as(stage, &stage->kiosk, shut, 1, 1, true).rc, BS_OK);
    assert_int_equal(mask(stage, SECRET " " M, M " " M, 2), BS_OK);
    assert_string_equal(stage_shown(stage, NULL, NULL, text), M " " M "|");
    assert_nowhere(stage, SECRET);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
    stage_log_destroy(copy);
    stage_log_destroy(mild);
    stage_log_destroy(fork);
    stage_log_destroy(shut);
}

static void what_comes_after_staff_ruled_is_erased_as_it_comes(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct stage_log *late = stage_log_create("kiosk-1", STAGE_EPOCH_2);
    struct stage_log *shut = stage_log_create("kiosk-1", "00000000000000dd");
    struct stage_log *fork = stage_log_create("kiosk-1", STAGE_EPOCH);
    char text[2048];

    stage_add_released(log, &(struct stage_words){.text = SECRET});
    send(stage, log);
    assert_int_equal(mask(stage, SECRET, M, 1), BS_OK);
    stage_log_copy(late, log, 2);
    stage_add_released(late, &(struct stage_words){.text = SECRET " 2"});
    stage_add_words(late, &(struct stage_words){.text = SECRET " 3", .version = 9});
    send(stage, late);
    stage_add_words(shut, &(struct stage_words){.text = SECRET " 5"});
    assert_int_equal(stage_send_as(stage, &stage->kiosk, shut, 1, 1, true).rc, BS_OK);
    stage_add_words(fork, &(struct stage_words){.text = SECRET " 4"});
    assert_int_equal(stage_send(stage, fork, 1, 1).rc, BS_REFUSED);
    assert_string_equal(stage_shown(stage, NULL, NULL, text), M "|");
    storage_close(stage->storage); /* brings the write-ahead log into the file */
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_nowhere(stage, SECRET);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
    stage_log_destroy(late);
    stage_log_destroy(shut);
    stage_log_destroy(fork);
}

/* --- what SQLite left between the rows (test_db_rewrite) --- */

static bool owes_rewrite(struct storage_stage *stage)
{
    int64_t owes = 0;

    assert_int_equal(storage_number(&stage->storage->db, "owes-rewrite", &owes, NULL), BS_OK);
    return owes != 0;
}

static void release_and_hide(struct storage_stage *stage, struct stage_log *log, const char *id)
{
    stage_add_released(log, &(struct stage_words){.id = id, .text = SECRET});
    send(stage, log);
    assert_false(owes_rewrite(stage));
    assert_int_equal(storage_hide_comment(stage->storage, STAGE_TENANT, id, "samira", BS_HIDE_OTHER,
                                          STAGE_NOW_MS, NULL),
                     BS_OK);
    assert_true(owes_rewrite(stage));
}

static void
after_words_were_destroyed_the_file_is_written_anew_before_a_backup_and_at_the_start(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char path[TEMP_DIR_PATH];
    struct storage_backup made;

    release_and_hide(stage, log, STAGE_COMMENT);
    (void)temp_dir_file(&stage->dir, "copy.backup", path);
    assert_int_equal(storage_backup(stage->storage, path, STAGE_NOW_MS, NULL, NULL, &made, NULL),
                     BS_OK);
    assert_false(made.has_remains);
    assert_false(owes_rewrite(stage));
    release_and_hide(stage, log, STAGE_COMMENT_2);
    stage_reopen(stage);
    assert_false(owes_rewrite(stage));
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static void a_backup_of_a_file_that_could_not_be_written_anew_says_so(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char path[TEMP_DIR_PATH];
    struct storage_backup made;
    sqlite3_stmt *row = NULL; /* under way: so it cannot */

    release_and_hide(stage, log, STAGE_COMMENT);
    assert_int_equal(storage_ask(&stage->storage->db, SQL_TENANTS, &row, NULL), BS_OK);
    assert_int_equal(storage_row(&stage->storage->db, row, NULL), BS_OK);
    (void)temp_dir_file(&stage->dir, "copy.backup", path);
    assert_int_equal(storage_backup(stage->storage, path, STAGE_NOW_MS, NULL, NULL, &made, NULL),
                     BS_OK);
    assert_true(made.has_remains);
    assert_true(owes_rewrite(stage));
    assert_int_equal(storage_ping(stage->storage, NULL), BS_BROKEN);
    sqlite3_reset(row);
    stage_reopen(stage);
    assert_false(owes_rewrite(stage));
    stage_log_destroy(log);
}

static void staff_mask_what_they_saw_and_more_than_was(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_masked masked = masked_as(M, 1);

    stage_add_released(log, &(struct stage_words){.text = "een twee"});
    send(stage, log);
    assert_int_equal(mask(stage, "een drie", "een " M, 1), BS_REFUSED);
    assert_int_equal(mask(stage, "een twee", "een twee", 0), BS_REFUSED);
    masked.mask_count = BS_MASKS_MAX + 1;
    assert_int_equal(storage_mask_comment(stage->storage, STAGE_TENANT, STAGE_COMMENT, "samira",
                                          "een twee", &masked, STAGE_NOW_MS, NULL),
                     BS_LIMIT);
    masked.mask_count = 1;
    assert_int_equal(storage_mask_comment(stage->storage, STAGE_OTHER, STAGE_COMMENT, "leiden",
                                          "een twee", &masked, STAGE_NOW_MS, NULL),
                     BS_NOTFOUND);
    assert_int_equal(mask(stage, "een twee", "een " M, 1), BS_OK);
    assert_int_equal(mask(stage, "een twee", M, 1), BS_REFUSED);
    assert_int_equal(mask(stage, "een " M, M, 1), BS_OK);
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static void a_word_with_two_signs_in_it_may_become_one(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char text[2048];

    stage_add_released(log, &(struct stage_words){.text = "bij x" M M});
    send(stage, log);
    assert_int_equal(mask(stage, "bij x" M M, "bij " M, 1), BS_OK);
    assert_string_equal(stage_shown(stage, NULL, NULL, text), "bij " M "|");
    assert_int_equal(stage_verify(stage).count, 0);
    stage_log_destroy(log);
}

static bool add_sum(void *self, const char *programme, int64_t count)
{
    assert_string_equal(programme, STAGE_PROGRAMME);
    *(int64_t *)self += count;
    return true;
}

static void each_programme_has_its_sum(void **state)
{
    struct storage_stage *stage = *state;
    int64_t sum = 0;

    fill(stage, 5);
    assert_int_equal(storage_comment_sums(stage->storage, STAGE_TENANT, add_sum, &sum, NULL),
                     BS_OK);
    assert_int_equal(sum, 5);
    assert_int_equal(storage_comment_sums(stage->storage, STAGE_OTHER, add_sum, &sum, NULL), BS_OK);
    assert_int_equal(sum, 5);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(pages_go_on_where_the_last_one_ended_and_end_with_the_oldest),
        CASE(place_and_language_narrow_the_list_and_are_counted),
        CASE(every_list_goes_by_an_index),
        CASE(notes_are_found_by_place_kind_and_day),
        CASE(words_that_staff_mask_are_nowhere_any_more),
        CASE(words_that_staff_hide_are_nowhere_any_more),
        CASE(no_copy_of_them_is_left_wherever_it_stood),
        CASE(what_comes_after_staff_ruled_is_erased_as_it_comes),
        CASE(after_words_were_destroyed_the_file_is_written_anew_before_a_backup_and_at_the_start),
        CASE(a_backup_of_a_file_that_could_not_be_written_anew_says_so),
        CASE(staff_mask_what_they_saw_and_more_than_was),
        CASE(a_word_with_two_signs_in_it_may_become_one),
        CASE(each_programme_has_its_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
