/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HOUSE_STYLE_H
#define HOUSE_STYLE_H

/*
 * A municipality's house style for the kiosk, from a token file of NL Design System (`variables.json`: one flat object of
 * camel-case names). Only colours are taken, and only so far as everybody can read what they make: a colour that falls short
 * is made darker, or left out, and the report says so. Sizes, fonts and logos are never taken from it. Pure.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/bundle.h>
#include <buurtstem/err.h>

#define HOUSE_STYLE_FILE_MAX   (512 * 1024)
#define HOUSE_STYLE_TOKENS_MAX 20000

struct house_style {
    size_t count;
    struct {
        const char *token; /* of the kiosk's theme; lives for ever */
        uint32_t rgb;
    } colour[BS_HOUSE_COLOURS];
};

/*
 * BS_BAD: no such object, or no colour in it that we know; BS_LIMIT: larger than the limits above. The report has a sentence
 * for each colour: from which token it is, what was changed and why, and what kept the kiosk's own.
 */
enum bs_err house_style_read(struct bs_bytes variables, struct house_style *out,
                             struct bs_complaints *report, struct bs_error *err);

#endif
