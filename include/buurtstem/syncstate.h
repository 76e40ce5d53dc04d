/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_SYNCSTATE_H
#define BUURTSTEM_SYNCSTATE_H

/*
 * sync.db: what syncd knows. Written by syncd alone: identity, position, receipts, bundle (the catalogue), status. The
 * kiosk opens it read-only; a missing file means "no news yet". The token is not in here: it stands in
 * DIR/credential (mode 0600, syncd's user), which the kiosk cannot read. Functions block on the disk. What none of them
 * repeats below: BS_LATER, a busy file or a full disk, nothing was changed; BS_BROKEN, the disk failed or a row cannot be
 * ours, close the handle and open it again.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/err.h>
#include <buurtstem/record.h>
#include <buurtstem/stick.h>
#include <buurtstem/wire.h>

struct bs_syncstate;

/* As bs_outbox_open, with DIR/sync.db and DIR/syncd.lock. close: NULL is fine. */
enum bs_err bs_syncstate_open(const char *dir, struct bs_syncstate **out, struct bs_error *err);
/* Read-only. BS_NOTFOUND: no file yet. BS_REFUSED: newer version. */
enum bs_err bs_syncstate_open_reader(const char *dir, struct bs_syncstate **out,
                                     struct bs_error *err);
void bs_syncstate_close(struct bs_syncstate *state);

struct bs_identity {
    char kiosk[BS_KIOSK_ID_TEXT];
    char tenant[8];
    char server[256]; /* https://host[:port] */
    uint8_t bundle_key[BS_PUBLIC_KEY_SIZE];
};
/* For an enrolment: what a bundle said about the way to central is forgotten in the same transaction. */
enum bs_err bs_syncstate_set_identity(struct bs_syncstate *state,
                                      const struct bs_identity *identity, struct bs_error *err);
/* BS_NOTFOUND: not enrolled. */
enum bs_err bs_syncstate_identity(struct bs_syncstate *state, struct bs_identity *out,
                                  struct bs_error *err);

struct bs_position {
    uint64_t sent_to;     /* highest seq ever handed to the network */
    uint64_t complete_to; /* by the last receipt; may go back */
    char hash_at_complete_to[BS_HASH_TEXT];
    uint64_t backup_complete_to;
    int64_t receipt_at_ms; /* our wall clock; 0: never */
};
/* All zero when nothing is known of that epoch yet. */
enum bs_err bs_syncstate_position(struct bs_syncstate *state, const char *epoch,
                                  struct bs_position *out, struct bs_error *err);
/* Before bytes leave: sent_to only grows. */
enum bs_err bs_syncstate_note_sent(struct bs_syncstate *state, const char *epoch, uint64_t sent_to,
                                   struct bs_error *err);
/* Every epoch that something is known of, in no order. The visitor returns false to stop. */
typedef bool bs_position_visit(void *self, const char *epoch, const struct bs_position *position);
enum bs_err bs_syncstate_positions(struct bs_syncstate *state, bs_position_visit *visit, void *self,
                                   struct bs_error *err);

/*
 * Central holds other records than ours from from_seq on (1: nobody knows from where), or our log was put back from a copy:
 * noted for the kiosk, which ends that epoch there and begins a new one. Again for the same epoch: the lower from_seq stays.
 * `why` is `forked` or `restored`. fork: BS_NOTFOUND: nothing is against that epoch.
 */
struct bs_fork {
    uint64_t from_seq;
    char why[16];
    int64_t found_ms; /* our wall clock */
};
enum bs_err bs_syncstate_note_fork(struct bs_syncstate *state, const char *epoch,
                                   const struct bs_fork *fork, struct bs_error *err);
enum bs_err bs_syncstate_fork(struct bs_syncstate *state, const char *epoch, struct bs_fork *out,
                              struct bs_error *err);

/*
 * How central is to be reached, as the signed bundle says it: what is in use, and what is to be tried next. A candidate takes
 * the place of what is in use once a bundle came by it (promote); until then both are kept, so that a wrong pin or address
 * locks nobody out. contact: BS_NOTFOUND: no bundle said anything. promote: BS_NOTFOUND: there is no candidate. drop: forgets
 * the candidate.
 */
#define BS_CONTACT_CA_MAX                                                                          \
    16384 /* bytes of PEM: further authorities, beside those of enrolment or configuration */
#define BS_CONTACT_PINS_MAX 512 /* "sha256//BASE64;sha256//BASE64", as curl takes it; "" for none */
enum bs_contact_slot { BS_CONTACT_NOW, BS_CONTACT_NEXT };
struct bs_contact {
    int64_t serial;   /* of the bundle that said so */
    char server[256]; /* "": that of enrolment */
    char ca[BS_CONTACT_CA_MAX + 1];
    char pins[BS_CONTACT_PINS_MAX + 1];
};
enum bs_err bs_syncstate_contact(struct bs_syncstate *state, enum bs_contact_slot slot,
                                 struct bs_contact *out, struct bs_error *err);
enum bs_err bs_syncstate_put_candidate(struct bs_syncstate *state, const struct bs_contact *contact,
                                       struct bs_error *err);
enum bs_err bs_syncstate_promote_candidate(struct bs_syncstate *state, struct bs_error *err);
enum bs_err bs_syncstate_drop_candidate(struct bs_syncstate *state, struct bs_error *err);

/* Settles an accepted receipt in one transaction: position (also backwards) and the set-aside list. */
enum bs_err bs_syncstate_settle(struct bs_syncstate *state, const struct bs_receipt *receipt,
                                int64_t wall_ms, struct bs_error *err);

/* When central made the newest receipts that came by hand, by its clock; 0: none ever did. note: only grows. */
enum bs_err bs_syncstate_note_by_hand(struct bs_syncstate *state, int64_t made_ms,
                                      struct bs_error *err);
enum bs_err bs_syncstate_by_hand(struct bs_syncstate *state, int64_t *made_ms,
                                 struct bs_error *err);

/* What came of the last question for an export on a stick, which the kiosk waits for by its id; a later one takes its place.
 * stick: BS_NOTFOUND: nothing was asked yet. */
enum bs_err bs_syncstate_set_stick(struct bs_syncstate *state,
                                   const struct bs_stick_outcome *outcome, struct bs_error *err);
enum bs_err bs_syncstate_stick(struct bs_syncstate *state, struct bs_stick_outcome *out,
                               struct bs_error *err);

/*
 * The catalogue. put switches atomically and keeps the bundle before it; BS_REFUSED: a serial below the stored one;
 * BS_LIMIT: larger than BS_BUNDLE_BYTES_MAX. The caller has checked signature and content. get appends to `bundle`;
 * BS_LIMIT: it has no room. get, meta: BS_NOTFOUND: none yet.
 */
struct bs_bundle_meta {
    int64_t serial;
    char etag[80];
    int64_t received_ms;
};
enum bs_err bs_catalogue_put(struct bs_syncstate *state, const struct bs_bundle_meta *meta,
                             struct bs_bytes bundle, struct bs_error *err);
enum bs_err bs_catalogue_get(struct bs_syncstate *state, struct bs_bundle_meta *meta,
                             struct bs_buf *bundle, struct bs_error *err);
enum bs_err bs_catalogue_meta(struct bs_syncstate *state, struct bs_bundle_meta *meta,
                              struct bs_error *err);

/* Trouble, in four classes with their own words, or none. */
enum bs_trouble {
    BS_TROUBLE_NONE,
    BS_TROUBLE_NETWORK,
    BS_TROUBLE_TLS,
    BS_TROUBLE_AUTH,
    BS_TROUBLE_SERVER
};
const char *
bs_trouble_name(enum bs_trouble trouble); /* "none", "network", "tls", "authorisation", "server" */

struct bs_sync_status {
    enum bs_trouble trouble;
    char sentence[BS_ERROR_TEXT]; /* for a person; "" when there is no trouble */
    int64_t trouble_since_ms;     /* 0 when there is none */
    int64_t last_receipt_ms;      /* 0: never */
    int64_t last_try_ms;
    int64_t clock_offset_ms; /* server's clock minus ours at the last receipt */
    int64_t
        server_ms; /* the highest server_time of all receipts: it is not earlier than this now. 0: none */
};
enum bs_err bs_syncstate_set_status(struct bs_syncstate *state, const struct bs_sync_status *status,
                                    struct bs_error *err);
/*
 * For an enrolment, which told central's clock: whatever was told before is not later than this. Else a central whose clock was
 * ahead once would have us refuse good certificates, and receipts by hand, until that day.
 */
enum bs_err bs_syncstate_not_later(struct bs_syncstate *state, int64_t server_ms,
                                   struct bs_error *err);
/* All zero when nothing was set yet. */
enum bs_err bs_syncstate_status(struct bs_syncstate *state, struct bs_sync_status *out,
                                struct bs_error *err);

#endif
