/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle says about the way to central and about our token: heeded only of one that takes its place, and before it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "credential.h"
#include "fault_ledger.h"
#include "pull.h"
#include "stop_steps.h"
#include "syncd_stage.h"

static struct contact contact;
static struct rotation rotation;
static struct pull pull;

static int set_up(void **state)
{
    int rc = stage_set_up(state);
    struct stage *stage = *state;
    struct daemon_config config = {.test_faces = true};
    char path[DAEMON_PATH_TEXT];
    memset(&contact, 0, sizeof contact);
    snprintf(config.state_dir, sizeof config.state_dir, "%s", stage->dir.path);
    assert_true(daemon_config_path(&config, "credential", path));
    assert_int_equal(credential_write(path, STAGE_TOKEN, NULL), BS_OK);
    assert_int_equal(rotation_open(&rotation, &config, NULL), BS_OK);
    pull = (struct pull){.contact = &contact, .rotation = &rotation};
    return rc;
}

/* A whole and rightly signed answer with `more` in it. */
static struct transport_reply reply_with(const struct stage *stage, int serial, const char *more)
{
    uint8_t signature[BS_SIGNATURE_SIZE];
    struct transport_reply reply = stage_reply(200, BS_BUNDLE_MEDIA_TYPE, "");
    bs_buf_reset(&reply.body);
    bs_buf_printf(&reply.body,
                  "{\"v\":1,\"tenant\":\"" STAGE_TENANT "\",\"tenant_name\":\"Voorbeeldgemeente\","
                  "\"kiosk\":\"" STAGE_KIOSK "\",\"serial\":%d,\"issued\":\"2026-03-02T09:00:00Z\","
                  "\"in_use\":true,\"place\":{\"id\":\"prinsenhof\",\"name\":\"Buurthuis\","
                  "\"neighbourhood\":\"Noord\",\"area\":{\"code\":\"WK191601\",\"year\":2025},"
                  "\"hours\":[null,null,null,null,null,null,null],\"example\":true},"
                  "\"languages\":[\"nl\"],\"outcomes\":[],\"connectors\":[],\"notices\":[],"
                  "\"programmes\":[]%s}",
                  serial, more);
    bs_sign(stage->secret_key, bs_buf_bytes(&reply.body), signature);
    bs_base64_format(signature, sizeof signature, reply.signature, sizeof reply.signature);
    strcpy(reply.etag, "\"e\"");
    return reply;
}

static enum pull_outcome answer(struct stage *stage, int serial, const char *more)
{
    struct transport_reply reply = reply_with(stage, serial, more);
    struct trouble trouble;
    enum pull_outcome outcome = PULL_FAILED;
    assert_int_equal(
        pull_answer(&pull, stage->state, &stage->identity, &reply, 1000, &outcome, &trouble, NULL),
        BS_OK);
    transport_reply_finish(&reply);
    return outcome;
}

#define WAY(server)      ",\"central\":{\"server\":\"" server "\"}"
#define ASKS(generation) ",\"credential\":{\"generation\":" #generation "}"

static bool is_kept(struct stage *stage, enum bs_contact_slot slot, const char *server)
{
    static struct bs_contact kept;
    return bs_syncstate_contact(stage->state, slot, &kept, NULL) == BS_OK &&
           strcmp(kept.server, server) == 0;
}

static void a_new_way_is_kept_as_one_to_be_tried(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(answer(stage, 5, WAY("https://nieuw.example")), PULL_NEW);
    assert_true(contact.has_next && !contact.has_now);
    assert_true(is_kept(stage, BS_CONTACT_NEXT, "https://nieuw.example"));
    assert_int_equal(contact_choose(&contact, 0), BS_CONTACT_NEXT);
}

static void what_comes_by_it_puts_it_in_use(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, WAY("https://nieuw.example"));
    pull.slot = BS_CONTACT_NEXT;
    assert_int_equal(answer(stage, 6, WAY("https://nieuw.example")), PULL_NEW);
    assert_true(contact.has_now && !contact.has_next);
    assert_true(is_kept(stage, BS_CONTACT_NOW, "https://nieuw.example"));
    assert_false(is_kept(stage, BS_CONTACT_NEXT, "https://nieuw.example"));
}

static void not_modified_by_it_puts_it_in_use(void **state)
{
    struct stage *stage = *state;
    struct transport_reply reply = stage_reply(304, "", "");
    struct trouble trouble;
    enum pull_outcome outcome = PULL_FAILED;
    answer(stage, 5, WAY("https://nieuw.example"));
    pull.slot = BS_CONTACT_NEXT;
    pull.has_asked_newer = true;
    pull_answer(&pull, stage->state, &stage->identity, &reply, 1000, &outcome, &trouble, NULL);
    transport_reply_finish(&reply);
    assert_int_equal(outcome, PULL_SAME);
    assert_true(is_kept(stage, BS_CONTACT_NOW, "https://nieuw.example"));
}

static void yet_another_way_that_comes_by_it_is_to_be_tried_itself(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, WAY("https://nieuw.example"));
    pull.slot = BS_CONTACT_NEXT;
    answer(stage, 6, WAY("https://nieuwer.example"));
    assert_true(is_kept(stage, BS_CONTACT_NOW, "https://nieuw.example"));
    assert_true(is_kept(stage, BS_CONTACT_NEXT, "https://nieuwer.example"));
}

static void an_old_bundle_that_is_played_back_says_nothing(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, "");
    assert_int_equal(answer(stage, 4, WAY("https://oud.example") ASKS(1)), PULL_FAILED);
    assert_false(contact.has_next);
    assert_false(is_kept(stage, BS_CONTACT_NEXT, "https://oud.example"));
    assert_false(rotation.tokens[ROTATION_NEXT].is_there);
}

static void nor_does_it_put_a_new_way_in_use(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, WAY("https://nieuw.example"));
    pull.slot = BS_CONTACT_NEXT;
    assert_int_equal(answer(stage, 4, WAY("https://nieuw.example")), PULL_FAILED);
    assert_false(contact.has_now);
}

static void a_word_that_is_taken_back_ends_the_trying(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, WAY("https://nieuw.example"));
    answer(stage, 6, "");
    assert_false(contact.has_next);
    assert_false(is_kept(stage, BS_CONTACT_NEXT, "https://nieuw.example"));
}

static void a_token_that_is_asked_for_is_made(void **state)
{
    struct stage *stage = *state;
    answer(stage, 5, ASKS(1));
    assert_true(rotation_is_due(&rotation, 0));
    assert_int_equal(rotation.tokens[ROTATION_NEXT].generation, 1);
}

static void the_token_that_it_came_with_is_in_use_before_another_is_made(void **state)
{
    struct stage *stage = *state;
    char next[BS_TOKEN_TEXT];
    answer(stage, 5, ASKS(1));
    memcpy(next, rotation.tokens[ROTATION_NEXT].token, sizeof next);
    assert_true(rotation_try_other(&rotation));
    assert_int_equal(answer(stage, 6, ASKS(2)), PULL_NEW);
    assert_string_equal(rotation_token(&rotation), next);
    assert_int_equal(rotation.tokens[ROTATION_NOW].generation, 1);
    assert_int_equal(rotation.tokens[ROTATION_NEXT].generation, 2);
    assert_true(rotation_is_due(&rotation, 0));
}

/* ---- the power goes ---- */

static void prepare(void *context)
{
    void **state = context;
    stage_tear_down(state);
    assert_int_equal(set_up(state), 0);
    struct stage *stage = *state;
    bs_syncstate_close(stage->state);
    stage->state = NULL;
}

static bool take(struct stage *stage)
{
    struct transport_reply reply = reply_with(stage, 5, WAY("https://nieuw.example") ASKS(1));
    struct trouble trouble;
    enum pull_outcome outcome = PULL_FAILED;
    bool good = bs_syncstate_open(stage->dir.path, &stage->state, NULL) == BS_OK &&
                pull_answer(&pull, stage->state, &stage->identity, &reply, 1000, &outcome, &trouble,
                            NULL) == BS_OK &&
                outcome == PULL_NEW;
    transport_reply_finish(&reply);
    bs_syncstate_close(stage->state);
    stage->state = NULL;
    return good;
}

static bool run(void *context)
{
    void **state = context;
    return take(*state);
}

/* Once the bundle is in place nobody sends it again, so what it said is kept by then. */
static void what_it_said_is_there_before_it_is(void *context, long step)
{
    (void)step;
    void **state = context;
    struct stage *stage = *state;
    struct bs_bundle_meta meta;
    char path[TEMP_DIR_PATH];
    temp_dir_file(&stage->dir, "credential.next", path);
    assert_int_equal(bs_syncstate_open(stage->dir.path, &stage->state, NULL), BS_OK);
    if (bs_catalogue_meta(stage->state, &meta, NULL) == BS_OK) {
        assert_true(is_kept(stage, BS_CONTACT_NEXT, "https://nieuw.example"));
        assert_int_equal(access(path, F_OK), 0);
    }
    bs_syncstate_close(stage->state);
    stage->state = NULL;
    assert_true(take(stage));
    assert_int_equal(bs_syncstate_open(stage->dir.path, &stage->state, NULL), BS_OK);
}

/* F69 F70 */
static void stopped_at_any_step_nothing_of_what_it_said_is_lost(void **state)
{
    const struct stop_case stop = {
        .prepare = prepare, .run = run, .check = what_it_said_is_there_before_it_is};
    long steps = stop_at_every_step(&stop, state);
    assert_true(steps >= 8);
    fault_struck("F69", "a kiosk stopped while it takes the bundle", steps);
    fault_struck("F70", "a kiosk stopped while it takes the bundle", steps);
}

#define PULLS(test) cmocka_unit_test_setup_teardown(test, set_up, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PULLS(a_new_way_is_kept_as_one_to_be_tried),
        PULLS(what_comes_by_it_puts_it_in_use),
        PULLS(not_modified_by_it_puts_it_in_use),
        PULLS(yet_another_way_that_comes_by_it_is_to_be_tried_itself),
        PULLS(an_old_bundle_that_is_played_back_says_nothing),
        PULLS(nor_does_it_put_a_new_way_in_use),
        PULLS(a_word_that_is_taken_back_ends_the_trying),
        PULLS(a_token_that_is_asked_for_is_made),
        PULLS(the_token_that_it_came_with_is_in_use_before_another_is_made),
        PULLS(stopped_at_any_step_nothing_of_what_it_said_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
