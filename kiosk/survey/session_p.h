/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SESSION_P_H
#define SESSION_P_H

/* What the files of a visit share. The functions that carry out an intent return whether the screen has to be drawn again. */

#include "session.h"

/* session.c: the visit as a whole. */
void session_enter(struct session *session, enum session_screen screen, int64_t now_ms);
/* Somebody is there, if nobody was before. */
void session_begin_visit(struct session *session, int64_t now_ms);
/* The wipe: after it nothing tells that anybody was here. */
void session_end_visit(struct session *session, int64_t now_ms);
/* The screen where nobody is there. */
enum session_screen session_rest_screen(const struct session *session, int64_t now_ms);
/* What is not on the path any more has been pruned (branch.h), and something is left. */
void session_save(struct session *session, bool is_partial, int64_t now_ms,
                  struct session_effect *effect);
void session_thank(struct session *session, int64_t now_ms);
/* Back to the thanks with the answers that were saved before. */
void session_give_up_change(struct session *session, int64_t now_ms);

/* session_help.c: a visit that begins as another one ends. */
/* The same person: everything is asked anew, but spoken, shown and heard as before. */
bool session_another(struct session *session, int64_t now_ms);

/* session_question.c: what a tap does to the question on the screen. */
bool session_answer(struct session *session, const struct session_intent *intent, int64_t now_ms,
                    struct session_effect *effect);
/* The first question of a programme. */
void session_begin_programme(struct session *session, size_t programme, int64_t now_ms);
/* The chosen answer was in sight for long enough. */
void session_move_on(struct session *session, int64_t now_ms);

/* session_order.c: the order of choices for the programme that is asked about, the same until session_shuffle; and another
 * one from then on. Only visits shuffle: how often a screen was set up before the first of them is the disk's affair. */
void session_draw_order(struct session *session);
void session_shuffle(struct session *session);

/* session_modes.c: how it is shown and heard. */
bool session_set_mode(struct session *session, const struct session_intent *intent, int64_t now_ms);

/* session_time.c: what happens when nobody does anything. */
int64_t session_idle_ms(const struct session *session, int64_t now_ms);
bool session_visit_times_out(const struct session *session);
int64_t session_screen_end_ms(const struct session *session); /* -1: it does not end by itself */
/* Moves what is counted along with the time that was spoken. */
void session_pass_speech(struct session *session, int64_t now_ms);
bool session_set_time(struct session *session, const struct session_intent *intent, int64_t now_ms);
/* Outside opening hours, with nobody there and no touch for a while. */
bool session_is_dark(const struct session *session, int64_t now_ms);

/* session_after.c: what may be left behind after the thanks. */
bool session_leave_behind(struct session *session, const struct session_intent *intent,
                          int64_t now_ms, struct session_effect *effect);
bool session_settle_extra(struct session *session, bool is_kept, int64_t now_ms);
/* The page was in sight for long enough, or what became of it was. */
void session_move_on_extra(struct session *session, int64_t now_ms);
/* What was left behind is kept, or could not be. */
void session_show_left(struct session *session, int64_t now_ms);
void session_fill_left_at(const struct session *session, size_t programme, struct bs_left_at *out);

/* session_verdict.c: whether an outcome is understood, and right. */
bool session_judge(struct session *session, size_t index, struct session_effect *effect);
void session_open_verdict(struct session *session);
/* The page is left: a first tap alone is kept too. */
void session_leave_verdict(struct session *session, struct session_effect *effect);

/* session_look.c, session_code.c: where residents look around and answer nothing: programmes, codes, answers, help. False also
 * if the intent is none of these. */
bool session_look_around(struct session *session, const struct session_intent *intent,
                         int64_t now_ms, struct session_effect *effect);
/* Laid out anew, in other words or letters, a text has other pages: its first one is shown. */
void session_forget_pages(struct session *session);
bool session_enter_code(struct session *session, const struct session_intent *intent,
                        int64_t now_ms);
void session_show_answer(struct session *session, size_t index, size_t registered, int64_t now_ms);

/* When the next card is due on the attract screen; -1: it stays. And turning it. */
int64_t session_card_due(const struct session *session);
void session_turn_card(struct session *session, int64_t now_ms);

#endif
