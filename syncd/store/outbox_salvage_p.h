/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_SALVAGE_P_H
#define STORE_OUTBOX_SALVAGE_P_H

/* What setting a damaged log aside (outbox_aside.c) and filling the new one (outbox_salvage.c) share. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/outbox.h>

#include "db_p.h"

struct salvage {
    const char *dir, *kiosk;
    const struct bs_outbox_safe *safe;
    size_t safe_count;
    const struct bs_clock *clock;
    struct bs_random *random;
    struct bs_outbox_salvaged out;
    bool is_moved;
};

/* DIR/NAMEend. */
void salvage_path(const struct salvage *salvage, const char *name, const char *end,
                  char out[DB_PATH_SIZE]);

/* True also when the disk does not tell. */
bool salvage_is_there(const struct salvage *salvage, const char *name, const char *end);

enum bs_err salvage_sync_folder(const struct salvage *salvage, struct bs_error *err);

/* Marks and moves, or goes on with what was begun; then `out.aside` is the name. BS_NOTFOUND: there is no log. Else as
 * bs_outbox_salvage. */
enum bs_err salvage_set_aside(struct salvage *salvage, struct bs_error *err);

#endif
