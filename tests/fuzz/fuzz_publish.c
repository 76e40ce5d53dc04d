/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A file that staff publish: refused with words, or in the database, and then a kiosk can read the bundle that central makes of
 * it. */

#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include <stdlib.h>

#include "api.h"
#include "fuzz_target.h"
#include "storage_stage.h"
#include "verb.h"
#include "whole_central.h"

static bool hear(void *self, bool is_error, struct bs_bytes text)
{
    size_t *words = self;

    (void)is_error;
    FUZZ_MUST(bs_utf8_valid((const char *)text.data, text.len));
    *words += text.len;
    return true;
}

static void look_at_bundle(void)
{
    const struct route_caller caller = {.kiosk = FUZZ_KIOSK, .tenant = STAGE_TENANT};
    const struct request request = {.method = REQUEST_GET, .params = {FUZZ_KIOSK}};
    struct bs_bundle *bundle = NULL;
    struct reply reply;

    reply_init(&reply);
    api_get_bundle(whole_central(), &caller, &request, &reply);
    FUZZ_MUST(reply.status == 200 || reply.status == 503);
    if (reply.status == 200) {
        FUZZ_MUST(bs_bundle_parse(bs_buf_bytes(&reply.body), &bundle, NULL) == BS_OK);
        bs_bundle_destroy(bundle);
    }
    reply_finish(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char name[] = "publish.json";
    size_t words = 0;
    const struct verb_out out = {.write = hear, .self = &words};
    struct verb_input *inputs;
    struct verb_call call = {.central = whole_central(), .argument_count = 1, .out = &out};
    int status;

    if (size > VERB_INPUT_BYTES / 2) {
        return 0;
    }
    inputs = bs_xcalloc(1, sizeof(*inputs));
    memcpy(inputs[0].name, name, sizeof(name));
    bs_buf_init(&inputs[0].content, VERB_INPUT_BYTES);
    bs_buf_add(&inputs[0].content, data, size);
    call.arguments[0] = name;
    call.inputs = inputs;
    call.input_count = 1;
    (void)verb_programme_check(&call);
    words = 0;
    status = verb_publish(&call);
    FUZZ_MUST(words > 0 || status == 0);
    if (status == 0) {
        look_at_bundle();
        whole_central_restore();
    }
    bs_buf_finish(&inputs[0].content);
    free(inputs);
    return 0;
}
