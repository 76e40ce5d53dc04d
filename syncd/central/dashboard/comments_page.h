/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMENTS_PAGE_H
#define COMMENTS_PAGE_H

/* Residents' words as connectors released them: how many there are of each programme, and those of one, by place and language. */

#include <buurtstem/programme.h>

#include "pages.h"
#include "storage.h"

#define COMMENTS_PAGE_ROWS 50

route_handler comments_overview_get; /* /reacties */
route_handler comments_page_get;     /* /programmas/{programme}/reacties */

/* The programme's title and its language, and its id. BS_NOTFOUND: none of this tenant. */
#define COMMENTS_TITLE_TEXT 256
struct comments_programme {
    char id[BS_SLUG_TEXT], title[COMMENTS_TITLE_TEXT], lang[BS_LANG_TEXT];
};
enum bs_err comments_programme(struct storage *storage, const char *tenant, const char *id,
                               struct comments_programme *out, struct bs_error *err);

#endif
