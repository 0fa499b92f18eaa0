/*
 * columns.c - which columns are asked for, and which of them are shown how.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * From the columns that the user names follow those that --compare, --target, --health and --interval put behind them. The latter
 * wants counts that are asked for without being shown.
 */
#include "report.h"

/* ---- Which ---- */

static int is_vanity(const report *r, const char *column) {
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    if (leadline_indicator_find(r->in.engine, column, &info) == LEADLINE_OK) return (info.flags & LEADLINE_INDICATOR_VANITY) != 0;
    /* count(page_view) is page_views under another name. */
    for (size_t i = 0; i < leadline_indicator_count(r->in.engine); i++) {
        CHECK(leadline_indicator_at(r->in.engine, i, &info));
        if (strcmp(info.formula, column) == 0) return (info.flags & LEADLINE_INDICATOR_VANITY) != 0;
    }
    return 0;
}

void columns_drop_vanity(report *r) {
    text_list kept = {NULL, 0}, *columns = &r->question.columns;
    if (!r->question.no_vanity) return;
    for (size_t i = 0; i < columns->count; i++) {
        if (!is_vanity(r, columns->items[i])) list_add(&r->in.memory, &kept, columns->items[i]);
    }
    *columns = kept;
}

/* Adds all that the engine knows and these files can be asked for; says what is left out, and why. */
static void add_all(report *r, text_list *columns) {
    int left_out = 0;
    for (size_t i = 0; i < leadline_indicator_count(r->in.engine); i++) {
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        expression_uses uses = {{NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0};
        CHECK(leadline_indicator_at(r->in.engine, i, &info));
        if (info.flags & LEADLINE_INDICATOR_ELSEWHERE) continue;
        if (r->question.no_vanity && (info.flags & LEADLINE_INDICATOR_VANITY)) continue;
        expressions_scan(r, info.id, &uses);
        const char *missing = expressions_missing(r, &uses);
        if (missing == NULL) {
            list_add(&r->in.memory, columns, arena_text(&r->in.memory, info.id, strlen(info.id)));
            continue;
        }
        fprintf(stderr, "%s%s (no dimension %s)", left_out ? ", " : "report: --indicators all leaves out ", info.id, missing);
        left_out = 1;
    }
    if (left_out) fputc('\n', stderr);
}

void columns_choose(report *r) {
    question *q = &r->question;
    text_list chosen = {NULL, 0};
    if (q->are_defaults) columns_drop_vanity(r);
    for (size_t i = 0; i < q->columns.count; i++) {
        if (strcmp(q->columns.items[i], "all") == 0) {
            q->all = 1;
            add_all(r, &chosen);
        } else {
            list_add(&r->in.memory, &chosen, q->columns.items[i]);
        }
    }
    q->columns = chosen;
}

/* ---- Targets ---- */

void columns_add_target(report *r, const option_reader *option) {
    question *q = &r->question;
    const char *equals = strchr(option->value, '=');
    target made = {NULL, NULL, NULL};
    int good = equals != NULL && equals > option->value;
    if (good) {
        const char *digits = equals + 1;
        size_t whole = strspn(digits, "0123456789");
        size_t decimals = digits[whole] == '.' ? strspn(digits + whole + 1, "0123456789") : 0;
        size_t size = decimals > 0 ? whole + 1 + decimals : whole;
        good = whole > 0 && digits[size] == '\0';
        made.name = arena_text(&r->in.memory, option->value, (size_t)(equals - option->value));
        made.value = digits;
    }
    if (!good) usage("--target takes INDICATOR=NUMBER, like leads=50 or cpl=12.50, not '%s'", option->value);
    q->targets = arena_grow(&r->in.memory, q->targets, q->target_count, sizeof *q->targets);
    q->targets[q->target_count++] = made;
}

/* Whether two names stand for one indicator. */
static int is_same(const report *r, const char *one, const char *other) {
    leadline_indicator_info a = LEADLINE_INDICATOR_INFO_INIT, b = LEADLINE_INDICATOR_INFO_INIT;
    return leadline_indicator_find(r->in.engine, one, &a) == LEADLINE_OK && leadline_indicator_find(r->in.engine, other, &b) == LEADLINE_OK &&
           strcmp(a.id, b.id) == 0;
}

void columns_define_targets(report *r) {
    question *q = &r->question;
    for (size_t i = 0; i < q->target_count; i++) {
        target *t = &q->targets[i];
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        char name[96], formula[512];
        if (leadline_indicator_find(r->in.engine, t->name, &info) != LEADLINE_OK) {
            const char *best = suggest_indicators(r, t->name);
            usage("--target: no measure or indicator is called '%s'%s%s%s", t->name, best != NULL ? "; did you mean " : "",
                  best != NULL ? best : "", best != NULL ? "?" : "; an expression needs a name by --define");
        }
        for (size_t j = 0; j < i; j++) {
            if (is_same(r, q->targets[j].name, t->name)) usage("--target is given twice for %s", info.id);
        }
        leadline_target given = LEADLINE_TARGET_INIT;
        given.indicator = t->name;
        given.value = t->value;
        snprintf(name, sizeof name, "%s_attainment", t->name);
        snprintf(formula, sizeof formula, "attainment(%s)", t->name);
        size_t position = 0;
        leadline_status status = leadline_set_target(r->in.engine, &given);
        if (status == LEADLINE_OK) status = define_one(r, name, formula, &position);
        if (status != LEADLINE_OK) {
            char text[512] = "";
            leadline_engine_error(r->in.engine, text, sizeof text);
            usage("--target %s: %s", t->name, text[0] != '\0' ? text : leadline_status_text(status));
        }
        t->attainment = arena_text(&r->in.memory, name, strlen(name));
    }
}

/* ---- Shown how ---- */

/* Asks for an expression; returns which column of the answer it is. */
static size_t ask(report *r, const char *expression) {
    text_list *asked = &r->question.asked;
    size_t i = list_find(asked, expression);
    return i < asked->count ? i : list_add(&r->in.memory, asked, expression);
}

shown_column *columns_show(report *r, const char *expression, const char *heading) {
    question *q = &r->question;
    q->shown = arena_grow(&r->in.memory, q->shown, q->shown_count, sizeof *q->shown);
    shown_column *made = &q->shown[q->shown_count++];
    made->column = made->like = ask(r, expression);
    made->heading = heading;
    return made;
}

const char *columns_text(report *r, const char *before, const char *middle, const char *behind) {
    size_t size = strlen(before) + strlen(middle) + strlen(behind) + 1;
    char *text = arena_get(&r->in.memory, size);
    snprintf(text, size, "%s%s%s", before, middle, behind);
    return text;
}

/* Of what should be large a part is reached; what should be small has a most. */
static void show_target(report *r, const target *t, int is_behind) {
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK(leadline_indicator_find(r->in.engine, t->name, &info));
    const char *of = info.direction == LEADLINE_DIRECTION_DOWN ? "of at most " : "of ";
    columns_show(r, t->attainment, is_behind ? columns_text(r, of, t->value, "") : columns_text(r, columns_text(r, t->name, " ", of), t->value, ""))->is_part = 1;
}

static void show_health(report *r, const health *h, int is_behind) {
    columns_show(r, columns_text(r, "health(", h->name, ")"), is_behind ? "health" : NULL)->is_health = 1;
}

/* Of an answer of leadline_alerts, the two sides. */
void columns_show_alerts(report *r) {
    columns_show(r, "left", "value");
    columns_show(r, "right", "limit");
}

void columns_spread(report *r) {
    question *q = &r->question;
    for (size_t i = 0; i < q->columns.count; i++) {
        const char *column = q->columns.items[i], *above, *below;
        shown_column *made = columns_show(r, column, NULL);
        if (q->level > 0 && expressions_are_counts(r, column, &above, &below, &r->in.memory)) {
            made->has_interval = 1;
            made->above = ask(r, above);
            made->below = ask(r, below);
        }
        if (q->compare != COMPARE_NOTHING) compare_show(r, column);
        for (size_t j = 0; j < q->target_count; j++) {
            if (is_same(r, q->targets[j].name, column)) show_target(r, &q->targets[j], 1);
        }
        for (size_t j = 0; j < q->health_count; j++) {
            if (is_same(r, q->healths[j].name, column)) show_health(r, &q->healths[j], 1);
        }
    }
    for (size_t j = 0; j < q->target_count; j++) {
        size_t i = 0;
        while (i < q->columns.count && !is_same(r, q->targets[j].name, q->columns.items[i])) i++;
        if (i == q->columns.count) show_target(r, &q->targets[j], 0);
    }
    for (size_t j = 0; j < q->health_count; j++) {
        size_t i = 0;
        while (i < q->columns.count && !is_same(r, q->healths[j].name, q->columns.items[i])) i++;
        if (i == q->columns.count) show_health(r, &q->healths[j], 0);
    }
}
