/*
 * alerts.c - the rules of --alerts: what they are, and where they could not be judged.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

/* The comparison of a condition: outside of brackets and quotes there is one. */
static const char *find_comparison(const char *text, size_t *size) {
    char quote = '\0';
    int depth = 0;
    for (; *text != '\0'; text++) {
        if (quote != '\0') {
            if (*text == quote) quote = '\0';
        } else if (*text == '"' || *text == '\'') {
            quote = *text;
        } else if (*text == '(' || *text == ')') {
            depth += *text == '(' ? 1 : -1;
        } else if ((*text == '<' || *text == '>') && depth == 0) {
            *size = text[1] == '=' ? 2 : 1;
            return text;
        }
    }
    return NULL;
}

typedef struct rule_rows {
    size_t rows;
    size_t unjudged;
    uint32_t state; /* of the first one */
} rule_rows;

/* In how many rows of the question a side of a rule has no value. */
static rule_rows count_rows(report *r, const leadline_query_options *question, const char *condition) {
    rule_rows found = {0, 0, LEADLINE_DEFINED};
    size_t size = 0;
    const char *at = find_comparison(condition, &size);
    leadline_table *table = NULL;
    if (at == NULL) return found;
    const char *sides[] = {arena_text(&r->in.memory, condition, (size_t)(at - condition)), at + size};
    leadline_query_options query = *question;
    query.columns = sides;
    query.column_count = 2;
    query.order_count = 0;
    query.limit = 0;
    if (leadline_query(r->in.engine, &query, &table) != LEADLINE_OK) return found;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column left = LEADLINE_COLUMN_INIT, right = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_read_info(table, &info));
    CHECK(leadline_table_column(table, info.columns - 2, &left));
    CHECK(leadline_table_column(table, info.columns - 1, &right));
    found.rows = info.rows;
    for (size_t row = 0; row < info.rows; row++) {
        uint32_t state = left.states[row] != LEADLINE_DEFINED ? left.states[row] : right.states[row];
        if (state == LEADLINE_DEFINED) continue;
        if (found.unjudged++ == 0) found.state = state;
    }
    leadline_table_close(table);
    return found;
}

static const char *reason(uint32_t state) {
    switch (state) {
    case LEADLINE_UNDEFINED_NO_DATA: return "no data";
    case LEADLINE_UNDEFINED_ZERO_DENOMINATOR: return "a ratio over zero";
    default: return leadline_state_name(state);
    }
}

void alerts_note(report *r, const leadline_query_options *question, FILE *out, const char *head) {
    int first = 1;
    for (size_t i = 0; i < leadline_alert_count(r->in.engine); i++) {
        leadline_alert rule = LEADLINE_ALERT_INIT;
        CHECK(leadline_alert_at(r->in.engine, i, &rule));
        rule_rows found = count_rows(r, question, rule.condition);
        if (found.unjudged == 0) continue;
        fprintf(out, "%s%s in ", first ? head : "; ", rule.name);
        if (found.unjudged == found.rows) fputs(found.rows == 1 ? "the only row" : "all rows", out);
        else fprintf(out, "%zu of %zu rows", found.unjudged, found.rows);
        fprintf(out, " (%s)", reason(found.state));
        first = 0;
    }
    if (!first) fputs(".\n", out);
}

int alerts_describe(const report *r, const char *name) {
    for (size_t i = 0; i < leadline_alert_count(r->in.engine); i++) {
        leadline_alert rule = LEADLINE_ALERT_INIT;
        CHECK(leadline_alert_at(r->in.engine, i, &rule));
        if (strcmp(rule.name, name) != 0) continue;
        printf("%s\n  what         rule of --alerts\n  breached by  %s\n  description  %s\n", rule.name, rule.condition, rule.description);
        return 1;
    }
    return 0;
}

void alerts_list(const report *r) {
    arena memory = {NULL};
    grid lines = grid_start(&memory, 3, 3);
    for (size_t i = 0; i < leadline_alert_count(r->in.engine); i++) {
        leadline_alert rule = LEADLINE_ALERT_INIT;
        CHECK(leadline_alert_at(r->in.engine, i, &rule));
        grid_add_text(&lines, rule.name);
        grid_add_text(&lines, rule.condition);
        grid_add_text(&lines, rule.description);
    }
    grid_print(stdout, &lines);
    arena_free(&memory);
}
