/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Chances are made up; that sizes and shapes are those of real visits is what counts. */
#include "made_visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

enum { DONT_KNOW_OF = 20, PARTIAL_OF = 15 };

struct bs_programme *made_programme(const char *path)
{
    struct bs_programme *programme = NULL;
    struct bs_complaints complaints = {.count = 0};
    struct bs_error err = {0};
    struct bs_buf text;
    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    enum bs_err rc = bs_file_read(path, &text, &err);
    if (rc == BS_OK) {
        rc = bs_programme_parse(bs_buf_bytes(&text), &programme, &complaints, &err);
    }
    bs_buf_finish(&text);
    if (rc != BS_OK) {
        fprintf(stderr, "%s: %s\n", path, complaints.count > 0 ? complaints.text[0] : err.text);
        exit(1);
    }
    return programme;
}

static bool is_asked(const struct bs_submission *visit, const struct bs_question *question)
{
    for (size_t i = 0; question->follows != NULL && i < visit->answer_count; i++) {
        const struct bs_answer *before = &visit->answers[i];
        if (strcmp(before->question, question->follows) != 0 || before->dont_know) {
            continue;
        }
        for (size_t a = 0; a < question->after_count; a++) {
            if (strcmp(question->after[a], before->values[0]) == 0) {
                return true;
            }
        }
        return question->after_count == 0;
    }
    return question->follows == NULL;
}

static void give_answer(const struct bs_question *question, struct bs_random *random,
                        struct bs_answer *out)
{
    size_t wanted = question->most <= 1 ? 1 : 1 + bs_random_below(random, (uint32_t)question->most);
    unsigned taken = 0;
    bs_utf8_copy(out->question, sizeof out->question, question->id);
    out->kind = question->kind;
    out->dont_know = bs_random_below(random, DONT_KNOW_OF) == 0;
    wanted = wanted > question->choice_count ? question->choice_count : wanted;
    while (!out->dont_know && out->value_count < wanted) {
        uint32_t choice = bs_random_below(random, (uint32_t)question->choice_count);
        if ((taken >> choice & 1) == 0) {
            taken |= 1U << choice;
            bs_utf8_copy(out->values[out->value_count++], BS_SLUG_TEXT,
                         question->choices[choice].value);
        }
    }
}

void made_visit(const struct bs_programme *programme, const char *place, struct bs_random *random,
                struct bs_submission *out)
{
    memset(out, 0, sizeof *out);
    out->version = programme->version;
    bs_utf8_copy(out->programme, sizeof out->programme, programme->id);
    bs_utf8_copy(out->place, sizeof out->place, place);
    bs_utf8_copy(out->lang, sizeof out->lang, programme->languages[0]);
    out->channel = BS_CHANNEL_KIOSK;
    out->seconds = (int)(15 + bs_random_below(random, 40));
    out->is_partial = bs_random_below(random, PARTIAL_OF) == 0;
    for (size_t i = 0; i < programme->question_count; i++) {
        const bool is_over = out->is_partial && out->answer_count > 0;
        if (!is_over && bs_kind_is_asked(programme->questions[i].kind) &&
            is_asked(out, &programme->questions[i])) {
            give_answer(&programme->questions[i], random, &out->answers[out->answer_count++]);
        }
    }
}
