/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_COMMENTS_H
#define STORAGE_COMMENTS_H

/*
 * Residents' words as connectors released them, what was decided about them, and what connectors note. Words of which a release
 * does not count are shown to nobody: no function here gives them out. Of what several logs and staff came to, the strictest
 * counts (bs_decision_stricter). The rest of storage.h holds here too.
 */

#include <buurtstem/review.h>

#include "storage.h"

struct storage_comment {
    int64_t row;
    struct bs_comment comment;
    bool is_ours; /* staff masked more in it */
};
struct storage_comment_filter {
    const char *tenant, *programme;
    const char *place, *lang; /* NULL: all */
    bool trials;              /* only what was left on trial; else only what counts */
};
/* Behind which row to go on: of a comment its day and row, of a note too. */
struct storage_row_at {
    struct bs_date day;
    int64_t row;
};
/* The newest day first, from behind `behind` (NULL: from the newest). However far it is, it costs the same. */
typedef bool storage_comment_visit(void *self, const struct storage_comment *comment);
enum bs_err storage_comments(struct storage *storage, const struct storage_comment_filter *filter,
                             const struct storage_row_at *behind, storage_comment_visit *visit,
                             void *self, struct bs_error *err);
/* One that is shown. BS_NOTFOUND. */
enum bs_err storage_comment(struct storage *storage, const char *tenant, const char *id,
                            struct storage_comment *out, struct bs_error *err);
/* How many are shown, by place and language, which are borrowed; what the filter says of those is not looked at. */
typedef bool storage_comment_count_visit(void *self, const char *place, const char *lang,
                                         int64_t count);
enum bs_err storage_comment_counts(struct storage *storage,
                                   const struct storage_comment_filter *filter,
                                   storage_comment_count_visit *visit, void *self,
                                   struct bs_error *err);

/* How many are shown of each programme that has some, trials apart; the id is borrowed. */
typedef bool storage_comment_sum_visit(void *self, const char *programme, int64_t count);
enum bs_err storage_comment_sums(struct storage *storage, const char *tenant,
                                 storage_comment_sum_visit *visit, void *self,
                                 struct bs_error *err);

/* All that was decided about one, of staff first, then log by log in its order; without a word of it. */
struct storage_ruling {
    const char *kiosk;           /* "": decided by staff here; borrowed */
    const char *who;             /* a pseudonym, a staff member's name, "": nobody; borrowed */
    struct bs_decision decision; /* ruling, mask_count, reason and to */
    int64_t made_ms;
};
typedef bool storage_ruling_visit(void *self, const struct storage_ruling *ruling);
enum bs_err storage_rulings(struct storage *storage, const char *tenant, const char *id,
                            storage_ruling_visit *visit, void *self, struct bs_error *err);

/*
 * Staff mask more, or hide it. What is masked or hidden is destroyed: in the row, in every record that holds it (its body is
 * erased, the chain stays whole), beside the log, in quarantine and in the write-ahead log; a backup made from then on has none
 * of it. What comes later with the same id is erased as it comes.
 *
 * mask: `masked` has the new text, with its masks; `seen` is the text that the staff member saw. BS_REFUSED: it is another by
 * now, or not more is masked. hide: for good. Both: BS_NOTFOUND: no such comment is shown. BS_LIMIT: more than BS_MASKS_MAX.
 */
struct storage_masked {
    size_t mask_count;
    enum bs_mask masks[BS_MASKS_MAX];
    char text[BS_REVIEW_TEXT];
};
enum bs_err storage_mask_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, const char *seen,
                                 const struct storage_masked *masked, int64_t now_ms,
                                 struct bs_error *err);
enum bs_err storage_hide_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, enum bs_hide_reason reason, int64_t now_ms,
                                 struct bs_error *err);

/* --- notes --- */

struct storage_note {
    int64_t row;
    struct bs_note note; /* has_consent is true of a treasure */
};
struct storage_note_filter {
    const char *tenant;
    const char *place;     /* NULL: all */
    const char *programme; /* NULL: all; else those about it, and those about none */
    bool has_kind;         /* else every kind */
    enum bs_note_kind kind;
    struct bs_date from, to; /* of the day that it is about, inclusive; zero years: open */
};
/* The newest day first, as comments. */
typedef bool storage_note_visit(void *self, const struct storage_note *note);
enum bs_err storage_notes(struct storage *storage, const struct storage_note_filter *filter,
                          const struct storage_row_at *behind, storage_note_visit *visit,
                          void *self, struct bs_error *err);

#endif
