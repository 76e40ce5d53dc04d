/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* buurtstem-central: arguments to a verb; a verb to the running server, or to the database when none runs. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/db.h>
#include <buurtstem/mem.h>

#include "admin_socket.h"
#include "carry.h"
#include "central_start.h"
#include "serve.h"
#include "verb.h"
#include "verb_inputs.h"

enum { TRIES = 10, PAUSE_NS = 200 * 1000 * 1000 };

static bool write_standard(void *self, bool is_error, struct bs_bytes text)
{
    (void)self;
    return fwrite(text.data, 1, text.len, is_error ? stderr : stdout) == text.len;
}

static bool write_help(void *self, bool is_error, struct bs_bytes text)
{
    (void)is_error; /* asked for, so it is what the program has to say */
    return write_standard(self, false, text);
}

static const struct verb_out standard = {.write = write_standard};
static const struct verb_out helpful = {.write = write_help};

static int fail(const struct bs_error *err)
{
    (void)fprintf(stderr, "buurtstem-central: %s\n", err->text);
    return bs_err_exit_status(err->code);
}

static int tell(const struct bs_complaints *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        (void)fprintf(stderr, "%s\n", complaints->text[i]);
    }
    if (complaints->dropped > 0) {
        (void)fprintf(stderr, "and %zu more\n", complaints->dropped);
    }
    return bs_err_exit_status(BS_BAD);
}

/* --- where it runs --- */

/* Here, holding the database's lock. BS_REFUSED: a server has it. */
static enum bs_err run_here(const struct verb *verb, struct verb_call *call,
                            const struct settings *settings, int *status, struct bs_error *err)
{
    struct central *central = bs_xcalloc(1, sizeof(*central));
    enum bs_err rc = central_init(central, settings, err);

    if (rc == BS_OK) {
        call->central = central;
        *status = verb->run(call);
    }
    central_finish(central);
    free(central);
    return rc;
}

/* Here, with the database closed and nothing of it in memory. */
static int run_alone(const struct verb *verb, struct verb_call *call,
                     const struct settings *settings)
{
    struct bs_error err = {.code = BS_OK};
    char path[320];

    if (central_make_data_dir(settings->data_dir, &err) != BS_OK) {
        return fail(&err);
    }
    settings_path(settings, "central.db", path);
    call->database = path;
    return verb->run(call);
}

/* Root, whom no server answered, and who is not to open the database of its user. */
static enum bs_err send_root(const struct settings *settings, enum bs_err rc, struct bs_error *err)
{
    char lock[320], owner[BS_LOCK_OWNER_TEXT];

    settings_path(settings, "central.db.lock", lock);
    if (rc != BS_BAD || !bs_lock_is_for_another(lock, owner)) {
        return rc;
    }
    bs_error_clear(err);
    return bs_lock_is_held(lock)
               ? bs_fail(err, BS_REFUSED,
                         "%s: a server is starting or stopping; try again in a moment", lock)
               : bs_fail(err, BS_BAD,
                         "no server runs here (systemctl status buurtstem-central); to do it "
                         "without one: runuser -u %s -- …",
                         owner);
}

/* A server that is starting or stopping holds the lock but does not answer: that passes in a moment. */
static int run_somewhere(const struct verb *verb, struct verb_call *call, size_t word_count,
                         char **words, const struct settings *settings)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    struct bs_error err = {.code = BS_OK};
    char path[320];
    int status = 1;

    settings_path(settings, "admin.sock", path);
    for (int i = 0; i < TRIES; i++) {
        enum bs_err rc;

        bs_error_clear(&err);
        rc = admin_socket_call(path, word_count, words, call->inputs, call->input_count, call->file,
                               call->out, &status, &err);
        if (rc == BS_NOTFOUND) {
            bs_error_clear(&err);
            rc = send_root(settings, run_here(verb, call, settings, &status, &err), &err);
        }
        if (rc == BS_OK) {
            return status;
        }
        if (rc != BS_REFUSED || call->central != NULL) {
            break;
        }
        (void)nanosleep(&pause, NULL);
    }
    return fail(&err);
}

/* Says on one line what is wrong, and where all that there is stands: here it would scroll that line away. */
static int wrong_arguments(size_t word_count, char **words, bool is_known, bool has_config)
{
    if (is_known && !has_config) {
        (void)fputs("buurtstem-central: --config FILE is missing\n", stderr);
    } else if (is_known) {
        (void)fprintf(stderr, "buurtstem-central: more than %d words at once\n",
                      VERB_ARGUMENTS_MAX);
    } else {
        (void)fprintf(stderr, "buurtstem-central: %s%s%s: not understood here\n", words[0],
                      word_count > 1 ? " " : "", word_count > 1 ? words[1] : "");
    }
    (void)fputs("buurtstem-central --help tells all\n", stderr);
    return bs_err_exit_status(BS_BAD);
}

static bool names_file(const struct verb *verb)
{
    return verb->reads == VERB_NAMES_FILE || verb->reads == VERB_REPLACES_FILES;
}

static bool is_serve_or_check(const char *word)
{
    return strcmp(word, "serve") == 0 || strcmp(word, "check") == 0;
}

static int run_verb(size_t word_count, char **words, const char *config)
{
    struct settings *settings = bs_xcalloc(1, sizeof(*settings));
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof(*complaints));
    struct verb_call call = {.out = &standard};
    struct carry carry = {.is_on = false};
    char absolute[VERB_ARGUMENT_BYTES];
    size_t taken = 0;
    const struct verb *verb = verb_find(word_count, words, &taken);
    int status;

    call.inputs = bs_xcalloc(VERB_INPUTS_MAX, sizeof(*call.inputs));
    if (verb == NULL || word_count > VERB_ARGUMENTS_MAX ||
        (verb->needs_central && config == NULL)) {
        bool is_known = verb != NULL || (word_count == 1 && is_serve_or_check(words[0]));

        status = wrong_arguments(word_count, words, is_known, config != NULL);
        goto out;
    }
    if (!verb_inputs_absolute(names_file(verb) ? word_count - taken : 0, words + taken, absolute)) {
        (void)fputs("buurtstem-central: the path is too long\n", stderr);
        status = bs_err_exit_status(BS_BAD);
        goto out;
    }
    call.argument_count = word_count - taken;
    memcpy(call.arguments, words + taken, call.argument_count * sizeof(*words));
    if (verb->needs_central && settings_read(config, settings, complaints, NULL) != BS_OK) {
        status = tell(complaints);
        goto out;
    }
    status = verb_inputs_read(verb->reads, &call);
    if (status == 0) {
        status = carry_begin(&carry, verb->reads, &call);
    }
    if (status == 0 && verb->reads == VERB_REPLACES_FILES) {
        status = run_alone(verb, &call, settings);
    } else if (status == 0) {
        status = verb->needs_central ? run_somewhere(verb, &call, word_count, words, settings)
                                     : verb->run(&call);
    }
    status = carry_end(&carry, &call, status);
out:
    verb_inputs_forget(&call);
    free(call.inputs);
    free(complaints);
    free(settings);
    return status;
}

/* --- serve and check --- */

static int serve_or_check(const char *config, bool is_check)
{
    struct settings *settings = bs_xcalloc(1, sizeof(*settings));
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof(*complaints));
    struct bs_error err = {.code = BS_OK};
    int status = 0;
    bool good = settings_read(config, settings, complaints, NULL) == BS_OK;

    if (is_check && good) {
        struct bs_clock clock = bs_clock_system();

        settings_check(settings, clock.wall_ms(clock.self), complaints);
        good = complaints->count == 0;
    }
    if (!good) {
        status = tell(complaints);
    } else if (is_check) {
        (void)printf("%s: all is well\n", config);
    } else {
        settings_set_log(settings);
        status = serve_run(settings, &err) == BS_OK ? 0 : fail(&err);
    }
    free(complaints);
    free(settings);
    return status;
}

static void harden(void)
{
    const struct rlimit no_core = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)umask(0077);
    (void)unsetenv("SSLKEYLOGFILE"); /* GnuTLS would write there what opens every connection */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
}

int main(int argc, char **argv)
{
    struct bs_error err = {.code = BS_OK};
    const char *config = NULL;
    int first = 1;

    harden();
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)puts("buurtstem-central " BS_VERSION);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        verb_print_usage(&helpful);
        return 0;
    }
    bs_db_start();
    if (bs_crypto_start(&err) != BS_OK) {
        return fail(&err);
    }
    if (argc >= 3 && strcmp(argv[1], "--config") == 0) {
        config = argv[2];
        first = 3;
    }
    if (first >= argc) {
        verb_print_usage(&standard);
        return bs_err_exit_status(BS_BAD);
    }
    if (config != NULL && first + 1 == argc && is_serve_or_check(argv[first])) {
        return serve_or_check(config, strcmp(argv[first], "check") == 0);
    }
    return run_verb((size_t)(argc - first), argv + first, config);
}
