/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens what a verb reads and keeps what it answers. */

#include "carry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/hand.h>

enum { ANSWER_MODE = 0644 }; /* nothing in it is secret, and another user carries it on */

static const char option[] = "--receipts";

/* Words go on as they come. */
static bool collect(void *self, bool is_error, struct bs_bytes text)
{
    struct carry *carry = self;

    if (is_error) {
        return carry->words->write(carry->words->self, true, text);
    }
    bs_buf_add(&carry->content, text.data, text.len);
    return !carry->content.over;
}

/* The file and where its answer goes; false: the arguments are not such, which the verb says. */
static bool find_names(struct carry *carry, const struct verb_call *call, const char **file)
{
    const char *answer = NULL;
    int len;

    *file = NULL;
    for (size_t i = 0; i < call->argument_count; i++) {
        if (strcmp(call->arguments[i], option) == 0 && i + 1 < call->argument_count) {
            answer = call->arguments[++i];
        } else if (*file == NULL) {
            *file = call->arguments[i];
        }
    }
    if (*file == NULL) {
        return false;
    }
    len = snprintf(carry->answer, sizeof(carry->answer), "%s%s", answer == NULL ? *file : answer,
                   answer == NULL ? BS_HAND_SUFFIX : "");
    return len > 0 && (size_t)len < sizeof(carry->answer);
}

static int open_file(const char *path, const struct verb_call *call)
{
    /* O_NONBLOCK: a pipe under that name must not hold us until somebody writes. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat found;

    if (file < 0 || fstat(file, &found) != 0) {
        verb_complain(call, "buurtstem-central: %s: cannot be opened: %s", path, strerror(errno));
    } else if (!S_ISREG(found.st_mode)) {
        verb_complain(call, "buurtstem-central: %s: is not a file", path);
    } else {
        return file;
    }
    if (file >= 0) {
        close(file);
    }
    return -1;
}

int carry_begin(struct carry *carry, enum verb_reads reads, struct verb_call *call)
{
    const char *file;

    memset(carry, 0, sizeof(*carry));
    call->file = -1;
    if (reads != VERB_CARRIES_FILE) {
        return 0;
    }
    if (!find_names(carry, call, &file)) {
        verb_complain(call, "buurtstem-central: there is no file, or its name is too long");
        return bs_err_exit_status(BS_BAD);
    }
    call->file = open_file(file, call);
    if (call->file < 0) {
        return bs_err_exit_status(BS_BAD);
    }
    bs_buf_init(&carry->content, BS_HAND_RECEIPTS_MAX);
    carry->words = call->out;
    carry->out = (struct verb_out){.write = collect, .self = carry};
    call->out = &carry->out;
    carry->is_on = true;
    return 0;
}

static int keep(const struct carry *carry, const struct verb_call *call, int status)
{
    struct bs_error err = {.code = BS_OK};
    const mode_t mask = umask(0022);
    enum bs_err rc =
        bs_file_replace(carry->answer, bs_buf_bytes(&carry->content), ANSWER_MODE, &err);

    (void)umask(mask);
    if (rc != BS_OK) {
        verb_complain(call, "buurtstem-central: %s", err.text);
        verb_complain(call,
                      "All that was taken is stored. Do the same again with %s FILE, to have "
                      "the receipts elsewhere.",
                      option);
        return status != 0 ? status : bs_err_exit_status(rc);
    }
    verb_say(call, "%s: take this back to the kiosk: buurtstem-syncd --config FILE import FILE",
             carry->answer);
    return status;
}

int carry_end(struct carry *carry, struct verb_call *call, int status)
{
    if (!carry->is_on) {
        return status;
    }
    call->out = carry->words;
    close(call->file);
    call->file = -1;
    if (carry->content.len > 0 && !carry->content.over) {
        status = keep(carry, call, status);
    }
    bs_buf_finish(&carry->content);
    return status;
}
