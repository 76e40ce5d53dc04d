/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares the questions of two versions that have the same id. */

#include <string.h>

#include <buurtstem/programme.h>

static bool has_same_rounds(const struct bs_question *stored, const struct bs_question *added)
{
    for (size_t i = 0; i < stored->choice_count && i < added->choice_count; i++) {
        if (strcmp(stored->choices[i].value, added->choices[i].value) != 0) {
            return false;
        }
    }
    return stored->choice_count == added->choice_count;
}

static enum bs_err check_question(const struct bs_question *stored, const struct bs_question *added,
                                  int version, struct bs_error *err)
{
    if (stored->kind != added->kind) {
        return bs_fail(err, BS_REFUSED,
                       "question %s is of kind %s in version %d, so that their answers cannot be "
                       "counted together: give it another id",
                       added->id, bs_kind_name(stored->kind), version);
    }
    if (added->kind == BS_KIND_PAIR && !has_same_rounds(stored, added)) {
        return bs_fail(err, BS_REFUSED,
                       "question %s has other choices in version %d, or the same in another order, "
                       "so that its rounds cannot be counted together: give it another id",
                       added->id, version);
    }
    return BS_OK;
}

enum bs_err bs_programme_keeps(const struct bs_programme *stored, const struct bs_programme *added,
                               struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < added->question_count; i++) {
        const struct bs_question *question = bs_programme_question(stored, added->questions[i].id);

        if (question != NULL) {
            rc = check_question(question, &added->questions[i], stored->version, err);
        }
    }
    return rc;
}
