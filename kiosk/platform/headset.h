/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HEADSET_H
#define HEADSET_H

/*
 * Whether a headset is plugged in, by the switch of the sound card (evdev, SW_HEADPHONE_INSERT). A thread of its own
 * waits on the device; one that is not there, or goes away, is looked for again every ten seconds and means "not in".
 */

#include <stdbool.h>

#include <buurtstem/err.h>

struct headset;

struct headset_options {
    const char *device;       /* /dev/input/eventN; a pipe that carries such events does too */
    void (*wake)(void *self); /* called from the thread when the answer is another one */
    void *self;
};

/* BS_BROKEN: no thread can be started. */
enum bs_err headset_start(const struct headset_options *options, struct headset **out,
                          struct bs_error *err);
void headset_stop(struct headset *headset); /* NULL is fine */

/* Does not block; NULL: false. */
bool headset_is_in(const struct headset *headset);

#endif
