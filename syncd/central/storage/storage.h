/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_H
#define STORAGE_H

/*
 * What central keeps, behind one interface. Every row carries its tenant and every question names one, so that several
 * municipalities share one central with their data strictly apart. Functions block on the database; they are called
 * from the server's request threads or from a command-line verb that holds the lock. A visitor may ask storage other
 * questions while it looks at a row, but not the one that it is answering.
 *
 * Errors of all of them: BS_LATER busy or full, try again; BS_BROKEN the database failed, stop answering; others as
 * named at each.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/bundle.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/submission.h>
#include <buurtstem/wire.h>

struct storage;

/* Opens `path`, makes or migrates it, takes PATH.lock. BS_REFUSED: newer version, or another process has it. */
enum bs_err storage_open_sqlite(const char *path, struct storage **out, struct bs_error *err);
void storage_close(struct storage *storage);
/* Whether that file could be opened: reads only, takes no lock. BS_NOTFOUND: there is none yet. */
enum bs_err storage_check_sqlite(const char *path, struct bs_error *err);
/* Whether the database answers. BS_BROKEN also from the first commit on that could not be made durable: open it anew. */
enum bs_err storage_ping(struct storage *storage, struct bs_error *err);

/* What this handle did since it was opened, for /metrics. */
struct storage_counters {
    uint64_t stored, repeated, set_aside; /* records */
};
void storage_counters(struct storage *storage, struct storage_counters *out);

/* --- tenants, places, programmes --- */
struct storage_place {
    char tenant[8], id[BS_SLUG_TEXT];
    char json[BS_PLACE_BYTES_MAX + 1]; /* as published */
};
enum bs_err storage_put_tenant(struct storage *storage, const char *tenant, const char *name,
                               struct bs_error *err);
enum bs_err storage_tenant_name(struct storage *storage, const char *tenant, char out[128],
                                struct bs_error *err);
enum bs_err storage_put_place(struct storage *storage, const struct storage_place *place,
                              struct bs_error *err);
enum bs_err storage_place(struct storage *storage, const char *tenant, const char *id,
                          struct storage_place *out, struct bs_error *err);
typedef bool storage_place_visit(void *self, const struct storage_place *place);
/* In order of their names. */
enum bs_err storage_places(struct storage *storage, const char *tenant, storage_place_visit *visit,
                           void *self, struct bs_error *err);

/* Versions are immutable: the same (tenant, id, version) with other bytes is BS_REFUSED, with the same bytes BS_OK. BS_REFUSED
 * too: a code that is not its own, a version that cannot be counted with those that are there (bs_programme_keeps). */
enum bs_err storage_put_programme(struct storage *storage, const char *tenant, const char *id,
                                  int version, const char *code, struct bs_date published,
                                  struct bs_bytes json, struct bs_error *err);
struct storage_programme {
    char tenant[8], id[BS_SLUG_TEXT];
    int version;
    struct bs_date published; /* of its first version: what is promised counts from that day */
    struct bs_bytes json;     /* valid during the visit only */
};
/* Newest version of each programme of a tenant, in order of publication. The visitor returns false to stop. */
typedef bool storage_programme_visit(void *self, const struct storage_programme *programme);
enum bs_err storage_programmes(struct storage *storage, const char *tenant,
                               storage_programme_visit *visit, void *self, struct bs_error *err);
/* One version; version 0: the newest. BS_NOTFOUND. */
enum bs_err storage_programme(struct storage *storage, const char *tenant, const char *id,
                              int version, storage_programme_visit *visit, void *self,
                              struct bs_error *err);
/* The newest version of the programme with that code (five characters), of whatever tenant. BS_NOTFOUND. */
enum bs_err storage_programme_of_code(struct storage *storage, const char *code,
                                      storage_programme_visit *visit, void *self,
                                      struct bs_error *err);

/*
 * Outcomes: the answers that are owed. Versions are immutable as those of programmes are: the same version with other
 * bytes is BS_REFUSED, with the same bytes BS_OK. BS_NOTFOUND: no such programme of this tenant.
 */
struct storage_outcome {
    char tenant[8], programme[BS_SLUG_TEXT];
    int version;
    struct bs_date published; /* of its first version: the answer was given on that day */
    struct bs_bytes json;     /* valid during the visit only */
};
typedef bool storage_outcome_visit(void *self, const struct storage_outcome *outcome);
enum bs_err storage_put_outcome(struct storage *storage, const char *tenant, const char *programme,
                                int version, struct bs_date published, struct bs_bytes json,
                                struct bs_error *err);
/* The newest version. BS_NOTFOUND: the answer is still owed. */
enum bs_err storage_outcome(struct storage *storage, const char *tenant, const char *programme,
                            storage_outcome_visit *visit, void *self, struct bs_error *err);

/* --- kiosks and enrolment --- */
enum storage_kiosk_state { STORAGE_KIOSK_TRIAL, STORAGE_KIOSK_IN_USE, STORAGE_KIOSK_REVOKED };
struct storage_kiosk {
    char id[BS_KIOSK_ID_TEXT], tenant[8], place[BS_SLUG_TEXT];
    char languages[64]; /* "nl en": offered there, the first is the default */
    enum storage_kiosk_state state;
    bool is_enrolled;
    int64_t code_until_ms;                /* of a code that nobody used; 0: there is none */
    int64_t last_seen_ms, bundle_serial;  /* 0: never; of the last bundle that was made for it */
    char bundle_hash[BS_HASH_TEXT];       /* of its content without serial and issue time */
    char bundle_key[BS_HASH_TEXT];        /* of what it was made of; "" if that is not known */
    int64_t generation, token_generation; /* of the token it is to use (0: enrolment's); in use */
};
/* A kiosk and a one-time code for it, kept as a hash until `expires_ms`. Again for the same kiosk: a new code, and the one
 * before is worthless. BS_REFUSED: the id belongs to another tenant. */
enum bs_err storage_invite_kiosk(struct storage *storage, const struct storage_kiosk *kiosk,
                                 const char *code_hash, int64_t expires_ms, struct bs_error *err);
/* Uses a code once. The same code with the same token hash again gives the same kiosk until it expires, so that a lost
 * answer does no harm; any token before it stops working. BS_NOTFOUND: wrong, used by another, or too old. */
enum bs_err storage_enrol(struct storage *storage, const char *code_hash, const char *token_hash,
                          int64_t now_ms, struct storage_kiosk *out, struct bs_error *err);
enum bs_err storage_kiosk(struct storage *storage, const char *id, struct storage_kiosk *out,
                          struct bs_error *err);
enum bs_err storage_kiosk_by_token(struct storage *storage, const char *token_hash,
                                   struct storage_kiosk *out, struct bs_error *err);
enum bs_err storage_set_kiosk_state(struct storage *storage, const char *id,
                                    enum storage_kiosk_state state, struct bs_error *err);
/* In the order of their tenants and ids; tenant NULL: of all. */
typedef bool storage_kiosk_visit(void *self, const struct storage_kiosk *kiosk);
enum bs_err storage_kiosks(struct storage *storage, const char *tenant, storage_kiosk_visit *visit,
                           void *self, struct bs_error *err);
/* It was here just now. */
enum bs_err storage_kiosk_seen(struct storage *storage, const char *id, int64_t now_ms,
                               struct bs_error *err);

/* The last heartbeat. put: it was here just then, too; BS_NOTFOUND: no such kiosk. get: BS_NOTFOUND: none came yet. */
enum bs_err storage_put_heartbeat(struct storage *storage, const char *kiosk,
                                  const struct bs_heartbeat *heartbeat, int64_t received_ms,
                                  struct bs_error *err);
enum bs_err storage_heartbeat(struct storage *storage, const char *kiosk, struct bs_heartbeat *out,
                              int64_t *received_ms, struct bs_error *err);

/* --- the log --- */
/*
 * Stores a decoded and proven batch in one transaction and tells the position. Twice is once: uniqueness of (kiosk, epoch,
 * seq) and (tenant, id) is in the database. A body that is not understood is stored and set aside; so is a correction until
 * its submission is here and counts. Same id and digest under another epoch is stored as same_as and never counted. Returns
 * BS_OK with the receipt's fields filled (but server_time); BS_REFUSED with *problem filled: fork, gap or bad chain — the
 * lines of a fork or of another chain are kept beside the log. Revoked kiosks: with `quarantine` the lines are kept for
 * staff, outside the log, and *receipt is untouched; BS_LIMIT: there are STORAGE_QUARANTINE_BYTES of this kiosk already, and
 * nothing was kept.
 */
#define STORAGE_QUARANTINE_BYTES (16 * 1024 * 1024)
enum bs_err storage_accept_batch(struct storage *storage, const struct storage_kiosk *kiosk,
                                 const struct bs_batch *batch, int64_t now_ms, bool quarantine,
                                 struct bs_receipt *receipt, struct bs_problem *problem,
                                 struct bs_error *err);

/* Stored lines in order, as they arrived. Reads a snapshot on a connection of its own, so that a slow visitor holds
 * nobody up; the same goes for storage_verify. */
struct storage_line {
    char epoch[BS_EPOCH_TEXT];
    uint64_t seq;
    struct bs_bytes line;
    const char *hash; /* the chain after it, as stored */
    bool set_aside;
};
typedef bool storage_line_visit(void *self, const struct storage_line *line);
enum bs_err storage_lines(struct storage *storage, const char *kiosk, storage_line_visit *visit,
                          void *self, struct bs_error *err);

struct storage_completeness {
    char epoch[BS_EPOCH_TEXT];
    uint64_t complete_to;
    char hash[BS_HASH_TEXT];
    uint64_t forks, set_aside;
    int64_t last_received_ms;
};
typedef bool storage_completeness_visit(void *self, const struct storage_completeness *row);
enum bs_err storage_completeness(struct storage *storage, const char *kiosk,
                                 storage_completeness_visit *visit, void *self,
                                 struct bs_error *err);

/*
 * Recomputes every chain from the stored lines, every digest whose body is there, and compares heads, positions and the
 * interpreted answers' source lines. Each finding is one sentence naming kiosk, epoch and seq. BS_OK: none; BS_BROKEN: at
 * least one.
 */
typedef void storage_finding(void *self, const char *sentence);
enum bs_err storage_verify(struct storage *storage, storage_finding *found, void *self,
                           struct bs_error *err);

/* --- results --- */
/* Counts are kept in tallies as batches arrive, so a page costs the same at a thousand and at a million submissions. */
struct storage_filter {
    const char *tenant, *programme;
    const char *place;   /* NULL: all */
    const char *lang;    /* NULL: all */
    const char *channel; /* bs_channel_name; NULL: all */
    bool trials;         /* true: only what came from kiosks on trial; false: only what counts */
    bool without_bursts; /* leave out what came in a row of quick visits */
    struct bs_date from, to; /* inclusive, Europe/Amsterdam; zero years: open */
};
struct storage_totals {
    int64_t submissions, partial, bursts; /* bursts: of the submissions, in rows of quick visits */
    struct bs_date first, last; /* days of the first and last submission; zero years: none */
};
struct storage_count {
    const char *question, *value; /* value "" with dont_know; both borrowed during the visit */
    bool dont_know;
    int rank; /* 0: in all, of points how many; else in that place of a top, in that round of a pair */
    const char *place, *lang, *channel, *day; /* "" when summed over; day as 2026-11-22 */
    int64_t count, answered; /* answered: how many visits answered this question at all */
};
enum storage_by {
    STORAGE_BY_NOTHING,
    STORAGE_BY_PLACE,
    STORAGE_BY_LANGUAGE,
    STORAGE_BY_CHANNEL,
    STORAGE_BY_DAY /* in the order of days */
};
typedef bool storage_count_visit(void *self, const struct storage_count *row);
enum bs_err storage_totals(struct storage *storage, const struct storage_filter *filter,
                           struct storage_totals *out, struct bs_error *err);
/* Each visit counts once, by the last correction of the same kiosk, programme and version: in the order in which epochs first
 * came in, then of seq. Day, place, channel, trial and burst are the submission's, the language is the correction's. */
enum bs_err storage_counts(struct storage *storage, const struct storage_filter *filter,
                           enum storage_by by, storage_count_visit *visit, void *self,
                           struct bs_error *err);

/* --- staff --- */
struct storage_staff {
    char name[65], tenant[8];
    char password_hash[BS_PASSWORD_HASH];
};
enum bs_err storage_put_staff(struct storage *storage, const struct storage_staff *staff,
                              struct bs_error *err);
enum bs_err storage_staff(struct storage *storage, const char *name, struct storage_staff *out,
                          struct bs_error *err);
/* Sessions are kept by the hash of their cookie; idle and absolute ends are checked by the caller. */
struct storage_session {
    char staff[65], tenant[8], form_token[65];
    int64_t made_ms, used_ms;
};
enum bs_err storage_put_session(struct storage *storage, const char *cookie_hash,
                                const struct storage_session *session, struct bs_error *err);
enum bs_err storage_session(struct storage *storage, const char *cookie_hash,
                            struct storage_session *out, struct bs_error *err);
enum bs_err storage_touch_session(struct storage *storage, const char *cookie_hash, int64_t used_ms,
                                  struct bs_error *err);
enum bs_err storage_end_session(struct storage *storage, const char *cookie_hash,
                                struct bs_error *err);

/* --- secrets of this central that must be stable: the Ed25519 key that signs bundles --- */
enum bs_err storage_signing_key(struct storage *storage, uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                                uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_error *err);

#endif
