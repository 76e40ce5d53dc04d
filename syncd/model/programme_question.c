/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The questions of a programme: what all kinds have, and finding one. */

#include <string.h>

#include "field.h"
#include "programme_p.h"

static bool read_id(const struct bs_json_at *at, const struct bs_programme *programme, size_t index,
                    const char **out)
{
    struct bs_json_at id = bs_json_member(at, "id");

    if (!field_slug(at, "id", out)) {
        return false;
    }
    for (size_t i = 0; i < index; i++) {
        if (strcmp(programme->questions[i].id, *out) == 0) {
            bs_json_complain(&id, "is the id of another question too");
            return false;
        }
    }
    return true;
}

static bool read_question(const struct bs_json_at *at, struct bs_programme *programme, size_t index)
{
    struct bs_question *out = &programme->questions[index];
    int kind = BS_KIND_TILES;
    bool good;

    out->id = out->icon = "";
    out->kind = BS_KIND_TILES;
    out->most = 1;
    if (!field_is_object(at)) {
        return false;
    }
    good = read_id(at, programme, index, &out->id);
    good = field_text(at, "text", BS_QUESTION_TEXT_MAX, &out->text) && good;
    if (!field_name(at, "kind", programme_kinds, &kind)) {
        return false;
    }
    out->kind = (enum bs_kind)kind;
    return programme_read_kind(at, out) && good;
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
    good = programme_read_branches(&list, out) && good;
    return good && programme_fits_a_visit(&list, out);
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
