#include "core/pipeline/sampling_choices.h"

#include "core/sampling/schedule.h"
#include "core/sampling/solver.h"

namespace diptych {

namespace {

template <typename Table> std::vector<SamplingChoice> choicesOf(const Table& table) {
    std::vector<SamplingChoice> choices;
    for (const auto& entry : table)
        choices.push_back({entry.id, entry.description});
    return choices;
}

} // namespace

std::vector<SamplingChoice> listSchedulers() {
    return choicesOf(sampling::schedulers());
}

std::vector<SamplingChoice> listSigmaSpacings() {
    return choicesOf(sampling::sigmaSpacings());
}

} // namespace diptych
