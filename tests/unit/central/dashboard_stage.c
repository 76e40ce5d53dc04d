/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Builds the states and calls handlers through the route table. */

#include "dashboard_stage.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "pages.h"

static const char *const living_places[] = {"prinsenhof-hoog", "heuvel-noord", "prinsenhof-laag",
                                            "zijde", "duivenvoorde"};
static const char *const faces[] = {"very_bad", "bad", "neutral", "good", "very_good"};

struct stage *stage_create(void)
{
    struct stage *stage = bs_xcalloc(1, sizeof *stage);
    stage->storage.tenant = STAGE_TENANT;
    stage->storage.tenant_name = "Leidschendam-Voorburg";
    stage->central.clock = fake_clock_make(&stage->clock);
    bool is_time = bs_time_parse_utc(STAGE_NOW, &stage->clock.wall_ms);
    assert(is_time);
    (void)is_time;
    stage->central.storage = &stage->storage;
    bs_utf8_copy(stage->caller.tenant, sizeof stage->caller.tenant, STAGE_TENANT);
    bs_utf8_copy(stage->caller.staff, sizeof stage->caller.staff, "samira");
    bs_utf8_copy(stage->caller.form_token, sizeof stage->caller.form_token,
                 "form-token-of-this-session");
    reply_init(&stage->reply);
    return stage;
}

void stage_destroy(struct stage *stage)
{
    for (size_t i = 0; i < stage->storage.programme_count; i++) {
        free(stage->storage.programmes[i].json);
        free(stage->storage.programmes[i].outcome);
    }
    reply_finish(&stage->reply);
    free(stage);
}

/* --- programmes --- */

void stage_put(struct stage *stage, const char *json, struct bs_date published)
{
    assert(stage->storage.programme_count < FAKE_PROGRAMMES_MAX);
    struct fake_programme *programme = &stage->storage.programmes[stage->storage.programme_count++];
    programme->json = bs_xstrdup(json);
    programme->published = published;
}

void stage_put_outcome(struct stage *stage, const char *json, struct bs_date published)
{
    assert(stage->storage.programme_count > 0);
    struct fake_programme *programme =
        &stage->storage.programmes[stage->storage.programme_count - 1];
    free(programme->outcome);
    programme->outcome = bs_xstrdup(json);
    programme->answered = published;
}

char *stage_shipped(const char *name)
{
    char path[512];
    struct bs_buf buf;
    struct bs_error err = {.code = BS_OK};
    snprintf(path, sizeof path, BS_SOURCE_DIR "/assets/programmes/%s.json", name);
    bs_buf_init(&buf, BS_PROGRAMME_FILE_MAX);
    if (bs_file_read(path, &buf, &err) != BS_OK) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    char *text = bs_xstrdup(bs_buf_string(&buf));
    bs_buf_finish(&buf);
    return text;
}

static void add_shipped(struct stage *stage, const char *name, struct bs_date published)
{
    char *json = stage_shipped(name);
    stage_put(stage, json, published);
    free(json);
}

static void set_text(struct bs_json *object, const char *key, const char *words)
{
    struct bs_json *text = bs_json_new_object();
    bs_json_set_string(text, "nl", words);
    bs_json_set_take(object, key, text);
}

static struct bs_json *make_promise(const char *words, const char *due)
{
    struct bs_json *promise = bs_json_new_object();
    struct bs_json *date = bs_json_new_object();
    struct bs_json *contact = bs_json_new_object();
    set_text(promise, "open", words);
    bs_json_set_string(promise, "decider", "board");
    set_text(promise, "decides", words);
    bs_json_set_string(date, "date", due);
    bs_json_set_take(promise, "answer_due", date);
    set_text(contact, "text", words);
    bs_json_set_take(promise, "contact", contact);
    return promise;
}

static struct bs_json *make_choices(const char *const *labels, size_t count)
{
    struct bs_json *choices = bs_json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct bs_json *choice = bs_json_new_object();
        char value[32];
        snprintf(value, sizeof value, "keuze-%zu", i + 1);
        bs_json_set_string(choice, "value", value);
        bs_json_set_string(choice, "icon", "leaf");
        set_text(choice, "label", labels[i]);
        bs_json_add_take(choices, choice);
    }
    return choices;
}

static struct bs_json *make_faces(const char *words)
{
    struct bs_json *question = bs_json_new_object();
    struct bs_json *labels = bs_json_new_object();
    bs_json_set_string(question, "id", "gezicht");
    bs_json_set_string(question, "kind", "faces");
    set_text(question, "text", words);
    bs_json_set_int(question, "faces", 5);
    for (size_t i = 0; i < 5; i++) {
        static const char *const names[] = {"Heel onprettig", "Onprettig", "Gaat wel, soms",
                                            "Prettig", "Heel prettig"};
        set_text(labels, faces[i], names[i]);
    }
    bs_json_set_take(question, "labels", labels);
    return question;
}

static struct bs_json *make_list(const char *id, const char *kind, const char *words,
                                 const char *const *labels, size_t count, int64_t most)
{
    struct bs_json *question = bs_json_new_object();
    bs_json_set_string(question, "id", id);
    bs_json_set_string(question, "kind", kind);
    if (most > 1) {
        bs_json_set_int(question, "most", most);
    }
    set_text(question, "text", words);
    bs_json_set_take(question, "choices", make_choices(labels, count));
    return question;
}

static struct bs_json *make_sources(const char *words)
{
    struct bs_json *sources = bs_json_new_array();
    struct bs_json *source = bs_json_new_object();
    bs_json_set_string(source, "title", words);
    bs_json_set_string(source, "publisher", words);
    bs_json_set_string(source, "date", "2020-11");
    bs_json_add_take(sources, source);
    return sources;
}

static struct bs_json *make_facts(const char *words, size_t count)
{
    struct bs_json *facts = bs_json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct bs_json *fact = bs_json_new_object();
        set_text(fact, "text", words);
        bs_json_set_int(fact, "source", 0);
        bs_json_add_take(facts, fact);
    }
    return facts;
}

static struct bs_json *make_programme(const char *id, const char *title, const char *words,
                                      const char *due)
{
    struct bs_json *json = bs_json_new_object();
    struct bs_json *languages = bs_json_new_array();
    bs_json_add_string(languages, "nl");
    bs_json_set_string(json, "format", "buurtstem-programme/1");
    bs_json_set_string(json, "id", id);
    bs_json_set_string(json, "tenant", STAGE_TENANT);
    bs_json_set_int(json, "version", 12);
    bs_json_set_string(json, "code", strcmp(id, STAGE_EVIL) == 0 ? "X7M4P" : "V7M4P");
    bs_json_set_string(json, "stage", "now");
    bs_json_set_string(json, "icon", "house");
    bs_json_set_string(json, "starts", "2026-01-01");
    bs_json_set_string(json, "ends", "2026-12-31");
    bs_json_set_string(json, "owner", words);
    bs_json_set_take(json, "languages", languages);
    set_text(json, "title", title);
    set_text(json, "tile", "Tegel");
    bs_json_set_take(json, "promise", make_promise(words, due));
    bs_json_set_take(json, "sources", make_sources(words));
    return json;
}

static void publish_made(struct stage *stage, struct bs_json *json, struct bs_json *questions)
{
    struct bs_buf buf;
    bs_json_set_take(json, "questions", questions);
    bs_buf_init(&buf, BS_PROGRAMME_FILE_MAX);
    bs_json_write(json, true, &buf);
    stage_put(stage, bs_buf_string(&buf), (struct bs_date){2026, 1, 1});
    bs_buf_finish(&buf);
    bs_json_destroy(json);
}

void stage_publish(struct stage *stage)
{
    add_shipped(stage, STAGE_LIVING, (struct bs_date){2026, 10, 1});
    add_shipped(stage, STAGE_WASTE, (struct bs_date){2026, 9, 1});
}

/* --- answers --- */

static void answer_living(struct stage *stage, const char *place, const char *lang, const char *day,
                          const int64_t n[5])
{
    static const char *const themes[][3] = {{"schone-straten", "veilig", "buren"},
                                            {"schone-straten", "veilig", NULL},
                                            {"werk-geld", "schone-straten", "school-jeugdhulp"},
                                            {"buren", "sport-cultuur", "veilig"},
                                            {"sport-cultuur", NULL, NULL}};
    for (size_t i = 0; i < 5; i++) {
        struct fake_visit visit = {.programme = STAGE_LIVING,
                                   .place = place,
                                   .lang = lang,
                                   .day = day,
                                   .ranked = "themas",
                                   .times = n[i]};
        visit.answers[0] = (struct fake_answer){"wonen", {faces[i], NULL, NULL}};
        visit.answers[1] =
            (struct fake_answer){"themas", {themes[i][0], themes[i][1], themes[i][2]}};
        fake_visit(&stage->storage, &visit);
    }
}

static void add_living_places(struct stage *stage)
{
    static const char *const names[] = {"Prinsenhof hoogbouw", "De Heuvel Noord",
                                        "Prinsenhof laagbouw", "De Zijde", "Duivenvoorde"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        fake_place(&stage->storage, living_places[i], names[i]);
    }
}

static void answer_waste(struct stage *stage)
{
    static const int64_t n[5] = {41, 63, 38, 22, 9};
    for (size_t i = 0; i < 5; i++) {
        struct fake_visit visit = {.programme = STAGE_WASTE,
                                   .place = living_places[i % 2],
                                   .lang = i == 4 ? "en" : "nl",
                                   .day = i < 3 ? "2026-10-12" : "2026-11-19",
                                   .times = n[i]};
        visit.answers[0] = (struct fake_answer){"schoon", {faces[i], NULL, NULL}};
        visit.answers[1] = (struct fake_answer){
            "keuze", {i % 2 == 0 ? "vast-moment" : "brengstation", NULL, NULL}};
        if (i < 3) {
            visit.answers[2] =
                (struct fake_answer){"stoort", {"zakken", i == 1 ? "ratten" : "grofvuil", NULL}};
        }
        fake_visit(&stage->storage, &visit);
    }
}

void stage_answer(struct stage *stage)
{
    static const int64_t n[4][5] = {
        {128, 111, 74, 66, 33}, {67, 73, 64, 67, 34}, {23, 38, 60, 83, 47}, {14, 26, 43, 71, 44}};
    static const int64_t few[5] = {0, 1, 3, 1, 0};
    static const int64_t english[5] = {9, 12, 14, 8, 3};
    static const int64_t arabic[5] = {6, 9, 5, 2, 1};
    add_living_places(stage);
    answer_waste(stage);
    for (size_t i = 0; i < 4; i++) {
        answer_living(stage, living_places[i], "nl", i % 2 == 0 ? "2026-10-01" : "2026-11-21",
                      n[i]);
    }
    answer_living(stage, living_places[4], "nl", "2026-11-02", few);
    answer_living(stage, living_places[0], "en", "2026-11-03", english);
    answer_living(stage, living_places[1], "ar", "2026-11-04", arabic);
    answer_living(stage, living_places[2], "tr", "2026-11-05", few);
    struct fake_visit unsure = {.programme = STAGE_LIVING,
                                .place = "prinsenhof-hoog",
                                .lang = "nl",
                                .day = "2026-11-06",
                                .ranked = "themas",
                                .times = 78};
    unsure.answers[0] = (struct fake_answer){"wonen", {NULL, NULL, NULL}};
    unsure.answers[1] = (struct fake_answer){"themas", {"veilig", NULL, NULL}};
    fake_visit(&stage->storage, &unsure);
    struct fake_visit half = {.programme = STAGE_LIVING,
                              .place = "zijde",
                              .lang = "nl",
                              .day = "2026-11-07",
                              .partial = true,
                              .times = 118};
    half.answers[0] = (struct fake_answer){"wonen", {"neutral", NULL, NULL}};
    fake_visit(&stage->storage, &half);
    struct fake_visit trial = {.programme = STAGE_LIVING,
                               .place = "duivenvoorde",
                               .lang = "nl",
                               .day = "2026-09-30",
                               .trial = true,
                               .ranked = "themas",
                               .times = 12};
    trial.answers[0] = (struct fake_answer){"wonen", {"very_good", NULL, NULL}};
    trial.answers[1] = (struct fake_answer){"themas", {"buren", NULL, NULL}};
    fake_visit(&stage->storage, &trial);
}

struct stage *stage_create_answered(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_answer(stage);
    return stage;
}

struct stage *stage_create_reviewed(void)
{
    struct stage *stage = stage_create_answered();
    stage_review(stage);
    return stage;
}

static void show_face(struct stage *stage, const char *day, const char *channel, const char *face,
                      int64_t times)
{
    struct fake_visit visit = {.programme = STAGE_LIVING,
                               .place = "zijde",
                               .lang = "nl",
                               .day = day,
                               .channel = channel,
                               .times = times};
    visit.answers[0] = (struct fake_answer){"wonen", {face, NULL, NULL}};
    fake_visit(&stage->storage, &visit);
}

void stage_face(struct stage *stage, const char *day, const char *face, int64_t times)
{
    show_face(stage, day, NULL, face, times);
}

void stage_face_by(struct stage *stage, const char *channel, const char *face, int64_t times)
{
    show_face(stage, "2026-11-20", channel, face, times);
}

/* --- full --- */

static void answer_full(struct stage *stage, const char *id, size_t place, size_t n)
{
    static const char *const languages[] = {"nl", "nl", "en", "ar", "tr", "pl",
                                            "uk", "ti", "so", "fa", "zgh"};
    static const char *const values[] = {"keuze-1", "keuze-2", "keuze-3", "keuze-4",
                                         "keuze-5", "keuze-6", "keuze-7", "keuze-8"};
    struct fake_visit visit = {.programme = STAGE_FULL,
                               .place = id,
                               .lang = languages[(place + n) % 11],
                               .day = n % 2 == 0 ? "2025-10-01" : "2026-11-20",
                               .times = (int64_t)(3 + (place * 7 + n * 131) % 97) *
                                        (place < 5 ? 211 : 1)};
    visit.answers[0] =
        (struct fake_answer){"gezicht", {n == 7 ? NULL : faces[(n + place / 9) % 5], NULL, NULL}};
    visit.answers[1] = (struct fake_answer){
        "lijst",
        {values[n % 8], values[(n + 3) % 8], (n + place) % 3 == 0 ? NULL : values[(n + 5) % 8]}};
    visit.answers[2] = (struct fake_answer){"tegel", {values[(n * n + place) % 6], NULL, NULL}};
    fake_visit(&stage->storage, &visit);
}

static void add_full_places(struct stage *stage)
{
    static const char ids[STAGE_PLACES][12] = {
        "plek-01", "plek-02", "plek-03", "plek-04", "plek-05", "plek-06", "plek-07", "plek-08",
        "plek-09", "plek-10", "plek-11", "plek-12", "plek-13", "plek-14", "plek-15", "plek-16",
        "plek-17", "plek-18", "plek-19", "plek-20", "plek-21", "plek-22", "plek-23", "plek-24",
        "plek-25", "plek-26", "plek-27", "plek-28", "plek-29", "plek-30", "plek-31", "plek-32",
        "plek-33", "plek-34", "plek-35", "plek-36", "plek-37", "plek-38", "plek-39", "plek-40"};
    static const char *const names[] = {
        "Buurtontmoetingscentrum De Kleine Prins van Leidschendam-Noord",
        "Bibliotheek aan de Vliet",
        "Wijkgebouw Duivenvoordestraat-Prinsenhofgebied",
        "’t Slotje",
        "Seniorencomplex Amstelflat",
        "Brede school De Dijsselbloem",
        "Multifunctionelecentrumgebouwvoorzieningenhuis"};
    for (size_t i = 0; i < STAGE_PLACES; i++) {
        char *name = stage->place_names[i];
        snprintf(name, sizeof stage->place_names[i], i < 7 ? "%s" : "%s %zu", names[i % 7],
                 i / 7 + 1);
        fake_place(&stage->storage, ids[i], name);
    }
}

void stage_fill(struct stage *stage)
{
    static const char words[] =
        "Wat moet er volgens u als eerste gebeuren in het Versterkingsprogramma "
        "Leidschendam-Noord en de andere wooncomplexen?";
    static const char *const labels[] = {
        "School en jeugdhulpverlening",  "Werk, inkomen en schulden",
        "Schone straten en stoepen",     "Meer contact met buren",
        "Sportveldjes en cultuurhuizen", "Veilig voelen in het donker",
        "Verkeersdrempels en parkeren",  "Onderhoud van de huizen"};
    struct bs_json *questions = bs_json_new_array();
    struct bs_json *json =
        make_programme(STAGE_FULL, "Versterkingsprogramma Leidschendam-Noord en wooncomplexen",
                       words, "2026-11-09");
    size_t first = stage->storage.place_count;
    bs_json_set_take(json, "facts", make_facts(words, BS_FACTS_MAX));
    bs_json_add_take(questions, make_faces(words));
    bs_json_add_take(questions,
                     make_list("lijst", "list",
                               "Waar moet volgens u het meeste geld naartoe gaan, in "
                               "Leidschendam-Noord en de andere wooncomplexen van de gemeente?",
                               labels, 8, 3));
    bs_json_add_take(questions,
                     make_list("tegel", "tiles", "Welke plek is het fijnst?", labels, 6, 1));
    publish_made(stage, json, questions);
    add_full_places(stage);
    for (size_t place = 0; place < STAGE_PLACES; place++) {
        for (size_t n = 0; n < (place > 35 ? 1 : 9); n++) {
            answer_full(stage, stage->storage.places[first + place].id, place, n);
        }
    }
}

void stage_provoke(struct stage *stage)
{
    static const char *const labels[] = {STAGE_MARKUP, "<svg/onload=c><style>*{}</style>&lt;b&gt;"};
    struct bs_json *questions = bs_json_new_array();
    struct bs_json *json = make_programme(STAGE_EVIL, STAGE_MARKUP, STAGE_MARKUP, "2027-01-01");
    struct fake_visit visit = {.programme = STAGE_EVIL,
                               .place = "kwade-plek",
                               .lang = "nl",
                               .day = "2026-11-20",
                               .times = 30};
    stage->storage.tenant_name = STAGE_MARKUP;
    bs_json_set_take(json, "facts", make_facts(STAGE_MARKUP, 1));
    bs_json_add_take(questions, make_faces(STAGE_MARKUP));
    bs_json_add_take(questions, make_list("tegel", "tiles", "2 " STAGE_MARKUP, labels, 2, 1));
    publish_made(stage, json, questions);
    fake_place(&stage->storage, "kwade-plek", STAGE_MARKUP);
    visit.answers[0] = (struct fake_answer){"gezicht", {"good", NULL, NULL}};
    visit.answers[1] = (struct fake_answer){"tegel", {"keuze-2", NULL, NULL}};
    fake_visit(&stage->storage, &visit);
}

/* --- asking --- */

/* Splits "path?a=b&c=d" in place; values are plain in these tests. */
static void read_address(char *address, struct request *request)
{
    char *query = strchr(address, '?');
    if (query != NULL) {
        *query++ = '\0';
    }
    bs_utf8_copy(request->path, sizeof request->path, address);
    for (char *save = NULL, *pair = query == NULL ? NULL : strtok_r(query, "&", &save);
         pair != NULL; pair = strtok_r(NULL, "&", &save)) {
        char *value = strchr(pair, '=');
        assert(value != NULL && request->query_count < 16);
        *value++ = '\0';
        request->query[request->query_count++] = (struct request_pair){pair, value};
    }
}

static const char *ask(struct stage *stage, struct request *request)
{
    const struct route *route = route_find(dashboard_routes, dashboard_route_count, request, NULL);
    reply_finish(&stage->reply);
    reply_init(&stage->reply);
    if (route == NULL) {
        dashboard_problem(&stage->central, &stage->caller, 404, &stage->reply);
    } else {
        route->handler(&stage->central, route->who == ROUTE_STAFF ? &stage->caller : NULL, request,
                       &stage->reply);
    }
    return bs_buf_string(&stage->reply.body);
}

const char *stage_get(struct stage *stage, const char *address)
{
    struct request request = {.method = REQUEST_GET};
    if (stage->accept_language != NULL) {
        request.headers[request.header_count++] =
            (struct request_pair){"Accept-Language", stage->accept_language};
    }
    char *copy = bs_xstrdup(address);
    read_address(copy, &request);
    const char *page = ask(stage, &request);
    free(copy);
    return page;
}

const char *stage_post(struct stage *stage, const char *path, const char *form)
{
    struct request request = {.method = REQUEST_POST, .body = bs_bytes_of(form)};
    request.headers[request.header_count++] =
        (struct request_pair){"Content-Type", "application/x-www-form-urlencoded"};
    bs_utf8_copy(request.path, sizeof request.path, path);
    return ask(stage, &request);
}

const char *stage_header(const struct stage *stage, const char *name)
{
    for (size_t i = 0; i < stage->reply.header_count; i++) {
        if (strcmp(stage->reply.headers[i].name, name) == 0) {
            return stage->reply.headers[i].value;
        }
    }
    return NULL;
}
