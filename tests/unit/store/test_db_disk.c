/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening a database on a disk that cannot do what it has to. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include <buurtstem/db.h>

#include "child.h"
#include "temp_dir.h"

static const char *const migrations[] = {"CREATE TABLE item (n INTEGER PRIMARY KEY) STRICT;"};
static const char *const statements[] = {"INSERT INTO item (n) VALUES (1)"};
static const struct bs_db_plan plan = {0x54455354, migrations, 1, statements, 1, false};

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    (void)temp_dir_file(&dir, "a.db", path);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

/* SQLite's own files, but as on a disk that shares no memory: SQLite then leaves the journal as it was, without a word. */
static int open_without_shared_memory(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                                      int flags, int *out_flags)
{
    static sqlite3_io_methods methods;
    sqlite3_vfs *real = vfs->pAppData;
    int result = real->xOpen(real, name, file, flags, out_flags);

    if (result == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
        methods = *file->pMethods;
        methods.iVersion = 1;
        file->pMethods = &methods;
    }
    return result;
}

static int open_on_a_disk_without_shared_memory(void *context)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    sqlite3_vfs vfs = *real;
    struct bs_error err = {0};
    struct bs_db db;

    (void)context;
    vfs.zName = "without-shared-memory";
    vfs.pAppData = real;
    vfs.xOpen = open_without_shared_memory;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) {
        return 1;
    }
    return bs_db_open(path, BS_DB_WRITER, &plan, &db, &err) == BS_BROKEN &&
                   strstr(err.text, path) != NULL
               ? 0
               : 2;
}

static void a_disk_that_allows_no_wal_is_not_written(void **state)
{
    struct stat status;

    (void)state;
    assert_int_equal(child_run(open_on_a_disk_without_shared_memory, NULL), 0);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_disk_that_allows_no_wal_is_not_written, make_dir,
                                        remove_dir),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
