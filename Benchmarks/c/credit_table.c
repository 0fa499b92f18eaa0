/* Reading tables of credit. */
#include "credit.h"

#include <stdlib.h>
#include <string.h>

void find_columns(const leadline_table *table, credit_columns *columns)
{
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    columns->rows = info.rows;
    for (size_t c = 0, found = 0; c < info.columns; c++) {
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK(leadline_table_column(table, c, &column));
        if (column.type == LEADLINE_TYPE_INT128 && found < 2 * MODELS)
            columns->of[found++] = column;
    }
}

credit credit_at(const credit_columns *columns, size_t model, size_t row)
{
    return (credit){(int64_t)columns->of[2 * model].numerators[row].low, (int64_t)columns->of[2 * model + 1].numerators[row].low};
}

size_t key_at(const leadline_table *table, size_t row)
{
    leadline_column c = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, 0, &c));
    size_t key = 0;
    for (uint64_t at = c.offsets[row] + 1; at < c.offsets[row + 1]; at++)
        key = key * 10 + (size_t)(c.bytes[at] - '0');
    return key;
}

void save_chain(const leadline_table *table, const char *keys, const char *directory)
{
    static credits given;
    static double removal[CAMPAIGNS];
    static credit_columns columns;
    char name[64];
    find_columns(table, &columns);
    memset(&given, 0, sizeof given);
    memset(removal, 0, sizeof removal);
    for (size_t row = 0; row < columns.rows; row++) {
        leadline_column column = LEADLINE_COLUMN_INIT;
        for (size_t c = 0; column.type != LEADLINE_TYPE_DOUBLE; c++)
            CHECK(leadline_table_column(table, c, &column));
        given.of[key_at(table, row)][0] = credit_at(&columns, 0, row);
        removal[key_at(table, row)] = column.doubles[row];
    }
    snprintf(name, sizeof name, "%s-chain.i64", keys);
    save(directory, name, given.of, sizeof given.of, 1);
    snprintf(name, sizeof name, "%s-removal.f64", keys);
    save(directory, name, removal, sizeof removal, 1);
}
