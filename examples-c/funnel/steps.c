/*
 * steps.c - steps and exclusions out of text.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *     step       [NAME =] KIND {| KIND} [where DIMENSION = NAME {| NAME} {and DIMENSION = NAME {| NAME}}]
 *     exclusion  the same, and behind it [after STEP] [before STEP]
 *
 * Names stand in quotes where they have spaces, bars or commas in them.
 */
#include "funnel.h"

/* ---- Words ---- */

typedef struct scanner {
    funnel *f;
    const char *option;
    const char *text; /* all of it, to speak of it */
    const char *at;
    const char *word; /* the word or sign at hand; NULL: the end */
    int is_name;      /* it is no sign, and no word of the language if it stood in quotes */
    int is_quoted;
} scanner;

static void advance(scanner *s) {
    while (*s->at == ' ' || *s->at == '\t' || *s->at == '\n') s->at++;
    const char *start = s->at;
    s->is_quoted = s->is_name = 0;
    s->word = NULL;
    if (*start == '\0') return;
    size_t size = 1;
    if (*start == '"' || *start == '\'') {
        const char *close = strchr(start + 1, *start);
        if (close == NULL) usage("--%s: a quote is never closed in '%s'", s->option, s->text);
        s->is_quoted = 1;
        size = (size_t)(close - ++start);
        s->at = close + 1;
    } else {
        if (*start != '=' && *start != '|') size = strcspn(start, " \t\n=|\"'");
        s->at = start + size;
    }
    s->is_name = s->is_quoted || (*start != '=' && *start != '|');
    s->word = arena_text(&s->f->in.memory, start, size);
}

static int is_word(const scanner *s, const char *word) {
    return s->word != NULL && !s->is_quoted && strcmp(s->word, word) == 0;
}

static void fail(const scanner *s, const char *wanted) {
    usage("--%s '%s': %s is wanted%s%s%s; a step reads [NAME =] KIND|KIND where DIMENSION = NAME|NAME and ...", s->option, s->text, wanted,
          s->word != NULL ? ", not '" : " at the end", s->word != NULL ? s->word : "", s->word != NULL ? "'" : "");
}

static const char *take_name(scanner *s, const char *wanted) {
    if (s->word == NULL || !s->is_name) fail(s, wanted);
    const char *name = s->word;
    advance(s);
    return name;
}

/* ---- Parts ---- */

static const char *take_kinds(scanner *s, const char *first) {
    text_list kinds = {NULL, 0};
    size_t size = strlen(first) + 1;
    list_add(&s->f->in.memory, &kinds, first);
    while (is_word(s, "|")) {
        advance(s);
        const char *kind = take_name(s, "a kind");
        list_add(&s->f->in.memory, &kinds, kind);
        size += strlen(kind) + 1;
    }
    char *text = arena_get(&s->f->in.memory, size);
    for (size_t i = 0; i < kinds.count; i++) {
        if (i > 0) strcat(text, "|");
        strcat(text, kinds.items[i]);
    }
    return text;
}

static void take_conditions(scanner *s, item *made) {
    arena *memory = &s->f->in.memory;
    do {
        advance(s); /* over where, and */
        leadline_filter filter = LEADLINE_FILTER_INIT;
        text_list names = {NULL, 0};
        filter.dimension = take_name(s, "a dimension");
        if (!is_word(s, "=")) fail(s, "=");
        do {
            advance(s);
            list_add(memory, &names, take_name(s, "a name"));
        } while (is_word(s, "|"));
        filter.names = names.items;
        filter.name_count = names.count;
        made->filters = arena_grow(memory, made->filters, made->filter_count, sizeof *made->filters);
        made->filters[made->filter_count++] = filter;
    } while (is_word(s, "and"));
}

/* The words before a = that comes before any condition, or NULL; the scanner is then where it was. */
static const char *take_step_name(scanner *s) {
    scanner before = *s;
    char name[256] = "";
    while (s->word != NULL && s->is_name && !is_word(s, "where")) {
        size_t size = strlen(name);
        snprintf(name + size, sizeof name - size, "%s%s", size > 0 ? " " : "", s->word);
        advance(s);
    }
    if (is_word(s, "=")) {
        advance(s);
        return arena_text(&s->f->in.memory, name, strlen(name));
    }
    *s = before;
    return NULL;
}

static item take_item(scanner *s) {
    item made;
    memset(&made, 0, sizeof made);
    advance(s);
    made.name = take_step_name(s);
    made.kinds = take_kinds(s, take_name(s, "a kind"));
    if (is_word(s, "where")) take_conditions(s, &made);
    return made;
}

void steps_add(funnel *f, const char *option, const char *text) {
    question *q = &f->question;
    text_list list = {NULL, 0};
    list_split(&f->in.memory, &list, text);
    for (size_t i = 0; i < list.count; i++) {
        scanner s = {f, option, list.items[i], list.items[i], NULL, 0, 0};
        item made = take_item(&s);
        if (s.word != NULL) fail(&s, "the end of the step");
        q->steps = arena_grow(&f->in.memory, q->steps, q->step_count, sizeof *q->steps);
        q->steps[q->step_count++] = made;
    }
    if (list.count == 0) usage("--%s names no step", option);
}

void steps_add_exclusion(funnel *f, const char *text) {
    question *q = &f->question;
    scanner s = {f, "exclude", text, text, NULL, 0, 0};
    item made = take_item(&s);
    if (is_word(&s, "after")) {
        advance(&s);
        made.after = take_name(&s, "a step");
    }
    if (is_word(&s, "before")) {
        advance(&s);
        made.before = take_name(&s, "a step");
    }
    if (s.word != NULL) fail(&s, "after STEP, before STEP or the end");
    q->exclusions = arena_grow(&f->in.memory, q->exclusions, q->exclusion_count, sizeof *q->exclusions);
    q->exclusions[q->exclusion_count++] = made;
}

const char *steps_name(const item *step) {
    return step->name != NULL ? step->name : step->kinds;
}

uint32_t steps_number(const question *q, const char *text) {
    if (text == NULL) return 0;
    for (size_t i = 0; i < q->step_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        if (strcmp(text, number) == 0 || strcmp(text, steps_name(&q->steps[i])) == 0) return (uint32_t)i + 1;
    }
    usage("--exclude: there is no step '%s'; say its number, 1 to %zu, or its name", text, q->step_count);
    return 0;
}
