/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What holds of each kind of question, whatever it asks. */

#include "programme_p.h"

const char *const programme_kinds[] = {"faces",   "why",   "tiles",  "list", "yes_no",
                                       "picture", "agree", "points", "pair", "top",
                                       "text",    "card",  NULL};

_Static_assert(sizeof programme_kinds / sizeof *programme_kinds == BS_KINDS + 1,
               "each kind has a name");

const char *bs_kind_name(enum bs_kind kind)
{
    return programme_kinds[kind];
}

const char *const *programme_fixed_values(enum bs_kind kind)
{
    static const char *const faces[] = {"very_bad", "bad", "neutral", "good", "very_good", NULL};
    static const char *const yes_no[] = {"yes", "no", NULL};
    static const char *const agree[] = {"strongly_disagree", "disagree", "neutral", "agree",
                                        "strongly_agree",    NULL};

    switch (kind) {
    case BS_KIND_FACES:
        return faces;
    case BS_KIND_YES_NO:
        return yes_no;
    case BS_KIND_AGREE:
        return agree;
    default:
        return NULL;
    }
}

bool bs_kind_is_single(enum bs_kind kind)
{
    switch (kind) {
    case BS_KIND_FACES:
    case BS_KIND_TILES:
    case BS_KIND_YES_NO:
    case BS_KIND_PICTURE:
    case BS_KIND_AGREE:
        return true;
    default:
        return false;
    }
}

bool bs_kind_is_asked(enum bs_kind kind)
{
    return kind != BS_KIND_TEXT && kind != BS_KIND_CARD;
}

bool bs_kind_is_shuffled(enum bs_kind kind)
{
    switch (kind) {
    case BS_KIND_WHY:
    case BS_KIND_TILES:
    case BS_KIND_LIST:
    case BS_KIND_PICTURE:
    case BS_KIND_POINTS:
    case BS_KIND_PAIR:
    case BS_KIND_TOP:
        return true;
    default:
        return false;
    }
}
