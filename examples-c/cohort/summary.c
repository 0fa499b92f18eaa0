/*
 * summary.c - a line for each cohort: what it came to so far.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* Up to so many times a quantile is exact; beyond it is of a sketch. */
#define EXACT_TIMES 256

typedef struct shown {
    const char *column;
    const char *heading;
    const char *top, *bottom; /* of the totals, sums of columns; top NULL: there is no total, bottom NULL: a sum alone */
    int is_rate;
    int needs_cost;
} shown;

static const shown columns[] = {
    {"customers", "customers", "customers", NULL, 0, 0},
    {"repeat_customers", "repeat customers", "repeat_customers", NULL, 0, 0},
    {"repeat_share", "repeat purchase rate", "repeat_customers", "customers", 1, 0},
    {"purchases_per_customer", "purchases per customer", "sales", "customers", 0, 0},
    {"revenue", "revenue", "revenue", NULL, 0, 0},
    {"revenue_net", "net revenue", "revenue_net", NULL, 0, 0},
    {"contribution", "contribution", "contribution", NULL, 0, 0},
    {"acquisition_cost", "acquisition cost", "acquisition_cost", NULL, 0, 1},
    {"cac", "CAC", "acquisition_cost", "size", 0, 1},
    {"payback_age", "payback age", NULL, NULL, 0, 1},
    {"clv_total", "LTV after acquisition", "clv_total", NULL, 0, 1},
    {"clv_mean", NULL, "clv_total", "size", 0, 1},
    {"return", "LTV:CAC", "contribution", "acquisition_cost", 0, 1},
    {"clv_margin", "LTV after acquisition and goods", "clv_margin", NULL, 0, 1},
    {"between_p500", "days between purchases (median)", NULL, NULL, 0, 0},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static int is_shown(const cohort *c, const shown *one) {
    return (c->question.cost != NULL || !one->needs_cost) && answer_knows(c, one->column);
}

static uint32_t money_decimals(const cohort *c) { return c->in.scale < 2 ? c->in.scale : 2; }

static grid_style style_of(const cohort *c, const leadline_column *column, const shown *one) {
    uint32_t decimals = c->question.decimals;
    grid_style style = {column->unit == LEADLINE_UNIT_RATIO ? decimals + !one->is_rate : money_decimals(c), one->is_rate};
    return style;
}

/* Days, with a sign before those that are of a sketch. */
static void add_days(const cohort *c, grid *lines, cell value, int is_sketch) {
    char text[CELL_TEXT_MAX], line[CELL_TEXT_MAX + 4];
    value.is_double = 1;
    CHECK(leadline_ratio_double(value.numerator, value.denominator, &value.number));
    value.number /= 86400;
    cell_rounded(&value, c->question.decimals, 0, text);
    snprintf(line, sizeof line, "%s%s", is_sketch ? "\xE2\x89\x88" : "", text);
    grid_add_text(lines, line);
}

/* How many times between purchases a cohort has: one fewer than purchases for each customer. */
static int is_of_sketch(const answer_columns *all, size_t row) {
    cell sales = cell_read(answers_column(all, "sales"), row), customers = cell_read(answers_column(all, "customers"), row);
    return sales.state == LEADLINE_DEFINED && sales.numerator.low - customers.numerator.low > EXACT_TIMES;
}

static void add_ages(grid *lines, const answer_columns *all, size_t row, int is_over) {
    char text[32];
    snprintf(text, sizeof text, "%lld%s", (long long)answers_column(all, "ages")->integers[row], is_over ? "" : "*");
    grid_add_text(lines, text);
}

/* A column in all, with what was spent where nobody began: without it the total would hang on how cohorts are cut. */
static sum total_of(const answer_columns *all, const char *column, sum elsewhere) {
    sum total = sum_of(all, column);
    if (elsewhere.state != LEADLINE_DEFINED) return total;
    if (strcmp(column, "acquisition_cost") == 0) sum_add(&total, elsewhere.value);
    if (strcmp(column, "clv_total") == 0 || strcmp(column, "clv_margin") == 0) sum_subtract(&total, elsewhere);
    return total;
}

static void add_totals(const cohort *c, grid *lines, const answer_columns *all, sum elsewhere) {
    const sum one = {{1, 0}, LEADLINE_DEFINED};
    char text[CELL_TEXT_MAX + 1];
    table_add_total(lines, all);
    cell_integer_text(sum_of(all, "size").value, text);
    grid_add_text(lines, text);
    grid_add_text(lines, "");
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!is_shown(c, &columns[i])) continue;
        const leadline_column *column = answers_column(all, columns[i].column);
        grid_style style = style_of(c, column, &columns[i]);
        if (columns[i].top == NULL) {
            grid_add_text(lines, "");
            continue;
        }
        const leadline_column *top = answers_column(all, columns[i].top);
        const leadline_column *bottom = columns[i].bottom != NULL ? answers_column(all, columns[i].bottom) : NULL;
        uint32_t scale = bottom != NULL && bottom->unit == LEADLINE_UNIT_MONEY ? 0 : top->scale; /* money over money is a number */
        cell value = sum_ratio(total_of(all, columns[i].top, elsewhere),
                               bottom != NULL ? total_of(all, columns[i].bottom, elsewhere) : one, scale);
        int is_count = column->unit == LEADLINE_UNIT_COUNT;
        if (value.state == LEADLINE_DEFINED && cell_rounded(&value, is_count ? 0 : style.decimals, style.percent ? 2 : 0, text)) {
            strcat(text, style.percent ? "%" : "");
            grid_add_text(lines, text);
        } else {
            grid_add_text(lines, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
        }
    }
}

/* Who is worth the mean: customers, unless some of those who began never bought. */
static const char *mean_heading(const cohort *c, const answer_columns *all, arena *memory) {
    char text[64];
    sum size = sum_of(all, "size"), customers = sum_of(all, "customers");
    int is_same = customers.state == LEADLINE_DEFINED && size.value.low == customers.value.low;
    snprintf(text, sizeof text, "LTV after acquisition per %s", is_same ? "customer" : table_member(c));
    return arena_text(memory, text, strlen(text));
}

int summary_print(const cohort *c, arena *memory, const answer_columns *all, const cohort_order *order, sum elsewhere) {
    size_t count = 0;
    int has_sketch = 0;
    for (size_t i = 0; i < COLUMNS; i++) count += (size_t)is_shown(c, &columns[i]);
    grid lines = grid_start(memory, all->key_count + 2 + count, all->key_count);
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->columns[i].name);
    grid_add_text(&lines, table_members(c));
    grid_add_text(&lines, "ages");
    for (size_t i = 0; i < COLUMNS; i++) {
        if (is_shown(c, &columns[i])) grid_add_text(&lines, columns[i].heading != NULL ? columns[i].heading : mean_heading(c, all, memory));
    }
    answer_columns ages = answers_read(memory, c->table);
    const leadline_column *starts = answers_column(&ages, "age_start");
    for (size_t g = 0; g < order->shown; g++) {
        size_t row = order->summary[order->groups[g].first];
        char text[CELL_TEXT_MAX];
        table_add_keys(&lines, all, row);
        cell_integer_text(answers_number(answers_column(all, "size"), row), text);
        grid_add_text(&lines, text);
        add_ages(&lines, all, row, starts->states[order->groups[g].end - 1] != LEADLINE_IN_PROGRESS);
        for (size_t i = 0; i < COLUMNS; i++) {
            if (!is_shown(c, &columns[i])) continue;
            const leadline_column *column = answers_column(all, columns[i].column);
            grid_style style = style_of(c, column, &columns[i]);
            cell value = cell_read(column, row);
            if (column->unit == LEADLINE_UNIT_SECONDS && value.state == LEADLINE_DEFINED) {
                int is_sketch = is_of_sketch(all, row);
                has_sketch |= is_sketch;
                add_days(c, &lines, value, is_sketch);
            } else if (value.state == LEADLINE_IN_PROGRESS) {
                grid_add_text(&lines, "not yet");
            } else {
                grid_add_number(&lines, column, row, &style);
            }
        }
    }
    if (c->question.totals && order->count > 0) add_totals(c, &lines, all, elsewhere);
    grid_print(stdout, &lines);
    return has_sketch;
}
