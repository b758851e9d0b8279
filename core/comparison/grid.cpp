#include "core/comparison/grid.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace diptych {

namespace {

tl::unexpected<Error> invalid(std::string message, std::string hint) {
    return fail(ErrorCode::InvalidInput, std::move(message), std::move(hint));
}

// Takes one value off a list; false for a quote that is not closed.
bool takeValue(std::string_view& rest, std::string& value) {
    value.clear();
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return true;
    }
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] != '"') {
            value += rest[at];
        } else if (at + 1 < rest.size() && rest[at + 1] == '"') {
            value += rest[at++];
        } else {
            rest.remove_prefix(at + 1);
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
            return rest.empty() || rest.front() == ',';
        }
    }
    return false;
}

Status checkAxes(const Grid& grid, const GridRules& rules) {
    if (grid.axes.empty() || grid.axes.size() > kMostAxes)
        return invalid(fmt::format("a grid has 1 to {} axes, not {}", kMostAxes, grid.axes.size()),
                       "for example --axis steps=4,8 --axis seed=1,2,3");
    std::set<std::string> fields;
    std::size_t cells = 1;
    for (const GridAxis& axis : grid.axes) {
        DIPTYCH_TRY(const std::string name, fieldName(axis.field, rules));
        if (!fields.insert(name).second)
            return invalid(fmt::format("two axes of the grid vary {}", name),
                           "put all its values on one axis");
        if (axis.values.empty())
            return invalid(fmt::format("the axis {} has no values", name),
                           fmt::format("for example {}=1,2", name));
        if (axis.values.size() > kMostCells / cells)
            return invalid(fmt::format("the grid has more than {} cells", kMostCells),
                           "take fewer values");
        cells *= axis.values.size();
    }
    return Done{};
}

Result<GenerationRequest> requestAt(const Grid& grid, const std::vector<std::size_t>& position,
                                    const GridRules& rules) {
    std::vector<std::pair<std::string, std::string>> fields;
    std::string place;
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        const auto& [field, values] = grid.axes[axis];
        const std::string& value = values[position[axis]];
        place += fmt::format("{}{} {}", place.empty() ? "" : ", ", field, value);
        fields.emplace_back(field, value);
    }
    DIPTYCH_TRY(GenerationRequest request, withFields(grid.base, fields, rules));
    request.count = 1;
    if (!request.seed)
        return invalid("the grid's seed is open", "name one, or put seeds on an axis");
    const auto resolved = resolve(request, ModelSpec{});
    if (!resolved) {
        Error error = resolved.error();
        error.message = fmt::format("{} (in the cell {})", error.message, place);
        return fail(std::move(error));
    }
    return request;
}

// The next position, the first axis fastest; false behind the last.
bool advance(std::vector<std::size_t>& position, const std::vector<GridAxis>& axes) {
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (++position[axis] < axes[axis].values.size())
            return true;
        position[axis] = 0;
    }
    return false;
}

std::string loraKey(const GenerationRequest& request) {
    std::string key;
    for (const LoraRequest& lora : request.loras)
        key += fmt::format("{}\n{}\n", lora.path, lora.strength);
    return key;
}

} // namespace

Result<GridAxis> parseAxis(std::string_view text, const GridRules& rules) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || trimmed(text.substr(0, equals)).empty())
        return invalid(fmt::format("'{}' is no axis", toValidUtf8(text)),
                       "write NAME=V1,V2, for example steps=4,8");
    GridAxis axis;
    DIPTYCH_TRY(axis.field, fieldName(trimmed(text.substr(0, equals)), rules));
    std::string_view rest = text.substr(equals + 1);
    if (trimmed(rest).empty())
        return invalid(fmt::format("the axis {} has no values", axis.field),
                       fmt::format("write {}=V1,V2", axis.field));
    while (true) {
        std::string value;
        if (!takeValue(rest, value))
            return invalid(fmt::format("a quote in the axis {} is not closed", axis.field),
                           "write \"a value, with a comma\"; two quotes in it are one");
        axis.values.push_back(toValidUtf8(value));
        if (rest.empty())
            return axis;
        rest.remove_prefix(1); // the comma
    }
}

std::string encodingKey(const GenerationRequest& request) {
    const Conversation& prompt = request.conversation;
    const bool guided = request.guidanceScale > 0.0;
    return nlohmann::json{toValidUtf8(prompt.user),
                          toValidUtf8(prompt.system),
                          toValidUtf8(prompt.thinking),
                          toValidUtf8(prompt.assistant),
                          prompt.forceThinkBlock,
                          prompt.cleanWhitespace,
                          prompt.stripQuotes,
                          prompt.raw,
                          guided,
                          guided ? toValidUtf8(request.negativePrompt) : "",
                          request.hiddenLayer,
                          toString(request.longPromptMode),
                          request.maxPromptTokens,
                          request.loraTriggerWords,
                          toValidUtf8(loraKey(request)),
                          toValidUtf8(request.embeddings.prompt),
                          toValidUtf8(request.embeddings.negative)}
        .dump();
}

Result<std::vector<GridCell>> planGrid(const Grid& grid, const GridRules& rules) {
    DIPTYCH_TRY_DONE(checkAxes(grid, rules));
    std::vector<GridCell> cells;
    std::vector<std::size_t> position(grid.axes.size(), 0);
    do {
        DIPTYCH_TRY(GenerationRequest request, requestAt(grid, position, rules));
        cells.push_back({position, std::move(request)});
    } while (advance(position, grid.axes));
    // Adapters first: to change them costs more than to encode a prompt.
    std::map<std::string, std::size_t> loras;
    std::map<std::string, std::size_t> encodings;
    using Rank = std::pair<std::size_t, std::size_t>;
    std::vector<std::pair<Rank, GridCell>> ranked;
    for (GridCell& cell : cells) {
        const std::size_t lora =
            loras.try_emplace(loraKey(cell.request), loras.size()).first->second;
        const std::size_t encoding =
            encodings.try_emplace(encodingKey(cell.request), encodings.size()).first->second;
        ranked.emplace_back(Rank{lora, encoding}, std::move(cell));
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    cells.clear();
    for (auto& [rank, cell] : ranked)
        cells.push_back(std::move(cell));
    return cells;
}

GridCost costOf(std::span<const GridCell> cells) {
    GridCost cost;
    std::set<std::string> encodings;
    for (const auto& [position, request] : cells) {
        ++cost.pictures;
        if (request.embeddings.prompt.empty())
            encodings.insert(encodingKey(request));
        const int first =
            request.source.path.empty() ? 0 : firstStep(request.steps, request.source.strength);
        const int steps = request.steps - first;
        cost.steps += steps;
        const double megapixels = static_cast<double>(request.width) * request.height / 1e6;
        cost.work += steps * megapixels * (request.guidanceScale > 0.0 ? 2.0 : 1.0);
    }
    cost.prompts = encodings.size();
    return cost;
}

std::string costText(const GridCost& cost) {
    const auto counted = [](auto count, const char* one, const char* many) {
        return fmt::format("{} {}", count, count == 1 ? one : many);
    };
    return fmt::format("{}, {}, {} to encode", counted(cost.pictures, "picture", "pictures"),
                       counted(cost.steps, "step", "steps"),
                       counted(cost.prompts, "prompt", "prompts"));
}

} // namespace diptych
