/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_PROOF_H
#define STORAGE_PROOF_H

/* What staff can see of how complete a kiosk's log is, beside the positions of storage.h. Errors as there. */

#include "storage.h"

/*
 * What was set aside and why, for staff; records in the order of epoch and seq. `why` is decided when the body is read, and
 * again whenever it may have become understandable.
 */
enum storage_aside {
    STORAGE_ASIDE_UNSAID,    /* by an older version */
    STORAGE_ASIDE_KIND,      /* a kind that is not known here */
    STORAGE_ASIDE_BODY,      /* the body is not of the form of its kind */
    STORAGE_ASIDE_PROGRAMME, /* names a programme or version that is not here, or does not fit it */
    STORAGE_ASIDE_WAITS,     /* a correction whose submission is not here */
    STORAGE_ASIDE_ID,        /* its id is another record's */
    STORAGE_ASIDE_PLACE,     /* says a place that is not the tenant's */
    STORAGE_ASIDE_TOO_MANY, /* words, or a decision, of a comment that has REVIEW_ROWS_MAX of them */
    STORAGE_ASIDE_REASONS
};
typedef bool storage_aside_visit(void *self, const struct storage_line *line,
                                 enum storage_aside why);
enum bs_err storage_set_aside(struct storage *storage, const char *kiosk,
                              storage_aside_visit *visit, void *self, struct bs_error *err);

/* Two records under one number: where, what each says of its body, and when the second one came. The newest first. */
struct storage_fork {
    char epoch[BS_EPOCH_TEXT];
    uint64_t seq;
    char ours[BS_HASH_TEXT];   /* "" where none was held: the chains differ before it */
    char theirs[BS_HASH_TEXT]; /* digests */
    int64_t received_ms;
};
typedef bool storage_fork_visit(void *self, const struct storage_fork *fork);
enum bs_err storage_forks(struct storage *storage, const char *kiosk, storage_fork_visit *visit,
                          void *self, struct bs_error *err);

/*
 * What a revoked kiosk sent, as it lies in quarantine, in the order of epoch and seq; `set_aside` says nothing here. On a connection
 * of its own, as storage_lines.
 */
enum bs_err storage_quarantine_lines(struct storage *storage, const char *kiosk,
                                     storage_line_visit *visit, void *self, struct bs_error *err);
/*
 * Somebody looked at it and finds that it counts: every line that goes on where the log ends, or where an epoch begins, is
 * taken into the log as if it came in just now, and leaves quarantine. `left`: what stays there, since it does not fit what
 * is here. Again after it was ended half-way: nothing is taken twice.
 * A few dozen lines at a time, and requests are answered in between.
 */
enum bs_err storage_accept_quarantine(struct storage *storage, const char *kiosk, int64_t now_ms,
                                      uint64_t *accepted, uint64_t *left, struct bs_error *err);
/*
 * Somebody looked at it and finds that it is not a resident's: what lies in quarantine is deleted. `count` is how many lines
 * that person saw: BS_REFUSED, and nothing is deleted, if other than so many lie there now.
 */
enum bs_err storage_drop_quarantine(struct storage *storage, const char *kiosk, uint64_t count,
                                    struct bs_error *err);

#endif
