/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sets up a central, and puts its database back by copying the file. */

#include "whole_central.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#include "fake_clock.h"
#include "flow.h"
#include "fuzz_key.h"
#include "fuzz_target.h"
#include "metrics.h"
#include "register_book.h"
#include "storage_stage.h"
#include "throttle.h"

enum { DATABASE_ROOM = 16 * 1024 * 1024 };

/* One process, one central. */
static struct storage_stage *stage;
static struct central central;
static struct fake_clock wall;
static struct bs_buf first; /* the database */

static void hash_of(const char *text, char out[BS_HASH_TEXT])
{
    const struct bs_bytes bytes = bs_bytes_of(text);

    bs_sha256_hex(&bytes, 1, out);
}

static void enrol(const char *id, const char *code, const char *token)
{
    char code_hash[BS_HASH_TEXT], token_hash[BS_HASH_TEXT];
    struct storage_kiosk kiosk, found;

    stage_kiosk(stage, id, STAGE_TENANT, &kiosk);
    hash_of(code, code_hash);
    FUZZ_MUST(storage_invite_kiosk(stage->storage, &kiosk, code_hash, STAGE_NOW_MS + 100000000,
                                   NULL) == BS_OK);
    if (token != NULL) {
        hash_of(token, token_hash);
        FUZZ_MUST(storage_enrol(stage->storage, code_hash, token_hash, STAGE_NOW_MS, &found,
                                NULL) == BS_OK);
    }
}

static void publish(const char *name)
{
    const struct bs_date published = {2026, 11, 1};
    char path[512];
    struct bs_buf text;

    (void)snprintf(path, sizeof(path), "%s/assets/programmes/%s.json", BS_SOURCE_DIR, name);
    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    FUZZ_MUST(bs_file_read(path, &text, NULL) == BS_OK);
    FUZZ_MUST(storage_put_programme(stage->storage, STAGE_TENANT, name, 1, "W3R8T", published,
                                    bs_buf_bytes(&text), NULL) == BS_OK);
    bs_buf_finish(&text);
}

static void sign_in(void)
{
    struct storage_staff staff = {.name = "samira", .tenant = STAGE_TENANT};
    struct storage_session session = {.staff = "samira",
                                      .tenant = STAGE_TENANT,
                                      .form_token = FUZZ_FORM,
                                      .made_ms = STAGE_NOW_MS,
                                      .used_ms = STAGE_NOW_MS};
    char hash[BS_HASH_TEXT];

    hash_of(FUZZ_COOKIE, hash);
    FUZZ_MUST(storage_put_staff(stage->storage, &staff, NULL) == BS_OK);
    FUZZ_MUST(storage_put_session(stage->storage, hash, &session, NULL) == BS_OK);
}

static void make(void)
{
    void *made = NULL;

    FUZZ_MUST(stage_setup(&made) == 0);
    stage = made;
    bs_log_limit(BS_LOG_ERROR);
    enrol(FUZZ_KIOSK, "code-1", FUZZ_TOKEN);
    enrol(FUZZ_REVOKED, "code-2", FUZZ_TOKEN_REVOKED);
    FUZZ_MUST(storage_set_kiosk_state(stage->storage, FUZZ_REVOKED, STORAGE_KIOSK_REVOKED, NULL) ==
              BS_OK);
    enrol(FUZZ_NEW, FUZZ_CODE, NULL);
    publish("afval-kiezen");
    sign_in();
    storage_close(stage->storage);
    stage->storage = NULL;
    bs_buf_init(&first, DATABASE_ROOM);
    FUZZ_MUST(bs_file_read(stage->path, &first, NULL) == BS_OK);
    central.clock = fake_clock_make(&wall);
    wall.wall_ms = STAGE_NOW_MS;
    central.metrics = metrics_create();
    memcpy(central.public_key, fuzz_public_key, sizeof(central.public_key));
    memcpy(central.secret_key, fuzz_secret_key, sizeof(central.secret_key));
    central.certificate = "";
    central.public_url = "https://stem.example.nl";
    central.security_contact = "mailto:veilig@example.nl";
}

void whole_central_restore(void)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    struct bs_error err = {.code = BS_OK};

    storage_close(stage->storage);
    throttle_destroy(central.throttle);
    register_book_destroy(central.register_book);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char path[TEMP_DIR_PATH + 16];

        (void)snprintf(path, sizeof(path), "%s%s", stage->path, ends[i]);
        (void)unlink(path);
    }
    FUZZ_MUST(bs_file_replace(stage->path, bs_buf_bytes(&first), 0600, NULL) == BS_OK);
    FUZZ_MUST(storage_open_sqlite(stage->path, &stage->storage, &err) == BS_OK);
    central.storage = stage->storage;
    central.throttle = throttle_create();
    central.register_book = register_book_create();
}

struct central *whole_central(void)
{
    if (stage == NULL) {
        make();
        whole_central_restore();
    }
    return &central;
}

void whole_central_verify(void)
{
    FUZZ_MUST(stage_verify(stage).rc == BS_OK);
}
