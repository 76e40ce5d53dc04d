/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The questions of a programme: reading them, how they hang together, and finding one. */

#include <string.h>

#include "field.h"
#include "programme_p.h"

#define WHY_CHOICES_MOST BS_TILES_MAX
#define FACES_LEAST      4

const char *const programme_faces[PROGRAMME_FACES + 1] = {"very_bad", "bad",       "neutral",
                                                          "good",     "very_good", NULL};

static bool read_choice(const struct bs_json_at *at, struct bs_question *out, size_t index)
{
    static const char *const names[] = {"value", "icon", "label", NULL};
    struct bs_choice *choice = &out->choices[index];
    struct bs_json_at value = bs_json_member(at, "value");
    bool good;

    choice->value = choice->icon = "";
    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_slug(at, "value", &choice->value) && good;
    good = field_slug(at, "icon", &choice->icon) && good;
    good = field_text(at, "label", BS_LABEL_MAX, &choice->label) && good;
    for (size_t i = 0; i < index; i++) {
        if (choice->value[0] != '\0' && strcmp(out->choices[i].value, choice->value) == 0) {
            bs_json_complain(&value, "is there twice in this question");
            good = false;
        }
    }
    return good;
}

static bool read_choices(const struct bs_json_at *at, size_t most, struct bs_question *out)
{
    struct bs_json_at list = *at;
    bool good = field_array(at, "choices", 2, most, &list, &out->choice_count);

    for (size_t i = 0; i < out->choice_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_choice(&item, out, i) && good;
    }
    return good;
}

static bool read_most(const struct bs_json_at *at, struct bs_question *out)
{
    int64_t most = 1;
    size_t limit = out->choice_count >= 2 ? out->choice_count : BS_CHOICES_MAX;

    if (!bs_json_int(at, "most", 1, (int64_t)limit, &most)) {
        return false;
    }
    out->most = (size_t)most;
    return true;
}

static bool read_faces(const struct bs_json_at *at, struct bs_question *out)
{
    static const char *const names[] = {"id", "kind", "text", "faces", "labels", NULL};
    static const char *const four[] = {"very_bad", "bad", "good", "very_good", NULL};
    struct bs_json_at labels = bs_json_member(at, "labels");
    int64_t faces = 0;
    bool good = bs_json_only(at, names);

    if (!bs_json_int(at, "faces", FACES_LEAST, PROGRAMME_FACES, &faces)) {
        return false;
    }
    if (!field_is_object(&labels)) {
        return false;
    }
    good = bs_json_only(&labels, faces == FACES_LEAST ? four : programme_faces) && good;
    for (size_t i = 0; i < (size_t)faces; i++) {
        struct bs_choice *choice = &out->choices[i];

        choice->value = faces == FACES_LEAST ? four[i] : programme_faces[i];
        choice->icon = "";
        good = field_text(&labels, choice->value, BS_LABEL_MAX, &choice->label) && good;
    }
    out->choice_count = (size_t)faces;
    return good;
}

bool programme_why_follows(const struct bs_question *why, const char *face)
{
    for (size_t i = 0; i < why->after_count; i++) {
        if (strcmp(why->after[i], face) == 0) {
            return true;
        }
    }
    return why->after_count == 0;
}

static bool read_after(const struct bs_json_at *at, const struct bs_question *face,
                       struct bs_question *out)
{
    struct bs_json_at list = bs_json_member(at, "after");
    size_t count = 0;
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "after", 1, PROGRAMME_FACES, &list, &count);
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *value;

        if (!bs_json_string_here(&item, BS_SLUG_TEXT - 1, &value)) {
            good = false;
        } else if (face != NULL && face->choice_count > 0 &&
                   bs_question_choice(face, value) == NULL) {
            bs_json_complain(&item, "is not a face of the question that it follows");
            good = false;
        } else if (out->after_count > 0 && programme_why_follows(out, value)) {
            bs_json_complain(&item, "is there twice");
            good = false;
        } else {
            out->after[out->after_count++] = value;
        }
    }
    return good;
}

/* The face question among the `count` before this one that has this id. */
static const struct bs_question *find_face(const struct bs_programme *programme, size_t count,
                                           const char *id)
{
    for (size_t i = 0; i < count; i++) {
        const struct bs_question *question = &programme->questions[i];

        if (question->kind == BS_KIND_FACES && strcmp(question->id, id) == 0) {
            return question;
        }
    }
    return NULL;
}

/* After one face comes at most one why question, or the visit would grow without the model knowing. */
static bool is_alone(const struct bs_json_at *at, const struct bs_programme *programme,
                     size_t count, const struct bs_question *face, const struct bs_question *why)
{
    struct bs_json_at after = bs_json_member(at, "after");

    for (size_t i = 0; i < count; i++) {
        const struct bs_question *other = &programme->questions[i];

        if (other->kind != BS_KIND_WHY || other->follows == NULL ||
            strcmp(other->follows, why->follows) != 0) {
            continue;
        }
        for (size_t f = 0; f < face->choice_count; f++) {
            const char *value = face->choices[f].value;

            if (programme_why_follows(why, value) && programme_why_follows(other, value)) {
                bs_json_complain(bs_json_exists(&after) ? &after : at,
                                 "a why question after the face %s is there already", value);
                return false;
            }
        }
    }
    return true;
}

static bool read_why(const struct bs_json_at *at, const struct bs_programme *programme,
                     size_t count, struct bs_question *out)
{
    static const char *const names[] = {"id",    "kind", "text",    "follows",
                                        "after", "most", "choices", NULL};
    struct bs_json_at follows = bs_json_member(at, "follows");
    const struct bs_question *face = NULL;
    bool good = bs_json_only(at, names);

    if (field_slug(at, "follows", &out->follows)) {
        face = find_face(programme, count, out->follows);
        if (face == NULL) {
            bs_json_complain(&follows, "expected the id of an earlier question with faces");
        }
    }
    good = read_after(at, face, out) && good;
    good = read_choices(at, WHY_CHOICES_MOST, out) && good;
    good = read_most(at, out) && good;
    return face != NULL && good && is_alone(at, programme, count, face, out);
}

static bool read_kind(const struct bs_json_at *at, const struct bs_programme *programme,
                      size_t count, struct bs_question *out)
{
    static const char *const tiles_names[] = {"id", "kind", "text", "choices", NULL};
    static const char *const list_names[] = {"id", "kind", "text", "most", "choices", NULL};
    bool good;

    switch (out->kind) {
    case BS_KIND_FACES:
        return read_faces(at, out);
    case BS_KIND_WHY:
        return read_why(at, programme, count, out);
    case BS_KIND_TILES:
        good = bs_json_only(at, tiles_names);
        return read_choices(at, BS_TILES_MAX, out) && good;
    case BS_KIND_LIST:
        good = bs_json_only(at, list_names);
        good = read_choices(at, BS_CHOICES_MAX, out) && good;
        return read_most(at, out) && good;
    default:
        bs_json_complain(at, "this kind of question is not known here");
        return false;
    }
}

static bool read_question(const struct bs_json_at *at, struct bs_programme *programme, size_t index)
{
    struct bs_question *out = &programme->questions[index];
    struct bs_json_at id = bs_json_member(at, "id");
    int kind = BS_KIND_TILES;
    bool good;

    out->id = "";
    out->kind = BS_KIND_TILES;
    out->most = 1;
    if (!field_is_object(at)) {
        return false;
    }
    good = field_slug(at, "id", &out->id);
    for (size_t i = 0; good && i < index; i++) {
        if (strcmp(programme->questions[i].id, out->id) == 0) {
            bs_json_complain(&id, "is the id of another question too");
            good = false;
        }
    }
    good = field_text(at, "text", BS_QUESTION_TEXT_MAX, &out->text) && good;
    if (!field_name(at, "kind", programme_kinds, &kind)) {
        return false;
    }
    out->kind = (enum bs_kind)kind;
    return read_kind(at, programme, index, out) && good;
}

bool programme_read_questions(const struct bs_json_at *at, struct bs_programme *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "questions", 1, BS_QUESTIONS_MAX, &list, &count);

    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_question(&item, out, i) && good;
        out->question_count++;
    }
    return good;
}

const struct bs_question *bs_programme_question(const struct bs_programme *programme,
                                                const char *id)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        if (strcmp(programme->questions[i].id, id) == 0) {
            return &programme->questions[i];
        }
    }
    return NULL;
}

const struct bs_choice *bs_question_choice(const struct bs_question *question, const char *value)
{
    for (size_t i = 0; i < question->choice_count; i++) {
        if (strcmp(question->choices[i].value, value) == 0) {
            return &question->choices[i];
        }
    }
    return NULL;
}
