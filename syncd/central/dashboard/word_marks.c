/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Splits at blanks, which every language of the kiosk has, but a few that write without: there a text is one word. */

#include "word_marks.h"

#include <string.h>

#include "wording.h"

static const size_t sign_len = sizeof BS_MASK_SIGN - 1;

const char *word_marks_name(enum bs_mask mask)
{
    static const char *const names[BS_MASKS] = {
        [BS_MASK_EMAIL] = "e-mailadres",   [BS_MASK_PHONE] = "telefoonnummer",
        [BS_MASK_IBAN] = "rekeningnummer", [BS_MASK_BSN] = "burgerservicenummer",
        [BS_MASK_POSTCODE] = "adres",      [BS_MASK_NAME] = "naam",
        [BS_MASK_OTHER] = "afgedekt"};
    return names[mask];
}

static void write_mask(const struct html *html, enum bs_mask mask)
{
    html_markup(html, "<span class=\"masked\" lang=\"nl\" dir=\"ltr\">");
    html_textf(html, "[%s]", word_marks_name(mask));
    html_markup(html, "</span>");
}

static void write_attrs(const struct html *html, const char *lang)
{
    html_attr(html, "lang", lang);
    html_attr(html, "dir", wording_is_rtl(lang) ? "rtl" : "ltr");
}

static void write_words(const struct html *html, const struct bs_comment *comment)
{
    char piece[BS_REVIEW_TEXT];
    const char *at = comment->text;
    for (size_t mask = 0;; mask++) {
        const char *sign = strstr(at, BS_MASK_SIGN);
        size_t len = sign == NULL ? strlen(at) : (size_t)(sign - at);
        memcpy(piece, at, len);
        piece[len] = '\0';
        html_text(html, piece);
        if (sign == NULL) {
            break;
        }
        write_mask(html, mask < comment->mask_count ? comment->masks[mask] : BS_MASK_OTHER);
        at = sign + sign_len;
    }
}

void word_marks_text(const struct html *html, const struct bs_comment *comment)
{
    html_markup(html, "<p class=\"words\"");
    write_attrs(html, comment->at.lang);
    html_markup(html, ">");
    write_words(html, comment);
    html_markup(html, "</p>\n");
}

void word_marks_line(const struct html *html, const struct bs_comment *comment)
{
    html_markup(html, "<span");
    write_attrs(html, comment->at.lang);
    html_markup(html, ">");
    write_words(html, comment);
    html_markup(html, "</span>");
}

static bool is_sign(const char *text, size_t left)
{
    return left >= sign_len && memcmp(text, BS_MASK_SIGN, sign_len) == 0;
}

static size_t count_signs(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        count += is_sign(text + i, len - i);
    }
    return count;
}

size_t word_marks_split(const char *text, struct word_part out[WORD_MARKS_PARTS])
{
    size_t count = 0;
    size_t at = strspn(text, " ");
    while (text[at] != '\0' && count < WORD_MARKS_PARTS) {
        size_t len = strcspn(text + at, " ");
        out[count++] = (struct word_part){
            .from = at, .len = len, .is_mask = count_signs(text + at, len) * sign_len == len};
        at += len;
        at += strspn(text + at, " ");
    }
    return count;
}

/* What is being written: `next` is the mask of the next sign that is read. */
struct writing {
    const struct bs_comment *from;
    struct storage_masked *out;
    size_t used, next;
};

static bool add_mask(struct writing *writing, enum bs_mask mask)
{
    if (writing->out->mask_count == BS_MASKS_MAX) {
        return false;
    }
    writing->out->masks[writing->out->mask_count++] = mask;
    return true;
}

static bool copy(struct writing *writing, size_t from, size_t len)
{
    const char *text = writing->from->text + from;
    for (size_t i = 0; i < len; i++) {
        if (is_sign(text + i, len - i) &&
            !add_mask(writing, writing->next < writing->from->mask_count
                                   ? writing->from->masks[writing->next++]
                                   : BS_MASK_OTHER)) {
            return false;
        }
    }
    memcpy(writing->out->text + writing->used, text, len);
    writing->used += len;
    return true;
}

static bool put_sign(struct writing *writing)
{
    /* A word of one letter is shorter than the sign; no text that was all such words is as long as there is room for. */
    if (writing->used + sign_len >= sizeof writing->out->text) {
        return false;
    }
    memcpy(writing->out->text + writing->used, BS_MASK_SIGN, sign_len);
    writing->used += sign_len;
    return add_mask(writing, BS_MASK_OTHER);
}

bool word_marks_mask(const struct bs_comment *comment, const bool ticked[WORD_MARKS_PARTS],
                     struct storage_masked *out)
{
    struct word_part parts[WORD_MARKS_PARTS];
    struct storage_masked masked = {.mask_count = 0};
    struct writing writing = {.from = comment, .out = &masked};
    const size_t count = word_marks_split(comment->text, parts);
    size_t end = 0;
    bool any = false;
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const bool goes = ticked[i] && !parts[i].is_mask;
        const bool went = i > 0 && ticked[i - 1] && !parts[i - 1].is_mask;
        if (!(goes && went)) {
            good = copy(&writing, end, parts[i].from - end); /* the blanks before it */
        }
        if (goes) {
            writing.next += count_signs(comment->text + parts[i].from, parts[i].len);
            good = good && (went || put_sign(&writing));
            any = true;
        } else {
            good = good && copy(&writing, parts[i].from, parts[i].len);
        }
        end = parts[i].from + parts[i].len;
    }
    if (!good || !any) {
        return false;
    }
    *out = masked;
    return true;
}
