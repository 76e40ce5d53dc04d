/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The real clock; the one that tests drive is in tests/support. */

#include <buurtstem/clock.h>

#include <fcntl.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/uuid.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now = {0};

    (void)clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_wall_ms(void *self)
{
    (void)self;
    return read_ms(CLOCK_REALTIME);
}

static int64_t system_mono_ms(void *self)
{
    (void)self;
    return read_ms(CLOCK_BOOTTIME);
}

static bool system_is_synced(void *self)
{
    struct timex state = {0};
    int result = adjtimex(&state);

    (void)self;
    return result >= 0 && result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

static bool read_boot_id(char out[37])
{
    char text[37] = {0};
    struct bs_uuid ignored;
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t got;

    if (fd < 0) {
        return false;
    }
    got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got != (ssize_t)sizeof text - 1 || !bs_uuid_parse(text, &ignored)) {
        return false;
    }
    memcpy(out, text, sizeof text);
    return true;
}

struct bs_clock bs_clock_system(void)
{
    struct bs_clock clock = {
        .wall_ms = system_wall_ms,
        .mono_ms = system_mono_ms,
        .is_synced = system_is_synced,
        .boot_id = "unknown",
    };

    (void)read_boot_id(clock.boot_id);
    return clock;
}
