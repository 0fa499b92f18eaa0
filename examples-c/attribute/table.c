/*
 * table.c - models side by side, and what moves between them, for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

void table_add_names(grid *lines, const answer_columns *all, size_t count, size_t row) {
    const grid_style plain = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const leadline_column *column = &all->columns[i];
        size_t size = 0;
        if (column->type != LEADLINE_TYPE_STRING) {
            grid_add_number(lines, column, row, &plain);
            continue;
        }
        if (all->starts.name == NULL || i + 1 != all->period || all->starts.states[row] != LEADLINE_IN_PROGRESS) {
            grid_add_key(lines, column, row);
            continue;
        }
        const char *bytes = cell_bytes(column, row, &size);
        char text[48];
        snprintf(text, sizeof text, "%.*s*", (int)size, bytes);
        grid_add_text(lines, text);
    }
}

void table_add_keys(grid *lines, const credit *c, size_t row) { table_add_names(lines, &c->all, c->key_count, row); }

void table_add_word(grid *lines, const credit *c, const char *word) {
    for (size_t i = 0; i < c->key_count; i++) grid_add_text(lines, i == 0 ? word : "");
}

void table_add_key_names(grid *lines, const credit *c) {
    for (size_t i = 0; i < c->key_count; i++) grid_add_text(lines, c->all.columns[i].name);
}

static void add_sum(grid *lines, const credit *c, sum total, uint32_t scale) {
    char text[CELL_TEXT_MAX];
    cell value = sum_cell(total, scale);
    if (!cell_rounded(&value, c->of->question.decimals, 0, text)) strcpy(text, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
    grid_add_text(lines, text);
}

/* Of which outcomes a table is, and by what. */
static void print_subject(const credit *c, size_t outcome) {
    int by_value = c->each[outcome].by_value;
    text_print_plain(stdout, credit_outcome_name(c, outcome));
    fputs(by_value ? " by value" : " by number", stdout);
    if (by_value && c->of->in.currency != NULL) printf(", %s", c->of->in.currency);
}

/* ---- Models side by side ---- */

static void print_models(const credit *c, arena *memory, size_t outcome) {
    const question *q = &c->of->question;
    const grid_style style = {q->decimals, 0};
    size_t models = q->models.count;
    grid lines = grid_start(memory, c->key_count + models, c->key_count);
    table_add_key_names(&lines, c);
    for (size_t m = 0; m < models; m++) grid_add_text(&lines, q->models.items[m].model.name);
    for (size_t g = 0; g < c->shown; g++) {
        size_t row = c->groups[g].first + outcome;
        table_add_keys(&lines, c, row);
        for (size_t m = 0; m < models; m++) {
            const leadline_column *column = credit_column(c, &c->all, m, outcome, "");
            cell value = cell_read(column, row);
            char text[CELL_TEXT_MAX];
            if (cell_rounded(&value, style.decimals, 0, text)) grid_add_text(&lines, text);
            else grid_add_text(&lines, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
        }
    }
    if (c->shown < c->group_count) {
        char word[48];
        snprintf(word, sizeof word, "(%zu others)", c->group_count - c->shown);
        table_add_word(&lines, c, word);
        for (size_t m = 0; m < models; m++) {
            const leadline_column *column = credit_column(c, &c->all, m, outcome, "");
            add_sum(&lines, c, credit_sum(c, column, outcome, c->shown, c->group_count), column->scale);
        }
    }
    table_add_word(&lines, c, "(unassigned)");
    for (size_t m = 0; m < models; m++) add_sum(&lines, c, credit_unassigned(c, m, outcome), credit_column(c, &c->totals, m, outcome, "")->scale);
    table_add_word(&lines, c, "total");
    for (size_t m = 0; m < models; m++) {
        const leadline_column *column = credit_column(c, &c->all, m, outcome, "");
        sum total = credit_sum(c, column, outcome, 0, c->group_count);
        sum_add(&total, credit_unassigned(c, m, outcome).value);
        add_sum(&lines, c, total, column->scale);
    }
    grid_print(stdout, &lines);
}

/* ---- What moves ---- */

static int is_of_clicks(const question *q, size_t model) { return q->models.items[model].model.kind == LEADLINE_MODEL_LAST_CLICK; }

/* The model that others are held against: the last click where it is asked for, else the first of them. */
static size_t base_of(const question *q) {
    for (size_t m = 0; m < q->models.count; m++) {
        if (is_of_clicks(q, m)) return m;
    }
    return 0;
}

static int gives_nothing(const credit *c, size_t model, size_t outcome) {
    const leadline_column *column = credit_column(c, &c->all, model, outcome, "");
    for (size_t g = 0; g < c->group_count; g++) {
        leadline_int128 given = answers_number(column, c->groups[g].first + outcome);
        if (given.low != 0 || given.high != 0) return 0;
    }
    return 1;
}

/* Credit of a key; of the last but one, what is unassigned. */
static sum credit_of(const credit *c, size_t model, size_t outcome, size_t group) {
    if (group == c->group_count) return credit_unassigned(c, model, outcome);
    return credit_sum(c, credit_column(c, &c->all, model, outcome, ""), outcome, group, group + 1);
}

static sum difference(const credit *c, size_t model, size_t base, size_t outcome, size_t group) {
    sum moved = credit_of(c, model, outcome, group);
    sum_subtract(&moved, credit_of(c, base, outcome, group));
    return moved;
}

static double size_of(sum moved) {
    double size = 0;
    const leadline_int128 one = {1, 0};
    if (moved.state != LEADLINE_DEFINED) return 0;
    CHECK(leadline_ratio_double(moved.value, one, &size));
    return size < 0 ? -size : size;
}

static void add_moved(grid *lines, const credit *c, sum moved, uint32_t scale) {
    char text[CELL_TEXT_MAX + 1] = "+";
    cell value = sum_cell(moved, scale);
    int is_more = moved.value.high > 0 || (moved.value.high == 0 && moved.value.low > 0);
    if (value.state == LEADLINE_DEFINED && is_more && cell_rounded(&value, c->of->question.decimals, 0, text + 1)) grid_add_text(lines, text);
    else add_sum(lines, c, moved, scale);
}

static void print_moves(const credit *c, arena *memory, size_t outcome) {
    const question *q = &c->of->question;
    size_t base = base_of(q), models = q->models.count, count = 0, too_small = 0;
    ordering_group *keys = arena_get(memory, (c->group_count + 1) * sizeof *keys);
    for (size_t g = 0; g <= c->group_count; g++) {
        cell most = {{0, 0}, {1, 0}, 0, LEADLINE_DEFINED, 1};
        for (size_t m = 0; m < models; m++) {
            double size = size_of(difference(c, m, base, outcome, g));
            if (size > most.number) most.number = size;
        }
        if (most.number == 0) continue;
        ordering_group moved = {g, g + 1, 0, NULL, 0, most};
        keys[count++] = moved;
    }
    const credit_outcome *one = &c->each[outcome];
    if (models < 2 || one->count == 0 || (one->by_value && !one->is_worth)) return; /* of nothing, nothing moves */
    if (count == 0) {
        printf("\nNo model gives any key more or less than %s.\n", q->models.items[base].model.name);
        return;
    }
    const ordering by_size = {"size", 1, q->order.limit, 0};
    size_t shown = ordering_apply(&by_size, keys, count, &too_small);
    printf("\nWhat moves against %s, the largest first (", q->models.items[base].model.name);
    print_subject(c, outcome);
    puts("):");
    grid lines = grid_start(memory, c->key_count + models, c->key_count);
    table_add_key_names(&lines, c);
    grid_add_text(&lines, q->models.items[base].model.name);
    for (size_t m = 0; m < models; m++) {
        if (m != base) grid_add_text(&lines, q->models.items[m].model.name);
    }
    uint32_t scale = credit_column(c, &c->totals, base, outcome, "")->scale;
    for (size_t i = 0; i < shown; i++) {
        size_t g = keys[i].first;
        if (g < c->group_count) table_add_keys(&lines, c, c->groups[g].first + outcome);
        else table_add_word(&lines, c, "(unassigned)");
        add_sum(&lines, c, credit_of(c, base, outcome, g), scale);
        for (size_t m = 0; m < models; m++) {
            if (m != base) add_moved(&lines, c, difference(c, m, base, outcome, g), scale);
        }
    }
    grid_print(stdout, &lines);
    if (is_of_clicks(q, base) && gives_nothing(c, base, outcome)) {
        int is_changed = (q->flags & (LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_FIRST | LEADLINE_ATTRIBUTE_DROP_DIRECT)) != 0 || q->most > 0;
        printf("%s credits nobody, because no path %s a click; click_then_view takes the last view then.\n", q->models.items[base].model.name,
               is_changed ? "keeps" : "has");
    }
}

void output_table(const attribute *a) {
    arena memory = {NULL};
    credit c = credit_read(a, &memory, stdout);
    for (size_t outcome = 0; outcome < c.outcomes; outcome++) {
        if (outcome > 0) putchar('\n');
        fputs("Credit of ", stdout);
        print_subject(&c, outcome);
        puts(":");
        print_models(&c, &memory, outcome);
        print_moves(&c, &memory, outcome);
        beside_print(&c, &memory, outcome);
    }
    beside_print_totals(&c, &memory);
    if (a->pairs != NULL) beside_print_pairs(&c, &memory);
    putchar('\n');
    notes_print(&c, &memory);
    arena_free(&memory);
}
