/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The way to central as a bundle tells it, down to what the daemon goes by: address, certificates, pins. And what a person types or
 * leaves behind instead: an address, a code, a file with a token. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "contact.h"
#include "credential.h"
#include "enrol.h"
#include "fuzz_target.h"
#include "transport_tls.h"

enum { AUTHORITIES_MAX = 32 };

static void look_at_way(const struct bs_way *way)
{
    struct bs_contact *candidate = bs_xcalloc(1, sizeof *candidate);
    struct contact *contact = bs_xcalloc(1, sizeof *contact);
    char server[256];

    if (contact_hear(contact, way, 7, candidate) == CONTACT_TRY) {
        FUZZ_MUST(strcmp(candidate->server, way->server) == 0);
        FUZZ_MUST(strcmp(candidate->ca, way->ca) == 0);
        FUZZ_MUST(strlen(candidate->pins) == way->pin_count * strlen("sha256//;") +
                                                 way->pin_count * 44 -
                                                 (way->pin_count > 0 ? 1 : 0));
        /* Where a bundle leads, a person can enrol. */
        FUZZ_MUST(way->server[0] == '\0' || enrol_server_read(way->server, server));
        FUZZ_MUST(transport_tls_count(candidate->ca) <= AUTHORITIES_MAX);
        /* Told again once it is in use, nothing is new. */
        contact->next = *candidate;
        contact->has_next = true;
        contact_promoted(contact);
        FUZZ_MUST(contact_hear(contact, way, 8, candidate) == CONTACT_KEEP);
    }
    free(contact);
    free(candidate);
}

static void try_way(struct bs_bytes text)
{
    struct bs_complaints complaints = {.count = 0};
    struct bs_json *json = NULL;
    struct bs_way way = {.is_told = false};
    struct bs_json_at root;

    if (bs_json_parse(text, &json, NULL) != BS_OK) {
        return;
    }
    root = bs_json_root(json, &complaints);
    if (bs_way_read(&root, &way)) {
        look_at_way(&way);
    } else {
        FUZZ_MUST(complaints.count > 0 && !way.is_told);
    }
    bs_json_destroy(json);
}

static void try_typed(struct bs_bytes text)
{
    char *typed = bs_xcalloc(text.len + 1, 1);
    char server[256] = "", code[BS_ENROLMENT_CODE_TEXT];
    FILE *in;

    if (text.len > 0) {
        memcpy(typed, text.data, text.len);
    }
    if (enrol_server_read(typed, server)) {
        FUZZ_MUST(strncmp(server, "https://", 8) == 0 && strpbrk(server + 8, "/ \\@?#\n") == NULL);
        FUZZ_MUST(bs_utf8_is_text(server, strlen(server)));
    }
    FUZZ_MUST(transport_tls_count(typed) <= AUTHORITIES_MAX);
    free(typed);
    in = text.len == 0 ? NULL : fmemopen((void *)(uintptr_t)text.data, text.len, "r");
    if (in != NULL) {
        if (enrol_code_read(in, code, NULL) == BS_OK) {
            FUZZ_MUST(strlen(code) == sizeof code - 1);
        }
        (void)fclose(in);
    }
}

static void try_token(struct bs_bytes text)
{
    int file = memfd_create("credential", MFD_CLOEXEC);
    char path[64], token[BS_TOKEN_TEXT];
    struct bs_error err = {.code = BS_OK};
    int64_t generation = -1;
    enum bs_err rc;

    FUZZ_MUST(file >= 0 && fchmod(file, 0600) == 0);
    FUZZ_MUST(write(file, text.data, text.len) == (ssize_t)text.len);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    rc = credential_read_generation(path, token, &generation, &err);
    if (rc == BS_OK) {
        FUZZ_MUST(strlen(token) == sizeof token - 1);
        FUZZ_MUST(generation >= 0 && generation <= BS_NUMBER_MAX);
    } else {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
    }
    close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes text = {data, size};

    try_way(text);
    try_typed(text);
    try_token(text);
    return 0;
}
