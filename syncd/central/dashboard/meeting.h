/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MEETING_H
#define MEETING_H

/*
 * What stands on the sheet of paper for a neighbourhood meeting: the figures of the results page for one programme and place,
 * words that residents wrote and a staff member chose, what explains the numbers, and what is owed. Gathered here; the rest of
 * meeting_*.c writes it.
 */

#include "kiosk_health.h"
#include "meeting_missing.h"
#include "place_names.h"
#include "promise_card.h"
#include "request.h"
#include "results.h"
#include "results_notes.h"
#include "storage_comments.h"

#define MEETING_QUOTES_MAX 3
#define MEETING_BOXES                                                                              \
    10 /* of words to choose from: with the rest of the form fewer than a request may ask */
#define MEETING_CHANNELS 3 /* as enum bs_channel */
#define MEETING_NOTES    6 /* the newest that stand on paper */

struct meeting_asked {
    struct results_request results; /* a place and a period; never a language, channel or trials */
    size_t id_count;
    const char
        *ids[MEETING_QUOTES_MAX]; /* of words to quote, each once; borrowed from the request */
    bool is_over;                 /* more were asked for */
    bool goes_on;                 /* words to choose from: those behind */
    struct storage_row_at behind;
};

struct meeting {
    bool is_one_place;          /* else of all places */
    struct results results;     /* owned */
    struct results_notes notes; /* owned */
    struct place_names names;   /* owned */
    struct kiosk_fleet fleet;
    struct promise_due due;
    struct bs_date today, first, last;  /* the period; zero years: nothing is there */
    int64_t channels[MEETING_CHANNELS]; /* how often it was filled in each way */
    struct meeting_missing missing;
    int64_t released; /* words that may be quoted, of that place, whatever the period */
    bool is_lost;     /* words that were asked for cannot be quoted */
    size_t quote_count, box_count;
    struct storage_comment quotes[MEETING_QUOTES_MAX];
    struct storage_comment boxes[MEETING_BOXES]; /* those that are quoted, then the newest */
    bool has_more; /* boxes: there are older ones, behind `last_box` */
    struct storage_row_at last_box;
};

/* Reads plek, van, tot, reeksen, citaat (up to MEETING_QUOTES_MAX of them) and na. False as results_filter_read. */
bool meeting_read(const struct request *request, struct meeting_asked *out, const char **problem);

/*
 * Words are quoted as they are now, if they may be read by staff (storage_comment), are of the programme, place and period, and
 * count; others are passed over and *is_lost says so. BS_NOTFOUND: no such programme of this tenant. BS_LATER, BS_BROKEN from
 * storage. *out is for meeting_finish.
 */
enum bs_err meeting_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct meeting_asked *asked, int64_t now_ms, struct meeting *out,
                           struct bs_error *err);
void meeting_finish(struct meeting *meeting); /* a zeroed one is fine */

/* Whether shares stand on paper: as on the results page, and never of fewer than RESULTS_SMALL. Pure. */
bool meeting_shows(const struct results_question *question);

/*
 * How it is laid out, so that it fits on one side and fills it: in large letters where there is little; with the questions in two
 * columns where there is much, and in smaller letters where that is not enough. What needs a second side anyway is roomy. By the
 * lines that all of it takes, which are guessed from how much there is. Pure.
 */
enum meeting_layout { MEETING_LARGE, MEETING_ROOMY, MEETING_DENSE, MEETING_TIGHT };
enum meeting_layout meeting_layout(const struct meeting *meeting);
/* Whether what is missing stands in the room that an odd number of questions leaves in two columns. Pure. */
bool meeting_fills_room(const struct meeting *meeting, enum meeting_layout layout);
/* Whether the promise has the whole width: it has much to say, or stands alone. Pure. */
bool meeting_promise_is_wide(const struct meeting *meeting, enum meeting_layout layout);

#endif
