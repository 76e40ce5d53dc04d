/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ASK_STAGE_H
#define ASK_STAGE_H

/*
 * The question screen with every kind of question: the programmes alle-vragen-1 … 4 of tests/data/programmes, on any display and
 * in any mode, without fonts. Choices stand in the programme's own order.
 */

#include "screens_stage.h"

struct ask_way {
    const char *name;
    struct ui_display display;
    unsigned modes; /* enum ui_mode */
};

/* Three displays in every mode that changes a picture. */
extern const struct ask_way ask_ways[];
extern const size_t ask_way_count;

/* Each question, by programme (from 1) and id. */
struct ask_question {
    int programme;
    const char *id;
    const char *taps; /* what makes it full; "" for nothing */
};
extern const struct ask_question ask_questions[];
extern const size_t ask_question_count;

/* `lang` is nl, en or ar. With `is_longer` every sentence of the interface is 40 % longer. */
void ask_stage_make(struct stage *stage, const struct ask_way *way, const char *lang,
                    bool is_longer);
/* Shows a question as nobody has answered it yet. Fails the test if it is not there. */
void ask_stage_go(struct stage *stage, int programme, const char *id);

/* On the reference display, in Dutch, at a question. */
void ask_stage_at(struct stage *stage, int programme, const char *id);

#endif
