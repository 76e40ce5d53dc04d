/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_BODY_H
#define BUURTSTEM_MODEL_BODY_H

/* What the bodies of all records of residents share: the salt and the version in front, and how they are read. */

#include <buurtstem/buf.h>
#include <buurtstem/json.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#define BODY_VERSION_MOST 999999 /* of a programme, of an outcome */
#define BODY_SECONDS_MOST 86400  /* of a visit */

/* Names of enum bs_channel, NULL at the end. */
extern const char *const body_channels[];

/* {"salt":"…","v":1 with a fresh salt; everything after it begins with a comma. */
void body_open(struct bs_random *random, struct bs_buf *out);
/* "true" or "false" */
const char *body_bool(bool value);
/* Appends a whole body, or nothing and BS_LIMIT. `what` names it: "a submission". */
enum bs_err body_close(struct bs_buf *body, const char *what, struct bs_buf *out,
                       struct bs_error *err);

/* Reads salt and v. False after a complaint; so are those below. */
bool body_read_head(const struct bs_json_at *at);
bool body_read_slug(const struct bs_json_at *at, const char *key, char out[BS_SLUG_TEXT]);
/* A version of a programme or an outcome. */
bool body_read_version(const struct bs_json_at *at, const char *key, int *out);
bool body_read_channel(const struct bs_json_at *at, enum bs_channel *out);
bool body_read_lang(const struct bs_json_at *at, char out[BS_LANG_TEXT]);

/*
 * Reads a body of at most BS_SUBMISSION_MAX bytes with `read`, which fills an `out` of its own kind and of `size` bytes.
 * A second reading says what is wrong, since room for complaints costs more than a body that is right; no error repeats
 * what the body holds. `out` is wiped when it is wrong.
 */
typedef bool body_read(const struct bs_json_at *at, void *out);
enum bs_err body_decode(struct bs_bytes body, const char *what, body_read *read, void *out,
                        size_t size, struct bs_error *err);

#endif
