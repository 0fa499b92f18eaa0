/*
 * prometheus - one event at a time into prometheus-cpp's counters.
 *
 *   prometheus labels|reference DIRECTORY COUNT
 *
 * Counts the first COUNT facts of DIRECTORY by campaign and kind: "labels" finds the counter by its labels for each fact,
 * "reference" has found all of them beforehand. Prints {"seconds": ...}. Nothing is done about days and amounts.
 */
#include "columns.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace {

const char *kind_name(uint16_t kind)
{
    return kind == 10 ? "impression" : kind == 20 ? "click" : kind == 50 ? "lead" : "sale";
}

std::map<std::string, std::string> labels_of(const std::string &campaign, uint16_t kind)
{
    return {{"campaign", campaign}, {"kind", kind_name(kind)}};
}

} // namespace

int main(int argc, char **argv)
{
    column kinds{}, campaigns{};
    if (argc != 4 || column_load(&kinds, argv[2], "kind.u16") != 0 || column_load(&campaigns, argv[2], "campaign.u32") != 0) {
        std::fprintf(stderr, "usage: prometheus labels|reference DIRECTORY COUNT\n");
        return 2;
    }
    const auto *kind = static_cast<const uint16_t *>(kinds.values);
    const auto *campaign = static_cast<const uint32_t *>(campaigns.values);
    const size_t wanted = std::strtoull(argv[3], nullptr, 10), count = wanted < kinds.count ? wanted : kinds.count;
    const bool by_labels = std::strcmp(argv[1], "labels") == 0;

    prometheus::Registry registry;
    auto &family = prometheus::BuildCounter().Name("facts").Register(registry);
    std::vector<std::string> names;
    std::vector<prometheus::Counter *> counters;
    for (uint32_t c = 0; c <= 1000; c++) {
        names.push_back("campaign-" + std::to_string(c));
        for (uint16_t k : {10, 20, 50, 70})
            counters.push_back(&family.Add(labels_of(names[c], k)));
    }

    const double began = now_seconds();
    if (by_labels) {
        for (size_t i = 0; i < count; i++)
            family.Add(labels_of(names[campaign[i]], kind[i])).Increment();
    } else {
        for (size_t i = 0; i < count; i++) {
            const size_t place = kind[i] == 10 ? 0 : kind[i] == 20 ? 1 : kind[i] == 50 ? 2 : 3;
            counters[campaign[i] * 4 + place]->Increment();
        }
    }
    const double seconds = now_seconds() - began;

    double total = 0;
    for (const auto *counter : counters)
        total += counter->Value();
    if (total != static_cast<double>(count)) {
        std::fprintf(stderr, "prometheus: counted %.0f of %zu facts\n", total, count);
        return 1;
    }
    std::printf("{\"seconds\": %.9f}\n", seconds);
    return 0;
}
