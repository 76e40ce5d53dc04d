/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* gettext with a domain per language: the only file that includes libintl. */

#include "messages.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER_MAX 400

static bool is_dutch(const char *lang)
{
    return strcmp(lang, "nl") == 0;
}

/* "kiosk-en". Languages come from a checked bundle; a longer one finds no catalogue and stays Dutch. */
static void domain_of(const char *lang, char out[24])
{
    snprintf(out, 24, "kiosk-%.12s", lang);
}

static void speech_domain_of(const char *lang, char out[24])
{
    snprintf(out, 24, "speech-%.12s", lang);
}

/* Binds it and reads it, if it is there. */
static void warm_domain(const char *domain, const char *folder)
{
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    (void)dgettext(domain, "Stop");
}

enum bs_err messages_start(const char *folder, struct bs_error *err)
{
    if (strlen(folder) > FOLDER_MAX || access(folder, R_OK | X_OK) != 0) {
        return bs_fail(err, BS_BAD, "messages folder %s cannot be read", folder);
    }
    if (setlocale(LC_ALL, "C.UTF-8") == NULL) {
        return bs_fail(err, BS_BAD, "the system has no locale C.UTF-8");
    }
    setenv("LANGUAGE", "all", 1);
    if (bindtextdomain("kiosk-nl", folder) == NULL) {
        return bs_fail(err, BS_BAD, "messages folder %s was not taken by gettext", folder);
    }
    return BS_OK;
}

enum bs_err messages_warm(const char *lang, struct bs_error *err)
{
    char domain[24], path[FOLDER_MAX + 64];
    const char *folder = bindtextdomain("kiosk-nl", NULL);
    speech_domain_of(lang, domain);
    warm_domain(domain, folder);
    if (is_dutch(lang)) {
        return BS_OK;
    }
    domain_of(lang, domain);
    snprintf(path, sizeof path, "%s/all/LC_MESSAGES/%s.mo", folder, domain);
    if (access(path, R_OK) != 0) {
        return bs_fail(err, BS_NOTFOUND, "%s: no catalogue of messages for language %s", path,
                       lang);
    }
    warm_domain(domain, folder);
    return BS_OK;
}

const char *messages_get(const char *lang, const char *dutch)
{
    if (is_dutch(lang)) {
        return dutch;
    }
    char domain[24];
    domain_of(lang, domain);
    return dgettext(domain, dutch);
}

const char *messages_plural(const char *lang, const char *one, const char *many, long n)
{
    if (is_dutch(lang)) {
        return n == 1 ? one : many;
    }
    char domain[24];
    domain_of(lang, domain);
    return dngettext(domain, one, many, (unsigned long)(n < 0 ? -n : n));
}

/* The header of a catalogue is the translation of nothing. */
bool messages_has_speech(const char *lang)
{
    char domain[24];
    speech_domain_of(lang, domain);
    return dgettext(domain, "")[0] != '\0';
}

const char *messages_speech(const char *lang, const char *dutch)
{
    char domain[24];
    speech_domain_of(lang, domain);
    const char *said = dgettext(domain, dutch);
    return said != dutch ? said : messages_get(lang, dutch);
}

const char *messages_speech_plural(const char *lang, const char *one, const char *many, long n)
{
    char domain[24];
    speech_domain_of(lang, domain);
    const char *said = dngettext(domain, one, many, (unsigned long)(n < 0 ? -n : n));
    return said != one && said != many ? said : messages_plural(lang, one, many, n);
}
