/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_FIELD_H
#define BUURTSTEM_MODEL_FIELD_H

/*
 * Reads of members that programmes, bundles and submissions share. Like the reads of <buurtstem/json.h>: false after a
 * complaint with the path, the output then untouched; strings are borrowed from the document.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/clock.h>
#include <buurtstem/json.h>
#include <buurtstem/programme.h>

bool field_slug(const struct bs_json_at *at, const char *key, const char **out);
bool field_slug_here(const struct bs_json_at *at, const char **out);

/* One line that people read: at most `max` characters, no control characters, no blank at either end. */
bool field_line(const struct bs_json_at *at, const char *key, size_t max, const char **out);
bool field_line_here(const struct bs_json_at *at, size_t max, const char **out);

/* bs_text_read that keeps the languages which were readable even if another was not. In text.c. */
bool field_text(const struct bs_json_at *at, const char *key, size_t max, struct bs_text *out);

bool field_tenant(const struct bs_json_at *at, const char *key, const char **out);
bool field_date(const struct bs_json_at *at, const char *key, struct bs_date *out);

/* A boolean that has to be there. */
bool field_bool(const struct bs_json_at *at, const char *key, bool *out);

/* A string that is one of a NULL-terminated list; *out is its index. The complaint names them all. */
bool field_name(const struct bs_json_at *at, const char *key, const char *const *names, int *out);

/* An array of `least` to `most` items. *count is how many may be read: on a complaint that there are too many, `most`. */
bool field_array(const struct bs_json_at *at, const char *key, size_t least, size_t most,
                 struct bs_json_at *out, size_t *count);

/* 1 to BS_LANGUAGES_MAX different language tags. What was readable is kept even if another was not. */
bool field_languages(const struct bs_json_at *at, const char *key,
                     char out[BS_LANGUAGES_MAX][BS_LANG_TEXT], size_t *count);

/* The object of a person to go to: `text`, and `example` (default false) where nobody was asked for it. */
bool field_contact(const struct bs_json_at *at, struct bs_text *text, bool *is_example);

/* The member `format`, which has to be exactly this. */
bool field_format(const struct bs_json_at *at, const char *format);

/*
 * One content file as people write it, at most `limit` bytes, with or without a byte order mark. BS_LIMIT; BS_BAD, also
 * as a complaint: not JSON. `what` names it: "a programme". *out is the caller's.
 */
enum bs_err field_document(struct bs_bytes text, size_t limit, const char *what,
                           struct bs_complaints *complaints, struct bs_json **out,
                           struct bs_error *err);

/* Adds the complaints of one list to another; `to` may be NULL. */
void field_hand_over(const struct bs_complaints *from, struct bs_complaints *to);

/* True if it is an object; else complains. */
bool field_is_object(const struct bs_json_at *at);

#endif
