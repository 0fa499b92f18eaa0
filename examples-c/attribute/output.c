/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Both have all there is, numbers and values. Numerators and denominators are exact, of ratios as they were counted; times are
 * seconds.
 */
#include "attribute.h"

/* ---- JSON ---- */

static void json_begin(int *is_first) {
    fputs(*is_first ? "\n{" : ",\n{", stdout);
    *is_first = 0;
}

static void json_rows(const char *name, const answer_columns *all) {
    int is_first = 1;
    printf("\"%s\": [", name);
    for (size_t row = 0; row < all->rows; row++) {
        json_begin(&is_first);
        rows_json(all, row);
        putchar('}');
    }
    fputs("\n], ", stdout);
}

static void json_touches(const attribute *a, arena *memory) {
    touch_list list = touches_list(&a->question, memory);
    fputs("\"touches\": [", stdout);
    for (size_t i = 0; i < list.count; i++) {
        char name[512];
        int64_t window = list.items[i].is_excluded ? 0 : touches_window(a, &list.items[i]);
        touches_name(&list.items[i], name, sizeof name);
        fputs(i > 0 ? ", {\"touch\": " : "{\"touch\": ", stdout);
        text_json(stdout, name, strlen(name));
        if (window == INT64_MAX || list.items[i].is_excluded) fputs(", \"window\": null", stdout);
        else printf(", \"window\": %lld", (long long)(window / 1000000));
        printf(", \"excluded\": %s}", list.items[i].is_excluded ? "true" : "false");
    }
    fputs("], ", stdout);
}

static void json_flag(const char *name, int is_on, const char *end) { printf("\"%s\": %s%s", name, is_on ? "true" : "false", end); }

/* What was made of paths, and of the outcomes of a buyer; lengths in seconds. */
static void json_rules(const question *q) {
    fputs("\"paths\": {", stdout);
    json_flag("collapse", (q->flags & LEADLINE_ATTRIBUTE_COLLAPSE) != 0, ", ");
    json_flag("first_touches", (q->flags & LEADLINE_ATTRIBUTE_FIRST) != 0, ", ");
    json_flag("drop_direct", (q->flags & LEADLINE_ATTRIBUTE_DROP_DIRECT) != 0, ", \"most\": ");
    if (q->most > 0) printf("%lu", (unsigned long)q->most);
    else fputs("null", stdout);
    fputs("}, \"outcomes\": {", stdout);
    json_flag("first", (q->outcome_flags & LEADLINE_OUTCOME_FIRST) != 0, ", ");
    json_flag("anew", (q->outcome_flags & LEADLINE_OUTCOME_ANEW) != 0, ", ");
    json_flag("outcome_is_touch", (q->outcome_flags & LEADLINE_OUTCOME_IS_TOUCH) != 0, ", \"gap\": ");
    if (q->gap_us > 0) printf("%lld", (long long)(q->gap_us / 1000000));
    else fputs("null", stdout);
    fputs("}, ", stdout);
}

/* Which touches are direct, and where that matters, whether any is; null is a name that is not set. */
static void json_direct(const attribute *a, arena *memory) {
    static const char *const usual[] = {"direct", ""};
    const question *q = &a->question;
    const char *dimension = q->direct != NULL ? q->direct_filter.dimension : a->paths.is_on ? "key" : q->by.items[0];
    const char *const *names = q->direct != NULL ? q->direct_filter.names : usual;
    size_t count = q->direct != NULL ? q->direct_filter.name_count : a->paths.is_on ? 1 : 2;
    fputs("\"direct\": {\"dimension\": ", stdout);
    text_json(stdout, dimension, strlen(dimension));
    fputs(", \"names\": [", stdout);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) fputs(", ", stdout);
        if (names[i][0] != '\0') text_json(stdout, names[i], strlen(names[i]));
        else fputs("null", stdout);
    }
    printf("], \"came\": %s}, ", !answer_wants_direct(q) ? "null" : answer_has_direct(a, memory) ? "true" : "false");
}

void output_json(const attribute *a) {
    arena memory = {NULL};
    credit c = credit_read(a, &memory, stderr);
    int is_first = 1;
    fputs("{\"credits\": [", stdout);
    for (size_t g = 0; g < c.shown; g++) {
        for (size_t row = c.groups[g].first; row < c.groups[g].end; row++) {
            json_begin(&is_first);
            rows_json(&c.all, row);
            putchar('}');
        }
    }
    fputs("\n], ", stdout);
    json_rows("totals", &c.totals);
    if (a->pairs != NULL) json_rows("pairs", &c.pairs);
    if (!a->paths.is_on) json_touches(a, &memory);
    json_rules(&a->question);
    json_direct(a, &memory);
    if (!a->paths.is_on) nobody_json(a, &memory);
    fputs("\"as_of\": ", stdout);
    dates_json(a->in.engine, a->in.intake.dated ? c.all.as_of : INT64_MIN);
    fputs("}\n", stdout);
    arena_free(&memory);
}

/* ---- CSV ---- */

/* What a model gives to no key, as a row like those of keys; what is not credit is empty. */
static void csv_unassigned(const credit *c, size_t row) {
    const question *q = &c->of->question;
    for (size_t i = 0; i < c->key_count; i++) {
        int is_period = c->all.period == i + 1;
        size_t size = 0;
        const char *bytes = is_period ? cell_bytes(&c->totals.columns[c->totals.period - 1], row, &size) : NULL;
        if (i > 0) putchar(',');
        if (is_period) text_csv(stdout, bytes, size);
        else if (i == 0) fputs("(unassigned)", stdout);
    }
    size_t size = 0;
    const char *outcome = cell_bytes(&c->totals.columns[c->totals.key_count - 1], row, &size);
    putchar(',');
    text_csv(stdout, outcome, size);
    for (size_t i = c->all.key_count; i < c->all.count; i++) {
        const leadline_column *column = &c->all.columns[i];
        size_t m = 0;
        value_text text;
        memset(&text, 0, sizeof text);
        text.state = "";
        for (; m < q->models.count; m++) {
            const char *name = q->models.items[m].model.name;
            if (strncmp(column->name, name, strlen(name)) != 0) continue;
            const char *ending = column->name + strlen(name);
            if (ending[0] != '\0' && strcmp(ending, "_value") != 0) continue;
            value_write(answers_column(&c->totals, column->name), row, &text);
            break;
        }
        putchar(',');
        if (column->type != LEADLINE_TYPE_STRING && column->type != LEADLINE_TYPE_INT64) printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
    }
    putchar('\n');
}

void output_csv(const attribute *a) {
    arena memory = {NULL};
    credit c = credit_read(a, &memory, stderr);
    rows_csv_names(&c.all);
    putchar('\n');
    for (size_t g = 0; g < c.shown; g++) {
        for (size_t row = c.groups[g].first; row < c.groups[g].end; row++) {
            rows_csv(&c.all, row);
            putchar('\n');
        }
    }
    for (size_t row = 0; row < c.totals.rows; row++) csv_unassigned(&c, row);
    notes_print(&c, &memory);
    arena_free(&memory);
}
