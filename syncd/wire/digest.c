/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Content-Digest (RFC 9530): guards a body against proxies that change it. */

#include <buurtstem/wire.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>

enum { SHA256_SIZE = 32, SHA256_BASE64 = 44 };

static const char member_start[] = "sha-256=:";

void bs_content_digest(struct bs_bytes body, char out[64])
{
    uint8_t hash[SHA256_SIZE];
    char text[SHA256_BASE64 + 1];

    bs_sha256_raw(body, hash);
    bs_base64_format(hash, sizeof hash, text, sizeof text);
    (void)snprintf(out, 64, "%s%s:", member_start, text);
}

/* One member of the dictionary, between `from` and `to`, blanks around it dropped: its value if it is a sha-256. */
static bool read_member(const char *from, const char *to, uint8_t out[SHA256_SIZE])
{
    const size_t start = sizeof member_start - 1;
    char text[SHA256_BASE64 + 1];

    while (from < to && (*from == ' ' || *from == '\t')) {
        from++;
    }
    while (to > from && (to[-1] == ' ' || to[-1] == '\t')) {
        to--;
    }
    if ((size_t)(to - from) != start + SHA256_BASE64 + 1 ||
        strncmp(from, member_start, start) != 0 || to[-1] != ':') {
        return false;
    }
    memcpy(text, from + start, SHA256_BASE64);
    text[SHA256_BASE64] = '\0';
    return bs_base64_parse(text, out, SHA256_SIZE);
}

bool bs_content_digest_matches(const char *header, struct bs_bytes body)
{
    uint8_t ours[SHA256_SIZE], theirs[SHA256_SIZE];
    const char *from = header;
    bool found = false;

    for (;;) {
        size_t length = strcspn(from, ",");

        /* A name given twice counts by its last (RFC 8941 §3.2). */
        found = read_member(from, from + length, theirs) || found;
        if (from[length] == '\0') {
            break;
        }
        from += length + 1;
    }
    bs_sha256_raw(body, ours);
    return found && memcmp(ours, theirs, sizeof ours) == 0;
}
