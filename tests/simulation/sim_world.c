/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The clock, what happens on it, and the kiosks in the order in which something happens to them. */
#include "sim_world.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

/* ---- who is next ---- */

static bool is_before(const struct sim_world *world, size_t a, size_t b)
{
    const struct device *x = &world->devices[world->heap[a]], *y = &world->devices[world->heap[b]];
    return x->next_ms < y->next_ms || (x->next_ms == y->next_ms && x->maker < y->maker);
}

static void swap(struct sim_world *world, size_t a, size_t b)
{
    const size_t device = world->heap[a];
    world->heap[a] = world->heap[b];
    world->heap[b] = device;
    world->devices[world->heap[a]].heap_at = a;
    world->devices[world->heap[b]].heap_at = b;
}

static void sift(struct sim_world *world, size_t at)
{
    while (at > 0 && is_before(world, at, (at - 1) / 2)) {
        swap(world, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < world->count; child++) {
            least = is_before(world, child, least) ? child : least;
        }
        if (least == at) {
            return;
        }
        swap(world, at, least);
        at = least;
    }
}

static void enter(struct sim_world *world, struct device *device)
{
    device->heap_at = world->count;
    world->heap[world->count] = (size_t)(device - world->devices);
    world->count++;
    sift(world, device->heap_at);
}

/* ---- the world ---- */

void sim_world_init(struct sim_world *world, const struct sim_settings *settings)
{
    memset(world, 0, sizeof *world);
    world->settings = *settings;
    world->end_ms = settings->days * SIM_DAY_MS;
    world->random = bs_random_seeded(settings->seed);
    world->room = settings->kiosks + settings->kiosks / 10 + 8;
    world->devices = bs_xcalloc(world->room, sizeof *world->devices);
    world->heap = bs_xcalloc(world->room, sizeof *world->heap);
    far_end_init(&world->far, world->room + 1);
    for (size_t i = 0; i < settings->kiosks; i++) {
        char kiosk[32];
        snprintf(kiosk, sizeof kiosk, "kiosk-%zu", i);
        device_init(world, &world->devices[i], kiosk);
        enter(world, &world->devices[i]);
    }
}

void sim_world_finish(struct sim_world *world)
{
    for (size_t i = 0; i < world->count; i++) {
        device_finish(&world->devices[i]);
    }
    far_end_finish(&world->far);
    free(world->devices);
    free(world->heap);
    free(world->events);
    free(world->gone);
}

void sim_add_spell(struct sim_world *world, size_t device, struct spell spell)
{
    struct device *it = device == SIZE_MAX ? NULL : &world->devices[device];
    size_t *count = it == NULL ? &world->spell_count : &it->spell_count;
    struct spell *list = it == NULL ? world->spells : it->spells;
    if (*count < SIM_SPELLS) {
        list[(*count)++] = spell;
    }
}

void sim_add_event(struct sim_world *world, struct event event)
{
    if (world->event_count == world->event_room) {
        world->event_room = world->event_room == 0 ? 256 : world->event_room * 2;
        world->events = realloc(world->events, world->event_room * sizeof *world->events);
        assert(world->events != NULL);
    }
    world->events[world->event_count++] = event;
}

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

/* ---- what people do ---- */

static bool log_holds(const struct sim_log *log, sim_uid uid)
{
    for (size_t i = 0; i < log->epoch_count; i++) {
        for (size_t k = log->epochs[i].count; k > 0; k--) {
            if (log->epochs[i].records[k - 1].uid == uid) {
                return true;
            }
        }
    }
    return false;
}

/* Whatever is not in the copy is gone from this disk, as if nobody had said it, unless it is elsewhere. */
static void write_off(struct sim_world *world, const struct sim_log *now,
                      const struct sim_log *copy)
{
    for (size_t i = 0; i < now->epoch_count; i++) {
        for (size_t k = 0; k < now->epochs[i].count; k++) {
            const sim_uid uid = now->epochs[i].records[k].uid;
            if (log_holds(copy, uid)) {
                continue;
            }
            if (world->gone_count == world->gone_room) {
                world->gone_room = world->gone_room == 0 ? 256 : world->gone_room * 2;
                world->gone = realloc(world->gone, world->gone_room * sizeof *world->gone);
                assert(world->gone != NULL);
            }
            world->gone[world->gone_count++] = uid;
        }
    }
}

static void put_back(struct sim_world *world, struct device *device, bool is_all)
{
    if (!device->has_saved) {
        return;
    }
    write_off(world, &device->log, &device->saved_log);
    sim_log_finish(&device->log);
    device->log = device->saved_log;
    memset(&device->saved_log, 0, sizeof device->saved_log);
    if (is_all) {
        sim_state_finish(&device->state);
        device->state = device->saved_state;
        memset(&device->saved_state, 0, sizeof device->saved_state);
    }
    device->has_saved = false;
    device_restart(world, device);
}

static void save(struct device *device)
{
    sim_log_finish(&device->saved_log);
    sim_state_finish(&device->saved_state);
    sim_log_copy(&device->saved_log, &device->log);
    sim_state_copy(&device->saved_state, &device->state);
    device->has_saved = true;
}

static void happen(struct sim_world *world, const struct event *event)
{
    struct device *device = &world->devices[event->device];
    world->done[event->kind]++;
    switch (event->kind) {
    case EVENT_BACK_UP:
        far_end_back_up(&world->far);
        return;
    case EVENT_RESTORE:
        far_end_restore(&world->far);
        return;
    case EVENT_CLONE:
        assert(world->count < world->room);
        device_clone(world, &world->devices[world->count], device);
        world->devices[world->count].next_ms = world->now_ms;
        enter(world, &world->devices[world->count]);
        return;
    case EVENT_SAVE:
        save(device);
        return;
    case EVENT_PUT_BACK_LOG:
    case EVENT_PUT_BACK_ALL:
        put_back(world, device, event->kind == EVENT_PUT_BACK_ALL);
        break;
    case EVENT_STEP:
        device->offset_ms = event->value;
        device->shaken_ms = world->now_ms;
        device->shaken_tries = 0;
        sched_changed(&device->sched, world->now_ms, &device->random);
        break;
    case EVENT_RESTART:
        device_restart(world, device);
        break;
    case EVENT_KINDS:
        break;
    }
    device->next_ms = world->now_ms;
    sift(world, device->heap_at);
}

void sim_run(struct sim_world *world)
{
    if (world->event_count > 0) {
        qsort(world->events, world->event_count, sizeof *world->events, by_time);
    }
    for (;;) {
        struct device *device = &world->devices[world->heap[0]];
        const struct event *event =
            world->event_next < world->event_count ? &world->events[world->event_next] : NULL;
        const bool is_event = event != NULL && event->at_ms <= device->next_ms;
        const int64_t at_ms = is_event ? event->at_ms : device->next_ms;
        if (at_ms >= world->end_ms) {
            world->now_ms = world->end_ms;
            return;
        }
        world->now_ms = at_ms;
        if (is_event) {
            world->event_next++;
            happen(world, event);
        } else {
            device_step(world, device);
            sift(world, device->heap_at);
        }
    }
}
