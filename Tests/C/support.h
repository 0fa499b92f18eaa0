/* What several of the C tests need: an allocator that counts and fails, answers as text, batches row by row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdarg.h>
#include <stdlib.h>

#include "check.h"

#define HOUR ((int64_t)3600000000)
#define DAY (24 * HOUR)
#define MARCH_1 ((int64_t)1709251200000000) /* 2024-03-01 00:00:00 UTC */
#define FIRST_TIME ((int64_t)-62135596800000000)
#define LAST_TIME ((int64_t)253402300799999999)

/* Numbers of built-in kinds. */
enum { IMPRESSION = 10, CLICK = 20, LEAD = 50, LEAD_FORM = 51, LEAD_CALL = 52, SALE = 70, SALE_REPEAT = 72, REFUND = 77, MEDIA_SPEND = 90 };

/* ---- An allocator that counts, checks what it gets back, and fails when told to ---- */

typedef struct counter {
    long held;      /* allocations not given back */
    long bytes;
    long asked;     /* allocations asked for since `arm` */
    long fail_at;   /* the one of these to refuse, 0: none */
    int fail_on;    /* and all behind it */
    long refused;
    long mistakes;  /* given back with another size or alignment, or what is not ours */
} counter;

typedef struct block_head {
    size_t size;
    size_t alignment;
    void *memory;
    uint64_t mark;
} block_head;

#define BLOCK_MARK UINT64_C(0x4C6561646C696E65)

static inline void *counter_allocate(void *context, size_t size, size_t alignment) {
    counter *c = context;
    long number = __atomic_add_fetch(&c->asked, 1, __ATOMIC_RELAXED);
    if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > 4096 || size == 0) {
        __atomic_add_fetch(&c->mistakes, 1, __ATOMIC_RELAXED);
    }
    if (c->fail_at > 0 && (number == c->fail_at || (c->fail_on && number > c->fail_at))) {
        __atomic_add_fetch(&c->refused, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    /* Head and slack: what is handed out is aligned as asked and no more, so that code cannot lean on more. */
    char *memory = malloc(size + 2 * alignment + sizeof(block_head));
    if (memory == NULL) {
        return NULL;
    }
    uintptr_t at = ((uintptr_t)memory + sizeof(block_head) + 2 * alignment - 1) & ~(uintptr_t)(2 * alignment - 1);
    at = at - alignment >= (uintptr_t)memory + sizeof(block_head) ? at - alignment : at + alignment;
    block_head head = {size, alignment, memory, BLOCK_MARK};
    memcpy((char *)at - sizeof head, &head, sizeof head);
    memset((void *)at, 0xA5, size); /* nobody may take it for zeros */
    __atomic_add_fetch(&c->held, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&c->bytes, (long)size, __ATOMIC_RELAXED);
    return (void *)at;
}

static inline void counter_deallocate(void *context, void *pointer, size_t size, size_t alignment) {
    counter *c = context;
    block_head head;
    memcpy(&head, (char *)pointer - sizeof head, sizeof head);
    if (head.mark != BLOCK_MARK || head.size != size || head.alignment != alignment) {
        __atomic_add_fetch(&c->mistakes, 1, __ATOMIC_RELAXED);
        if (head.mark != BLOCK_MARK) {
            return;
        }
    }
    memset((char *)pointer - sizeof head, 0xEE, sizeof head);
    memset(pointer, 0xEE, size);
    __atomic_add_fetch(&c->held, -1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&c->bytes, -(long)head.size, __ATOMIC_RELAXED);
    free(head.memory);
}

static inline leadline_allocator counter_allocator(counter *c) {
    leadline_allocator allocator = {sizeof allocator, c, counter_allocate, counter_deallocate};
    return allocator;
}

/* From now on the `at`-th allocation fails, with `on` all behind it, too; 0: none. */
static inline void arm(counter *c, long at, int on) {
    c->asked = 0;
    c->fail_at = at;
    c->fail_on = on;
    c->refused = 0;
}

/* ---- Text that grows ---- */

typedef struct text {
    char *bytes;
    size_t size;
    size_t capacity;
} text;

static inline void add_text(text *t, const char *format, ...) {
    va_list list;
    va_start(list, format);
    if (t->capacity - t->size < 2048) {
        t->capacity = t->capacity * 2 + 4096;
        t->bytes = realloc(t->bytes, t->capacity);
    }
    int size = vsnprintf(t->bytes + t->size, t->capacity - t->size, format, list);
    va_end(list);
    if (size > 0) {
        t->size += (size_t)size < t->capacity - t->size ? (size_t)size : t->capacity - t->size - 1;
    }
}

static inline void add_whole(text *t, leadline_int128 number) {
    leadline_int128 one = {1, 0};
    char digits[100];
    size_t size = 0;
    if (leadline_ratio_format(number, one, 0, LEADLINE_ROUND_TOWARD_ZERO, digits, sizeof digits, &size) != LEADLINE_OK) {
        strcpy(digits, "?");
    }
    add_text(t, "%s", digits);
}

/* ---- Answers as text: one line a row, so that two answers are compared by strcmp ---- */

static inline void add_value(text *t, const leadline_column *c, size_t row) {
    switch (c->type) {
    case LEADLINE_TYPE_STRING:
        if (c->states[row] == LEADLINE_KEY_TOTAL) {
            add_text(t, "=");
        } else if (c->states[row] == LEADLINE_KEY_NOT_SET) {
            add_text(t, "-");
        } else {
            add_text(t, "%.*s", (int)(c->offsets[row + 1] - c->offsets[row]), c->bytes + c->offsets[row]);
        }
        break;
    case LEADLINE_TYPE_INT64:
        add_text(t, "%" PRId64, c->integers[row]);
        break;
    case LEADLINE_TYPE_DOUBLE:
        if (c->states[row] != LEADLINE_DEFINED) {
            add_text(t, "!%u", c->states[row]);
        } else {
            add_text(t, "%.6f", c->doubles[row]);
        }
        break;
    default:
        if (c->states[row] != LEADLINE_DEFINED) {
            add_text(t, "!%u", c->states[row]);
            if (c->numerators[row].low != 0 || c->numerators[row].high != 0) {
                add_text(t, "?");
            }
        } else {
            leadline_int128 top = c->numerators[row], bottom = {1, 0};
            if (c->type == LEADLINE_TYPE_RATIO) {
                bottom = c->denominators[row];
                CHECK_OK(leadline_ratio_reduce(&top, &bottom));
            }
            add_whole(t, top);
            if (c->type == LEADLINE_TYPE_RATIO) {
                add_text(t, "/");
                add_whole(t, bottom);
            }
        }
    }
}

static inline void add_table(text *t, const leadline_table *table) {
    leadline_table_info info = {sizeof info, 0, 0, 0, 0, 0, 0, NULL, NULL};
    CHECK_OK(leadline_table_read_info(table, &info));
    for (size_t row = 0; row < info.rows + info.has_totals; row++) {
        for (size_t i = 0; i < info.columns; i++) {
            leadline_column column;
            memset(&column, 0, sizeof column);
            column.struct_size = sizeof column;
            leadline_status status = leadline_table_column(table, i, &column);
            if (status != LEADLINE_OK) {
                CHECK_STATUS(status, LEADLINE_OK);
                continue;
            }
            add_text(t, i == 0 ? "" : " ");
            add_value(t, &column, row);
        }
        add_text(t, "\n");
    }
}

static inline size_t rows_of(const leadline_table *table) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    return info.rows;
}

static inline leadline_column column_of(const leadline_table *table, const char *wanted) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column = LEADLINE_COLUMN_INIT;
    for (size_t i = 0; i < info.columns; i++) {
        column = (leadline_column)LEADLINE_COLUMN_INIT;
        CHECK_OK(leadline_table_column(table, i, &column));
        if (strcmp(column.name, wanted) == 0) return column;
    }
    CHECK(!"a column of that name");
    return column;
}

/* Appends the answer to a query, or the name of the status it is refused with. */
static inline void add_answer(text *t, const leadline_engine *engine, const leadline_query_options *query) {
    leadline_table *table = NULL;
    leadline_status status = leadline_query(engine, query, &table);
    if (status != LEADLINE_OK) {
        add_text(t, "%s\n", leadline_status_name(status));
        return;
    }
    add_text(t, "");
    add_table(t, table);
    leadline_table_close(table);
}

/* The words of `list`, which a blank separates, into `words`; returns how many. The list is cut up. */
static inline size_t split(char *list, const char **words, size_t most) {
    size_t count = 0;
    char *rest = list;
    while (count < most) {
        while (*rest == ' ') {
            *rest++ = 0;
        }
        if (*rest == 0) {
            break;
        }
        words[count++] = rest;
        while (*rest != 0 && *rest != ' ') {
            rest++;
        }
    }
    return count;
}

/* The answer for keys and columns given as words with blanks between them; to be freed. */
static inline char *ask(const leadline_engine *engine, const char *by, const char *columns, uint32_t period, uint32_t flags) {
    char by_list[256];
    char column_list[512];
    const char *by_words[32];
    const char *column_words[64];
    snprintf(by_list, sizeof by_list, "%s", by);
    snprintf(column_list, sizeof column_list, "%s", columns);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by_words;
    query.by_count = split(by_list, by_words, 32);
    query.columns = column_words;
    query.column_count = split(column_list, column_words, 64);
    query.period = period;
    query.flags = flags;
    text t = {NULL, 0, 0};
    add_answer(&t, engine, &query);
    return t.bytes;
}

/* What an engine says of the last call that was refused. */
static inline void check_error(const leadline_engine *engine, const char *wanted) {
    char is[400] = "";
    leadline_engine_error(engine, is, sizeof is);
    CHECK_TEXT(is, wanted);
}

/* ---- Engines and facts ---- */

static inline uint32_t name(leadline_engine *engine, uint32_t dimension, const char *text) {
    uint32_t code = UINT32_MAX;
    CHECK_OK(leadline_intern(engine, dimension, text, strlen(text), &code));
    return code;
}

/* Rows of a batch with every column; columns left out are NULL in the batch. */
#define ROWS_CAPACITY 4096
#define ROWS_DIMENSIONS 4

typedef struct rows {
    size_t count;
    int64_t time[ROWS_CAPACITY];
    uint16_t kind[ROWS_CAPACITY];
    uint32_t codes[ROWS_DIMENSIONS][ROWS_CAPACITY];
    int64_t amount[ROWS_CAPACITY];
    int64_t number[ROWS_CAPACITY];
    uint64_t person[ROWS_CAPACITY];
    uint64_t id[ROWS_CAPACITY];
    const uint32_t *columns[ROWS_DIMENSIONS];
} rows;

static inline void add_row(rows *r, int64_t time, uint16_t kind, uint32_t a, uint32_t b, int64_t amount, int64_t number, uint64_t id) {
    size_t i = r->count++;
    r->time[i] = time;
    r->kind[i] = kind;
    r->codes[0][i] = a;
    r->codes[1][i] = b;
    r->codes[2][i] = 0;
    r->codes[3][i] = 0;
    r->amount[i] = amount;
    r->number[i] = number;
    r->person[i] = 0;
    r->id[i] = id;
}

static inline leadline_batch batch_of(rows *r, size_t dimensions) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    for (size_t d = 0; d < ROWS_DIMENSIONS; d++) {
        r->columns[d] = r->codes[d];
    }
    batch.rows = r->count;
    batch.time = r->time;
    batch.kind = r->kind;
    batch.codes = r->columns;
    batch.dimension_count = dimensions;
    batch.amount = r->amount;
    batch.count = r->number;
    batch.person = r->person;
    batch.id = r->id;
    return batch;
}

/* A small generator, the same on every machine (Steele, Lea and Flood's SplitMix64). */
static inline uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

#endif /* SUPPORT_H */
