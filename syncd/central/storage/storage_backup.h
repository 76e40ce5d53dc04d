/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_BACKUP_H
#define STORAGE_BACKUP_H

/* Backups of central.db, and putting one back. Errors as in storage.h. */

#include "storage.h"

/*
 * A copy of everything as of one moment at `path` (mode 0600, made aside, synced and renamed; batches go on being taken
 * meanwhile), then the rehearsal: the copy is opened as a restore would, checked whole and verified as storage_verify does.
 * Only then is every position in it noted as backed up, which is what lets kiosks erase. BS_LATER: full; BS_BROKEN: the copy
 * does not prove itself, and nothing is noted; *out is filled on BS_OK.
 */
struct storage_backup {
    uint64_t records, logs;
    int64_t bytes, made_ms;
};
enum bs_err storage_backup(struct storage *storage, const char *path, int64_t now_ms,
                           struct storage_backup *out, struct bs_error *err);
/*
 * Puts a backup in the place of the database at `path`, which is set aside beside it (its new name in `aside`, "" if there was
 * none). Takes PATH.lock: BS_REFUSED while a server has it. The same rehearsal goes before; `is_rehearsal`: only that.
 * BS_BAD: not a backup of ours; BS_BROKEN: it does not prove itself; nothing has changed then. In what was put back all
 * staff sessions are gone and every position is noted as backed up.
 */
enum bs_err storage_restore(const char *backup, const char *path, bool is_rehearsal, int64_t now_ms,
                            char aside[320], struct storage_backup *out, struct bs_error *err);

#endif
