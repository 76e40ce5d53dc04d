/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One visit's answers as a line of Dutch, whatever language the visit was in. */

#include "answers_words.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#define LANG      "nl"
#define DONT_KNOW "weet ik niet"
#define BETWEEN   "\u00a0· " /* no line begins with it */
#define END       "…"

struct writer {
    char *out;
    size_t size, len;
    bool is_full; /* something did not fit: what follows is left out */
};

/* How many bytes of a text fit, in whole characters. */
static size_t fitting(const char *text, size_t room)
{
    size_t len = strlen(text);

    if (len > room) {
        len = room;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    return len;
}

static void put(struct writer *writer, const char *text)
{
    const size_t len = writer->is_full ? 0 : fitting(text, writer->size - 1 - writer->len);

    writer->is_full = writer->is_full || text[len] != '\0';
    memcpy(writer->out + writer->len, text, len);
    writer->len += len;
    writer->out[writer->len] = '\0';
}

/* Makes room for the end of what was cut, at a character. */
static void end(struct writer *writer)
{
    const size_t room = sizeof END - 1;

    if (!writer->is_full || writer->size <= room) {
        return;
    }
    if (writer->len > writer->size - 1 - room) {
        writer->len = writer->size - 1 - room;
        while (writer->len > 0 && ((unsigned char)writer->out[writer->len] & 0xC0) == 0x80) {
            writer->len--;
        }
    }
    memcpy(writer->out + writer->len, END, sizeof END);
}

/* The version that was answered, if the bundle still has it. */
static const struct bs_programme *programme_of(const struct screen_view *view,
                                               const struct bs_submission *submission)
{
    const struct bs_bundle *bundle = view->session->bundle;

    for (size_t i = 0; bundle != NULL && i < bundle->programme_count; i++) {
        const struct bs_programme *programme = bundle->programmes[i].programme;
        if (strcmp(programme->id, submission->programme) == 0) {
            return programme->version == submission->version ? programme : NULL;
        }
    }
    return NULL;
}

static void put_question(struct writer *writer, const struct bs_question *question,
                         const struct bs_answer *answer)
{
    const char *text = question != NULL ? bs_text_in(&question->text, LANG, NULL) : "";
    const size_t len = strlen(text);

    put(writer, len > 0 ? text : answer->question);
    put(writer, len > 0 && text[len - 1] == '?' ? " " : ": ");
}

static const char *value_words(const struct bs_question *question, const char *value)
{
    const struct bs_choice *choice = question != NULL ? bs_question_choice(question, value) : NULL;
    const char *text = choice != NULL ? bs_text_in(&choice->label, LANG, NULL) : "";

    return text[0] != '\0' ? text : value;
}

static size_t times(const struct bs_answer *answer, const char *value)
{
    size_t count = 0;

    for (size_t i = 0; i < answer->value_count; i++) {
        count += strcmp(answer->values[i], value) == 0 ? 1 : 0;
    }
    return count;
}

static bool stood_before(const struct bs_answer *answer, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(answer->values[i], answer->values[at]) == 0) {
            return true;
        }
    }
    return false;
}

static void put_values(struct writer *writer, const struct bs_question *question,
                       const struct bs_answer *answer)
{
    const bool is_counted = answer->kind == BS_KIND_POINTS || answer->kind == BS_KIND_PAIR;

    for (size_t i = 0; i < answer->value_count; i++) {
        const char *value = answer->values[i];
        if (is_counted && stood_before(answer, i)) {
            continue;
        }
        put(writer, i > 0 ? ", " : "");
        put(writer, value_words(question, value));
        if (is_counted) {
            char count[24];
            snprintf(count, sizeof count, " %zu×", times(answer, value));
            put(writer, count);
        }
    }
}

void answers_words(const struct screen_view *view, const struct bs_submission *submission,
                   char *out, size_t size)
{
    const struct bs_programme *programme = programme_of(view, submission);
    struct writer writer = {.out = out, .size = size};

    out[0] = '\0';
    for (size_t i = 0; i < submission->answer_count; i++) {
        const struct bs_answer *answer = &submission->answers[i];
        const struct bs_question *question =
            programme != NULL ? bs_programme_question(programme, answer->question) : NULL;

        put(&writer, i > 0 ? BETWEEN : "");
        put_question(&writer, question, answer);
        if (answer->dont_know) {
            put(&writer, DONT_KNOW);
        } else {
            put_values(&writer, question, answer);
        }
    }
    end(&writer);
}
