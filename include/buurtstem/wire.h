/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_WIRE_H
#define BUURTSTEM_WIRE_H

/*
 * The messages between kiosk and central: batch, receipt, enrolment, refusals. Both ends link this; neither re-writes a
 * record's bytes. syncd/wire/PROTOCOL.md is the contract in prose, and its examples are test inputs. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/record.h>

#define BS_WIRE_VERSION        1 /* the newest that we write */
#define BS_WIRE_VERSION_LEAST  1 /* the oldest that we can write; central reads every one since 1 */
#define BS_BATCH_RECORDS_MAX   1000
#define BS_BATCH_BYTES_MAX     (512 * 1024)
#define BS_RECEIPT_BYTES_MAX   4096
#define BS_SET_ASIDE_MAX       64 /* named in one receipt */
#define BS_ENROLMENT_BYTES_MAX 2048
#define BS_PROBLEM_BYTES_MAX   4096
#define BS_HEARTBEAT_BYTES_MAX 2048
#define BS_VERSION_TEXT        32

#define BS_BATCH_MEDIA_TYPE   "application/vnd.buurtstem.batch"
#define BS_RECEIPT_MEDIA_TYPE "application/vnd.buurtstem.receipt+json"
#define BS_BUNDLE_MEDIA_TYPE  "application/vnd.buurtstem.bundle+json"
#define BS_PROBLEM_MEDIA_TYPE "application/problem+json"
#define BS_SIGNATURE_HEADER                                                                        \
    "Buurtstem-Signature"                 /* base64 of Ed25519 over the body's exact bytes */
#define BS_DIGEST_HEADER "Content-Digest" /* RFC 9530: sha-256=:base64: */

struct bs_batch_header {
    int version;
    char kiosk[BS_KIOSK_ID_TEXT];
    char epoch[BS_EPOCH_TEXT];
    uint64_t first_seq;
    size_t count;
    char prev_hash[BS_HASH_TEXT]; /* the chain before the first record */
    char last_hash[BS_HASH_TEXT]; /* and after the last */
};

/* Appends the header line with its line end; the caller appends `count` record lines, each with one. */
void bs_batch_write_header(const struct bs_batch_header *header, struct bs_buf *out);

/* A decoded batch. Everything borrows from the bytes it was read from, but the array. Finish it. */
struct bs_batch {
    struct bs_batch_header header;
    struct bs_record *records;    /* owned; header.count of them */
    struct bs_bytes *lines;       /* owned; the exact line of each, without the line end */
    char (*hashes)[BS_HASH_TEXT]; /* owned; the chain after each */
    char hash[BS_HASH_TEXT];      /* SHA-256 of the raw batch */
};

/*
 * Reads and proves a batch: limits, header, contiguous seq, each line's form and digest, and the chain from prev_hash to
 * last_hash. BS_LIMIT: too large; BS_REFUSED: of a version that this program does not read; BS_BAD: anything else, naming the
 * line. On failure *out is untouched.
 */
enum bs_err bs_batch_decode(struct bs_bytes raw, struct bs_batch *out, struct bs_error *err);
void bs_batch_finish(struct bs_batch *batch);

struct bs_receipt {
    char kiosk[BS_KIOSK_ID_TEXT];
    char epoch[BS_EPOCH_TEXT];
    char batch_hash[BS_HASH_TEXT];
    uint64_t complete_to; /* highest seq held durably without a gap; may go back */
    char hash_at_complete_to[BS_HASH_TEXT];
    uint64_t backup_complete_to; /* newest position known to be in a backup of central */
    size_t set_aside_count;
    uint64_t set_aside[BS_SET_ASIDE_MAX]; /* stored, but not understood */
    int64_t server_time_ms;
};

void bs_receipt_encode(const struct bs_receipt *receipt, struct bs_buf *out);
/* Strict: every member, no other, nothing behind it. BS_BAD, BS_LIMIT. */
enum bs_err bs_receipt_decode(struct bs_bytes body, struct bs_receipt *out, struct bs_error *err);

/* What we know when a receipt comes in; the hash of ours at a position is asked for by callback. */
struct bs_receipt_expectation {
    const char *kiosk, *epoch, *batch_hash;
    uint64_t sent_to; /* highest seq ever sent in this epoch */
    /* Our chain at seq (0: h0). BS_OK and the hash, or why it is not to be had. */
    enum bs_err (*hash_at)(void *self, uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err);
    void *self;
};

/* BS_OK only if the receipt is ours in every part; BS_BAD says which part is not; what hash_at says else. Unless BS_OK,
 * nothing may change. */
enum bs_err bs_receipt_accept(const struct bs_receipt *receipt,
                              const struct bs_receipt_expectation *ours, struct bs_error *err);

/*
 * Enrolment: the kiosk makes a token and sends only its SHA-256 with the one-time code; asking again with the same code
 * and hash gets the same answer, so that a lost answer does no harm.
 */
#define BS_ENROLMENT_CODE_TEXT                                                                     \
    13 /* twelve signs of Crockford base 32 (60 bits), written in groups of four by hyphens */

struct bs_enrolment_request {
    char code[BS_ENROLMENT_CODE_TEXT];
    char token_hash[BS_HASH_TEXT];
};
struct bs_enrolment_answer {
    char kiosk[BS_KIOSK_ID_TEXT];
    char tenant[8];
    char bundle_key[2 * BS_PUBLIC_KEY_SIZE + 1]; /* hex Ed25519 */
    int64_t server_time_ms;
};

void bs_enrolment_code_make(struct bs_random *random, char out[BS_ENROLMENT_CODE_TEXT]);
void bs_enrolment_code_show(const char code[BS_ENROLMENT_CODE_TEXT],
                            char out[16]); /* "ABCD-EFGH-JKMN" */
/* Upper-cases, drops hyphens and blanks, reads O as 0 and I, L as 1. False if it is not a code. */
bool bs_enrolment_code_parse(const char *typed, char out[BS_ENROLMENT_CODE_TEXT]);
void bs_enrolment_request_encode(const struct bs_enrolment_request *request, struct bs_buf *out);
enum bs_err bs_enrolment_request_decode(struct bs_bytes body, struct bs_enrolment_request *out,
                                        struct bs_error *err);
void bs_enrolment_answer_encode(const struct bs_enrolment_answer *answer, struct bs_buf *out);
enum bs_err bs_enrolment_answer_decode(struct bs_bytes body, struct bs_enrolment_answer *out,
                                       struct bs_error *err);

/* What kiosk and central say to each other when the answer is no: RFC 9457 with our own `type`. */
enum bs_problem_type {
    BS_PROBLEM_OTHER,
    BS_PROBLEM_FORK,          /* 409: same seq, other bytes; `ours` and `theirs` are the digests */
    BS_PROBLEM_UNKNOWN_KIOSK, /* 401: token not known */
    BS_PROBLEM_REVOKED,       /* 403: kiosk revoked; the batch is kept in quarantine for staff */
    BS_PROBLEM_BAD_CHAIN,     /* 409: prev_hash is not the hash held at first_seq - 1 */
    BS_PROBLEM_GAP, /* 409: first_seq is beyond complete_to + 1; `complete_to` tells where to go on */
    BS_PROBLEM_BAD_CODE,    /* 403: enrolment code wrong, used, replaced or too old */
    BS_PROBLEM_BAD_REQUEST, /* 400 */
    BS_PROBLEM_VERSION /* 400: a batch of a version that central does not read; `min_v` … `max_v` it does */
};

struct bs_problem {
    enum bs_problem_type type;
    int status;
    char title[96];
    char detail[256];
    uint64_t seq;              /* of a fork */
    uint64_t complete_to;      /* of a gap or a bad chain */
    char ours[BS_HASH_TEXT];   /* of a fork: held by central; else "" */
    char theirs[BS_HASH_TEXT]; /* sent by the kiosk */
    int min_v, max_v;          /* of a version; else 0 */
};

void bs_problem_encode(const struct bs_problem *problem, struct bs_buf *out);
/* Lenient, since proxies answer too: BS_BAD only if it is not a JSON object with a status. BS_LIMIT: larger than
 * BS_PROBLEM_BYTES_MAX. */
enum bs_err bs_problem_decode(struct bs_bytes body, struct bs_problem *out, struct bs_error *err);

/*
 * PUT /v1/kiosks/{kioskId}/heartbeat: how the kiosk is, never what anybody answered. Answered with 204. Central compares
 * sent_ms with its own clock when it comes in.
 */
struct bs_heartbeat {
    char
        kiosk_version[BS_VERSION_TEXT]; /* of the program with the screen; "" when it never wrote */
    char syncd_version[BS_VERSION_TEXT];
    int64_t sent_ms;                /* the kiosk's wall clock, 0 … BS_NUMBER_MAX */
    char epoch[BS_EPOCH_TEXT];      /* the newest; "": nothing was ever kept */
    uint64_t stored, acknowledged;  /* records in all epochs, and how many of them have a receipt */
    int64_t oldest_unsent_ms;       /* wall clock; 0: nothing waits */
    int64_t last_receipt_ms;        /* 0: never */
    uint64_t disk_free, disk_total; /* bytes of the file system with the log */
    int64_t clock_offset_ms;        /* central's clock minus the kiosk's at the last receipt */
    int64_t bundle_serial;          /* 0: none yet */
    char trouble[16];               /* bs_trouble_name */
};
void bs_heartbeat_encode(const struct bs_heartbeat *heartbeat, struct bs_buf *out);
/* Strict: every member, no other. BS_BAD names the path, BS_LIMIT: larger than BS_HEARTBEAT_BYTES_MAX. */
enum bs_err bs_heartbeat_decode(struct bs_bytes body, struct bs_heartbeat *out,
                                struct bs_error *err);

/*
 * GET /v1, without a token: which versions of a batch central reads. The newest that both ends know is used; BS_REFUSED: there
 * is none, and the sentence says which end is the older.
 */
struct bs_versions {
    int min_v, max_v;
};
void bs_versions_encode(const struct bs_versions *versions, struct bs_buf *out);
/* Strict but for members that it does not know. BS_BAD, BS_LIMIT: larger than BS_PROBLEM_BYTES_MAX. */
enum bs_err bs_versions_decode(struct bs_bytes body, struct bs_versions *out, struct bs_error *err);
enum bs_err bs_versions_choose(const struct bs_versions *theirs, int *version,
                               struct bs_error *err);

/* PUT /v1/kiosks/{kioskId}/credential: a new token's hash, of that generation. Answered with 204. */
#define BS_CREDENTIAL_BYTES_MAX 512
struct bs_credential {
    char token_hash[BS_HASH_TEXT];
    int64_t generation; /* 1 … BS_NUMBER_MAX */
};
void bs_credential_encode(const struct bs_credential *credential, struct bs_buf *out);
enum bs_err bs_credential_decode(struct bs_bytes body, struct bs_credential *out,
                                 struct bs_error *err);

/* "sha-256=:…:" over the bytes; and whether a header says so. */
void bs_content_digest(struct bs_bytes body, char out[64]);
bool bs_content_digest_matches(const char *header, struct bs_bytes body);

#endif
