/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_CONFIG_H
#define BUURTSTEM_CONFIG_H

/*
 * Configuration files: one `key = value` a line, '#' starts a comment line, blanks around key and value are dropped.
 * An unknown key, a key given twice, a missing required key and a value out of range are complaints that name file,
 * line and key; all of them are reported at once.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>

#define BS_CONFIG_FILE_MAX (64 * 1024)
#define BS_CONFIG_VALUE    512

enum bs_config_type {
    BS_CONFIG_TEXT,  /* into char[size]; value of at most size-1 bytes */
    BS_CONFIG_INT,   /* into int64_t; least … most */
    BS_CONFIG_BOOL,  /* into bool; "yes" or "no" */
    BS_CONFIG_CHOICE /* into char[size]; one of the words in `choices`, separated by '|' */
};

struct bs_config_field {
    const char *key;
    enum bs_config_type type;
    size_t offset; /* in the target struct */
    size_t size;   /* of a text or choice field */
    bool required;
    int64_t least, most;
    const char *choices;
    const char *fallback; /* written as in a file; NULL leaves the field as it was */
    const char
        *expected; /* for the complaint and the manual: "a folder", "millimetres, 100 to 5000" */
};

/*
 * Reads `path` into `target` by a table of `count` fields. On complaints they are added to the list as
 * "FILE:LINE: KEY: …" and the result is BS_BAD; target may then be partly filled. BS_NOTFOUND / BS_BROKEN: the file
 * itself cannot be read; also a complaint. Blocks on the disk.
 */
enum bs_err bs_config_read(const char *path, const struct bs_config_field *fields, size_t count,
                           void *target, struct bs_complaints *complaints, struct bs_error *err);

/* The same from memory; `path` serves the messages only. Pure. */
enum bs_err bs_config_parse(const char *path, const char *text, size_t len,
                            const struct bs_config_field *fields, size_t count, void *target,
                            struct bs_complaints *complaints, struct bs_error *err);

/* "FILE:LINE: KEY" of a key as it stands in the file, for complaints about what a value leads to; "FILE: KEY" if it is not
 * there. Reads the file. */
void bs_config_where(const char *path, const char *key, char *out, size_t size);

#endif
