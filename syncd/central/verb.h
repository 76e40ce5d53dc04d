/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VERB_H
#define VERB_H

/*
 * The verbs of the command line that work on the database. They run either here, holding the lock, or inside the running
 * server, reached by its socket; a verb does not know which. What it reads comes with the call, what it says goes out by
 * a callback.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#include "central.h"

#define VERB_ARGUMENTS_MAX   32
#define VERB_ARGUMENT_BYTES  512
#define VERB_INPUTS_MAX      1024 /* a publish file may name folders */
#define VERB_INPUT_BYTES     (1024 * 1024)
#define VERB_INPUT_ALL_BYTES (8 * 1024 * 1024)

struct verb_input {
    char name[VERB_ARGUMENT_BYTES]; /* the file as it was called, or "-" */
    struct bs_buf content;
};

/* Where a verb's words go: standard output and standard error of who called it. False: nobody listens any more. */
struct verb_out {
    bool (*write)(void *self, bool is_error, struct bs_bytes text);
    void *self;
};

struct verb_call {
    struct central *central; /* NULL for verbs that need none */
    size_t argument_count;   /* behind the verb's own words */
    char *arguments[VERB_ARGUMENTS_MAX];
    size_t input_count;
    struct verb_input *inputs;
    const struct verb_out *out;
    int file;             /* of VERB_CARRIES_FILE alone, open for reading; else -1 or 0 */
    const char *database; /* the path of central.db; of VERB_REPLACES_FILES alone, else NULL */
};

enum verb_reads {
    VERB_READS_NOTHING,
    VERB_READS_STDIN, /* a password; typed, it is not shown, and asked for twice */
    VERB_READS_PIN,
    VERB_READS_BADGE,
    VERB_READS_FILES,
    VERB_READS_FORM, /* FILE LANGUAGE [FILE] */
    VERB_CARRIES_FILE, /* FILE is opened by who calls, and handed over open; the answer is a file too: carry.h */
    VERB_NAMES_FILE, /* that whoever runs it opens: made absolute first */
    VERB_REPLACES_FILES /* the same; run here with the lock, never by a server, and without opening the database */
};

struct verb {
    const char *words[2]; /* "kiosk", "invite"; or "verify", NULL */
    enum verb_reads reads;
    bool needs_central;
    const char *usage;                        /* what stands behind the words */
    int (*run)(const struct verb_call *call); /* exit status */
};

/* The verb that the words name, and how many of them it took; NULL: none. */
const struct verb *verb_find(size_t count, char *const *words, size_t *taken);
void verb_print_usage(const struct verb_out *out);

/* Bytes to standard output as they are. */
void verb_write(const struct verb_call *call, struct bs_bytes text);
/* One line to standard output, or to standard error; the line end is added. */
void verb_say(const struct verb_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void verb_complain(const struct verb_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Says why and returns the exit status for it. */
int verb_fail(const struct verb_call *call, const struct bs_error *err);
int verb_wrong_usage(const struct verb_call *call, const char *usage);

/*
 * Reads "--name VALUE" pairs out of the arguments: names[i] fills values[i], which stays NULL when it was not given. The
 * other arguments are `plain`, at most `plain_max`. False: something is wrong with them.
 */
bool verb_options(const struct verb_call *call, const char *const *names, const char **values,
                  size_t name_count, const char **plain, size_t plain_max, size_t *plain_count);
/* Whether the first `needed` of them were given; false after a complaint about each that was not. */
bool verb_needed(const struct verb_call *call, const char *const *names, const char *const *values,
                 size_t needed);
/* False after a complaint. */
bool verb_tenant(const struct verb_call *call, const char *tenant);

/* "nl,en" to "nl en"; false after a complaint if one is no language, is there twice, or there are too many. One that central has
 * no name for is taken, with a word of doubt. */
#define VERB_LANGUAGES_TEXT 64
bool verb_languages(const struct verb_call *call, const char *list, char out[VERB_LANGUAGES_TEXT]);

/* verbs_*.c */
int verb_publish(const struct verb_call *call);
int verb_programme_check(const struct verb_call *call);
int verb_programme_translation(const struct verb_call *call);
int verb_kiosk_invite(const struct verb_call *call);
int verb_kiosk_use(const struct verb_call *call);
int verb_kiosk_list(const struct verb_call *call);
int verb_kiosk_rotate(const struct verb_call *call);
int verb_kiosk_revoke(const struct verb_call *call);
int verb_clock_accept(const struct verb_call *call);
int verb_staff_add(const struct verb_call *call);
int verb_staff_remove(const struct verb_call *call);
int verb_staff_list(const struct verb_call *call);
int verb_connector_add(const struct verb_call *call);
int verb_connector_badge(const struct verb_call *call);
int verb_connector_revoke(const struct verb_call *call);
int verb_connector_list(const struct verb_call *call);
int verb_words(const struct verb_call *call);
int verb_backup(const struct verb_call *call);
int verb_restore(const struct verb_call *call);
int verb_kiosk_accept(const struct verb_call *call);
int verb_kiosk_drop(const struct verb_call *call);
int verb_import(const struct verb_call *call);
int verb_records(const struct verb_call *call);
int verb_verify(const struct verb_call *call);
int verb_migrate(const struct verb_call *call);
int verb_demo_data(const struct verb_call *call);

#endif
