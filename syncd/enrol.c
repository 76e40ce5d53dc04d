/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Enrolment: code in, credential and identity on the disk. Every step can be stopped and repeated. */
#include "enrol.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "credential.h"
#include "trouble.h"

#define CA_FILE_MAX (1024 * 1024)
#define WANTED      "een aanmelding"

struct enrolment {
    const struct daemon_config *config; /* borrowed */
    const char *ca_file;                /* borrowed; "" for none given */
    struct bs_syncstate *state;         /* owned */
    struct bs_identity identity;        /* what we were, then what we are */
    bool was_enrolled;
    bool is_code_refused;              /* by the last answer */
    char token_path[DAEMON_PATH_TEXT]; /* where the token waits for its confirmation */
    char token[BS_TOKEN_TEXT];
    struct bs_enrolment_request request;
};

static bool port_is_sound(const char *port)
{
    char *end = NULL;
    long number = strtol(port, &end, 10);
    return isdigit((unsigned char)port[0]) && *end == '\0' && number >= 1 && number <= 65535;
}

bool enrol_server_read(const char *text, char out[256])
{
    static const char SCHEME[] = "https://";
    static const char NAME[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    char server[256];
    size_t len = strlen(text);
    if (len >= sizeof server || strncmp(text, SCHEME, sizeof SCHEME - 1) != 0) {
        return false;
    }
    memcpy(server, text, len + 1);
    if (server[len - 1] == '/' && len > sizeof SCHEME - 1) {
        server[len - 1] = '\0';
    }
    const char *host = server + sizeof SCHEME - 1;
    size_t host_len = 0;
    if (host[0] == '[') {
        host_len = 1 + strspn(host + 1, "0123456789abcdefABCDEF:.");
        if (host_len < 3 || host[host_len] != ']') {
            return false;
        }
        host_len++;
    } else {
        host_len = strspn(host, NAME);
    }
    const char *rest = host + host_len;
    if (host_len == 0 || !(rest[0] == '\0' || (rest[0] == ':' && port_is_sound(rest + 1)))) {
        return false;
    }
    memcpy(out, server, sizeof server);
    return true;
}

enum bs_err enrol_code_read(FILE *in, char out[BS_ENROLMENT_CODE_TEXT], struct bs_error *err)
{
    char line[64];
    char code[BS_ENROLMENT_CODE_TEXT];
    bool is_code = fgets(line, sizeof line, in) != NULL;
    if (is_code) {
        line[strcspn(line, "\r\n")] = '\0';
        is_code = bs_enrolment_code_parse(line, code);
    }
    if (is_code) {
        memcpy(out, code, sizeof code);
    }
    bs_wipe(line, sizeof line);
    bs_wipe(code, sizeof code);
    return is_code ? BS_OK
                   : bs_fail(err, BS_BAD,
                             "standard input holds no enrolment code: twelve signs, such as those "
                             "that `kiosk invite` prints");
}

/* The token that waits for its confirmation: from an earlier try, or a new one that is on the disk when this returns. */
static enum bs_err ready_token(struct enrolment *enrolment, struct bs_error *err)
{
    struct bs_error why = {0};
    const char *name = enrolment->was_enrolled ? "credential.new" : "credential";
    if (!daemon_config_path(enrolment->config, name, enrolment->token_path)) {
        return bs_fail(err, BS_BAD, "state_dir is too long");
    }
    enum bs_err rc = credential_read(enrolment->token_path, enrolment->token, &why);
    if (rc == BS_NOTFOUND) {
        bs_token_make(enrolment->token);
        rc = credential_write(enrolment->token_path, enrolment->token, err);
        BS_STOP_HERE("enrol.token_written");
        return rc;
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

static enum bs_err open_state(struct enrolment *enrolment, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_open(enrolment->config->state_dir, &enrolment->state, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = bs_syncstate_identity(enrolment->state, &enrolment->identity, &why);
    enrolment->was_enrolled = rc == BS_OK;
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

static enum bs_err connect_to(const struct enrolment *enrolment, struct transport **out,
                              struct bs_error *err)
{
    char kept[DAEMON_PATH_TEXT];
    struct transport_settings settings;
    daemon_config_transport(enrolment->config, enrolment->ca_file, kept, &settings);
    return transport_create(&settings, out, err);
}

/* BS_OK and the answer, or why there is none. */
static enum bs_err ask(struct enrolment *enrolment, const char *server,
                       struct bs_enrolment_answer *answer, struct bs_error *err)
{
    struct transport *transport = NULL;
    struct transport_reply reply = {0};
    struct transport_request request = {.method = TRANSPORT_POST,
                                        .answer_max = BS_PROBLEM_BYTES_MAX};
    struct bs_buf body;
    bs_buf_init(&body, BS_ENROLMENT_BYTES_MAX);
    const struct bs_bytes token = bs_bytes_of(enrolment->token);
    bs_sha256_hex(&token, 1, enrolment->request.token_hash);
    bs_enrolment_request_encode(&enrolment->request, &body);
    request.body = bs_buf_bytes(&body);
    snprintf(request.url, sizeof request.url, "%s/v1/enrolments", server);
    transport_header(&request, "Content-Type", "application/json");
    transport_header(&request, "Accept", "application/json, " BS_PROBLEM_MEDIA_TYPE);
    enum bs_err rc = connect_to(enrolment, &transport, err);
    if (rc == BS_OK) {
        rc = transport_start(transport, &request, err);
    }
    if (rc != BS_OK) {
        goto out;
    }
    while (!transport_wait(transport, NULL, 0, -1)) {
    }
    transport_take(transport, &reply);
    if (reply.fate != TRANSPORT_ANSWERED || reply.status != 201 ||
        bs_enrolment_answer_decode(bs_buf_bytes(&reply.body), answer, NULL) != BS_OK) {
        struct trouble trouble;
        trouble_of_reply(&reply, WANTED, &trouble);
        enrolment->is_code_refused = reply.status == 403;
        rc = bs_fail(err, trouble.is_final ? BS_REFUSED : BS_LATER, "%s%s%s%s", trouble.sentence,
                     reply.detail[0] != '\0' ? " (" : "", reply.detail,
                     reply.detail[0] != '\0' ? ")" : "");
    }
out:
    transport_reply_finish(&reply);
    transport_destroy(transport);
    bs_buf_finish(&body);
    return rc;
}

/*
 * A code that is refused with a new token may have been used by the token that we have: an enrolment that was stopped
 * just before it could say so. Asked with that token, central gives the same answer again.
 */
static enum bs_err ask_twice(struct enrolment *enrolment, const char *server,
                             struct bs_enrolment_answer *answer, struct bs_error *err)
{
    struct bs_error why = {0};
    char path[DAEMON_PATH_TEXT];
    enum bs_err rc = ask(enrolment, server, answer, &why);
    if (rc == BS_REFUSED && enrolment->is_code_refused && enrolment->was_enrolled &&
        daemon_config_path(enrolment->config, "credential", path) &&
        credential_read(path, enrolment->token, NULL) == BS_OK &&
        ask(enrolment, server, answer, NULL) == BS_OK) {
        unlink(enrolment->token_path);
        memcpy(enrolment->token_path, path, sizeof path);
        return BS_OK;
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

static enum bs_err keep_ca(const struct enrolment *enrolment, struct bs_error *err)
{
    char path[DAEMON_PATH_TEXT];
    struct bs_buf text;
    if (enrolment->ca_file[0] == '\0' || enrolment->config->ca_file[0] != '\0') {
        return BS_OK;
    }
    if (!daemon_config_path(enrolment->config, "ca.pem", path)) {
        return bs_fail(err, BS_BAD, "state_dir is too long");
    }
    bs_buf_init(&text, CA_FILE_MAX);
    enum bs_err rc = bs_file_read(enrolment->ca_file, &text, err);
    if (rc == BS_OK) {
        rc = bs_file_replace(path, bs_buf_bytes(&text), 0644, err);
    }
    bs_buf_finish(&text);
    return rc;
}

/* What was to take the place of the token before, and what that had replaced: neither is known at central any more. */
static void drop_others(const struct enrolment *enrolment)
{
    static const char *const NAMES[] = {"credential.next", "credential.old"};
    char path[DAEMON_PATH_TEXT];
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (daemon_config_path(enrolment->config, NAMES[i], path)) {
            credential_drop(path);
        }
    }
}

/* Identity first, then the token takes its place: stopped in between, the same code repeats it. */
static enum bs_err settle(struct enrolment *enrolment, const char *server,
                          const struct bs_enrolment_answer *answer, struct bs_error *err)
{
    struct bs_identity identity = {0};
    char final_path[DAEMON_PATH_TEXT];
    if (enrolment->was_enrolled && strcmp(enrolment->identity.kiosk, answer->kiosk) != 0) {
        return bs_fail(
            err, BS_REFUSED,
            "this folder belongs to kiosk %s, and the code is for %s: use another state_dir",
            enrolment->identity.kiosk, answer->kiosk);
    }
    memcpy(identity.kiosk, answer->kiosk, sizeof identity.kiosk);
    memcpy(identity.tenant, answer->tenant, sizeof identity.tenant);
    snprintf(identity.server, sizeof identity.server, "%s", server);
    if (!bs_hex_parse(answer->bundle_key, identity.bundle_key, sizeof identity.bundle_key)) {
        return bs_fail(err, BS_REFUSED,
                       "the server's answer holds no key to check programmes with");
    }
    enum bs_err rc = keep_ca(enrolment, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("enrol.before_identity");
        rc = bs_syncstate_set_identity(enrolment->state, &identity, err);
        BS_STOP_HERE("enrol.after_identity");
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_not_later(enrolment->state, answer->server_time_ms, err);
    }
    if (rc == BS_OK && daemon_config_path(enrolment->config, "credential", final_path)) {
        /* Also when it is the same token: its generation is that of an enrolment again. */
        rc = credential_write(final_path, enrolment->token, err);
        BS_STOP_HERE("enrol.token_replaced");
        if (rc == BS_OK && strcmp(enrolment->token_path, final_path) != 0) {
            unlink(enrolment->token_path);
        }
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("enrol.before_drop");
        drop_others(enrolment);
    }
    enrolment->identity = identity;
    return rc;
}

enum bs_err enrol_run(const struct daemon_config *config, const char *server, const char *ca_file,
                      FILE *in, char kiosk[BS_KIOSK_ID_TEXT], struct bs_error *err)
{
    struct enrolment enrolment = {.config = config, .ca_file = ca_file};
    struct bs_enrolment_answer answer = {0};
    char address[256];
    if (!enrol_server_read(server, address)) {
        return bs_fail(err, BS_BAD, "--server: expected https://HOST or https://HOST:PORT");
    }
    if (ca_file[0] != '\0' && access(ca_file, R_OK) != 0) {
        return bs_fail(err, BS_BAD, "--ca: %s: %s", ca_file, strerror(errno));
    }
    enum bs_err rc = enrol_code_read(in, enrolment.request.code, err);
    if (rc == BS_OK) {
        rc = open_state(&enrolment, err);
    }
    if (rc == BS_OK) {
        rc = ready_token(&enrolment, err);
    }
    if (rc == BS_OK) {
        rc = ask_twice(&enrolment, address, &answer, err);
    }
    if (rc == BS_OK) {
        rc = settle(&enrolment, address, &answer, err);
    }
    if (rc == BS_OK) {
        memcpy(kiosk, enrolment.identity.kiosk, BS_KIOSK_ID_TEXT);
    }
    bs_syncstate_close(enrolment.state);
    bs_wipe(&enrolment, sizeof enrolment);
    return rc;
}
