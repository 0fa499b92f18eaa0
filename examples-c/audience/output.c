/*
 * output.c - the answer for spreadsheets and for programs, and the list for a system that addresses people.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact and as they were counted; times are seconds.
 */
#include "audience.h"

/* ---- JSON ---- */

static void json_interval(leadline_interval interval) {
    char low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    if (interval.state != LEADLINE_DEFINED) {
        fputs(", \"interval\": null", stdout);
        return;
    }
    value_write_double(interval.low, low);
    value_write_double(interval.high, high);
    printf(", \"interval\": [%s, %s]", low, high);
}

static void json_rows(const audience *a, const char *name, const answer_columns *all, int has_interval) {
    printf("\"%s\": [", name);
    for (size_t row = 0; row < all->rows; row++) {
        fputs(row == 0 ? "\n{" : ",\n{", stdout);
        rows_json(all, row, &rows_as_counted);
        if (has_interval) json_interval(answer_interval(a, all, row));
        putchar('}');
    }
    fputs("\n], ", stdout);
}

void output_json(const audience *a) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, a->table), pairs = answers_read(&memory, a->pairs);
    putchar('{');
    json_rows(a, "audiences", &all, 1);
    json_rows(a, "pairs", &pairs, 0);
    fputs("\"as_of\": ", stdout);
    dates_json(a->in.engine, a->in.intake.dated ? all.as_of : INT64_MIN);
    fputs("}\n", stdout);
    arena_free(&memory);
}

/* ---- CSV ---- */

static void csv_row(const audience *a, const answer_columns *all, size_t row) {
    char low[CELL_TEXT_MAX] = "", high[CELL_TEXT_MAX] = "";
    rows_csv(all, row, &rows_as_counted);
    putchar(',');
    leadline_interval interval = answer_interval(a, all, row);
    if (interval.state == LEADLINE_DEFINED) {
        value_write_double(interval.low, low);
        value_write_double(interval.high, high);
    }
    printf("%s,%s\n", low, high);
}

void output_csv(const audience *a) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, a->table);
    rows_csv_names(&all);
    putchar(',');
    puts("interval_low,interval_high");
    for (size_t row = 0; row < all.rows; row++) csv_row(a, &all, row);
    arena_free(&memory);
}

/* ---- The list ---- */

void output_list(const audience *a) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, a->table);
    const leadline_column *person = answers_column(&all, "person"), *account = answers_column(&all, "account");
    const leadline_column *joined = answers_column(&all, "joined_us");
    id_texts persons = texts_read(a, &memory, INPUTS_PERSON_TEXT), accounts = texts_read(a, &memory, INPUTS_ACCOUNT_TEXT);
    puts("person,account,joined");
    for (size_t row = 0; row < all.rows; row++) {
        char when[40];
        dates_format(a->in.engine, joined->integers[row], 1, when);
        text_print_id(a, &persons, person->numerators[row].low);
        putchar(',');
        text_print_id(a, &accounts, account->numerators[row].low);
        printf(",%s\n", when);
    }
    arena_free(&memory);
}
