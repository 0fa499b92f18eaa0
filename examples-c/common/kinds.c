/*
 * kinds.c - see kinds.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "kinds.h"

#include "cells.h"
#include "check.h"

static uint64_t count_of(const leadline_engine *engine, const char *kind) {
    char column[96];
    const char *columns[] = {column};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    uint64_t count = 0;
    snprintf(column, sizeof column, "count(%s)", kind);
    query.columns = columns;
    query.column_count = 1;
    query.period = LEADLINE_PERIOD_ALL;
    query.flags = LEADLINE_QUERY_TOTALS;
    if (leadline_query(engine, &query, &table) != LEADLINE_OK) return 0;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column values = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_read_info(table, &info));
    CHECK(leadline_table_column(table, 0, &values));
    cell total = cell_read(&values, info.rows);
    if (total.state == LEADLINE_DEFINED) count = total.numerator.low;
    leadline_table_close(table);
    return count;
}

uint64_t kinds_count(const leadline_engine *engine, const char *kinds) {
    uint64_t count = 0;
    for (const char *at = kinds; *at != '\0';) {
        char kind[64] = "";
        size_t size = strcspn(at, "|");
        if (size < sizeof kind) memcpy(kind, at, size);
        count += count_of(engine, kind);
        at += size + (at[size] == '|');
    }
    return count;
}

void kinds_print_others(FILE *out, const leadline_engine *engine) {
    const char *between = "; there are ";
    for (size_t i = 0; i < leadline_kind_count(engine); i++) {
        leadline_kind_info kind = LEADLINE_KIND_INFO_INIT;
        CHECK(leadline_kind_at(engine, i, &kind));
        uint64_t count = kind.parent == 0 ? count_of(engine, kind.name) : 0;
        if (count == 0) continue;
        fprintf(out, "%s%s (%llu)", between, kind.name, (unsigned long long)count);
        between = ", ";
    }
    fputs(between[0] == ',' ? ". With --map a name of the file is read as a kind.\n" : ": the files hold no facts.\n", out);
}
