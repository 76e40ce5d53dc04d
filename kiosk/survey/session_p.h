/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SESSION_P_H
#define SESSION_P_H

/* What the files of a visit share. */

#include "session.h"

void session_enter(struct session *session, enum session_screen screen, int64_t now_ms);
/* Somebody is there, if nobody was before. */
void session_begin_visit(struct session *session, int64_t now_ms);
/* The wipe: after it nothing tells that anybody was here. */
void session_end_visit(struct session *session, int64_t now_ms);

/* Where residents look around and answer nothing: programmes, codes, answers, help. False also if the intent is none of
 * these. */
bool session_look_around(struct session *session, const struct session_intent *intent,
                         int64_t now_ms);

/* When the next card is due on the attract screen; -1: it stays. And turning it. */
int64_t session_card_due(const struct session *session);
void session_turn_card(struct session *session, int64_t now_ms);

#endif
