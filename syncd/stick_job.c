/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Question → a process of our own program → its one line → sync.db. */
#include "stick_job.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

void stick_job_init(struct stick_job *job, const struct daemon_config *config)
{
    *job = (struct stick_job){
        .config = config, .program = "/proc/self/exe", .may_be_asked = true, .fd = -1};
}

static void close_fd(struct stick_job *job)
{
    close(job->fd);
    job->fd = -1;
}

void stick_job_finish(struct stick_job *job)
{
    if (job->fd >= 0) {
        kill(job->pid, SIGTERM);
        close_fd(job);
    }
}

void stick_job_look(struct stick_job *job)
{
    job->may_be_asked = true;
}

/* ---- the process ---- */

/* Between fork and exec: only what may be called there. It ends with us, since it would be started again. */
static void become_carrier(const char *program, char *file, pid_t parent, int out)
{
    char *const arguments[] = {(char[]){"buurtstem-syncd"}, (char[]){"--config"}, file,
                               (char[]){"stick"}, NULL};
    sigset_t none;
    sigemptyset(&none);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
        dup2(out, STDOUT_FILENO) >= 0 && close_range(STDERR_FILENO + 1, UINT_MAX, 0) == 0 &&
        sigprocmask(SIG_SETMASK, &none, NULL) == 0) {
        execv(program, arguments);
    }
    _exit(127);
}

static bool begin(struct stick_job *job, int64_t boot_ms)
{
    const pid_t parent = getpid();
    char *file = job->config->file == NULL ? NULL : bs_xstrdup(job->config->file);
    int ends[2] = {-1, -1};
    bool is_begun = false;
    if (file == NULL || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        goto out;
    }
    job->pid = fork();
    if (job->pid == 0) {
        become_carrier(job->program, file, parent, ends[1]);
    }
    close(ends[1]);
    if (job->pid < 0) {
        close(ends[0]);
        goto out;
    }
    job->fd = ends[0];
    job->length = 0;
    job->end_ms = boot_ms + STICK_JOB_LASTS_MS;
    is_begun = true;
out:
    free(file);
    return is_begun;
}

static void conclude(struct stick_job *job, const struct bs_clock *clock)
{
    close_fd(job);
    job->line[job->length] = '\0';
    job->outcome.outcome = BS_STICK_FAILED;
    if (!stick_line_read(job->line, &job->outcome)) {
        bs_log(BS_LOG_ERROR, "stick", "reason=\"what carries to the stick came to no end\"");
    }
    job->outcome.at_ms = clock->wall_ms(clock->self);
    job->is_over = true;
}

static void hear(struct stick_job *job, const struct bs_clock *clock)
{
    ssize_t got;
    do {
        size_t room = sizeof job->line - 1 - job->length;
        got = read(job->fd, job->line + job->length, room);
        job->length += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    /* 0: it ended, or said more than there is room for. */
    if (got == 0) {
        conclude(job, clock);
    } else if (clock->mono_ms(clock->self) >= job->end_ms) {
        kill(job->pid, SIGKILL);
        job->length = 0;
        conclude(job, clock);
    }
}

/* ---- the question ---- */

static void note(struct stick_job *job, struct bs_syncstate *state, const struct bs_clock *clock)
{
    const struct bs_stick_outcome *outcome = &job->outcome;
    struct bs_error why = {0};
    BS_STOP_HERE("stick.told");
    enum bs_err rc = bs_syncstate_set_stick(state, outcome, &why);
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "stick", "code=%s reason=\"%s\"", bs_err_name(rc), why.text);
        job->note_ms = clock->mono_ms(clock->self) + STICK_JOB_AGAIN_MS;
        return;
    }
    bs_log(BS_LOG_NOTICE, "stick",
           "outcome=%s written=%" PRIu64 " confirmed=%" PRIu64 " spoilt=%" PRIu64,
           bs_stick_name(outcome->outcome), outcome->written, outcome->confirmed, outcome->spoilt);
    job->is_over = false;
    job->may_be_asked = true; /* another may have come meanwhile */
}

/* A row that cannot be read keeps nobody from asking: it is written anew. */
static bool is_answered(struct bs_syncstate *state, const char *id)
{
    struct bs_stick_outcome last;
    return bs_syncstate_stick(state, &last, NULL) == BS_OK && strcmp(last.id, id) == 0;
}

static void take_question(struct stick_job *job, struct bs_syncstate *state,
                          const struct bs_clock *clock)
{
    struct bs_stick_question question;
    struct bs_error why = {0};
    enum bs_err rc = bs_stick_question(job->config->kiosk_dir, &question, &why);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        bs_log(BS_LOG_WARNING, "stick", "code=%s reason=\"%s\"", bs_err_name(rc), why.text);
    }
    if (rc != BS_OK || is_answered(state, question.id)) {
        return;
    }
    const int64_t now = clock->wall_ms(clock->self);
    job->outcome = (struct bs_stick_outcome){.outcome = BS_STICK_FAILED, .at_ms = now};
    memcpy(job->outcome.id, question.id, sizeof job->outcome.id);
    job->note_ms = 0;
    if (bs_stick_is_stale(&question, now)) {
        job->outcome.outcome = BS_STICK_STALE;
        job->is_over = true;
    } else if (!begin(job, clock->mono_ms(clock->self))) {
        bs_log(BS_LOG_ERROR, "stick", "reason=\"nothing can be started: %s\"", strerror(errno));
        job->is_over = true;
    }
}

void stick_job_turn(struct stick_job *job, struct bs_syncstate *state, const struct bs_clock *clock)
{
    if (job->fd >= 0) {
        hear(job, clock);
    }
    if (state == NULL || job->fd >= 0) {
        return;
    }
    if (!job->is_over && job->may_be_asked) {
        job->may_be_asked = false;
        take_question(job, state, clock);
    }
    if (job->is_over && clock->mono_ms(clock->self) >= job->note_ms) {
        note(job, state, clock);
    }
}

int64_t stick_job_due_ms(const struct stick_job *job)
{
    if (job->fd >= 0) {
        return job->end_ms;
    }
    return job->is_over ? job->note_ms : job->may_be_asked ? 0 : INT64_MAX;
}

size_t stick_job_fds(const struct stick_job *job, struct pollfd *fd)
{
    if (job->fd < 0) {
        return 0;
    }
    *fd = (struct pollfd){.fd = job->fd, .events = POLLIN};
    return 1;
}
