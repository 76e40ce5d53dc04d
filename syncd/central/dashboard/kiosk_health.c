/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One rule after the other; what a kiosk says of itself is compared with what is here, never believed instead of it. */

#include "kiosk_health.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk_proof.h"

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static bool is_expected(const struct kiosk_facts *facts)
{
    return facts->kiosk.is_enrolled && facts->kiosk.state != STORAGE_KIOSK_REVOKED;
}

/* With one log on both sides the numbers can be told exactly. With several nobody knows which of them the kiosk still has:
 * then its own count of what has no receipt is all there is. */
static void compare_positions(const struct kiosk_facts *facts, struct kiosk_health *out)
{
    const struct bs_heartbeat *report = &facts->report;
    bool is_same = facts->log_count == 1 && strcmp(facts->logs[0].epoch, report->epoch) == 0;
    uint64_t known = is_same ? larger(report->acknowledged, out->held) : report->acknowledged;
    out->waiting = report->stored > known ? report->stored - known : 0;
    if (is_same && report->acknowledged > out->held) {
        out->lost += report->acknowledged - out->held;
    }
    if (is_same && larger(report->stored, report->acknowledged) > out->held) {
        out->missing_from = out->held + 1;
        out->missing_to = larger(report->stored, report->acknowledged);
    }
}

size_t kiosk_health_endings(const struct kiosk_facts *facts, const char *epoch,
                            const struct kiosk_ending *out[KIOSK_ENDINGS_MAX])
{
    size_t count = 0;
    size_t first = facts->ending_count;
    while (first > 0 && count < KIOSK_ENDINGS_MAX) {
        count += strcmp(facts->endings[--first].carried.epoch, epoch) == 0 ? 1 : 0;
    }
    count = 0;
    for (size_t i = first; i < facts->ending_count; i++) {
        if (strcmp(facts->endings[i].carried.epoch, epoch) == 0) {
            out[count++] = &facts->endings[i];
        }
    }
    return count;
}

void kiosk_health_proof(const struct kiosk_facts *facts, const char *epoch, uint64_t complete_to,
                        struct kiosk_proof *out)
{
    const struct kiosk_ending *endings[KIOSK_ENDINGS_MAX];
    const struct bs_carried *carried[KIOSK_ENDINGS_MAX];
    size_t count = kiosk_health_endings(facts, epoch, endings);
    for (size_t i = 0; i < count; i++) {
        carried[i] = &endings[i]->carried;
    }
    kiosk_proof(complete_to, carried, count, out);
}

/* Whether none behind it speaks of the same epoch, so that each is judged once. */
static bool is_last_of_epoch(const struct kiosk_facts *facts, size_t index)
{
    for (size_t i = index + 1; i < facts->ending_count; i++) {
        if (strcmp(facts->endings[i].carried.epoch, facts->endings[index].carried.epoch) == 0) {
            return false;
        }
    }
    return true;
}

/* Of an epoch of which nothing ever came, its endings alone speak. */
static void add_endings(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    for (size_t i = 0; i < facts->ending_count; i++) {
        const struct kiosk_ending *ending = &facts->endings[i];
        struct kiosk_proof proof;
        uint64_t here = 0;
        if (!is_last_of_epoch(facts, i)) {
            continue;
        }
        for (size_t n = 0; n < facts->log_count; n++) {
            if (strcmp(facts->logs[n].epoch, ending->carried.epoch) == 0) {
                here = facts->logs[n].complete_to;
            }
        }
        kiosk_health_proof(facts, ending->carried.epoch, here, &proof);
        out->gone += proof.lost;
        out->lost += proof.missing;
        if (proof.lost > 0) {
            bool is_past = now_ms - ending->received_ms > KIOSK_FORK_MS;
            out->has[is_past ? KIOSK_GONE_PAST : KIOSK_GONE] = true;
        }
    }
    out->has[KIOSK_LOST] = out->lost > 0;
}

static void add_logs(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    for (size_t i = 0; i < facts->log_count; i++) {
        const struct storage_completeness *log = &facts->logs[i];
        out->held += log->complete_to;
        out->forks += log->forks;
        out->set_aside += log->set_aside;
        if (log->forks > 0) {
            bool is_past = now_ms - log->last_received_ms > KIOSK_FORK_MS;
            out->has[is_past ? KIOSK_FORK_PAST : KIOSK_FORK] = true;
        }
    }
    out->has[KIOSK_SET_ASIDE] = out->set_aside > 0;
}

/* While it comes for its bundle it is not silent, and yet what it said is too old to go by. */
static void judge_age(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    out->untold_ms = now_ms > facts->reported_ms ? now_ms - facts->reported_ms : 0;
    out->has[KIOSK_UNTOLD] = !out->has[KIOSK_SILENT] && out->untold_ms > KIOSK_SILENT_MS;
}

static void judge_queue(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    if (out->waiting > 0 && facts->report.oldest_unsent_ms > 0) {
        /* By the kiosk's clock, so moved by how far that is off. */
        out->oldest_ms = now_ms - (facts->report.oldest_unsent_ms + out->behind_ms);
        out->oldest_ms = out->oldest_ms < 0 ? 0 : out->oldest_ms;
    }
    out->has[KIOSK_QUEUE_OLD] = out->oldest_ms > KIOSK_QUEUE_MS;
}

static void judge_disk(const struct bs_heartbeat *report, struct kiosk_health *out)
{
    if (report->disk_total == 0) {
        return;
    }
    uint64_t share =
        report->disk_total / 100; /* dividing first: bytes times a hundred need not fit */
    uint64_t percent = share == 0 ? 100 : report->disk_free / share;
    out->disk_free = percent > 100 ? 100 : (int)percent;
    out->has[KIOSK_DISK_FULL] = out->disk_free < KIOSK_DISK_PERCENT;
}

static void judge_trouble(const struct bs_heartbeat *report, struct kiosk_health *out)
{
    out->has[KIOSK_UNTRUSTED] =
        strcmp(report->trouble, "tls") == 0 || strcmp(report->trouble, "authorisation") == 0;
    out->has[KIOSK_UNREACHED] =
        strcmp(report->trouble, "network") == 0 || strcmp(report->trouble, "server") == 0;
}

/* Nobody taps there, although all is well with it. What is not here yet may be more than that. */
static void judge_volume(const struct kiosk_facts *facts, struct kiosk_health *out)
{
    bool is_in_use = facts->kiosk.state == STORAGE_KIOSK_IN_USE;
    out->has[KIOSK_FLOOD] = facts->volume.is_flood;
    out->has[KIOSK_QUIET] = facts->volume.is_quiet && is_in_use && facts->has_report &&
                            out->waiting == 0 && !out->has[KIOSK_SILENT] && !out->has[KIOSK_UNTOLD];
}

static void judge_report(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    const struct bs_heartbeat *report = &facts->report;
    judge_age(facts, now_ms, out);
    out->behind_ms = facts->reported_ms - report->sent_ms;
    out->has[KIOSK_CLOCK_OFF] = llabs(out->behind_ms) > KIOSK_CLOCK_MS;
    compare_positions(facts, out);
    out->has[KIOSK_LOST] = out->lost > 0;
    judge_queue(facts, now_ms, out);
    judge_disk(report, out);
    judge_trouble(report, out);
    /* A serial is never below the time, in ms, at which the bundle was made. */
    out->has[KIOSK_BUNDLE_OLD] = report->bundle_serial < facts->kiosk.bundle_serial &&
                                 now_ms - facts->kiosk.bundle_serial > KIOSK_BUNDLE_MS;
}

static enum kiosk_standing standing_of(const struct kiosk_facts *facts,
                                       const struct kiosk_health *health)
{
    if (kiosk_health_alarms(health) > 0) {
        return KIOSK_ATTENTION;
    }
    if (!is_expected(facts)) {
        return KIOSK_APART;
    }
    if (!facts->has_report) {
        return KIOSK_UNKNOWN;
    }
    return health->waiting > 0 ? KIOSK_ON_THE_WAY : KIOSK_COMPLETE;
}

void kiosk_health(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out)
{
    *out = (struct kiosk_health){.disk_free = -1, .silent_ms = -1, .untold_ms = -1};
    if (facts->kiosk.last_seen_ms > 0) {
        out->silent_ms =
            now_ms > facts->kiosk.last_seen_ms ? now_ms - facts->kiosk.last_seen_ms : 0;
    }
    add_logs(facts, now_ms, out);
    add_endings(facts, now_ms, out);
    out->has[KIOSK_QUARANTINE] = facts->quarantined > 0;
    out->has[KIOSK_NOT_ENROLLED] =
        !facts->kiosk.is_enrolled && facts->kiosk.state != STORAGE_KIOSK_REVOKED;
    if (is_expected(facts)) {
        out->has[KIOSK_SILENT] = out->silent_ms < 0 || out->silent_ms > KIOSK_SILENT_MS;
        out->has[KIOSK_NO_REPORT] = !facts->has_report && out->silent_ms >= 0;
        if (facts->has_report) {
            judge_report(facts, now_ms, out);
        }
        judge_volume(facts, out);
    }
    out->standing = standing_of(facts, out);
}

size_t kiosk_health_alarms(const struct kiosk_health *health)
{
    size_t count = 0;
    for (int i = 0; i < KIOSK_NOTES; i++) {
        count += health->has[i] ? 1 : 0;
    }
    return count;
}

void kiosk_fleet_add(struct kiosk_fleet *fleet, const struct kiosk_facts *facts,
                     const struct kiosk_health *health)
{
    if (is_expected(facts)) {
        fleet->count++;
        /* What asks for attention may still have everything here: a full disk loses nothing. */
        fleet->complete += facts->has_report && health->waiting == 0 && health->lost == 0 &&
                                   !health->has[KIOSK_SILENT] && !health->has[KIOSK_UNTOLD]
                               ? 1
                               : 0;
        fleet->waiting += health->waiting;
    } else {
        fleet->apart++;
    }
    fleet->attention += health->standing == KIOSK_ATTENTION ? 1 : 0;
    fleet->unknown += health->standing == KIOSK_UNKNOWN ? 1 : 0;
    fleet->held += health->held;
    if (facts->kiosk.last_seen_ms > fleet->heard_ms) {
        fleet->heard_ms = facts->kiosk.last_seen_ms;
    }
}
