/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_REVIEW_STAGE_H
#define BS_TEST_REVIEW_STAGE_H

/* What connectors say, as records of a stage's log; and what central shows of it. */

#include "storage_comments.h"
#include "storage_stage.h"

#define STAGE_COMMENT   "019cadda-7a10-7c31-9f02-1b2c3d4e5f60"
#define STAGE_COMMENT_2 "019cadda-7a10-7c31-9f02-1b2c3d4e5f61"

/* At STAGE_PLACE about STAGE_PROGRAMME unless said; the signs in the text are names. */
struct stage_words {
    const char *id; /* NULL: STAGE_COMMENT */
    const char *text, *place, *lang, *written;
    int version; /* 0: 1 */
};
void stage_add_words(struct stage_log *log, const struct stage_words *words);
/* `id` NULL: STAGE_COMMENT. */
void stage_add_ruling(struct stage_log *log, const char *id, enum bs_ruling ruling, size_t masks);
/* The words and the release that they are of. */
void stage_add_released(struct stage_log *log, const struct stage_words *words);
void stage_add_note(struct stage_log *log, enum bs_note_kind kind, const char *programme,
                    const char *place, const char *day, const char *text);

/* All that is shown, "text|text|", the newest first; of those filters that are not NULL. */
const char *stage_shown(struct storage_stage *stage, const char *place, const char *lang,
                        char out[2048]);

#endif
