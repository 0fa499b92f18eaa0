/*
 * steps.c - steps and exclusions out of text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "steps.h"

/* ---- Words ---- */

typedef struct scanner {
    arena *memory;
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
    s->word = arena_text(s->memory, start, size);
}

static int is_word(const scanner *s, const char *word) {
    return s->word != NULL && !s->is_quoted && strcmp(s->word, word) == 0;
}

static void fail(const scanner *s, const char *wanted) {
    usage("--%s '%s': %s is wanted%s%s%s; a step reads [NAME =] KIND|KIND [standing] where DIMENSION = NAME|NAME and ...", s->option, s->text, wanted,
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
    list_add(s->memory, &kinds, first);
    while (is_word(s, "|")) {
        advance(s);
        const char *kind = take_name(s, "a kind");
        list_add(s->memory, &kinds, kind);
        size += strlen(kind) + 1;
    }
    char *text = arena_get(s->memory, size);
    for (size_t i = 0; i < kinds.count; i++) {
        if (i > 0) strcat(text, "|");
        strcat(text, kinds.items[i]);
    }
    return text;
}

static void take_conditions(scanner *s, step_item *made) {
    arena *memory = s->memory;
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
        return arena_text(s->memory, name, strlen(name));
    }
    *s = before;
    return NULL;
}

static step_item take_item(scanner *s) {
    step_item made;
    memset(&made, 0, sizeof made);
    advance(s);
    made.name = take_step_name(s);
    made.kinds = take_kinds(s, take_name(s, "a kind"));
    if (is_word(s, "standing")) {
        advance(s);
        made.is_standing = 1;
    }
    if (is_word(s, "where")) take_conditions(s, &made);
    return made;
}

step_item step_read(arena *memory, const char *option, const char *text) {
    scanner s = {memory, option, text, text, NULL, 0, 0};
    step_item made = take_item(&s);
    if (s.word != NULL) fail(&s, "the end of the step");
    return made;
}

step_item step_read_exclusion(arena *memory, const char *option, const char *text) {
    scanner s = {memory, option, text, text, NULL, 0, 0};
    step_item made = take_item(&s);
    if (is_word(&s, "after")) {
        advance(&s);
        made.after = take_name(&s, "a step");
    }
    if (is_word(&s, "before")) {
        advance(&s);
        made.before = take_name(&s, "a step");
    }
    if (s.word != NULL) fail(&s, "after STEP, before STEP or the end");
    return made;
}

leadline_step step_asked(const step_item *one) {
    leadline_step made = {sizeof made, one->name, one->kinds, one->filters, one->filter_count, one->is_standing ? LEADLINE_STANDING : 0, 0};
    return made;
}

/* ---- Beside an engine ---- */

void step_check(const inputs *in, const char *option, const step_item *one) {
    const char *at = one->kinds;
    for (;;) {
        char kind[128] = "";
        size_t size = strcspn(at, "|");
        memcpy(kind, at, size < sizeof kind - 1 ? size : sizeof kind - 1);
        uint16_t number = 0;
        if (leadline_kind_number(in->engine, kind, &number) != LEADLINE_OK) {
            if (kind[strspn(kind, "0123456789")] == '\0') usage("--%s: '%s' is no name of a kind", option, kind);
            inputs_check_kind(in->engine, option, kind);
        }
        if (at[size] == '\0') break;
        at += size + 1;
    }
    for (size_t i = 0; i < one->filter_count; i++) inputs_check_dimension(in, option, one->filters[i].dimension);
}

void step_note_names(const inputs *in, const char *option, const step_item *one) {
    for (size_t i = 0; i < one->filter_count; i++) {
        const leadline_filter *filter = &one->filters[i];
        uint32_t dimension = 0, code = 0;
        CHECK(leadline_dimension_index(in->engine, filter->dimension, &dimension));
        for (size_t n = 0; n < filter->name_count; n++) {
            const char *name = filter->names[n];
            if (name[0] == '\0' || leadline_find(in->engine, dimension, name, strlen(name), &code) == LEADLINE_OK) continue;
            fprintf(stderr, "%s: --%s: no fact has the %s '", usage_program, option, filter->dimension);
            text_print_plain(stderr, name);
            fputs("'\n", stderr);
        }
    }
}
