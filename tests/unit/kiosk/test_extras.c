/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What people leave after the thanks: from a decision of the session to what is on the disk, and what is not. */

#include "worker_stage.h"

#include <stdio.h>
#include <string.h>

#include <cjose/cjose.h>

#include <buurtstem/held.h>
#include <buurtstem/mem.h>
#include <buurtstem/record.h>

#include "all_zero.h"
#include "effects.h"

#define NAME                                                                                       \
    "Ay\xc5\x9f"                                                                                   \
    "e \"Z\" Marker\\Test"
#define PHONE  "0612345678"
#define DAY_MS INT64_C(86400000)

static struct worker_stage stage;
static struct effects effects;
static struct bs_bundle bundle; /* only its key and its language */
static cjose_jwk_t *key;
static char *public_key;

static int make_key(void **state)
{
    static const uint8_t E[] = {1, 0, 1};
    (void)state;
    key = cjose_jwk_create_RSA_random(2048, E, sizeof E, NULL);
    public_key = cjose_jwk_to_json(key, false, NULL);
    bundle.wish.key = public_key;
    snprintf(bundle.languages[0], sizeof bundle.languages[0], "nl");
    return public_key != NULL ? 0 : -1;
}

static int drop_key(void **state)
{
    (void)state;
    free(public_key);
    cjose_jwk_release(key);
    return 0;
}

static int make(void **state)
{
    (void)state;
    worker_stage_make(&stage);
    worker_stage_run(&stage);
    effects = (struct effects){.worker = stage.worker,
                               .bundle = &bundle,
                               .clock = stage.clock,
                               .random = bs_random_system()};
    return 0;
}

static int drop(void **state)
{
    (void)state;
    worker_stage_drop(&stage);
    return 0;
}

static const struct bs_left_at AT = {
    .programme = "een", .version = 2, .place = "prinsenhof", .lang = "nl"};

/* A submission is saved, as before every extra. */
static void save_one(void)
{
    const struct session_effect effect = worker_stage_answer();
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    effects_settle(&effects);
}

static struct session_effect some_words(const char *words)
{
    struct session_effect effect = {.kind = SESSION_KEEP_WORDS, .at = AT};
    snprintf(effect.words, sizeof effect.words, "%s", words);
    return effect;
}

static struct session_effect a_wish(const char *name, const char *phone)
{
    struct session_effect effect = {.kind = SESSION_KEEP_WISH, .at = AT};
    snprintf(effect.words, sizeof effect.words, "%s", name);
    snprintf(effect.phone, sizeof effect.phone, "%s", phone);
    return effect;
}

static struct session_effect an_age(void)
{
    struct session_effect effect = {
        .kind = SESSION_KEEP_ABOUT_YOU, .at = AT, .about_you = {.at = AT, .age = BS_AGE_65_79}};
    snprintf(effect.about_you.area, sizeof effect.about_you.area, "%s", BS_AREA_ELSEWHERE);
    return effect;
}

static struct worker_event keep(const struct session_effect *effect)
{
    assert_true(effects_run(&effects, effect));
    struct worker_event event = worker_stage_event(&stage);
    assert_int_equal(event.kind, WORKER_EXTRA_KEPT);
    return event;
}

static struct bs_held *open_held(void)
{
    struct bs_held *held = NULL;
    assert_int_equal(bs_held_open(stage.state.path, &held, NULL), BS_OK);
    return held;
}

/* The last record that was released, and how many. */
struct caught {
    size_t count;
    struct bs_uuid id;
    char kind[BS_RECORD_KIND_MAX + 1];
    char body[WORKER_BODY_MAX];
};

static enum bs_err catch_record(void *self, const struct bs_uuid *id, const char *kind,
                                struct bs_bytes body, struct bs_error *err)
{
    struct caught *caught = self;
    (void)err;
    caught->count++;
    caught->id = *id;
    snprintf(caught->kind, sizeof caught->kind, "%s", kind);
    memcpy(caught->body, body.data, body.len);
    caught->body[body.len] = '\0';
    return BS_OK;
}

static void take_waiting(struct caught *out)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_held *held = open_held();
    *out = (struct caught){0};
    assert_int_equal(bs_held_release_records(held, (struct bs_date){2199, 1, 1}, &random,
                                             catch_record, out, NULL),
                     BS_OK);
    bs_held_close(held);
}

static bool is_in_folder(const char *text)
{
    static const char *const NAMES[] = {"held.db", "held.db-journal", "kiosk.db", "kiosk.db-wal"};
    bool found = false;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[TEMP_DIR_PATH];
        struct bs_buf bytes;
        bs_buf_init(&bytes, 16 << 20);
        if (bs_file_read(temp_dir_file(&stage.state, NAMES[i], path), &bytes, NULL) == BS_OK &&
            bytes.len > 0) {
            found = found || memmem(bytes.data, bytes.len, text, strlen(text)) != NULL;
        }
        bs_buf_finish(&bytes);
    }
    return found;
}

/* ---- words ---- */

static void words_wait_apart_from_the_log(void **state)
{
    const struct session_effect effect = some_words("De speeltuin is kapot");
    int64_t count = 0;
    (void)state;
    save_one();
    keep(&effect);
    struct bs_held *held = open_held();
    assert_int_equal(bs_held_count_comments(held, &count, NULL), BS_OK);
    assert_int_equal(count, 1);
    bs_held_close(held);
    assert_true(is_in_folder("De speeltuin is kapot"));
    assert_true(is_in_folder(effects.first)); /* and it names what it belongs to */
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void words_without_a_submission_are_not_kept(void **state)
{
    const struct session_effect effect = some_words("los");
    (void)state;
    assert_false(effects_run(&effects, &effect));
    assert_int_equal(effects_refusal(effect.kind), SESSION_EXTRA_FAILED);
}

static void what_held_cannot_take_is_told_and_answers_can_still_be_kept(void **state)
{
    const struct session_effect effect = some_words("\a");
    (void)state;
    save_one();
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_EXTRA_NOT_KEPT);
    save_one();
}

/* ---- a wish ---- */

static void open_jwe(const char *body, char *out, size_t size)
{
    char jwe[BS_WISH_JWE_MAX + 1];
    const char *from = strstr(body, "\"jwe\":\"");
    size_t len = 0;
    assert_non_null(from);
    from += 7;
    snprintf(jwe, sizeof jwe, "%.*s", (int)strcspn(from, "\""), from);
    cjose_jwe_t *sealed = cjose_jwe_import(jwe, strlen(jwe), NULL);
    assert_non_null(sealed);
    uint8_t *plain = cjose_jwe_decrypt(sealed, key, &len, NULL);
    assert_non_null(plain);
    snprintf(out, size, "%.*s", (int)len, (char *)plain);
    free(plain);
    cjose_jwe_release(sealed);
}

static void a_wish_is_sealed_before_it_touches_the_disk(void **state)
{
    const struct session_effect effect = a_wish(NAME, PHONE);
    static struct caught caught;
    char plain[EFFECTS_PLAIN_MAX];
    (void)state;
    keep(&effect);
    assert_false(is_in_folder("Marker"));
    assert_false(is_in_folder(PHONE));
    take_waiting(&caught);
    assert_int_equal(caught.count, 1);
    assert_string_equal(caught.kind, BS_KIND_CONTACT_WISH);
    open_jwe(caught.body, plain, sizeof plain);
    assert_string_equal(plain, "{\"name\":\"Ay\xc5\x9f"
                               "e \\\"Z\\\" Marker\\\\Test\",\"phone\":\"0612345678\",\"lang\":"
                               "\"nl\"}");
}

static void the_longest_name_and_number_are_sealed(void **state)
{
    char name[BS_WISH_NAME_MAX * 4 + 1] = "", phone[BS_WISH_PHONE_MAX + 1];
    static struct caught caught;
    char plain[EFFECTS_PLAIN_MAX];
    (void)state;
    for (int i = 0; i < BS_WISH_NAME_MAX; i++) {
        strcat(name, "\xf0\x90\x8d\x88");
    }
    memset(phone, '1', sizeof phone);
    phone[BS_WISH_PHONE_MAX] = '\0';
    const struct session_effect effect = a_wish(name, phone);
    keep(&effect);
    take_waiting(&caught);
    open_jwe(caught.body, plain, sizeof plain);
    assert_non_null(strstr(plain, name));
    assert_non_null(strstr(plain, phone));
}

static void a_wish_leaves_no_byte_in_what_made_it(void **state)
{
    const struct session_effect effect = a_wish(NAME, PHONE);
    (void)state;
    keep(&effect);
    assert_true(is_all_zero(effects.plain, sizeof effects.plain));
}

static void without_a_good_key_no_wish_is_kept(void **state)
{
    const struct session_effect effect = a_wish(NAME, PHONE);
    struct bs_bundle bad = {.wish = {.key = "{\"kty\":\"oct\",\"k\":\"AQAB\"}"}};
    (void)state;
    effects.bundle = &bad;
    assert_false(effects_run(&effects, &effect));
    assert_true(is_all_zero(effects.plain, sizeof effects.plain));
    effects.bundle = NULL;
    assert_false(effects_run(&effects, &effect));
    worker_stage_silence(&stage, 50);
}

/* ---- who takes part ---- */

static void age_and_neighbourhood_wait_for_closing_time(void **state)
{
    const struct session_effect effect = an_age();
    static struct caught caught;
    struct bs_about_you read;
    (void)state;
    keep(&effect);
    assert_int_equal(worker_stage_records(&stage), 0);
    take_waiting(&caught);
    assert_string_equal(caught.kind, BS_KIND_ABOUT_YOU);
    assert_int_equal(bs_about_you_decode(bs_bytes_of(caught.body), &read, NULL), BS_OK);
    assert_int_equal(read.age, BS_AGE_65_79);
    assert_string_equal(read.area, BS_AREA_ELSEWHERE);
}

/* The first 48 bits of an id are milliseconds: of the moment they would tie it to the submission of that moment. */
static void the_id_of_what_waits_tells_the_day_and_not_the_moment(void **state)
{
    const struct session_effect effect = an_age();
    static struct caught caught;
    int64_t ms = 0;
    (void)state;
    keep(&effect);
    take_waiting(&caught);
    for (int i = 0; i < 6; i++) {
        ms = ms << 8 | caught.id.bytes[i];
    }
    const int64_t now = stage.clock.wall_ms(stage.clock.self);
    assert_int_equal(ms, now - now % DAY_MS);
    assert_true(now % DAY_MS != 0);
}

/* ---- closing time ---- */

static void at_closing_time_what_waits_reaches_the_log(void **state)
{
    const struct session_effect wish = a_wish(NAME, PHONE), age = an_age();
    (void)state;
    keep(&wish);
    keep(&age);
    worker_release(stage.worker, bs_date_in_amsterdam(stage.clock.wall_ms(stage.clock.self)));
    for (int i = 0; i < 200 && !worker_is_idle(stage.worker); i++) {
        worker_stage_silence(&stage, 20);
    }
    assert_int_equal(worker_stage_records(&stage), 2);
    static struct caught caught;
    take_waiting(&caught);
    assert_int_equal(caught.count, 0);
}

static void what_is_of_a_later_day_waits_on(void **state)
{
    const struct session_effect age = an_age();
    (void)state;
    keep(&age);
    worker_release(
        stage.worker,
        bs_date_add_days(bs_date_in_amsterdam(stage.clock.wall_ms(stage.clock.self)), -1));
    for (int i = 0; i < 200 && !worker_is_idle(stage.worker); i++) {
        worker_stage_silence(&stage, 20);
    }
    assert_int_equal(worker_stage_records(&stage), 0);
}

/* ---- whose it is, and the verdict ---- */

static void what_is_kept_is_told_to_who_left_it_once(void **state)
{
    const struct session_effect effect = an_age();
    (void)state;
    struct worker_event event = keep(&effect);
    assert_true(effects_settle_extra(&effects, &event.id));
    assert_false(effects_settle_extra(&effects, &event.id));
}

static void what_somebody_left_who_has_gone_is_nobodys(void **state)
{
    const struct session_effect effect = an_age();
    (void)state;
    struct worker_event event = keep(&effect);
    effects_forget(&effects);
    assert_false(effects_settle_extra(&effects, &event.id));
}

static void a_verdict_goes_to_the_log_at_once(void **state)
{
    const struct session_effect effect = {
        .kind = SESSION_SAVE_VERDICT,
        .at = AT,
        .verdict = {.at = AT, .outcome_version = 1, .understood = true}};
    (void)state;
    assert_true(effects_run(&effects, &effect));
    struct worker_event event = worker_stage_event(&stage);
    assert_int_equal(event.kind, WORKER_SAVED);
    assert_false(effects_is_mine(&effects, &event.id)); /* nobody waits for it */
    assert_int_equal(effects_refusal(effect.kind), SESSION_TICK);
    assert_int_equal(worker_stage_records(&stage), 1);
}

int main(void)
{
#define EXTRA(test) cmocka_unit_test_setup_teardown(test, make, drop)
    const struct CMUnitTest tests[] = {
        EXTRA(words_wait_apart_from_the_log),
        EXTRA(words_without_a_submission_are_not_kept),
        EXTRA(what_held_cannot_take_is_told_and_answers_can_still_be_kept),
        EXTRA(a_wish_is_sealed_before_it_touches_the_disk),
        EXTRA(the_longest_name_and_number_are_sealed),
        EXTRA(a_wish_leaves_no_byte_in_what_made_it),
        EXTRA(without_a_good_key_no_wish_is_kept),
        EXTRA(age_and_neighbourhood_wait_for_closing_time),
        EXTRA(the_id_of_what_waits_tells_the_day_and_not_the_moment),
        EXTRA(at_closing_time_what_waits_reaches_the_log),
        EXTRA(what_is_of_a_later_day_waits_on),
        EXTRA(what_is_kept_is_told_to_who_left_it_once),
        EXTRA(what_somebody_left_who_has_gone_is_nobodys),
        EXTRA(a_verdict_goes_to_the_log_at_once),
    };
    return cmocka_run_group_tests(tests, make_key, drop_key);
}
