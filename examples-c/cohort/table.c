/*
 * table.c - triangles of cohorts and ages, and a summary, for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* Files may say more decimals than a person wants to see. */
static uint32_t money_decimals(const cohort *c) { return c->in.scale < 2 ? c->in.scale : 2; }

/* The row behind the cohort that a row begins. */
static size_t end_of(const leadline_column *age, size_t rows, size_t row) {
    do row++;
    while (row < rows && age->integers[row] != 0);
    return row;
}

static void add_keys(grid *lines, const answer_columns *all, size_t row) {
    for (size_t i = 0; i < all->key_count; i++) {
        size_t size = 0;
        const char *bytes = cell_bytes(&all->columns[i], row, &size);
        char text[48];
        if (i + 1 < all->key_count || all->starts.states[row] != LEADLINE_IN_PROGRESS) {
            grid_add_key(lines, &all->columns[i], row);
            continue;
        }
        snprintf(text, sizeof text, "%.*s*", (int)size, bytes);
        grid_add_text(lines, text);
    }
}

static void add_integer(grid *lines, int64_t number) {
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    grid_add_text(lines, text);
}

/* A cell of a triangle: a sum over the size, with a star where the age is not over. */
static void add_share(grid *lines, const leadline_column *sum, int64_t size, const grid_style *style, int is_over, size_t row) {
    char text[CELL_TEXT_MAX + 3] = "";
    cell value = cell_read(sum, row);
    /* A sum of money in units is one over 10^9 at most. */
    if (value.state == LEADLINE_DEFINED) value.denominator = cell_integer((int64_t)value.denominator.low * size);
    if (value.state != LEADLINE_DEFINED || size > INT64_MAX / 1000000000 || !cell_rounded(&value, style->decimals, style->percent ? 2 : 0, text)) {
        grid_add_text(lines, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
        return;
    }
    strcat(text, style->percent ? "%" : "");
    strcat(text, is_over ? "" : "*");
    grid_add_text(lines, text);
}

static void print_triangle(arena *memory, const answer_columns *all, const char *column, const grid_style *style) {
    const leadline_column *age = answer_column(all, "age"), *start = answer_column(all, "age_start"), *size = answer_column(all, "size");
    const leadline_column *sum = answer_column(all, column);
    size_t longest = 0;
    for (size_t row = 0; row < all->rows; row = end_of(age, all->rows, row)) {
        size_t ages = end_of(age, all->rows, row) - row;
        if (ages > longest) longest = ages;
    }
    grid lines = grid_start(memory, all->key_count + 1 + longest, all->key_count);
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->columns[i].name);
    grid_add_text(&lines, "buyers");
    for (size_t i = 0; i < longest; i++) add_integer(&lines, (int64_t)i);
    for (size_t row = 0; row < all->rows;) {
        size_t end = end_of(age, all->rows, row);
        add_keys(&lines, all, row);
        add_integer(&lines, size->integers[row]);
        for (size_t i = 0; i < longest; i++) {
            size_t at = row + i;
            if (at >= end) grid_add_text(&lines, "");
            else add_share(&lines, sum, size->integers[row], style, start->states[at] != LEADLINE_IN_PROGRESS, at);
        }
        row = end;
    }
    grid_print(stdout, &lines);
}

/* ---- A line for each cohort ---- */

typedef struct shown {
    const char *column;
    const char *heading;
    int is_rate;
    int needs_cost;
} shown;

static const shown summary_columns[] = {
    {"customers", "customers", 0, 0}, {"repeat_customers", "repeat", 0, 0}, {"repeat_share", "repeat share", 1, 0},
    {"purchases_per_customer", "purchases each", 0, 0}, {"revenue", "revenue", 0, 0}, {"revenue_net", "net", 0, 0},
    {"contribution", "contribution", 0, 0}, {"acquisition_cost", "cost", 0, 1}, {"payback_age", "payback age", 0, 1},
    {"clv_total", "lifetime value", 0, 1}, {"clv_mean", "value each", 0, 1}, {"between_p500", "days between (median)", 0, 0},
};

static void print_summary(const cohort *c, arena *memory) {
    const question *q = &c->question;
    answer_columns all = answer_read(memory, c->summary);
    size_t count = sizeof summary_columns / sizeof *summary_columns, columns = 0;
    for (size_t i = 0; i < count; i++) columns += q->cost != NULL || !summary_columns[i].needs_cost;
    grid lines = grid_start(memory, all.key_count + 1 + columns, all.key_count);
    for (size_t i = 0; i < all.key_count; i++) grid_add_text(&lines, all.columns[i].name);
    grid_add_text(&lines, "buyers");
    for (size_t i = 0; i < count; i++) {
        if (q->cost != NULL || !summary_columns[i].needs_cost) grid_add_text(&lines, summary_columns[i].heading);
    }
    const leadline_column *size = answer_column(&all, "size");
    for (size_t row = 0; row < all.rows; row++) {
        add_keys(&lines, &all, row);
        add_integer(&lines, size->integers[row]);
        for (size_t i = 0; i < count; i++) {
            if (q->cost == NULL && summary_columns[i].needs_cost) continue;
            const leadline_column *column = answer_column(&all, summary_columns[i].column);
            grid_style style = {column->unit == LEADLINE_UNIT_RATIO ? q->decimals + !summary_columns[i].is_rate : money_decimals(c),
                summary_columns[i].is_rate};
            cell value = cell_read(column, row);
            if (column->unit == LEADLINE_UNIT_SECONDS && value.state == LEADLINE_DEFINED) {
                char text[CELL_TEXT_MAX];
                value.is_double = 1;
                CHECK(leadline_ratio_double(value.numerator, value.denominator, &value.number));
                value.number /= 86400;
                cell_rounded(&value, q->decimals, 0, text);
                grid_add_text(&lines, text);
            } else if (value.state == LEADLINE_IN_PROGRESS) {
                grid_add_text(&lines, "not yet");
            } else {
                grid_add_number(&lines, column, row, &style);
            }
        }
    }
    grid_print(stdout, &lines);
}

/* ---- What it rests on ---- */

static void print_rules(const cohort *c, const answer_columns *all) {
    char from[40], to[40], as_of[40];
    const leadline_column *start = answer_column(all, "age_start");
    int in_progress = 0;
    for (size_t row = 0; row < all->rows; row++) in_progress = in_progress || start->states[row] == LEADLINE_IN_PROGRESS;
    if (in_progress) puts("* not the whole period");
    if (!c->in.intake.dated) return;
    dates_format(c->in.engine, c->in.intake.earliest, 0, from);
    dates_format(c->in.engine, all->as_of < c->in.intake.latest ? all->as_of : c->in.intake.latest, 0, to);
    dates_format(c->in.engine, all->as_of, 1, as_of);
    printf("Facts from %s to %s (%s), as of %s.\n", from, to, c->in.zone != NULL ? c->in.zone : "UTC", as_of);
}

static int has_money(const leadline_column *column, size_t rows) {
    for (size_t row = 0; row < rows; row++) {
        if (column->numerators[row].low != 0 || column->numerators[row].high != 0) return 1;
    }
    return 0;
}

void output_table(const cohort *c) {
    static const char *const words[] = {"day", "week", "month", "quarter", "year"};
    arena memory = {NULL};
    const question *q = &c->question;
    answer_columns all = answer_read(&memory, c->table);
    if (all.rows == 0) {
        puts("There is no cohort: nobody took the first step.\n");
    } else {
        const char *word = words[q->period - LEADLINE_PERIOD_DAY];
        printf("Active (%s), of those whose first %s was in the %s, by %ss since:\n", q->has_activity ? q->activity.kinds : "sale",
               q->first.kinds, word, word);
        const grid_style shares = {q->decimals, 1}, money = {money_decimals(c), 0};
        print_triangle(&memory, &all, "active", &shares);
        if (has_money(answer_column(&all, "revenue"), all.rows)) {
            printf("\nNet revenue of a buyer so far%s%s:\n", c->in.currency != NULL ? ", " : "", c->in.currency != NULL ? c->in.currency : "");
            print_triangle(&memory, &all, "total_revenue_net", &money);
        }
        puts("\nIn all:");
        print_summary(c, &memory);
        putchar('\n');
    }
    print_rules(c, &all);
    arena_free(&memory);
}
