/* Facts that are no touches: visits that come of a click, what a correction names; and clicks that stand for views.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_walks.h"

static void test_waived(void) {
    part("visits that a click led to");
    const int64_t second = INT64_C(1000000), idle = 1800 * second;
    leadline_touch touches[2] = {LEADLINE_TOUCH_INIT, LEADLINE_TOUCH_INIT};
    touches[0].kinds = "visit";
    touches[0].role = LEADLINE_TOUCH_CLICK;
    touches[1].role = LEADLINE_TOUCH_CLICK;
    leadline_model model = model_of(LEADLINE_MODEL_LINEAR, NULL);
    leadline_attribution_options options = options_by_channel();
    options.touches = touches;
    options.touch_count = 2;
    options.models = &model;
    options.model_count = 1;
    walk w = {{{MARCH_1, 0, CLICKED, 1, 5, 0}, {MARCH_1 + idle, 0, VISITED, 1, 0, 0}, {MARCH_1 + DAY, 0, CLICKED, 2, 6, 0},
               {MARCH_1 + 2 * DAY, 90, SOLD, 0, 0, 0}}, 4};
    leadline_engine *engine = engine_of(&w, 1);
    CHECK_CREDITS(engine, &options, "a sale 500000 45\nb sale 500000 45\n");
    part("clicks that were invalid");
    deed void_of_a = {MARCH_1 + DAY, 0, VOIDED, 0, 0, 5};
    record_deed(engine, 1, &void_of_a);
    CHECK_CREDITS(engine, &options, "a sale 500000 45\nb sale 500000 45\n");
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + DAY - 1;
    CHECK_CREDITS(engine, &options, "");
    options.flags = 0;
    options.as_of_us = 0;
    touches[0] = touches[1];
    CHECK_CREDITS(engine, &options, "b sale 1000000 90\n");
    CHECK_OK(leadline_close(engine));
    touches[0] = (leadline_touch)LEADLINE_TOUCH_INIT;
    touches[0].kinds = "visit";
    touches[0].role = LEADLINE_TOUCH_VIEW;
    w.deeds[1].time++;
    engine = engine_of(&w, 1);
    CHECK_CREDITS(engine, &options, "a sale 666667 60\nb sale 333333 30\n");
    options.touch_count = 1;
    CHECK_CREDITS(engine, &options, "a sale 1000000 90\n");
    CHECK_OK(leadline_close(engine));
    part("a view and a click in a row");
    walk pair = {{{MARCH_1, 0, VIEWED, 1, 0, 0}, {MARCH_1 + 5 * second, 0, CLICKED, 1, 0, 0}, {MARCH_1 + DAY, 100, SOLD, 0, 0, 0}}, 3};
    engine = engine_of(&pair, 1);
    options.touch_count = 0;
    model = model_of(LEADLINE_MODEL_LAST_CLICK, NULL);
    for (int first = 0; first < 2; first++) {
        options.flags = first ? LEADLINE_ATTRIBUTE_FIRST : LEADLINE_ATTRIBUTE_COLLAPSE;
        CHECK_CREDITS(engine, &options, "a sale 1000000 100\n");
    }
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("attribution, touches\n");
    test_waived();
    return finish();
}
