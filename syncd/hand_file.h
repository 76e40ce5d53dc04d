/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HAND_FILE_H
#define HAND_FILE_H

/*
 * A file that is written on somebody's stick: under its name it is there whole and on the disk, or not at all. Meanwhile it is
 * FILE.part; one that an earlier try left behind makes room. Nothing that is there under the name itself is ever replaced.
 * Functions block on the disk, a cheap stick for minutes. Sentences name the file and say what to do.
 */

#include <stdbool.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#define HAND_PATH_TEXT 1024

struct hand_file {
    int fd;     /* owned; -1: nothing is being written */
    int number; /* errno of what that disk did not do; 0: it did all */
    char path[HAND_PATH_TEXT], part[HAND_PATH_TEXT];
};

/* Begins FILE.part, mode 0600. BS_REFUSED: there is a FILE already, or the disk is write-protected. BS_BAD: too long a name.
 * BS_LATER: no room. BS_BROKEN: anything else. Drop it afterwards, whatever becomes of it. */
enum bs_err hand_file_begin(struct hand_file *file, const char *path, struct bs_error *err);
enum bs_err hand_file_write(struct hand_file *file, struct bs_bytes bytes, struct bs_error *err);
/* Puts it on the disk and gives it its name. */
enum bs_err hand_file_keep(struct hand_file *file, struct bs_error *err);
/* Closes and removes what was not kept. A file with fd -1 is fine. */
void hand_file_drop(struct hand_file *file);
/* After a failure: whether it was for want of room, or because nothing can be written there. */
bool hand_file_is_full(const struct hand_file *file);
bool hand_file_is_locked(const struct hand_file *file);

#endif
