/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_HEALTH_H
#define KIOSK_HEALTH_H

/*
 * Whether everything that was answered on a kiosk is here, and what a person has to do about it: decided from what
 * central holds and from what the kiosk last said of itself. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/carried.h>

#include "kiosk_proof.h"
#include "kiosk_volume.h"
#include "storage.h"

#define KIOSK_SILENT_MS                                                                            \
    (26 * 60 * 60 * 1000LL) /* a day and a bit: a building that is shut on Sunday is no alarm */
#define KIOSK_QUEUE_MS (24 * 60 * 60 * 1000LL)
#define KIOSK_CLOCK_MS (2 * 60 * 1000LL)
#define KIOSK_BUNDLE_MS                                                                            \
    (2 * 60 * 60 * 1000LL) /* so long a kiosk may take to fetch a new bundle and tell of it */
#define KIOSK_DISK_PERCENT 10
#define KIOSK_FORK_MS                                                                              \
    (30 * 24 * 60 * 60 * 1000LL) /* a fork is acted upon once; later it is only told */

/* What the kiosk told of an epoch that it ended. */
struct kiosk_ending {
    struct bs_carried carried;
    char in_epoch[BS_EPOCH_TEXT]; /* where it goes on */
    int64_t received_ms;
};

/* So many are read of one kiosk: a few a year are made, and whoever stole a token may send any number. */
#define KIOSK_ENDINGS_READ 1024

struct kiosk_facts {
    struct storage_kiosk kiosk;
    bool has_report;
    struct bs_heartbeat report; /* the last; meaningless without has_report */
    int64_t reported_ms;        /* central's clock when it came in */
    size_t log_count;
    const struct storage_completeness *logs; /* borrowed; the oldest epoch first */
    size_t ending_count;
    const struct kiosk_ending
        *endings;               /* borrowed; the oldest first, all that speak of an epoch count */
    struct kiosk_volume volume; /* how busy it was */
    uint64_t quarantined;       /* lines that came after it was revoked */
};

/* What is the matter, the worst first. Those before KIOSK_NOTES ask a person to do something. */
enum kiosk_issue {
    KIOSK_LOST,       /* it was told that central has more than central has now */
    KIOSK_FORK,       /* one number, two contents */
    KIOSK_GONE,       /* records that the kiosk could not save from a damaged file */
    KIOSK_SET_ASIDE,  /* kept, not understood, not counted */
    KIOSK_QUARANTINE, /* answers came from a kiosk that was revoked */
    KIOSK_SILENT,     /* not heard for KIOSK_SILENT_MS, or never */
    KIOSK_UNTOLD, /* it was here, but did not tell how it is for KIOSK_SILENT_MS: nobody knows what waits */
    KIOSK_QUEUE_OLD,  /* the oldest answer waits longer than KIOSK_QUEUE_MS */
    KIOSK_UNTRUSTED,  /* it cannot sign in, or does not trust the certificate */
    KIOSK_DISK_FULL,  /* less than KIOSK_DISK_PERCENT is free */
    KIOSK_FLOOD,      /* far more visits on a day than it ever has */
    KIOSK_QUIET,      /* none for days on which it always has some, and others do */
    KIOSK_CLOCK_OFF,  /* more than KIOSK_CLOCK_MS from central's clock */
    KIOSK_NOTES,      /* not an issue: the border */
    KIOSK_UNREACHED,  /* its last try to send failed */
    KIOSK_BUNDLE_OLD, /* it shows an older bundle than the last that was made for it */
    KIOSK_NO_REPORT,  /* it was here, but never told how it is */
    KIOSK_FORK_PAST,  /* a fork longer ago than KIOSK_FORK_MS */
    KIOSK_GONE_PAST,  /* the same, as long ago */
    KIOSK_NOT_ENROLLED,
    KIOSK_ISSUES
};

enum kiosk_standing {
    KIOSK_ATTENTION, /* at least one issue before KIOSK_NOTES */
    KIOSK_UNKNOWN,   /* expected, but it never told how it is */
    KIOSK_ON_THE_WAY,
    KIOSK_COMPLETE,
    KIOSK_APART /* revoked or not enrolled yet: nothing is expected of it */
};

struct kiosk_health {
    enum kiosk_standing standing;
    bool has[KIOSK_ISSUES];
    uint64_t held;    /* records here, all epochs together */
    uint64_t waiting; /* on the kiosk, and not here as far as is known */
    uint64_t lost;    /* of KIOSK_LOST */
    uint64_t gone;    /* of KIOSK_GONE and KIOSK_GONE_PAST */
    /* What is not here, as numbers in the newest epoch; zero where only its size is known. */
    uint64_t missing_from, missing_to;
    uint64_t forks, set_aside;
    int64_t silent_ms; /* since it was last heard; -1: never */
    int64_t untold_ms; /* since it last told how it is; -1: never */
    int64_t oldest_ms; /* how long the oldest answer waits; 0: nothing waits */
    int64_t behind_ms; /* central's clock minus the kiosk's; positive: the kiosk is behind */
    int disk_free;     /* percent, rounded down; -1: not known */
};

void kiosk_health(const struct kiosk_facts *facts, int64_t now_ms, struct kiosk_health *out);

/* What the kiosk told of that epoch, the oldest first; of more than there is room for the newest. How many. */
size_t kiosk_health_endings(const struct kiosk_facts *facts, const char *epoch,
                            const struct kiosk_ending *out[KIOSK_ENDINGS_MAX]);
/* Those, beside what is here of that epoch, which is 0 where nothing ever came. */
void kiosk_health_proof(const struct kiosk_facts *facts, const char *epoch, uint64_t complete_to,
                        struct kiosk_proof *out);

/* How many issues ask a person to do something. */
size_t kiosk_health_alarms(const struct kiosk_health *health);

/* All kiosks of a tenant in one. */
struct kiosk_fleet {
    size_t count;    /* of which something is expected */
    size_t complete; /* of those: everything is here */
    size_t attention, unknown, apart;
    uint64_t held, waiting;
    int64_t heard_ms; /* the latest that any of them was heard, central's clock; 0: never */
};
void kiosk_fleet_add(struct kiosk_fleet *fleet, const struct kiosk_facts *facts,
                     const struct kiosk_health *health);

#endif
