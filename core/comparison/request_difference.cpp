#include "core/comparison/request_difference.h"

#include "core/image/request_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace diptych {

std::vector<FieldDifference> differingFields(std::span<const GenerationRequest> requests) {
    std::vector<nlohmann::ordered_json> objects;
    std::vector<std::string> keys;
    for (const GenerationRequest& request : requests) {
        objects.push_back(nlohmann::ordered_json::parse(requestToJson(request)));
        for (const auto& [key, value] : objects.back().items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                keys.push_back(key);
    }
    std::vector<FieldDifference> differences;
    for (const std::string& key : keys) {
        FieldDifference difference{key, {}};
        for (const auto& object : objects)
            difference.values.push_back(object.contains(key) ? object[key].dump() : "");
        const auto& values = difference.values;
        if (std::any_of(values.begin(), values.end(),
                        [&](const std::string& value) { return value != values.front(); }))
            differences.push_back(std::move(difference));
    }
    return differences;
}

} // namespace diptych
