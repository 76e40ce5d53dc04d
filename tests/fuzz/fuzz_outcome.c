/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* An outcome, read and examined: whatever comes out is safe to show, whatever is wrong is said. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/outcome.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

static void look_at_text(const struct bs_text *text, size_t max)
{
    FUZZ_MUST(text->count <= BS_LANGUAGES_MAX);
    for (size_t i = 0; i < text->count; i++) {
        FUZZ_MUST(bs_language_valid(text->in[i].lang));
        FUZZ_MUST(bs_utf8_length(text->in[i].text) <= max);
    }
}

static void look_at_outcome(const struct bs_outcome *outcome)
{
    FUZZ_MUST(bs_slug_valid(outcome->programme) && bs_tenant_valid(outcome->tenant));
    FUZZ_MUST(outcome->version >= 1 && outcome->language_count >= 1);
    look_at_text(&outcome->heard, BS_CARD_TEXT_MAX);
    look_at_text(&outcome->will, BS_CARD_TEXT_MAX);
    look_at_text(&outcome->wont, BS_PARAGRAPH_MAX);
    FUZZ_MUST(outcome->heard.count >= 1 && outcome->will.count >= 1);
    FUZZ_MUST(outcome->action_count <= BS_ACTIONS_MAX);
    for (size_t i = 0; i < outcome->action_count; i++) {
        const struct bs_action *action = &outcome->actions[i];
        struct bs_date month = bs_action_month(action, (struct bs_date){2026, 12, 31});

        FUZZ_MUST(month.year >= 2000 && month.month >= 1 && month.month <= 12 && month.day == 0);
        FUZZ_MUST(action->owner[0] != '\0' && (unsigned)action->state <= BS_ACTION_DROPPED);
    }
}

static void examine(struct bs_bytes text, bool is_read)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_outcome *outcome = NULL;
    struct bs_json *json = NULL;
    struct bs_json_at root;

    if (bs_json_parse(text, &json, NULL) == BS_OK) {
        root = bs_json_root(json, complaints);
        FUZZ_MUST((bs_outcome_examine_at(&root, &outcome, NULL) == BS_OK) == (outcome != NULL));
        FUZZ_MUST((outcome == NULL) == (complaints->count > 0));
        FUZZ_MUST(is_read || outcome == NULL); /* the check adds, it forgives nothing */
        for (size_t i = 0; i < complaints->count; i++) {
            FUZZ_MUST(bs_utf8_is_text(complaints->text[i], strlen(complaints->text[i])));
        }
    }
    bs_outcome_destroy(outcome);
    bs_json_destroy(json);
    free(complaints);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_outcome *outcome = NULL;
    struct bs_error err = {0};
    enum bs_err rc = bs_outcome_parse((struct bs_bytes){data, size}, &outcome, NULL, &err);

    FUZZ_MUST((rc == BS_OK) == (outcome != NULL));
    if (outcome != NULL) {
        look_at_outcome(outcome);
    } else {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
    }
    if (size <= BS_OUTCOME_FILE_MAX) {
        const bool has_mark = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;

        examine((struct bs_bytes){has_mark ? data + 3 : data, has_mark ? size - 3 : size},
                outcome != NULL);
    }
    bs_outcome_destroy(outcome);
    return 0;
}
