/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A backup holds everything of one moment, or it is none; what is put back goes on where it ended. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/mem.h>

#include "backup_file.h"
#include "child.h"
#include "fault_ledger.h"
#include "small_disk.h"
#include "storage_backup.h"
#include "storage_bundles.h"
#include "storage_stage.h"

enum { RECORDS = 30, MORE = 12, FLIP_EVERY = 509 };

struct scene {
    struct storage_stage *stage;
    struct stage_log *log;
    char file[TEMP_DIR_PATH]; /* of the backup */
};

static int open_scene(void **state)
{
    struct scene *scene = bs_xcalloc(1, sizeof(*scene));
    void *stage;

    (void)stage_setup(&stage);
    scene->stage = stage;
    scene->log = stage_log_create("kiosk-1", STAGE_EPOCH);
    stage_log_fill(scene->log, RECORDS);
    assert_int_equal(stage_send(scene->stage, scene->log, 1, RECORDS).rc, BS_OK);
    (void)temp_dir_file(&scene->stage->dir, "backup.db", scene->file);
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    void *stage = scene->stage;

    stage_log_destroy(scene->log);
    (void)stage_teardown(&stage);
    free(scene);
    return 0;
}

static enum bs_err backup(struct scene *scene, struct storage_backup *made)
{
    struct bs_error err = {.code = BS_OK};

    return storage_backup(scene->stage->storage, scene->file, STAGE_NOW_MS, NULL, NULL, made, &err);
}

/* With the storage closed, and open again afterwards. */
static enum bs_err restore(struct scene *scene, char aside[320])
{
    struct storage_backup made;
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    storage_close(scene->stage->storage);
    rc = storage_restore(scene->file, scene->stage->path, false, STAGE_NOW_MS, aside, NULL, NULL,
                         &made, &err);
    assert_int_equal(storage_open_sqlite(scene->stage->path, &scene->stage->storage, NULL), BS_OK);
    return rc;
}

static struct bs_receipt send_more(struct scene *scene, size_t count)
{
    uint64_t first = scene->log->count + 1;
    struct stage_answer answer;

    stage_log_fill(scene->log, count);
    answer = stage_send(scene->stage, scene->log, first, count);
    assert_int_equal(answer.rc, BS_OK);
    return answer.receipt;
}

static void a_backup_is_one_file_for_its_owner_alone(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    size_t before = temp_dir_count(&scene->stage->dir);
    struct stat status;

    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(made.records, RECORDS);
    assert_int_equal(made.logs, 1);
    assert_int_equal(temp_dir_count(&scene->stage->dir), before + 1);
    assert_int_equal(stat(scene->file, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(status.st_size, made.bytes);
}

static void receipts_say_what_the_newest_backup_held_and_not_what_came_after(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;

    assert_int_equal(send_more(scene, 1).backup_complete_to, 0);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(send_more(scene, MORE).backup_complete_to, RECORDS + 1);
    assert_int_equal(send_more(scene, 1).backup_complete_to, RECORDS + 1);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(send_more(scene, 1).backup_complete_to, RECORDS + MORE + 2);
}

/* --- beside batches --- */

struct busy {
    struct scene *scene;
    struct storage_backup made;
    enum bs_err rc;
    atomic_bool is_done;
};

static void *back_up_meanwhile(void *self)
{
    struct busy *busy = self;

    busy->rc = backup(busy->scene, &busy->made);
    atomic_store(&busy->is_done, true);
    return NULL;
}

static void batches_go_on_during_a_backup_and_are_not_said_to_be_in_it(void **state)
{
    struct scene *scene = *state;
    struct busy busy = {.scene = scene};
    struct storage_backup there;
    char aside[320];
    size_t sent = 0;
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, back_up_meanwhile, &busy), 0);
    while (!atomic_load(&busy.is_done) && scene->log->count < STAGE_LOG_MAX - 1) {
        (void)send_more(scene, 1);
        sent++;
    }
    (void)pthread_join(thread, NULL);
    assert_int_equal(busy.rc, BS_OK);
    assert_true(sent > 1);
    assert_true(busy.made.records >= RECORDS);
    assert_int_equal(send_more(scene, 1).backup_complete_to, busy.made.records);
    assert_int_equal(storage_restore(scene->file, scene->stage->path, true, STAGE_NOW_MS, aside,
                                     NULL, NULL, &there, NULL),
                     BS_OK);
    assert_int_equal(there.records, busy.made.records);
}

static void the_moment_of_the_newest_backup_is_kept(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    int64_t when = -1;

    assert_int_equal(storage_backed_up_ms(scene->stage->storage, &when, NULL), BS_OK);
    assert_int_equal(when, 0);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(storage_backed_up_ms(scene->stage->storage, &when, NULL), BS_OK);
    assert_int_equal(when, STAGE_NOW_MS);
}

/* F43 */
static void what_was_put_back_asks_for_what_came_after_and_counts_it_once(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    struct stage_answer answer;
    char aside[320];

    assert_int_equal(backup(scene, &made), BS_OK);
    (void)send_more(scene, MORE);
    assert_int_equal(restore(scene, aside), BS_OK);
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS);
    answer = stage_send(scene->stage, scene->log, RECORDS + MORE, 1); /* as if nothing happened */
    assert_int_equal(answer.rc, BS_REFUSED);
    assert_int_equal(answer.problem.type, BS_PROBLEM_GAP);
    assert_int_equal(answer.problem.complete_to, RECORDS);
    answer = stage_send(scene->stage, scene->log, RECORDS + 1, MORE);
    assert_int_equal(answer.receipt.complete_to, RECORDS + MORE);
    assert_int_equal(answer.receipt.backup_complete_to, RECORDS);
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS + MORE);
    assert_int_equal(stage_verify(scene->stage).rc, BS_OK);
    fault_struck("F43", "a backup put back after more had come in", 1);
}

static void the_database_before_stays_beside_it(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    struct storage *before = NULL;
    struct bs_error err = {.code = BS_OK};
    char aside[320];

    assert_int_equal(backup(scene, &made), BS_OK);
    (void)send_more(scene, MORE);
    assert_int_equal(restore(scene, aside), BS_OK);
    assert_true(strstr(aside, "-before-") != NULL);
    assert_int_equal(storage_open_sqlite(aside, &before, &err), BS_OK);
    storage_close(before);
    storage_close(scene->stage->storage);
    (void)snprintf(scene->stage->path, sizeof(scene->stage->path), "%.250s", aside);
    assert_int_equal(storage_open_sqlite(scene->stage->path, &scene->stage->storage, NULL), BS_OK);
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS + MORE);
}

static void what_is_put_back_where_there_was_nothing_sets_nothing_aside(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    char aside[320], other[TEMP_DIR_PATH];
    struct storage *storage = NULL;

    assert_int_equal(backup(scene, &made), BS_OK);
    (void)temp_dir_file(&scene->stage->dir, "other.db", other);
    assert_int_equal(
        storage_restore(scene->file, other, false, STAGE_NOW_MS, aside, NULL, NULL, &made, NULL),
        BS_OK);
    assert_string_equal(aside, "");
    assert_int_equal(made.records, RECORDS);
    assert_int_equal(storage_open_sqlite(other, &storage, NULL), BS_OK);
    storage_close(storage);
}

static void nobody_is_signed_in_after_a_restore(void **state)
{
    struct scene *scene = *state;
    const struct storage_staff staff = {.name = "jan", .tenant = STAGE_TENANT};
    const struct storage_session session = {.staff = "jan", .tenant = STAGE_TENANT};
    struct storage_session found;
    struct storage_backup made;
    char aside[320];

    assert_int_equal(storage_put_staff(scene->stage->storage, &staff, NULL), BS_OK);
    assert_int_equal(storage_put_session(scene->stage->storage, "c00c1e", &session, NULL), BS_OK);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(restore(scene, aside), BS_OK);
    assert_int_equal(storage_session(scene->stage->storage, "c00c1e", &found, NULL), BS_NOTFOUND);
}

static void the_next_bundle_after_a_restore_is_a_new_one(void **state)
{
    struct scene *scene = *state;
    struct storage_kiosk kiosk;
    struct storage_backup made;
    char aside[320], hash[BS_HASH_TEXT];

    memset(hash, 'a', sizeof(hash) - 1);
    hash[sizeof(hash) - 1] = '\0';
    assert_int_equal(storage_note_bundle(scene->stage->storage, "kiosk-1", 7, hash, hash,
                                         bs_bytes_of("{}"), NULL),
                     BS_OK);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(restore(scene, aside), BS_OK);
    assert_int_equal(storage_kiosk(scene->stage->storage, "kiosk-1", &kiosk, NULL), BS_OK);
    assert_string_equal(kiosk.bundle_key, "");
    assert_string_equal(kiosk.bundle_hash, "");
    assert_int_equal(kiosk.bundle_serial, 7);
}

static void a_server_that_runs_is_in_the_way_of_a_restore_and_not_of_a_rehearsal(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    char aside[320];
    size_t before;

    assert_int_equal(backup(scene, &made), BS_OK);
    before = temp_dir_count(&scene->stage->dir);
    assert_int_equal(storage_restore(scene->file, scene->stage->path, false, STAGE_NOW_MS, aside,
                                     NULL, NULL, &made, NULL),
                     BS_REFUSED);
    assert_int_equal(storage_restore(scene->file, scene->stage->path, true, STAGE_NOW_MS, aside,
                                     NULL, NULL, &made, NULL),
                     BS_OK);
    assert_int_equal(temp_dir_count(&scene->stage->dir), before);
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS);
}

static void a_newer_backup_takes_the_place_of_an_older_one_and_of_nothing_else(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    char other[TEMP_DIR_PATH];

    assert_int_equal(backup(scene, &made), BS_OK);
    (void)send_more(scene, MORE);
    assert_int_equal(backup(scene, &made), BS_OK);
    assert_int_equal(made.records, RECORDS + MORE);
    temp_dir_write(&scene->stage->dir, "central.conf", "port = 1\n");
    (void)temp_dir_file(&scene->stage->dir, "central.conf", other);
    assert_int_equal(
        storage_backup(scene->stage->storage, other, STAGE_NOW_MS, NULL, NULL, &made, NULL),
        BS_BAD);
    assert_int_equal(storage_backup(scene->stage->storage, scene->stage->path, STAGE_NOW_MS, NULL,
                                    NULL, &made, NULL),
                     BS_BAD);
    (void)temp_dir_file(&scene->stage->dir, "central.db-wal", other);
    assert_int_equal(
        storage_backup(scene->stage->storage, other, STAGE_NOW_MS, NULL, NULL, &made, NULL),
        BS_BAD);
}

/* A file of that name would be taken for the journal of the database, or for one that is to be put back. */
static void no_way_around_leads_to_a_file_of_the_database(void **state)
{
    static const char *const names[] = {"central.db", "central.db-journal", "central.db-restored",
                                        "central.db-wal", "central.db-anything"};
    struct scene *scene = *state;
    const char *folder = scene->stage->dir.path;
    struct storage_backup made;
    char link[TEMP_DIR_PATH], hard[TEMP_DIR_PATH];
    struct bs_error err = {0};

    (void)temp_dir_file(&scene->stage->dir, "elsewhere", link);
    assert_int_equal(symlink(folder, link), 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char ways[3][BACKUP_PATH_MAX];

        (void)snprintf(ways[0], sizeof(ways[0]), "%s/./%s", folder, names[i]);
        (void)snprintf(ways[1], sizeof(ways[1]), "%s//%s", folder, names[i]);
        (void)snprintf(ways[2], sizeof(ways[2]), "%s/%s", link, names[i]);
        for (size_t way = 0; way < 3; way++) {
            bs_error_clear(&err);
            if (backup_file_may_write(ways[way], scene->stage->path, &err) != BS_BAD ||
                strstr(err.text, "database itself") == NULL) {
                fail_msg("%s", ways[way]);
            }
        }
    }
    (void)temp_dir_file(&scene->stage->dir, "hard", hard);
    assert_int_equal(linkat(AT_FDCWD, scene->stage->path, AT_FDCWD, hard, 0), 0);
    assert_int_equal(
        storage_backup(scene->stage->storage, hard, STAGE_NOW_MS, NULL, NULL, &made, NULL), BS_BAD);
    assert_int_equal(unlink(hard), 0);
    assert_int_equal(symlink(scene->stage->path, hard), 0);
    assert_int_equal(
        storage_backup(scene->stage->storage, hard, STAGE_NOW_MS, NULL, NULL, &made, NULL), BS_BAD);
    assert_int_equal(stage_verify(scene->stage).rc, BS_OK);
}

static void a_name_that_only_begins_alike_is_taken(void **state)
{
    struct scene *scene = *state;
    char path[BACKUP_PATH_MAX];

    (void)snprintf(path, sizeof(path), "%s/central.dbs", scene->stage->dir.path);
    assert_int_equal(backup_file_may_write(path, scene->stage->path, NULL), BS_OK);
}

static void a_database_that_does_not_prove_itself_is_kept_apart_and_notes_nothing(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;

    stage_mutate(scene->stage, "UPDATE record SET hash = zeroblob(32) WHERE seq = 7");
    assert_int_equal(backup(scene, &made), BS_BROKEN);
    assert_false(temp_dir_has(&scene->stage->dir, "backup.db"));
    assert_true(temp_dir_has(&scene->stage->dir, "backup.db.unproven"));
    assert_int_equal(send_more(scene, 1).backup_complete_to, 0);
}

/* --- damage --- */

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    char *content;

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &status), 0);
    *size = (size_t)status.st_size;
    content = bs_xcalloc(1, *size);
    assert_int_equal(fread(content, 1, *size, file), *size);
    (void)fclose(file);
    return content;
}

static void write_file(const char *path, const char *content, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    (void)fclose(file);
}

/* F57 */
static void a_backup_with_one_bit_that_changed_is_never_put_back(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    size_t size, before, flips = 0;
    char *content, aside[320];

    assert_int_equal(backup(scene, &made), BS_OK);
    content = read_file(scene->file, &size);
    (void)send_more(scene, MORE);
    storage_close(scene->stage->storage);
    before = temp_dir_count(&scene->stage->dir);
    for (size_t at = 0; at < size; at += FLIP_EVERY, flips++) { /* more than once a page */
        enum bs_err rc;

        content[at] = (char)(content[at] ^ (1 << (flips % 8)));
        write_file(scene->file, content, size);
        rc = storage_restore(scene->file, scene->stage->path, false, STAGE_NOW_MS, aside, NULL,
                             NULL, &made, NULL);
        assert_true(rc == BS_BAD || rc == BS_BROKEN);
        content[at] = (char)(content[at] ^ (1 << (flips % 8)));
    }
    write_file(scene->file, content, size - 1); /* cut off */
    assert_int_equal(storage_restore(scene->file, scene->stage->path, false, STAGE_NOW_MS, aside,
                                     NULL, NULL, &made, NULL),
                     BS_BAD);
    write_file(scene->file, content, size);
    assert_int_equal(temp_dir_count(&scene->stage->dir), before);
    assert_int_equal(storage_open_sqlite(scene->stage->path, &scene->stage->storage, NULL), BS_OK);
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS + MORE);
    assert_int_equal(restore(scene, aside), BS_OK); /* whole again */
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS);
    fault_struck("F57", "a bit flipped in every page of a backup", flips);
    free(content);
}

static void what_is_no_backup_is_not_put_back(void **state)
{
    struct scene *scene = *state;
    struct storage_backup made;
    char aside[320];

    temp_dir_write(&scene->stage->dir, "backup.db", "a letter to my aunt");
    assert_int_equal(restore(scene, aside), BS_BAD);
    (void)unlink(scene->file);
    assert_int_equal(restore(scene, aside), BS_BAD);
    assert_int_equal(storage_restore(scene->stage->path, scene->file, false, STAGE_NOW_MS, aside,
                                     NULL, NULL, &made, NULL),
                     BS_BAD); /* a database, but without a seal */
    assert_int_equal(stage_submissions(scene->stage, STAGE_TENANT), RECORDS);
}

/* --- a full disk --- */

struct full {
    struct scene *scene;
    char folder[TEMP_DIR_PATH], file[TEMP_DIR_PATH];
    size_t size;
};

enum { NOT_ALLOWED = 3, FITS = 4 };

static int back_up_onto_small_disk(void *context)
{
    struct full *full = context;
    struct storage_backup made;
    struct storage *storage = NULL;
    char part[TEMP_DIR_PATH + 8];
    int64_t when = -1;
    enum bs_err rc;

    if (!small_disk_enter(full->folder, full->size)) {
        return NOT_ALLOWED;
    }
    if (storage_open_sqlite(full->scene->stage->path, &storage, NULL) != BS_OK) {
        return 1;
    }
    rc = storage_backup(storage, full->file, STAGE_NOW_MS, NULL, NULL, &made, NULL);
    (void)storage_backed_up_ms(storage, &when, NULL);
    storage_close(storage);
    (void)snprintf(part, sizeof(part), "%s.part", full->file);
    if (rc == BS_OK) {
        return when == STAGE_NOW_MS && access(full->file, F_OK) == 0 ? FITS : 2;
    }
    return rc == BS_LATER && when == 0 && access(full->file, F_OK) != 0 && access(part, F_OK) != 0
               ? 0
               : 2;
}

/* F51 */
static void a_disk_that_is_full_leaves_no_half_backup_and_notes_nothing(void **state)
{
    struct scene *scene = *state;
    struct full full = {.scene = scene, .size = 4096};
    size_t struck = 0;
    int status = 0;

    (void)temp_dir_file(&scene->stage->dir, "disk", full.folder);
    (void)snprintf(full.file, sizeof(full.file), "%.200s/backup.db", full.folder);
    assert_int_equal(mkdir(full.folder, 0700), 0);
    storage_close(scene->stage->storage);
    for (; status != FITS && struck < 100; full.size += 32768) {
        status = child_run(back_up_onto_small_disk, &full);
        if (status == NOT_ALLOWED) {
            break;
        }
        assert_true(status == 0 || status == FITS);
        struck += status == 0 ? 1 : 0;
    }
    assert_int_equal(rmdir(full.folder), 0);
    assert_int_equal(storage_open_sqlite(scene->stage->path, &scene->stage->storage, NULL), BS_OK);
    if (status == NOT_ALLOWED) {
        print_message("skipped: no small disk can be made here\n");
        skip();
    }
    assert_int_equal(status, FITS);
    fault_struck("F51", "a small disk under the backup", struck);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)
        IN_SCENE(a_backup_is_one_file_for_its_owner_alone),
        IN_SCENE(receipts_say_what_the_newest_backup_held_and_not_what_came_after),
        IN_SCENE(batches_go_on_during_a_backup_and_are_not_said_to_be_in_it),
        IN_SCENE(the_moment_of_the_newest_backup_is_kept),
        IN_SCENE(what_was_put_back_asks_for_what_came_after_and_counts_it_once),
        IN_SCENE(the_database_before_stays_beside_it),
        IN_SCENE(what_is_put_back_where_there_was_nothing_sets_nothing_aside),
        IN_SCENE(nobody_is_signed_in_after_a_restore),
        IN_SCENE(the_next_bundle_after_a_restore_is_a_new_one),
        IN_SCENE(a_server_that_runs_is_in_the_way_of_a_restore_and_not_of_a_rehearsal),
        IN_SCENE(a_newer_backup_takes_the_place_of_an_older_one_and_of_nothing_else),
        IN_SCENE(no_way_around_leads_to_a_file_of_the_database),
        IN_SCENE(a_name_that_only_begins_alike_is_taken),
        IN_SCENE(a_database_that_does_not_prove_itself_is_kept_apart_and_notes_nothing),
        IN_SCENE(a_backup_with_one_bit_that_changed_is_never_put_back),
        IN_SCENE(what_is_no_backup_is_not_put_back),
        IN_SCENE(a_disk_that_is_full_leaves_no_half_backup_and_notes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
