/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FLEET_H
#define FLEET_H

/* All kiosks of a tenant with what central knows of them, in eight questions to storage however many there are. */

#include "kiosk_health.h"
#include "place_names.h"

struct fleet_kiosk {
    struct kiosk_facts facts;
    struct kiosk_health health;
    const char *place; /* its name; borrowed from the fleet */
    size_t first_log;  /* index in the fleet's logs */
    size_t first_ending;
    int64_t visits[KIOSK_VOLUME_DAYS]; /* today first */
};

struct fleet {
    size_t count, capacity;
    struct fleet_kiosk
        *kiosks; /* owned; what asks for attention first, then by the name of the place */
    size_t log_count, log_capacity;
    struct storage_completeness *logs; /* owned */
    size_t ending_count, ending_capacity;
    struct kiosk_ending *endings;      /* owned */
    int64_t visits[KIOSK_VOLUME_DAYS]; /* of all kiosks */
    struct bs_date today;
    struct place_names places;
    struct kiosk_fleet sum;
};

/* BS_LATER, BS_BROKEN from storage. */
enum bs_err fleet_gather(struct storage *storage, const char *tenant, int64_t now_ms,
                         struct fleet *out, struct bs_error *err);
void fleet_finish(struct fleet *fleet); /* a zeroed one is fine */

/* By its id, or NULL. */
const struct fleet_kiosk *fleet_find(const struct fleet *fleet, const char *id);

#endif
