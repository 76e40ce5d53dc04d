/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_RESERVE_H
#define STORE_RESERVE_H

/*
 * A file beside a database (kiosk.reserve beside kiosk.db) that only takes up room: written, so that no disk gives the room
 * to another. It is let go when a write of state (a position, what is erased or carried over) finds the disk full, as the
 * records could otherwise neither be sent nor erased and the disk would stay full for ever. A resident's answer never has it:
 * who answers on a full disk is told so. Functions block on the disk; trouble with it is not told, as the next call tries again.
 */

#include <stdbool.h>

#include <buurtstem/db.h>

#define RESERVE_SIZE (1024 * 1024)

/* Makes the file unless it is there, if as much room again stays free. Cheap when it is there. */
void reserve_keep(const struct bs_db *db);

/* Removes it, if the disk that `path` (of the database) is on has no more room than it takes. True if it was there. */
bool reserve_let_go(const char *path);

/*
 * For a write of state that was BS_LATER, outside a transaction: true if room was found on a full disk, by letting the
 * reserve go or by using the WAL anew. Then the write is worth one more try.
 */
bool reserve_find_room(struct bs_db *db);

#endif
