/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A bundle of the programmes with every kind of question, and the question screen on it. */

#include "ask_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#define PROGRAMMES 4
#define LONGER_MAX 400 /* sentences that are kept, longer, for as long as the program runs */

#define REFERENCE                                                                                  \
    {                                                                                              \
        1920, 1080, 476, 268, 920, 600                                                             \
    }
#define SMALL                                                                                      \
    {                                                                                              \
        1280, 800, 331, 207, 920, 500                                                              \
    }
#define PORTRAIT                                                                                   \
    {                                                                                              \
        1080, 1920, 299, 531, 800, 600                                                             \
    }

const struct ask_way ask_ways[] = {
    {"21.5 inch", REFERENCE, 0},
    {"21.5 inch large", REFERENCE, UI_MODE_LARGE},
    {"21.5 inch contrast", REFERENCE, UI_MODE_CONTRAST},
    {"21.5 inch large contrast", REFERENCE, UI_MODE_LARGE | UI_MODE_CONTRAST},
    {"15.6 inch", SMALL, 0},
    {"15.6 inch large", SMALL, UI_MODE_LARGE},
    {"15.6 inch contrast", SMALL, UI_MODE_CONTRAST},
    {"24 inch portrait", PORTRAIT, 0},
    {"24 inch portrait large", PORTRAIT, UI_MODE_LARGE},
    {"24 inch portrait contrast", PORTRAIT, UI_MODE_CONTRAST},
    {"24 inch portrait reach", PORTRAIT, UI_MODE_REACH},
    {"24 inch portrait reach large", PORTRAIT, UI_MODE_REACH | UI_MODE_LARGE},
};
const size_t ask_way_count = sizeof ask_ways / sizeof ask_ways[0];

const struct ask_question ask_questions[] = {
    {1, "hoe", "answer.good"},
    {1, "waarom", "choice.zakken choice.ratten choice.bakken"},
    {1, "wat", "choice.bak"},
    {1, "kaart", ""},
    {2, "bankje", "choice.yes"},
    {2, "plein", "choice.pad"},
    {2, "eens", "choice.agree"},
    {3, "punten", "choice.zorg choice.zorg choice.groen choice.veilig choice.zorg choice.wonen"},
    {3, "paar", ""},
    {3, "top", "choice.ouderen choice.sport choice.wonen choice.jeugd"},
    {4, "contact", "answer.bad"},
    {4, "doen", "choice.eten choice.anders choice.praten choice.muziek"},
    {4, "vier-plaatjes", "choice.dak"},
};
const size_t ask_question_count = sizeof ask_questions / sizeof ask_questions[0];

static void read_file(struct bs_buf *out, const char *path)
{
    struct bs_error err = {0};
    if (bs_file_read(path, out, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
}

static void put_programmes(struct bs_buf *json)
{
    for (int i = 1; i <= PROGRAMMES; i++) {
        char path[512];
        struct bs_buf text;
        bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
        snprintf(path, sizeof path, BS_SOURCE_DIR "/tests/data/programmes/alle-vragen-%d.json", i);
        read_file(&text, path);
        bs_buf_printf(json, "%s{\"published\":\"2026-11-01\",\"programme\":%s}", i > 1 ? "," : "",
                      bs_buf_string(&text));
        bs_buf_finish(&text);
    }
}

static void put_bundle(struct bs_buf *json)
{
    bs_buf_text(
        json, "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"L-V\",\"kiosk\":\"k-1\","
              "\"serial\":1,\"issued\":\"2026-11-22T00:00:00Z\",\"in_use\":true,\"place\":{"
              "\"id\":\"prinsenhof\",\"name\":\"Prinsenhof\",\"neighbourhood\":\"Noord\",\"area\":"
              "{\"code\":\"WK191600\",\"year\":2025},\"hours\":[null,null,null,null,null,null,"
              "null],\"example\":true},\"languages\":[\"nl\",\"en\",\"ar\"],\"idle\":{\"warn_s\":"
              "45,\"wipe_s\":30},\"connectors\":[],\"notices\":[],\"outcomes\":[],"
              "\"programmes\":[");
    put_programmes(json);
    bs_buf_text(json, "]}");
}

/* ---- longer sentences ---- */

/* The sentence, with as much of its beginning behind it again as makes it 40 % longer. The same text for the same sentence. */
static const char *lengthen(const char *text)
{
    static char kept[LONGER_MAX][512];
    static const char *of[LONGER_MAX];
    const size_t len = strlen(text);
    for (size_t i = 0; i < LONGER_MAX; i++) {
        if (of[i] != NULL && of[i] != text) {
            continue;
        }
        of[i] = text;
        snprintf(kept[i], sizeof kept[i], "%s %.*s", text, (int)(len * 2 / 5), text);
        for (size_t k = len + 1; kept[i][k] != '\0'; k++) {
            const bool is_name = kept[i][k] == '{' || kept[i][k] == '}';
            kept[i][k] = is_name || (unsigned char)kept[i][k] > 127 ? 'e' : kept[i][k];
        }
        return kept[i];
    }
    fail_msg("more than %d sentences", LONGER_MAX);
    return text;
}

static const char *longer(void *self, const char *lang, const char *dutch)
{
    (void)self;
    (void)lang;
    return lengthen(dutch);
}

static const char *longer_plural(void *self, const char *lang, const char *one, const char *many,
                                 long n)
{
    (void)self;
    (void)lang;
    return lengthen(n == 1 ? one : many);
}

/* ---- the stage ---- */

void ask_stage_make(struct stage *stage, const struct ask_way *way, const char *lang,
                    bool is_longer)
{
    static const struct screen_words LONGER = {longer, longer_plural, NULL};
    struct bs_buf json;
    bs_buf_init(&json, 4 * BS_PROGRAMME_FILE_MAX);
    put_bundle(&json);
    stage_make(stage, &(struct stage_options){.json = bs_buf_string(&json),
                                              .display = &way->display,
                                              .modes = way->modes,
                                              .words_of = is_longer ? &LONGER : NULL});
    bs_buf_finish(&json);
    stage->session.modes = way->modes;
    snprintf(stage->session.lang, sizeof stage->session.lang, "%s", lang);
}

void ask_stage_go(struct stage *stage, int programme, const char *id)
{
    struct session *session = &stage->session;
    answers_wipe(&session->answers);
    session->programme = (size_t)programme - 1;
    session->round = 0;
    session->hint = false;
    session->confirm_until_ms = 0;
    session->is_active = true;
    session->last_tap_ms = stage->now;
    session->screen = SESSION_QUESTION;
    const struct bs_programme *of = session_programme(session);
    session->question = 0;
    while (strcmp(session_question(session)->id, id) != 0) {
        answers_slot_set(&session->answers.slot[session->question], 0);
        session->question++;
        assert_true(session->question < of->question_count);
    }
    for (size_t i = 0; i < BS_CHOICES_MAX; i++) {
        session->order[session->question][i] =
            session_question(session)->kind == BS_KIND_PAIR ? (i < BS_PAIR_ROUNDS ? i : 0) : i;
    }
    stage_build(stage);
}

void ask_stage_at(struct stage *stage, int programme, const char *id)
{
    ask_stage_make(stage, &ask_ways[0], "nl", false);
    ask_stage_go(stage, programme, id);
}
