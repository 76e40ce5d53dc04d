/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_TEMP_DIR_H
#define BS_TEST_TEMP_DIR_H

/* A folder of a test's own, under $TMPDIR or /tmp. Every function here aborts if the disk says no. */

#include <stdbool.h>
#include <stddef.h>

#define TEMP_DIR_PATH 256

struct temp_dir {
    char path[TEMP_DIR_PATH];
};

void temp_dir_make(struct temp_dir *dir);

/* With everything in it. */
void temp_dir_remove(struct temp_dir *dir);

/* "PATH/name" in `out`, which is also returned. */
char *temp_dir_file(const struct temp_dir *dir, const char *name, char out[TEMP_DIR_PATH]);

/* How many files and folders are directly in it. */
size_t temp_dir_count(const struct temp_dir *dir);

bool temp_dir_has(const struct temp_dir *dir, const char *name);

/* Writes a text file into it. */
void temp_dir_write(const struct temp_dir *dir, const char *name, const char *text);

#endif
