/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* First every row of every page, in whatever order they stand; then one record for each number. */

#include "outbox_found.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

enum {
    EPOCH_N_MAX = 1000000,
    ROWS_MAX = 65536, /* epochs, and records that open one: far above one a day */
    LINE_SIZE = BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX,
};

struct found_row {
    struct found_epoch epoch;
    uint8_t source;
    uint64_t image;
};

struct found_said {
    char epoch[BS_EPOCH_TEXT];
    uint64_t from;
};

/* ---- one row ---- */

static bool is_text(const struct rows_row *row, size_t i, const char *text)
{
    return row->values[i].type == ROWS_TEXT && row->values[i].text.len == strlen(text) &&
           memcmp(row->values[i].text.data, text, strlen(text)) == 0;
}

/* Copies a short text; false if it is none, or does not fit. */
static bool take_text(const struct rows_row *row, size_t i, size_t size, char *out)
{
    struct bs_bytes text = row->values[i].text;

    if (row->values[i].type != ROWS_TEXT || text.len == 0 || text.len >= size ||
        memchr(text.data, '\0', text.len) != NULL) {
        return false;
    }
    memcpy(out, text.data, text.len);
    out[text.len] = '\0';
    return true;
}

/* Whether the row is a record that proves itself; its line goes into `line`, which `record` and `head` borrow from. */
static bool prove_record(const struct rows_row *row, struct bs_buf *line, struct bs_record *record,
                         struct bs_bytes *head, char hash[BS_HASH_TEXT])
{
    static const enum rows_type types[] = {ROWS_INT,  ROWS_INT,  ROWS_TEXT, ROWS_INT,
                                           ROWS_TEXT, ROWS_NULL, ROWS_TEXT};

    if (row->is_index || row->count != sizeof types / sizeof types[0]) {
        return false;
    }
    for (size_t i = 0; i < row->count; i++) {
        if (row->values[i].type != types[i] && !(i == 5 && row->values[i].type == ROWS_TEXT)) {
            return false;
        }
    }
    bs_buf_reset(line);
    bs_buf_add(line, row->values[4].text.data, row->values[4].text.len);
    bs_buf_text(line, "\t");
    bs_buf_add(line, row->values[5].text.data, row->values[5].text.len);
    return bs_buf_check(line, "record", NULL) == BS_OK &&
           bs_record_parse(bs_buf_bytes(line), record, head, NULL) == BS_OK &&
           row->values[0].number >= 1 && row->values[0].number <= EPOCH_N_MAX &&
           record->seq == (uint64_t)row->values[1].number && is_text(row, 2, record->id) &&
           record->wall_ms == row->values[3].number && take_text(row, 6, BS_HASH_TEXT, hash) &&
           bs_hash_text_valid(hash);
}

static uint64_t half_of(const char *hash)
{
    char text[17];

    memcpy(text, hash, 16);
    text[16] = '\0';
    return strtoull(text, NULL, 16);
}

/* FNV-1a. */
static uint64_t id_of(const char *text)
{
    uint64_t value = 0xcbf29ce484222325;

    for (; *text != '\0'; text++) {
        value = (value ^ (uint8_t)*text) * 0x100000001b3;
    }
    return value;
}

/* Whether the row is an epoch, which its start proves. */
static bool prove_epoch(const struct rows_row *row, struct found_epoch *out)
{
    struct found_epoch epoch = {.is_known = true};
    char start[BS_HASH_TEXT], stored[BS_HASH_TEXT];

    if (row->is_index || row->count < 6 || row->values[0].type != ROWS_NULL || row->rowid < 1 ||
        row->rowid > EPOCH_N_MAX || !take_text(row, 1, sizeof epoch.epoch, epoch.epoch) ||
        !take_text(row, 2, sizeof epoch.kiosk, epoch.kiosk) ||
        !take_text(row, 5, sizeof stored, stored) || !bs_epoch_valid(epoch.epoch) ||
        !bs_slug_valid(epoch.kiosk)) {
        return false;
    }
    bs_chain_start(epoch.kiosk, epoch.epoch, start);
    if (strcmp(start, stored) != 0) {
        return false;
    }
    epoch.n = (uint32_t)row->rowid;
    if (row->count > 6 && row->values[6].type == ROWS_INT && row->values[6].number >= 0) {
        epoch.has_ended = true;
        epoch.ends_at = (uint64_t)row->values[6].number;
    }
    *out = epoch;
    return true;
}

/* ---- all rows ---- */

static void *grow(void *memory, size_t size)
{
    void *more = realloc(memory, size);

    if (more == NULL) {
        abort(); /* as bs_xcalloc: what was set aside is looked at again at the next start */
    }
    return more;
}

static void add(struct found *found, const struct found_record *record)
{
    if (found->count == found->capacity) {
        found->capacity = found->capacity == 0 ? 1024 : 2 * found->capacity;
        found->records = grow(found->records, found->capacity * sizeof *found->records);
    }
    found->records[found->count++] = *record;
}

static void add_epoch(struct found *found, const struct found_row *row)
{
    if (found->row_count < ROWS_MAX) {
        found->rows = grow(found->rows, (found->row_count + 1) * sizeof *found->rows);
        found->rows[found->row_count++] = *row;
    }
}

static void add_said(struct found *found, const struct bs_record *record)
{
    struct bs_carried carried;

    if (strcmp(record->kind, BS_KIND_CARRIED) == 0 && found->said_count < ROWS_MAX &&
        bs_carried_read(record->body, &carried, NULL) == BS_OK) {
        struct found_said *said;

        found->said = grow(found->said, (found->said_count + 1) * sizeof *found->said);
        said = &found->said[found->said_count++];
        memcpy(said->epoch, carried.epoch, sizeof said->epoch);
        said->from = carried.from;
    }
}

bool found_said(const struct found *found, const char *epoch, uint64_t from)
{
    for (size_t i = 0; i < found->said_count; i++) {
        if (strcmp(found->said[i].epoch, epoch) == 0 &&
            (from == 0 || found->said[i].from == from)) {
            return true;
        }
    }
    return false;
}

static enum found_source source_of(const struct rows_file *file, uint64_t image)
{
    if (image < file->pages) {
        return FOUND_FILE;
    }
    return image - file->pages < file->committed ? FOUND_WAL : FOUND_REST;
}

/* True if the row was of use. */
static bool note_row(struct found *found, const struct rows_row *row,
                     const struct found_record *place, struct bs_buf *line)
{
    struct found_record entry = *place;
    struct bs_record record;
    struct bs_bytes head;
    char hash[BS_HASH_TEXT];

    if (row->is_index) {
        if (row->count != 3 || row->values[0].type != ROWS_INT || row->values[1].type != ROWS_INT ||
            row->values[0].number < 1 || row->values[0].number > EPOCH_N_MAX ||
            row->values[1].number < 1 || row->values[1].number > BS_NUMBER_MAX) {
            return false;
        }
        entry.n = (uint32_t)row->values[0].number;
        entry.seq = (uint64_t)row->values[1].number;
        entry.source = FOUND_INDEX;
        add(found, &entry);
        return true;
    }
    if (prove_record(row, line, &record, &head, hash)) {
        entry.n = (uint32_t)row->values[0].number;
        entry.seq = record.seq;
        entry.hash = half_of(hash);
        entry.id = id_of(record.id);
        entry.is_erased = record.body.len == 0;
        add(found, &entry);
        add_said(found, &record);
        return true;
    }
    struct found_row epoch = {.source = place->source, .image = place->image};
    if (prove_epoch(row, &epoch.epoch)) {
        add_epoch(found, &epoch);
        return true;
    }
    return false;
}

static void scan(struct found *found)
{
    struct bs_buf line;

    bs_buf_init(&line, LINE_SIZE);
    for (uint64_t image = 0; image < found->file.pages + found->file.frames; image++) {
        unsigned cells = rows_count(&found->file, image);

        for (unsigned cell = 0; cell < cells; cell++) {
            struct found_record place = {.image = image,
                                         .cell = (uint16_t)cell,
                                         .source = (uint8_t)source_of(&found->file, image)};
            struct rows_row row = {.count = 0};

            if (rows_read(&found->file, image, cell, false, &row) &&
                note_row(found, &row, &place, &line)) {
                continue;
            }
            place.is_other = true;
            if (row.has_overflow && rows_read(&found->file, image, cell, true, &row)) {
                (void)note_row(found, &row, &place, &line);
            }
        }
    }
    bs_buf_finish(&line);
}

/* ---- the WAL of another file ---- */

static int compare(const void *one, const void *other)
{
    const struct found_record *a = one, *b = other;

    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    if (a->seq != b->seq) {
        return a->seq < b->seq ? -1 : 1;
    }
    if (a->is_erased != b->is_erased) {
        return a->is_erased ? 1 : -1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return a->image < b->image ? -1 : a->image > b->image;
}

static bool is_of_wal(uint8_t source)
{
    return source == FOUND_WAL || source == FOUND_REST;
}

/* A WAL that says otherwise than the file wherever both speak is not this file's. */
static bool is_wal_ours(const struct found *found)
{
    size_t same = 0, different = 0;

    for (size_t i = 0; i < found->count; i++) {
        const struct found_record *file = &found->records[i];

        for (size_t j = i + 1; file->source == FOUND_FILE && j < found->count &&
                               found->records[j].n == file->n && found->records[j].seq == file->seq;
             j++) {
            if (is_of_wal(found->records[j].source)) {
                same += found->records[j].hash == file->hash;
                different += found->records[j].hash != file->hash;
            }
        }
    }
    return same > 0 || different == 0;
}

static void forget_wal(struct found *found)
{
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++) {
        if (found->records[i].image < found->file.pages) {
            found->records[kept++] = found->records[i];
        }
    }
    found->count = kept;
    kept = 0;
    for (size_t i = 0; i < found->row_count; i++) {
        if (!is_of_wal(found->rows[i].source)) {
            found->rows[kept++] = found->rows[i];
        }
    }
    found->row_count = kept;
}

/* ---- epochs ---- */

/* The newest row of an epoch: of the WAL's whole part, else of the file. NULL: none. */
static const struct found_row *newest_row(const struct found *found, uint32_t n)
{
    static const uint8_t rank[] = {[FOUND_FILE] = 1, [FOUND_WAL] = 2, [FOUND_REST] = 0};
    const struct found_row *best = NULL;

    for (size_t i = 0; i < found->row_count; i++) {
        const struct found_row *row = &found->rows[i];

        if (row->epoch.n == n && (best == NULL || rank[row->source] > rank[best->source] ||
                                  (row->source == best->source && row->image > best->image))) {
            best = row;
        }
    }
    return best;
}

static void add_known(struct found *found, uint32_t n, size_t first, size_t end)
{
    const struct found_row *row = newest_row(found, n);
    struct found_epoch epoch = {.n = n};

    if (row != NULL) {
        epoch = row->epoch;
        epoch.has_ended = epoch.has_ended && found_said(found, epoch.epoch, epoch.ends_at + 1);
        epoch.is_doubtful = row->source == FOUND_REST && first == end;
    }
    epoch.first = first;
    epoch.end = end;
    found->epochs = grow(found->epochs, (found->epoch_count + 1) * sizeof *found->epochs);
    found->epochs[found->epoch_count++] = epoch;
}

static uint32_t highest_row(const struct found *found)
{
    uint32_t highest = 0;

    for (size_t i = 0; i < found->row_count; i++) {
        highest = found->rows[i].epoch.n > highest ? found->rows[i].epoch.n : highest;
    }
    return highest;
}

/* Every epoch of which there is a row or a record. */
static void list_epochs(struct found *found)
{
    uint32_t highest = highest_row(found);
    size_t at = 0;

    found->is_whole = highest > 0;
    for (uint32_t n = 1; n <= highest || at < found->count; n++) {
        size_t first = at;

        if (n > highest && found->records[at].n > n) {
            n = found->records[at].n;
        }
        while (at < found->count && found->records[at].n == n) {
            at++;
        }
        if (first < at || newest_row(found, n) != NULL) {
            add_known(found, n, first, at);
            found->is_whole = found->is_whole && newest_row(found, n) != NULL;
        } else {
            found->is_whole = false;
        }
    }
}

bool found_line(struct found *found, const struct found_record *record, struct bs_buf *line)
{
    struct bs_record parsed;
    struct rows_row row;
    struct bs_bytes head;
    char hash[BS_HASH_TEXT];

    return record->source != FOUND_INDEX &&
           rows_read(&found->file, record->image, record->cell, record->is_other, &row) &&
           prove_record(&row, line, &parsed, &head, hash) && parsed.seq == record->seq;
}

bool found_is_other_log(const struct found *found, const struct found_epoch *epoch, uint64_t seq,
                        const char hash[BS_HASH_TEXT])
{
    for (size_t i = epoch->first; i < epoch->end; i++) {
        const struct found_record *record = &found->records[i];

        if (record->is_chosen && record->seq == seq) {
            return record->hash != half_of(hash);
        }
    }
    return seq > epoch->tip;
}

/* Its head and its hash. */
static bool read_link(struct found *found, const struct found_record *record, struct bs_buf *line,
                      struct bs_bytes *head, char hash[BS_HASH_TEXT])
{
    struct bs_record parsed;
    struct rows_row row;

    return record->source != FOUND_INDEX &&
           rows_read(&found->file, record->image, record->cell, record->is_other, &row) &&
           prove_record(&row, line, &parsed, head, hash);
}

/* An epoch whose row is gone is named by its first record: h(1) follows from one name alone. */
static void name_epoch(struct found *found, struct found_epoch *epoch, const char *kiosk,
                       const struct bs_outbox_safe *safe, size_t safe_count, struct bs_buf *line)
{
    struct bs_bytes head;
    char stored[BS_HASH_TEXT], hash[BS_HASH_TEXT];

    if (epoch->is_known || epoch->first == epoch->end || found->records[epoch->first].seq != 1 ||
        !read_link(found, &found->records[epoch->first], line, &head, stored)) {
        return;
    }
    for (size_t i = 0; i < safe_count; i++) {
        bs_chain_start(kiosk, safe[i].epoch, hash);
        bs_chain_step(hash, head);
        if (strcmp(hash, stored) == 0) {
            epoch->is_known = true;
            memcpy(epoch->epoch, safe[i].epoch, sizeof epoch->epoch);
            memcpy(epoch->kiosk, kiosk, strlen(kiosk) + 1);
        }
    }
}

/* ---- one record for each number ---- */

/* The chain before the number that comes. */
struct chain {
    bool is_there;
    uint64_t seq;
    char hash[BS_HASH_TEXT];
};

/* Chooses among records[first … end), all of one number, and moves the chain on. */
static void choose(struct found *found, size_t first, size_t end, struct chain *chain,
                   struct bs_buf *line)
{
    struct found_record *best = NULL;
    char best_hash[BS_HASH_TEXT] = "";

    for (size_t i = first; i < end; i++) {
        struct found_record *record = &found->records[i];
        struct bs_bytes head;
        char hash[BS_HASH_TEXT], step[BS_HASH_TEXT];

        if ((best != NULL && (record->hash == best->hash || best->is_linked)) ||
            !read_link(found, record, line, &head, hash)) {
            continue;
        }
        if (chain->is_there && chain->seq + 1 == record->seq) {
            memcpy(step, chain->hash, sizeof step);
            bs_chain_step(step, head);
            record->is_linked = strcmp(step, hash) == 0;
        }
        if (best == NULL || record->is_linked) {
            best = record;
            memcpy(best_hash, hash, sizeof best_hash);
        }
    }
    if (best != NULL) {
        best->is_chosen = true;
        chain->is_there = true;
        chain->seq = best->seq;
        memcpy(chain->hash, best_hash, sizeof chain->hash);
    }
}

/* A head that fits neither side of a chain that is sound around it is not the one that was written. */
static void refute(struct found *found, const struct found_epoch *epoch)
{
    struct found_record *one = NULL, *before = NULL;

    for (size_t i = epoch->first; i < epoch->end; i++) {
        struct found_record *next = &found->records[i];

        if (!next->is_chosen) {
            continue;
        }
        if (one != NULL && !one->is_linked && next->is_linked) {
            one->is_refuted =
                one->seq == 1 ? epoch->is_known
                              : before != NULL && before->seq + 1 == one->seq && before->is_linked;
        }
        before = one;
        one = next;
    }
}

/* An index may know of numbers behind the last record that can be read: as far as they follow each other. */
static void find_tip(const struct found *found, struct found_epoch *epoch)
{
    for (size_t i = epoch->first; i < epoch->end; i++) {
        const struct found_record *record = &found->records[i];

        if (record->source != FOUND_INDEX || record->seq == epoch->tip + 1) {
            epoch->tip = record->seq;
        }
    }
}

static void choose_all(struct found *found, struct found_epoch *epoch, struct bs_buf *line)
{
    struct chain chain = {.is_there = epoch->is_known};

    if (epoch->is_known) {
        bs_chain_start(epoch->kiosk, epoch->epoch, chain.hash);
    }
    for (size_t i = epoch->first, end; i < epoch->end; i = end) {
        end = i + 1;
        while (end < epoch->end && found->records[end].seq == found->records[i].seq) {
            end++;
        }
        choose(found, i, end, &chain, line);
    }
    refute(found, epoch);
    find_tip(found, epoch);
}

enum bs_err found_open(const char *path, const char *kiosk, const struct bs_outbox_safe *safe,
                       size_t safe_count, struct found *out, struct bs_error *err)
{
    struct found found = {.count = 0};
    struct bs_buf line;
    enum bs_err rc = rows_open(path, &found.file, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&line, LINE_SIZE);
    scan(&found);
    if (found.count > 0) {
        qsort(found.records, found.count, sizeof *found.records, compare);
    }
    if (!is_wal_ours(&found)) {
        forget_wal(&found);
    }
    list_epochs(&found);
    for (size_t i = 0; i < found.epoch_count; i++) {
        name_epoch(&found, &found.epochs[i], kiosk, safe, safe_count, &line);
        choose_all(&found, &found.epochs[i], &line);
    }
    found_mark_strays(&found);
    bs_buf_finish(&line);
    *out = found;
    return BS_OK;
}

void found_close(struct found *found)
{
    rows_close(&found->file);
    free(found->records);
    free(found->epochs);
    free(found->rows);
    free(found->said);
}
