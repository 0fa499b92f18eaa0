/*
 * report - from the CSV files of ad platforms, shops and CRMs to indicators, exactly.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * report.h says how its parts hang together; help.c what it can do.
 */
#include "report.h"

int main(int argc, char **argv) {
    report r;
    memset(&r, 0, sizeof r);
    int status = 0;
    arguments_read(&r, argc, argv);
    if (r.describe != NULL) {
        plan_open_plain(&r);
        describe(&r);
    } else {
        plan_open(&r);
    }
    for (size_t i = 0; i < r.in.source_count && status == 0; i++) status = input_read(&r.in, &r.in.sources[i]);
    if (status == 0 && r.describe == NULL) status = answer(&r);
    return inputs_close(&r.in, status);
}
