/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs every file of the folders in the arguments through a fuzz target, for compilers without libFuzzer. */

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz_target.h"

#define SIZE_MOST    (8 * 1024 * 1024)
#define FOLDERS_OPEN 16

/* nftw hands nothing through, so the outcome is counted here. */
static int runs;
static int failures;

static int run_file(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    size_t size = (size_t)info->st_size;
    uint8_t *data; /* of exactly this size, so that a sanitizer sees a read beyond it */
    FILE *file;

    (void)walk;
    if (type != FTW_F) {
        return 0;
    }
    file = info->st_size > SIZE_MOST ? NULL : fopen(path, "rb");
    data = malloc(size > 0 ? size : 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        failures++;
    } else {
        (void)LLVMFuzzerTestOneInput(data, size);
        runs++;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int before = runs;

        if (nftw(argv[i], run_file, FOLDERS_OPEN, FTW_PHYS) != 0 || runs == before) {
            (void)fprintf(stderr, "%s: no input\n", argv[i]);
            failures++;
        }
    }
    (void)printf("%d inputs\n", runs);
    return runs > 0 && failures == 0 ? 0 : 1;
}
