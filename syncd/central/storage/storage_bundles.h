/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_BUNDLES_H
#define STORAGE_BUNDLES_H

/* What bundles are made of beside places, programmes and outcomes, and the bundles that were made. The rest of storage.h
 * holds here too. */

#include <buurtstem/bundle.h>

#include "storage.h"

/* Every programme of this central in its newest version with its tenant's name and its newest outcome; those published
 * last come first. */
struct storage_registered {
    struct storage_programme programme;
    char tenant_name[128];
    bool is_answered;
    struct bs_date answered; /* as storage_outcome.published */
    struct bs_bytes outcome; /* valid during the visit only */
};
typedef bool storage_register_visit(void *self, const struct storage_registered *entry);
enum bs_err storage_register(struct storage *storage, storage_register_visit *visit, void *self,
                             struct bs_error *err);

/* Another text after any change of tenants, places, programmes, outcomes, connectors and what storage_notices.h holds; never one
 * that was there before. */
#define STORAGE_MARK_TEXT 33
enum bs_err storage_content_mark(struct storage *storage, char out[STORAGE_MARK_TEXT],
                                 struct bs_error *err);

/* Keeps the bundle that was made: its bytes are what is signed and sent until the content changes. Not below a serial that
 * is there already (then nothing changes). `content_hash` and `key` as in struct storage_kiosk. */
enum bs_err storage_note_bundle(struct storage *storage, const char *kiosk, int64_t serial,
                                const char *content_hash, const char *key, struct bs_bytes bytes,
                                struct bs_error *err);
/* The bundle with that content stays good for this key; nothing changes if the kiosk has another by now. */
enum bs_err storage_keep_bundle(struct storage *storage, const char *kiosk,
                                const char *content_hash, const char *key, struct bs_error *err);
/* Appends the bytes of that bundle. BS_NOTFOUND: none was made yet. */
enum bs_err storage_bundle(struct storage *storage, const char *kiosk, struct bs_buf *out,
                           struct bs_error *err);

/*
 * How often each choice of the programme's first question where one is chosen was given until now, for its bundle: each
 * visit by its last correction, whichever version of the programme it answered; neither trials nor bursts nor "weet ik
 * niet". `counted` is the day of the count. What was given out once stays until BS_SO_FAR_LEAST more were counted (or
 * fewer, or the question is another), then with its own day: else who looks before and after a visit could tell what it
 * said. total 0: not to be shown: fewer than BS_SO_FAR_LEAST, the programme does not want it or
 * has no such question. The values are borrowed from `programme`.
 */
enum bs_err storage_so_far(struct storage *storage, const char *tenant,
                           const struct bs_programme *programme, struct bs_date counted,
                           struct bs_so_far *out, struct bs_error *err);

#endif
