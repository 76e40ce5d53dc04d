/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A year in which everything goes wrong, to one kiosk or to all. */
#include "sim_world.h"

struct habit {
    enum spell_kind kind;
    int of_a_thousand; /* kiosks that it happens to */
    int64_t least_ms, most_ms;
    int64_t least_value, most_value;
};

static const struct habit habits[] = {
    {SPELL_NO_ROUTE, 900, SIM_MINUTE_MS, 2 * SIM_HOUR_MS, 0, 0},
    {SPELL_NO_ROUTE, 500, SIM_HOUR_MS, 4 * SIM_DAY_MS, 0, 0},
    {SPELL_NO_ROUTE, 20, 30 * SIM_DAY_MS, 150 * SIM_DAY_MS, 0, 0},
    {SPELL_SWALLOWED, 100, SIM_HOUR_MS, 2 * SIM_DAY_MS, 0, 0},
    {SPELL_LOGIN, 200, SIM_DAY_MS, 5 * SIM_DAY_MS, 0, 0},
    {SPELL_SLOW, 150, 10 * SIM_DAY_MS, 30 * SIM_DAY_MS, 200, 4000},
    {SPELL_FLAP, 100, SIM_DAY_MS, 4 * SIM_DAY_MS, 0, 0},
    {SPELL_BOX, 60, 10 * SIM_DAY_MS, 40 * SIM_DAY_MS, 200, 420},
    {SPELL_ASLEEP, 150, 3 * SIM_DAY_MS, 9 * SIM_DAY_MS, 0, 0},
    {SPELL_REVOKED, 20, 10 * SIM_DAY_MS, 30 * SIM_DAY_MS, 0, 0},
};

static bool is_hit(struct sim_world *world, int of_a_thousand)
{
    return sim_between(&world->random, 0, 999) < of_a_thousand;
}

static int64_t some_day(struct sim_world *world, int64_t least, int64_t most)
{
    return sim_between(&world->random, least * SIM_DAY_MS, most * SIM_DAY_MS);
}

static void add_habits(struct sim_world *world, size_t device)
{
    for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++) {
        const struct habit *habit = &habits[i];
        /* To one kiosk each of them happens for sure. */
        if (is_hit(world, habit->of_a_thousand) || device == i) {
            const int64_t from_ms = some_day(world, 5, 190);
            sim_add_spell(
                world, device,
                (struct spell){habit->kind, from_ms,
                               from_ms +
                                   sim_between(&world->random, habit->least_ms, habit->most_ms),
                               sim_between(&world->random, habit->least_value, habit->most_value)});
        }
    }
    if (is_hit(world, 60) ||
        device == 10) { /* one of the first hundred records, for twenty days or so */
        const int64_t from_ms = some_day(world, 2, 20);
        const sim_uid uid = SIM_UID(device + 1, (uint64_t)sim_between(&world->random, 5, 30));
        sim_add_spell(
            world, device,
            (struct spell){SPELL_POISON, from_ms, from_ms + some_day(world, 10, 40), (int64_t)uid});
    }
}

/* To 1970, ten years ahead, or an hour off; and right again some days later. */
static void add_steps(struct sim_world *world, size_t device)
{
    static const int64_t steps[] = {-SIM_WALL_0, 3652 * SIM_DAY_MS, SIM_HOUR_MS, -SIM_HOUR_MS};
    if (is_hit(world, 300)) {
        const int64_t value = steps[sim_between(&world->random, 0, 3)];
        const int64_t at_ms = some_day(world, 10, 300);
        sim_add_event(world, (struct event){at_ms, EVENT_STEP, device, value});
        sim_add_event(world, (struct event){at_ms + some_day(world, 1, 20), EVENT_STEP, device, 0});
    }
}

static void add_people(struct sim_world *world, size_t device)
{
    for (int i = 0; i < 2; i++) {
        sim_add_event(world, (struct event){some_day(world, 1, 350), EVENT_RESTART, device, 0});
    }
    if (is_hit(world, 25) || device == 11 || device == 12) {
        const int64_t at_ms = some_day(world, 20, 300);
        sim_add_event(world, (struct event){at_ms, EVENT_SAVE, device, 0});
        sim_add_event(world,
                      (struct event){at_ms + some_day(world, 2, 30),
                                     device % 2 == 0 ? EVENT_PUT_BACK_LOG : EVENT_PUT_BACK_ALL,
                                     device, 0});
    } else if (is_hit(world, 25) || device == 13) {
        sim_add_event(world, (struct event){some_day(world, 20, 300), EVENT_CLONE, device, 0});
    }
}

/* Two outages and a rush for everybody; a backup each week; three times it is needed, the last when nobody says much more. */
static void add_to_all(struct sim_world *world)
{
    static const int64_t restores[] = {93, 212, 356};
    sim_add_spell(
        world, SIZE_MAX,
        (struct spell){SPELL_REFUSED, 60 * SIM_DAY_MS, 60 * SIM_DAY_MS + 8 * SIM_HOUR_MS, 0});
    sim_add_spell(world, SIZE_MAX,
                  (struct spell){SPELL_REFUSED, 200 * SIM_DAY_MS, 203 * SIM_DAY_MS, 0});
    sim_add_spell(
        world, SIZE_MAX,
        (struct spell){SPELL_BUSY, 120 * SIM_DAY_MS, 120 * SIM_DAY_MS + 3 * SIM_HOUR_MS, 0});
    for (int64_t day = 7; day < 360; day += 7) {
        sim_add_event(world, (struct event){day * SIM_DAY_MS, EVENT_BACK_UP, 0, 0});
    }
    for (size_t i = 0; i < sizeof restores / sizeof restores[0]; i++) {
        sim_add_event(world,
                      (struct event){restores[i] * SIM_DAY_MS + SIM_HOUR_MS, EVENT_RESTORE, 0, 0});
    }
}

void sim_add_a_year_of_trouble(struct sim_world *world)
{
    add_to_all(world);
    for (size_t i = 0; i < world->settings.kiosks; i++) {
        add_habits(world, i);
        add_steps(world, i);
        add_people(world, i);
    }
}
