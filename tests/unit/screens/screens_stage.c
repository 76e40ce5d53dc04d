/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The visit of the screen tests. */

#include "screens_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#include "shipped.h"

#define BUNDLE_MAX (256 * 1024)
#define PLACE_CONTACT                                                                              \
    "\"contact\":{\"text\":{\"nl\":\"Vraag Samira.\",\"en\":\"Ask Samira.\"},\"example\":true},"

/* ---- text without fonts ---- */

/* Isolates (U+2066 … U+2069) and the soft hyphen are not seen. */
static bool is_seen(const char *text)
{
    return ((unsigned char)*text & 0xC0) != 0x80 && strncmp(text, "\u00ad", 2) != 0 &&
           strncmp(text, "\u2066", 3) != 0 && strncmp(text, "\u2067", 3) != 0 &&
           strncmp(text, "\u2068", 3) != 0 && strncmp(text, "\u2069", 3) != 0;
}

static int width_of(const char *text, size_t len, int step)
{
    int count = 0;
    for (size_t i = 0; i < len; i++) {
        count += is_seen(text + i) ? 1 : 0;
    }
    return count * step;
}

static bool wrap(void *self, struct ui_font font, const char *lang, const char *text, int width,
                 size_t lines_max, struct ui_line *lines, size_t *count)
{
    const int step = font.px / 2;
    bool fits = true;
    size_t at = 0;
    (void)self;
    (void)lang;
    *count = 0;
    while (text[at] != '\0') {
        size_t end = at + strcspn(text + at, " ");
        while (text[end] != '\0') {
            size_t more = end + 1 + strcspn(text + end + 1, " ");
            if (width_of(text + at, more - at, step) > width) {
                break;
            }
            end = more;
        }
        if (*count == lines_max) {
            return false;
        }
        int used = width_of(text + at, end - at, step);
        lines[(*count)++] = (struct ui_line){at, end - at, used, false};
        fits = fits && used <= width;
        at = text[end] == '\0' ? end : end + 1;
    }
    return fits;
}

static void extent(void *self, struct ui_font font, const char *lang, int *ascent, int *descent)
{
    (void)self;
    (void)lang;
    *ascent = font.px * 3 / 4;
    *descent = font.px - *ascent;
}

static const struct ui_text_ops TEXT = {wrap, extent, NULL};

/* ---- the bundle ---- */

static void put_text(struct bs_buf *out, const char *key, const char *words)
{
    bs_buf_printf(out, "\"%s\":{\"nl\":\"%s\",\"en\":\"%s\"}", key, words, words);
}

static void put_faces(struct bs_buf *out, const char *id, const char *words)
{
    static const char *const VALUES[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    bs_buf_printf(out, "{\"id\":\"%s\",\"kind\":\"faces\",\"faces\":5,", id);
    put_text(out, "text", words);
    bs_buf_text(out, ",\"labels\":{");
    for (int i = 0; i < 5; i++) {
        bs_buf_text(out, i > 0 ? "," : "");
        put_text(out, VALUES[i], "Woord");
    }
    bs_buf_text(out, "}}");
}

static void put_choices(struct bs_buf *out, const char *head, const char *words, char letter,
                        int count, const char *icon)
{
    bs_buf_printf(out, "{%s,", head);
    put_text(out, "text", words);
    bs_buf_text(out, ",\"choices\":[");
    for (int i = 0; i < count; i++) {
        bs_buf_printf(out, "%s{\"value\":\"%c%d\",\"icon\":\"%s\",", i > 0 ? "," : "", letter,
                      i + 1, icon);
        put_text(out, "label", "Keuze");
        bs_buf_text(out, "}");
    }
    bs_buf_text(out, "]}");
}

static void put_head(struct bs_buf *out, const char *id, const char *code,
                     const struct stage_options *options, bool is_open)
{
    const char *words = options->words ? options->words : "Tekst";
    const char *paragraph = options->paragraph ? options->paragraph : "Zin";
    char day[16];
    snprintf(day, sizeof day, "2026-11-%02d", options->published_day ? options->published_day : 1);
    const char *published = options->published ? options->published : day;
    bs_buf_printf(out,
                  "{\"published\":\"%s\",\"programme\":{\"format\":\"buurtstem-programme/"
                  "1\",\"id\":\"%s\",\"tenant\":\"GM1916\",\"version\":1,\"code\":\"%s\","
                  "\"stage\":\"now\",\"icon\":\"%s\",\"starts\":\"2026-01-01\",\"ends\":\"%s\","
                  "\"owner\":\"Gemeente\",\"languages\":[\"nl\",\"en\"],",
                  published, id, code, options->icon ? options->icon : "house",
                  is_open ? "2099-12-31" : "2026-01-02");
    put_text(out, "title", words);
    bs_buf_text(out, ",");
    put_text(out, "tile", "Tegel");
    bs_buf_text(out, ",\"promise\":{");
    put_text(out, "open", paragraph);
    bs_buf_text(out, ",\"decider\":\"council\",");
    put_text(out, "decides", paragraph);
    bs_buf_printf(out, ",\"answer_due\":{%s}",
                  options->due ? options->due : "\"days_after_publication\":60,\"example\":true");
    if (!options->has_place_contact) {
        bs_buf_text(out, ",\"contact\":{");
        put_text(out, "text", paragraph);
        bs_buf_text(out, ",\"example\":true}");
    }
    bs_buf_text(out, "},\"sources\":[{\"title\":\"Bron\",\"publisher\":\"Uit\",\"date\":"
                     "\"2020-09-22\"}],\"facts\":[{");
    put_text(out, "text", paragraph);
    if (options->until != NULL) {
        bs_buf_printf(out, ",\"until\":\"%s\"", options->until);
    }
    bs_buf_text(out, ",\"source\":0}],\"questions\":[");
}

static void put_programmes(struct bs_buf *out, const struct stage_options *options)
{
    const char *words = options->words ? options->words : "Tekst";
    const char *icon = options->icon ? options->icon : "house";
    put_head(out, "een", "W3R8T", options, true);
    put_faces(out, "mood", words);
    bs_buf_text(out, ",");
    put_choices(out,
                "\"id\":\"why\",\"kind\":\"why\",\"follows\":\"mood\",\"after\":[\"bad\",\"very_"
                "bad\"],\"most\":2",
                words, 'w', 6, icon);
    bs_buf_text(out, ",");
    put_choices(out, "\"id\":\"list\",\"kind\":\"list\",\"most\":3", words, 'l', 8, icon);
    bs_buf_text(out, "]}},");
    put_head(out, "twee", "K7M4P", options, !options->is_one);
    put_faces(out, "mood2", words);
    bs_buf_text(out, ",");
    put_choices(out, "\"id\":\"pick\",\"kind\":\"tiles\"", words, 'p', 3, icon);
    bs_buf_text(out, "]}}");
    for (int i = 1; i <= options->more; i++) {
        char id[16], code[6] = "W3R8?";
        snprintf(id, sizeof id, "m%d", i);
        code[4] = "23456789ABCDEFGHJKMNPQRSVWXYZ"[i - 1];
        bs_buf_text(out, ",");
        put_head(out, id, code, options, true);
        put_faces(out, "mood", words);
        bs_buf_text(out, "]}}");
    }
}

/* The answer of "twee". */
static void put_outcome(struct bs_buf *out, const struct stage_options *options)
{
    static const char *const TEXTS[] = {"heard", "will", "most", "fewer", "weighed", "wont"};
    static const char *const STATES[] = {"planned", "busy", "done", "dropped"};
    bs_buf_printf(out,
                  "{\"programme\":\"twee\",\"published\":\"2026-11-02\",\"outcome\":{\"format\":"
                  "\"buurtstem-outcome/1\",\"tenant\":\"GM1916\",\"programme\":\"twee\","
                  "\"version\":1,\"example\":%s,\"languages\":[\"nl\",\"en\"]",
                  options->is_answer_decided ? "false" : "true");
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        bs_buf_text(out, ",");
        put_text(out, TEXTS[i], options->heard);
    }
    bs_buf_text(out, ",\"actions\":[");
    for (int i = 0; i < 4; i++) {
        bs_buf_printf(out, "%s{", i > 0 ? "," : "");
        put_text(out, "what", options->heard);
        bs_buf_printf(out, ",\"owner\":\"Gemeente\",\"month\":\"2027-0%d\",\"state\":\"%s\"}",
                      i + 1, STATES[i]);
    }
    bs_buf_text(out, "]}}");
}

static struct bs_bundle *parse_bundle(struct bs_bytes json)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    if (bs_bundle_parse(json, &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return bundle;
}

static struct bs_bundle *make_bundle(const struct stage_options *options)
{
    if (options->json != NULL) {
        return parse_bundle(bs_bytes_of(options->json));
    }
    const char *place = options->place ? options->place : "Buurthuis";
    struct bs_buf json;
    bs_buf_init(&json, BUNDLE_MAX);
    bs_buf_printf(&json,
                  "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"L-V\",\"kiosk\":\"k-1\","
                  "\"serial\":1,\"issued\":\"2026-11-22T00:00:00Z\",\"in_use\":%s,"
                  "\"place\":{\"id\":\"prinsenhof\",\"name\":\"%s\",\"neighbourhood\":\"%s\","
                  "\"area\":{\"code\":\"WK191600\",\"year\":2025},\"hours\":[",
                  options->is_on_trial ? "false" : "true", place, place);
    for (int day = 0; day < 7; day++) {
        bs_buf_printf(&json, "%s%s", day > 0 ? "," : "",
                      options->is_closed ? "null" : "[\"09:00\",\"21:30\"]");
    }
    bs_buf_printf(&json,
                  "],%s\"example\":true},\"languages\":%s,\"idle\":{\"warn_s\":45,\"wipe_s\":30},"
                  "\"connectors\":[],\"notices\":[],\"outcomes\":[",
                  options->has_place_contact ? PLACE_CONTACT : "",
                  options->languages ? options->languages : "[\"nl\",\"en\"]");
    if (options->heard != NULL) {
        put_outcome(&json, options);
    }
    bs_buf_text(&json, "],\"programmes\":[");
    put_programmes(&json, options);
    bs_buf_printf(&json, "]%s}", options->tail ? options->tail : "");
    struct bs_bundle *bundle = parse_bundle(bs_buf_bytes(&json));
    bs_buf_finish(&json);
    return bundle;
}

/* ---- the visit ---- */

void stage_make(struct stage *stage, const struct stage_options *options)
{
    *stage = (struct stage){.bundle = make_bundle(options), .now = 1000000};
    static const struct ui_display REFERENCE = {1920, 1080, 476, 268, 920, 600};
    shipped_keyboards(BS_SOURCE_DIR "/assets/keyboards", &stage->keyboards);
    stage_display(stage, options->display != NULL ? options->display : &REFERENCE);
    stage->modes = options->modes;
    stage->words = options->words_of != NULL ? *options->words_of : shipped_words();
    stage->view = (struct screen_view){.session = &stage->session,
                                       .theme = &stage->theme,
                                       .display = &stage->display,
                                       .text = options->text != NULL ? options->text : &TEXT,
                                       .has_sound = true,
                                       .words = &stage->words,
                                       .languages = &shipped_languages,
                                       .keyboards = &stage->keyboards,
                                       .today = {2026, 11, 22},
                                       .minute = 11 * 60,
                                       .weekday = 6};
    session_start(&stage->session, 1);
    struct session_intent ready = {.kind = SESSION_STORE_READY};
    session_apply(&stage->session, &ready, stage->now, &stage->effect);
    assert_true(session_set_bundle(&stage->session, stage->bundle, stage->view.today, stage->now));
    stage_build(stage);
}

void stage_display(struct stage *stage, const struct ui_display *display)
{
    stage->display = *display;
    shipped_theme(BS_SOURCE_DIR "/assets/themes/default.theme", display, &stage->base);
    shipped_theme(BS_SOURCE_DIR "/assets/themes/contrast.theme", display, &stage->contrast);
}

void stage_drop(struct stage *stage)
{
    bs_bundle_destroy(stage->bundle);
    stage->bundle = NULL;
}

void stage_build(struct stage *stage)
{
    stage->view.now_ms = stage->now;
    stage->view.modes = stage->modes | stage->session.modes;
    theme_vary(&stage->base, &stage->contrast, stage->view.modes, &stage->theme);
    screen_build(&stage->view, &stage->scene);
}

void stage_apply(struct stage *stage, enum session_intent_kind kind)
{
    struct session_intent intent = {.kind = kind};
    session_apply(&stage->session, &intent, stage->now, &stage->effect);
    stage_build(stage);
}

void stage_wait(struct stage *stage, int seconds)
{
    for (int i = 0; i < seconds; i++) {
        stage->now += 1000;
        stage_apply(stage, SESSION_TICK);
    }
}

void stage_press(struct stage *stage, const char *id)
{
    const struct ui_node *node = scene_find(&stage->scene, id);
    struct session_intent intent;
    if (node == NULL || node->role != UI_ROLE_BUTTON || !screen_intent(&stage->view, id, &intent)) {
        fail_msg("no control %s on screen %s", id, stage->scene.screen);
    }
    session_apply(&stage->session, &intent, stage->now, &stage->effect);
    stage_build(stage);
}

void stage_tap(struct stage *stage, const char *id)
{
    stage_press(stage, id);
    if (stage->session.confirm_until_ms != 0) {
        stage->now += SESSION_CONFIRM_MS;
        stage_apply(stage, SESSION_TICK);
    }
}

void stage_taps(struct stage *stage, const char *ids)
{
    char id[UI_ID_TEXT];
    while (*ids != '\0') {
        size_t len = strcspn(ids, " ");
        snprintf(id, sizeof id, "%.*s", (int)len, ids);
        stage_tap(stage, id);
        ids += len + (ids[len] == ' ' ? 1 : 0);
    }
}

bool stage_has(const struct stage *stage, const char *id)
{
    return scene_find(&stage->scene, id) != NULL;
}

const struct ui_node *stage_node(const struct stage *stage, const char *id)
{
    const struct ui_node *node = scene_find(&stage->scene, id);
    if (node == NULL) {
        fail_msg("no node %s on screen %s", id, stage->scene.screen);
    }
    return node;
}

const char *stage_label(const struct stage *stage, const char *id)
{
    return stage_node(stage, id)->label;
}

/* ---- every look ---- */

#define TO_THANKS "answer.good choice.l1 tool.next"

const struct stage_look stage_looks[] = {
    {"attract", NULL, 0, -1, NULL, NULL},
    {"faces", "programme.twee", 0, -1, NULL, NULL},
    {"faces answered", "answer.good tool.back", 0, -1, NULL, NULL},
    {"why", "answer.bad", 0, -1, NULL, NULL},
    {"why full", "answer.bad choice.w1 choice.w2", 0, -1, NULL, NULL},
    {"list", "answer.good", 0, -1, NULL, NULL},
    {"list hint", "answer.good tool.next", 0, -1, NULL, NULL},
    {"list two", "answer.good choice.l1 choice.l2", 0, -1, NULL, NULL},
    {"list too many", "answer.good choice.l1 choice.l2 choice.l3 choice.l4", 0, -1, NULL, NULL},
    {"tiles", "programme.twee answer.good", 0, -1, NULL, NULL},
    {"help", "tool.help", 0, -1, NULL, NULL},
    {"about", "tool.help tool.about", 0, -1, NULL, NULL},
    {"code", "tool.code", 0, -1, NULL, NULL},
    {"code two", "tool.code sign.W sign.3", 0, -1, NULL, NULL},
    {"code refused", "tool.code sign.2 sign.2 sign.2 sign.2 sign.2 sign.3", 0, -1, NULL, NULL},
    {"answer owed", "outcome.een", 0, -1, NULL, NULL},
    {"saving", TO_THANKS, 0, -1, NULL, NULL},
    {"thanks", TO_THANKS, 0, SESSION_SAVED, NULL, NULL},
    {"change", TO_THANKS, 0, SESSION_SAVED, "tool.change", NULL},
    {"change last", TO_THANKS, 0, SESSION_SAVED, "tool.change tool.next", NULL},
    {"not changed", TO_THANKS, 0, SESSION_SAVED, "tool.change tool.back", NULL},
    {"not saved", TO_THANKS, 0, SESSION_SAVE_FAILED, NULL, NULL},
    {"idle over attract", NULL, 50, -1, NULL, NULL},
    {"idle over a question", "answer.bad", 50, -1, NULL, NULL},
    {"idle over help", "tool.help", 50, -1, NULL, NULL},
};
const size_t stage_look_count = sizeof stage_looks / sizeof stage_looks[0];

void stage_go(struct stage *stage, const struct stage_options *options, const char *lang,
              const struct stage_look *look)
{
    char id[UI_ID_TEXT];
    stage_make(stage, options);
    snprintf(id, sizeof id, "lang.%s", lang);
    stage_tap(stage, id);
    stage_taps(stage, look->taps ? look->taps : "");
    stage_wait(stage, look->wait_s);
    if (look->then >= 0) {
        stage_apply(stage, (enum session_intent_kind)look->then);
    }
    stage_taps(stage, look->later ? look->later : "");
}
