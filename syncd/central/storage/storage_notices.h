/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_NOTICES_H
#define STORAGE_NOTICES_H

/* What a municipality says on all of its kiosks. Each change counts as one of content (storage_content_mark). The rest of
 * storage.h holds here too. */

#include "storage.h"

/* --- urgent notices --- */

/* Publishes it, in place of one with that id; it is then the newest. `until_ms` 0: until it is taken back. */
enum bs_err storage_put_notice(struct storage *storage, const char *tenant, const char *id,
                               int64_t until_ms, struct bs_bytes json, struct bs_error *err);
/* Takes it back. BS_NOTFOUND: there is none with that id; one that was taken back before is BS_OK. */
enum bs_err storage_end_notice(struct storage *storage, const char *tenant, const char *id,
                               struct bs_error *err);

struct storage_notice {
    int64_t n;            /* another for each publication */
    struct bs_bytes json; /* as published; valid during the visit only */
};
typedef bool storage_notice_visit(void *self, const struct storage_notice *notice);
/* Those that hold at `now_ms`, the newest first. */
enum bs_err storage_notices(struct storage *storage, const char *tenant, int64_t now_ms,
                            storage_notice_visit *visit, void *self, struct bs_error *err);

/* --- one of each --- */

enum storage_part {
    STORAGE_WISH,  /* who may call people back; as the bundle holds it */
    STORAGE_HOUSE, /* the colours of the house style; as the bundle holds them */
    STORAGE_WAY,   /* how kiosks are to reach central from now on; as the bundle holds it */
    STORAGE_WORDS  /* what becomes of residents' words that nobody read; as the bundle holds it */
};
/* Empty `json` takes it back. */
enum bs_err storage_put_part(struct storage *storage, const char *tenant, enum storage_part part,
                             struct bs_bytes json, struct bs_error *err);
/* Appends it to `out`; nothing if there is none. */
enum bs_err storage_part(struct storage *storage, const char *tenant, enum storage_part part,
                         struct bs_buf *out, struct bs_error *err);

#endif
