/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CRASH_VFS_H
#define CRASH_VFS_H

/*
 * A disk in memory for SQLite, whose power can be cut: for each file the content at its last sync, and what was written since
 * in pieces of a sector. A cut applies some of those, in any order, tears the last, and may forget that a file was made or
 * removed. Thousands of cuts a second; what is no database (locks, marks) stays on the real disk, and is not cut. One
 * connection a file at a time. Aborts on what it does not know. State belongs to the process.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From now on SQLite opens its files here. */
void crash_vfs_install(void);

/* Forgets every file. */
void crash_vfs_clear(void);

/* Keeps the files as they are, all synced; and puts them back. */
void crash_vfs_save(void);
void crash_vfs_load(void);

/* The power goes before the n-th change (write, truncate, sync, delete) from now on: that one and all after it fail. 0: never. */
void crash_vfs_cut_at(long n);
bool crash_vfs_is_cut(void);
/* Changes since crash_vfs_cut_at. */
long crash_vfs_changes(void);

/* A sync says that all is well and keeps nothing, as cheap cards do. Off again by crash_vfs_load. */
void crash_vfs_lie(bool lies);

/* After the cut: decides by `seed` what is left, and the power is on again. How many pieces were lost or torn. */
size_t crash_vfs_crash(uint64_t seed);

#endif
