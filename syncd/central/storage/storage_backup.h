/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_BACKUP_H
#define STORAGE_BACKUP_H

/* Backups of central.db, and putting one back. Errors as in storage.h. */

#include "storage.h"

struct storage_backup {
    uint64_t records, logs;
    int64_t bytes; /* of the backup */
    bool
        has_remains; /* words that staff destroyed may still stand between its rows: there was no room to write all anew */
};
/* How far each log in the backup goes, told when everything went well; NULL: nobody asks. */
typedef void storage_backup_visit(void *self, const char *kiosk, const char *epoch,
                                  uint64_t complete_to);

/*
 * Writes the database anew first if words were destroyed since: batches wait for some seconds a gigabyte. If that fails, the
 * backup is made all the same, and has_remains.
 * Then a copy of everything as of one moment at `path` (mode 0600, made aside as PATH.part, synced, sealed and renamed; batches
 * go on being taken meanwhile), then the rehearsal: the copy is read back, checked whole and verified as storage_verify does. Only
 * then does it get its name, taking the place of an older backup, and only then is every position in it noted as backed up,
 * which is what lets kiosks erase. BS_BAD: something that is no backup stands at `path`; BS_LATER: full, or another backup is
 * being made there; BS_BROKEN: the copy does not prove itself: it stays as PATH.unproven, and nothing is noted.
 */
enum bs_err storage_backup(struct storage *storage, const char *path, int64_t now_ms,
                           storage_backup_visit *visit, void *self, struct storage_backup *out,
                           struct bs_error *err);
/* When the newest backup was noted; 0: never. */
enum bs_err storage_backed_up_ms(struct storage *storage, int64_t *out, struct bs_error *err);

/*
 * Puts a backup in the place of the database at `path`, which is set aside beside it (its new name in `aside`, "" if there was
 * none). Takes PATH.lock: BS_REFUSED while a server has it. It is unpacked beside the database, brought to this version and
 * verified first; `is_rehearsal`: only that, also while a server runs. BS_BAD: not a backup of ours; BS_BROKEN: it does not
 * prove itself; nothing has changed then. In what was put back all staff sessions are gone, every bundle is made anew and
 * every position is noted as backed up.
 */
enum bs_err storage_restore(const char *backup, const char *path, bool is_rehearsal, int64_t now_ms,
                            char aside[320], storage_backup_visit *visit, void *self,
                            struct storage_backup *out, struct bs_error *err);
/* Finishes a restore that was ended after it was decided (PATH-restored is there). With PATH.lock held, before PATH is opened. */
enum bs_err storage_finish_restore(const char *path, char aside[320], struct bs_error *err);

#endif
