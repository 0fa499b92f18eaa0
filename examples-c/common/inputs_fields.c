/*
 * inputs_fields.c - options that say what a column is.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What was copied into a source must not change any more, so lists are never altered in place: a changed list is a copy.
 */
#include "inputs.h"

/* The value in two: what is before the last `mark` and what is behind it, NULL without one. */
static const char *cut_last(inputs *in, const char *text, char mark, const char **behind) {
    const char *at = strrchr(text, mark);
    *behind = at != NULL ? at + 1 : NULL;
    return at != NULL ? arena_text(&in->memory, text, (size_t)(at - text)) : text;
}

/* Takes COL=KIND:count or COL=KIND:amount apart. */
static void read_measure(inputs *in, const char *text, field *made) {
    const char *kind, *what = NULL;
    made->column = cut_last(in, text, '=', &kind);
    if (kind != NULL) made->name = cut_last(in, kind, ':', &what);
    if (what != NULL && strcmp(what, "count") == 0) {
        made->use = LEADLINE_FIELD_MEASURE_COUNT;
    } else if (what != NULL && strcmp(what, "amount") == 0) {
        made->use = LEADLINE_FIELD_MEASURE_AMOUNT;
    } else {
        usage("--measure takes COLUMN=KIND:count or COLUMN=KIND:amount, like Clicks=click:count, not '%s'", text);
    }
}

/* Takes COL, COL=NAME, =VALUE=NAME apart. */
static void read_dimension(inputs *in, const char *text, field *made) {
    const char *constant = text[0] == '=' ? text + 1 : NULL;
    made->column = cut_last(in, constant != NULL ? constant : text, '=', &made->name);
    if (constant != NULL) {
        if (made->name == NULL) usage("--dimension =VALUE=NAME needs the dimension's name, like =facebook=channel, not '%s'", text);
        made->value = made->column;
        made->column = NULL;
    }
    if (made->name == NULL) made->name = made->column;
    if (made->name[0] == '\0' || strlen(made->name) > 255) usage("--dimension '%s' has a name of no or more than 255 bytes", text);
}

static void read_field(inputs *in, uint32_t use, const char *text, field *made) {
    made->use = use;
    switch (use) {
    case LEADLINE_FIELD_MEASURE_COUNT: read_measure(in, text, made); return;
    case LEADLINE_FIELD_DIMENSION: read_dimension(in, text, made); return;
    case LEADLINE_FIELD_IGNORE: {
        const char *equals = strchr(text, '=');
        if (equals == NULL) usage("--ignore takes COLUMN=VALUE, like Campaign=Total, not '%s'", text);
        made->column = arena_text(&in->memory, text, (size_t)(equals - text));
        made->value = equals + 1;
        return;
    }
    default: break;
    }
    if (text[0] == '=') {
        made->value = text + 1;
    } else {
        made->column = text;
    }
}

/* Options whose value is --measure's are one; the others each are. */
static uint32_t option_of(uint32_t use) {
    return use == LEADLINE_FIELD_MEASURE_AMOUNT ? LEADLINE_FIELD_MEASURE_COUNT : use;
}

/* Whether `made` takes the place of `old`. */
static int replaces(const field *made, const field *old) {
    int inherited = old->group != made->group;
    switch (made->use) {
    case LEADLINE_FIELD_MEASURE_COUNT:
    case LEADLINE_FIELD_MEASURE_AMOUNT:
        /* Measures and a kind are two ways to say what a row is. */
        if (old->use == LEADLINE_FIELD_KIND || old->use == LEADLINE_FIELD_AMOUNT || old->use == LEADLINE_FIELD_COUNT) return inherited;
        return inherited && old->use == made->use && strcmp(old->name, made->name) == 0;
    case LEADLINE_FIELD_KIND:
        if (option_of(old->use) == LEADLINE_FIELD_MEASURE_COUNT) return inherited;
        return old->use == LEADLINE_FIELD_KIND;
    case LEADLINE_FIELD_DIMENSION:
        if (old->use != LEADLINE_FIELD_DIMENSION || strcmp(old->name, made->name) != 0) return 0;
        if (!inherited) usage("--dimension %s is given twice for one file", made->name);
        return 1;
    case LEADLINE_FIELD_TIME: return inherited && old->use == made->use;
    case LEADLINE_FIELD_IGNORE: return 0;
    default: return old->use == made->use;
    }
}

void fields_set(inputs *in, settings *s, uint32_t use, const option_reader *option) {
    field made = {use, option->name, option->value, NULL, NULL, NULL, s->group};
    int forget = option->value[0] == '\0';
    if (!forget) read_field(in, use, option->value, &made);
    if (!forget && made.column != NULL && made.column[0] == '\0') usage("--%s '%s' names no column", option->name, option->value);

    field *kept = arena_get(&in->memory, (s->field_count + 1) * sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *old = &s->fields[i];
        if (forget ? option_of(old->use) == use : replaces(&made, old)) continue;
        kept[count++] = *old;
    }
    if (!forget) kept[count++] = made;
    s->fields = kept;
    s->field_count = count;
    if (forget) return;
    if (use == LEADLINE_FIELD_ID) in->ids = 1;
    if (use == LEADLINE_FIELD_DIMENSION && list_find(&in->dimensions, made.name) == in->dimensions.count) {
        list_add(&in->memory, &in->dimensions, made.name);
    }
}

uint32_t fields_column_number(const settings *s, const field *f) {
    const char *digits = f->column;
    uint64_t number = 0;
    if (digits == NULL || (*digits != '#' && !(s->flags & LEADLINE_CSV_NO_HEADER))) return 0;
    if (*digits == '#') digits++;
    if (strlen(digits) > 9) return 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) number = number * 10 + (uint64_t)(*digits - '0');
    return *digits == '\0' ? (uint32_t)number : 0;
}

int fields_ask_for(const field *f, const char *column) {
    return f->column != NULL && strncmp(f->column, column, FAULT_COLUMN_SIZE) == 0;
}

void fields_add_map(inputs *in, settings *s, const option_reader *option) {
    const char *kind;
    const char *text = cut_last(in, option->value, '=', &kind);
    if (option->value[0] == '\0') {
        s->map_count = 0;
        return;
    }
    if (kind == NULL || kind[0] == '\0') usage("--map takes VALUE=KIND, like purchase=sale, not '%s'", option->value);
    translation *maps = arena_get(&in->memory, (s->map_count + 1) * sizeof *maps);
    size_t count = 0;
    for (size_t i = 0; i < s->map_count; i++) {
        if (strcmp(s->maps[i].text, text) != 0) maps[count++] = s->maps[i];
    }
    translation made = {NULL, text, kind};
    maps[count++] = made;
    s->maps = maps;
    s->map_count = count;
}

void fields_add_names(inputs *in, settings *s, const option_reader *option) {
    const char *equals = strchr(option->value, '=');
    if (option->value[0] == '\0') {
        s->names_count = 0;
        return;
    }
    if (equals == NULL || equals == option->value || equals[1] == '\0') {
        usage("--names takes DIMENSION=FILE, like region=regions.txt, not '%s'", option->value);
    }
    names_file made = {arena_text(&in->memory, option->value, (size_t)(equals - option->value)), equals + 1};
    names_file *names = arena_get(&in->memory, (s->names_count + 1) * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < s->names_count; i++) {
        if (strcmp(s->names[i].dimension, made.dimension) != 0) names[count++] = s->names[i];
    }
    names[count++] = made;
    s->names = names;
    s->names_count = count;
}
