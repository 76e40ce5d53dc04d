/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_SMALL_DISK_H
#define BS_TEST_SMALL_DISK_H

/* A real full disk: a tmpfs of a few kilobytes that only the calling process sees. */

#include <stdbool.h>
#include <stddef.h>

/*
 * Puts a disk of `size` bytes (a multiple of 4096) over the folder `path`. Call it in a child (child_run), as the
 * process leaves its mount namespace for good. False where the system does not allow it (a container without user
 * namespaces); the test then skips, saying so.
 */
bool small_disk_enter(const char *path, size_t size);

/* The same with room for so many files, the folder itself among them. */
bool small_disk_enter_with_files(const char *path, size_t size, unsigned files);

/* From now on that disk takes nothing, or takes it again. False while a file of it is open for writing. */
bool small_disk_read_only(const char *path, bool is_read_only);

#endif
