/* quickstart - what clicks and leads cost, by campaign. SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "grid.h"

int main(void) {
    leadline_dimension_options campaign = {.struct_size = sizeof campaign, .name = "campaign"};
    leadline_options options = {
        .struct_size = sizeof options, .dimensions = &campaign, .dimension_count = 1, .money_scale = 2 /* amounts in cents */};
    leadline_engine *engine;
    CHECK(leadline_open(&options, &engine, NULL, 0));

    uint32_t spring, summer;
    uint16_t shown, click, lead, spend;
    CHECK(leadline_intern(engine, 0, "spring", 6, &spring));
    CHECK(leadline_intern(engine, 0, "summer", 6, &summer));
    CHECK(leadline_kind_number(engine, "impression", &shown));
    CHECK(leadline_kind_number(engine, "click", &click));
    CHECK(leadline_kind_number(engine, "lead", &lead));
    CHECK(leadline_kind_number(engine, "media_spend", &spend));

    const int64_t day = INT64_C(1717200000000000); /* 2024-06-01, in microseconds since 1970 */
    const int64_t time[] = {day, day, day, day, day, day, day};
    const uint16_t kind[] = {shown, click, lead, spend, shown, click, spend};
    const uint32_t name[] = {spring, spring, spring, spring, summer, summer, summer}, *const codes[] = {name};
    const int64_t count[] = {12000, 240, 9, 1, 8000, 100, 1}, amount[] = {0, 0, 0, 18000, 0, 0, 6250};
    leadline_batch batch = {.struct_size = sizeof batch, .rows = 7, .time = time, .kind = kind, .codes = codes,
                            .dimension_count = 1, .count = count, .amount = amount};
    CHECK(leadline_record_batch(engine, &batch, 0, NULL));

    const char *by[] = {"campaign"}, *columns[] = {"impressions", "clicks", "ctr", "cpc", "cpl"};
    leadline_query_options query = {.struct_size = sizeof query, .by = by, .by_count = 1, .columns = columns,
                                    .column_count = 5, .flags = LEADLINE_QUERY_TOTALS};
    leadline_table *table;
    CHECK(leadline_query(engine, &query, &table));
    grid_style style = {.decimals = 2, .percent = 1};
    grid_print_table(stdout, table, &style);
    leadline_table_close(table);
    CHECK(leadline_close(engine));
    return 0;
}
