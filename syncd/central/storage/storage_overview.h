/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_OVERVIEW_H
#define STORAGE_OVERVIEW_H

/* What a page tells of all programmes or all kiosks of a tenant: one question each, however many there are. The rest of
 * storage.h holds here too. */

#include "storage.h"

/* The newest version of each programme's outcome, in one question. */
enum bs_err storage_outcomes(struct storage *storage, const char *tenant,
                             storage_outcome_visit *visit, void *self, struct bs_error *err);

/* What storage_totals tells of each programme of a tenant that was ever answered, whatever the place, language and day. */
typedef bool storage_sum_visit(void *self, const char *programme,
                               const struct storage_totals *totals);
enum bs_err storage_sums(struct storage *storage, const char *tenant, bool trials,
                         storage_sum_visit *visit, void *self, struct bs_error *err);

/*
 * All kiosks of a tenant in one question each, however many there are: their last heartbeats, their epochs (of one kiosk
 * the oldest first), and how many lines wait in quarantine that did not come into the log since. In the order of
 * the kiosks' ids, like storage_kiosks; kiosks of which there is nothing to tell are left out.
 */
typedef bool storage_heartbeat_visit(void *self, const char *kiosk,
                                     const struct bs_heartbeat *heartbeat, int64_t received_ms);
enum bs_err storage_heartbeats(struct storage *storage, const char *tenant,
                               storage_heartbeat_visit *visit, void *self, struct bs_error *err);
typedef bool storage_epoch_visit(void *self, const char *kiosk,
                                 const struct storage_completeness *row);
enum bs_err storage_epochs(struct storage *storage, const char *tenant, storage_epoch_visit *visit,
                           void *self, struct bs_error *err);
/* How many lines lie in quarantine. */
enum bs_err storage_quarantined(struct storage *storage, const char *kiosk, uint64_t *count,
                                struct bs_error *err);
typedef bool storage_quarantine_visit(void *self, const char *kiosk, uint64_t count);
enum bs_err storage_quarantines(struct storage *storage, const char *tenant,
                                storage_quarantine_visit *visit, void *self, struct bs_error *err);

/* What kiosks told of epochs that they ended: the body of each `carried` record, and the epoch in which it stands. */
typedef bool storage_ending_visit(void *self, const char *kiosk, const char *in_epoch,
                                  struct bs_bytes body, int64_t received_ms);
enum bs_err storage_endings(struct storage *storage, const char *tenant,
                            storage_ending_visit *visit, void *self, struct bs_error *err);

/*
 * How many visits each kiosk had on each of the days, by its own clock where that can be true: in the order of kiosks and days,
 * days without any left out. storage_count_volumes counts on from where it stopped, at most STORAGE_VOLUME_ROWS records at a
 * time, so that nobody waits for it; *more: there are others.
 */
#define STORAGE_VOLUME_ROWS 4000
enum bs_err storage_count_volumes(struct storage *storage, bool *more, struct bs_error *err);
typedef bool storage_volume_visit(void *self, const char *kiosk, struct bs_date day,
                                  int64_t visits);
enum bs_err storage_volumes(struct storage *storage, const char *tenant, struct bs_date from,
                            struct bs_date to, storage_volume_visit *visit, void *self,
                            struct bs_error *err);

/* The ids of all tenants. */
typedef bool storage_tenant_visit(void *self, const char *tenant);
enum bs_err storage_tenants(struct storage *storage, storage_tenant_visit *visit, void *self,
                            struct bs_error *err);

/* All kiosks in use together, of every tenant. Times are 0 when none of them was heard. */
struct storage_fleet {
    int64_t kiosks, heard;        /* in use; of these with a heartbeat */
    int64_t newest_ms, oldest_ms; /* of their last heartbeats */
};
enum bs_err storage_fleet(struct storage *storage, struct storage_fleet *out, struct bs_error *err);

#endif
