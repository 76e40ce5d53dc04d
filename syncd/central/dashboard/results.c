/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Turns rows of counts into groups by question. */

#include "results.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "dutch.h"
#include "place_names.h"
#include "results_left.h"
#include "results_times.h"

struct gathering {
    struct results *results;
    enum storage_by by;
    char elsewhere[BS_SLUG_TEXT]; /* the last question that this version no longer has */
};

struct found {
    struct results *results;
    struct bs_complaints complaints;
    enum bs_err rc;
    struct bs_error *err;
};

int64_t results_said(const struct results_group *group)
{
    return group->answered - group->dont_know;
}

static bool take_programme(void *self, const struct storage_programme *row)
{
    struct found *found = self;
    found->results->published = row->published;
    found->rc =
        bs_programme_parse(row->json, &found->results->programme, &found->complaints, found->err);
    return false;
}

static enum bs_err find_programme(struct storage *storage, const char *tenant, const char *id,
                                  struct results *results, struct bs_error *err)
{
    struct found *found = bs_xcalloc(1, sizeof *found);
    found->results = results;
    found->err = err;
    enum bs_err rc = storage_programme(storage, tenant, id, 0, take_programme, found, err);
    if (rc == BS_OK && found->rc != BS_OK) {
        rc = BS_BROKEN; /* it was checked when it was published */
        if (err != NULL) {
            err->code = BS_BROKEN;
        }
    }
    free(found);
    return rc;
}

static struct results_question *question_of(struct results *results, const char *id)
{
    for (size_t i = 0; i < results->question_count; i++) {
        if (strcmp(results->questions[i].question->id, id) == 0) {
            return &results->questions[i];
        }
    }
    return NULL;
}

/* NULL: there is no room for one more. */
static struct results_group *group_of(struct results_groups *groups, const char *key)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->in[i].key, key) == 0) {
            return &groups->in[i];
        }
    }
    if (groups->count == RESULTS_GROUPS_MAX) {
        groups->is_cut = true;
        return NULL;
    }
    struct results_group *group = &groups->in[groups->count++];
    bs_utf8_copy(group->key, sizeof group->key, key);
    return group;
}

static struct results_group *target_of(struct results_question *question, enum storage_by by,
                                       const struct storage_count *row)
{
    switch (by) {
    case STORAGE_BY_PLACE:
        return group_of(&question->places, row->place);
    case STORAGE_BY_LANGUAGE:
        return group_of(&question->languages, row->lang);
    case STORAGE_BY_CHANNEL:
        return group_of(&question->channels, row->channel);
    default:
        return &question->all;
    }
}

void results_count_choice(const struct bs_question *question, const struct storage_count *row,
                          struct results_group *group)
{
    const struct bs_choice *choice = bs_question_choice(question, row->value);
    if (row->rank > 0) {
        if (choice != NULL && row->rank <= RESULTS_RANKS) {
            group->ranks[row->rank - 1][choice - question->choices] += row->count;
        }
    } else if (choice != NULL) {
        group->counts[choice - question->choices] += row->count;
    } else {
        group->older += row->count;
    }
}

static void add_row(const struct bs_question *question, const struct storage_count *row,
                    struct results_group *group)
{
    if (row->answered > group->answered) {
        group->answered = row->answered;
    }
    if (row->dont_know) {
        group->dont_know += row->count;
    } else {
        results_count_choice(question, row, group);
    }
}

/* Once for each question: all of its rows carry how many answered it. */
static void count_elsewhere(struct gathering *gathering, const struct storage_count *row)
{
    if (gathering->by == STORAGE_BY_NOTHING && strcmp(gathering->elsewhere, row->question) != 0) {
        bs_utf8_copy(gathering->elsewhere, sizeof gathering->elsewhere, row->question);
        gathering->results->elsewhere += row->answered;
    }
}

/* Rows of one question and group follow each other in any order; `answered` is the same in all of them. */
static bool take_count(void *self, const struct storage_count *row)
{
    struct gathering *gathering = self;
    struct results_question *question = question_of(gathering->results, row->question);
    if (question == NULL) {
        count_elsewhere(gathering, row);
        return true;
    }
    struct results_group *group = target_of(question, gathering->by, row);
    if (group != NULL) {
        add_row(question->question, row, group);
    }
    return true;
}

static int compare_groups(const void *a, const void *b)
{
    const struct results_group *left = a;
    const struct results_group *right = b;
    if (results_said(left) != results_said(right)) {
        return results_said(left) < results_said(right) ? 1 : -1;
    }
    return strcmp(left->key, right->key);
}

static void add_up(const struct results_group *one, struct results_group *sum)
{
    sum->answered += one->answered;
    sum->dont_know += one->dont_know;
    sum->older += one->older;
    for (size_t i = 0; i < BS_CHOICES_MAX; i++) {
        sum->counts[i] += one->counts[i];
        for (size_t r = 0; r < RESULTS_RANKS; r++) {
            sum->ranks[r][i] += one->ranks[r][i];
        }
    }
}

static bool is_small(const struct results_group *group)
{
    return results_said(group) < RESULTS_SMALL;
}

void results_hide_small(struct results_groups *groups)
{
    size_t shown = groups->count;
    while (shown > 0 && (is_small(&groups->in[shown - 1]) ||
                         (shown < groups->count && is_small(&groups->together)))) {
        shown--;
        groups->in[shown].is_hidden = true;
        add_up(&groups->in[shown], &groups->together);
    }
    groups->hidden = groups->count - shown;
}

static bool is_in_hidden(const struct results_groups *groups, const char *key)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->in[i].key, key) == 0) {
            return groups->in[i].is_hidden;
        }
    }
    return false;
}

void results_sort(struct results_groups *groups)
{
    qsort(groups->in, groups->count, sizeof(struct results_group), compare_groups);
}

/* One group that is everything tells no more than the total does; staff's own tries on a kiosk need no cover. */
static void hide(const struct results *results, const struct results_request *request,
                 struct results_question *question)
{
    struct results_groups *all[] = {&question->places, &question->languages, &question->channels};
    const char *const asked[] = {request->place, request->lang, request->channel};
    bool is_in_small = is_small(&question->all);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        results_sort(all[i]);
        if (!request->trials && (results->is_narrowed || all[i]->count > 1)) {
            results_hide_small(all[i]);
        }
        is_in_small = is_in_small || is_in_hidden(all[i], asked[i]);
    }
    question->all.is_hidden =
        !request->trials && results->is_narrowed && question->all.answered > 0 && is_in_small;
}

static void name_group(const struct place_names *places, enum storage_by by,
                       struct results_group *group)
{
    char language[DUTCH_TEXT];
    const char *name = by == STORAGE_BY_PLACE      ? place_names_of(places, group->key)
                       : by == STORAGE_BY_LANGUAGE ? dutch_language(group->key, language)
                                                   : dutch_channel(group->key);
    bs_utf8_copy(group->name, sizeof group->name, name);
}

static enum bs_err name_groups(struct storage *storage, const char *tenant, struct results *results,
                               struct bs_error *err)
{
    struct place_names places = {.count = 0};
    enum bs_err rc = place_names_read(storage, tenant, &places, err);
    for (size_t q = 0; q < results->question_count && rc == BS_OK; q++) {
        struct results_question *question = &results->questions[q];
        for (size_t i = 0; i < question->places.count; i++) {
            name_group(&places, STORAGE_BY_PLACE, &question->places.in[i]);
        }
        for (size_t i = 0; i < question->languages.count; i++) {
            name_group(&places, STORAGE_BY_LANGUAGE, &question->languages.in[i]);
        }
        for (size_t i = 0; i < question->channels.count; i++) {
            name_group(&places, STORAGE_BY_CHANNEL, &question->channels.in[i]);
        }
    }
    place_names_finish(&places);
    return rc;
}

static enum bs_err gather_counts(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err)
{
    static const enum storage_by all[] = {STORAGE_BY_NOTHING, STORAGE_BY_PLACE, STORAGE_BY_LANGUAGE,
                                          STORAGE_BY_CHANNEL};
    enum bs_err rc = BS_OK;
    for (size_t i = 0; i < sizeof all / sizeof all[0] && rc == BS_OK; i++) {
        struct gathering gathering = {.results = results, .by = all[i]};
        struct storage_filter narrowed = *filter;
        if (all[i] == STORAGE_BY_PLACE) {
            narrowed.place = NULL;
        } else if (all[i] == STORAGE_BY_LANGUAGE) {
            narrowed.lang = NULL;
        } else if (all[i] == STORAGE_BY_CHANNEL) {
            narrowed.channel = NULL;
        }
        rc = storage_counts(storage, &narrowed, all[i], take_count, &gathering, err);
    }
    return rc;
}

static enum bs_err gather_totals(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err)
{
    struct storage_filter trials = {
        .tenant = filter->tenant, .programme = filter->programme, .trials = true};
    struct storage_filter with_bursts = *filter;
    struct storage_totals totals = {.submissions = 0};
    enum bs_err rc = storage_totals(storage, filter, &results->totals, err);
    if (rc == BS_OK) {
        rc = storage_totals(storage, &trials, &totals, err);
        results->trials = totals.submissions;
    }
    results->bursts = results->totals.bursts;
    if (rc == BS_OK && filter->without_bursts) {
        with_bursts.without_bursts = false;
        rc = storage_totals(storage, &with_bursts, &totals, err);
        results->bursts = totals.bursts;
    }
    return rc;
}

static void prepare_questions(struct results *results)
{
    for (size_t i = 0; i < results->programme->question_count; i++) {
        const struct bs_question *asked = &results->programme->questions[i];
        if (asked->kind == BS_KIND_TEXT) {
            results->words = asked;
        }
        if (!bs_kind_is_asked(asked->kind)) {
            continue;
        }
        struct results_question *question = &results->questions[results->question_count++];
        question->question = asked;
        question->places.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof(struct results_group));
        question->languages.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof(struct results_group));
        question->channels.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof(struct results_group));
    }
}

static struct storage_filter filter_of(const char *tenant, const char *programme,
                                       const struct results_request *request)
{
    return (struct storage_filter){.tenant = tenant,
                                   .programme = programme,
                                   .place = request->place[0] != '\0' ? request->place : NULL,
                                   .lang = request->lang[0] != '\0' ? request->lang : NULL,
                                   .channel = request->channel[0] != '\0' ? request->channel : NULL,
                                   .trials = request->trials,
                                   .without_bursts = request->without_bursts,
                                   .from = request->from,
                                   .to = request->to};
}

bool results_is_narrowed(const struct results_request *request)
{
    return request->place[0] != '\0' || request->lang[0] != '\0' || request->channel[0] != '\0' ||
           request->from.year != 0 || request->to.year != 0 || request->without_bursts;
}

static void finish_questions(const struct results_request *request, struct results *results)
{
    for (size_t i = 0; i < results->question_count; i++) {
        hide(results, request, &results->questions[i]);
        results->answered += results->questions[i].all.answered;
        results->dont_know += results->questions[i].all.dont_know;
    }
}

enum bs_err results_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct results_request *request, struct results *out,
                           struct bs_error *err)
{
    struct storage_filter filter = filter_of(tenant, programme, request);
    struct results results = {.is_narrowed = results_is_narrowed(request)};
    enum bs_err rc = find_programme(storage, tenant, programme, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    prepare_questions(&results);
    rc = owed_answer(storage, tenant, programme, &results.answer, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = gather_totals(storage, &filter, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = gather_counts(storage, &filter, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = name_groups(storage, tenant, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    finish_questions(request, &results);
    rc = results_times_gather(storage, &filter, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = results_left_gather(storage, tenant, programme, request->trials, &results.left, err);
    if (rc != BS_OK) {
        goto out;
    }
    *out = results;
    results = (struct results){.programme = NULL};
out:
    results_finish(&results);
    return rc;
}

void results_finish(struct results *results)
{
    for (size_t i = 0; i < results->question_count; i++) {
        free(results->questions[i].places.in);
        free(results->questions[i].languages.in);
        free(results->questions[i].channels.in);
    }
    free(results->times.parts.in);
    results_left_finish(&results->left);
    owed_answer_finish(&results->answer);
    bs_programme_destroy(results->programme);
    *results = (struct results){.programme = NULL};
}
