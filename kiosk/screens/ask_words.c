/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which look a kind has, and what the frame around the question says of it. */

#include "ask_look.h"

#include <stdio.h>

void ask_answers(struct frame *frame, struct ui_rect area)
{
    static void (*const LOOKS[BS_KINDS])(struct frame *, struct ui_rect) = {
        [BS_KIND_FACES] = ask_faces, [BS_KIND_WHY] = ask_tiles,     [BS_KIND_TILES] = ask_tiles,
        [BS_KIND_LIST] = ask_tiles,  [BS_KIND_YES_NO] = ask_yes_no, [BS_KIND_PICTURE] = ask_picture,
        [BS_KIND_AGREE] = ask_agree, [BS_KIND_POINTS] = ask_points, [BS_KIND_PAIR] = ask_pair,
        [BS_KIND_TOP] = ask_top,     [BS_KIND_CARD] = ask_card,
    };
    const enum bs_kind kind = session_question(frame->view->session)->kind;
    if (LOOKS[kind] != NULL) {
        LOOKS[kind](frame, area);
    }
}

static const struct answer_slot *slot_of(const struct session *session)
{
    return &session->answers.slot[session->question];
}

size_t ask_chosen(const struct session *session)
{
    const struct bs_question *question = session_question(session);
    return question->most - session_left(session);
}

static const char *short_pattern(const struct screen_view *view, size_t chosen)
{
    const struct bs_question *question = session_question(view->session);
    const size_t left = question->most - chosen;
    if (left == 0 && question->most > 1) {
        return tr(view, "Klaar");
    }
    return chosen > 0 || question->kind == BS_KIND_POINTS ? tr(view, "Nog {left}")
                                                          : tr(view, "Kies er {most}");
}

static const char *badge_pattern(const struct screen_view *view, size_t chosen, bool is_short)
{
    const struct bs_question *question = session_question(view->session);
    const size_t left = question->most - chosen;
    if (question->kind == BS_KIND_PAIR) {
        return tr(view, "Ronde {round} van {most}");
    }
    if (is_short) {
        return short_pattern(view, chosen);
    }
    if (question->most == 1) {
        return tr(view, "Kies er 1");
    }
    if (left == 0) {
        return tr(view, "Klaar? Tik op Verder");
    }
    if (question->kind == BS_KIND_POINTS) {
        return tr_plural(view, "Nog {left} punt over", "Nog {left} punten over", (long)left);
    }
    return chosen > 0                      ? tr(view, "Nog {left} over")
           : question->kind == BS_KIND_TOP ? tr(view, "Kies er {most}")
                                           : tr(view, "Kies er {most} of minder");
}

bool ask_badge_words(const struct screen_view *view, size_t chosen, bool is_short, char *out)
{
    const struct session *session = view->session;
    const struct bs_question *question = session_question(session);
    char most[12], left[12], round[12];
    if (!session_takes_many(session) && question->kind != BS_KIND_PAIR) {
        return false;
    }
    snprintf(most, sizeof most, "%zu", question->most);
    snprintf(left, sizeof left, "%zu", question->most - chosen);
    snprintf(round, sizeof round, "%zu", session->round + 1);
    fill(view, out, UI_LABEL_TEXT, badge_pattern(view, chosen, is_short), "most", most, "left",
         left, "round", round, NULL);
    return true;
}

/* What went wrong, and how it goes right; in short only the second. */
static const char *wrong_words(const struct screen_view *view, bool is_short)
{
    const struct session *session = view->session;
    const bool has_some = ask_chosen(session) > 0;
    switch (session_question(session)->kind) {
    case BS_KIND_POINTS:
        return !has_some  ? tr(view, "Geef eerst een punt.")
               : is_short ? tr(view, "Haal eerst een punt weg.")
                          : tr(view, "Alle punten zijn op. Haal eerst een punt weg.");
    case BS_KIND_WHY:
    case BS_KIND_LIST:
    case BS_KIND_TOP:
        return !has_some  ? tr(view, "Kies eerst een plaatje.")
               : is_short ? tr(view, "Haal er eerst één weg.")
                          : tr(view, "Meer kan niet. Haal er eerst één weg.");
    default:
        return tr(view, "Kies eerst een antwoord.");
    }
}

/* How it is done, where that is not plain; "" where it is. */
static const char *how_words(const struct screen_view *view, bool is_short)
{
    const struct session *session = view->session;
    const bool is_new = !slot_of(session)->dont_know && ask_chosen(session) == 0;
    switch (session_question(session)->kind) {
    case BS_KIND_POINTS:
        return !is_new    ? ""
               : is_short ? tr(view, "Elke tik is een punt.")
                          : tr(view, "Tik op een kaart. Elke tik is een punt.");
    case BS_KIND_PAIR:
        return is_short ? tr(view, "Wat weegt zwaarder?")
                        : tr(view, "Tik op wat voor u zwaarder weegt.");
    case BS_KIND_TOP:
        return !is_new    ? ""
               : is_short ? tr(view, "Eerst het belangrijkste.")
                          : tr(view, "Tik eerst op het belangrijkste.");
    default:
        return "";
    }
}

/* Whatever is answered: what may still follow from it is counted in the steps. */
static bool is_last(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    const struct answers *answers = &session->answers;
    const bool has_rounds = session_question(session)->kind == BS_KIND_PAIR;
    return branch_next(programme, answers, session->question) == BRANCH_NONE &&
           branch_step(programme, answers, session->question) >= branch_steps(programme, answers) &&
           (!has_rounds || session->round + 1 == BS_PAIR_ROUNDS);
}

const char *ask_hint_words(const struct screen_view *view, bool is_short)
{
    const struct session *session = view->session;
    if (session->hint) {
        return wrong_words(view, is_short);
    }
    if (session->is_correcting && slot_of(session)->is_given) {
        return tr(view, "Blijft het zo? Tik op Verder.");
    }
    const char *how = how_words(view, is_short);
    if (how[0] != '\0') {
        return how;
    }
    if (is_last(session)) {
        return is_short ? tr(view, "Laatste vraag.")
                        : tr(view, "Laatste vraag. Daarna bewaren we uw antwoord.");
    }
    return is_short ? "" : tr(view, "U kunt altijd stoppen.");
}
