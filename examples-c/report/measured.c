/*
 * measured.c - what the files measure, and what they leave unsaid.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A column of clicks that is 0 all the way down says that there were none, and yet nothing is taken in: so the library is
 * told which kinds have columns. The other way round a kind that has counts and no amounts is worth 0 to the library, where
 * the files just do not tell what it was worth: a note says so.
 */
#include "report.h"

static void add_kind(report *r, const char *name) {
    uint16_t number = 0;
    if (name == NULL) return;
    if (leadline_kind_number(r->in.engine, name, &number) != LEADLINE_OK) {
        if (name[0] == '\0' || name[strspn(name, "0123456789")] != '\0' || strlen(name) > 5) return;
        number = (uint16_t)atoi(name);
    }
    for (size_t i = 0; i < r->measured_count; i++) {
        if (r->measured[i] == number) return;
    }
    if (r->measured_count == sizeof r->measured / sizeof *r->measured) return;
    r->measured[r->measured_count++] = number;
}

void measured_find(report *r) {
    r->measured_count = 0;
    for (size_t i = 0; i < r->in.source_count; i++) {
        const settings *s = &r->in.sources[i].settings;
        for (size_t f = 0; f < s->field_count; f++) {
            const field *one = &s->fields[f];
            if (one->use == LEADLINE_FIELD_MEASURE_COUNT || one->use == LEADLINE_FIELD_MEASURE_AMOUNT) add_kind(r, one->name);
            if (one->use == LEADLINE_FIELD_KIND) add_kind(r, one->value);
        }
        for (size_t m = 0; m < s->map_count; m++) add_kind(r, s->maps[m].replacement);
    }
}

static int is_measured(const report *r, uint16_t kind) {
    for (size_t i = 0; i < r->measured_count; i++) {
        if (r->measured[i] == kind) return 1;
    }
    return 0;
}

int measured_has_costs(const report *r) {
    return is_measured(r, LEADLINE_KIND_MEDIA_SPEND);
}

static int is_zero(const cell *value) {
    return value->numerator.low == 0 && value->numerator.high == 0;
}

void measured_note(report *r) {
    static const struct {
        const char *money, *things, *what, *advice;
    } figures[] = {
        {"revenue", "sales", "the sales have no amounts: revenue and what is made of it (roas, romi, average_check ...) are 0 here",
         "--measure COL=sale:amount"},
        {"media_spend", "clicks", "no file tells what the media cost: media_spend and what is made of it (cpc, cpl ...) are 0 here",
         "--measure COL=media_spend:amount"},
    };
    const question *q = &r->question;
    expression_uses uses = {{NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0};
    for (size_t i = 0; i < q->asked.count; i++) expressions_scan(r, q->asked.items[i], &uses);
    for (size_t i = 0; q->alerts && i < leadline_alert_count(r->in.engine); i++) {
        leadline_alert rule = LEADLINE_ALERT_INIT;
        CHECK(leadline_alert_at(r->in.engine, i, &rule));
        expressions_scan(r, rule.condition, &uses);
    }
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const char *names[2] = {figures[i].money, figures[i].things};
        cell totals[2];
        if (list_find(&uses.names, names[0]) == uses.names.count) continue;
        defaults_read_totals(r, names, 2, totals);
        if (i == 1 && measured_has_costs(r)) continue;
        if (totals[0].state != LEADLINE_DEFINED || totals[1].state != LEADLINE_DEFINED) continue;
        if (!is_zero(&totals[0]) || is_zero(&totals[1])) continue;
        fprintf(stderr, "report: %s, but unknown; %s would tell\n", figures[i].what, figures[i].advice);
    }
}
