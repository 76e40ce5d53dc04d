/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Reads switch events until the device says where the plug is. */

#include "headset.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#define LOOK_MS 10000

struct headset {
    struct headset_options options;
    pthread_t thread;
    int stop_fd;
    int device_fd; /* the thread's; -1: not there */
    bool is_told;
    _Atomic bool is_in;
};

static void set(struct headset *headset, bool is_in)
{
    if (atomic_exchange(&headset->is_in, is_in) != is_in) {
        headset->options.wake(headset->options.self);
    }
}

/* What the switch says now; a device without it, or a pipe, says it with its first event. */
static void ask(struct headset *headset)
{
    unsigned char switches[SW_MAX / 8 + 1] = {0};
    if (ioctl(headset->device_fd, EVIOCGSW(sizeof switches), switches) >= 0) {
        set(headset, (switches[SW_HEADPHONE_INSERT / 8] >> (SW_HEADPHONE_INSERT % 8) & 1) != 0);
    }
}

static void open_device(struct headset *headset)
{
    headset->device_fd = open(headset->options.device, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (headset->device_fd >= 0) {
        headset->is_told = false;
        ask(headset);
    } else if (!headset->is_told) {
        bs_log(BS_LOG_WARNING, "headset.none", "device=%s why=\"%s\"", headset->options.device,
               strerror(errno));
        headset->is_told = true;
    }
}

static void close_device(struct headset *headset)
{
    if (headset->device_fd >= 0) {
        close(headset->device_fd);
        headset->device_fd = -1;
    }
    set(headset, false);
}

/* False when the device is gone. */
static bool read_events(struct headset *headset)
{
    struct input_event event;
    ssize_t got = 0;
    while ((got = read(headset->device_fd, &event, sizeof event)) == (ssize_t)sizeof event) {
        if (event.type == EV_SW && event.code == SW_HEADPHONE_INSERT) {
            set(headset, event.value != 0);
        }
    }
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

static void *run(void *self)
{
    struct headset *headset = self;
    open_device(headset);
    for (;;) {
        struct pollfd fds[] = {{.fd = headset->stop_fd, .events = POLLIN},
                               {.fd = headset->device_fd, .events = POLLIN}};
        (void)poll(fds, 2, headset->device_fd >= 0 ? -1 : LOOK_MS);
        if (fds[0].revents != 0) {
            break;
        }
        if (headset->device_fd < 0) {
            open_device(headset);
        } else if (fds[1].revents != 0 && !read_events(headset)) {
            close_device(headset);
        }
    }
    if (headset->device_fd >= 0) {
        close(headset->device_fd);
    }
    return NULL;
}

enum bs_err headset_start(const struct headset_options *options, struct headset **out,
                          struct bs_error *err)
{
    struct headset *headset = bs_xcalloc(1, sizeof *headset);
    headset->options = *options;
    headset->device_fd = -1;
    headset->stop_fd = eventfd(0, EFD_CLOEXEC);
    if (headset->stop_fd >= 0 && pthread_create(&headset->thread, NULL, run, headset) == 0) {
        *out = headset;
        return BS_OK;
    }
    if (headset->stop_fd >= 0) {
        close(headset->stop_fd);
    }
    free(headset);
    return bs_fail(err, BS_BROKEN, "cannot start the thread that waits for a headset");
}

void headset_stop(struct headset *headset)
{
    if (headset == NULL) {
        return;
    }
    const uint64_t one = 1;
    (void)!write(headset->stop_fd, &one, sizeof one);
    (void)pthread_join(headset->thread, NULL);
    close(headset->stop_fd);
    free(headset);
}

bool headset_is_in(const struct headset *headset)
{
    return headset != NULL && atomic_load(&headset->is_in);
}
