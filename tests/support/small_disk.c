/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A tmpfs in a mount namespace; as root directly, otherwise through a user namespace. */

#include "small_disk.h"

#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

bool small_disk_enter(const char *path, size_t size)
{
    char options[64];

    if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
        mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0) {
        return false;
    }
    (void)snprintf(options, sizeof options, "size=%zu", size);
    return mount("tmpfs", path, "tmpfs", 0, options) == 0;
}
