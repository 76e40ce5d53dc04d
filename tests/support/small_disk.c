/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A tmpfs in a mount namespace; as root directly, otherwise through a user namespace. */

#include "small_disk.h"

#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

static bool enter(const char *path, const char *options)
{
    if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
        mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0) {
        return false;
    }
    return mount("tmpfs", path, "tmpfs", 0, options) == 0;
}

bool small_disk_enter(const char *path, size_t size)
{
    char options[64];

    (void)snprintf(options, sizeof options, "size=%zu", size);
    return enter(path, options);
}

bool small_disk_enter_with_files(const char *path, size_t size, unsigned files)
{
    char options[64];

    (void)snprintf(options, sizeof options, "size=%zu,nr_inodes=%u", size, files);
    return enter(path, options);
}

bool small_disk_read_only(const char *path, bool is_read_only)
{
    return mount("none", path, "none", MS_REMOUNT | (is_read_only ? MS_RDONLY : 0), NULL) == 0;
}
