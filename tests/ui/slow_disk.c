/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A worn card, for LD_PRELOAD: while the file SLOW_DISK_SIGN is there, every sync takes SLOW_DISK_MS longer. */

#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void take_time(void)
{
    const char *sign = getenv("SLOW_DISK_SIGN");
    const char *text = getenv("SLOW_DISK_MS");
    if (sign != NULL && text != NULL && access(sign, F_OK) == 0) {
        long ms = strtol(text, NULL, 10);
        nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
    }
}

int fsync(int fd)
{
    take_time();
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    take_time();
    return (int)syscall(SYS_fdatasync, fd);
}
