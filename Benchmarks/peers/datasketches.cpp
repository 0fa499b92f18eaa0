// Apache DataSketches' HLL on the persons of 1 000 keys, fact by fact: prints its processor time and the estimates as JSON.
//
//   datasketches DIRECTORY LG_REGISTERS BITS
#include <hll.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

template <typename T> static std::vector<T> load(const std::string &path)
{
    std::vector<T> values;
    std::FILE *file = std::fopen(path.c_str(), "rb");
    if (!file)
        std::exit(1);
    std::fseek(file, 0, SEEK_END);
    values.resize(std::size_t(std::ftell(file)) / sizeof(T));
    std::rewind(file);
    if (std::fread(values.data(), sizeof(T), values.size(), file) != values.size())
        std::exit(1);
    std::fclose(file);
    return values;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const auto code = load<uint32_t>(std::string(argv[1]) + "/code.u32");
    const auto person = load<uint64_t>(std::string(argv[1]) + "/person.u64");
    const auto form = std::atoi(argv[3]) == 8 ? datasketches::HLL_8 : datasketches::HLL_4;
    std::vector<datasketches::hll_sketch> sketches(1000, datasketches::hll_sketch(uint8_t(std::atoi(argv[2])), form));
    const std::clock_t began = std::clock();
    for (std::size_t i = 0; i < code.size(); i++)
        sketches[code[i]].update(person[i]);
    const double seconds = double(std::clock() - began) / CLOCKS_PER_SEC;
    std::printf("{\"seconds\": %.6f, \"counts\": [", seconds);
    for (std::size_t k = 0; k < sketches.size(); k++)
        std::printf("%s%.1f", k ? ", " : "", sketches[k].get_estimate());
    std::printf("]}\n");
    return 0;
}
