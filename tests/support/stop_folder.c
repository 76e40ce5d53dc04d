/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder, and a word that outlives the child that said it. */

#include "stop_folder.h"

#include <stddef.h>
#include <sys/mman.h>

int stop_folder_make(void **state)
{
    static struct stop_folder folder;

    folder = (struct stop_folder){0};
    folder.done =
        mmap(NULL, sizeof *folder.done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *state = &folder;
    return folder.done == MAP_FAILED ? -1 : 0;
}

int stop_folder_remove(void **state)
{
    struct stop_folder *folder = *state;

    temp_dir_remove(&folder->dir);
    return munmap(folder->done, sizeof *folder->done);
}

void stop_folder_empty(void *context)
{
    struct stop_folder *folder = context;

    temp_dir_remove(&folder->dir);
    temp_dir_make(&folder->dir);
    *folder->done = false;
}
