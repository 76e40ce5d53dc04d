/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A test's own folder. */

#include "temp_dir.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void must(bool done, const char *what)
{
    if (!done) {
        perror(what);
        abort();
    }
}

void temp_dir_make(struct temp_dir *dir)
{
    const char *base = getenv("TMPDIR");
    int len = snprintf(dir->path, sizeof dir->path, "%s/buurtstem-test.XXXXXX",
                       base == NULL ? "/tmp" : base);

    must(len > 0 && (size_t)len < sizeof dir->path, "name of a temporary folder");
    must(mkdtemp(dir->path) != NULL, dir->path);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

void temp_dir_remove(struct temp_dir *dir)
{
    if (dir->path[0] == '\0') {
        return;
    }
    must(nftw(dir->path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, dir->path);
    dir->path[0] = '\0';
}

char *temp_dir_file(const struct temp_dir *dir, const char *name, char out[TEMP_DIR_PATH])
{
    int len = snprintf(out, TEMP_DIR_PATH, "%s/%s", dir->path, name);

    must(len > 0 && len < TEMP_DIR_PATH, "name of a temporary file");
    return out;
}

size_t temp_dir_count(const struct temp_dir *dir)
{
    DIR *listing = opendir(dir->path);
    size_t count = 0;

    must(listing != NULL, dir->path);
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            count++;
        }
    }
    closedir(listing);
    return count;
}

bool temp_dir_has(const struct temp_dir *dir, const char *name)
{
    char path[TEMP_DIR_PATH];

    return access(temp_dir_file(dir, name, path), F_OK) == 0;
}

void temp_dir_write(const struct temp_dir *dir, const char *name, const char *text)
{
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(dir, name, path), "we");

    must(file != NULL, path);
    must(fputs(text, file) >= 0, path);
    must(fclose(file) == 0, path);
}
