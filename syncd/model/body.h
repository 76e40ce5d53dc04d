/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_BODY_H
#define BUURTSTEM_MODEL_BODY_H

/* What the bodies of all records of residents share: the salt and the version in front, and how they are read. */

#include <buurtstem/afterwards.h>
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
/* ,"key":"text" with " and \ escaped; that the text is one line was checked. */
void body_write_string(struct bs_buf *out, const char *key, const char *text);
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

/* Where it was left. BS_BAD: a name in it is none. */
enum bs_err body_check_at(const struct bs_left_at *at, struct bs_error *err);
/* What body_open writes, and where it was left: every name was checked to need no escaping. */
void body_write_at(const struct bs_left_at *at, struct bs_random *random, struct bs_buf *out);
/* The same, of an object with no members but those of the NULL-terminated `names`, which begin with BODY_LEFT_AT. */
#define BODY_LEFT_AT "salt", "v", "programme", "version", "place", "channel", "lang", "trial"
bool body_read_at(const struct bs_json_at *at, const char *const *names, struct bs_left_at *out);

/*
 * Reads a body of at most BS_SUBMISSION_MAX bytes with `read`, which fills an `out` of its own kind and of `size` bytes.
 * A second reading says what is wrong, since room for complaints costs more than a body that is right; no error repeats
 * what the body holds. `out` is wiped when it is wrong.
 */
typedef bool body_read(const struct bs_json_at *at, void *out);
enum bs_err body_decode(struct bs_bytes body, const char *what, body_read *read, void *out,
                        size_t size, struct bs_error *err);

#endif
