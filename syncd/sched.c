/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decides when to push, to pull and to say how the kiosk is: full jitter, one budget of tries, Retry-After. Pure. */
#include "sched.h"

#include <assert.h>
#include <string.h>

#define HOUR_MS         3600000
#define DAY_MS          (24 * HOUR_MS)
#define FLOOR_MS        1000
#define SHRINK_BELOW_MS 1000
#define SOON_MS         5000
#define FAILURES_MAX    30 /* 2^30 · 10 ms is over any cap */

struct sched_rules sched_rules_make(int64_t base_ms, int64_t nagle_ms, int64_t poll_ms,
                                    int64_t beat_ms)
{
    struct sched_rules rules = {.base_ms = base_ms,
                                .floor_ms = FLOOR_MS,
                                .cap_ms = HOUR_MS,
                                .hour_ms = HOUR_MS,
                                .nagle_ms = nagle_ms,
                                .poll_ms = poll_ms,
                                .beat_ms = beat_ms,
                                .day_ms = DAY_MS};
    if (base_ms < SHRINK_BELOW_MS) {
        rules.floor_ms = base_ms / 5;
        rules.cap_ms = base_ms * 720;
        rules.hour_ms = base_ms * 720;
    }
    return rules;
}

/* 0 … most, both possible. */
static int64_t pick(struct bs_random *random, int64_t most)
{
    if (most <= 0) {
        return 0;
    }
    uint32_t limit = most >= UINT32_MAX ? UINT32_MAX : (uint32_t)most + 1;
    return (int64_t)bs_random_below(random, limit);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* How many requests of the budget began within the hour before now. */
static size_t spent(const struct sched *sched, int64_t now_ms)
{
    size_t old = 0;
    while (old < sched->try_count && sched->tries[old] <= now_ms - sched->rules.hour_ms) {
        old++;
    }
    return sched->try_count - old;
}

/* When the budget has room for one more request of that task. */
static int64_t budget_from(const struct sched *sched, enum sched_task task)
{
    size_t most = task == SCHED_BEAT ? SCHED_BEAT_MAX : SCHED_TRIES_MAX;
    if (sched->try_count < most) {
        return INT64_MIN;
    }
    return sched->tries[sched->try_count - most] + sched->rules.hour_ms;
}

static int64_t allowed_from(const struct sched *sched, enum sched_task task)
{
    int64_t at = later(sched->tasks[task].due_ms, sched->hold_until_ms);
    at = task == SCHED_BEAT ? later(at, sched->hold_beat_ms) : at;
    return later(at, budget_from(sched, task));
}

/* Give or take a tenth, so that kiosks that start together drift apart. */
static int64_t about(int64_t span_ms, struct bs_random *random)
{
    int64_t tenth = span_ms / 10;
    return span_ms - tenth + pick(random, 2 * tenth);
}

/* Until a task that went well, or had nothing to do, is looked at again. */
static int64_t usual_delay(const struct sched *sched, enum sched_task task,
                           struct bs_random *random)
{
    return about(task == SCHED_BEAT ? sched->rules.beat_ms : sched->rules.poll_ms, random);
}

void sched_init(struct sched *sched, const struct sched_rules *rules, int64_t now_ms,
                struct bs_random *random)
{
    memset(sched, 0, sizeof *sched);
    sched->rules = *rules;
    sched->hold_until_ms = INT64_MIN;
    sched->hold_beat_ms = INT64_MIN;
    for (size_t i = 0; i < SCHED_TASKS; i++) {
        sched->tasks[i].due_ms = now_ms + pick(random, rules->floor_ms);
        sched->tasks[i].rest_until_ms = INT64_MIN;
    }
}

bool sched_is_due(const struct sched *sched, enum sched_task task, int64_t now_ms)
{
    return allowed_from(sched, task) <= now_ms;
}

int64_t sched_due_at(const struct sched *sched, enum sched_task task, int64_t now_ms)
{
    return later(allowed_from(sched, task), now_ms);
}

int64_t sched_wake_at(const struct sched *sched, int64_t now_ms)
{
    int64_t at = SCHED_NEVER;
    for (size_t i = 0; i < SCHED_TASKS; i++) {
        at = sooner(at, allowed_from(sched, (enum sched_task)i));
    }
    return at < now_ms ? now_ms : at;
}

void sched_begin(struct sched *sched, int64_t now_ms)
{
    size_t keep = spent(sched, now_ms);
    assert(keep < SCHED_TRIES_MAX);
    memmove(sched->tries, sched->tries + (sched->try_count - keep), keep * sizeof sched->tries[0]);
    sched->tries[keep] = now_ms;
    sched->try_count = keep + 1;
}

void sched_succeeded(struct sched *sched, enum sched_task task, int64_t now_ms,
                     struct bs_random *random)
{
    struct sched_state *state = &sched->tasks[task];
    if (sched->try_count > 0) {
        sched->try_count--;
    }
    state->failures = 0;
    state->is_refused = false;
    state->due_ms = task == SCHED_PUSH ? now_ms : now_ms + usual_delay(sched, task, random);
}

void sched_failed(struct sched *sched, enum sched_task task, bool refused, int64_t retry_after_s,
                  int64_t now_ms, struct bs_random *random)
{
    const struct sched_rules *rules = &sched->rules;
    struct sched_state *state = &sched->tasks[task];
    int64_t ceiling = rules->cap_ms;
    if (rules->base_ms < rules->cap_ms >> state->failures) {
        ceiling = rules->base_ms << state->failures;
    }
    int64_t delay = refused ? rules->cap_ms : later(pick(random, ceiling), rules->floor_ms);
    if (state->failures < FAILURES_MAX) {
        state->failures++;
    }
    state->is_refused = refused;
    state->due_ms = now_ms + delay;
    state->rest_until_ms = now_ms + rules->floor_ms;
    if (retry_after_s > 0) {
        int64_t wait_s = sooner(retry_after_s, SCHED_RETRY_AFTER_MAX_S);
        int64_t *hold_ms = task == SCHED_BEAT ? &sched->hold_beat_ms : &sched->hold_until_ms;
        *hold_ms = later(*hold_ms, now_ms + wait_s * 1000);
    }
}

void sched_unknown(struct sched *sched, enum sched_task task, int64_t now_ms,
                   struct bs_random *random)
{
    struct sched_state *state = &sched->tasks[task];
    state->failures = 0;
    state->is_refused = false;
    state->due_ms = now_ms + about(sched->rules.day_ms, random);
}

void sched_idle(struct sched *sched, enum sched_task task, int64_t now_ms, struct bs_random *random)
{
    sched->tasks[task].due_ms = now_ms + usual_delay(sched, task, random);
}

void sched_new_record(struct sched *sched, int64_t now_ms)
{
    struct sched_state *push = &sched->tasks[SCHED_PUSH];
    if (push->is_refused || spent(sched, now_ms) >= SCHED_EARLY_MAX) {
        return;
    }
    push->due_ms = sooner(push->due_ms, later(now_ms + sched->rules.nagle_ms, push->rest_until_ms));
}

void sched_changed(struct sched *sched, int64_t now_ms, struct bs_random *random)
{
    if (spent(sched, now_ms) >= SCHED_EARLY_MAX) {
        return;
    }
    for (size_t i = 0; i < SCHED_TASKS; i++) {
        struct sched_state *state = &sched->tasks[i];
        if (state->failures > 0) {
            int64_t soon = now_ms + sched->rules.floor_ms +
                           pick(random, sooner(sched->rules.base_ms, SOON_MS));
            state->due_ms = sooner(state->due_ms, soon);
        }
    }
}

void sched_ask(struct sched *sched, int64_t now_ms)
{
    for (size_t i = 0; i < SCHED_TASKS; i++) {
        sched->tasks[i].due_ms = sooner(sched->tasks[i].due_ms, now_ms);
    }
}
