/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef LOG_KEEPER_H
#define LOG_KEEPER_H

/*
 * The life of the log: opened, begun, saved when its file is damaged, carried over when central holds other records or it was put
 * back from a copy, and proven again and again beside residents. For the worker's thread: every call blocks on the disk.
 * What is done to the log is told to the administrator in numbers, never in content.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/outbox.h>
#include <buurtstem/random.h>

#define LOG_KEEPER_PIECE      200               /* records that are proven at once */
#define LOG_KEEPER_HOUR_MS    INT64_C(3600000)  /* a damaged file is set aside at most once in it */
#define LOG_KEEPER_MINUTE_MS  INT64_C(60000)    /* what was not finished is tried again after it */
#define LOG_KEEPER_PROVING_MS INT64_C(86400000) /* everything is proven again after it */
#define LOG_KEEPER_SAFE_MAX   256 /* epochs that syncd knows; of more, some are sent once more */

struct log_keeper {
    const char *state_dir, *sync_dir; /* borrowed */
    struct bs_clock clock;            /* what records are stamped with */
    struct bs_clock timer;            /* real time */
    struct bs_random *random;         /* borrowed */
    char kiosk[BS_KIOSK_ID_TEXT];     /* "": not enrolled yet; the owner sets it */
    struct bs_outbox *outbox;         /* owned; NULL: not open */
    int64_t not_before_ms;            /* by `timer`: when a damaged log may be saved */
    bool is_suspect;                  /* it did not prove itself when it was last read */
    bool is_refusal_told;             /* that an epoch cannot be carried over today */
    bool is_proving;
    struct bs_outbox_proof proof;
    int64_t proven_ms; /* when everything was last proven */
};

void log_keeper_init(struct log_keeper *keeper, const char *state_dir, const char *sync_dir,
                     const struct bs_clock *clock, struct bs_random *random);

/*
 * Opens the log unless it is open. One that is damaged is set aside and what can be read of it goes on, once it is known which
 * kiosk this is; a disk that fails is left alone. Errors as of bs_outbox_open.
 */
enum bs_err log_keeper_open(struct log_keeper *keeper, struct bs_error *err);
void log_keeper_close(struct log_keeper *keeper); /* the next call opens it afresh */

/* Opens it, begins an epoch of this kiosk if there is none, and ends those that central disputes. Without a kiosk id it is opened
 * only. After BS_BROKEN it is closed. BS_LATER: the disk is full. */
enum bs_err log_keeper_ready(struct log_keeper *keeper, struct bs_error *err);

/* Begins an epoch of this kiosk if the newest is another's or there is none. */
enum bs_err log_keeper_begin(struct log_keeper *keeper, struct bs_error *err);

/* Proves another piece, if it is time; *more: there is another one to prove at once. After BS_BROKEN it is closed. */
enum bs_err log_keeper_prove(struct log_keeper *keeper, bool *more, struct bs_error *err);

#endif
