/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Six lists in the order of ids, laid beside each other. */

#include "fleet.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "rows.h"
#include "storage_overview.h"

/* Where the last row was found: every list is in the order of ids, so looking goes forward only. */
struct gathering {
    struct fleet fleet;
    size_t at;
};

static bool take_kiosk(void *self, const struct storage_kiosk *kiosk)
{
    struct fleet *fleet = &((struct gathering *)self)->fleet;
    fleet->kiosks =
        rows_room(fleet->kiosks, fleet->count, &fleet->capacity, sizeof fleet->kiosks[0]);
    fleet->kiosks[fleet->count++] = (struct fleet_kiosk){.facts = {.kiosk = *kiosk}};
    return true;
}

/* NULL: a kiosk that came after the list of kiosks was read. */
static struct fleet_kiosk *forward_to(struct gathering *gathering, const char *id)
{
    struct fleet *fleet = &gathering->fleet;
    while (gathering->at < fleet->count &&
           strcmp(fleet->kiosks[gathering->at].facts.kiosk.id, id) < 0) {
        gathering->at++;
    }
    return gathering->at < fleet->count &&
                   strcmp(fleet->kiosks[gathering->at].facts.kiosk.id, id) == 0
               ? &fleet->kiosks[gathering->at]
               : NULL;
}

static bool take_heartbeat(void *self, const char *id, const struct bs_heartbeat *heartbeat,
                           int64_t received_ms)
{
    struct fleet_kiosk *kiosk = forward_to(self, id);
    if (kiosk != NULL) {
        kiosk->facts.has_report = true;
        kiosk->facts.report = *heartbeat;
        kiosk->facts.reported_ms = received_ms;
    }
    return true;
}

static bool take_epoch(void *self, const char *id, const struct storage_completeness *row)
{
    struct gathering *gathering = self;
    struct fleet *fleet = &gathering->fleet;
    struct fleet_kiosk *kiosk = forward_to(gathering, id);
    if (kiosk != NULL) {
        fleet->logs =
            rows_room(fleet->logs, fleet->log_count, &fleet->log_capacity, sizeof fleet->logs[0]);
        kiosk->first_log = kiosk->facts.log_count == 0 ? fleet->log_count : kiosk->first_log;
        kiosk->facts.log_count++;
        fleet->logs[fleet->log_count++] = *row;
    }
    return true;
}

/* One that cannot be read was set aside, and is told of there. */
static bool take_ending(void *self, const char *id, const char *in_epoch, struct bs_bytes body,
                        int64_t received_ms)
{
    struct gathering *gathering = self;
    struct fleet *fleet = &gathering->fleet;
    struct fleet_kiosk *kiosk = forward_to(gathering, id);
    struct kiosk_ending ending = {.received_ms = received_ms};
    if (kiosk != NULL && kiosk->facts.ending_count < KIOSK_ENDINGS_READ &&
        bs_carried_read(body, &ending.carried, NULL) == BS_OK) {
        (void)bs_utf8_copy(ending.in_epoch, sizeof ending.in_epoch, in_epoch);
        fleet->endings = rows_room(fleet->endings, fleet->ending_count, &fleet->ending_capacity,
                                   sizeof fleet->endings[0]);
        kiosk->first_ending =
            kiosk->facts.ending_count == 0 ? fleet->ending_count : kiosk->first_ending;
        kiosk->facts.ending_count++;
        fleet->endings[fleet->ending_count++] = ending;
    }
    return true;
}

static bool take_volume(void *self, const char *id, struct bs_date day, int64_t visits)
{
    struct gathering *gathering = self;
    struct fleet_kiosk *kiosk = forward_to(gathering, id);
    int ago = bs_date_days_between(day, gathering->fleet.today);
    if (kiosk != NULL && ago >= 0 && ago < KIOSK_VOLUME_DAYS) {
        kiosk->visits[ago] += visits;
        gathering->fleet.visits[ago] += visits;
    }
    return true;
}

/* However much there is to count, nobody waits for it: the rest is counted with the next page. */
static enum bs_err gather_volumes(struct storage *storage, const char *tenant,
                                  struct gathering *gathering, struct bs_error *err)
{
    const struct bs_date today = gathering->fleet.today;
    bool more = false;
    (void)storage_count_volumes(storage, &more, NULL); /* on a full disk the old counts are told */
    gathering->at = 0;
    return storage_volumes(storage, tenant, bs_date_add_days(today, 1 - KIOSK_VOLUME_DAYS), today,
                           take_volume, gathering, err);
}

static bool take_quarantine(void *self, const char *id, uint64_t count)
{
    struct fleet_kiosk *kiosk = forward_to(self, id);
    if (kiosk != NULL) {
        kiosk->facts.quarantined = count;
    }
    return true;
}

static enum bs_err gather(struct storage *storage, const char *tenant, struct gathering *gathering,
                          struct bs_error *err)
{
    enum bs_err rc = storage_kiosks(storage, tenant, take_kiosk, gathering, err);
    if (rc == BS_OK) {
        rc = storage_heartbeats(storage, tenant, take_heartbeat, gathering, err);
    }
    gathering->at = 0;
    if (rc == BS_OK) {
        rc = storage_epochs(storage, tenant, take_epoch, gathering, err);
    }
    gathering->at = 0;
    if (rc == BS_OK) {
        rc = storage_endings(storage, tenant, take_ending, gathering, err);
    }
    gathering->at = 0;
    if (rc == BS_OK) {
        rc = storage_quarantines(storage, tenant, take_quarantine, gathering, err);
    }
    if (rc == BS_OK) {
        rc = gather_volumes(storage, tenant, gathering, err);
    }
    return rc == BS_OK ? place_names_read(storage, tenant, &gathering->fleet.places, err) : rc;
}

static int compare(const void *a, const void *b)
{
    const struct fleet_kiosk *left = a;
    const struct fleet_kiosk *right = b;
    if (left->health.standing != right->health.standing) {
        return left->health.standing < right->health.standing ? -1 : 1;
    }
    int order = strcmp(left->place, right->place);
    return order != 0 ? order : strcmp(left->facts.kiosk.id, right->facts.kiosk.id);
}

/* A place's name may be borrowed from the kiosk itself, so it is looked up again once nothing moves any more. */
static void name_places(struct fleet *fleet)
{
    for (size_t i = 0; i < fleet->count; i++) {
        fleet->kiosks[i].place = place_names_of(&fleet->places, fleet->kiosks[i].facts.kiosk.place);
    }
}

static void judge_volume(const struct fleet *fleet, struct fleet_kiosk *kiosk)
{
    int64_t others[KIOSK_VOLUME_DAYS];
    for (size_t i = 0; i < KIOSK_VOLUME_DAYS; i++) {
        others[i] = fleet->visits[i] - kiosk->visits[i];
    }
    kiosk_volume(kiosk->visits, others, &kiosk->facts.volume);
}

static void judge(struct fleet *fleet, int64_t now_ms)
{
    name_places(fleet);
    for (size_t i = 0; i < fleet->count; i++) {
        struct fleet_kiosk *kiosk = &fleet->kiosks[i];
        kiosk->facts.logs = fleet->logs == NULL ? NULL : fleet->logs + kiosk->first_log;
        kiosk->facts.endings = fleet->endings == NULL ? NULL : fleet->endings + kiosk->first_ending;
        judge_volume(fleet, kiosk);
        kiosk_health(&kiosk->facts, now_ms, &kiosk->health);
        kiosk_fleet_add(&fleet->sum, &kiosk->facts, &kiosk->health);
    }
    if (fleet->count > 0) {
        qsort(fleet->kiosks, fleet->count, sizeof fleet->kiosks[0], compare);
    }
    name_places(fleet);
}

enum bs_err fleet_gather(struct storage *storage, const char *tenant, int64_t now_ms,
                         struct fleet *out, struct bs_error *err)
{
    struct gathering gathering = {.fleet = {.today = bs_date_in_amsterdam(now_ms)}};
    enum bs_err rc = gather(storage, tenant, &gathering, err);
    if (rc != BS_OK) {
        fleet_finish(&gathering.fleet);
        return rc;
    }
    *out = gathering.fleet;
    judge(out, now_ms);
    return BS_OK;
}

void fleet_finish(struct fleet *fleet)
{
    free(fleet->kiosks);
    free(fleet->logs);
    free(fleet->endings);
    place_names_finish(&fleet->places);
    *fleet = (struct fleet){.count = 0};
}

const struct fleet_kiosk *fleet_find(const struct fleet *fleet, const char *id)
{
    for (size_t i = 0; i < fleet->count; i++) {
        if (strcmp(fleet->kiosks[i].facts.kiosk.id, id) == 0) {
            return &fleet->kiosks[i];
        }
    }
    return NULL;
}
