/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STICK_JOB_H
#define STICK_JOB_H

/*
 * The daemon's part in an export that somebody asks for at the screen (stick.h): finds the question, has another process carry it
 * out (stick_carry.h), notes in sync.db what came of it. Each question once, also after a restart: what is noted is not done again,
 * and what was cut off before it was noted is done again, which leaves a second file on the stick and harms nothing. Blocks on our
 * own disk only, never on the stick.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>
#include <sys/types.h>

#include <buurtstem/clock.h>
#include <buurtstem/stick.h>
#include <buurtstem/syncstate.h>

#include "daemon_config.h"
#include "stick_line.h"

#define STICK_JOB_LASTS_MS (30 * 60 * 1000L) /* a process that takes longer is ended */
#define STICK_JOB_AGAIN_MS 10000             /* between two tries to note an outcome */

struct stick_job {
    const struct daemon_config *config; /* borrowed */
    const char *program;                /* that carries; borrowed: ourselves, but in tests */
    bool may_be_asked;
    pid_t pid;
    int fd; /* owned: what the process says; -1: none runs */
    size_t length;
    char line[STICK_LINE_TEXT];
    int64_t end_ms;                  /* boot clock: when it has had its time */
    bool is_over;                    /* the outcome is to be noted */
    int64_t note_ms;                 /* boot clock: not before */
    struct bs_stick_outcome outcome; /* its id is there from the beginning */
};

void stick_job_init(struct stick_job *job, const struct daemon_config *config);
/* Ends the process. */
void stick_job_finish(struct stick_job *job);

/* Something may stand there: looked for at the next turn. */
void stick_job_look(struct stick_job *job);
/* Does what can be done now. state NULL: nothing but hear what the process says. */
void stick_job_turn(struct stick_job *job, struct bs_syncstate *state,
                    const struct bs_clock *clock);
/* When a turn is due on the boot clock; INT64_MAX: when it is looked for, or *fd can be read. */
int64_t stick_job_due_ms(const struct stick_job *job);
/* One descriptor to poll for reading, if there is one: how many. */
size_t stick_job_fds(const struct stick_job *job, struct pollfd *fd);

#endif
