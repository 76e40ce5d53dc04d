/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The figures come from results_gather, so that paper and page cannot differ. */

#include "meeting.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "browse.h"
#include "fleet.h"
#include "results_filter.h"

/* --- what is asked for --- */

static void read_ids(const struct request *request, struct meeting_asked *out)
{
    for (size_t i = 0; i < request->query_count; i++) {
        const char *id = request->query[i].value;
        bool is_new = strcmp(request->query[i].name, "citaat") == 0 && id[0] != '\0';
        for (size_t k = 0; k < out->id_count; k++) {
            is_new = is_new && strcmp(out->ids[k], id) != 0;
        }
        if (is_new && out->id_count < MEETING_QUOTES_MAX) {
            out->ids[out->id_count++] = id;
        } else if (is_new) {
            out->is_over = true;
        }
    }
}

bool meeting_read(const struct request *request, struct meeting_asked *out, const char **problem)
{
    const char *behind = request_query(request, "na");
    struct meeting_asked asked = {.goes_on = false};
    bool is_right = results_filter_read(request, &asked.results, problem);
    asked.results.lang[0] = asked.results.channel[0] = '\0';
    asked.results.trials = false;
    asked.goes_on = behind != NULL && browse_read_cursor(behind, &asked.behind);
    read_ids(request, &asked);
    *out = asked;
    return is_right;
}

/* --- words --- */

static bool is_within(const struct results_request *request, struct bs_date day)
{
    return (request->from.year == 0 || bs_date_compare(request->from, day) <= 0) &&
           (request->to.year == 0 || bs_date_compare(day, request->to) <= 0);
}

static bool fits(const struct bs_comment *comment, const char *programme,
                 const struct results_request *request)
{
    return strcmp(comment->at.programme, programme) == 0 && !comment->at.is_trial &&
           (request->place[0] == '\0' || strcmp(comment->at.place, request->place) == 0) &&
           is_within(request, comment->written);
}

static enum bs_err gather_quotes(struct storage *storage, const char *tenant,
                                 const struct meeting_asked *asked, struct meeting *meeting,
                                 struct bs_error *err)
{
    for (size_t i = 0; i < asked->id_count; i++) {
        struct storage_comment *quote = &meeting->quotes[meeting->quote_count];
        enum bs_err rc = storage_comment(storage, tenant, asked->ids[i], quote, err);
        if (rc != BS_OK && rc != BS_NOTFOUND) {
            return rc;
        }
        if (rc == BS_OK && fits(&quote->comment, meeting->results.programme->id, &asked->results)) {
            meeting->boxes[meeting->box_count++] = *quote;
            meeting->quote_count++;
        } else {
            meeting->is_lost = true;
        }
    }
    return BS_OK;
}

struct boxing {
    struct meeting *meeting;
    const struct results_request *request;
};

static bool is_quoted(const struct meeting *meeting, const struct storage_comment *comment)
{
    for (size_t i = 0; i < meeting->quote_count; i++) {
        if (meeting->quotes[i].row == comment->row) {
            return true;
        }
    }
    return false;
}

/* The newest first, so what comes before the period ends it. */
static bool take_box(void *self, const struct storage_comment *comment)
{
    struct boxing *boxing = self;
    struct meeting *meeting = boxing->meeting;
    const struct bs_date day = comment->comment.written;
    if (boxing->request->from.year != 0 && bs_date_compare(day, boxing->request->from) < 0) {
        return false;
    }
    if (!is_within(boxing->request, day) || is_quoted(meeting, comment)) {
        return true;
    }
    if (meeting->box_count == MEETING_BOXES) {
        meeting->has_more = true;
        return false;
    }
    meeting->boxes[meeting->box_count++] = *comment;
    meeting->last_box = (struct storage_row_at){day, comment->row};
    return true;
}

static bool add_released(void *self, const char *place, const char *lang, int64_t count)
{
    struct boxing *boxing = self;
    (void)lang;
    if (boxing->request->place[0] == '\0' || strcmp(boxing->request->place, place) == 0) {
        boxing->meeting->released += count;
    }
    return true;
}

static enum bs_err gather_boxes(struct storage *storage, const char *tenant,
                                const struct meeting_asked *asked, struct meeting *meeting,
                                struct bs_error *err)
{
    const struct storage_comment_filter filter = {
        .tenant = tenant,
        .programme = meeting->results.programme->id,
        .place = asked->results.place[0] == '\0' ? NULL : asked->results.place};
    const struct storage_row_at last = {asked->results.to, INT64_MAX};
    const struct storage_row_at *behind = asked->goes_on                ? &asked->behind
                                          : asked->results.to.year != 0 ? &last
                                                                        : NULL;
    struct boxing boxing = {meeting, &asked->results};
    enum bs_err rc = storage_comment_counts(storage, &filter, add_released, &boxing, err);
    return rc == BS_OK ? storage_comments(storage, &filter, behind, take_box, &boxing, err) : rc;
}

/* --- figures --- */

static enum bs_err gather_channels(struct storage *storage, const char *tenant,
                                   const struct results_request *request, struct meeting *meeting,
                                   struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (int i = 0; i < MEETING_CHANNELS && rc == BS_OK; i++) {
        const struct storage_filter filter = {.tenant = tenant,
                                              .programme = meeting->results.programme->id,
                                              .place =
                                                  request->place[0] == '\0' ? NULL : request->place,
                                              .channel = bs_channel_name((enum bs_channel)i),
                                              .without_bursts = request->without_bursts,
                                              .from = request->from,
                                              .to = request->to};
        struct storage_totals totals = {.submissions = 0};
        rc = storage_totals(storage, &filter, &totals, err);
        meeting->channels[i] = totals.submissions;
    }
    return rc;
}

static enum bs_err gather_fleet(struct storage *storage, const char *tenant, int64_t now_ms,
                                struct meeting *meeting, struct bs_error *err)
{
    struct fleet fleet = {.count = 0};
    enum bs_err rc = fleet_gather(storage, tenant, now_ms, &fleet, err);
    if (rc == BS_OK) {
        meeting->fleet = fleet.sum;
        fleet_finish(&fleet);
    }
    return rc;
}

/* As it was asked for; where it was left open, from the first to the last answer. */
static void settle_period(const struct results_request *request, int64_t now_ms,
                          struct meeting *meeting)
{
    const struct results *results = &meeting->results;
    meeting->today = bs_date_in_amsterdam(now_ms);
    meeting->first = request->from.year != 0 ? request->from : results->totals.first;
    meeting->last = request->to.year != 0 ? request->to : results->totals.last;
    meeting->due = promise_due(results->programme, results->published, results->answer.published,
                               meeting->today);
}

enum bs_err meeting_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct meeting_asked *asked, int64_t now_ms, struct meeting *out,
                           struct bs_error *err)
{
    const struct results_request *request = &asked->results;
    enum bs_err rc = results_gather(storage, tenant, programme, request, &out->results, err);
    if (rc != BS_OK) {
        return rc;
    }
    out->is_one_place = request->place[0] != '\0';
    settle_period(request, now_ms, out);
    rc = gather_channels(storage, tenant, request, out, err);
    if (rc == BS_OK) {
        rc = place_names_read(storage, tenant, &out->names, err);
    }
    if (rc == BS_OK) {
        /* Until today, as a note may be of a day without an answer. */
        rc = results_notes_gather(storage, tenant, programme, request, out->first,
                                  request->to.year != 0 ? request->to : out->today, &out->notes,
                                  err);
    }
    if (rc == BS_OK) {
        rc = gather_fleet(storage, tenant, now_ms, out, err);
    }
    if (rc == BS_OK) {
        rc = gather_quotes(storage, tenant, asked, out, err);
    }
    if (rc == BS_OK) {
        rc = gather_boxes(storage, tenant, asked, out, err);
    }
    meeting_missing_gather(&out->results, &out->fleet, &out->names, out->is_one_place,
                           &out->missing);
    return rc;
}

void meeting_finish(struct meeting *meeting)
{
    place_names_finish(&meeting->names);
    results_notes_finish(&meeting->notes);
    results_finish(&meeting->results);
    bs_wipe(meeting->quotes, sizeof meeting->quotes);
    bs_wipe(meeting->boxes, sizeof meeting->boxes);
}

/* --- decisions --- */

bool meeting_shows(const struct results_question *question)
{
    return !question->all.is_hidden && results_said(&question->all) >= RESULTS_SMALL;
}

/* Tenths of a line of paper.css on A4, measured in a browser: what there is, what a thing takes; and signs on a line, of the whole
 * width, of half of it, and of the columns in there. */
enum {
    LINE = 10,
    LINES = 588,
    LINES_IN_LARGE = 470,
    LINES_IN_TIGHT = 660,
    FIXED = 154, /* head, sums, foot, room between */
    PROMISE = 32,
    ITEM = 3,
    HEADING = 22,
    QUESTION = 24,
    QUESTION_IN_TWO = 28,
    WAYS = 8,
    REMARK = 9,
    ROW = 11,
    ROW_OF_FACE = 12,
    SIGNS_WHOLE = 92,
    SIGNS_HALF = 50,
    SIGNS_PROMISE = 44,
    SIGNS_LABEL = 34,
    SIGNS_THIRD = 30,
    SIGNS_SHORT = 20,
    SIGNS_MASK = 12,
    SIGNS_DAY = 8
};

static size_t lines(size_t long_as, size_t signs)
{
    return (long_as / signs + 1) * LINE;
}

static size_t lines_in(const struct bs_text *text, size_t signs)
{
    return text->count == 0 ? 0 : lines(bs_utf8_length(bs_text_in(text, "nl", NULL)), signs);
}

/* What stands in it by name, in their order; the names of outcomes are there or not. */
enum { ITEMS_MAX = 6 };
static size_t list_items(const struct results *results, size_t items[ITEMS_MAX])
{
    const struct bs_programme *programme = results->programme;
    const struct bs_outcome *outcome = results->answer.outcome;
    size_t count = 0;
    items[count++] = lines(bs_utf8_length(programme->owner), SIGNS_LABEL);
    items[count++] = LINE * (1 + (outcome != NULL) + programme->answer_due.is_example);
    if (outcome != NULL) {
        items[count++] = lines_in(&outcome->heard, SIGNS_LABEL);
        items[count++] = lines_in(&outcome->will, SIGNS_LABEL);
        if (outcome->wont.count > 0) {
            items[count++] = lines_in(&outcome->wont, SIGNS_LABEL);
        }
    }
    items[count++] =
        lines_in(&programme->contact, SIGNS_LABEL) + (programme->contact_is_example ? LINE : 0);
    return count;
}

/* `beside`: how many items stand beside each other. */
static size_t lines_of_promise(const struct results *results, size_t signs, size_t beside)
{
    const struct bs_programme *programme = results->programme;
    size_t items[ITEMS_MAX];
    size_t count = list_items(results, items);
    size_t sum = PROMISE + lines(bs_utf8_length(bs_text_in(&programme->open, "nl", NULL)) +
                                     bs_utf8_length(bs_text_in(&programme->decides, "nl", NULL)),
                                 signs);
    for (size_t i = 0; i < count; i += beside) {
        size_t most = items[i];
        most = beside > 1 && i + 1 < count && items[i + 1] > most ? items[i + 1] : most;
        sum += most + ITEM;
    }
    return sum;
}

static size_t lines_of_missing(const struct meeting_missing *missing, size_t beside)
{
    size_t sum = HEADING;
    for (size_t i = 0; i < missing->count; i += beside) {
        size_t one = lines(bs_utf8_length(missing->in[i]), SIGNS_HALF);
        size_t other = beside > 1 && i + 1 < missing->count
                           ? lines(bs_utf8_length(missing->in[i + 1]), SIGNS_HALF)
                           : 0;
        sum += one > other ? one : other;
    }
    return sum;
}

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

/* Promise and what is missing beside each other, or below each other with the whole width, or the promise alone. */
static size_t lines_of_both(const struct meeting *meeting, enum meeting_layout layout)
{
    if (!meeting_promise_is_wide(meeting, layout)) {
        return larger(lines_of_promise(&meeting->results, SIGNS_PROMISE, 1),
                      lines_of_missing(&meeting->missing, 1));
    }
    return lines_of_promise(&meeting->results, SIGNS_WHOLE, 2) +
           (meeting_fills_room(meeting, layout) ? 0 : lines_of_missing(&meeting->missing, 2));
}

/* Words stand beside each other: the longest counts. Their lines are a tenth higher. */
static size_t lines_of_quotes(const struct meeting *meeting)
{
    const size_t count = meeting->quote_count;
    const size_t signs = count <= 1 ? SIGNS_WHOLE : count == 2 ? SIGNS_HALF : SIGNS_THIRD;
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        const struct bs_comment *said = &meeting->quotes[i].comment;
        size_t sum = lines(bs_utf8_length(said->text) + said->mask_count * SIGNS_MASK, signs);
        most = sum > most ? sum : most;
    }
    return count == 0 ? 0 : HEADING + most * 11 / 10 + LINE;
}

/* They stand two by two. */
static size_t lines_of_notes(const struct meeting *meeting)
{
    const struct results_notes *notes = &meeting->notes;
    size_t sum = notes->count == 0 ? 0 : HEADING;
    size_t first = notes->count > MEETING_NOTES ? notes->count - MEETING_NOTES : 0;
    for (size_t i = first; i < notes->count; i += 2) {
        size_t most = 0;
        for (size_t k = i; k < i + 2 && k < notes->count; k++) {
            const struct results_note *note = &notes->in[k];
            size_t one = lines(bs_utf8_length(note->note.text) + SIGNS_DAY +
                                   (meeting->is_one_place ? 0 : bs_utf8_length(note->place)),
                               SIGNS_HALF);
            most = one > most ? one : most;
        }
        sum += most;
    }
    return sum;
}

static size_t lines_of_question(const struct results_question *question, size_t signs)
{
    const struct bs_question *asked = question->question;
    size_t sum = QUESTION + lines_in(&asked->text, signs * 2) - LINE +
                 (question->channels.count > 1 ? WAYS : 0) +
                 (asked->most <= 1       ? 0
                  : signs == SIGNS_SHORT ? 2 * REMARK
                                         : REMARK);
    for (size_t i = 0; i < asked->choice_count && meeting_shows(question); i++) {
        sum += (asked->kind == BS_KIND_FACES ? ROW_OF_FACE : ROW) +
               lines_in(&asked->choices[i].label, signs) - LINE;
    }
    return sum;
}

static size_t lines_in_one_column(const struct results *results)
{
    size_t sum = 0;
    for (size_t i = 0; i < results->question_count; i++) {
        sum += lines_of_question(&results->questions[i], SIGNS_LABEL);
    }
    return sum;
}

/* The longer of each two counts; the last may have what is missing beside it. */
static size_t lines_in_two_columns(const struct meeting *meeting)
{
    const struct results *results = &meeting->results;
    size_t sum = 0;
    for (size_t i = 0; i < results->question_count; i += 2) {
        size_t other = i + 1 < results->question_count
                           ? lines_of_question(&results->questions[i + 1], SIGNS_SHORT)
                           : lines_of_missing(&meeting->missing, 1);
        sum += larger(lines_of_question(&results->questions[i], SIGNS_SHORT), other);
    }
    return sum;
}

bool meeting_fills_room(const struct meeting *meeting, enum meeting_layout layout)
{
    return layout >= MEETING_DENSE && meeting->results.question_count % 2 == 1 &&
           meeting->results.totals.submissions > 0;
}

bool meeting_promise_is_wide(const struct meeting *meeting, enum meeting_layout layout)
{
    return meeting->results.answer.outcome != NULL || meeting_fills_room(meeting, layout);
}

enum meeting_layout meeting_layout(const struct meeting *meeting)
{
    const size_t rest = FIXED + lines_of_quotes(meeting) + lines_of_notes(meeting);
    const size_t in_one =
        rest + lines_of_both(meeting, MEETING_ROOMY) + lines_in_one_column(&meeting->results);
    const size_t in_two =
        rest + lines_of_both(meeting, MEETING_DENSE) + lines_in_two_columns(meeting);
    return in_one <= LINES_IN_LARGE   ? MEETING_LARGE
           : in_one <= LINES          ? MEETING_ROOMY
           : in_two <= LINES          ? MEETING_DENSE
           : in_two <= LINES_IN_TIGHT ? MEETING_TIGHT
                                      : MEETING_ROOMY;
}
