/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A list of connections with a deadline each, and a thread that sleeps until the earliest. */

#include "patience.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

static const int64_t never = INT64_MAX;

struct patience_line {
    struct patience_line *next, *before;
    int fd;
    char network[PATIENCE_NETWORK_TEXT];
    int64_t until_s; /* `never` once it was ended */
    int hung;        /* so many looks in a row found that the other end is gone */
};

struct patience {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t thread;
    struct patience_line *first; /* owned */
    unsigned per_network;
    int64_t wake_s; /* when the thread looks again */
    bool is_stopping;
};

static int64_t now_s(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void end(struct patience_line *line)
{
    (void)shutdown(line->fd, SHUT_RDWR);
    line->until_s = never;
}

static bool has_hung_up(const struct patience_line *line)
{
    struct pollfd fd = {.fd = line->fd, .events = POLLRDHUP};

    return poll(&fd, 1, 0) > 0 && (fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* The library asks for edges and reads once: an end that comes together with bytes goes unnoticed there. One that just came is its
 * own to find, and who sends nothing more may still wait for an answer: so a few looks later. */
static bool is_deserted(struct patience_line *line)
{
    line->hung = has_hung_up(line) ? line->hung + 1 : 0;
    return line->hung > PATIENCE_HUNG_S;
}

/* Ends what is overdue or deserted and sets wake_s: while there are lines, the next second. */
static void look(struct patience *patience)
{
    const int64_t now = now_s();

    patience->wake_s = never;
    for (struct patience_line *line = patience->first; line != NULL; line = line->next) {
        if (line->until_s != never && (line->until_s <= now || is_deserted(line))) {
            end(line);
        }
        if (line->until_s != never) {
            patience->wake_s = now + 1;
        }
    }
}

static void *watch(void *self)
{
    struct patience *patience = self;

    pthread_mutex_lock(&patience->mutex);
    while (!patience->is_stopping) {
        look(patience);
        if (patience->wake_s == never) {
            (void)pthread_cond_wait(&patience->changed, &patience->mutex);
        } else {
            const struct timespec until = {.tv_sec = (time_t)patience->wake_s};

            (void)pthread_cond_timedwait(&patience->changed, &patience->mutex, &until);
        }
    }
    pthread_mutex_unlock(&patience->mutex);
    return NULL;
}

enum bs_err patience_create(unsigned per_network, struct patience **out, struct bs_error *err)
{
    struct patience *patience = bs_xcalloc(1, sizeof(*patience));
    pthread_condattr_t kind;

    patience->per_network = per_network;
    patience->wake_s = never;
    pthread_mutex_init(&patience->mutex, NULL);
    pthread_condattr_init(&kind);
    pthread_condattr_setclock(&kind, CLOCK_MONOTONIC);
    pthread_cond_init(&patience->changed, &kind);
    pthread_condattr_destroy(&kind);
    if (pthread_create(&patience->thread, NULL, watch, patience) != 0) {
        pthread_cond_destroy(&patience->changed);
        pthread_mutex_destroy(&patience->mutex);
        free(patience);
        return bs_fail(err, BS_LATER, "no thread to watch connections");
    }
    *out = patience;
    return BS_OK;
}

void patience_destroy(struct patience *patience)
{
    if (patience == NULL) {
        return;
    }
    pthread_mutex_lock(&patience->mutex);
    patience->is_stopping = true;
    pthread_cond_signal(&patience->changed);
    pthread_mutex_unlock(&patience->mutex);
    (void)pthread_join(patience->thread, NULL);
    pthread_cond_destroy(&patience->changed);
    pthread_mutex_destroy(&patience->mutex);
    free(patience);
}

/* The thread is rung only if it would sleep too long. */
static void set_until(struct patience *patience, struct patience_line *line, unsigned seconds)
{
    line->until_s = now_s() + seconds + 1; /* whole seconds, never too few */
    if (line->until_s < patience->wake_s) {
        pthread_cond_signal(&patience->changed);
    }
}

struct patience_line *patience_enter(struct patience *patience, int fd, const char *network,
                                     unsigned seconds)
{
    struct patience_line *line = bs_xcalloc(1, sizeof(*line));
    unsigned count = 0;

    line->fd = fd;
    (void)bs_utf8_copy(line->network, sizeof(line->network), network);
    pthread_mutex_lock(&patience->mutex);
    for (const struct patience_line *other = patience->first; other != NULL; other = other->next) {
        count += strcmp(other->network, line->network) == 0;
    }
    line->next = patience->first;
    if (line->next != NULL) {
        line->next->before = line;
    }
    patience->first = line;
    if (count >= patience->per_network) {
        end(line);
    } else {
        set_until(patience, line, seconds);
    }
    pthread_mutex_unlock(&patience->mutex);
    return line;
}

void patience_allow(struct patience *patience, struct patience_line *line, unsigned seconds)
{
    if (line == NULL) {
        return;
    }
    pthread_mutex_lock(&patience->mutex);
    if (line->until_s != never) {
        set_until(patience, line, seconds);
    }
    pthread_mutex_unlock(&patience->mutex);
}

void patience_leave(struct patience *patience, struct patience_line *line)
{
    pthread_mutex_lock(&patience->mutex);
    if (line->next != NULL) {
        line->next->before = line->before;
    }
    if (line->before != NULL) {
        line->before->next = line->next;
    } else {
        patience->first = line->next;
    }
    pthread_mutex_unlock(&patience->mutex);
    free(line);
}
