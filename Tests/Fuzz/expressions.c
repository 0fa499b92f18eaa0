/* Expressions of any bytes, through every door that takes them: leadline_define, a query's columns, a point's.
 *
 * An input is lines. `name = formula` defines an indicator and asks for it, anything else is asked for as a column. A NUL ends
 * a line's text as it ends any text of C. What must hold, whatever the bytes: a status of those that the header names, with a
 * position within the text and a text; no result where there is none; numbers over positive denominators, the same from a
 * query's totals and from a point.
 *
 * With -DREPLAY this is a program that goes through the files it is given; without, libFuzzer's.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leadline.h"

enum { MOST_LINES = 24, KINDS = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void fail(const char *what, const char *text, leadline_status status) {
    fprintf(stderr, "%s: %s: status %d\n", what, text, (int)status);
    abort();
}

static void must(int holds, const char *what, const char *text, leadline_status status) {
    if (!holds) fail(what, text, status);
}

/* Two channels on three days, three kinds of which one has no amount; day 2 of the second channel has nothing. */
static leadline_engine *open_engine(void) {
    static const uint16_t kinds[KINDS] = {10, 20, 50, 70, 90, 77};
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "region", NULL, NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    uint32_t codes[2][2], code[2][64];
    int64_t time[64], amount[64], count[64];
    uint64_t person[64];
    uint16_t kind[64];
    const uint32_t *const columns[2] = {code[0], code[1]};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    size_t rows = 0;
    static const char *const names[2][2] = {{"email", "paid search"}, {"north", "south"}};
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.money_scale = 2;
    static const uint16_t distinct[] = {20, 50};
    options.distinct_kinds = distinct;
    options.distinct_kind_count = 2;
    must(leadline_open(&options, &engine, NULL, 0) == LEADLINE_OK, "open", "", 0);
    for (uint32_t d = 0; d < 2; d++)
        for (int n = 0; n < 2; n++)
            must(leadline_intern(engine, d, names[d][n], strlen(names[d][n]), &codes[d][n]) == LEADLINE_OK, "intern", "", 0);
    for (int day = 0; day < 3; day++)
        for (int channel = 0; channel < 2; channel++)
            for (int k = 0; k < KINDS; k++) {
                if (day == 1 && channel == 1) continue;
                time[rows] = INT64_C(1709251200000000) + day * INT64_C(86400000000) + k;
                kind[rows] = kinds[k];
                person[rows] = rows % 5;
                code[0][rows] = codes[0][channel];
                code[1][rows] = codes[1][(day + k) % 2];
                amount[rows] = kinds[k] == 50 ? 0 : INT64_C(1) << (k * 9 + day);
                count[rows++] = kinds[k] == 70 ? INT64_C(1) << 31 : 10 - k;
            }
    batch.rows = rows;
    batch.time = time;
    batch.kind = kind;
    batch.codes = columns;
    batch.dimension_count = 2;
    batch.amount = amount;
    batch.count = count;
    batch.person = person;
    must(leadline_record_batch(engine, &batch, 0, NULL) == LEADLINE_OK, "record", "", 0);
    return engine;
}

/* A refusal says why, and nothing else has happened. */
static void check_refusal(const leadline_engine *engine, const char *text, leadline_status status) {
    switch (status) {
    case LEADLINE_ERROR_TOO_MANY:
    case LEADLINE_ERROR_NAME:
    case LEADLINE_ERROR_ARGUMENT:
    case LEADLINE_ERROR_DUPLICATE_NAME:
    case LEADLINE_ERROR_UNSUPPORTED:
    case LEADLINE_QUERY_NO_ROLLUP:
    case LEADLINE_EXPRESSION_SYNTAX:
    case LEADLINE_EXPRESSION_NAME:
    case LEADLINE_EXPRESSION_UNIT:
    case LEADLINE_EXPRESSION_CYCLE:
    case LEADLINE_STEERING_NO_HEALTH:
    case LEADLINE_EXPRESSION_TOO_LARGE: break;
    default: fail("a status of no expression", text, status);
    }
    char detail[401];
    must(leadline_engine_error(engine, detail, sizeof detail) > 0, "a refusal without a text", text, status);
}

static void check_number(leadline_int128 top, leadline_int128 bottom, uint32_t state, const char *text) {
    const int is_positive = bottom.high > 0 || (bottom.high == 0 && bottom.low > 0);
    if (state == LEADLINE_DEFINED) {
        must(is_positive, "a denominator that is not above zero", text, 0);
        must(leadline_ratio_reduce(&top, &bottom) == LEADLINE_OK, "no lowest terms", text, 0);
    } else {
        must((top.low | bottom.low | (uint64_t)top.high | (uint64_t)bottom.high) == 0, "a number where there is none", text, 0);
    }
}

/* The status of a query for the column by day and channel, with totals, whose values are looked at. */
static leadline_status ask(const leadline_engine *engine, const char *text) {
    static const char *const by[] = {"channel"};
    const leadline_int128 one = {1, 0}, zero = {0, 0};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table_info info = {0};
    leadline_column column = {0};
    leadline_table *table = NULL;
    query.by = by;
    query.by_count = 1;
    query.columns = &text;
    query.column_count = 1;
    query.period = LEADLINE_PERIOD_DAY;
    query.flags = LEADLINE_QUERY_TOTALS;
    const leadline_status status = leadline_query(engine, &query, &table);
    if (status != LEADLINE_OK) {
        must(table == NULL, "a table of a refused query", text, status);
        check_refusal(engine, text, status);
        return status;
    }
    info.struct_size = sizeof info;
    column.struct_size = sizeof column;
    must(leadline_table_read_info(table, &info) == LEADLINE_OK, "info", text, 0);
    must(leadline_table_column(table, info.columns - 1, &column) == LEADLINE_OK, "column", text, 0);
    for (size_t row = 0; row < info.rows + 1; row++) {
        const leadline_int128 whole = column.states[row] == LEADLINE_DEFINED ? one : zero;
        check_number(column.numerators[row], column.denominators ? column.denominators[row] : whole, column.states[row], text);
    }
    leadline_table_close(table);
    return status;
}

static void ask_point(leadline_engine *engine, const char *text) {
    static const char *const dimensions[] = {"channel", "region"};
    leadline_point_options options = LEADLINE_POINT_INIT;
    leadline_point *point = NULL;
    leadline_value value;
    const uint32_t codes[2] = {1, 1};
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.columns = &text;
    options.column_count = 1;
    const leadline_status status = leadline_point_open(engine, &options, &point);
    if (status != LEADLINE_OK) {
        must(point == NULL, "a point of a refused call", text, status);
        check_refusal(engine, text, status);
        return;
    }
    must(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, &value, 1) == LEADLINE_OK, "point", text, 0);
    check_number(value.numerator, value.denominator, value.state, text);
    leadline_point_close(point);
}

/* Whether the engine now knows something new. */
static int define(leadline_engine *engine, const char *name, const char *formula) {
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    const size_t before = leadline_indicator_count(engine);
    size_t position = SIZE_MAX;
    definition.name = name;
    definition.formula = formula;
    const leadline_status status = leadline_define(engine, &definition, &position);
    if (status != LEADLINE_OK) {
        check_refusal(engine, formula, status);
        must(leadline_indicator_count(engine) == before, "a name of a refused definition", formula, status);
        if (status >= LEADLINE_EXPRESSION_SYNTAX && status <= LEADLINE_EXPRESSION_TOO_LARGE)
            must(position <= strlen(formula), "a position beyond the text", formula, status);
        return 0;
    }
    const leadline_status asked = ask(engine, name);
    must(asked == LEADLINE_OK || asked == LEADLINE_ERROR_NAME || asked == LEADLINE_QUERY_NO_ROLLUP ||
             asked == LEADLINE_EXPRESSION_NAME || asked == LEADLINE_EXPRESSION_TOO_LARGE || asked == LEADLINE_ERROR_TOO_MANY,
         "what was defined cannot be asked for", formula, asked);
    ask_point(engine, name);
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *text = malloc(size + 1);
    if (text == NULL) return 0;
    memcpy(text, bytes, size);
    text[size] = 0;
    /* Opening takes longer than most inputs, so one engine is asked until it is told something. */
    static leadline_engine *engine;
    int is_changed = 0;
    if (engine == NULL) engine = open_engine();
    char *line = text;
    for (int i = 0; i < MOST_LINES && line <= text + size; i++) {
        char *end = memchr(line, '\n', (size_t)(text + size - line));
        if (end == NULL) end = text + size;
        *end = 0;
        char *equals = strstr(line, " = ");
        if (equals != NULL && memchr(line, '(', (size_t)(equals - line)) == NULL && strstr(line, " where ") == NULL) {
            *equals = 0;
            is_changed |= define(engine, line, equals + 3);
        } else {
            ask(engine, line);
            ask_point(engine, line);
        }
        line = end + 1;
    }
    if (is_changed) {
        must(leadline_close(engine) == LEADLINE_OK, "close", text, 0);
        engine = NULL;
    }
    free(text);
    return 0;
}

#ifdef REPLAY
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            return 1;
        }
        static uint8_t bytes[1 << 20];
        const size_t size = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        /* Told beforehand: what follows may be the end of the program. */
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput(bytes, size);
    }
    printf("%d inputs replayed\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
#endif
