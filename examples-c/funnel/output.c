/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact and in lowest terms; times are seconds.
 */
#include "funnel.h"

typedef struct interval_text {
    char low[CELL_TEXT_MAX];
    char high[CELL_TEXT_MAX];
    const char *state;
} interval_text;

static interval_text write_interval(const funnel *f, const answer_columns *all, size_t row, int is_total) {
    interval_text text = {"", "", ""};
    leadline_interval interval = answer_interval(f, all, row, is_total);
    text.state = leadline_state_name(interval.state);
    if (interval.state != LEADLINE_DEFINED) return text;
    value_write_double(interval.low, text.low);
    value_write_double(interval.high, text.high);
    return text;
}

/* ---- JSON ---- */

static void json_string(const leadline_column *column, size_t row) {
    size_t size = 0;
    const char *bytes = cell_bytes(column, row, &size);
    text_json(stdout, bytes, size);
}

static void json_keys(const leadline_column *keys, size_t count, size_t row) {
    for (size_t i = 0; i < count; i++) {
        text_json(stdout, keys[i].name, strlen(keys[i].name));
        fputs(": ", stdout);
        json_string(&keys[i], row);
        fputs(", ", stdout);
    }
}

static void json_rate(const funnel *f, const answer_columns *all, size_t row, int is_total) {
    value_text text;
    value_write(is_total ? &all->total_rate : &all->step_rate, row, &text);
    interval_text interval = write_interval(f, all, row, is_total);
    printf(", \"%s\": {", is_total ? "total_rate" : "step_rate");
    value_json_parts(&text);
    if (interval.low[0] != '\0') printf(", \"interval\": [%s, %s]}", interval.low, interval.high);
    else fputs(", \"interval\": null}", stdout);
}

static void json_row(const funnel *f, const answer_columns *all, size_t row) {
    putchar('{');
    json_keys(all->keys, all->key_count, row);
    if (all->key_count > 0 && answer_is_in_progress(all, all->key_count - 1, row)) fputs("\"in_progress\": true, ", stdout);
    printf("\"step\": %lld, \"name\": ", (long long)all->step.integers[row]);
    json_string(&all->name, row);
    printf(", \"reached\": %lld, \"dropped\": %lld, \"open\": %lld", (long long)all->reached.integers[row], (long long)all->dropped.integers[row],
           (long long)all->open.integers[row]);
    json_rate(f, all, row, 0);
    json_rate(f, all, row, 1);
    for (size_t i = 0; i < 2 * all->time_count; i++) {
        value_text text;
        value_write(&all->times[i], row, &text);
        printf(", \"%s\": {", all->times[i].name);
        value_json_parts(&text);
        putchar('}');
    }
    putchar('}');
}

/* The columns of keys of the table of exits: all strings but the kind. */
static size_t exit_keys(const leadline_table *table, const leadline_column *kind, arena *memory, leadline_column **keys) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    size_t count = 0;
    *keys = arena_get(memory, (info.columns + 1) * sizeof **keys);
    for (size_t i = 0; i < info.columns; i++) {
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK(leadline_table_column(table, i, &column));
        if (column.type == LEADLINE_TYPE_STRING && column.name != kind->name) (*keys)[count++] = column;
    }
    return count;
}

static void json_exits(const leadline_table *table, arena *memory) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    leadline_column step = answer_column(table, "step"), kind = answer_column(table, "kind"), buyers = answer_column(table, "buyers"), *keys;
    size_t count = exit_keys(table, &kind, memory, &keys);
    fputs(", \"exits\": [", stdout);
    for (size_t row = 0; row < info.rows; row++) {
        fputs(row == 0 ? "\n{" : ",\n{", stdout);
        json_keys(keys, count, row);
        printf("\"step\": %lld, \"kind\": ", (long long)step.integers[row]);
        if (kind.offsets[row] == kind.offsets[row + 1]) fputs("null", stdout);
        else json_string(&kind, row);
        printf(", \"buyers\": %lld}", (long long)buyers.integers[row]);
    }
    fputs("\n]", stdout);
}

void output_json(const funnel *f) {
    arena memory = {NULL};
    char as_of[40] = "";
    answer_columns all = answer_read(&memory, f->table);
    fputs("{\"rows\": [", stdout);
    for (size_t row = 0; row < all.rows; row++) {
        fputs(row == 0 ? "\n" : ",\n", stdout);
        json_row(f, &all, row);
    }
    fputs("\n]", stdout);
    answer_columns totals = answer_read(&memory, f->totals);
    for (size_t row = 0; row < totals.rows; row++) {
        fputs(row == 0 ? ", \"totals\": [\n" : ",\n", stdout);
        json_row(f, &totals, row);
        if (row + 1 == totals.rows) fputs("\n]", stdout);
    }
    if (f->exits != NULL) json_exits(f->exits, &memory);
    if (all.as_of != INT64_MIN) dates_format(f->in.engine, all.as_of, 1, as_of);
    fputs(", \"as_of\": ", stdout);
    if (as_of[0] != '\0') text_json(stdout, as_of, strlen(as_of));
    else fputs("null", stdout);
    printf(", \"window\": ");
    if (f->question.window_us > 0) printf("%lld", (long long)(f->question.window_us / 1000000));
    else fputs("null", stdout);
    fputs("}\n", stdout);
    arena_free(&memory);
}

/* ---- CSV ---- */

static void csv_key(const leadline_column *key, size_t row) {
    size_t size = 0;
    const char *bytes = cell_bytes(key, row, &size);
    text_csv(stdout, bytes, size);
    putchar(',');
}

static void csv_value(const leadline_column *column, size_t row) {
    value_text text;
    value_write(column, row, &text);
    printf(",%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
}

static void csv_exits(const funnel *f, arena *memory) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(f->exits, &info));
    leadline_column step = answer_column(f->exits, "step"), kind = answer_column(f->exits, "kind"), buyers = answer_column(f->exits, "buyers"), *keys;
    size_t count = exit_keys(f->exits, &kind, memory, &keys);
    for (size_t i = 0; i < count; i++) {
        text_csv(stdout, keys[i].name, strlen(keys[i].name));
        putchar(',');
    }
    puts("step,next,buyers");
    for (size_t row = 0; row < info.rows; row++) {
        for (size_t i = 0; i < count; i++) csv_key(&keys[i], row);
        printf("%lld,", (long long)step.integers[row]);
        csv_key(&kind, row);
        printf("%lld\n", (long long)buyers.integers[row]);
    }
}

static void csv_row(const funnel *f, const answer_columns *all, size_t row, size_t key_count) {
    for (size_t i = 0; i < key_count; i++) {
        if (i < all->key_count) csv_key(&all->keys[i], row);
        else fputs(i == 0 ? "(total)," : ",", stdout);
    }
    printf("%lld,", (long long)all->step.integers[row]);
    csv_key(&all->name, row);
    printf("%lld,%lld,%lld", (long long)all->reached.integers[row], (long long)all->dropped.integers[row], (long long)all->open.integers[row]);
    for (int is_total = 0; is_total < 2; is_total++) {
        csv_value(is_total ? &all->total_rate : &all->step_rate, row);
        interval_text interval = write_interval(f, all, row, is_total);
        printf(",%s,%s,%s", interval.low, interval.high, interval.state);
    }
    for (size_t i = 0; i < 2 * all->time_count; i++) csv_value(&all->times[i], row);
    putchar('\n');
}

/* With --exits these alone: one file, one table. */
void output_csv(const funnel *f) {
    arena memory = {NULL};
    if (f->exits != NULL) {
        csv_exits(f, &memory);
        arena_free(&memory);
        return;
    }
    answer_columns all = answer_read(&memory, f->table);
    for (size_t i = 0; i < all.key_count; i++) {
        text_csv(stdout, all.keys[i].name, strlen(all.keys[i].name));
        putchar(',');
    }
    fputs("step,name,reached,dropped,open", stdout);
    for (int is_total = 0; is_total < 2; is_total++) {
        const char *name = is_total ? "total_rate" : "step_rate";
        printf(",%s,%s_numerator,%s_denominator,%s_state,%s_interval_low,%s_interval_high,%s_interval_state", name, name, name, name, name, name, name);
    }
    for (size_t i = 0; i < 2 * all.time_count; i++) {
        const char *name = all.times[i].name;
        printf(",%s,%s_numerator,%s_denominator,%s_state", name, name, name, name);
    }
    putchar('\n');
    for (size_t row = 0; row < all.rows; row++) csv_row(f, &all, row, all.key_count);
    answer_columns totals = answer_read(&memory, f->totals);
    for (size_t row = 0; row < totals.rows; row++) csv_row(f, &totals, row, all.key_count);
    arena_free(&memory);
}
