/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of verbs, and how they read their arguments and speak. */

#include "verb.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/programme.h>

#include "dashboard/dutch.h"
#include "storage.h"

static const struct verb verbs[] = {
    {{"publish", NULL}, VERB_READS_FILES, true, "[--on DATE] FILE…", verb_publish},
    {{"programme", "check"}, VERB_READS_FILES, false, "FILE…", verb_programme_check},
    {{"programme", "translation"},
     VERB_READS_FORM,
     false,
     "FILE LANGUAGE [TRANSLATION] [--place P]",
     verb_programme_translation},
    {{"kiosk", "invite"},
     VERB_READS_NOTHING,
     true,
     "KIOSK --tenant T --place P [--languages nl,en]",
     verb_kiosk_invite},
    {{"kiosk", "use"}, VERB_READS_NOTHING, true, "KIOSK", verb_kiosk_use},
    {{"kiosk", "rotate"}, VERB_READS_NOTHING, true, "KIOSK | --all TENANT", verb_kiosk_rotate},
    {{"kiosk", "revoke"}, VERB_READS_NOTHING, true, "KIOSK", verb_kiosk_revoke},
    {{"kiosk", "accept"}, VERB_READS_NOTHING, true, "KIOSK", verb_kiosk_accept},
    {{"kiosk", "drop"}, VERB_READS_NOTHING, true, "KIOSK COUNT", verb_kiosk_drop},
    {{"kiosk", "list"}, VERB_READS_NOTHING, true, "[--tenant T]", verb_kiosk_list},
    {{"clock", "accept"}, VERB_READS_NOTHING, true, "", verb_clock_accept},
    {{"staff", "add"},
     VERB_READS_STDIN,
     true,
     "NAME --tenant T   (password on standard input)",
     verb_staff_add},
    {{"staff", "remove"}, VERB_READS_NOTHING, true, "NAME", verb_staff_remove},
    {{"staff", "list"}, VERB_READS_NOTHING, true, "[--tenant T]", verb_staff_list},
    {{"connector", "add"},
     VERB_READS_PIN,
     true,
     "NAME --tenant T --places A,B [--languages nl,ar] [--id ID]   (PIN on standard input)",
     verb_connector_add},
    {{"connector", "badge"},
     VERB_READS_BADGE,
     true,
     "ID --tenant T   (the badge's line on standard input)",
     verb_connector_badge},
    {{"connector", "revoke"}, VERB_READS_NOTHING, true, "ID --tenant T", verb_connector_revoke},
    {{"connector", "list"}, VERB_READS_NOTHING, true, "--tenant T", verb_connector_list},
    {{"words", NULL},
     VERB_READS_NOTHING,
     true,
     "[hold | after_days DAYS | none] --tenant T",
     verb_words},
    {{"records", NULL}, VERB_READS_NOTHING, true, "[--quarantine] KIOSK", verb_records},
    {{"verify", NULL}, VERB_READS_NOTHING, true, "", verb_verify},
    {{"import", NULL}, VERB_CARRIES_FILE, true, "FILE [--receipts FILE]", verb_import},
    {{"backup", NULL}, VERB_NAMES_FILE, true, "FILE", verb_backup},
    {{"restore", NULL}, VERB_REPLACES_FILES, true, "[--rehearse] FILE", verb_restore},
    {{"migrate", NULL}, VERB_READS_NOTHING, true, "", verb_migrate},
    {{"demo-data", NULL}, VERB_READS_NOTHING, true, "N [--tenant T]", verb_demo_data},
};

const struct verb *verb_find(size_t count, char *const *words, size_t *taken)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        const struct verb *verb = &verbs[i];
        size_t wanted = verb->words[1] == NULL ? 1 : 2;

        if (count >= wanted && strcmp(words[0], verb->words[0]) == 0 &&
            (wanted == 1 || strcmp(words[1], verb->words[1]) == 0)) {
            *taken = wanted;
            return verb;
        }
    }
    return NULL;
}

__attribute__((format(printf, 3, 0))) static void
write_text(const struct verb_out *out, bool is_error, const char *format, va_list arguments)
{
    char line[2048];
    int len = vsnprintf(line, sizeof(line) - 1, format, arguments);

    if (len >= 0) {
        struct bs_bytes text = {(const uint8_t *)line, strlen(line)};

        line[text.len++] = '\n';
        (void)out->write(out->self, is_error, text);
    }
}

void verb_write(const struct verb_call *call, struct bs_bytes text)
{
    (void)call->out->write(call->out->self, false, text);
}

void verb_say(const struct verb_call *call, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_text(call->out, false, format, arguments);
    va_end(arguments);
}

void verb_complain(const struct verb_call *call, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_text(call->out, true, format, arguments);
    va_end(arguments);
}

int verb_fail(const struct verb_call *call, const struct bs_error *err)
{
    verb_complain(call, "buurtstem-central: %s", err->text);
    return bs_err_exit_status(err->code);
}

int verb_wrong_usage(const struct verb_call *call, const char *usage)
{
    verb_complain(call, "usage: buurtstem-central --config FILE %s", usage);
    return bs_err_exit_status(BS_BAD);
}

void verb_print_usage(const struct verb_out *out)
{
    struct verb_call call = {.out = out};

    verb_complain(&call, "usage: buurtstem-central --config FILE serve | check");
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        const struct verb *verb = &verbs[i];
        const char *second = verb->words[1];

        verb_complain(&call, "       buurtstem-central %s%s%s%s%s%s",
                      verb->needs_central ? "--config FILE " : "", verb->words[0],
                      second == NULL ? "" : " ", second == NULL ? "" : second,
                      verb->usage[0] == '\0' ? "" : " ", verb->usage);
    }
    verb_complain(&call, "       buurtstem-central --version | --help");
    verb_complain(&call, "man buurtstem-central says what each does.");
}

bool verb_options(const struct verb_call *call, const char *const *names, const char **values,
                  size_t name_count, const char **plain, size_t plain_max, size_t *plain_count)
{
    *plain_count = 0;
    for (size_t i = 0; i < call->argument_count; i++) {
        const char *argument = call->arguments[i];
        size_t name = 0;

        if (strncmp(argument, "--", 2) != 0) {
            if (*plain_count == plain_max) {
                return false;
            }
            plain[(*plain_count)++] = argument;
            continue;
        }
        while (name < name_count && strcmp(argument + 2, names[name]) != 0) {
            name++;
        }
        if (name == name_count || values[name] != NULL || i + 1 == call->argument_count) {
            return false;
        }
        values[name] = call->arguments[++i];
    }
    return true;
}

bool verb_needed(const struct verb_call *call, const char *const *names, const char *const *values,
                 size_t needed)
{
    bool good = true;

    for (size_t i = 0; i < needed; i++) {
        if (values[i] == NULL) {
            verb_complain(call, "--%s is missing", names[i]);
            good = false;
        }
    }
    return good;
}

bool verb_tenant(const struct verb_call *call, const char *tenant)
{
    char name[128];

    if (!bs_tenant_valid(tenant) ||
        storage_tenant_name(call->central->storage, tenant, name, NULL) != BS_OK) {
        verb_complain(call, "--tenant %s: not a municipality that is known here", tenant);
        return false;
    }
    return true;
}

static bool read_languages(const char *list, char out[VERB_LANGUAGES_TEXT])
{
    char seen[BS_LANGUAGES_MAX][BS_LANG_TEXT];
    size_t count = 0, used = 0;

    do {
        size_t len = strcspn(list, ",");

        if (count == BS_LANGUAGES_MAX || len >= BS_LANG_TEXT ||
            used + len + 2 > VERB_LANGUAGES_TEXT) {
            return false;
        }
        memcpy(seen[count], list, len);
        seen[count][len] = '\0';
        for (size_t i = 0; i < count; i++) {
            if (strcmp(seen[i], seen[count]) == 0) {
                return false;
            }
        }
        if (!bs_language_valid(seen[count])) {
            return false;
        }
        used += (size_t)snprintf(out + used, VERB_LANGUAGES_TEXT - used, "%s%s",
                                 count == 0 ? "" : " ", seen[count]);
        count++;
        list += len;
    } while (*list++ == ',');
    return true;
}

/* A tag that is well made and that nobody here has heard of is more often a slip than a language. */
static void doubt_languages(const struct verb_call *call, const char *list)
{
    char tag[BS_LANG_TEXT], name[DUTCH_TEXT];

    while (*list != '\0') {
        size_t len = strcspn(list, ",");

        (void)snprintf(tag, sizeof tag, "%.*s", (int)len, list);
        if (strcmp(dutch_language(tag, name), tag) == 0) {
            verb_complain(call, "%s: not a language that central has a name for; is it meant?",
                          tag);
        }
        list += len + (list[len] == ',');
    }
}

bool verb_languages(const struct verb_call *call, const char *list, char out[VERB_LANGUAGES_TEXT])
{
    if (!read_languages(list, out)) {
        verb_complain(call, "--languages %s: expected a list like nl,en,ar", list);
        return false;
    }
    doubt_languages(call, list);
    return true;
}
