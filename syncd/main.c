/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* buurtstem-syncd: arguments in, one of five modes, an exit status out. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/err.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "check.h"
#include "daemon_config.h"
#include "enrol.h"
#include "status.h"
#include "syncd.h"
#include "transport.h"

#define USAGE                                                                                      \
    "usage: buurtstem-syncd --config FILE [--once | --status | --check]\n"                         \
    "       buurtstem-syncd --config FILE enrol --server URL [--ca FILE]   (code on standard "     \
    "input)\n"                                                                                     \
    "       buurtstem-syncd --version\n"

enum mode { MODE_RUN, MODE_ONCE, MODE_STATUS, MODE_CHECK, MODE_VERSION, MODE_HELP, MODE_ENROL };

struct arguments {
    enum mode mode;
    const char *config, *server, *ca_file;
};

static bool take_mode(struct arguments *out, const char *word)
{
    static const struct {
        const char *word;
        enum mode mode;
    } MODES[] = {{"--once", MODE_ONCE},       {"--status", MODE_STATUS}, {"--check", MODE_CHECK},
                 {"--version", MODE_VERSION}, {"--help", MODE_HELP},     {"enrol", MODE_ENROL}};
    for (size_t i = 0; i < sizeof MODES / sizeof MODES[0]; i++) {
        if (strcmp(word, MODES[i].word) == 0 && out->mode == MODE_RUN) {
            out->mode = MODES[i].mode;
            return true;
        }
    }
    return false;
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
        } else if (value != NULL || !take_mode(out, argv[i])) {
            fprintf(stderr, "buurtstem-syncd: %s: %s\n" USAGE, argv[i],
                    value != NULL ? "a value is missing" : "not understood here");
            return false;
        }
    }
    bool is_enrol = out->mode == MODE_ENROL;
    bool is_wordless = out->mode == MODE_VERSION || out->mode == MODE_HELP;
    if ((out->config == NULL && !is_wordless) || is_enrol != (out->server != NULL) ||
        (!is_enrol && out->ca_file[0] != '\0')) {
        fprintf(stderr, "buurtstem-syncd: %s\n" USAGE,
                out->config == NULL ? "--config FILE is missing" : "enrol goes with --server URL");
        return false;
    }
    return true;
}

static void harden(void)
{
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    umask(0027);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
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
    case MODE_RUN:
        return syncd_run(config, err);
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
