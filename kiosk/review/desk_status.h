/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_STATUS_H
#define DESK_STATUS_H

/* How the kiosk is doing, as a connector is told: filled in by the program from what the worker and the devices say, and drawn
 * by the screens. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/programme.h>

#define DESK_UNKNOWN      (-1) /* of a time: there is none */
#define DESK_TROUBLE_TEXT 240

struct desk_status {
    int64_t stored, acknowledged; /* records; at least 0, and never more acknowledged than stored */
    int64_t oldest_waiting_ms;    /* for how long the oldest waits to be sent; DESK_UNKNOWN */
    int64_t last_receipt_ms;      /* how long ago central confirmed one last; DESK_UNKNOWN: never */
    int64_t complete_to;          /* central holds all records up to this number; 0: none */
    bool is_clock_synced, has_sound, has_keypad;
    int64_t disk_free; /* bytes */
    int disk_share;    /* of the disk that is free, 0–100 */
    /* Languages that are offered and have not all their words. */
    size_t language_count;
    char languages[BS_LANGUAGES_MAX][BS_LANG_TEXT];
    char trouble[DESK_TROUBLE_TEXT]; /* one Dutch sentence; "": none is known */
};

#endif
