/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BACKUP_FILE_H
#define BACKUP_FILE_H

/*
 * A backup as a file: one SQLite database without a journal, mode 0600, and behind its last page a seal of
 * BACKUP_SEAL_BYTES that proves every byte before it. SQLite reads such a file as it is. All block on the disk.
 */

#include <stdint.h>

#include <buurtstem/db.h>
#include <buurtstem/err.h>

#define BACKUP_PATH_MAX   640
#define BACKUP_SEAL_BYTES 128

/* Everything that `from`, in a read transaction, sees, in a new file at `to`, synced. BS_LATER: full; BS_BROKEN. */
enum bs_err backup_file_copy(struct bs_db *from, const char *to, struct bs_error *err);
/* Puts the seal behind a copy and syncs it. Errors as above. */
enum bs_err backup_file_seal(const char *path, struct bs_error *err);
/* Reads all of it, from the disk where that can be asked for. BS_BAD: there is no seal, so it is no backup or was cut off;
 * BS_BROKEN: something in it is not as it was, or it cannot be read. *bytes: of the database before the seal. */
enum bs_err backup_file_check(const char *path, int64_t *bytes, struct bs_error *err);
/* The database in a sealed file as a new file of its own, synced. */
enum bs_err backup_file_unpack(const char *path, int64_t bytes, const char *to,
                               struct bs_error *err);
/* Whether a backup may be written there: nothing is, or an older backup. BS_BAD: something else stands there; it is a file
 * of the database at `live`; its folder is not there. BS_LIMIT: too long a name. */
enum bs_err backup_file_may_write(const char *path, const char *live, struct bs_error *err);

enum bs_err backup_file_sync_folder(const char *path, struct bs_error *err);
/* Removes what a database leaves beside itself: `path` with -wal, -shm, -journal and -open, and path itself. */
void backup_file_remove(const char *path);

#endif
