/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Descriptors that end the daemon's sleep: signalfd, timerfd, inotify, a route socket, a cancelled wall-clock timer. */
#include "wake.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <buurtstem/stick.h>

#define FAR_S        (INT64_C(10) * 365 * 86400)
#define DATABASE     "kiosk.db"
#define SHARED_INDEX "kiosk.db-shm"
#define BY_HAND      "by-hand.receipts"

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGUSR1);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) {
        return -1;
    }
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* New routes are how a network that came back shows; their loss is no reason to try. */
static int open_routes(void)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK,
                                  .nl_groups = RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE};
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* A timer that never rings, but is cancelled when the wall clock is set. */
static void arm_clock(int fd)
{
    struct itimerspec far = {0};
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    far.it_value.tv_sec = now.tv_sec + FAR_S;
    timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL);
}

/* True if it is watched from now on: what came before was not told. */
static bool watch_folder(struct wake *wake)
{
    if (wake->folder < 0 || wake->watch >= 0) {
        return false;
    }
    wake->watch = inotify_add_watch(wake->folder, wake->kiosk_dir,
                                    IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
    return wake->watch >= 0;
}

bool wake_is_blind(const struct wake *wake)
{
    return wake->folder < 0 || wake->watch < 0;
}

void wake_watch_state(struct wake *wake, const char *state_dir)
{
    if (wake->folder >= 0) {
        /* Added, as it may be the same folder. Without it the file is found at the next start. */
        (void)inotify_add_watch(wake->folder, state_dir, IN_MOVED_TO | IN_ONLYDIR | IN_MASK_ADD);
    }
}

enum bs_err wake_open(struct wake *wake, const char *kiosk_dir, struct bs_error *err)
{
    *wake = (struct wake){
        .signals = -1, .timer = -1, .folder = -1, .routes = -1, .clock = -1, .watch = -1};
    wake->kiosk_dir = kiosk_dir;
    wake->signals = open_signals();
    wake->timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (wake->signals < 0 || wake->timer < 0) {
        enum bs_err rc = bs_fail(err, BS_BROKEN, "no signals or no timer: %s", strerror(errno));
        wake_close(wake);
        return rc;
    }
    wake->folder = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    wake->routes = open_routes();
    wake->clock = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (wake->clock >= 0) {
        arm_clock(wake->clock);
    }
    (void)watch_folder(wake);
    return BS_OK;
}

void wake_close(struct wake *wake)
{
    int *fds[] = {&wake->signals, &wake->timer, &wake->folder, &wake->routes, &wake->clock};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (*fds[i] >= 0) {
            close(*fds[i]);
            *fds[i] = -1;
        }
    }
}

void wake_at(struct wake *wake, int64_t boot_ms)
{
    struct itimerspec at = {0};
    at.it_value.tv_sec = boot_ms / 1000;
    at.it_value.tv_nsec = (boot_ms % 1000) * 1000000;
    if (boot_ms <= 0) {
        at.it_value.tv_nsec = 1; /* zero would disarm it */
    }
    timerfd_settime(wake->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

size_t wake_fds(const struct wake *wake, struct pollfd fds[WAKE_FDS_MAX])
{
    const int all[] = {wake->signals, wake->timer, wake->folder, wake->routes, wake->clock};
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] >= 0) {
            fds[count++] = (struct pollfd){.fd = all[i], .events = POLLIN};
        }
    }
    return count;
}

static unsigned read_signals(int fd)
{
    unsigned reasons = 0;
    struct signalfd_siginfo info;
    while (read(fd, &info, sizeof info) == (ssize_t)sizeof info) {
        reasons |= info.ssi_signo == SIGUSR1 ? WAKE_ASKED : WAKE_STOP;
    }
    return reasons;
}

static bool is_of_database(const char *name)
{
    return strncmp(name, DATABASE, sizeof DATABASE - 1) == 0 && strcmp(name, SHARED_INDEX) != 0;
}

static unsigned read_folder(struct wake *wake)
{
    _Alignas(struct inotify_event) char data[4096];
    unsigned reasons = 0;
    for (ssize_t got = read(wake->folder, data, sizeof data); got > 0;
         got = read(wake->folder, data, sizeof data)) {
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(data + at);
            if ((event->mask & IN_IGNORED) != 0) {
                wake->watch = -1; /* the folder went away */
            } else if (event->len > 0 && strcmp(event->name, BY_HAND) == 0) {
                reasons |= WAKE_BY_HAND;
            } else if (event->len > 0 && strcmp(event->name, BS_STICK_FILE) == 0) {
                reasons |= WAKE_STICK;
            } else if ((event->mask & IN_Q_OVERFLOW) != 0) {
                reasons |= WAKE_RECORD | WAKE_BY_HAND | WAKE_STICK;
            } else if (event->len > 0 && is_of_database(event->name)) {
                reasons |= WAKE_RECORD;
            }
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
    return reasons;
}

static unsigned read_routes(int fd)
{
    _Alignas(struct nlmsghdr) char data[8192];
    unsigned reasons = 0;
    ssize_t got;
    while ((got = recv(fd, data, sizeof data, 0)) > 0) {
        int left = (int)got;
        for (struct nlmsghdr *message = (struct nlmsghdr *)(void *)data;
             NLMSG_OK(message, (unsigned)left); message = NLMSG_NEXT(message, left)) {
            reasons |= message->nlmsg_type == RTM_NEWROUTE ? WAKE_CHANGED : 0U;
        }
    }
    return got < 0 && errno == ENOBUFS ? WAKE_CHANGED : reasons;
}

static unsigned read_clock(int fd)
{
    uint64_t rings;
    if (read(fd, &rings, sizeof rings) < 0 && errno == ECANCELED) {
        arm_clock(fd);
        return WAKE_CHANGED;
    }
    return 0;
}

unsigned wake_read(struct wake *wake, const struct pollfd *fds, size_t count)
{
    unsigned reasons = 0;
    uint64_t rings;
    for (size_t i = 0; i < count; i++) {
        int fd = fds[i].fd;
        if (fds[i].revents == 0) {
            continue;
        }
        if (fd == wake->signals) {
            reasons |= read_signals(fd);
        } else if (fd == wake->folder) {
            reasons |= read_folder(wake);
        } else if (fd == wake->routes) {
            reasons |= read_routes(fd);
        } else if (fd == wake->clock) {
            reasons |= read_clock(fd);
        } else if (read(fd, &rings, sizeof rings) > 0 && watch_folder(wake)) {
            reasons |= WAKE_STICK | WAKE_RECORD;
        }
    }
    return reasons;
}
