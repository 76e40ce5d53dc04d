/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Kiosks in the states that staff meet. */

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "dashboard_stage.h"

#define MINUTE_MS 60000LL
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
#define GIGABYTE  UINT64_C(1000000000)

struct fake_kiosk *stage_kiosk(struct stage *stage, const char *id, const char *place,
                               uint64_t complete_to)
{
    const int64_t now_ms = stage->clock.wall_ms;
    struct fake_kiosk *kiosk = fake_kiosk(&stage->storage, id, place);
    kiosk->kiosk.state = STORAGE_KIOSK_IN_USE;
    kiosk->kiosk.is_enrolled = true;
    kiosk->kiosk.last_seen_ms = now_ms - 2 * MINUTE_MS;
    kiosk->kiosk.bundle_serial = (now_ms - 9 * DAY_MS) / 1000;
    kiosk->reported_ms = now_ms - 2 * MINUTE_MS;
    kiosk->report = (struct bs_heartbeat){.kiosk_version = "1.4.0",
                                          .syncd_version = "1.4.0",
                                          .sent_ms = now_ms - 2 * MINUTE_MS - 900,
                                          .epoch = "00000000000000aa",
                                          .stored = complete_to,
                                          .acknowledged = complete_to,
                                          .last_receipt_ms = now_ms - 12 * MINUTE_MS,
                                          .disk_free = 21 * GIGABYTE,
                                          .disk_total = 32 * GIGABYTE,
                                          .bundle_serial = kiosk->kiosk.bundle_serial,
                                          .trouble = "none"};
    kiosk->epoch_count = 1;
    kiosk->epochs[0] = (struct storage_completeness){.epoch = "00000000000000aa",
                                                     .complete_to = complete_to,
                                                     .last_received_ms = now_ms - 12 * MINUTE_MS};
    return kiosk;
}

void stage_install(struct stage *stage)
{
    fake_place(&stage->storage, "prinsenhof", "Buurthuis Prinsenhof");
    fake_place(&stage->storage, "bibliotheek", "Bibliotheek aan de Vliet");
    fake_place(&stage->storage, "slotje", "’t Slotje");
    (void)stage_kiosk(stage, "gm1916-bibliotheek-1", "bibliotheek", 305);
    (void)stage_kiosk(stage, "gm1916-prinsenhof-1", "prinsenhof", 412);
    (void)stage_kiosk(stage, "gm1916-prinsenhof-2", "prinsenhof", 251);
    struct fake_kiosk *trial = stage_kiosk(stage, "gm1916-slotje-1", "slotje", 12);
    trial->kiosk.state = STORAGE_KIOSK_TRIAL;
}

/* Eight answers of the last hours are still on one kiosk. */
void stage_delay(struct stage *stage)
{
    struct fake_kiosk *kiosk = &stage->storage.kiosks[1];
    kiosk->report.stored += 8;
    kiosk->report.oldest_unsent_ms = stage->clock.wall_ms - 3 * HOUR_MS;
    (void)snprintf(kiosk->report.trouble, sizeof kiosk->report.trouble, "network");
}

static void break_log(struct stage *stage)
{
    const int64_t now_ms = stage->clock.wall_ms;
    struct fake_kiosk *kiosk = stage_kiosk(stage, "gm1916-x-log", "bibliotheek", 90);
    kiosk->epoch_count = 2;
    kiosk->epochs[1] = (struct storage_completeness){
        .epoch = "00000000000000bb", .complete_to = 17, .last_received_ms = now_ms - HOUR_MS};
    kiosk->epochs[0].forks = 1;
    kiosk->epochs[0].last_received_ms = now_ms - 3 * DAY_MS;
    kiosk->epochs[1].set_aside = kiosk->aside_count = 3;
    kiosk->fork_count = 1;
    kiosk->forks[0] = (struct storage_fork){
        .epoch = "00000000000000aa", .seq = 91, .received_ms = now_ms - 3 * DAY_MS};
    memset(kiosk->forks[0].ours, 'a', sizeof kiosk->forks[0].ours - 1);
    memset(kiosk->forks[0].theirs, '7', sizeof kiosk->forks[0].theirs - 1);
    kiosk = stage_kiosk(stage, "gm1916-x-lost", "slotje", 300);
    kiosk->report.stored = kiosk->report.acknowledged = 412;
}

void stage_carry_over(struct stage *stage)
{
    const int64_t now_ms = stage->clock.wall_ms;
    struct fake_kiosk *kiosk = stage_kiosk(stage, "gm1916-w-carried", "prinsenhof", 70);
    kiosk->epoch_count = 2;
    kiosk->epochs[1] = (struct storage_completeness){
        .epoch = "00000000000000bb", .complete_to = 44, .last_received_ms = now_ms - HOUR_MS};
    kiosk->ending_count = 1;
    kiosk->endings[0].in_epoch = "00000000000000bb";
    kiosk->endings[0].received_ms = now_ms - DAY_MS;
    kiosk->endings[0].body =
        "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"epoch\":\"00000000000000aa\","
        "\"why\":\"damaged\",\"from\":61,\"tip\":104,\"kept\":41,\"ranges\":[[61,100],[104,104]]}";
    (void)snprintf(kiosk->report.epoch, sizeof kiosk->report.epoch, "00000000000000bb");
    kiosk->report.stored = kiosk->report.acknowledged = 114;
}

void stage_break(struct stage *stage)
{
    const int64_t now_ms = stage->clock.wall_ms;
    break_log(stage);
    struct fake_kiosk *kiosk = stage_kiosk(stage, "gm1916-x-old", "prinsenhof", 1200);
    kiosk->reported_ms = 0;
    kiosk = stage_kiosk(stage, "gm1916-x-revoked", "prinsenhof", 77);
    kiosk->kiosk.state = STORAGE_KIOSK_REVOKED;
    kiosk->quarantined = 12;
    kiosk = stage_kiosk(stage, "gm1916-x-silent", "slotje", 198);
    kiosk->kiosk.last_seen_ms = kiosk->reported_ms = now_ms - 3 * DAY_MS;
    kiosk->report.sent_ms = now_ms - 3 * DAY_MS + 7 * MINUTE_MS;
    kiosk->report.stored += 20;
    kiosk->report.oldest_unsent_ms = now_ms - 5 * DAY_MS;
    kiosk->report.disk_free = 2 * GIGABYTE;
    kiosk->report.bundle_serial -= 86400;
    kiosk = fake_kiosk(&stage->storage, "gm1916-y-new", "slotje");
    kiosk = stage_kiosk(stage, "gm1916-z-tls", "bibliotheek", 5);
    (void)snprintf(kiosk->report.trouble, sizeof kiosk->report.trouble, "tls");
    kiosk->report.syncd_version[0] = '2';
}

void stage_install_all(struct stage *stage)
{
    char id[BS_KIOSK_ID_TEXT];
    for (size_t i = 0; i < FAKE_KIOSKS_MAX; i++) {
        (void)snprintf(id, sizeof id, "gm1916-een-lange-naam-van-een-kiosk-%04zu", i);
        struct fake_kiosk *kiosk =
            stage_kiosk(stage, id, stage->storage.places[i % STAGE_PLACES].id, i * 997);
        if (i % 20 == 3) {
            kiosk->kiosk.last_seen_ms -= (int64_t)i * HOUR_MS;
        }
        kiosk->report.stored += i % 7 == 0 ? i * 13 : 0;
        kiosk->kiosk.state = i % 11 == 0 ? STORAGE_KIOSK_TRIAL : STORAGE_KIOSK_IN_USE;
    }
}
