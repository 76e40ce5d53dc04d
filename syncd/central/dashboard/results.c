/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Turns rows of counts into groups by question. Storage is asked four times, whatever the number of submissions. */

#include "results.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "dutch.h"

struct gathering {
    struct results *results;
    enum storage_by by;
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
    default:
        return &question->all;
    }
}

static void count_choice(const struct bs_question *question, const struct storage_count *row,
                         struct results_group *group)
{
    const struct bs_choice *choice = bs_question_choice(question, row->value);
    if (choice != NULL) {
        group->counts[choice - question->choices] += row->count;
    } else {
        group->older += row->count;
    }
}

/* Rows of one question and group follow each other in any order; `answered` is the same in all of them. */
static bool take_count(void *self, const struct storage_count *row)
{
    struct gathering *gathering = self;
    struct results_question *question = question_of(gathering->results, row->question);
    if (question == NULL) {
        gathering->results->elsewhere += gathering->by == STORAGE_BY_NOTHING ? row->count : 0;
        return true;
    }
    struct results_group *group = target_of(question, gathering->by, row);
    if (group == NULL) {
        return true;
    }
    if (row->answered > group->answered) {
        group->answered = row->answered;
    }
    if (row->dont_know) {
        group->dont_know += row->count;
    } else {
        count_choice(question->question, row, group);
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

/* One group that is everything tells no more than the total does; staff's own tries on a kiosk need no cover. */
static void hide(const struct results *results, const struct results_request *request,
                 struct results_question *question)
{
    qsort(question->places.in, question->places.count, sizeof(struct results_group),
          compare_groups);
    qsort(question->languages.in, question->languages.count, sizeof(struct results_group),
          compare_groups);
    if (request->trials) {
        return;
    }
    if (results->is_narrowed || question->places.count > 1) {
        results_hide_small(&question->places);
    }
    if (results->is_narrowed || question->languages.count > 1) {
        results_hide_small(&question->languages);
    }
    question->all.is_hidden =
        results->is_narrowed && question->all.answered > 0 &&
        (is_small(&question->all) || is_in_hidden(&question->places, request->place) ||
         is_in_hidden(&question->languages, request->lang));
}

static void name_place(struct storage *storage, const char *tenant, struct results_group *group)
{
    struct storage_place *row = bs_xcalloc(1, sizeof *row);
    struct bs_place place = {.name = NULL};
    struct bs_json *json = NULL;
    bs_utf8_copy(group->name, sizeof group->name, group->key);
    if (storage_place(storage, tenant, group->key, row, NULL) == BS_OK &&
        bs_json_parse(bs_bytes_of(row->json), &json, NULL) == BS_OK) {
        struct bs_json_at at = bs_json_root(json, NULL);
        if (bs_place_read(&at, &place)) {
            bs_utf8_copy(group->name, sizeof group->name, place.name);
        }
    }
    bs_json_destroy(json);
    free(row);
}

static void copy_name(const struct results_groups *from, struct results_group *group)
{
    for (size_t i = 0; i < from->count; i++) {
        if (strcmp(from->in[i].key, group->key) == 0) {
            memcpy(group->name, from->in[i].name, sizeof group->name);
            return;
        }
    }
}

static void name_groups(struct storage *storage, const char *tenant, struct results *results)
{
    for (size_t q = 0; q < results->question_count; q++) {
        struct results_question *question = &results->questions[q];
        for (size_t i = 0; i < question->places.count; i++) {
            if (q > 0) {
                copy_name(&results->questions[0].places, &question->places.in[i]);
            }
            if (question->places.in[i].name[0] == '\0') {
                name_place(storage, tenant, &question->places.in[i]);
            }
        }
        for (size_t i = 0; i < question->languages.count; i++) {
            char name[DUTCH_TEXT];
            bs_utf8_copy(question->languages.in[i].name, RESULTS_NAME,
                         dutch_language(question->languages.in[i].key, name));
        }
    }
}

static enum bs_err gather_counts(struct storage *storage, const struct storage_filter *filter,
                                 struct results *results, struct bs_error *err)
{
    static const enum storage_by all[] = {STORAGE_BY_NOTHING, STORAGE_BY_PLACE,
                                          STORAGE_BY_LANGUAGE};
    enum bs_err rc = BS_OK;
    for (size_t i = 0; i < sizeof all / sizeof all[0] && rc == BS_OK; i++) {
        struct gathering gathering = {results, all[i]};
        struct storage_filter narrowed = *filter;
        if (all[i] == STORAGE_BY_PLACE) {
            narrowed.place = NULL;
        } else if (all[i] == STORAGE_BY_LANGUAGE) {
            narrowed.lang = NULL;
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
    struct storage_totals totals = {.submissions = 0};
    enum bs_err rc = storage_totals(storage, filter, &results->totals, err);
    if (rc == BS_OK) {
        rc = storage_totals(storage, &trials, &totals, err);
    }
    results->trials = totals.submissions;
    return rc;
}

static void prepare_questions(struct results *results)
{
    results->question_count = results->programme->question_count;
    for (size_t i = 0; i < results->question_count; i++) {
        struct results_question *question = &results->questions[i];
        question->question = &results->programme->questions[i];
        question->places.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof(struct results_group));
        question->languages.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof(struct results_group));
    }
}

enum bs_err results_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct results_request *request, struct results *out,
                           struct bs_error *err)
{
    struct storage_filter filter = {.tenant = tenant,
                                    .programme = programme,
                                    .place = request->place[0] != '\0' ? request->place : NULL,
                                    .lang = request->lang[0] != '\0' ? request->lang : NULL,
                                    .trials = request->trials,
                                    .from = request->from,
                                    .to = request->to};
    struct results results = {.programme = NULL};
    results.is_narrowed = filter.place != NULL || filter.lang != NULL || request->from.year != 0 ||
                          request->to.year != 0;
    enum bs_err rc = find_programme(storage, tenant, programme, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    prepare_questions(&results);
    rc = gather_totals(storage, &filter, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = gather_counts(storage, &filter, &results, err);
    if (rc != BS_OK) {
        goto out;
    }
    name_groups(storage, tenant, &results);
    for (size_t i = 0; i < results.question_count; i++) {
        hide(&results, request, &results.questions[i]);
        results.answered += results.questions[i].all.answered;
        results.dont_know += results.questions[i].all.dont_know;
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
    }
    bs_programme_destroy(results->programme);
    *results = (struct results){.programme = NULL};
}
