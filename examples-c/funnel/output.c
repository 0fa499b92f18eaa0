/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact; those of rates are the counts as they are, others in lowest terms. Times are seconds.
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
    value_write_counted(is_total ? &all->total_rate : &all->step_rate, row, &text);
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
    printf(", \"reached\": %lld, \"dropped\": %lld, \"open\": %lld, \"decided\": %lld", (long long)all->reached.integers[row],
           (long long)all->dropped.integers[row], (long long)all->open.integers[row], (long long)all->decided.integers[row]);
    if (all->continued.name != NULL) {
        printf(", \"continued\": %lld, \"from_first\": %lld", (long long)answer_continued(all, row), (long long)answer_from_first(all, row));
    }
    json_rate(f, all, row, 0);
    json_rate(f, all, row, 1);
    for (size_t i = 0; i < 2 * all->time_count; i++) {
        value_text text;
        value_write(&all->times[i], row, &text);
        printf(", \"%s\": {", all->times[i].name);
        value_json_parts(&text);
        if (text.value[0] != '\0' && answer_is_near(all, i, row)) fputs(", \"approximate\": true", stdout);
        putchar('}');
    }
    putchar('}');
}

static void json_exits(const exit_columns *exits, const answer_columns *all) {
    int is_first = 1;
    fputs(", \"exits\": [", stdout);
    for (size_t g = 0; g < all->shown; g++) {
        for (size_t row = exits->first[g]; row < exits->end[g]; row++) {
            fputs(is_first ? "\n{" : ",\n{", stdout);
            is_first = 0;
            json_keys(exits->keys, exits->key_count, row);
            printf("\"step\": %lld, \"kind\": ", (long long)exits->step.integers[row]);
            if (exits->kind.offsets[row] == exits->kind.offsets[row + 1]) fputs("null", stdout);
            else json_string(&exits->kind, row);
            printf(", \"buyers\": %lld}", (long long)exits->buyers.integers[row]);
        }
    }
    fputs("\n]", stdout);
}

void output_json(const funnel *f) {
    arena memory = {NULL};
    answer_columns all = answer_read(&memory, f->table);
    groups_choose(f, &memory, &all);
    fputs("{\"rows\": [", stdout);
    for (size_t g = 0; g < all.shown; g++) {
        for (size_t row = all.groups[g].first; row < all.groups[g].end; row++) {
            fputs(g == 0 && row == all.groups[g].first ? "\n" : ",\n", stdout);
            json_row(f, &all, row);
        }
    }
    fputs("\n]", stdout);
    answer_columns totals = answer_read(&memory, f->totals);
    for (size_t row = 0; row < totals.rows; row++) {
        fputs(row == 0 ? ", \"totals\": [\n" : ",\n", stdout);
        json_row(f, &totals, row);
        if (row + 1 == totals.rows) fputs("\n]", stdout);
    }
    if (f->exits != NULL) {
        exit_columns exits = exits_read(f, &memory, &all);
        json_exits(&exits, &all);
    }
    if (all.shown < all.group_count) {
        printf(", \"left_out\": {\"by_min\": %zu, \"by_limit\": %zu}", all.too_small, all.group_count - all.shown - all.too_small);
    }
    printf(", \"count_by\": \"%s\", \"as_of\": ", f->question.count_by == COUNT_BY_FIRST ? "first" : "best");
    dates_json(f->in.engine, all.as_of);
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

static void csv_exits(const exit_columns *exits, const answer_columns *all) {
    for (size_t i = 0; i < exits->key_count; i++) {
        text_csv(stdout, exits->keys[i].name, strlen(exits->keys[i].name));
        putchar(',');
    }
    puts("step,next,buyers");
    for (size_t g = 0; g < all->shown; g++) {
        for (size_t row = exits->first[g]; row < exits->end[g]; row++) {
            for (size_t i = 0; i < exits->key_count; i++) csv_key(&exits->keys[i], row);
            printf("%lld,", (long long)exits->step.integers[row]);
            csv_key(&exits->kind, row);
            printf("%lld\n", (long long)exits->buyers.integers[row]);
        }
    }
}

static void csv_rate(const leadline_column *column, size_t row) {
    value_text text;
    value_write_counted(column, row, &text);
    printf(",%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
}

static void csv_row(const funnel *f, const answer_columns *all, size_t row, size_t key_count) {
    for (size_t i = 0; i < key_count; i++) {
        if (i < all->key_count) csv_key(&all->keys[i], row);
        else fputs(i == 0 ? "(total)," : ",", stdout);
    }
    printf("%lld,", (long long)all->step.integers[row]);
    csv_key(&all->name, row);
    printf("%lld,%lld,%lld,%lld", (long long)all->reached.integers[row], (long long)all->dropped.integers[row], (long long)all->open.integers[row],
           (long long)all->decided.integers[row]);
    if (all->continued.name != NULL) printf(",%lld,%lld", (long long)answer_continued(all, row), (long long)answer_from_first(all, row));
    for (int is_total = 0; is_total < 2; is_total++) {
        csv_rate(is_total ? &all->total_rate : &all->step_rate, row);
        interval_text interval = write_interval(f, all, row, is_total);
        printf(",%s,%s,%s", interval.low, interval.high, interval.state);
    }
    for (size_t i = 0; i < 2 * all->time_count; i++) csv_value(&all->times[i], row);
    putchar('\n');
}

/* With --exits these alone: one file, one table. */
void output_csv(const funnel *f) {
    arena memory = {NULL};
    answer_columns all = answer_read(&memory, f->table);
    groups_choose(f, &memory, &all);
    if (f->exits != NULL) {
        exit_columns exits = exits_read(f, &memory, &all);
        csv_exits(&exits, &all);
        arena_free(&memory);
        return;
    }
    for (size_t i = 0; i < all.key_count; i++) {
        text_csv(stdout, all.keys[i].name, strlen(all.keys[i].name));
        putchar(',');
    }
    fputs("step,name,reached,dropped,open,decided", stdout);
    if (all.continued.name != NULL) fputs(",continued,from_first", stdout);
    for (int is_total = 0; is_total < 2; is_total++) {
        const char *name = is_total ? "total_rate" : "step_rate";
        printf(",%s,%s_numerator,%s_denominator,%s_state,%s_interval_low,%s_interval_high,%s_interval_state", name, name, name, name, name, name, name);
    }
    for (size_t i = 0; i < 2 * all.time_count; i++) {
        const char *name = all.times[i].name;
        printf(",%s,%s_numerator,%s_denominator,%s_state", name, name, name, name);
    }
    putchar('\n');
    for (size_t g = 0; g < all.shown; g++) {
        for (size_t row = all.groups[g].first; row < all.groups[g].end; row++) csv_row(f, &all, row, all.key_count);
    }
    answer_columns totals = answer_read(&memory, f->totals);
    for (size_t row = 0; row < totals.rows; row++) csv_row(f, &totals, row, all.key_count);
    arena_free(&memory);
}
