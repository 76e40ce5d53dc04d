/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The kiosk's side of an export on a stick, for tests.
 *   stick_tool ask KIOSK_DIR       asks, and prints the id
 *   stick_tool outcome STATE_DIR   prints "ID OUTCOME WRITTEN CONFIRMED SPOILT MORE", or "never" */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/random.h>
#include <buurtstem/syncstate.h>

static enum bs_err ask(const char *dir, struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    char id[BS_UUID_TEXT];
    enum bs_err rc = bs_stick_ask(dir, &random, id, err);
    if (rc == BS_OK) {
        printf("%s\n", id);
    }
    return rc;
}

static enum bs_err print_outcome(const char *dir, struct bs_error *err)
{
    struct bs_syncstate *state = NULL;
    struct bs_stick_outcome outcome;
    enum bs_err rc = bs_syncstate_open_reader(dir, &state, err);
    if (rc == BS_OK) {
        rc = bs_syncstate_stick(state, &outcome, err);
    }
    bs_syncstate_close(state);
    if (rc == BS_OK) {
        printf("%s %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n", outcome.id,
               bs_stick_name(outcome.outcome), outcome.written, outcome.confirmed, outcome.spoilt,
               outcome.has_more ? "yes" : "no");
    } else if (rc == BS_NOTFOUND) {
        printf("never\n");
        rc = BS_OK;
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    enum bs_err rc = bs_crypto_start(&err);
    if (rc == BS_OK && argc == 3 && strcmp(argv[1], "ask") == 0) {
        rc = ask(argv[2], &err);
    } else if (rc == BS_OK && argc == 3 && strcmp(argv[1], "outcome") == 0) {
        rc = print_outcome(argv[2], &err);
    } else if (rc == BS_OK) {
        rc = bs_fail(&err, BS_BAD, "stick_tool ask KIOSK_DIR | outcome STATE_DIR");
    }
    if (rc != BS_OK) {
        fprintf(stderr, "%s\n", err.text);
    }
    return bs_err_exit_status(rc);
}
