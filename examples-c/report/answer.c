/*
 * answer.c - the question, and notes on what the figures rest on.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

#include "answers.h"

int answer(report *r) {
    question *q = &r->question;
    if (q->are_defaults && !q->alerts) {
        defaults_choose(r);
        columns_drop_vanity(r);
        columns_spread(r);
    }
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = q->by.items;
    query.by_count = q->by.count;
    query.filters = q->filters;
    query.filter_count = q->filter_count;
    query.columns = q->asked.items;
    query.column_count = q->asked.count;
    query.order = q->order.items;
    query.order_count = q->order.count;
    query.from_us = q->from_us;
    query.to_us = q->to_us;
    query.as_of_us = q->as_of_us;
    query.limit = q->limit;
    query.period = q->period;
    query.flags = (q->from != NULL ? LEADLINE_QUERY_FROM : 0) | (q->to != NULL ? LEADLINE_QUERY_TO : 0) |
                  (q->as_of != NULL ? LEADLINE_QUERY_AS_OF : 0) | (q->totals ? LEADLINE_QUERY_TOTALS : 0) |
                  (q->compare != COMPARE_NOTHING ? LEADLINE_QUERY_EARLIER_KEYS : 0);
    query.measured = r->measured;
    query.measured_count = r->measured_count;
    leadline_table *table = NULL;
    if (q->alerts) query.column_count = 0;
    leadline_status status =
        q->alerts ? leadline_alerts(r->in.engine, &query, NULL, 0, &table) : leadline_query(r->in.engine, &query, &table);
    if (status != LEADLINE_OK) {
        char text[512] = "";
        leadline_engine_error(r->in.engine, text, sizeof text);
        fprintf(stderr, "report: %s\n", text[0] != '\0' ? text : leadline_status_text(status));
        return status == LEADLINE_QUERY_ORDER || status == LEADLINE_ERROR_NAME ? EXIT_USAGE : EXIT_INPUT;
    }
    inputs_note_repeats(&r->in);
    answers_note_double_booking(table);
    where_note(r);
    measured_note(r);
    switch (q->format) {
    case FORMAT_TABLE: output_table(r, table); break;
    case FORMAT_CSV: output_csv(r, table); break;
    case FORMAT_JSON: output_json(r, table); break;
    }
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    if (q->alerts && q->format == FORMAT_TABLE && info.rows == 0) puts("No rule is breached.");
    if (q->alerts && q->format == FORMAT_TABLE) alerts_note(r, &query, stdout, "Not judged: ");
    else if (q->alerts) alerts_note(r, &query, stderr, "report: not judged: ");
    leadline_table_close(table);
    return 0;
}
