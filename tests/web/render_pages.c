/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes every page in every state into a folder, for validators and for eyes: render_pages FOLDER. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dashboard_stage.h"
#include "fake_staff_auth.h"
#include "pages.h"

static const char *folder;

static void keep(const struct stage *stage, const char *name)
{
    char path[512];
    struct bs_error err = {.code = BS_OK};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (bs_file_replace(path, bs_buf_bytes(&stage->reply.body), 0644, &err) != BS_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

/* A page that says only that something went wrong would be looked at in place of the one that was meant. */
static void get(struct stage *stage, const char *address, const char *name)
{
    stage_get(stage, address);
    if (stage->reply.status >= 500 && stage->storage.failure == BS_OK) {
        fprintf(stderr, "%s: status %d\n", name, (int)stage->reply.status);
        exit(1);
    }
    keep(stage, name);
}

static void render_empty(void)
{
    struct stage *stage = stage_create();
    get(stage, "/", "programmes-empty.html");
    get(stage, "/kiosken", "kiosks-empty.html");
    stage_publish(stage);
    get(stage, "/programmas/" STAGE_LIVING, "results-empty.html");
    stage_destroy(stage);
}

static void render_ordinary(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_answer(stage);
    stage_install(stage);
    get(stage, "/", "programmes.html");
    get(stage, "/programmas/" STAGE_LIVING, "results.html");
    get(stage, "/programmas/" STAGE_LIVING "?plek=prinsenhof-hoog&taal=nl",
        "results-narrowed.html");
    get(stage, "/programmas/" STAGE_LIVING "?plek=duivenvoorde", "results-small.html");
    get(stage, "/programmas/" STAGE_LIVING "?van=2026-12-01&tot=2026-12-31",
        "results-no-match.html");
    get(stage, "/programmas/" STAGE_LIVING "?van=2026-12-01&tot=2026-11-01", "results-wrong.html");
    get(stage, "/programmas/" STAGE_LIVING "?proef=ja", "results-trial.html");
    get(stage, "/programmas/" STAGE_WASTE, "results-why.html");
    get(stage, "/programmas/" STAGE_LIVING "?manier=paper", "results-paper.html");
    stage_decide(stage);
    get(stage, "/programmas/" STAGE_WASTE, "results-answered.html");
    get(stage, "/", "programmes-answered.html");
    get(stage, "/niets", "problem-404.html");
    dashboard_problem(&stage->central, NULL, 500, &stage->reply);
    keep(stage, "problem-500.html");
    stage_destroy(stage);
}

static void render_full(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_answer(stage);
    stage_fill(stage);
    get(stage, "/", "programmes-full.html");
    get(stage, "/programmas/" STAGE_FULL, "results-full.html");
    stage_provoke(stage);
    get(stage, "/", "programmes-evil.html");
    get(stage, "/programmas/" STAGE_EVIL, "results-evil.html");
    stage_destroy(stage);
}

static void render_kiosks(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_install(stage);
    get(stage, "/kiosken", "kiosks.html");
    get(stage, "/kiosken/gm1916-prinsenhof-1", "kiosk.html");
    stage_delay(stage);
    get(stage, "/kiosken", "kiosks-waiting.html");
    get(stage, "/kiosken/gm1916-prinsenhof-1", "kiosk-waiting.html");
    stage_break(stage);
    get(stage, "/kiosken", "kiosks-trouble.html");
    get(stage, "/kiosken/gm1916-x-silent", "kiosk-trouble.html");
    get(stage, "/kiosken/gm1916-x-log", "kiosk-forked.html");
    get(stage, "/kiosken/gm1916-y-new", "kiosk-new.html");
    stage_destroy(stage);
    stage = stage_create();
    stage_publish(stage);
    stage_install(stage);
    stage_carry_over(stage);
    get(stage, "/kiosken/gm1916-w-carried", "kiosk-carried.html");
    stage->storage.kiosks[stage->storage.kiosk_count - 1].aside_count = 60;
    stage->storage.kiosks[stage->storage.kiosk_count - 1].epochs[1].set_aside = 60;
    get(stage, "/kiosken/gm1916-w-carried", "kiosk-aside.html");
    stage_destroy(stage);
    stage = stage_create();
    stage_fill(stage);
    stage_install_all(stage);
    get(stage, "/kiosken", "kiosks-full.html");
    get(stage, "/kiosken?pagina=11", "kiosks-last.html");
    stage_destroy(stage);
}

#define WORDS_PAGE "/programmas/" STAGE_LIVING "/reacties"
#define ONE_WORDS  WORDS_PAGE "/019cadda-7a10-7c31-9f02-00000000000"

static void render_review(void)
{
    struct stage *stage = stage_create();
    get(stage, "/reacties", "comments-nothing.html");
    stage_publish(stage);
    get(stage, WORDS_PAGE, "comments-empty.html");
    get(stage, "/notities", "notes-empty.html");
    get(stage, "/buurtverbinders", "connectors-empty.html");
    stage_answer(stage);
    stage_review(stage);
    get(stage, "/reacties", "comments-all.html");
    get(stage, WORDS_PAGE, "comments.html");
    get(stage, WORDS_PAGE "?taal=ar&klaar=afgedekt", "comments-narrowed.html");
    get(stage, WORDS_PAGE "?plek=nergens", "comments-no-match.html");
    get(stage, ONE_WORDS "0", "comment.html");
    get(stage, ONE_WORDS "1", "comment-ar.html");
    stage_post(stage, ONE_WORDS "0/afdekken", "gezien=niets&w0=1");
    keep(stage, "comment-changed.html");
    get(stage, "/notities", "notes.html");
    get(stage, "/notities?soort=treasure", "notes-narrowed.html");
    get(stage, "/buurtverbinders?klaar=toegevoegd", "connectors.html");
    stage_post(stage, "/buurtverbinders", "naam=Ayse&plek-zijde=1&pincode=123456");
    keep(stage, "connectors-wrong.html");
    stage_review_all(stage);
    get(stage, WORDS_PAGE, "comments-full.html");
    get(stage, ONE_WORDS "9", "comment-full.html");
    stage_destroy(stage);
}

#define SHEET      "/programmas/" STAGE_LIVING "/a4"
#define QUOTE(nth) "citaat=019cadda-7a10-7c31-9f02-00000000000" #nth

static void note_events(struct stage *stage)
{
    stage_note(stage, "2026-11-12", "zijde", "Evenement vanavond: veel meer mensen dan anders.");
    stage_note(stage, "2026-11-04", "prinsenhof-hoog", "De kiosk staat nu bij de ingang.");
    stage_note(stage, "2026-10-03", "heuvel-noord", "Open dag.");
}

/* The same two questions with somebody who helps, and on paper. */
static void answer_otherwise(struct stage *stage)
{
    static const struct {
        const char *channel, *face, *theme;
        int64_t times;
    } said[] = {{"assisted", "bad", "veilig", 31},
                {"assisted", "neutral", "buren", 24},
                {"paper", "good", "schone-straten", 17},
                {"paper", "very_good", "buren", 9}};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct fake_visit visit = {.programme = STAGE_LIVING,
                                   .place = "zijde",
                                   .lang = "nl",
                                   .day = "2026-11-18",
                                   .channel = said[i].channel,
                                   .ranked = "themas",
                                   .times = said[i].times};
        visit.answers[0] = (struct fake_answer){"wonen", {said[i].face}};
        visit.answers[1] = (struct fake_answer){"themas", {said[i].theme, "werk-geld"}};
        fake_visit(&stage->storage, &visit);
    }
}

static void render_meeting(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    get(stage, SHEET, "meeting-empty.html");
    stage_answer(stage);
    stage_install(stage);
    get(stage, SHEET, "meeting-plain.html");
    get(stage, "/programmas/" STAGE_WASTE "/a4", "meeting-late.html");
    stage_decide(stage);
    get(stage, "/programmas/" STAGE_WASTE "/a4", "meeting-answered.html");
    stage_review(stage);
    note_events(stage);
    answer_otherwise(stage);
    get(stage, "/programmas/" STAGE_LIVING, "results-noted.html");
    get(stage, SHEET "?" QUOTE(0) "&" QUOTE(1) "&" QUOTE(2), "meeting.html");
    get(stage, SHEET "?plek=zijde&" QUOTE(1), "meeting-ar.html");
    get(stage, SHEET "?plek=duivenvoorde", "meeting-small.html");
    get(stage, SHEET "?plek=nergens", "meeting-no-match.html");
    get(stage, SHEET "?van=2026-12-01&tot=2026-11-01", "meeting-wrong.html");
    get(stage, SHEET "?" QUOTE(0) "&" QUOTE(1) "&" QUOTE(2) "&" QUOTE(3) "&citaat=niets",
        "meeting-over.html");
    stage_review_all(stage);
    get(stage, SHEET "?" QUOTE(7) "&" QUOTE(8) "&" QUOTE(9), "meeting-long-words.html");
    stage_fill(stage);
    stage_decide_full(stage);
    get(stage, "/programmas/" STAGE_FULL "/a4", "meeting-full.html");
    stage_provoke(stage);
    get(stage, "/programmas/" STAGE_EVIL "/a4", "meeting-evil.html");
    stage_destroy(stage);
}

static void render_public(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    get(stage, "/c/" STAGE_LIVING_CODE, "public.html");
    get(stage, "/c/" STAGE_LIVING_CODE "?taal=en", "public-en.html");
    get(stage, "/c/" STAGE_WASTE_CODE, "public-late.html");
    stage_decide(stage);
    get(stage, "/c/" STAGE_WASTE_CODE, "public-answered.html");
    stage_translate(stage);
    get(stage, "/c/" STAGE_ARABIC_CODE_SHOWN "?taal=ar", "public-ar.html");
    stage_fill(stage);
    get(stage, "/c/" STAGE_FULL_CODE, "public-late-full.html");
    stage_decide_full(stage);
    get(stage, "/c/" STAGE_FULL_CODE "?taal=en", "public-full.html");
    get(stage, "/programmas/" STAGE_FULL, "results-answered-full.html");
    stage_provoke(stage);
    get(stage, "/c/" STAGE_EVIL_CODE, "public-evil.html");
    get(stage, "/c/K7M4PQ", "public-wrong.html");
    get(stage, "/c", "public-find.html");
    stage->storage.failure = BS_LATER;
    get(stage, "/c/" STAGE_LIVING_CODE, "public-busy.html");
    stage_destroy(stage);
}

static void render_door(void)
{
    struct stage *stage = stage_create();
    get(stage, "/aanmelden", "signin.html");
    stage_post(stage, "/aanmelden", "naam=wie&wachtwoord=wat");
    keep(stage, "signin-wrong.html");
    stage_post(stage, "/aanmelden", "naam=" FAKE_STAFF_HASTY "&wachtwoord=wat");
    keep(stage, "signin-wait.html");
    get(stage, "/static/style.css", "style.css");
    get(stage, "/static/paper.css", "paper.css");
    get(stage, "/static/favicon.svg", "favicon.svg");
    stage_destroy(stage);
}

/* --- every kind of question --- */

#define KINDS_PAGE "/programmas/schone-straat"
#define MANY       2000 /* more than a town gives */

/* The programme, with its labels as long as they may be if it is to be full. */
static void put_kinds(struct stage *stage, bool is_full)
{
    static const char *const labels[] = {"Trees", "Water", "Bins", "Parks", "Care", "Quiet",
                                         "Green", "Cars",  "X",    "Y",     "Z"};
    static const char longest[] = "Buurtontmoetingsvoorziening met koffie en thee";
    struct bs_buf text;
    char *json;
    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    if (bs_file_read(BS_SOURCE_DIR "/tests/data/programmes/valid/every-kind-by-branches/input.json",
                     &text, NULL) != BS_OK) {
        exit(1);
    }
    json = bs_xstrdup(bs_buf_string(&text));
    for (size_t i = 0; is_full && i < sizeof labels / sizeof labels[0]; i++) {
        char from[32];
        char *at;
        snprintf(from, sizeof from, "\"nl\": \"%s\"", labels[i]);
        at = strstr(json, from);
        bs_buf_reset(&text);
        bs_buf_add(&text, json, (size_t)(at - json));
        bs_buf_printf(&text, "\"nl\": \"%s%zu\"", longest, i);
        bs_buf_text(&text, at + strlen(from));
        free(json);
        json = bs_xstrdup(bs_buf_string(&text));
    }
    stage_put(stage, json, (struct bs_date){2026, 11, 1});
    free(json);
    bs_buf_finish(&text);
}

/* With what was left after the thanks, a row of quick visits and choices that are no longer there. */
static void render_kinds(bool is_full)
{
    static const struct {
        const char *tile, *question, *values[5];
        bool is_ranked;
        int64_t times;
    } said[] = {
        {"a", "view", {"water"}, false, 41},
        {"a", "view", {"trees"}, false, 23},
        {"a", "first", {"z", "x", "y"}, true, 33},
        {"a", "first", {"x", "z"}, true, 19},
        {"b", "agree", {"agree"}, false, 38},
        {"b", "agree", {"strongly_disagree"}, false, 14},
        {"c", "money", {"bins", "bins", "bins", "parks", "parks"}, false, 27},
        {"c", "money", {"parks", "parks"}, false, 12},
        {"d", "weigh", {"quiet", "quiet", "green"}, true, 31},
        {"d", "weigh", {"green", "cars", "cars"}, true, 17},
        {"c", "money", {"ponds", "bins"}, false, 11},
        {"b", "agree", {"rather"}, false, 9},
    };
    static const struct fake_left left[] = {
        {"schone-straat", STORAGE_LEFT_AGE, "18_29", false, 21},
        {"schone-straat", STORAGE_LEFT_AGE, "65_79", false, 44},
        {"schone-straat", STORAGE_LEFT_AGE, "80_up", false, 4},
        {"schone-straat", STORAGE_LEFT_AGE, "unsaid", false, 17},
        {"schone-straat", STORAGE_LEFT_AREA, "WK191601", false, 52},
        {"schone-straat", STORAGE_LEFT_AREA, "elsewhere", false, 34},
        {"schone-straat", STORAGE_LEFT_WISH, "yes", false, 5},
    };
    struct stage *stage = stage_create();
    put_kinds(stage, is_full);
    fake_place(&stage->storage, "zijde", "De Zijde");
    fake_place(&stage->storage, "hoog", "Prinsenhof hoogbouw");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct fake_visit visit = {.programme = "schone-straat",
                                   .place = i % 2 == 0 ? "zijde" : "hoog",
                                   .lang = "nl",
                                   .day = i % 3 == 0 ? "2026-11-03" : "2026-11-18",
                                   .burst = i == 5,
                                   .ranked = said[i].is_ranked ? said[i].question : NULL,
                                   .times = said[i].times * (is_full ? MANY : 1)};
        visit.answers[0] = (struct fake_answer){"which", {said[i].tile}};
        visit.answers[1].question = said[i].question;
        memcpy(visit.answers[1].values, said[i].values, sizeof visit.answers[1].values);
        fake_visit(&stage->storage, &visit);
    }
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        fake_left(&stage->storage, &left[i]);
    }
    get(stage, KINDS_PAGE, is_full ? "results-kinds-full.html" : "results-kinds.html");
    get(stage, KINDS_PAGE "/a4", is_full ? "meeting-kinds-full.html" : "meeting-kinds.html");
    stage_destroy(stage);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: render_pages FOLDER\n");
        return 2;
    }
    folder = argv[1];
    render_empty();
    render_kinds(false);
    render_kinds(true);
    render_ordinary();
    render_full();
    render_kiosks();
    render_review();
    render_meeting();
    render_public();
    render_door();
    return 0;
}
