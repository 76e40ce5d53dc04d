/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One line of the log and the chain over the lines. The kiosk checks what it appends with the same code that central
 * reads it with, so nothing that is stored is refused months later. */

#include <buurtstem/record.h>

#include <inttypes.h>
#include <string.h>

#include <buurtstem/utf8.h>

enum { HEAD_FIELDS = 8, NUMBER_DIGITS = 16 };

void bs_record_digest(struct bs_record *record)
{
    bs_sha256_hex(&record->body, 1, record->digest);
}

void bs_record_write_head(const struct bs_record *record, struct bs_buf *out)
{
    bs_buf_printf(out, "%" PRIu64 "\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%s\t%d\t%s", record->seq,
                  record->id, record->kind, record->wall_ms, record->mono_ms, record->boot_id,
                  record->synced ? 1 : 0, record->digest);
}

void bs_record_write_line(const struct bs_record *record, struct bs_buf *out)
{
    bs_record_write_head(record, out);
    bs_buf_text(out, "\t");
    bs_buf_add(out, record->body.data, record->body.len);
}

/* Cuts `line` after its eighth field; false if it has fewer. */
static bool split(struct bs_bytes line, struct bs_bytes fields[HEAD_FIELDS], struct bs_bytes *body)
{
    size_t start = 0;

    for (size_t i = 0; i < HEAD_FIELDS; i++) {
        const uint8_t *tab =
            start < line.len ? memchr(line.data + start, '\t', line.len - start) : NULL;
        size_t end;

        if (tab == NULL) {
            return false;
        }
        end = (size_t)(tab - line.data);
        fields[i] = (struct bs_bytes){line.data + start, end - start};
        start = end + 1;
    }
    *body = (struct bs_bytes){line.data + start, line.len - start};
    return true;
}

/* Decimal as we write it: no sign, no leading zero, least … BS_NUMBER_MAX. */
static bool read_number(struct bs_bytes field, uint64_t least, uint64_t *out)
{
    uint64_t value = 0;

    if (field.len == 0 || field.len > NUMBER_DIGITS || (field.len > 1 && field.data[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < field.len; i++) {
        if (field.data[i] < '0' || field.data[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(field.data[i] - '0');
    }
    if (value < least || value > BS_NUMBER_MAX) {
        return false;
    }
    *out = value;
    return true;
}

static bool read_time(struct bs_bytes field, int64_t *out)
{
    uint64_t value;

    if (!read_number(field, 0, &value)) {
        return false;
    }
    *out = (int64_t)value;
    return true;
}

/* 1 … size-1 bytes of lower-case letters and hyphens, and digits if `digits`; the first is a letter or a digit. */
static bool read_word(struct bs_bytes field, bool digits, size_t size, char *out)
{
    if (field.len == 0 || field.len >= size || field.data[0] == '-') {
        return false;
    }
    for (size_t i = 0; i < field.len; i++) {
        const unsigned c = field.data[i];

        /* One comparison each: what is below wraps round to far above. */
        if (c - 'a' > 'z' - 'a' && c != '-' && !(digits && c - '0' <= '9' - '0')) {
            return false;
        }
    }
    memcpy(out, field.data, field.len);
    out[field.len] = '\0';
    return true;
}

static bool read_id(struct bs_bytes field, char out[BS_UUID_TEXT])
{
    struct bs_uuid ignored;

    if (field.len != BS_UUID_TEXT - 1) {
        return false;
    }
    memcpy(out, field.data, field.len);
    out[field.len] = '\0';
    return bs_uuid_parse(
        out, &ignored); /* there is one way to write it: ids are equal if their texts are */
}

static bool read_flag(struct bs_bytes field, bool *out)
{
    if (field.len != 1 || (field.data[0] != '0' && field.data[0] != '1')) {
        return false;
    }
    *out = field.data[0] == '1';
    return true;
}

/* Its digits are looked at by digest_fault: what equals a hash is one. */
static bool read_digest(struct bs_bytes field, char out[BS_HASH_TEXT])
{
    if (field.len != BS_HASH_TEXT - 1) {
        return false;
    }
    memcpy(out, field.data, field.len);
    out[field.len] = '\0';
    return true;
}

/* Names the first field that is not of the form, NULL if all are. */
static const char *read_fields(const struct bs_bytes fields[HEAD_FIELDS], struct bs_record *out)
{
    if (!read_number(fields[0], 1, &out->seq)) {
        return "seq";
    }
    if (!read_id(fields[1], out->id)) {
        return "id";
    }
    if (!read_word(fields[2], false, sizeof out->kind, out->kind)) {
        return "kind";
    }
    if (!read_time(fields[3], &out->wall_ms)) {
        return "wall_ms";
    }
    if (!read_time(fields[4], &out->mono_ms)) {
        return "mono_ms";
    }
    if (!read_word(fields[5], true, sizeof out->boot_id, out->boot_id)) {
        return "boot_id";
    }
    if (!read_flag(fields[6], &out->synced)) {
        return "synced";
    }
    return read_digest(fields[7], out->digest) ? NULL : "digest";
}

/* Not 0 if any of eight bytes is below 0x20: only those borrow from a bit that they do not have. */
static uint64_t controls(uint64_t word)
{
    return (word - UINT64_C(0x2020202020202020)) & ~word & UINT64_C(0x8080808080808080);
}

static bool body_is_line(struct bs_bytes body)
{
    uint64_t words[4];
    size_t i = 0;

    for (; body.len - i >= sizeof words; i += sizeof words) {
        memcpy(words, body.data + i, sizeof words);
        if ((controls(words[0]) | controls(words[1]) | controls(words[2]) | controls(words[3])) !=
            0) {
            return false;
        }
    }
    for (; i < body.len; i++) {
        if (body.data[i] < 0x20) {
            return false;
        }
    }
    return bs_utf8_valid(body.data, body.len);
}

/* NULL if the digest is that of the body, or, when that was erased, any. */
static const char *digest_fault(const struct bs_record *record)
{
    char digest[BS_HASH_TEXT];

    if (record->body.len > 0) {
        bs_sha256_hex(&record->body, 1, digest);
        if (strcmp(digest, record->digest) == 0) {
            return NULL;
        }
    }
    if (!bs_hash_text_valid(record->digest)) {
        return "the field digest is not of the form";
    }
    return record->body.len > 0 ? "the digest is not that of the body" : NULL;
}

enum bs_err bs_record_parse(struct bs_bytes line, struct bs_record *out, struct bs_bytes *head,
                            struct bs_error *err)
{
    struct bs_record record = {0};
    struct bs_bytes fields[HEAD_FIELDS];
    const char *wrong;
    size_t head_len;

    if (line.len > BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX) {
        return bs_fail(err, BS_LIMIT, "a record line of %zu bytes; at most %d are allowed",
                       line.len, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    }
    if (!split(line, fields, &record.body)) {
        return bs_fail(err, BS_BAD, "expected nine fields separated by tabs");
    }
    head_len = (size_t)(record.body.data - line.data) - 1;
    if (head_len > BS_RECORD_HEAD_MAX || record.body.len > BS_RECORD_BODY_MAX) {
        return bs_fail(err, BS_LIMIT, "a head of %zu and a body of %zu bytes; at most %d and %d",
                       head_len, record.body.len, BS_RECORD_HEAD_MAX, BS_RECORD_BODY_MAX);
    }
    wrong = read_fields(fields, &record);
    if (wrong != NULL) {
        return bs_fail(err, BS_BAD, "the field %s is not of the form", wrong);
    }
    if (!body_is_line(record.body)) {
        return bs_fail(err, BS_BAD, "the body is not one line of UTF-8");
    }
    wrong = digest_fault(&record);
    if (wrong != NULL) {
        return bs_fail(err, BS_BAD, "%s", wrong);
    }
    *out = record;
    if (head != NULL) {
        *head = (struct bs_bytes){line.data, head_len};
    }
    return BS_OK;
}

bool bs_epoch_valid(const char *text)
{
    uint8_t ignored[8];

    return bs_hex_parse(text, ignored, sizeof ignored);
}

void bs_epoch_make(struct bs_random *random, char out[BS_EPOCH_TEXT])
{
    uint8_t bytes[8];

    random->fill(random, bytes, sizeof bytes);
    bs_hex_format(bytes, sizeof bytes, out);
}

void bs_chain_start(const char *kiosk, const char *epoch, char hash[BS_HASH_TEXT])
{
    const struct bs_bytes parts[] = {bs_bytes_of("buurtstem1 "), bs_bytes_of(kiosk),
                                     bs_bytes_of(" "), bs_bytes_of(epoch)};

    bs_sha256_hex(parts, sizeof parts / sizeof parts[0], hash);
}

void bs_chain_step(char hash[BS_HASH_TEXT], struct bs_bytes head)
{
    char next[BS_HASH_TEXT];
    const struct bs_bytes parts[] = {bs_bytes_of(hash), bs_bytes_of("\n"), head};

    bs_sha256_hex(parts, sizeof parts / sizeof parts[0], next);
    memcpy(hash, next, sizeof next);
}
