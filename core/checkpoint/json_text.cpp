#include "core/checkpoint/json_text.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>

#include <string>
#include <unordered_set>

namespace diptych {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxJsonBytes = std::uint64_t{64} << 20;
constexpr int kMaxDepth = 64;

// Watches the parser: remembers a key that comes twice, and stops keeping what nests too deeply.
struct Watcher {
    bool isTooDeep = false;
    std::string duplicate;
    bool hasDuplicate = false;
    std::unordered_set<std::string> topKeys;
    std::unordered_set<std::string> innerKeys;

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > kMaxDepth)
            isTooDeep = true;
        if (event == Json::parse_event_t::key && depth <= 2) {
            const std::string& key = parsed.get_ref<const std::string&>();
            if (depth == 1)
                innerKeys.clear();
            if (!(depth == 1 ? topKeys : innerKeys).insert(key).second && !hasDuplicate) {
                hasDuplicate = true;
                duplicate = key;
            }
        }
        return !isTooDeep;
    }
};

} // namespace

Result<nlohmann::json> readJsonObject(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string text, readFile(path, kMaxJsonBytes));
    const auto invalid = [&](std::string_view what, std::string detail = {}) {
        return fail(ErrorCode::FileInvalid, fmt::format("{}: {}", path.string(), what),
                    "the file is damaged: get it again", std::move(detail));
    };
    Watcher watcher;
    Json json;
    try {
        json = Json::parse(text, std::ref(watcher));
    } catch (const nlohmann::detail::exception& exception) {
        return invalid("not valid JSON", toValidUtf8(exception.what()));
    }
    if (watcher.isTooDeep)
        return invalid("nests too deeply");
    if (!json.is_object())
        return invalid("not a JSON object");
    if (watcher.hasDuplicate)
        return invalid(fmt::format("the key {} is there twice", quotedName(watcher.duplicate)));
    return json;
}

} // namespace diptych
