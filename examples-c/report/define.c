/*
 * define.c - indicators of the user's own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

static int is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The part of a text without the spaces around it. */
static const char *trimmed(report *r, const char *start, const char *end) {
    while (start < end && is_space(*start)) start++;
    while (end > start && is_space(end[-1])) end--;
    return arena_text(&r->in.memory, start, (size_t)(end - start));
}

void define_add(report *r, const option_reader *option) {
    const char *equals = strchr(option->value, '=');
    definition made = {NULL, NULL};
    if (equals != NULL) {
        made.name = trimmed(r, option->value, equals);
        made.formula = trimmed(r, equals + 1, option->value + strlen(option->value));
    }
    if (equals == NULL || made.name[0] == '\0' || made.formula[0] == '\0') {
        usage("--define takes NAME = EXPRESSION, like 'margin = (revenue - media_spend) / revenue', not '%s'", option->value);
    }
    r->definitions = arena_grow(&r->in.memory, r->definitions, r->definition_count, sizeof *r->definitions);
    r->definitions[r->definition_count++] = made;
}

leadline_status define_one(const report *r, const char *name, const char *formula, size_t *position) {
    leadline_definition made = LEADLINE_DEFINITION_INIT;
    made.name = name;
    made.formula = formula;
    return leadline_define(r->in.engine, &made, position);
}

/* Ends the program, the fault in the expression marked where it has a place. */
static void refuse(const report *r, const definition *what, leadline_status status, size_t position) {
    char text[512] = "";
    leadline_engine_error(r->in.engine, text, sizeof text);
    fputs("report: --define ", stderr);
    text_print_plain(stderr, what->name);
    fputs(": ", stderr);
    text_print_plain(stderr, text[0] != '\0' ? text : leadline_status_text(status));
    fputc('\n', stderr);
    if (position <= strlen(what->formula)) {
        fputs("    ", stderr);
        text_print_plain(stderr, what->formula);
        fprintf(stderr, "\n    %*s^\n", (int)text_print(NULL, what->formula, position), "");
    }
    exit(EXIT_USAGE);
}

void define_all(report *r) {
    char *done = arena_get(&r->in.memory, r->definition_count + 1);
    size_t left = r->definition_count;
    /* One that names what is not there yet waits for the others. */
    for (size_t before = left + 1; left > 0 && left < before;) {
        before = left;
        for (size_t i = 0; i < r->definition_count; i++) {
            size_t position = SIZE_MAX;
            if (done[i]) continue;
            leadline_status status = define_one(r, r->definitions[i].name, r->definitions[i].formula, &position);
            if (status != LEADLINE_OK && status != LEADLINE_EXPRESSION_NAME) refuse(r, &r->definitions[i], status, position);
            if (status != LEADLINE_OK) continue;
            done[i] = 1;
            left--;
        }
    }
    for (size_t i = 0; i < r->definition_count; i++) {
        size_t position = SIZE_MAX;
        if (done[i]) continue;
        leadline_status status = define_one(r, r->definitions[i].name, r->definitions[i].formula, &position);
        refuse(r, &r->definitions[i], status, position);
    }
}

void define_check_shares(const report *r) {
    static const char *const share = "allowed_share";
    cell value;
    int given = 0;
    for (size_t i = 0; i < r->definition_count; i++) given = given || strcmp(r->definitions[i].name, share) == 0;
    if (!given) return;
    /* There are no facts yet: what has a value is a number. */
    defaults_read_totals(r, &share, 1, &value);
    if (value.state != LEADLINE_DEFINED) return;
    double number = 0;
    if (leadline_ratio_double(value.numerator, value.denominator, &number) != LEADLINE_OK || (number >= 0 && number <= 1)) return;
    fprintf(stderr, "report: allowed_share is %g, but it is a share from 0 to 1: half of the margin is 0.5\n", number);
}
