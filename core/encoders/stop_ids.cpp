#include "core/encoders/stop_ids.h"

#include "core/checkpoint/component_weights.h"
#include "core/models/component_config.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <system_error>

namespace diptych {

namespace {

using nlohmann::json;

tl::unexpected<Error> failInvalid(const std::filesystem::path& path, std::string_view reason) {
    return fail(Error{ErrorCode::FileInvalid,
                      fmt::format("{} cannot be used: {}", path.string(), reason),
                      "copy or download the file again",
                      "",
                      {path.string()}});
}

Status addStopIds(const std::filesystem::path& path, std::vector<std::int32_t>& ids) {
    DIPTYCH_TRY(const std::string text, readFile(path, models::kLargestConfigBytes));
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return failInvalid(path, "it holds no JSON object");
    const auto entry = object.find("eos_token_id");
    if (entry == object.end() || entry->is_null())
        return Done{};
    const json list = entry->is_array() ? *entry : json::array({*entry});
    for (const json& id : list) {
        const bool isId =
            id.is_number_integer() && id >= 0 && id <= std::numeric_limits<std::int32_t>::max();
        if (!isId)
            return failInvalid(path, "'eos_token_id' must be a token id or a list of them");
        ids.push_back(id.get<std::int32_t>());
    }
    return Done{};
}

} // namespace

Result<std::vector<std::int32_t>> readStopIds(const std::filesystem::path& path) {
    std::vector<std::int32_t> ids;
    const auto config = configFileOf(path);
    if (!config)
        return ids;
    std::error_code error;
    for (const std::filesystem::path& file :
         {config->parent_path() / "generation_config.json", *config})
        if (std::filesystem::exists(file, error))
            DIPTYCH_TRY_DONE(addStopIds(file, ids));
    return ids;
}

} // namespace diptych
