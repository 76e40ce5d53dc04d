/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a municipality answers, and content in a language that runs from right to left. */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/outcome.h>

#include "dashboard_stage.h"

#define ARABIC "نريد حيا نظيفا وآمنا"

static const char answer[] =
    "{\"format\": \"buurtstem-outcome/1\", \"tenant\": \"GM1916\", \"programme\": "
    "\"afval-kiezen\", "
    "\"version\": 1, \"example\": true, \"languages\": [\"nl\", \"en\"],\n"
    "\"heard\": {\"nl\": \"Veel mensen willen een vast moment voor grofvuil.\", "
    "\"en\": \"Many people want a fixed time for bulky waste.\"},\n"
    "\"will\": {\"nl\": \"We halen grofvuil op één vaste dag in de maand.\", "
    "\"en\": \"We collect bulky waste on one fixed day a month.\"},\n"
    "\"most\": {\"nl\": \"De meeste mensen kozen een vast moment.\", "
    "\"en\": \"Most people chose a fixed time.\"},\n"
    "\"fewer\": {\"nl\": \"Minder mensen kozen een brengstation.\", "
    "\"en\": \"Fewer people chose a drop-off station.\"},\n"
    "\"weighed\": {\"nl\": \"Een vast moment helpt ook mensen zonder auto.\", "
    "\"en\": \"A fixed time also helps people without a car.\"},\n"
    "\"wont\": {\"nl\": \"Er komt nu geen brengstation. Er is geen goede plek voor.\", "
    "\"en\": \"There will be no drop-off station now. There is no good place.\"},\n"
    "\"actions\": [{\"what\": {\"nl\": \"We kiezen de vaste dag.\", \"en\": \"We choose the "
    "day.\"}, "
    "\"owner\": \"Gemeente Leidschendam-Voorburg\", \"months_after_publication\": 1, "
    "\"state\": \"busy\"},\n"
    "{\"what\": {\"nl\": \"We vragen weer hoe schoon de straat is.\", "
    "\"en\": \"We ask again how clean the street is.\"}, "
    "\"owner\": \"Samira, buurtverbinder\", \"month\": \"2027-08\", \"state\": \"planned\"}]}";

/* Every `from` becomes `to`. Free with free(). */
static char *replace(const char *text, const char *from, const char *to)
{
    struct bs_buf buf;
    bs_buf_init(&buf, BS_PROGRAMME_FILE_MAX);
    for (const char *at = strstr(text, from); at != NULL; at = strstr(text, from)) {
        bs_buf_add(&buf, text, (size_t)(at - text));
        bs_buf_text(&buf, to);
        text = at + strlen(from);
    }
    bs_buf_text(&buf, text);
    assert(!buf.over);
    char *out = bs_xstrdup(bs_buf_string(&buf));
    bs_buf_finish(&buf);
    return out;
}

/* Each text gets an Arabic one beside its English. */
static char *speak_arabic(const char *json)
{
    char *languages = replace(json, "[\"nl\", \"en\"]", "[\"nl\", \"ar\", \"en\"]");
    char *texts = replace(languages, "\"en\": \"", "\"ar\": \"" ARABIC "\", \"en\": \"");
    free(languages);
    return texts;
}

void stage_decide(struct stage *stage)
{
    for (size_t i = 0; i < stage->storage.programme_count; i++) {
        struct fake_programme *programme = &stage->storage.programmes[i];
        if (strstr(programme->json, "\"id\": \"" STAGE_WASTE "\"") != NULL) {
            free(programme->outcome);
            programme->outcome = bs_xstrdup(answer);
            programme->answered = (struct bs_date){2026, 11, 2};
        }
    }
}

void stage_translate(struct stage *stage)
{
    char *programme = stage_shipped(STAGE_LIVING);
    char *named = replace(programme, "K7M4P", STAGE_ARABIC_CODE);
    char *moved = replace(named, STAGE_LIVING, "arabisch");
    char *translated = speak_arabic(moved);
    char *translated_outcome = speak_arabic(answer);
    stage_put(stage, translated, (struct bs_date){2026, 9, 1});
    stage_put_outcome(stage, translated_outcome, (struct bs_date){2026, 11, 2});
    free(programme);
    free(named);
    free(moved);
    free(translated);
    free(translated_outcome);
}

/* `length` characters of Dutch. */
static void set_long(struct bs_json *object, const char *key, size_t length)
{
    static const char words[] =
        "Bewoners van de wooncomplexen vroegen om buurtontmoetingsvoorzieningen. ";
    char text[BS_PARAGRAPH_MAX + 1];
    assert(length <= BS_PARAGRAPH_MAX);
    for (size_t i = 0; i < length; i++) {
        text[i] = words[i % (sizeof words - 1)];
    }
    text[length - 1] = '.';
    text[length] = '\0';
    struct bs_json *value = bs_json_new_object();
    bs_json_set_string(value, "nl", text);
    bs_json_set_take(object, key, value);
}

static struct bs_json *make_actions(void)
{
    static const char *const states[] = {"planned", "busy", "done", "dropped", "planned", "busy"};
    struct bs_json *actions = bs_json_new_array();
    for (size_t i = 0; i < BS_ACTIONS_MAX; i++) {
        struct bs_json *action = bs_json_new_object();
        set_long(action, "what", i % 2 == 0 ? BS_ACTION_TEXT_MAX : BS_ACTION_TEXT_MAX / 3);
        bs_json_set_string(action, "owner",
                           "Gemeente Leidschendam-Voorburg, afdeling buitenruimte en wijkbeheer");
        bs_json_set_string(action, "month", "2027-03");
        bs_json_set_string(action, "state", states[i]);
        bs_json_add_take(actions, action);
    }
    return actions;
}

void stage_decide_full(struct stage *stage)
{
    static const char *const paragraphs[] = {"most", "fewer", "weighed", "wont"};
    struct bs_json *json = bs_json_new_object();
    struct bs_json *languages = bs_json_new_array();
    struct bs_buf buf;
    bs_json_add_string(languages, "nl");
    bs_json_set_string(json, "format", "buurtstem-outcome/1");
    bs_json_set_string(json, "tenant", STAGE_TENANT);
    bs_json_set_string(json, "programme", STAGE_FULL);
    bs_json_set_int(json, "version", 1);
    bs_json_set_take(json, "languages", languages);
    set_long(json, "heard", BS_CARD_TEXT_MAX);
    set_long(json, "will", BS_CARD_TEXT_MAX);
    for (size_t i = 0; i < sizeof paragraphs / sizeof paragraphs[0]; i++) {
        set_long(json, paragraphs[i], BS_PARAGRAPH_MAX);
    }
    bs_json_set_take(json, "actions", make_actions());
    bs_buf_init(&buf, BS_OUTCOME_FILE_MAX);
    bs_json_write(json, true, &buf);
    stage_put_outcome(stage, bs_buf_string(&buf), (struct bs_date){2026, 11, 20});
    bs_buf_finish(&buf);
    bs_json_destroy(json);
}
