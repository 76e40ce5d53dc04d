/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WORKER_STAGE_H
#define WORKER_STAGE_H

/*
 * A worker with a real store in a folder of the test's own. Syncing to that disk can be made slow: the C library's
 * fdatasync and fsync are replaced in the test's program.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>

#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "session.h"
#include "temp_dir.h"
#include "worker.h"

#define STAGE_KIOSK "k-1"

struct worker_stage {
    struct temp_dir state, sync;
    struct fake_clock fake;
    struct bs_clock clock;
    struct worker *worker;
    char kiosk[BS_KIOSK_ID_TEXT]; /* who syncd says we are */
    _Atomic int wakes;            /* how often the worker has rung */
};

/* The folders, empty. */
void worker_stage_make(struct worker_stage *stage);
/* Stops the worker, if it runs, and removes the folders. */
void worker_stage_drop(struct worker_stage *stage);

/* What syncd would have done: who we are, and a bundle of that serial. */
void worker_stage_enrol(struct worker_stage *stage, const char *kiosk);
void worker_stage_bundle(struct worker_stage *stage, int64_t serial);
/* The same with icons by the name of "mouse", which there are none of. */
void worker_stage_strange_icons(struct worker_stage *stage, int64_t serial);
/* Bytes that are no bundle. */
void worker_stage_damage(struct worker_stage *stage, int64_t serial);

enum bs_err worker_stage_start(struct worker_stage *stage, struct bs_error *err);
/* Enrols, puts bundle 1, starts, and waits until the worker is ready and has handed on the bundle. */
void worker_stage_run(struct worker_stage *stage);
void worker_stage_stop(struct worker_stage *stage);

/* The next event, which must come within 20 seconds. Bundles are destroyed. */
struct worker_event worker_stage_event(struct worker_stage *stage);
/* Fails if the next event is another one. */
void worker_stage_expect(struct worker_stage *stage, enum worker_event_kind kind);
/* Fails if an event comes within this time. */
void worker_stage_silence(struct worker_stage *stage, int ms);

/* An id that the number makes, and a body. */
struct bs_uuid worker_stage_id(int number);
bool worker_stage_save(struct worker_stage *stage, int number);

/* What a session decides when one question was answered: SESSION_SAVE, to be changed by the test. */
struct session_effect worker_stage_answer(void);

/* Records on disk, read as syncd would. */
size_t worker_stage_records(const struct worker_stage *stage);

/* From now on each sync takes so much longer; 0: as fast as it is. */
void worker_stage_slow(int ms);

/* Milliseconds of the real clock. */
int64_t worker_stage_now(void);

#endif
