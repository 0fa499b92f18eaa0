/*
 * beside.c - what stands beside the credit, for people: influence, activity, totals and pairs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

/* Files may say more decimals than a person wants to see. */
static grid_style plain(const credit *c) {
    const grid_style style = {c->of->question.decimals, 0};
    return style;
}

/* ---- By key ---- */

static void print_details(const credit *c, arena *memory, size_t outcome) {
    static const struct {
        const char *column, *heading;
    } shown[] = {{"sourced", "sourced"}, {"last_touch", "last touch"}, {"influenced", "influenced"}, {"assisted", "assisted"},
        {"view_assisted", "by a view"}, {"click_assisted", "by a click"}, {"view_through", "view-through"}};
    const size_t columns = sizeof shown / sizeof *shown;
    const grid_style style = plain(c);
    grid lines = grid_start(memory, c->key_count + columns + 1, c->key_count);
    puts("\nWhat each had a part in; an outcome counts for every key on its path:");
    table_add_key_names(&lines, c);
    for (size_t i = 0; i < columns; i++) grid_add_text(&lines, shown[i].heading);
    grid_add_text(&lines, c->each[outcome].by_value ? "assist to last, by number" : "assist to last");
    for (size_t g = 0; g < c->shown; g++) {
        size_t row = c->groups[g].first + outcome;
        table_add_keys(&lines, c, row);
        for (size_t i = 0; i < columns; i++) grid_add_number(&lines, credit_shown(c, &c->all, shown[i].column, outcome), row, &style);
        grid_add_number(&lines, answers_column(&c->all, "assist_to_last"), row, &style);
    }
    grid_print(stdout, &lines);
}

grid beside_by_model(const credit *c, arena *memory, size_t outcome, const char *column, const char *ending, grid_style style) {
    const question *q = &c->of->question;
    grid lines = grid_start(memory, c->key_count + 1 + q->models.count, c->key_count);
    const grid_style whole = plain(c);
    table_add_key_names(&lines, c);
    grid_add_text(&lines, column);
    for (size_t m = 0; m < q->models.count; m++) grid_add_text(&lines, q->models.items[m].model.name);
    for (size_t g = 0; g < c->shown; g++) {
        size_t row = c->groups[g].first + outcome;
        table_add_keys(&lines, c, row);
        grid_add_number(&lines, answers_column(&c->all, column), row, &whole);
        for (size_t m = 0; m < q->models.count; m++) {
            const leadline_column *values = credit_column(c, &c->all, m, outcome, ending);
            int is_word = values->type == LEADLINE_TYPE_STRING;
            if (is_word && values->states[row] != LEADLINE_DEFINED) grid_add_text(&lines, grid_undefined(values->states[row]));
            else if (is_word) grid_add_key(&lines, values, row);
            else grid_add_number(&lines, values, row, &style);
        }
    }
    return lines;
}

static void print_by_model(const credit *c, arena *memory, size_t outcome, const char *heading, const char *ending) {
    const grid_style small = {6, 0};
    grid lines = beside_by_model(c, memory, outcome, "activity", ending, small);
    printf("\n%s\n", heading);
    grid_print(stdout, &lines);
}

/* What would be lost without a key, by models of chains. */
static void print_removals(const credit *c, arena *memory, size_t outcome) {
    const question *q = &c->of->question;
    const grid_style share = {1, 0}, number = plain(c);
    size_t chains = 0;
    for (size_t m = 0; m < q->models.count; m++) chains += q->models.items[m].model.kind == LEADLINE_MODEL_MARKOV;
    if (chains == 0) return;
    grid lines = grid_start(memory, c->key_count + 2 * chains, c->key_count);
    puts("\nWhat would be lost without each, in a chain of all paths: share of the outcomes, and number:");
    table_add_key_names(&lines, c);
    for (size_t m = 0; m < q->models.count; m++) {
        if (q->models.items[m].model.kind != LEADLINE_MODEL_MARKOV) continue;
        grid_add_text(&lines, q->models.items[m].model.name);
        grid_add_text(&lines, "outcomes");
    }
    for (size_t g = 0; g < c->shown; g++) {
        size_t row = c->groups[g].first + outcome;
        table_add_keys(&lines, c, row);
        for (size_t m = 0; m < q->models.count; m++) {
            if (q->models.items[m].model.kind != LEADLINE_MODEL_MARKOV) continue;
            cell effect = cell_read(credit_column(c, &c->all, m, outcome, "_removal"), row);
            char text[CELL_TEXT_MAX + 1];
            if (cell_rounded(&effect, share.decimals, 2, text)) strcat(text, "%");
            else strcpy(text, grid_undefined(effect.state));
            grid_add_text(&lines, text);
            grid_add_number(&lines, credit_column(c, &c->all, m, outcome, "_lost"), row, &number);
        }
    }
    grid_print(stdout, &lines);
}

void beside_print(const credit *c, arena *memory, size_t outcome) {
    const question *q = &c->of->question;
    if (q->details) {
        print_details(c, memory, outcome);
        print_removals(c, memory, outcome);
    }
    if (q->cost != NULL) returns_print(c, memory, outcome);
    if (q->activity == NULL) return;
    print_by_model(c, memory, outcome, "Outcomes credited by unit of activity:", "_impact");
    if (q->optimise_from > 0) print_by_model(c, memory, outcome, "What to do with it:", "_class");
}

/* ---- Of all keys ---- */

static int add_time(grid *lines, const leadline_column *column, size_t row, int is_sketch) {
    char text[CELL_TEXT_MAX], line[CELL_TEXT_MAX + 4];
    cell value = cell_read(column, row);
    if (value.state == LEADLINE_UNDEFINED_NO_DATA) {
        grid_add_text(lines, "-");
        return 0;
    }
    durations_format(&value, text);
    snprintf(line, sizeof line, "%s%s", is_sketch ? "\xE2\x89\x88" : "", text);
    grid_add_text(lines, line);
    return is_sketch;
}

void beside_print_totals(const credit *c, arena *memory) {
    static const char *const headings[] = {"outcomes", "value", "untouched", "view-through", "touches: mean", "median", "time: mean", "median"};
    const size_t count = sizeof headings / sizeof *headings;
    const grid_style style = plain(c);
    const answer_columns *all = &c->totals;
    int has_sketch = 0, has_times = !c->of->paths.is_on;
    if (all->rows == 0) return;
    grid lines = grid_start(memory, all->key_count + count - (has_times ? 0 : 2), all->key_count);
    puts("\nAll outcomes, from the first touch on:");
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->columns[i].name);
    for (size_t i = 0; i < count - (has_times ? 0 : 2); i++) grid_add_text(&lines, headings[i]);
    for (size_t row = 0; row < all->rows; row++) {
        int is_sketch = answers_column(all, "outcomes")->integers[row] > 256; /* exact up to so many */
        table_add_names(&lines, all, all->key_count, row);
        grid_add_number(&lines, answers_column(all, "outcomes"), row, &style);
        grid_add_number(&lines, answers_column(all, "value"), row, &style);
        grid_add_number(&lines, answers_column(all, "untouched"), row, &style);
        grid_add_number(&lines, credit_shown(c, all, "view_through", row % c->outcomes), row, &style);
        grid_add_number(&lines, answers_column(all, "touches_mean"), row, &style);
        grid_add_number(&lines, answers_column(all, "touches_p500"), row, &style);
        if (!has_times) continue;
        add_time(&lines, answers_column(all, "time_mean"), row, 0);
        has_sketch |= add_time(&lines, answers_column(all, "time_p500"), row, is_sketch);
    }
    grid_print(stdout, &lines);
    if (has_sketch) puts("\xE2\x89\x88 within 1/128: of more than 256 times.");
}

void beside_print_pairs(const credit *c, arena *memory) {
    const question *q = &c->of->question;
    const answer_columns *all = &c->pairs;
    const grid_style style = plain(c), share = {1, 1};
    const leadline_column *both = answers_column(all, "both");
    const ordering by_size = {"both", 1, q->order.limit, 0};
    size_t too_small = 0;
    ordering_group *rows = arena_get(memory, (all->rows + 1) * sizeof *rows);
    for (size_t row = 0; row < all->rows; row++) {
        ordering_group one = {row, row + 1, 0, NULL, 0, cell_read(both, row)};
        rows[row] = one;
    }
    size_t shown = ordering_apply(&by_size, rows, all->rows, &too_small);
    const int has_number = !credit_all_by_value(c), has_value = credit_any_by_value(c);
    grid lines = grid_start(memory, all->key_count + 3 + (size_t)(has_number + has_value), all->key_count);
    puts("\nTwo on one path, the most frequent first; synergy: outcomes of paths that had these two and no other:");
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->columns[i].name);
    grid_add_text(&lines, "both");
    grid_add_text(&lines, "either");
    grid_add_text(&lines, "overlap");
    if (has_number) grid_add_text(&lines, "synergy");
    if (has_value) grid_add_text(&lines, "synergy by value");
    for (size_t i = 0; i < shown; i++) {
        size_t row = rows[i].first;
        for (size_t k = 0; k < all->key_count; k++) grid_add_key(&lines, &all->columns[k], row);
        grid_add_number(&lines, both, row, &style);
        grid_add_number(&lines, answers_column(all, "either"), row, &style);
        grid_add_number(&lines, answers_column(all, "overlap"), row, &share);
        if (has_number) grid_add_number(&lines, answers_column(all, "synergy"), row, &style);
        if (has_value) grid_add_number(&lines, answers_column(all, "synergy_value"), row, &style);
    }
    grid_print(stdout, &lines);
    ordering_note(stdout, &by_size, shown, all->rows, too_small, "pairs", "outcomes");
}
