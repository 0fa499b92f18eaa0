/*
 * table.c - triangles of cohorts and ages, and a summary, for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* Files may say more decimals than a person wants to see. */
static uint32_t money_decimals(const cohort *c) { return c->in.scale < 2 ? c->in.scale : 2; }

/* Whether all who began did so by buying. */
static int are_buyers(const cohort *c) {
    for (const char *at = c->question.first.kinds;; at++) {
        size_t size = strcspn(at, "|_");
        if (size != 4 || strncmp(at, "sale", 4) != 0) return 0;
        at += strcspn(at, "|");
        if (*at == '\0') return 1;
    }
}

const char *table_member(const cohort *c) { return are_buyers(c) ? "buyer" : "member"; }

const char *table_members(const cohort *c) { return are_buyers(c) ? "buyers" : "members"; }

void table_add_keys(grid *lines, const answer_columns *all, size_t row) {
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

void table_add_total(grid *lines, const answer_columns *all) {
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(lines, i == 0 ? "total" : "");
}

/* A cell of a triangle, with a star where the age is not over. */
static void add_value(grid *lines, cell value, const grid_style *style, int is_over) {
    char text[CELL_TEXT_MAX + 3] = "";
    if (value.state != LEADLINE_DEFINED || !cell_rounded(&value, style->decimals, style->percent ? 2 : 0, text)) {
        grid_add_text(lines, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
        return;
    }
    strcat(text, style->percent ? "%" : "");
    strcat(text, is_over ? "" : "*");
    grid_add_text(lines, text);
}

/* A sum over the size. */
static void add_share(grid *lines, sum top, sum size, uint32_t scale, const grid_style *style, int is_over) {
    add_value(lines, sum_ratio(top, size, scale), style, is_over);
}

static sum sum_at(const leadline_column *column, size_t row) {
    sum one = {answers_number(column, row), column->states != NULL && column->type != LEADLINE_TYPE_INT64 ? column->states[row] : LEADLINE_DEFINED};
    return one;
}

/* An age of all cohorts for which it is over; where it is for none, of all who have come so far. */
typedef struct age_total {
    cell share;
    size_t cohorts;
    int is_over;
} age_total;

static age_total total_at(const answer_columns *all, const leadline_column *top, const cohort_order *order, size_t age) {
    age_total made = {{{0, 0}, {1, 0}, 0, LEADLINE_UNDEFINED_ZERO_DENOMINATOR, 0}, 0, 0};
    const leadline_column *start = answers_column(all, "age_start"), *size = answers_column(all, "size");
    for (int over = 1; over >= 0; over--) {
        sum sums = {{0, 0}, LEADLINE_DEFINED}, sizes = sums;
        made.cohorts = 0;
        for (size_t g = 0; g < order->count; g++) {
            size_t row = order->groups[g].first + age;
            if (row >= order->groups[g].end || (over && start->states[row] == LEADLINE_IN_PROGRESS)) continue;
            sum one = sum_at(top, row);
            if (one.state != LEADLINE_DEFINED) sums.state = one.state;
            sum_add(&sums, one.value);
            sum_add(&sizes, sum_at(size, row).value);
            made.cohorts++;
        }
        if (sizes.value.low == 0 && over) continue;
        made.share = sum_ratio(sums, sizes, top->scale);
        made.is_over = over;
        break;
    }
    return made;
}

static void add_totals(grid *lines, const answer_columns *all, const leadline_column *top, const cohort_order *order, size_t ages,
                       const grid_style *style) {
    for (size_t i = 0; i < ages; i++) {
        age_total now = total_at(all, top, order, i);
        add_value(lines, now.share, style, now.is_over);
    }
}

/*
 * Up to the end of each age. The further, the fewer cohorts have come so far, and their sums alone may fall where every
 * cohort's rise. So, from the first age that not all have behind them, what each age brought those who have is added up.
 */
static void add_totals_up_to(grid *lines, const answer_columns *all, const leadline_column *top, const leadline_column *step,
                             const cohort_order *order, size_t ages, const grid_style *style) {
    cell so_far = {{0, 0}, {1, 0}, 0, LEADLINE_DEFINED, 1};
    int is_whole = 1;
    for (size_t i = 0; i < ages; i++) {
        age_total whole = total_at(all, top, order, i), now = total_at(all, step, order, i);
        double more = 0;
        is_whole &= whole.is_over && whole.cohorts == order->count;
        const cell *from = is_whole || i == 0 ? &whole.share : &now.share;
        if (from->state == LEADLINE_DEFINED) CHECK(leadline_ratio_double(from->numerator, from->denominator, &more));
        else so_far.state = from->state;
        so_far.number = from == &whole.share ? more : so_far.number + more;
        add_value(lines, is_whole || i == 0 ? whole.share : so_far, style, now.is_over);
    }
}

/* `step`: what a column that is up to the end of an age adds up; NULL: each age is for itself. */
static void print_triangle(const cohort *c, arena *memory, const answer_columns *all, const cohort_order *order, const char *column,
                           const char *step, const grid_style *style) {
    const leadline_column *start = answers_column(all, "age_start"), *size = answers_column(all, "size"), *top = answers_column(all, column);
    size_t longest = 0, counted = c->question.totals ? order->count : order->shown;
    for (size_t g = 0; g < counted; g++) {
        size_t ages = order->groups[g].end - order->groups[g].first;
        if (ages > longest) longest = ages;
    }
    grid lines = grid_start(memory, all->key_count + 1 + longest, all->key_count);
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->columns[i].name);
    grid_add_text(&lines, table_members(c));
    for (size_t i = 0; i < longest; i++) add_integer(&lines, (int64_t)i);
    for (size_t g = 0; g < order->shown; g++) {
        size_t row = order->groups[g].first;
        table_add_keys(&lines, all, row);
        add_integer(&lines, size->integers[row]);
        for (size_t at = row; at < row + longest; at++) {
            if (at >= order->groups[g].end) grid_add_text(&lines, "");
            else add_share(&lines, sum_at(top, at), sum_at(size, at), top->scale, style, start->states[at] != LEADLINE_IN_PROGRESS);
        }
    }
    if (c->question.totals) {
        int64_t buyers = 0;
        for (size_t g = 0; g < order->count; g++) buyers += size->integers[order->groups[g].first];
        table_add_total(&lines, all);
        add_integer(&lines, buyers);
        if (step == NULL) add_totals(&lines, all, top, order, longest, style);
        else add_totals_up_to(&lines, all, top, answers_column(all, step), order, longest, style);
    }
    grid_print(stdout, &lines);
}

/* ---- What it rests on ---- */

/* Which ages are decided, and what the totals are of. */
static void print_ages(const cohort *c, const answer_columns *all, const cohort_order *order) {
    const leadline_column *start = answers_column(all, "age_start");
    size_t over = 0, ages = 0;
    for (size_t g = 0; g < order->shown; g++) {
        for (size_t row = order->groups[g].first; row < order->groups[g].end; row++) {
            ages++;
            over += start->states[row] != LEADLINE_IN_PROGRESS;
        }
    }
    if (over < ages) printf("* so far: the period is not over. Decided: %zu of %zu ages of cohorts.\n", over, ages);
    if (!c->question.totals || order->count == 0) return;
    printf("Totals of an age are of all cohorts for which it is over%s.\n",
           c->known.revenue ? "; those up to an age add up what each age brought them" : "");
}

/* What a reader might take for known. */
static void print_money(const cohort *c) {
    const money_known *known = &c->known;
    const char *also = c->question.cost != NULL ? ", payback and LTV are" : " is";
    if (!known->revenue) {
        puts("No sale has an amount: revenue and what is made of it are not known; --amount would tell.");
    } else if (!known->goods && !known->service) {
        printf("No goods_cost or service_cost came in: contribution is not known%s.\n",
               c->question.cost != NULL ? "; payback and LTV are of net revenue" : "");
    } else if (!known->goods) {
        printf("No goods_cost came in: contribution%s before the cost of goods.\n", also);
    }
}

static void print_value(const cohort *c) {
    const money_known *known = &c->known;
    if (c->question.cost == NULL || !known->revenue) return;
    printf("LTV after acquisition: net revenue less acquisition%s. CAC: acquisition cost per %s. LTV:CAC: net revenue%s%s%s over acquisition cost.\n",
           known->service ? " and service" : "", table_member(c), known->goods || known->service ? " less " : "",
           known->goods && known->service ? "goods and service" : known->goods ? "goods" : "", known->service && !known->goods ? "service" : "");
}

static void print_bounds(const cohort *c) {
    const question *q = &c->question;
    if (q->from == NULL && q->to == NULL) return;
    printf("%s%s%s: when the first %s ever was; what members did later counts up to the as-of instant.\n", q->from != NULL ? "--from" : "",
           q->from != NULL && q->to != NULL ? ", " : "", q->to != NULL ? "--to" : "", q->first.kinds);
}

void output_table(const cohort *c) {
    static const char *const words[] = {"day", "week", "month", "quarter", "year"};
    arena memory = {NULL};
    const question *q = &c->question;
    answer_columns all = answers_read(&memory, c->table), summary = answers_read(&memory, c->summary);
    cohort_order order = order_make(c, &memory, &all, &summary);
    if (all.rows == 0) {
        puts("There is no cohort: nobody took the first step.\n");
    } else {
        const char *word = words[q->period - LEADLINE_PERIOD_DAY];
        printf("Retention (active: %s) of those whose first %s was in the %s, by %ss since:\n", q->has_activity ? q->activity.kinds : "sale",
               q->first.kinds, word, word);
        const grid_style shares = {q->decimals, 1}, money = {money_decimals(c), 0};
        print_triangle(c, &memory, &all, &order, "active", NULL, &shares);
        if (c->known.revenue) {
            printf("\nNet revenue per %s up to the end of each age%s%s:\n", table_member(c), c->in.currency != NULL ? ", " : "", c->in.currency != NULL ? c->in.currency : "");
            print_triangle(c, &memory, &all, &order, "total_revenue_net", "revenue_net", &money);
        }
        puts("\nIn all, so far:");
        sum elsewhere = costs_elsewhere(c, &summary);
        int has_sketch = summary_print(c, &memory, &summary, &order, elsewhere);
        putchar('\n');
        ordering_note(stdout, &q->order, order.shown, order.count, order.too_small, "cohorts", table_members(c));
        print_ages(c, &all, &order);
        if (has_sketch) puts("\xE2\x89\x88 within 1/128: of more than 256 times.");
        print_money(c);
        print_value(c);
        costs_note(c, &summary, elsewhere);
    }
    print_bounds(c);
    dates_note(stdout, &c->in, all.as_of);
    arena_free(&memory);
}
