/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MESSAGES_H
#define MESSAGES_H

/*
 * The interface's words by gettext, one domain per language ("kiosk-en", "kiosk-ar"), so that several languages can be on
 * one screen and nothing has to be switched. The Dutch sentence is the key and the fallback. Opens catalogue files at
 * first use of a language; after messages_warm no look-up touches the disk.
 */

#include <stdbool.h>

#include <buurtstem/err.h>

/*
 * Binds the folder that holds `all/LC_MESSAGES/kiosk-LANG.mo`. Sets the process's locale to C.UTF-8 and LANGUAGE to "all".
 * Before threads. BS_BAD: the folder is not there, or the C library has no C.UTF-8.
 */
enum bs_err messages_start(const char *folder, struct bs_error *err);

/* Loads a language. BS_NOTFOUND: no catalogue; the interface would be Dutch in it. Dutch itself needs none. */
enum bs_err messages_warm(const char *lang, struct bs_error *err);

/* Borrowed for the life of the process. */
const char *messages_get(const char *lang, const char *dutch);
const char *messages_plural(const char *lang, const char *one, const char *many, long n);

/* The same as it is said: with vowel signs, say, or figures as words. Where a language has no such catalogue
 * ("speech-ar") or no such sentence, what is shown. */
bool messages_has_speech(const char *lang);
const char *messages_speech(const char *lang, const char *dutch);
const char *messages_speech_plural(const char *lang, const char *one, const char *many, long n);

#endif
