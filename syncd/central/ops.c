/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Health and counters. */

#include "ops.h"

#include <inttypes.h>
#include <stdio.h>

#include "central.h"
#include "dashboard/fleet.h"
#include "metrics.h"
#include "storage_backup.h"
#include "storage_clock.h"
#include "storage_overview.h"

static void get_health(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    const bool good =
        !atomic_load(&central->is_broken) && storage_ping(central->storage, NULL) == BS_OK;

    (void)caller;
    (void)request;
    bs_buf_text(&reply->body, good ? "ok\n" : "the database does not answer\n");
    reply->status = good ? 200 : 503;
    reply->media_type = "text/plain; charset=utf-8";
}

static void write_counter(struct bs_buf *out, const char *name, const char *help, uint64_t value)
{
    bs_buf_printf(out,
                  "# HELP buurtstem_%s_total %s\n# TYPE buurtstem_%s_total counter\n"
                  "buurtstem_%s_total %" PRIu64 "\n",
                  name, help, name, name, value);
}

static void write_gauge(struct bs_buf *out, const char *name, const char *help, int64_t value)
{
    bs_buf_printf(out,
                  "# HELP buurtstem_%s %s\n# TYPE buurtstem_%s gauge\nbuurtstem_%s %" PRId64 "\n",
                  name, help, name, name, value);
}

/* Of all kiosks together: which one it is stands on the page for staff. */
static void write_fleet(struct central *central, struct bs_buf *out)
{
    const int64_t now_ms = central->clock.wall_ms(central->clock.self);
    struct storage_fleet fleet;

    if (storage_fleet(central->storage, &fleet, NULL) != BS_OK) {
        return;
    }
    write_gauge(out, "kiosks", "Kiosks that are in use.", fleet.kiosks);
    write_gauge(out, "kiosks_heard", "Kiosks in use that ever sent a heartbeat.", fleet.heard);
    if (fleet.heard > 0) {
        write_gauge(out, "heartbeat_newest_age_seconds",
                    "Since the newest heartbeat of any kiosk in use.",
                    (now_ms - fleet.newest_ms) / 1000);
        write_gauge(out, "heartbeat_oldest_age_seconds",
                    "Since the last heartbeat of the kiosk in use that was silent for longest.",
                    (now_ms - fleet.oldest_ms) / 1000);
    }
}

/* Kiosks erase only what is in a backup: without one their disks fill. */
static void write_backup(struct central *central, struct bs_buf *out)
{
    const int64_t now_ms = central->clock.wall_ms(central->clock.self);
    int64_t backup_ms = 0;

    if (storage_backed_up_ms(central->storage, &backup_ms, NULL) == BS_OK && backup_ms > 0) {
        write_gauge(out, "backup_age_seconds", "Since the newest backup that proved itself.",
                    (now_ms - backup_ms) / 1000);
    }
}

/* --- what asks for a person, as on the page for staff; how many kiosks, never which --- */

static const char *const alarms[KIOSK_NOTES] = {
    [KIOSK_LOST] = "lost_here",         [KIOSK_FORK] = "forked",
    [KIOSK_GONE] = "lost_there",        [KIOSK_SET_ASIDE] = "set_aside",
    [KIOSK_QUARANTINE] = "quarantined", [KIOSK_SILENT] = "silent",
    [KIOSK_UNTOLD] = "untold",          [KIOSK_QUEUE_OLD] = "queue_old",
    [KIOSK_UNTRUSTED] = "untrusted",    [KIOSK_DISK_FULL] = "disk_full",
    [KIOSK_FLOOD] = "too_many_visits",  [KIOSK_QUIET] = "no_visits",
    [KIOSK_CLOCK_OFF] = "clock_off",
};

enum { TENANTS_MAX = 1024 }; /* there are not as many municipalities */

struct tenants {
    size_t count;
    char ids[TENANTS_MAX][8];
};

static bool note_tenant(void *self, const char *tenant)
{
    struct tenants *tenants = self;

    (void)snprintf(tenants->ids[tenants->count++], sizeof(tenants->ids[0]), "%s", tenant);
    return tenants->count < TENANTS_MAX;
}

static void add_tenant(struct central *central, const char *tenant, uint64_t sums[KIOSK_NOTES])
{
    struct fleet fleet = {.count = 0};

    if (fleet_gather(central->storage, tenant, central->clock.wall_ms(central->clock.self), &fleet,
                     NULL) != BS_OK) {
        return;
    }
    for (size_t i = 0; i < fleet.count; i++) {
        for (int issue = 0; issue < KIOSK_NOTES; issue++) {
            sums[issue] += fleet.kiosks[i].health.has[issue] ? 1 : 0;
        }
    }
    fleet_finish(&fleet);
}

static void write_alarms(struct central *central, struct bs_buf *out)
{
    struct tenants tenants = {.count = 0};
    uint64_t sums[KIOSK_NOTES] = {0};

    if (storage_tenants(central->storage, note_tenant, &tenants, NULL) != BS_OK) {
        return;
    }
    for (size_t i = 0; i < tenants.count; i++) {
        add_tenant(central, tenants.ids[i], sums);
    }
    bs_buf_text(out, "# HELP buurtstem_kiosks_alarm Kiosks that ask for a person, by what is the "
                     "matter.\n# TYPE buurtstem_kiosks_alarm gauge\n");
    for (int issue = 0; issue < KIOSK_NOTES; issue++) {
        bs_buf_printf(out, "buurtstem_kiosks_alarm{what=\"%s\"} %" PRIu64 "\n", alarms[issue],
                      sums[issue]);
    }
}

/* Serials of bundles are not made by a clock that jumped, and what comes in stands on the wrong day. */
static void write_clock(struct central *central, struct bs_buf *out)
{
    bool is_good = true;

    if (storage_judge_clock(central->storage, central->clock.wall_ms(central->clock.self), &is_good,
                            NULL) == BS_OK) {
        write_gauge(out, "clock_jumped", "1: the clock of this central cannot be right.",
                    is_good ? 0 : 1);
    }
}

static void get_metrics(struct central *central, const struct route_caller *caller,
                        const struct request *request, struct reply *reply)
{
    struct storage_counters counters;

    (void)caller;
    (void)request;
    storage_counters(central->storage, &counters);
    metrics_write(central->metrics, &reply->body);
    write_counter(&reply->body, "records_stored", "Records that are new in the log.",
                  counters.stored);
    write_counter(&reply->body, "records_repeated", "Records that were held already.",
                  counters.repeated);
    write_counter(&reply->body, "records_set_aside",
                  "New records that were stored but not understood.", counters.set_aside);
    write_fleet(central, &reply->body);
    write_backup(central, &reply->body);
    write_clock(central, &reply->body);
    write_alarms(central, &reply->body);
    reply->status = 200;
    reply->media_type = "text/plain; version=0.0.4; charset=utf-8";
}

const struct route ops_routes[] = {
    {REQUEST_GET, "/healthz", ROUTE_ANYONE, 0, get_health},
    {REQUEST_GET, "/metrics", ROUTE_ANYONE, 0, get_metrics},
};
const size_t ops_route_count = sizeof(ops_routes) / sizeof(ops_routes[0]);
