/*
 * stages.c - ready-made lists of stages.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

static const struct {
    const char *name;
    const char *steps;
} lists[] = {
    {"digital", "impression, click, lead, mql, sql, sale, sale_repeat"},
    {"classic", "awareness = impression|view, interest = click|visit, consideration = soft_conversion|content_use|registration, "
                "intent = lead|enquiry, evaluation = meeting|quote, purchase = sale"},
    {"aidal", "awareness = impression|view, interest = lead|subscription|registration, desire = sql|meeting|quote, action = sale, "
              "loyalty = sale_repeat|advocacy"},
    {"pipeline", "lead, mql, sql, opportunity, quote, sale"},
};

const char *stages_find(const char *name) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(lists[i].name, name) == 0) return lists[i].steps;
    }
    return NULL;
}

const char *stages_names(void) {
    static char text[128];
    size_t size = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", i == 0 ? "" : ", ", lists[i].name);
    }
    return text;
}
