/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads files for a verb. They are read here and not by the running server, which may be another user's. */

#include "verb_inputs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>

#include "pin_rules.h"
#include "staff_auth.h"

static const char publish_format[] = "buurtstem-publish/1";

enum { TYPED_BYTES = 4096 }; /* of a line that is typed, a terminal gives no more */

/* --- one file --- */

static enum bs_err read_stdin(struct bs_buf *out, struct bs_error *err)
{
    char piece[4096];
    size_t got;

    while ((got = fread(piece, 1, sizeof(piece), stdin)) > 0) {
        bs_buf_add(out, piece, got);
    }
    bs_wipe(piece, sizeof(piece));
    return bs_buf_check(out, "standard input", err);
}

/* A line that is typed, unseen: without this a terminal would show it, and reading would go on until its end is typed too. */
static void read_typed(const struct termios *before, const char *prompt, struct bs_buf *out)
{
    struct termios unseen = *before;
    char line[TYPED_BYTES];
    ssize_t got;

    /* No signal on the way: it would leave a terminal that shows nothing. */
    unseen.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    (void)fputs(prompt, stderr);
    got = read(STDIN_FILENO, line, sizeof(line));
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, before);
    (void)fputc('\n', stderr);
    if (got > 0) {
        bs_buf_add(out, line, (size_t)got);
    }
    bs_wipe(line, sizeof(line));
}

static bool is_there(const struct verb_call *call, const char *path)
{
    for (size_t i = 0; i < call->input_count; i++) {
        if (strcmp(call->inputs[i].name, path) == 0) {
            return true;
        }
    }
    return false;
}

/* A file that was read already is not read again. */
static int read_file(const char *path, struct verb_call *call)
{
    struct verb_input *input = &call->inputs[call->input_count];
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    if (is_there(call, path)) {
        return 0;
    }
    if (call->input_count == VERB_INPUTS_MAX || strlen(path) >= sizeof(input->name)) {
        verb_complain(call, "buurtstem-central: %.80s…: more than %d files, or too long a name",
                      path, VERB_INPUTS_MAX);
        return bs_err_exit_status(BS_BAD);
    }
    bs_buf_init(&input->content, VERB_INPUT_BYTES);
    (void)snprintf(input->name, sizeof(input->name), "%s", path);
    rc = strcmp(path, "-") == 0 ? read_stdin(&input->content, &err)
                                : bs_file_read(path, &input->content, &err);
    call->input_count++;
    if (rc != BS_OK) {
        (void)verb_fail(call, &err);
        return bs_err_exit_status(BS_BAD);
    }
    return 0;
}

/* What nobody sees is typed wrong easily. False after a complaint. */
static bool is_typed_again(const struct termios *terminal, const struct verb_call *call,
                           const struct bs_buf *first)
{
    struct bs_buf second;
    bool same;

    bs_buf_init(&second, VERB_INPUT_BYTES);
    read_typed(terminal, "Once more: ", &second);
    same = strcmp(bs_buf_string(first), bs_buf_string(&second)) == 0;
    bs_buf_finish(&second);
    if (!same) {
        verb_complain(call, "buurtstem-central: the two are not the same; nothing was changed");
    }
    return same;
}

/* What is told to nobody: on standard input, or typed. */
static int read_secret(const char *prompt, bool is_asked_twice, struct verb_call *call)
{
    struct verb_input *input = &call->inputs[call->input_count];
    struct termios terminal;
    bool is_empty;

    if (tcgetattr(STDIN_FILENO, &terminal) != 0) {
        return read_file("-", call);
    }
    bs_buf_init(&input->content, VERB_INPUT_BYTES);
    (void)snprintf(input->name, sizeof(input->name), "-");
    call->input_count++;
    read_typed(&terminal, prompt, &input->content);
    is_empty = strcspn(bs_buf_string(&input->content), "\r\n") == 0;
    return is_empty || !is_asked_twice || is_typed_again(&terminal, call, &input->content)
               ? 0
               : bs_err_exit_status(BS_BAD);
}

/* --- folders --- */

static int is_json(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end != NULL && end != entry->d_name && strcmp(end, ".json") == 0;
}

static int read_folder(const char *path, struct verb_call *call)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_json, alphasort);
    int status = 0;

    if (count < 0) {
        verb_complain(call, "buurtstem-central: %s: cannot be read", path);
        return bs_err_exit_status(BS_BAD);
    }
    for (int i = 0; i < count; i++) {
        char name[VERB_ARGUMENT_BYTES + sizeof(entries[i]->d_name) + 2];
        size_t len = strlen(path);
        int one;

        (void)snprintf(name, sizeof(name), "%s%s%s", path,
                       len > 0 && path[len - 1] == '/' ? "" : "/", entries[i]->d_name);
        one = read_file(name, call);
        status = one != 0 ? one : status;
        free(entries[i]);
    }
    free(entries);
    return status;
}

static int read_path(const char *path, struct verb_call *call)
{
    struct stat found;

    return strcmp(path, "-") != 0 && stat(path, &found) == 0 && S_ISDIR(found.st_mode)
               ? read_folder(path, call)
               : read_file(path, call);
}

/* --- what a publish file names --- */

bool verb_inputs_path(const char *file, const char *name, char out[VERB_ARGUMENT_BYTES])
{
    const char *end = strrchr(file, '/');
    size_t folder = name[0] == '/' || end == NULL ? 0 : (size_t)(end - file) + 1;

    if (folder + strlen(name) >= VERB_ARGUMENT_BYTES) {
        return false;
    }
    memcpy(out, file, folder);
    memcpy(out + folder, name, strlen(name) + 1);
    return true;
}

static int read_named(const char *file, const struct bs_json_at *at, struct verb_call *call)
{
    char path[VERB_ARGUMENT_BYTES];
    const char *name;

    /* What is no name is for the verb to complain about. */
    return bs_json_string_here(at, VERB_ARGUMENT_BYTES - 1, &name) &&
                   verb_inputs_path(file, name, path)
               ? read_path(path, call)
               : 0;
}

static int read_all_named(const char *file, const struct bs_json_at *root, struct verb_call *call)
{
    struct bs_json_at translations = bs_json_member(root, "translations");
    struct bs_json_at styles = bs_json_member(root, "house_styles");
    int status = 0;

    for (size_t i = 0; i < bs_json_count(&translations); i++) {
        struct bs_json_at item = bs_json_item(&translations, i);
        int one = read_named(file, &item, call);

        status = one != 0 ? one : status;
    }
    for (size_t i = 0; i < bs_json_count(&styles); i++) {
        struct bs_json_at item = bs_json_item(&styles, i);
        struct bs_json_at variables = bs_json_member(&item, "variables");
        int one = read_named(file, &variables, call);

        status = one != 0 ? one : status;
    }
    return status;
}

static int read_attachments(size_t index, struct verb_call *call)
{
    const struct verb_input *input = &call->inputs[index];
    struct bs_json *json = NULL;
    struct bs_json_at root;
    const char *format;
    int status = 0;

    if (bs_json_parse(bs_buf_bytes(&input->content), &json, NULL) != BS_OK) {
        return 0;
    }
    root = bs_json_root(json, NULL);
    if (bs_json_string(&root, "format", sizeof(publish_format), &format) &&
        strcmp(format, publish_format) == 0) {
        status = read_all_named(input->name, &root, call);
    }
    bs_json_destroy(json);
    return status;
}

/* --- what the arguments name --- */

/* All but "--name VALUE"; of a form, the second is a language. */
static int read_arguments(enum verb_reads reads, struct verb_call *call)
{
    size_t plain = 0;
    int status = 0;

    for (size_t i = 0; i < call->argument_count; i++) {
        int one = 0;

        if (strncmp(call->arguments[i], "--", 2) == 0) {
            i++;
            continue;
        }
        if (reads != VERB_READS_FORM || plain != 1) {
            one = read_path(call->arguments[i], call);
        }
        plain++;
        status = one != 0 ? one : status;
    }
    return status;
}

int verb_inputs_read(enum verb_reads reads, struct verb_call *call)
{
    char prompt[64];
    size_t named;
    int status;

    if (reads == VERB_READS_NOTHING || reads == VERB_CARRIES_FILE || reads == VERB_NAMES_FILE ||
        reads == VERB_REPLACES_FILES) {
        return 0;
    }
    if (reads == VERB_READS_BADGE) {
        return read_secret("Badge: ", false, call);
    }
    if (reads == VERB_READS_STDIN) {
        (void)snprintf(prompt, sizeof(prompt),
                       "Password, at least %d characters: ", STAFF_PASSWORD_LEAST);
        return read_secret(prompt, true, call);
    }
    if (reads == VERB_READS_PIN) {
        (void)snprintf(prompt, sizeof(prompt), "PIN, %d to %d digits: ", PIN_LEAST, PIN_MOST);
        return read_secret(prompt, true, call);
    }
    status = read_arguments(reads, call);
    named = reads == VERB_READS_FORM ? 0 : call->input_count;
    for (size_t i = 0; i < named; i++) {
        int one = read_attachments(i, call);

        status = one != 0 ? one : status;
    }
    return status;
}

bool verb_inputs_absolute(size_t count, char **words, char out[VERB_ARGUMENT_BYTES])
{
    size_t at = 0, len;

    while (at < count && strncmp(words[at], "--", 2) == 0) {
        at++;
    }
    if (at == count || words[at][0] == '/') {
        return true;
    }
    if (getcwd(out, VERB_ARGUMENT_BYTES) == NULL) {
        return false;
    }
    len = strlen(out);
    if (len + 1 + strlen(words[at]) >= VERB_ARGUMENT_BYTES) {
        return false;
    }
    (void)snprintf(out + len, VERB_ARGUMENT_BYTES - len, "/%s", words[at]);
    words[at] = out;
    return true;
}

void verb_inputs_forget(struct verb_call *call)
{
    for (size_t i = 0; i < call->input_count; i++) {
        bs_wipe(call->inputs[i].content.data, call->inputs[i].content.len);
        bs_buf_finish(&call->inputs[i].content);
    }
    call->input_count = 0;
}
