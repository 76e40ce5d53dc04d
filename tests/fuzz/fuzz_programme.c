/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A programme file: reading, checking, and everything that is done with one afterwards. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

/* A complaint is one printable line that begins with its place. */
static void look_at_complaints(const struct bs_complaints *complaints)
{
    FUZZ_MUST(complaints->count <= BS_COMPLAINTS_MAX);
    for (size_t i = 0; i < complaints->count; i++) {
        const char *text = complaints->text[i];

        FUZZ_MUST(bs_utf8_is_text(text, strlen(text)));
        FUZZ_MUST(strchr(text, '\n') == NULL);
        FUZZ_MUST(text[0] == '$' || strncmp(text, "line ", 5) == 0);
    }
}

static void look_at_text(const struct bs_text *text, size_t max)
{
    FUZZ_MUST(text->count <= BS_LANGUAGES_MAX);
    for (size_t i = 0; i < text->count; i++) {
        size_t len = bs_utf8_length(text->in[i].text);

        FUZZ_MUST(bs_language_valid(text->in[i].lang));
        FUZZ_MUST(len >= 1 && len <= max);
        FUZZ_MUST(bs_utf8_is_text(text->in[i].text, strlen(text->in[i].text)));
        FUZZ_MUST(bs_text_speech(text, text->in[i].lang, NULL)[0] != '\0');
    }
}

/* Asked only after an answer that can be given to an earlier question. */
static void look_at_branch(const struct bs_programme *programme, const struct bs_question *question)
{
    const struct bs_question *first = bs_programme_question(programme, question->follows);

    FUZZ_MUST(first != NULL && first < question && bs_kind_is_asked(first->kind));
    FUZZ_MUST(question->kind != BS_KIND_WHY || first->kind == BS_KIND_FACES);
    FUZZ_MUST(question->kind != BS_KIND_TEXT);
    for (size_t i = 0; i < question->after_count; i++) {
        const struct bs_choice *choice = bs_question_choice(first, question->after[i]);

        FUZZ_MUST(choice != NULL && !choice->is_locked);
    }
}

static void look_at_question(const struct bs_programme *programme,
                             const struct bs_question *question)
{
    bool is_asked = bs_kind_is_asked(question->kind);

    FUZZ_MUST(bs_slug_valid(question->id));
    FUZZ_MUST(bs_programme_question(programme, question->id) == question);
    FUZZ_MUST(question->choice_count <= BS_CHOICES_MAX);
    FUZZ_MUST(is_asked ? question->choice_count >= 2 : question->choice_count == 0);
    FUZZ_MUST(is_asked ? question->most >= 1 : question->most == 0);
    FUZZ_MUST(!bs_kind_is_single(question->kind) || question->most == 1);
    FUZZ_MUST((question->kind == BS_KIND_CARD) == (question->body.count > 0));
    FUZZ_MUST(question->kind != BS_KIND_WHY || question->follows != NULL);
    look_at_text(&question->text, BS_QUESTION_TEXT_MAX);
    look_at_text(&question->body, BS_PARAGRAPH_MAX);
    for (size_t i = 0; i < question->choice_count; i++) {
        FUZZ_MUST(bs_question_choice(question, question->choices[i].value) ==
                  &question->choices[i]);
        look_at_text(&question->choices[i].label, BS_LABEL_MAX);
    }
    if (question->follows != NULL) {
        look_at_branch(programme, question);
    }
}

static void look_at_programme(const struct bs_programme *programme)
{
    char code[BS_RECEIPT_CODE_TEXT];
    char back[6];

    FUZZ_MUST(bs_slug_valid(programme->id) && bs_tenant_valid(programme->tenant));
    FUZZ_MUST(bs_receipt_code_make(programme->code, code));
    FUZZ_MUST(bs_receipt_code_parse(code, back) && strcmp(back, programme->code) == 0);
    FUZZ_MUST(programme->language_count >= 1);
    FUZZ_MUST(programme->question_count >= 1 && programme->question_count <= BS_QUESTIONS_MAX);
    look_at_text(&programme->title, BS_TITLE_MAX);
    look_at_text(&programme->tile, BS_LABEL_MAX);
    look_at_text(&programme->open, BS_PARAGRAPH_MAX);
    for (size_t i = 0; i < programme->fact_count; i++) {
        FUZZ_MUST(programme->facts[i].source < programme->source_count);
        FUZZ_MUST(!bs_fact_is_past(&programme->facts[i], (struct bs_date){2000, 1, 1}));
    }
    for (size_t i = 0; i < programme->question_count; i++) {
        look_at_question(programme, &programme->questions[i]);
    }
    for (size_t i = 0; i < programme->language_count; i++) {
        FUZZ_MUST(bs_programme_seconds(programme, programme->languages[i]) > 0.0);
    }
    (void)bs_programme_answer_date(programme, programme->starts);
    FUZZ_MUST(programme->stage == BS_STAGE_OUTCOME ||
              bs_programme_is_open(programme, programme->starts));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_complaints *read = bs_xcalloc(1, sizeof *read);
    struct bs_complaints *both = bs_xcalloc(1, sizeof *both);
    struct bs_programme *programme = NULL;
    struct bs_programme *examined = NULL;
    struct bs_bytes text = {data, size};
    enum bs_err rc = bs_programme_parse(text, &programme, read, NULL);
    enum bs_err rc_both = bs_programme_examine(text, &examined, both, NULL);

    look_at_complaints(read);
    look_at_complaints(both);
    FUZZ_MUST((rc == BS_OK) == (programme != NULL));
    FUZZ_MUST((rc == BS_BAD) == (read->count > 0));
    FUZZ_MUST((rc_both == BS_OK) == (examined != NULL));
    FUZZ_MUST(both->count >= read->count); /* the check adds, it hides nothing */
    if (programme != NULL) {
        look_at_programme(programme);
        bs_programme_check(programme, read);
        FUZZ_MUST(read->count == both->count);
        bs_programme_advise(programme, read);
        look_at_complaints(read);
    }
    bs_programme_destroy(programme);
    bs_programme_destroy(examined);
    free(read);
    free(both);
    return 0;
}
