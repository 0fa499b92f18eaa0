/*
 * nobody.c - what is not in the answer: outcomes that there are none of, and facts that name nobody.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

/* Why there is no outcome of a name. */
static void note_nothing(const credit *c) {
    const question *q = &c->of->question;
    for (size_t i = 0; i < q->outcome_count && !c->of->paths.is_on; i++) {
        const step_item *one = &q->outcomes[i];
        if (c->each[i].count > 0) continue;
        uint64_t count = kinds_count(c->of->in.engine, one->kinds);
        FILE *out = notes_line(c);
        if (count == 0) {
            fprintf(out, "No fact is of kind %s", one->kinds);
            kinds_print_others(out, c->of->in.engine);
            continue;
        }
        fprintf(out, "There are facts of kind %s (%llu), but none is an outcome; do they name a person", one->kinds, (unsigned long long)count);
        if (one->filter_count > 0) fputs(", have the names asked for", out);
        if (q->from != NULL || q->to != NULL) fputs(", lie within --from and --to", out);
        if (q->as_of != NULL) fputs(", come no later than --as-of", out);
        fputs("? Sales that were taken back are none.\n", out);
    }
}

/* ---- Facts that name nobody ---- */

/* The one number in a column of a table of one row or of none. */
static uint64_t number_of(leadline_table *table, arena *memory, const char *first, const char *second) {
    answer_columns all = answers_read(memory, table);
    uint64_t count = 0;
    for (size_t row = 0; row < all.rows; row++) {
        count += (uint64_t)answers_column(&all, first)->integers[row];
        if (second != NULL) count += (uint64_t)answers_column(&all, second)->integers[row];
    }
    leadline_table_close(table);
    return count;
}

/* How many facts of a kind are in journeys: those that name somebody. Kinds with amounts have a table of these; others are never
 * taken back, and so each is an outcome. */
static uint64_t named_count(const attribute *a, arena *memory, const char *kind) {
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_amount_options amounts = LEADLINE_AMOUNT_OPTIONS_INIT;
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    leadline_model model = LEADLINE_MODEL_INIT;
    leadline_attribution_options asked = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    leadline_table *table = NULL, *credits = NULL;
    step.kinds = outcome.kinds = kind;
    amounts.facts = &step;
    if (leadline_amounts(a->in.engine, &amounts, &table) == LEADLINE_OK) return number_of(table, memory, "facts", "below_zero");
    model.kind = LEADLINE_MODEL_LAST;
    asked.outcomes = &outcome;
    asked.outcome_count = 1;
    asked.models = &model;
    asked.model_count = 1;
    asked.by = a->question.by.items;
    asked.by_count = a->question.by.count;
    if (leadline_attribute(a->in.engine, &asked, &credits, &table, NULL) != LEADLINE_OK) return UINT64_MAX;
    leadline_table_close(credits);
    return number_of(table, memory, "outcomes", NULL);
}

/* Whether a kind is the other, or a part of it. */
static int is_part(const leadline_engine *engine, const char *kind, const char *of) {
    uint16_t number = 0, whole = 0;
    if (leadline_kind_number(engine, kind, &number) != LEADLINE_OK || leadline_kind_number(engine, of, &whole) != LEADLINE_OK) return 1;
    for (size_t i = 0; i < leadline_kind_count(engine) && number != whole && number != 0; i++) {
        leadline_kind_info info = LEADLINE_KIND_INFO_INIT;
        CHECK(leadline_kind_at(engine, i, &info));
        if (info.number != number) continue;
        number = info.parent;
        i = (size_t)-1;
    }
    return number == whole;
}

/* Whether roll-ups count each fact of a kind once: not where a row says how many it stands for. */
static int is_single(const attribute *a, const char *kind) {
    if (inputs_has_use(&a->in, LEADLINE_FIELD_COUNT)) return 0;
    for (size_t i = 0; i < a->in.source_count; i++) {
        const settings *s = &a->in.sources[i].settings;
        for (size_t f = 0; f < s->field_count; f++) {
            int is_measure = s->fields[f].use == LEADLINE_FIELD_MEASURE_COUNT || s->fields[f].use == LEADLINE_FIELD_MEASURE_AMOUNT;
            if (is_measure && is_part(a->in.engine, s->fields[f].name, kind)) return 0;
        }
    }
    return 1;
}

typedef struct nameless {
    const char *kind;
    uint64_t all, count;
} nameless;

/* Of each kind that is an outcome, once; those that cannot be told exactly are left out. */
static nameless *nameless_read(const attribute *a, arena *memory, size_t *count) {
    const question *q = &a->question;
    text_list kinds = {NULL, 0};
    nameless *made = NULL;
    *count = 0;
    for (size_t i = 0; i < q->outcome_count && !a->paths.is_on; i++) {
        for (const char *at = q->outcomes[i].kinds; *at != '\0';) {
            size_t size = strcspn(at, "|");
            const char *kind = arena_text(memory, at, size);
            if (list_find(&kinds, kind) == kinds.count) list_add(memory, &kinds, kind);
            at += size + (at[size] == '|');
        }
    }
    for (size_t i = 0; i < kinds.count; i++) {
        nameless one = {kinds.items[i], kinds_count(a->in.engine, kinds.items[i]), 0};
        if (one.all == 0 || !is_single(a, one.kind)) continue;
        uint64_t named = named_count(a, memory, one.kind);
        if (named > one.all) continue;
        one.count = one.all - named;
        made = arena_grow(memory, made, *count, sizeof *made);
        made[(*count)++] = one;
    }
    return made;
}

void nobody_note(const credit *c, arena *memory) {
    size_t count = 0;
    const nameless *kinds = nameless_read(c->of, memory, &count);
    int has_accounts = inputs_has_use(&c->of->in, LEADLINE_FIELD_ACCOUNT);
    note_nothing(c);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].count == 0) continue;
        fprintf(notes_line(c), "%llu of %llu facts of kind %s name no person%s and are in no path.\n", (unsigned long long)kinds[i].count, (unsigned long long)kinds[i].all, kinds[i].kind,
                has_accounts ? " and no account" : "");
    }
}

void nobody_json(const attribute *a, arena *memory) {
    size_t count = 0;
    const nameless *kinds = nameless_read(a, memory, &count);
    fputs("\"nameless\": [", stdout);
    for (size_t i = 0; i < count; i++) {
        fputs(i > 0 ? ", {\"kind\": " : "{\"kind\": ", stdout);
        text_json(stdout, kinds[i].kind, strlen(kinds[i].kind));
        printf(", \"facts\": %llu, \"nameless\": %llu}", (unsigned long long)kinds[i].all, (unsigned long long)kinds[i].count);
    }
    fputs("], ", stdout);
}
