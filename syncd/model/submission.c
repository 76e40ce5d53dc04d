/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One visit's answers <-> the body of a record. Written without a document in between, so that no copy of the answers
 * stays behind in freed memory. No error here repeats what the body holds. */

#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>
#include <buurtstem/utf8.h>
#include <buurtstem/uuid.h>

#include "body.h"
#include "field.h"
#include "programme_p.h"
#include "submission_quick.h"

/* ---- form: what must hold whatever the programme ---- */

static bool is_value(enum bs_kind kind, const char *value)
{
    const char *const *fixed = programme_fixed_values(kind);

    for (; fixed != NULL && *fixed != NULL; fixed++) {
        if (strcmp(*fixed, value) == 0) {
            return true;
        }
    }
    return programme_fixed_values(kind) == NULL && bs_slug_valid(value);
}

/* How many values an answer of that kind has, whatever the programme. */
struct range {
    size_t least, most;
    const char *words;
};

static struct range values_of(const struct bs_answer *answer)
{
    if (answer->dont_know) {
        return (struct range){0, 0, "none"};
    }
    if (bs_kind_is_single(answer->kind)) {
        return (struct range){1, 1, "one"};
    }
    switch (answer->kind) {
    case BS_KIND_POINTS:
        return (struct range){1, PROGRAMME_POINTS, "one to five"};
    case BS_KIND_TOP:
        return (struct range){1, PROGRAMME_TOP, "one to three"};
    case BS_KIND_PAIR:
        return (struct range){BS_PAIR_ROUNDS, BS_PAIR_ROUNDS, "three"};
    default:
        return (struct range){1, BS_CHOICES_MAX, "one to eight"};
    }
}

/* A goal has its points one after the other, and what won a round may win another. */
static bool may_repeat(const struct bs_answer *answer, size_t first, size_t again)
{
    return answer->kind == BS_KIND_PAIR ||
           (answer->kind == BS_KIND_POINTS &&
            (again == first + 1 || strcmp(answer->values[again - 1], answer->values[again]) == 0));
}

static enum bs_err check_values(const struct bs_answer *answer, size_t index, struct bs_error *err)
{
    struct range range = values_of(answer);

    if (answer->value_count < range.least || answer->value_count > range.most) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].values: expected %s, found %zu", index,
                       range.words, answer->value_count);
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        const char *value = answer->values[i];

        if (!is_value(answer->kind, value)) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].values[%zu]: is not a value", index, i);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(answer->values[j], value) == 0 && !may_repeat(answer, j, i)) {
                return bs_fail(err, BS_BAD, "$.answers[%zu].values[%zu]: is there twice", index, i);
            }
        }
    }
    return BS_OK;
}

static enum bs_err check_answers(const struct bs_submission *submission, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    if (submission->answer_count < 1 || submission->answer_count > BS_ASKED_MAX) {
        return bs_fail(err, BS_BAD, "$.answers: expected 1 to %d, found %zu", BS_ASKED_MAX,
                       submission->answer_count);
    }
    for (size_t i = 0; rc == BS_OK && i < submission->answer_count; i++) {
        const struct bs_answer *answer = &submission->answers[i];

        if (!bs_slug_valid(answer->question)) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].q: is not a question's id", i);
        }
        if ((unsigned)answer->kind >= BS_KINDS || !bs_kind_is_asked(answer->kind)) {
            return bs_fail(err, BS_BAD, "$.answers[%zu].kind: is not a kind", i);
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(submission->answers[j].question, answer->question) == 0) {
                return bs_fail(err, BS_BAD, "$.answers[%zu].q: is answered twice", i);
            }
        }
        rc = check_values(answer, i, err);
    }
    return rc;
}

static enum bs_err check_correction(const struct bs_submission *submission, struct bs_error *err)
{
    struct bs_uuid first;

    if (submission->corrects[0] == '\0') {
        return BS_OK;
    }
    if (!bs_uuid_parse(submission->corrects, &first)) {
        return bs_fail(err, BS_BAD, "$.corrects: is not a record's id");
    }
    if (submission->is_partial) {
        return bs_fail(err, BS_BAD, "$.partial: a correction is complete");
    }
    return BS_OK;
}

static enum bs_err check_batch(const struct bs_submission *submission, struct bs_error *err)
{
    if (submission->batch[0] == '\0') {
        return BS_OK;
    }
    if (submission->channel != BS_CHANNEL_PAPER) {
        return bs_fail(err, BS_BAD, "$.batch: expected none unless the channel is paper");
    }
    if (!bs_utf8_is_line(submission->batch, BS_BATCH_MAX)) {
        return bs_fail(err, BS_BAD, "$.batch: expected one line of 1 to %d characters",
                       BS_BATCH_MAX);
    }
    return BS_OK;
}

static enum bs_err check_form(const struct bs_submission *submission, struct bs_error *err)
{
    if (!bs_slug_valid(submission->programme)) {
        return bs_fail(err, BS_BAD, "$.programme: is not a programme's id");
    }
    if (submission->version < 1 || submission->version > BODY_VERSION_MOST) {
        return bs_fail(err, BS_BAD, "$.version: expected 1 to %d", BODY_VERSION_MOST);
    }
    if (!bs_slug_valid(submission->place)) {
        return bs_fail(err, BS_BAD, "$.place: is not a place's id");
    }
    if (!bs_language_valid(submission->lang)) {
        return bs_fail(err, BS_BAD, "$.lang: is not a language tag");
    }
    if ((unsigned)submission->channel > BS_CHANNEL_PAPER) {
        return bs_fail(err, BS_BAD, "$.channel: is not a channel");
    }
    if (submission->seconds < 0 || submission->seconds > BODY_SECONDS_MOST) {
        return bs_fail(err, BS_BAD, "$.seconds: expected 0 to %d", BODY_SECONDS_MOST);
    }
    if (check_batch(submission, err) != BS_OK || check_correction(submission, err) != BS_OK) {
        return BS_BAD;
    }
    return check_answers(submission, err);
}

/* ---- writing ---- */

/* Every name was checked to need no escaping. */
static void write_answer(const struct bs_answer *answer, struct bs_buf *out)
{
    bs_buf_printf(out, "{\"q\":\"%s\",\"kind\":\"%s\"", answer->question,
                  bs_kind_name(answer->kind));
    if (answer->dont_know) {
        bs_buf_text(out, ",\"dont_know\":true}");
        return;
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        bs_buf_printf(out, "%s\"%s\"", i == 0 ? ",\"values\":[" : ",", answer->values[i]);
    }
    bs_buf_text(out, "]}");
}

static void write_body(const struct bs_submission *submission, struct bs_random *random,
                       struct bs_buf *out)
{
    body_open(random, out);
    if (submission->corrects[0] != '\0') {
        bs_buf_printf(out, ",\"corrects\":\"%s\"", submission->corrects);
    }
    bs_buf_printf(out, ",\"programme\":\"%s\",\"version\":%d,\"place\":\"%s\",\"channel\":\"%s\"",
                  submission->programme, submission->version, submission->place,
                  bs_channel_name(submission->channel));
    if (submission->batch[0] != '\0') {
        body_write_string(out, "batch", submission->batch);
    }
    bs_buf_printf(
        out, ",\"lang\":\"%s\",\"trial\":%s,\"partial\":%s,%s\"seconds\":%d,\"answers\":[",
        submission->lang, body_bool(submission->is_trial), body_bool(submission->is_partial),
        submission->is_burst ? "\"burst\":true," : "", submission->seconds);
    for (size_t i = 0; i < submission->answer_count; i++) {
        bs_buf_text(out, i > 0 ? "," : "");
        write_answer(&submission->answers[i], out);
    }
    bs_buf_text(out, "]}");
}

enum bs_err bs_submission_encode(const struct bs_submission *submission, struct bs_random *random,
                                 struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_form(submission, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    write_body(submission, random, &body);
    rc = body_close(&body, "a submission", out, err);
    bs_buf_finish(&body);
    return rc;
}

/* ---- reading ---- */

static bool read_values(const struct bs_json_at *at, struct bs_answer *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;

    if (!field_array(at, "values", 1, BS_CHOICES_MAX, &list, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *value;

        if (!bs_json_string_here(&item, BS_SLUG_TEXT - 1, &value)) {
            return false;
        }
        (void)bs_utf8_copy(out->values[i], BS_SLUG_TEXT, value);
    }
    out->value_count = count;
    return true;
}

static bool read_answer(const struct bs_json_at *at, struct bs_answer *out)
{
    static const char *const names[] = {"q", "kind", "values", "dont_know", NULL};
    struct bs_json_at values = bs_json_member(at, "values");
    int kind = BS_KIND_FACES;

    if (!field_is_object(at) || !bs_json_only(at, names) ||
        !body_read_slug(at, "q", out->question) ||
        !field_name(at, "kind", programme_kinds, &kind) ||
        !bs_json_bool_or(at, "dont_know", false, &out->dont_know)) {
        return false;
    }
    out->kind = (enum bs_kind)kind;
    if (!out->dont_know) {
        return read_values(at, out);
    }
    if (bs_json_exists(&values)) {
        bs_json_complain(&values, "expected none beside dont_know");
        return false;
    }
    return true;
}

static bool read_answers(const struct bs_json_at *at, struct bs_submission *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "answers", 1, BS_ASKED_MAX, &list, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_answer(&item, &out->answers[i]);
    }
    out->answer_count = count;
    return good;
}

static bool read_corrects(const struct bs_json_at *at, char out[BS_UUID_TEXT])
{
    struct bs_json_at member = bs_json_member(at, "corrects");
    const char *text;

    return !bs_json_exists(&member) || (bs_json_string_here(&member, BS_UUID_TEXT - 1, &text) &&
                                        bs_utf8_copy(out, BS_UUID_TEXT, text));
}

static bool read_batch(const struct bs_json_at *at, char out[BS_BATCH_TEXT])
{
    struct bs_json_at member = bs_json_member(at, "batch");
    const char *text;

    return !bs_json_exists(&member) || (bs_json_string_here(&member, BS_BATCH_TEXT - 1, &text) &&
                                        bs_utf8_copy(out, BS_BATCH_TEXT, text));
}

static bool read_body(const struct bs_json_at *at, void *target)
{
    static const char *const names[] = {"salt",    "v",       "corrects", "programme", "version",
                                        "place",   "channel", "batch",    "lang",      "trial",
                                        "partial", "burst",   "seconds",  "answers",   NULL};
    struct bs_submission *out = target;
    int64_t seconds = 0;

    if (!field_is_object(at) || !bs_json_only(at, names) || !body_read_head(at) ||
        !read_corrects(at, out->corrects) || !body_read_slug(at, "programme", out->programme) ||
        !body_read_version(at, "version", &out->version) ||
        !body_read_slug(at, "place", out->place) || !body_read_channel(at, &out->channel) ||
        !read_batch(at, out->batch) || !body_read_lang(at, out->lang) ||
        !field_bool(at, "trial", &out->is_trial) || !field_bool(at, "partial", &out->is_partial) ||
        !bs_json_bool_or(at, "burst", false, &out->is_burst) ||
        !bs_json_int(at, "seconds", 0, BODY_SECONDS_MOST, &seconds)) {
        return false;
    }
    out->seconds = (int)seconds;
    return read_answers(at, out);
}

enum bs_err submission_read_json(struct bs_bytes body, struct bs_submission *out,
                                 struct bs_error *err)
{
    return body_decode(body, "a submission", read_body, out, sizeof *out, err);
}

enum bs_err bs_submission_decode(struct bs_bytes body, struct bs_submission *out,
                                 struct bs_error *err)
{
    struct bs_submission submission = {0};
    enum bs_err rc = BS_OK;

    if (!submission_read_quick(body, &submission)) {
        submission = (struct bs_submission){0};
        rc = submission_read_json(body, &submission, err);
    }
    rc = rc == BS_OK ? check_form(&submission, err) : rc;
    if (rc == BS_OK) {
        *out = submission;
    }
    bs_wipe(&submission, sizeof submission);
    return rc;
}

/* ---- fitting ---- */

/* In the order of the programme, and none where nothing can be given. */
static bool are_points_right(const struct bs_answer *answer, const struct bs_question *question)
{
    const struct bs_choice *last = question->choices;

    for (size_t i = 0; i < answer->value_count; i++) {
        const struct bs_choice *choice = bs_question_choice(question, answer->values[i]);

        if (choice == NULL || choice->is_locked || choice < last) {
            return false;
        }
        last = choice;
    }
    return true;
}

/* Each round has two of the three, and one of them won it. */
static bool are_rounds_right(const struct bs_answer *answer, const struct bs_question *question)
{
    static const size_t rounds[BS_PAIR_ROUNDS][2] = {{0, 1}, {0, 2}, {1, 2}};

    for (size_t i = 0; i < answer->value_count; i++) {
        const char *won = answer->values[i];

        if (strcmp(question->choices[rounds[i][0]].value, won) != 0 &&
            strcmp(question->choices[rounds[i][1]].value, won) != 0) {
            return false;
        }
    }
    return true;
}

static enum bs_err check_values_fit(const struct bs_answer *answer, size_t index,
                                    const struct bs_question *question, struct bs_error *err)
{
    for (size_t i = 0; i < answer->value_count; i++) {
        if (bs_question_choice(question, answer->values[i]) == NULL) {
            return bs_fail(err, BS_BAD,
                           "$.answers[%zu].values[%zu]: the question does not offer this", index,
                           i);
        }
    }
    if (answer->kind == BS_KIND_POINTS && !are_points_right(answer, question)) {
        return bs_fail(err, BS_BAD,
                       "$.answers[%zu].values: expected points in the programme's order, none for "
                       "what is locked",
                       index);
    }
    if (answer->kind == BS_KIND_PAIR && !are_rounds_right(answer, question)) {
        return bs_fail(err, BS_BAD,
                       "$.answers[%zu].values: expected the one that won of each two in turn",
                       index);
    }
    return BS_OK;
}

static enum bs_err check_answer_fits(const struct bs_answer *answer, size_t index,
                                     const struct bs_programme *programme, struct bs_error *err)
{
    const struct bs_question *question = bs_programme_question(programme, answer->question);

    if (question == NULL) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].q: the programme does not ask this", index);
    }
    if (question->kind != answer->kind) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].kind: the programme asks for %s", index,
                       bs_kind_name(question->kind));
    }
    if (answer->value_count > question->most) {
        return bs_fail(err, BS_BAD, "$.answers[%zu].values: expected at most %zu, found %zu", index,
                       question->most, answer->value_count);
    }
    return check_values_fit(answer, index, question, err);
}

enum bs_err bs_submission_fits(const struct bs_submission *submission,
                               const struct bs_programme *programme, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    if (strcmp(submission->programme, programme->id) != 0) {
        return bs_fail(err, BS_BAD, "$.programme: is another programme");
    }
    if (submission->version != programme->version) {
        return bs_fail(err, BS_BAD, "$.version: expected %d, found %d", programme->version,
                       submission->version);
    }
    for (size_t i = 0; rc == BS_OK && i < submission->answer_count; i++) {
        rc = check_answer_fits(&submission->answers[i], i, programme, err);
    }
    return rc;
}
