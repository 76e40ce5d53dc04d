/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What must hold after every event. */

#include <stdlib.h>
#include <string.h>

#include "monkey.h"

/* ---- what was tapped ---- */

void monkey_activated(struct monkey *monkey, const char *id)
{
    MONKEY_MUST(monkey, id[0] != '\0' && strcmp(id, monkey->reached) == 0,
                "%s was activated, and \"%s\" was touched", id, monkey->reached);
    monkey->activations++;
}

static const char *behind_dot(const char *id)
{
    const char *dot = strchr(id, '.');
    return dot != NULL ? dot + 1 : "";
}

void monkey_meant(struct monkey *monkey, const char *id, const struct session_intent *intent)
{
    const struct session *session = monkey->session;
    const struct bs_question *question = session_question(session);
    if (intent->kind == SESSION_WRITE) {
        monkey->written++;
    }
    if (intent->kind != SESSION_CHOOSE && intent->kind != SESSION_DONT_KNOW) {
        return;
    }
    if (question == NULL) {
        return;
    }
    if (intent->kind == SESSION_DONT_KNOW) {
        monkey->passed[session->programme][session->question]++;
        return;
    }
    MONKEY_MUST(monkey, intent->index < question->choice_count, "%s is choice %zu of %zu", id,
                intent->index, question->choice_count);
    MONKEY_MUST(monkey, strcmp(behind_dot(id), question->choices[intent->index].value) == 0,
                "%s means %s", id, question->choices[intent->index].value);
    monkey->tapped[session->programme][session->question][intent->index]++;
}

/* ---- what comes out ---- */

static size_t times_in(const struct bs_answer *answer, const char *value)
{
    size_t times = 0;
    for (size_t i = 0; i < answer->value_count; i++) {
        times += strcmp(answer->values[i], value) == 0 ? 1 : 0;
    }
    return times;
}

static void answer_was_tapped(const struct monkey *monkey, size_t programme,
                              const struct bs_answer *answer)
{
    const struct bs_programme *asked = monkey->session->bundle->programmes[programme].programme;
    const struct bs_question *question = bs_programme_question(asked, answer->question);
    MONKEY_MUST(monkey, question != NULL, "%s has no question %s", asked->id, answer->question);
    const size_t q = (size_t)(question - asked->questions);
    MONKEY_MUST(monkey, !answer->dont_know || monkey->passed[programme][q] > 0,
                "%s: nobody tapped that nobody knows", answer->question);
    for (size_t i = 0; i < answer->value_count; i++) {
        const struct bs_choice *choice = bs_question_choice(question, answer->values[i]);
        MONKEY_MUST(monkey, choice != NULL, "%s has no choice %s", answer->question,
                    answer->values[i]);
        const size_t c = (size_t)(choice - question->choices);
        MONKEY_MUST(monkey, times_in(answer, choice->value) <= monkey->tapped[programme][q][c],
                    "%s: %s is kept and was tapped %u times", answer->question, choice->value,
                    monkey->tapped[programme][q][c]);
    }
}

static void submission_was_tapped(const struct monkey *monkey,
                                  const struct bs_submission *submission)
{
    const struct bs_bundle *bundle = monkey->session->bundle;
    struct bs_error err = {0};
    size_t programme = 0;
    while (programme < bundle->programme_count &&
           strcmp(bundle->programmes[programme].programme->id, submission->programme) != 0) {
        programme++;
    }
    MONKEY_MUST(monkey, programme < bundle->programme_count, "no programme %s",
                submission->programme);
    MONKEY_MUST(monkey,
                bs_submission_fits(submission, bundle->programmes[programme].programme, &err) ==
                    BS_OK,
                "what is kept does not fit: %s", err.text);
    MONKEY_MUST(monkey, submission->answer_count > 0, "nothing is kept as a submission");
    MONKEY_MUST(monkey, submission->is_trial == !bundle->is_in_use, "trial is told wrongly");
    for (size_t i = 0; i < submission->answer_count; i++) {
        answer_was_tapped(monkey, programme, &submission->answers[i]);
    }
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static bool is_by_time(const struct session_intent *intent)
{
    return intent->kind == SESSION_TICK || intent->kind == SESSION_QUIT;
}

static void extra_was_written(const struct monkey *monkey, const struct session_effect *effect)
{
    /* A character of a key may be two code points. */
    size_t most = 2 * (size_t)monkey->written;
    MONKEY_MUST(monkey, characters(effect->words) + characters(effect->phone) <= most,
                "%zu characters are kept, and %u keys were tapped",
                characters(effect->words) + characters(effect->phone), monkey->written);
    MONKEY_MUST(monkey, effect->kind == SESSION_KEEP_ABOUT_YOU || effect->words[0] != '\0',
                "nothing is kept as words");
}

void monkey_effect(struct monkey *monkey, const struct session_intent *intent, bool is_tapped,
                   const struct session_effect *effect)
{
    const int kind = (int)effect->kind;
    switch (effect->kind) {
    case SESSION_NO_EFFECT:
        return;
    case SESSION_SAVE:
        /* At a card behind the last question time may end what is complete. */
        MONKEY_MUST(monkey, is_tapped || is_by_time(intent),
                    "an answer is kept that nobody finished, by intent %d", (int)intent->kind);
        MONKEY_MUST(monkey, is_by_time(intent) || !effect->submission.is_partial,
                    "partial is told wrongly");
        submission_was_tapped(monkey, &effect->submission);
        monkey->saves++;
        return;
    case SESSION_SAVE_CORRECTION:
        MONKEY_MUST(monkey, is_tapped && !effect->submission.is_partial,
                    "a correction that nobody finished");
        submission_was_tapped(monkey, &effect->submission);
        monkey->saves++;
        return;
    case SESSION_SAVE_AGAIN:
        MONKEY_MUST(monkey, strcmp(monkey->reached, "tool.retry") == 0 && is_tapped,
                    "saved again, and nobody asked");
        return;
    case SESSION_KEEP_WORDS:
    case SESSION_KEEP_WISH:
    case SESSION_KEEP_ABOUT_YOU:
        MONKEY_MUST(monkey, is_tapped, "effect %d, and nobody tapped", kind);
        extra_was_written(monkey, effect);
        monkey->extras++;
        return;
    case SESSION_SAVE_VERDICT:
        MONKEY_MUST(monkey, is_tapped || is_by_time(intent), "a verdict without a cause");
        monkey->extras++;
        return;
    }
    monkey_fail(monkey, "effect %d is none", kind);
}

/* ---- the wipe ---- */

static bool is_zero(const void *memory, size_t size)
{
    const unsigned char *bytes = memory;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

void monkey_visit_over(struct monkey *monkey)
{
    const struct session *session = monkey->session;
    MONKEY_MUST(monkey, is_zero(&session->answers, sizeof session->answers), "answers are left");
    MONKEY_MUST(monkey, is_zero(&session->before, sizeof session->before), "old answers are left");
    MONKEY_MUST(monkey, is_zero(session->typed, sizeof session->typed), "a code is left");
    MONKEY_MUST(monkey, is_zero(&session->words, sizeof session->words), "words are left");
    MONKEY_MUST(monkey, is_zero(&session->name, sizeof session->name), "a name is left");
    MONKEY_MUST(monkey, is_zero(&session->phone, sizeof session->phone), "a number is left");
    MONKEY_MUST(monkey, is_zero(session->extras, sizeof session->extras), "extras are left");
    MONKEY_MUST(monkey, !session->is_correcting && !session->is_extra_pending, "work is left");
    if (!session->is_active) {
        MONKEY_MUST(monkey, session->modes == 0 && !session->is_slow, "modes are left");
        MONKEY_MUST(monkey, session->volume == SESSION_VOLUME_START, "the volume is left");
        MONKEY_MUST(monkey,
                    session->bundle == NULL ||
                        strcmp(session->lang, session->bundle->languages[0]) == 0,
                    "the language is left: %s", session->lang);
        MONKEY_MUST(monkey, !session->is_warning, "a warning is left");
    }
    memset(monkey->tapped, 0, sizeof monkey->tapped);
    memset(monkey->passed, 0, sizeof monkey->passed);
    monkey->written = 0;
    monkey->visits++;
}

/* ---- scenes ---- */

static const char *const ALLOWED[] = {"attract",    "question",   "saving",
                                      "thanks",     "not_saved",  "help",
                                      "about",      "programmes", "code",
                                      "answer",     "so_far",     "here",
                                      "languages",  "afterwards", "words",
                                      "personal",   "age",        "area",
                                      "wish",       "wish_name",  "wish_phone",
                                      "left",       "closed",     "out_of_order",
                                      "setting_up", "idle",       "urgent",
                                      "desk_door"}; /* of the connector's screens the door alone: nobody gets past it by chance */

static bool is_allowed(const char *screen)
{
    for (size_t i = 0; i < sizeof ALLOWED / sizeof ALLOWED[0]; i++) {
        if (strcmp(screen, ALLOWED[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_button(const struct ui_scene *scene, const char *id)
{
    for (size_t i = scene_first_reachable(scene); i < scene->count; i++) {
        if (scene->nodes[i].role == UI_ROLE_BUTTON && strcmp(scene->nodes[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* Whoever is in a visit can leave it, but for the moment in which the disk is waited for. */
static void has_a_way_out(const struct monkey *monkey, const struct ui_scene *scene)
{
    const struct session *session = monkey->session;
    bool is_free = !session->is_active || session->screen == SESSION_ATTRACT ||
                   session->screen == SESSION_SAVING;
    MONKEY_MUST(monkey, is_free || has_button(scene, "tool.stop") || has_button(scene, "tool.done"),
                "no way out of %s", scene->screen);
}

static void node_is_good(const struct monkey *monkey, const struct ui_scene *scene,
                         const struct ui_node *node, bool fits)
{
    struct ui_rect rect = node->rect;
    MONKEY_MUST(monkey,
                rect.w >= 0 && rect.h >= 0 && rect.x >= 0 && rect.y >= 0 &&
                    rect.x + rect.w <= scene->width && rect.y + rect.h <= scene->height,
                "%s is at %d,%d %dx%d, outside %dx%d, in %s", node->id, rect.x, rect.y, rect.w,
                rect.h, scene->width, scene->height, scene->modes);
    MONKEY_MUST(monkey, node->role != UI_ROLE_BUTTON || node->id[0] != '\0', "a button without id");
    MONKEY_MUST(monkey, node->role != UI_ROLE_BUTTON || node->label[0] != '\0', "%s has no words",
                node->id);
    MONKEY_MUST(monkey, !fits || node->fits, "%s is cut off in %s (%s): %s", node->id, scene->lang,
                scene->modes, node->label);
}

void monkey_scene(const struct monkey *monkey, const struct ui_scene *scene, bool fits)
{
    MONKEY_MUST(monkey, is_allowed(scene->screen), "screen %s", scene->screen);
    MONKEY_MUST(monkey, scene->count > 0 && scene->count <= UI_NODES_MAX, "%zu nodes",
                scene->count);
    has_a_way_out(monkey, scene);
    for (size_t i = 0; i < scene->count; i++) {
        node_is_good(monkey, scene, &scene->nodes[i], fits);
    }
    for (size_t i = scene_first_reachable(scene); i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        MONKEY_MUST(monkey, node->role != UI_ROLE_BUTTON || scene_find(scene, node->id) == node,
                    "%s stands twice", node->id);
    }
}
