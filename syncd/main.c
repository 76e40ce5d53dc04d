/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* buurtstem-syncd: arguments in, one of its modes, an exit status out. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/db.h>
#include <buurtstem/err.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "check.h"
#include "daemon_config.h"
#include "enrol.h"
#include "hand_export.h"
#include "hand_import.h"
#include "presence.h"
#include "status.h"
#include "stick_carry.h"
#include "stick_line.h"
#include "syncd.h"
#include "transport.h"

#define USAGE                                                                                      \
    "usage: buurtstem-syncd --config FILE [--once | --status | --check]\n"                         \
    "       buurtstem-syncd --config FILE enrol --server URL [--ca FILE]   (code on standard "     \
    "input)\n"                                                                                     \
    "       buurtstem-syncd --config FILE export [--all] FILE | import FILE | stick\n"             \
    "       buurtstem-syncd --version\n"

#define IMPORT_WAIT_MS 20000 /* for the daemon to take the receipts */

enum mode {
    MODE_RUN,
    MODE_ONCE,
    MODE_STATUS,
    MODE_CHECK,
    MODE_VERSION,
    MODE_HELP,
    MODE_ENROL,
    MODE_EXPORT,
    MODE_IMPORT,
    MODE_STICK
};

struct arguments {
    enum mode mode;
    const char *config, *server, *ca_file;
    const char *file; /* of export and import */
    bool is_all;
};

static bool take_mode(struct arguments *out, const char *word)
{
    static const struct {
        const char *word;
        enum mode mode;
    } MODES[] = {{"--once", MODE_ONCE},       {"--status", MODE_STATUS}, {"--check", MODE_CHECK},
                 {"--version", MODE_VERSION}, {"--help", MODE_HELP},     {"enrol", MODE_ENROL},
                 {"export", MODE_EXPORT},     {"import", MODE_IMPORT},   {"stick", MODE_STICK}};
    for (size_t i = 0; i < sizeof MODES / sizeof MODES[0]; i++) {
        if (strcmp(word, MODES[i].word) == 0 && out->mode == MODE_RUN) {
            out->mode = MODES[i].mode;
            return true;
        }
    }
    return false;
}

static bool takes_file(const struct arguments *arguments)
{
    return arguments->mode == MODE_EXPORT || arguments->mode == MODE_IMPORT;
}

/* What stands behind export and import. */
static bool take_file(struct arguments *out, const char *word)
{
    if (out->mode == MODE_EXPORT && !out->is_all && strcmp(word, "--all") == 0) {
        out->is_all = true;
        return true;
    }
    if (!takes_file(out) || out->file != NULL || word[0] == '\0' || strncmp(word, "--", 2) == 0) {
        return false;
    }
    out->file = word;
    return true;
}

/* Whether the arguments go together; else what is wrong. */
static const char *find_fault(const struct arguments *arguments)
{
    bool is_enrol = arguments->mode == MODE_ENROL;
    bool is_wordless = arguments->mode == MODE_VERSION || arguments->mode == MODE_HELP;
    if (arguments->config == NULL && !is_wordless) {
        return "--config FILE is missing";
    }
    if (is_enrol != (arguments->server != NULL) || (!is_enrol && arguments->ca_file[0] != '\0')) {
        return "enrol goes with --server URL";
    }
    return takes_file(arguments) && arguments->file == NULL ? "FILE is missing" : NULL;
}

/* False after a line on standard error. */
static bool read_arguments(int argc, char **argv, struct arguments *out)
{
    *out = (struct arguments){.mode = MODE_RUN, .ca_file = ""};
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--config") == 0   ? &out->config
                             : strcmp(argv[i], "--server") == 0 ? &out->server
                             : strcmp(argv[i], "--ca") == 0     ? &out->ca_file
                                                                : NULL;
        if (value != NULL && i + 1 < argc) {
            *value = argv[++i];
        } else if (value != NULL || (!take_mode(out, argv[i]) && !take_file(out, argv[i]))) {
            fprintf(stderr, "buurtstem-syncd: %s: %s\n" USAGE, argv[i],
                    value != NULL ? "a value is missing" : "not understood here");
            return false;
        }
    }
    const char *fault = find_fault(out);
    if (fault != NULL) {
        fprintf(stderr, "buurtstem-syncd: %s\n" USAGE, fault);
    }
    return fault == NULL;
}

static void harden(void)
{
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    umask(0027);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGCHLD, SIG_IGN); /* a process that ends is nobody's to wait for */
}

/* Every complaint on a line of its own. */
static enum bs_err read_config(const struct arguments *arguments, struct daemon_config *config)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    enum bs_err rc = daemon_config_read(arguments->config, config, complaints, NULL);
    if (rc == BS_OK && arguments->mode == MODE_CHECK) {
        check_config(arguments->config, config, complaints);
        rc = bs_complaints_result(complaints, NULL);
    }
    for (size_t i = 0; i < complaints->count; i++) {
        fprintf(stderr, "%s\n", complaints->text[i]);
    }
    if (complaints->dropped > 0) {
        fprintf(stderr, "and %zu more\n", complaints->dropped);
    }
    free(complaints);
    return rc == BS_OK ? BS_OK : BS_BAD;
}

static enum bs_err print_status(const struct daemon_config *config, struct bs_error *err)
{
    struct bs_buf out;
    bs_buf_init(&out, STATUS_BYTES_MAX);
    enum bs_err rc = status_write(config, &out, err);
    printf("%s\n", bs_buf_string(&out));
    bs_buf_finish(&out);
    return rc;
}

static enum bs_err enrol(const struct arguments *arguments, const struct daemon_config *config,
                         struct bs_error *err)
{
    char kiosk[BS_KIOSK_ID_TEXT];
    if (isatty(STDIN_FILENO)) {
        fprintf(stderr, "Code: ");
    }
    enum bs_err rc = enrol_run(config, arguments->server, arguments->ca_file, stdin, kiosk, err);
    if (rc == BS_OK) {
        printf("enrolled as %s\n", kiosk);
    }
    return rc;
}

static enum bs_err export_log(const struct arguments *arguments, const struct daemon_config *config,
                              struct bs_error *err)
{
    struct bs_clock clock = bs_clock_system();
    struct hand_exported made;
    enum bs_err rc = hand_export(config, arguments->file, arguments->is_all, BS_BOX_BYTES_MAX,
                                 clock.wall_ms(clock.self), &made, err);
    if (rc == BS_OK && made.records == 0) {
        printf("nothing to export: of %" PRIu64 " %s none waits; no file was made\n", made.stored,
               made.stored == 1 ? "record" : "records");
    } else if (rc == BS_OK) {
        printf("%s: %" PRIu64 " %s of %s, for central alone to read: buurtstem-central import "
               "FILE\n",
               arguments->file, made.records, made.records == 1 ? "record" : "records", made.kiosk);
    }
    if (rc == BS_OK && made.is_cut) {
        printf("The file is full. Export the rest when the receipts for this one are back.\n");
    }
    if (rc == BS_OK && made.left_out[0] != '\0') {
        printf(
            "What the kiosk %s left here is not in it: that needs an enrolment under that name.\n",
            made.left_out);
    }
    return rc;
}

static enum bs_err import(const struct arguments *arguments, const struct daemon_config *config,
                          struct bs_error *err)
{
    struct bs_clock clock = bs_clock_system();
    struct hand_settled settled;
    enum bs_err rc = hand_import(config, arguments->file, &clock, IMPORT_WAIT_MS, &settled, err);
    if (rc != BS_OK) {
        return rc;
    }
    printf("%s: receipts for %zu %s were taken; see --status\n", arguments->file, settled.counted,
           settled.counted == 1 ? "epoch" : "epochs");
    return settled.refused == 0
               ? BS_OK
               : bs_fail(err, BS_REFUSED, "%zu %s not count: %s", settled.refused,
                         settled.refused == 1 ? "receipt does" : "receipts do", settled.why);
}

/* Also what the daemon starts, which reads the line. */
static enum bs_err carry_stick(const struct daemon_config *config, struct bs_error *err)
{
    struct bs_clock clock = bs_clock_system();
    struct bs_stick_outcome outcome;
    char line[STICK_LINE_TEXT];
    enum bs_err rc = stick_carry(config, &clock, &outcome, err);
    stick_line_write(&outcome, line);
    printf("%s", line);
    return rc;
}

/* Seen by --status as long as it lives. */
static enum bs_err run_daemon(const struct daemon_config *config, struct bs_error *err)
{
    int presence = presence_show(config->state_dir);
    if (presence < 0) {
        bs_log(BS_LOG_WARNING, "presence", "shown=no folder=%s", config->state_dir);
    }
    enum bs_err rc = syncd_run(config, err);
    presence_end(&presence);
    return rc;
}

static enum bs_err run_mode(const struct arguments *arguments, const struct daemon_config *config,
                            struct bs_error *err)
{
    switch (arguments->mode) {
    case MODE_STATUS:
        return print_status(config, err);
    case MODE_ONCE:
        return syncd_once(config, err);
    case MODE_ENROL:
        return enrol(arguments, config, err);
    case MODE_EXPORT:
        return export_log(arguments, config, err);
    case MODE_IMPORT:
        return import(arguments, config, err);
    case MODE_STICK:
        return carry_stick(config, err);
    case MODE_RUN:
        return run_daemon(config, err);
    case MODE_CHECK:
        printf("%s: all is well\n", arguments->config);
        return BS_OK;
    case MODE_VERSION:
    case MODE_HELP:
        break;
    }
    return BS_OK;
}

int main(int argc, char **argv)
{
    struct arguments arguments;
    struct daemon_config config;
    struct bs_error error = {0};
    if (!read_arguments(argc, argv, &arguments)) {
        return bs_err_exit_status(BS_BAD);
    }
    if (arguments.mode == MODE_VERSION || arguments.mode == MODE_HELP) {
        printf("%s", arguments.mode == MODE_VERSION ? "buurtstem-syncd " BS_VERSION "\n" : USAGE);
        return 0;
    }
    harden();
    enum bs_err rc = read_config(&arguments, &config);
    if (rc != BS_OK) {
        return bs_err_exit_status(rc);
    }
    bs_log_limit((enum bs_log_level)daemon_config_log_level(&config));
    bs_db_start();
    rc = bs_crypto_start(&error);
    if (rc == BS_OK) {
        rc = transport_global_start(&error);
    }
    if (rc == BS_OK) {
        rc = run_mode(&arguments, &config, &error);
        transport_global_stop();
    }
    if (rc != BS_OK) {
        fprintf(stderr, "buurtstem-syncd: %s\n", error.text);
    }
    return bs_err_exit_status(rc);
}
