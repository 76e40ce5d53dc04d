/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers with the embedded files. */

#include "static_files.h"

#include "dashboard_favicon.h"
#include "dashboard_paper.h"
#include "dashboard_style.h"

static void answer(struct reply *reply, const char *media_type, const char *content, size_t size)
{
    bs_buf_reset(&reply->body);
    bs_buf_add(&reply->body, content, size);
    reply->status = 200;
    reply->media_type = media_type;
    reply_header(reply, "Cache-Control", "public, max-age=31536000, immutable");
}

void static_style_get(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    answer(reply, "text/css; charset=utf-8", dashboard_style, sizeof dashboard_style - 1);
}

void static_paper_get(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    answer(reply, "text/css; charset=utf-8", dashboard_paper, sizeof dashboard_paper - 1);
}

void static_favicon_get(struct central *central, const struct route_caller *caller,
                        const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    answer(reply, "image/svg+xml", dashboard_favicon, sizeof dashboard_favicon - 1);
}
