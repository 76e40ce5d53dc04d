/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_STOP_FOLDER_H
#define BS_TEST_STOP_FOLDER_H

/*
 * The context of a struct stop_case (stop_steps.h) whose program keeps something in a folder: the folder, and what the
 * child had acknowledged when it was ended. A test takes the two functions as cmocka's setup and teardown; its *state,
 * handed to stop_at_every_step(), is the folder.
 */

#include <stdbool.h>

#include "temp_dir.h"

struct stop_folder {
    struct temp_dir dir;
    bool *
        done; /* in memory that is shared with the child: `run` sets it once its work is acknowledged */
};

/* Not 0 if there is no memory. The folder is there from stop_folder_empty() on. */
int stop_folder_make(void **state);
int stop_folder_remove(void **state);

/* A `prepare`, or the beginning of one: a new folder with nothing in it, and nothing done. */
void stop_folder_empty(void *context);

#endif
