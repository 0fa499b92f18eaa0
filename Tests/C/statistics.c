/* Statistics and planning from C: the catalogue's vectors, the same bits as every other build, and no argument that does harm.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static leadline_int128 whole(int64_t number) {
    leadline_int128 wide = {(uint64_t)number, number < 0 ? -1 : 0};
    return wide;
}

static leadline_value ratio(int64_t numerator, int64_t denominator) {
    leadline_value value = {whole(numerator), whole(denominator), LEADLINE_DEFINED, LEADLINE_UNIT_NONE};
    return value;
}

/* A value is numerator/denominator, or !state. */
static void check_value(leadline_value value, const char *wanted, int line) {
    text t = {0};
    if (value.state != LEADLINE_DEFINED) {
        add_text(&t, "!%u", value.state);
    } else {
        add_whole(&t, value.numerator);
        add_text(&t, "/");
        add_whole(&t, value.denominator);
    }
    check_texts(t.bytes, wanted, __FILE__, line, "value");
    free(t.bytes);
}

#define CHECK_VALUE(value, wanted) check_value((value), (wanted), __LINE__)

static uint64_t bits_of(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void test_proportions(void) {
    part("5.1 and 5.11 intervals and tests");
    leadline_interval interval;
    CHECK_OK(leadline_wilson_interval(whole(9), whole(100), 9500, &interval));
    CHECK_INT(interval.state, LEADLINE_DEFINED);
    CHECK(interval.low > 0.0480725 && interval.low < 0.0480735 && interval.high > 0.1622615 && interval.high < 0.1622625);
    uint32_t enough = 7;
    CHECK_OK(leadline_enough_data(whole(9), whole(100), 9500, whole(100), 0.1142, &enough));
    CHECK_INT(enough, 1);
    CHECK_OK(leadline_enough_data(whole(9), whole(100), 9500, whole(101), 0.1142, &enough));
    CHECK_INT(enough, 0);
    leadline_comparison comparison;
    CHECK_OK(leadline_compare_proportions(whole(10), whole(1000), whole(4), whole(1000), &comparison));
    CHECK(comparison.z > 1.6092095 && comparison.z < 1.6092105 && comparison.p > 0.1075705 && comparison.p < 0.1075715);
    CHECK_VALUE(comparison.lift, "5/2");
    CHECK_INT(comparison.lift.unit, LEADLINE_UNIT_RATIO);
    CHECK_OK(leadline_compare_proportions(whole(11), whole(50), whole(9), whole(100), &comparison));
    CHECK(comparison.z > 2.2079395 && comparison.z < 2.2079405 && comparison.p > 0.0272475 && comparison.p < 0.0272485);
}

/* What these are is checked elsewhere; here that the machine, the compiler and its options change nothing. */
static void test_bits(void) {
    part("the same bits");
    leadline_interval interval;
    leadline_comparison comparison;
    double factor;
    uint32_t state;
    CHECK_OK(leadline_wilson_interval(whole(16), whole(300), 9500, &interval));
    CHECK_INT(bits_of(interval.low), INT64_C(0x3FA0F16C54102F7C));
    CHECK_INT(bits_of(interval.high), INT64_C(0x3FB5B9FBEC5CCC04));
    CHECK_OK(leadline_compare_proportions(whole(11), whole(50), whole(9), whole(100), &comparison));
    CHECK_INT(bits_of(comparison.z), INT64_C(0x4001A9DC8F6DF104));
    CHECK_INT(bits_of(comparison.p), INT64_C(0x3F9BE703E9FF6DFB));
    CHECK_OK(leadline_compare_proportions(whole(700), whole(10000), whole(300), whole(10000), &comparison));
    CHECK_INT(bits_of(comparison.p), INT64_C(0x381647E9EF550F43));
    CHECK_OK(leadline_growth_factor(whole(1000), whole(5000), 4, &factor, &state));
    CHECK_INT(bits_of(factor), INT64_C(0x3FF7ECF2D7F7566E));
}

static void test_outliers(void) {
    part("conversion_outlier");
    leadline_int128 successes[4] = {whole(9), whole(16), whole(11), whole(1)};
    leadline_int128 trials[4] = {whole(100), whole(300), whole(50), whole(2)};
    leadline_outlier outliers[4];
    memset(outliers, 0xA5, sizeof outliers);
    CHECK_OK(leadline_find_outliers(successes, trials, 4, whole(10), 9500, outliers));
    CHECK_INT(outliers[0].is_outlier, 0);
    CHECK_INT(outliers[1].is_outlier, 1);
    CHECK_INT(outliers[2].is_outlier, 1);
    CHECK_INT(outliers[3].state, LEADLINE_UNDEFINED_NO_DATA);
    CHECK(outliers[1].z < 0 && outliers[2].z > 0 && outliers[2].adjusted_p == 3 * outliers[2].p);
    CHECK_INT(outliers[0].by_p, 2);
    CHECK_INT(outliers[1].by_p, 1);
    CHECK_INT(outliers[2].by_p, 0);
    CHECK_INT(outliers[3].by_p, 3);
}

static void test_change(void) {
    part("5.7 and 5.9 growth, seasons, decomposition");
    leadline_value a, b;
    CHECK_OK(leadline_value_effects(whole(100), whole(90000), whole(150), whole(105000), &a, &b));
    CHECK_VALUE(a, "45000/1");
    CHECK_VALUE(b, "-30000/1");
    leadline_int128 n1[2] = {whole(10), whole(2)}, d1[2] = {whole(100), whole(100)};
    leadline_int128 n2[2] = {whole(6), whole(3)}, d2[2] = {whole(50), whole(150)};
    leadline_rate_effects effects = LEADLINE_RATE_EFFECTS_INIT;
    CHECK_OK(leadline_split_rate_change(n1, d1, n2, d2, 2, &effects));
    CHECK_VALUE(effects.change, "-3/1");
    CHECK_VALUE(effects.volume, "0/1");
    CHECK_VALUE(effects.mix, "-4/1");
    CHECK_VALUE(effects.rate, "1/1");
    CHECK_VALUE(effects.change_points, "-3/200");
    CHECK_VALUE(effects.mix_points, "-1/50");
    CHECK_VALUE(effects.rate_points, "1/200");
    CHECK(effects.mix_double == -4 && effects.rate_double == 1 && effects.doubles_state == LEADLINE_DEFINED);
    leadline_int128 n3[2] = {whole(12), whole(6)}, d3[2] = {whole(100), whole(300)};
    CHECK_OK(leadline_split_rate_change(n1, d1, n3, d3, 2, &effects));
    CHECK_VALUE(effects.volume, "12/1");
    CHECK_VALUE(effects.mix, "-8/1");
    CHECK_VALUE(effects.rate, "2/1");
    CHECK_OK(leadline_split_rate_change(NULL, NULL, NULL, NULL, 0, &effects));
    CHECK_VALUE(effects.mix, "!1");

    CHECK_OK(leadline_growth(whole(1000), whole(5000), &a));
    CHECK_VALUE(a, "4/1");
    CHECK_OK(leadline_growth(whole(0), whole(5000), &a));
    CHECK_VALUE(a, "!1");
    leadline_int128 quarters[4] = {whole(80), whole(100), whole(120), whole(100)};
    leadline_value indices[4];
    CHECK_OK(leadline_seasonal_indices(quarters, 4, 4, indices));
    CHECK_VALUE(indices[0], "4/5");
    CHECK_VALUE(indices[1], "1/1");
    CHECK_VALUE(indices[2], "6/5");
    CHECK_VALUE(indices[3], "1/1");
    CHECK_OK(leadline_deseasonalise(whole(132), &indices[2], &a));
    CHECK_VALUE(a, "110/1");
    CHECK_OK(leadline_seasonal_indices(quarters, 3, 4, indices));
    CHECK_VALUE(indices[2], "!2");
}

static void test_planning(void) {
    part("5.2, 5.5 and 5.14 prices, verdicts, forecasts");
    leadline_lead_terms terms = LEADLINE_LEAD_TERMS_INIT;
    leadline_lead_prices prices = LEADLINE_LEAD_PRICES_INIT;
    terms.average_check = ratio(8000, 1);
    terms.unit_cost = ratio(3000, 1);
    terms.allowed_share = ratio(1, 2);
    terms.conversion = ratio(10, 100);
    terms.purchases_per_customer = ratio(2, 1);
    CHECK_OK(leadline_plan_lead_price(&terms, &prices));
    CHECK_VALUE(prices.unit_margin, "5000/1");
    CHECK_VALUE(prices.acquisition_allowance, "2500/1");
    CHECK_VALUE(prices.lead_price_forecast, "250/1");
    CHECK_VALUE(prices.lead_price_breakeven, "500/1");
    CHECK_VALUE(prices.lead_price_with_repeats, "500/1");
    leadline_value rate, cpc, cpm, ctr = ratio(1, 100);
    CHECK_OK(leadline_shrink_rate(whole(1), whole(10), whole(8), whole(100), 90, &rate));
    CHECK_VALUE(rate, "41/500");
    CHECK_OK(leadline_plan_bid(&prices.lead_price_forecast, &rate, &ctr, &cpc, &cpm));
    CHECK_VALUE(cpc, "41/2");
    CHECK_VALUE(cpm, "205/1");
    CHECK_INT(cpc.unit, LEADLINE_UNIT_MONEY_PER_COUNT);
    CHECK_OK(leadline_plan_bid(&prices.lead_price_forecast, &rate, NULL, &cpc, NULL));

    const int64_t spend[3] = {13500, 15000, 30000}, leads[3] = {16, 9, 11};
    for (int i = 0; i < 3; i++) {
        leadline_channel_verdict verdict = LEADLINE_CHANNEL_VERDICT_INIT;
        leadline_lead_terms other = LEADLINE_LEAD_TERMS_INIT;
        other.average_check = ratio(40000, 1);
        other.unit_cost = ratio(15000, 1);
        other.allowed_share = ratio(50, 100);
        CHECK_OK(leadline_judge_channel(whole(spend[i]), whole(leads[i]), whole(1000), whole(10000), &other, 9500, &verdict));
        CHECK_VALUE(verdict.allowed, "1250/1");
        CHECK_VALUE(verdict.breakeven, "2500/1");
        CHECK_INT(verdict.verdict, LEADLINE_VERDICT_KEEP + i);
        terms.purchases_per_customer = ratio(0, 0);
        terms.purchases_per_customer.state = 0;
        CHECK_OK(leadline_judge_channel(whole(spend[i]), whole(leads[i]), whole(10), whole(100), &terms, 9500, &verdict));
        CHECK_INT(verdict.verdict, LEADLINE_VERDICT_CUT);
        CHECK_OK(leadline_judge_channel(whole(spend[i]), whole(leads[i]), whole(0), whole(2), &other, 9500, &verdict));
        CHECK_INT(verdict.verdict, LEADLINE_VERDICT_TOO_FEW_DATA);
    }

    leadline_value inputs[3] = {ratio(1, 2), ratio(1, 1), ratio(0, 1)}, index, parts[2];
    const int64_t weights[3] = {2, 1, 1};
    CHECK_OK(leadline_composite_index(inputs, weights, 3, &index));
    CHECK_VALUE(index, "1/2");
    leadline_int128 now[2] = {whole(20), whole(60)}, results[2] = {whole(25), whole(30)}, earlier[2] = {whole(100), whole(300)};
    CHECK_OK(leadline_forecast(now, results, earlier, weights, 2, parts, &index));
    CHECK_VALUE(parts[0], "5/1");
    CHECK_VALUE(parts[1], "6/1");
    CHECK_VALUE(index, "16/3");
}

/* What is wrong with a call leaves everything as it was. */
static void test_refusals(void) {
    part("refusals");
    const size_t huge[4] = {LEADLINE_MAX_KEYS + 1, (size_t)1 << 62, (size_t)1 << 63, SIZE_MAX};
    leadline_int128 one[1] = {whole(1)};
    leadline_value value = ratio(7, 7), none = ratio(7, 7);
    int64_t weight[1] = {1};
    leadline_outlier outlier;
    leadline_rate_effects effects = LEADLINE_RATE_EFFECTS_INIT;
    for (int i = 0; i < 4; i++) {
        CHECK_STATUS(leadline_find_outliers(one, one, huge[i], one[0], 9500, &outlier), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_split_rate_change(one, one, one, one, huge[i], &effects), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_seasonal_indices(one, huge[i], 1, &value), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_seasonal_indices(one, 1, huge[i], &value), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_forecast(one, one, one, weight, huge[i], &none, &value), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_composite_index(&none, weight, huge[i], &value), LEADLINE_ERROR_TOO_MANY);
    }
    CHECK_STATUS(leadline_seasonal_indices(one, 1, 0, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_find_outliers(NULL, one, 1, one[0], 9500, &outlier), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_find_outliers(one, NULL, 1, one[0], 9500, &outlier), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_find_outliers(one, one, 1, one[0], 9500, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_split_rate_change(NULL, one, one, one, 1, &effects), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_split_rate_change(one, one, one, NULL, 1, &effects), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_split_rate_change(one, one, one, one, 1, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_seasonal_indices(NULL, 1, 1, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_seasonal_indices(one, 1, 1, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forecast(one, one, NULL, weight, 1, NULL, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forecast(one, one, one, weight, 1, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_composite_index(NULL, weight, 1, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_composite_index(&none, weight, 1, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_wilson_interval(one[0], one[0], 9500, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_enough_data(one[0], one[0], 9500, one[0], 1, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_compare_proportions(one[0], one[0], one[0], one[0], NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_value_effects(one[0], one[0], one[0], one[0], &value, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_value_effects(one[0], one[0], one[0], one[0], NULL, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_growth(one[0], one[0], NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_growth_factor(one[0], one[0], 1, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_deseasonalise(one[0], NULL, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_deseasonalise(one[0], &none, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_shrink_rate(one[0], one[0], one[0], one[0], 1, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_plan_bid(&none, &none, NULL, &value, &value), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_plan_bid(&none, &none, &none, &value, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_plan_bid(NULL, &none, NULL, &value, NULL), LEADLINE_ERROR_NULL);

    leadline_lead_terms terms = LEADLINE_LEAD_TERMS_INIT;
    leadline_lead_prices prices = LEADLINE_LEAD_PRICES_INIT;
    leadline_channel_verdict verdict = LEADLINE_CHANNEL_VERDICT_INIT;
    CHECK_STATUS(leadline_plan_lead_price(NULL, &prices), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_plan_lead_price(&terms, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_judge_channel(one[0], one[0], one[0], one[0], NULL, 9500, &verdict), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_judge_channel(one[0], one[0], one[0], one[0], &terms, 9500, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_judge_channel(one[0], one[0], one[0], one[0], &terms, 0, &verdict), LEADLINE_ERROR_ARGUMENT);
    terms.struct_size = 8;
    CHECK_STATUS(leadline_plan_lead_price(&terms, &prices), LEADLINE_ERROR_STRUCT_SIZE);
    terms.struct_size = sizeof terms;
    prices.struct_size = 3;
    CHECK_STATUS(leadline_plan_lead_price(&terms, &prices), LEADLINE_ERROR_STRUCT_SIZE);
    prices.struct_size = sizeof prices;
    terms.unit_cost.state = 7;
    CHECK_STATUS(leadline_plan_lead_price(&terms, &prices), LEADLINE_ERROR_ARGUMENT);
    none.state = UINT32_MAX;
    CHECK_STATUS(leadline_deseasonalise(one[0], &none, &value), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_plan_bid(&none, &none, NULL, &value, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_VALUE(value, "7/7");

    char room[sizeof(leadline_value) * 2];
    for (int i = 1; i < 8; i++) {
        CHECK_STATUS(leadline_growth(one[0], one[0], (leadline_value *)(void *)(room + i)),
            ((uintptr_t)(room + i)) % 8 == 0 ? LEADLINE_OK : LEADLINE_ERROR_MISALIGNED);
    }
}

/* Everything at its ends, and nothing but statuses and states. */
static void test_extremes(void) {
    part("extremes");
    const leadline_int128 ends[9] = {{0, 0}, {1, 0}, {UINT64_MAX, -1}, {UINT64_MAX, INT64_MAX}, {0, INT64_MIN},
        {1, INT64_MIN}, {UINT64_MAX - 1, INT64_MAX}, {0, 1}, {100, 0}};
    unsigned long defined = 0;
    for (int a = 0; a < 9; a++) {
        for (int b = 0; b < 9; b++) {
            for (int c = 0; c < 9; c++) {
                for (int d = 0; d < 9; d++) {
                    leadline_interval interval;
                    leadline_comparison comparison;
                    leadline_value x, y, z;
                    double factor;
                    uint32_t state;
                    CHECK_OK(leadline_compare_proportions(ends[a], ends[b], ends[c], ends[d], &comparison));
                    CHECK(comparison.z == comparison.z && comparison.p >= 0 && comparison.p <= 1);
                    CHECK_OK(leadline_value_effects(ends[a], ends[b], ends[c], ends[d], &x, &y));
                    defined += (x.state == LEADLINE_DEFINED) + (comparison.state == LEADLINE_DEFINED);
                    CHECK_OK(leadline_shrink_rate(ends[a], ends[b], ends[c], ends[d], d % 2 ? INT64_MAX : 3, &z));
                    leadline_int128 p[3] = {ends[a], ends[b], ends[c]}, q[3] = {ends[d], ends[c], ends[a]};
                    leadline_outlier outliers[3];
                    CHECK_OK(leadline_find_outliers(p, q, 3, ends[b], 9999, outliers));
                    leadline_rate_effects effects = LEADLINE_RATE_EFFECTS_INIT;
                    CHECK_OK(leadline_split_rate_change(p, q, q, p, 3, &effects));
                    CHECK_OK(leadline_split_rate_change(&ends[a], &ends[b], &ends[c], &ends[d], 1, &effects));
                    leadline_value one = {ends[a], ends[b], LEADLINE_DEFINED, 0}, two = {ends[c], ends[d], LEADLINE_DEFINED, 0};
                    leadline_lead_terms terms = {sizeof terms, one, two, two, one, two};
                    leadline_lead_prices prices = LEADLINE_LEAD_PRICES_INIT;
                    leadline_channel_verdict verdict = LEADLINE_CHANNEL_VERDICT_INIT;
                    CHECK_OK(leadline_plan_lead_price(&terms, &prices));
                    CHECK_OK(leadline_judge_channel(ends[d], ends[c], ends[b], ends[a], &terms, 1, &verdict));
                    CHECK_OK(leadline_judge_channel(ends[a], ends[c], ends[1], ends[8], &terms, 9999, &verdict));
                    CHECK_OK(leadline_plan_bid(&one, &two, &one, &x, &y));
                    CHECK_OK(leadline_deseasonalise(ends[a], &two, &x));
                    int64_t weights[2] = {INT64_MIN, INT64_MAX};
                    leadline_value inputs[2] = {one, two};
                    CHECK_OK(leadline_composite_index(inputs, weights, 2, &x));
                    CHECK_OK(leadline_forecast(p, q, p, weights, 2, NULL, &x));
                    if (c == 0 && d == 0) {
                        CHECK_OK(leadline_wilson_interval(ends[a], ends[b], 9999, &interval));
                        CHECK(interval.low >= 0 && interval.low <= interval.high && interval.high <= 1);
                        CHECK_OK(leadline_growth(ends[a], ends[b], &x));
                        CHECK_OK(leadline_growth_factor(ends[a], ends[b], UINT32_MAX, &factor, &state));
                        CHECK_OK(leadline_growth_factor(ends[a], ends[b], 2, &factor, &state));
                        CHECK(factor >= 0 && factor < 1e40);
                        leadline_value indices[2];
                        CHECK_OK(leadline_seasonal_indices(p, 3, 2, indices));
                    }
                }
            }
        }
    }
    CHECK(defined > 500);
}

int main(void) {
    printf("statistics\n");
    test_proportions();
    test_bits();
    test_outliers();
    test_change();
    test_planning();
    test_refusals();
    test_extremes();
    return finish();
}
