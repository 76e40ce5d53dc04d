/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* espeak-ng as a child process: words in by a pipe, sound out by a pipe, and an end in every case. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "voice_p.h"

#define VOICE_NAME     64
#define LIMIT_MS       5000
#define CHUNK          16384
#define LINGER_MS      500
#define LINGER_STEP_MS 5
/* Words a minute: the usual pace, and one for who cannot follow it. */
#define PACE      "140"
#define PACE_SLOW "110"

struct running {
    pid_t pid;
    int in, out; /* its standard input and output, our ends; -1: closed */
};

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_end(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* Nothing of ours but the three it is given; its own group, so that what it starts ends with it. */
static int spawn(const struct voice_child *child, int in, int out, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    char voice[VOICE_NAME], pace[sizeof PACE > sizeof PACE_SLOW ? sizeof PACE : sizeof PACE_SLOW];
    char *const arguments[] = {
        (char[]){"espeak-ng"}, (char[]){"-v"},       voice, (char[]){"-s"}, pace,
        (char[]){"--stdin"},   (char[]){"--stdout"}, NULL};
    char *const environment[] = {(char[]){"LC_ALL=C.UTF-8"}, (char[]){"PATH=/usr/bin:/bin"}, NULL};
    snprintf(voice, sizeof voice, "%s", child->voice);
    snprintf(pace, sizeof pace, "%s", child->is_slow ? PACE_SLOW : PACE);
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    const int failed =
        posix_spawnp(pid, child->program, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static enum bs_err begin(const struct voice_child *child, struct running *running,
                         struct bs_error *err)
{
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0) {
        return bs_fail(err, BS_BROKEN, "no pipe to the voice: %s", strerror(errno));
    }
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return bs_fail(err, BS_BROKEN, "no pipe from the voice: %s", strerror(errno));
    }
    const int failed = spawn(child, in[0], out[1], &running->pid);
    close(in[0]);
    close(out[1]);
    running->in = in[1];
    running->out = out[0];
    if (failed != 0) {
        close_end(&running->in);
        close_end(&running->out);
        return bs_fail(err, failed == ENOENT || failed == EACCES ? BS_NOTFOUND : BS_BROKEN,
                       "%s: %s", child->program, strerror(failed));
    }
    (void)fcntl(running->in, F_SETFL, O_NONBLOCK);
    (void)fcntl(running->out, F_SETFL, O_NONBLOCK);
    return BS_OK;
}

/* What is written in square brackets would be taken for sounds. A text is shorter than a pipe is: one write takes it. */
static void hand_over(const struct voice_child *child, struct running *running)
{
    char text[VOICE_TEXT_MAX + 2];
    size_t len = 0;
    for (; len < VOICE_TEXT_MAX && child->text[len] != '\0'; len++) {
        const char byte = child->text[len];
        text[len] = byte;
        if (byte == '[' || byte == ']') {
            text[len] = ' ';
        }
    }
    text[len++] = '\n';
    (void)!write(running->in, text, len); /* who does not listen says nothing: seen below */
    explicit_bzero(text, sizeof text);
    close_end(&running->in);
}

/* False at the end of what it says. */
static bool take(const struct running *running, struct bs_buf *out)
{
    uint8_t bytes[CHUNK];
    ssize_t got = read(running->out, bytes, sizeof bytes);
    if (got > 0) {
        const size_t room = out->limit - out->len;
        bs_buf_add(out, bytes, (size_t)got < room ? (size_t)got : room);
    }
    explicit_bzero(bytes, sizeof bytes);
    return got > 0 ? out->len < out->limit : got < 0 && (errno == EAGAIN || errno == EINTR);
}

static void drain(int fd)
{
    uint64_t count;
    (void)!read(fd, &count, sizeof count);
}

static enum bs_err listen_to(const struct voice_child *child, const struct running *running,
                             struct bs_buf *out, struct bs_error *err)
{
    const int64_t end = now_ms() + LIMIT_MS;
    for (;;) {
        struct pollfd fds[] = {{.fd = running->out, .events = POLLIN},
                               {.fd = child->wake_fd, .events = POLLIN}};
        const int64_t left = end - now_ms();
        if (left <= 0) {
            return bs_fail(err, BS_LATER, "%s took longer than %d ms", child->program, LIMIT_MS);
        }
        (void)poll(fds, 2, (int)left);
        if (fds[1].revents != 0) {
            drain(child->wake_fd);
        }
        if (child->is_stopped(child->self)) {
            return bs_fail(err, BS_AGAIN, "stopped");
        }
        if (fds[0].revents != 0 && !take(running, out)) {
            return BS_OK;
        }
    }
}

/* Waits a moment for one that has said everything to end by itself. */
static void wait_for_end(const struct running *running)
{
    siginfo_t info = {0};
    for (int waited = 0; waited < LINGER_MS && info.si_pid == 0; waited += LINGER_STEP_MS) {
        if (waitid(P_PID, (id_t)running->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
            return;
        }
        if (info.si_pid == 0) {
            nanosleep(&(struct timespec){.tv_nsec = LINGER_STEP_MS * 1000000L}, NULL);
        }
    }
}

/* Ends it and everything it started; the status of one that ended by itself counts. */
static enum bs_err end(const struct voice_child *child, struct running *running, bool is_done,
                       struct bs_error *err)
{
    int status = 0;
    close_end(&running->out);
    if (is_done) {
        wait_for_end(running);
    }
    (void)kill(-running->pid,
               SIGKILL); /* the one that is not waited for yet keeps the number ours */
    while (waitpid(running->pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!is_done || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
        return BS_OK;
    }
    if (WIFEXITED(status)) {
        return bs_fail(err, BS_NOTFOUND, "%s has no voice %s", child->program, child->voice);
    }
    return bs_fail(err, BS_BROKEN, "%s crashed", child->program);
}

enum bs_err voice_child_run(const struct voice_child *child, struct bs_buf *out,
                            struct bs_error *err)
{
    struct running running = {.in = -1, .out = -1};
    enum bs_err rc = begin(child, &running, err);
    if (rc != BS_OK) {
        return rc;
    }
    hand_over(child, &running);
    rc = listen_to(child, &running, out, err);
    const bool is_full = out->len == out->limit;
    const enum bs_err ended = end(child, &running, rc == BS_OK && !is_full, err);
    return rc != BS_OK ? rc : ended;
}
