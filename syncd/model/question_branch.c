/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which question is asked after which answer, and what the longest way through them is. A question follows only an earlier
 * one, so questions hang together as trees and every way through ends. */

#include <string.h>

#include "field.h"
#include "programme_p.h"

bool programme_is_after(const struct bs_question *question, const char *value)
{
    for (size_t i = 0; i < question->after_count; i++) {
        if (strcmp(question->after[i], value) == 0) {
            return true;
        }
    }
    return question->after_count == 0;
}

/* ---- reading ---- */

static bool read_after(const struct bs_json_at *at, const struct bs_question *first,
                       struct bs_question *out)
{
    struct bs_json_at list = bs_json_member(at, "after");
    size_t count = 0;
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "after", 1, BS_CHOICES_MAX, &list, &count);
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const struct bs_choice *choice = NULL;
        const char *value;

        if (!bs_json_string_here(&item, BS_SLUG_TEXT - 1, &value)) {
            good = false;
            continue;
        }
        if (first != NULL && first->choice_count > 0) {
            choice = bs_question_choice(first, value);
        }
        if (first != NULL && first->choice_count > 0 && choice == NULL) {
            bs_json_complain(&item, "is not a %s of the question that it follows",
                             first->kind == BS_KIND_FACES ? "face" : "value");
            good = false;
        } else if (choice != NULL && choice->is_locked) {
            bs_json_complain(&item, "is locked, so that nobody can choose it");
            good = false;
        } else if (out->after_count > 0 && programme_is_after(out, value)) {
            bs_json_complain(&item, "is there twice");
            good = false;
        } else {
            out->after[out->after_count++] = value;
        }
    }
    return good;
}

/* The question among the `count` before this one that it may follow; NULL after a complaint. */
static const struct bs_question *find_first(const struct bs_json_at *follows,
                                            const struct bs_programme *programme, size_t count,
                                            const char *id)
{
    bool is_why = programme->questions[count].kind == BS_KIND_WHY;

    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];

        if (strcmp(question->id, id) != 0) {
            continue;
        }
        if (i >= count) {
            bs_json_complain(follows, "would go round in circles: it names %s",
                             i == count ? "its own question" : "a later question");
            return NULL;
        }
        if (is_why ? question->kind != BS_KIND_FACES : !bs_kind_is_asked(question->kind)) {
            break;
        }
        return question;
    }
    bs_json_complain(follows, "expected the id of an earlier question%s",
                     is_why ? " with faces" : " that is answered");
    return NULL;
}

/* After one face comes at most one why question. */
static bool is_alone(const struct bs_json_at *at, const struct bs_programme *programme,
                     size_t count, const struct bs_question *face)
{
    const struct bs_question *why = &programme->questions[count];
    struct bs_json_at after = bs_json_member(at, "after");

    for (size_t i = 0; i < count; i++) {
        const struct bs_question *other = &programme->questions[i];

        if (other->kind != BS_KIND_WHY || other->follows == NULL ||
            strcmp(other->follows, why->follows) != 0) {
            continue;
        }
        for (size_t f = 0; f < face->choice_count; f++) {
            const char *value = face->choices[f].value;

            if (programme_is_after(why, value) && programme_is_after(other, value)) {
                bs_json_complain(bs_json_exists(&after) ? &after : at,
                                 "a why question after the face %s is there already", value);
                return false;
            }
        }
    }
    return true;
}

static bool read_branch(const struct bs_json_at *at, struct bs_programme *programme, size_t index)
{
    struct bs_question *out = &programme->questions[index];
    struct bs_json_at follows = bs_json_member(at, "follows");
    struct bs_json_at after = bs_json_member(at, "after");
    const struct bs_question *first;
    const char *id = NULL;

    if (out->kind == BS_KIND_TEXT && (bs_json_exists(&follows) || bs_json_exists(&after))) {
        bs_json_complain(bs_json_exists(&follows) ? &follows : &after,
                         "a text question follows nothing: it is asked after the thanks");
        return false;
    }
    if (out->kind != BS_KIND_WHY && !bs_json_exists(&follows)) {
        if (bs_json_exists(&after)) {
            bs_json_complain(&after, "expected follows beside it");
        }
        return !bs_json_exists(&after);
    }
    if (!field_slug_here(&follows, &id)) {
        (void)read_after(at, NULL, out);
        return false;
    }
    first = find_first(&follows, programme, index, id);
    out->follows = first == NULL ? NULL : id;
    return read_after(at, first, out) && first != NULL &&
           (out->kind != BS_KIND_WHY || is_alone(at, programme, index, first));
}

/* ---- ways through ---- */

/* Whether this set of the choices, as bits, may be an answer. */
static bool may_choose(const struct bs_question *question, unsigned set)
{
    size_t chosen = 0;

    for (size_t i = 0; i < question->choice_count; i++) {
        if ((set >> i & 1) != 0) {
            chosen++;
            if (question->choices[i].is_locked) {
                return false;
            }
        }
    }
    return chosen <= question->most;
}

static bool is_asked_after(const struct bs_question *question, const struct bs_question *first,
                           unsigned set)
{
    for (size_t i = 0; i < first->choice_count; i++) {
        if ((set >> i & 1) != 0 && programme_is_after(question, first->choices[i].value)) {
            return true;
        }
    }
    return false;
}

struct way {
    double weight;
    unsigned questions;
};

/* What comes of one answer to question `index`; the ways from all later questions are known. */
static struct way way_after(const struct bs_programme *programme, size_t index, unsigned set,
                            const struct way ways[BS_QUESTIONS_MAX])
{
    const struct bs_question *first = &programme->questions[index];
    struct way sum = {0};

    for (size_t i = index + 1; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];

        if (question->follows != NULL && strcmp(question->follows, first->id) == 0 &&
            is_asked_after(question, first, set)) {
            sum.weight += ways[i].weight;
            sum.questions |= ways[i].questions;
        }
    }
    return sum;
}

unsigned programme_heaviest_path(const struct bs_programme *programme,
                                 const double weights[BS_QUESTIONS_MAX])
{
    struct way ways[BS_QUESTIONS_MAX] = {{0}};
    unsigned all = 0;

    for (size_t i = programme->question_count; i-- > 0;) {
        const struct bs_question *question = &programme->questions[i];
        struct way heaviest = {0};

        for (unsigned set = 0; set < 1U << question->choice_count; set++) {
            if (may_choose(question, set)) {
                struct way way = way_after(programme, i, set, ways);

                heaviest = way.weight > heaviest.weight ? way : heaviest;
            }
        }
        ways[i].weight = heaviest.weight + weights[i];
        ways[i].questions = heaviest.questions | 1U << i;
        all |= question->follows == NULL ? ways[i].questions : 0;
    }
    return all;
}

/* ---- what may not come of it ---- */

bool programme_fits_a_visit(const struct bs_json_at *list, const struct bs_programme *programme)
{
    double weights[BS_QUESTIONS_MAX] = {0};
    unsigned path;
    size_t asked = 0;

    for (size_t i = 0; i < programme->question_count; i++) {
        weights[i] = bs_kind_is_asked(programme->questions[i].kind) ? 1 : 0;
    }
    path = programme_heaviest_path(programme, weights);
    for (size_t i = 0; i < programme->question_count; i++) {
        asked += (path >> i & 1) != 0 && weights[i] > 0 ? 1 : 0;
    }
    if (asked == 0) {
        bs_json_complain(list, "expected at least one question that is answered");
    } else if (asked > BS_ASKED_MAX) {
        bs_json_complain(list, "expected at most %d to be asked in one visit, found a way of %zu",
                         BS_ASKED_MAX, asked);
    }
    return asked > 0 && asked <= BS_ASKED_MAX;
}

/* A text is the last, so that there is at most one. */
static bool has_text_last(const struct bs_json_at *list, const struct bs_programme *programme)
{
    bool good = true;

    for (size_t i = 0; i + 1 < programme->question_count; i++) {
        if (programme->questions[i].kind == BS_KIND_TEXT) {
            struct bs_json_at item = bs_json_item(list, i);

            bs_json_complain(&item, "a text question is the last: it is asked after the thanks");
            good = false;
        }
    }
    return good;
}

bool programme_read_branches(const struct bs_json_at *list, struct bs_programme *out)
{
    bool good = true;

    for (size_t i = 0; i < out->question_count; i++) {
        struct bs_json_at item = bs_json_item(list, i);

        if (bs_json_is_object(&item)) {
            good = read_branch(&item, out, i) && good;
        }
    }
    return has_text_last(list, out) && good;
}
