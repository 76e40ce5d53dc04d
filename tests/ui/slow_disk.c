/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A worn card, for LD_PRELOAD: while the file SLOW_DISK_SIGN is there, every sync takes SLOW_DISK_MS longer, or until the
 * file SLOW_DISK_END is there too. Every write of SQLite's takes SLOW_DISK_WRITE_MS longer. */

#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STEP_MS 5

static bool is_there(const char *name)
{
    const char *path = getenv(name);
    return path != NULL && access(path, F_OK) == 0;
}

static void take_time(const char *name)
{
    const char *text = getenv(name);
    long ms = text != NULL && is_there("SLOW_DISK_SIGN") ? strtol(text, NULL, 10) : 0;
    for (; ms > 0 && !is_there("SLOW_DISK_END"); ms -= STEP_MS) {
        nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000}, NULL);
    }
}

int fsync(int fd)
{
    take_time("SLOW_DISK_MS");
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    take_time("SLOW_DISK_MS");
    return (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    take_time("SLOW_DISK_WRITE_MS");
    return syscall(SYS_pwrite64, fd, data, size, at);
}
