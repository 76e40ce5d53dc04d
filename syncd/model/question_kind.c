/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What each kind of question has beside its text: labels or choices, a number, a card's words. */

#include <stdio.h>

#include "field.h"
#include "programme_p.h"

#define COMMON "id", "kind", "text"
#define BRANCH "follows", "after"

/* The members of each kind. A text has none of the branch: the reader of branches says why. */
static const char *const *names_of(enum bs_kind kind)
{
    static const char *const faces[] = {COMMON, BRANCH, "faces", "labels", NULL};
    static const char *const labels[] = {COMMON, BRANCH, "labels", NULL};
    static const char *const choices[] = {COMMON, BRANCH, "choices", NULL};
    static const char *const most[] = {COMMON, BRANCH, "most", "choices", NULL};
    static const char *const points[] = {COMMON, BRANCH, "points", "choices", NULL};
    static const char *const card[] = {COMMON, BRANCH, "body", "icon", NULL};
    static const char *const text[] = {COMMON, BRANCH, NULL};

    switch (kind) {
    case BS_KIND_FACES:
        return faces;
    case BS_KIND_YES_NO:
    case BS_KIND_AGREE:
        return labels;
    case BS_KIND_WHY:
    case BS_KIND_LIST:
    case BS_KIND_TOP:
        return most;
    case BS_KIND_POINTS:
        return points;
    case BS_KIND_CARD:
        return card;
    case BS_KIND_TEXT:
        return text;
    default:
        return choices;
    }
}

static bool read_number(const struct bs_json_at *at, const char *key, size_t least, size_t most,
                        size_t *out)
{
    int64_t number = 0;

    if (!bs_json_int(at, key, (int64_t)least, (int64_t)most, &number)) {
        return false;
    }
    *out = (size_t)number;
    return true;
}

static bool read_most(const struct bs_json_at *at, struct bs_question *out)
{
    size_t offered = out->choice_count >= 2 ? out->choice_count : BS_CHOICES_MAX;

    return read_number(at, "most", 1, offered, &out->most);
}

static bool read_labels(const struct bs_json_at *at, struct bs_question *out)
{
    static const char *const four[] = {"very_bad", "bad", "good", "very_good", NULL};
    struct bs_json_at labels = bs_json_member(at, "labels");
    const char *const *values = programme_fixed_values(out->kind);
    size_t faces = PROGRAMME_FACES;
    bool good;

    if (out->kind == BS_KIND_FACES &&
        !read_number(at, "faces", PROGRAMME_FACES_LEAST, PROGRAMME_FACES, &faces)) {
        return false;
    }
    values = faces == PROGRAMME_FACES_LEAST ? four : values;
    if (!field_is_object(&labels)) {
        return false;
    }
    good = bs_json_only(&labels, values);
    for (size_t i = 0; values[i] != NULL; i++) {
        struct bs_choice *choice = &out->choices[i];

        choice->value = values[i];
        choice->icon = "";
        good = field_text(&labels, choice->value, BS_LABEL_MAX, &choice->label) && good;
        out->choice_count++;
    }
    return good;
}

static bool read_card(const struct bs_json_at *at, struct bs_question *out)
{
    struct bs_json_at icon = bs_json_member(at, "icon");
    bool good = field_text(at, "body", BS_PARAGRAPH_MAX, &out->body);

    out->most = 0;
    return (!bs_json_exists(&icon) || field_slug(at, "icon", &out->icon)) && good;
}

void programme_label_path(const struct bs_question *question, size_t index, size_t choice,
                          char out[STYLE_PATH])
{
    if (programme_fixed_values(question->kind) != NULL) {
        (void)snprintf(out, STYLE_PATH, "questions[%zu].labels.%s", index,
                       question->choices[choice].value);
    } else {
        (void)snprintf(out, STYLE_PATH, "questions[%zu].choices[%zu].label", index, choice);
    }
}

bool programme_read_kind(const struct bs_json_at *at, struct bs_question *out)
{
    bool good = bs_json_only(at, names_of(out->kind));

    switch (out->kind) {
    case BS_KIND_FACES:
    case BS_KIND_YES_NO:
    case BS_KIND_AGREE:
        return read_labels(at, out) && good;
    case BS_KIND_WHY:
    case BS_KIND_LIST:
        good = programme_read_choices(at, out) && good;
        return read_most(at, out) && good;
    case BS_KIND_POINTS:
        good = programme_read_choices(at, out) && good;
        return read_number(at, "points", PROGRAMME_POINTS_LEAST, PROGRAMME_POINTS, &out->most) &&
               good;
    case BS_KIND_TOP:
        good = programme_read_choices(at, out) && good;
        return read_number(at, "most", PROGRAMME_TOP_LEAST, PROGRAMME_TOP, &out->most) && good;
    case BS_KIND_PAIR:
        out->most = BS_PAIR_ROUNDS;
        return programme_read_choices(at, out) && good;
    case BS_KIND_TEXT:
        out->most = 0;
        return good;
    case BS_KIND_CARD:
        return read_card(at, out) && good;
    default:
        return programme_read_choices(at, out) && good;
    }
}
