/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A visit: any intents in any order, whether a screen offers them or not. Four bytes are one: what, which, and how much time
 * passes before it. What is to be kept always fits the programme, time never stands still, and nothing is left after the visit. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "session.h"

#define PROGRAMME  BS_SOURCE_DIR "/tests/data/programmes/valid/every-kind-by-branches/input.json"
#define INTENTS    400
#define TICKS_MAX  64
#define BUNDLE_MAX (256 * 1024)

static const char HEAD[] =
    "{\"v\":1,\"tenant\":\"GM1916\",\"tenant_name\":\"L-V\",\"kiosk\":\"k-1\",\"serial\":1,"
    "\"issued\":"
    "\"2026-11-22T00:00:00Z\",\"in_use\":true,\"place\":{\"id\":\"p\",\"name\":\"Huis\","
    "\"neighbourhood\":"
    "\"Noord\",\"area\":{\"code\":\"WK191600\",\"year\":2025},\"hours\":[[\"09:00\",\"17:00\"],["
    "\"09:00\","
    "\"17:00\"],[\"09:00\",\"17:00\"],[\"09:00\",\"17:00\"],[\"09:00\",\"17:00\"],null,[\"09:00\","
    "\"21:00\"]],\"areas\":[{\"code\":\"WK191601\",\"name\":\"A\"},{\"code\":\"WK191602\",\"name\":"
    "\"B\"}],"
    "\"example\":true},\"languages\":[\"nl\",\"en\"],\"idle\":{\"warn_s\":45,\"wipe_s\":30},"
    "\"connectors\":[],\"notices\":[],\"outcomes\":[],\"programmes\":[{\"published\":\"2026-11-"
    "01\","
    "\"programme\":";

static struct bs_bundle *make_bundle(void)
{
    struct bs_buf text, programme;
    struct bs_bundle *bundle = NULL;

    bs_buf_init(&text, BUNDLE_MAX);
    bs_buf_init(&programme, BUNDLE_MAX);
    FUZZ_MUST(bs_file_read(PROGRAMME, &programme, NULL) == BS_OK);
    bs_buf_text(&text, HEAD);
    bs_buf_add(&text, programme.data, programme.len);
    bs_buf_text(&text, "}]}");
    FUZZ_MUST(bs_bundle_parse(bs_buf_bytes(&text), &bundle, NULL) == BS_OK);
    bs_buf_finish(&programme);
    bs_buf_finish(&text);
    return bundle;
}

/* Made once for all inputs; leaves the program with it. */
static const struct bs_bundle *the_bundle(void)
{
    static struct bs_bundle *bundle;

    if (bundle == NULL) {
        bundle = make_bundle();
    }
    return bundle;
}

static void is_wiped(const struct session *session)
{
    static const struct session nothing;

    FUZZ_MUST(memcmp(&session->answers, &nothing.answers, sizeof nothing.answers) == 0);
    FUZZ_MUST(memcmp(&session->words, &nothing.words, sizeof nothing.words) == 0);
    FUZZ_MUST(memcmp(&session->name, &nothing.name, sizeof nothing.name) == 0);
    FUZZ_MUST(memcmp(&session->phone, &nothing.phone, sizeof nothing.phone) == 0);
    FUZZ_MUST(memcmp(session->typed, nothing.typed, sizeof nothing.typed) == 0);
    FUZZ_MUST(session->modes == 0 && session->volume == SESSION_VOLUME_START);
    FUZZ_MUST(session->channel == BS_CHANNEL_KIOSK && session->batch[0] == '\0');
}

static void apply(struct session *session, const struct session_intent *intent, int64_t now_ms)
{
    struct session_effect effect;
    bool was_active = session->is_active;

    (void)session_apply(session, intent, now_ms, &effect);
    if (effect.kind == SESSION_SAVE || effect.kind == SESSION_SAVE_CORRECTION) {
        const struct bs_programme *programme = session->bundle->programmes[0].programme;

        FUZZ_MUST(bs_submission_fits(&effect.submission, programme, NULL) == BS_OK);
        FUZZ_MUST(effect.submission.batch[0] == '\0' ||
                  effect.submission.channel == BS_CHANNEL_PAPER);
    }
    FUZZ_MUST(session->screen <= SESSION_SETTING_UP);
    if (was_active && !session->is_active) {
        is_wiped(session);
    }
}

static void pass_time(struct session *session, int64_t now_ms)
{
    const struct session_intent tick = {.kind = SESSION_TICK};

    for (int i = 0; i < TICKS_MAX; i++) {
        int64_t deadline = session_deadline(session, now_ms);

        if (deadline < 0 || deadline > now_ms) {
            return;
        }
        apply(session, &tick, now_ms);
    }
    FUZZ_MUST(!"a deadline stays in the past");
}

static struct session_intent read_intent(const uint8_t *bytes)
{
    static const char *const LANGUAGES[] = {"nl", "en", "xx", ""};
    static const char *const CHARACTERS[] = {"a", "0", "6", " ", "é", "ش", "@", "-"};
    struct session_intent intent = {.kind =
                                        (enum session_intent_kind)(bytes[0] % (SESSION_QUIT + 1)),
                                    .index = bytes[1] % 40,
                                    .today = {2026, 11, 1 + bytes[1] % 30},
                                    .weekday = bytes[1] % 7,
                                    .minute = (bytes[1] * 6) % 1440};

    bs_utf8_copy(intent.lang, sizeof intent.lang, LANGUAGES[bytes[1] % 4]);
    bs_utf8_copy(intent.text, sizeof intent.text, CHARACTERS[bytes[1] % 8]);
    return intent;
}

#define CONNECTOR 253 /* from here on the first byte is not an intent, but what a connector does */

static void take_part(struct session *session, const uint8_t *bytes, int64_t now_ms)
{
    const char *programme = bytes[1] % 2 == 0 ? "schone-straat" : "";

    switch (bytes[0]) {
    case CONNECTOR:
        session_set_aside(session, now_ms);
        FUZZ_MUST(!answers_any(&session->answers));
        break;
    case CONNECTOR + 1:
        session_help(session, BS_CHANNEL_ASSISTED, "Markt", programme, now_ms);
        break;
    default:
        session_help(session, BS_CHANNEL_PAPER, "Markt", programme, now_ms);
        break;
    }
    FUZZ_MUST(!session_was_left(session));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session *session = malloc(sizeof *session);
    int64_t now_ms = 1000000;

    FUZZ_MUST(session != NULL);
    session_start(session, size);
    (void)session_set_bundle(session, the_bundle(), (struct bs_date){2026, 11, 22}, now_ms);
    for (size_t i = 0; i + 4 <= size && i < INTENTS * 4; i += 4) {
        struct session_intent intent = read_intent(data + i);

        now_ms += data[i + 2] * 16 + (data[i + 3] > 250 ? 40000 : 0);
        pass_time(session, now_ms);
        if (data[i + 3] == 1) {
            session_set_speaking(session, !session->is_speaking, now_ms);
        }
        if (data[i] >= CONNECTOR) {
            take_part(session, data + i, now_ms);
        } else {
            apply(session, &intent, now_ms);
        }
        pass_time(session, now_ms);
    }
    free(session);
    return 0;
}
