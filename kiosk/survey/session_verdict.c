/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* "Snapt u waarom? Klopt dit?" under an outcome. */

#include "session_p.h"

enum { UNDERSTOOD, RIGHT, JUDGED };

static const struct bs_bundle_programme *judged_item(const struct session *session)
{
    const struct bs_bundle *bundle = session->bundle;
    if (bundle == NULL || session->answer >= bundle->programme_count ||
        bundle->programmes[session->answer].outcome == NULL) {
        return NULL;
    }
    return &bundle->programmes[session->answer];
}

/* The page is opened: a second time in the same visit it only thanks. */
void session_open_verdict(struct session *session)
{
    bool is_judged =
        session->answer < BS_BUNDLE_PROGRAMMES_MAX && (session->judged >> session->answer & 1) != 0;
    session->verdict_step = is_judged ? JUDGED : UNDERSTOOD;
    session->verdict_understood = false;
}

static void save(struct session *session, bool has_right, bool is_right,
                 struct session_effect *effect)
{
    const struct bs_bundle_programme *item = judged_item(session);
    if (item == NULL || item->outcome == NULL) {
        return; /* nobody is asked then */
    }
    effect->kind = SESSION_SAVE_VERDICT;
    session_fill_left_at(session, session->answer, &effect->at);
    effect->verdict = (struct bs_verdict){.at = effect->at,
                                          .outcome_version = item->outcome->version,
                                          .understood = session->verdict_understood,
                                          .has_right = has_right,
                                          .is_right = is_right};
    session->judged |= UINT32_C(1) << session->answer;
    session->verdict_step = JUDGED;
}

bool session_judge(struct session *session, size_t index, struct session_effect *effect)
{
    if (session->screen != SESSION_ANSWER || judged_item(session) == NULL || index > 1 ||
        session->verdict_step == JUDGED) {
        return false;
    }
    if (session->verdict_step == UNDERSTOOD) {
        session->verdict_understood = index == 1;
        session->verdict_step = RIGHT;
    } else {
        save(session, true, index == 1, effect);
    }
    return true;
}

void session_leave_verdict(struct session *session, struct session_effect *effect)
{
    if (session->verdict_step == RIGHT && effect->kind == SESSION_NO_EFFECT &&
        judged_item(session) != NULL) {
        save(session, false, false, effect);
    }
}
