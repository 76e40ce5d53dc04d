/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

/*
 * Many kiosks and one central on one clock that nobody waits for. The schedule, push and the wire are the daemon's own; the
 * network, the disks, the other end and what people do are made here, from a seed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "far_end.h"
#include "push.h"
#include "sched.h"
#include "sim_log.h"

#define SIM_MINUTE_MS 60000
#define SIM_HOUR_MS   3600000
#define SIM_DAY_MS    (24 * (int64_t)SIM_HOUR_MS)
#define SIM_WALL_0    1772442000000 /* when the clocks begin */
#define SIM_SPELLS    24
#define SIM_TRIES     60

/* What may be wrong for a while, for one kiosk or for all. */
enum spell_kind {
    SPELL_NO_ROUTE,
    SPELL_REFUSED,   /* nobody listens */
    SPELL_SWALLOWED, /* nothing answers */
    SPELL_LOGIN,     /* a page with status 200 */
    SPELL_SLOW,      /* value: bytes a second */
    SPELL_FLAP,
    SPELL_BOX,    /* value: bytes that a gateway lets through */
    SPELL_POISON, /* a gateway lets all through but one record; value: its sim_uid */
    SPELL_BUSY,   /* 503; value: Retry-After in seconds */
    SPELL_ASLEEP,
    SPELL_REVOKED,
    SPELL_KINDS
};

struct spell {
    enum spell_kind kind;
    int64_t from_ms, to_ms, value;
};

struct device {
    size_t maker;
    struct sim_log log;
    struct sim_state state;
    struct push push;
    struct sched sched;
    struct bs_random random;
    struct bs_identity identity;
    struct sim_log saved_log; /* a copy of its disk, to be put back one day */
    struct sim_state saved_state;
    bool has_saved;
    uint32_t made; /* records, over all */
    int64_t next_record_ms, offset_ms, carried_ms, shaken_ms;
    unsigned shaken_tries; /* fruitless, in the minute after a sleep or a step of the clock */
    bool is_in_round, is_busy;
    enum sched_task task;
    struct transport_request request;
    enum spell_kind hurt; /* SPELL_KINDS: none */
    int64_t begun_ms, done_ms, expected_ms, next_ms;
    size_t heap_at;
    int64_t tries[SIM_TRIES]; /* the last fruitless ones, a ring */
    size_t try_count;
    size_t spell_count;
    struct spell spells[SIM_SPELLS];
};

enum event_kind {
    EVENT_BACK_UP,
    EVENT_RESTORE,
    EVENT_CLONE,
    EVENT_SAVE,
    EVENT_PUT_BACK_LOG, /* the log alone */
    EVENT_PUT_BACK_ALL, /* the whole disk */
    EVENT_STEP,         /* value: the clock is so much off from now on */
    EVENT_RESTART,
    EVENT_KINDS
};

struct event {
    int64_t at_ms;
    enum event_kind kind;
    size_t device;
    int64_t value;
};

struct sim_settings {
    size_t kiosks;
    int64_t days, poll_ms, beat_ms;
    int64_t quiet_days; /* at the end: nothing is said any more, and nothing is wrong */
    uint64_t seed;
};

struct sim_world {
    struct sim_settings settings;
    int64_t now_ms, end_ms;
    size_t count, room;
    struct device *devices; /* owned */
    size_t *heap;           /* owned; devices, the one that is next on top */
    struct far_end far;
    struct bs_random random;
    size_t spell_count;
    struct spell spells[SIM_SPELLS]; /* of all kiosks */
    size_t event_count, event_room, event_next;
    struct event *events; /* owned; in order once the world runs */
    size_t gone_count, gone_room;
    sim_uid *gone; /* owned; what was on a disk that somebody put a copy over */
    int64_t watch_from_ms;
    size_t watch_s;
    uint32_t *
        arrivals; /* borrowed; requests that reached central, each second from watch_from_ms on; NULL: not counted */
    /* What happened. */
    uint64_t hits[SPELL_KINDS], done[EVENT_KINDS], requests, lost_answers, twice, carried;
    uint64_t offline_tries, offline_hours;
    /* What must not. */
    uint64_t storms, bursts, stalls;
};

/* Kiosks with an empty log, and nothing that happens to them. */
void sim_world_init(struct sim_world *world, const struct sim_settings *settings);
void sim_world_finish(struct sim_world *world);

void sim_add_spell(struct sim_world *world, size_t device, struct spell spell);
void sim_add_event(struct sim_world *world, struct event event);

/* Everything that can go wrong in a year, to some kiosk or to all. */
void sim_add_a_year_of_trouble(struct sim_world *world);

void sim_run(struct sim_world *world);

/* ---- sim_device.c ---- */

/* A kiosk of that id with a log of its own, or with a copy of another's disk. */
void device_init(struct sim_world *world, struct device *device, const char *kiosk);
void device_clone(struct sim_world *world, struct device *device, const struct device *from);
void device_finish(struct device *device);

/* Does what is to be done now, and says in next_ms when there is something next. */
void device_step(struct sim_world *world, struct device *device);
/* The daemon starts anew; a request under way is gone. */
void device_restart(struct sim_world *world, struct device *device);
/* NULL: nothing of that kind is the matter. */
const struct spell *device_spell(const struct sim_world *world, const struct device *device,
                                 enum spell_kind kind);
int64_t sim_between(struct bs_random *random, int64_t least, int64_t most);

#endif
