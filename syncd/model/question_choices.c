/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Questions with choices of their own: what stands on a tile, a picture, a goal for points. */

#include <string.h>

#include "field.h"
#include "programme_p.h"

struct range {
    size_t least, most;
};

/* How many choices a kind has. */
static struct range choices_of(enum bs_kind kind)
{
    switch (kind) {
    case BS_KIND_LIST:
        return (struct range){2, BS_CHOICES_MAX};
    case BS_KIND_PICTURE:
        return (struct range){2, PROGRAMME_PICTURES};
    case BS_KIND_POINTS:
        return (struct range){2, PROGRAMME_POINTS};
    case BS_KIND_PAIR:
        return (struct range){PROGRAMME_PAIR, PROGRAMME_PAIR};
    case BS_KIND_TOP:
        return (struct range){PROGRAMME_TOP, BS_TILES_MAX};
    default:
        return (struct range){2, BS_TILES_MAX};
    }
}

static bool only_known(const struct bs_json_at *at, enum bs_kind kind)
{
    static const char *const icon_names[] = {"value", "icon", "label", NULL};
    static const char *const picture_names[] = {"value", "picture", "label", NULL};
    static const char *const points_names[] = {"value", "icon", "label", "locked", NULL};

    return bs_json_only(at, kind == BS_KIND_PICTURE  ? picture_names
                            : kind == BS_KIND_POINTS ? points_names
                                                     : icon_names);
}

static bool read_choice(const struct bs_json_at *at, struct bs_question *out, size_t index)
{
    struct bs_choice *choice = &out->choices[index];
    struct bs_json_at value = bs_json_member(at, "value");
    bool good;

    choice->value = choice->icon = "";
    if (!field_is_object(at)) {
        return false;
    }
    good = only_known(at, out->kind);
    good = field_slug(at, "value", &choice->value) && good;
    good = field_slug(at, out->kind == BS_KIND_PICTURE ? "picture" : "icon", &choice->icon) && good;
    good = field_text(at, "label", BS_LABEL_MAX, &choice->label) && good;
    if (out->kind == BS_KIND_POINTS) {
        good = bs_json_bool_or(at, "locked", false, &choice->is_locked) && good;
    }
    for (size_t i = 0; i < index; i++) {
        if (choice->value[0] != '\0' && strcmp(out->choices[i].value, choice->value) == 0) {
            bs_json_complain(&value, "is there twice in this question");
            good = false;
        }
    }
    return good;
}

/* Of one goal that is free nobody has anything to choose. */
static bool has_free_goals(const struct bs_json_at *list, const struct bs_question *question)
{
    size_t locked = 0;

    for (size_t i = 0; i < question->choice_count; i++) {
        locked += question->choices[i].is_locked ? 1 : 0;
    }
    if (locked > 0 && question->choice_count - locked < 2) {
        bs_json_complain(list, "expected at least two that are not locked");
        return false;
    }
    return true;
}

bool programme_read_choices(const struct bs_json_at *at, struct bs_question *out)
{
    struct bs_json_at list = *at;
    struct range range = choices_of(out->kind);
    bool good = field_array(at, "choices", range.least, range.most, &list, &out->choice_count);

    for (size_t i = 0; i < out->choice_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_choice(&item, out, i) && good;
    }
    return good && has_free_goals(&list, out);
}
