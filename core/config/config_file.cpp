#include "core/config/config_file.h"

#include "core/base/file.h"
#include "core/config/profile_reader.h"
#include "core/config/toml_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace diptych::config {

namespace {

constexpr const char* kSharedTable = "server";

void reportOutside(ConfigFile& file, const TomlNode& node, bool isSection) {
    Problem problem;
    problem.kind = ProblemKind::UnknownKey;
    problem.file = file.path.string();
    problem.line = node.line;
    problem.column = node.column;
    problem.key = node.key;
    if (isSection) {
        problem.message = fmt::format("the table [{}] stands outside a profile", node.key);
        problem.hint = fmt::format("write [{}.{}]", kDefaultProfile, node.key);
    } else {
        problem.message = fmt::format("the key '{}' stands outside a profile", node.key);
        problem.hint = fmt::format("put it under [{}]", kDefaultProfile);
    }
    file.shared.problems.push_back(std::move(problem));
}

std::string withHint(std::string text, const std::string& hint) {
    if (!hint.empty())
        text += "; " + hint;
    return text;
}

std::string placeOf(const Problem& problem) {
    return fmt::format("{}:{}:{}", problem.file, problem.line, problem.column);
}

} // namespace

const Profile* ConfigFile::find(std::string_view name) const {
    const auto found = std::find_if(profiles.begin(), profiles.end(),
                                    [&](const Profile& profile) { return profile.name == name; });
    return found == profiles.end() ? nullptr : &*found;
}

std::vector<std::string> ConfigFile::profileNames() const {
    std::vector<std::string> names;
    for (const Profile& profile : profiles)
        names.push_back(profile.name);
    return names;
}

std::string describe(const Problem& problem) {
    return withHint(fmt::format("{}: {}", placeOf(problem), problem.message), problem.hint);
}

Result<ConfigFile> parseConfigFile(std::string_view text, const std::filesystem::path& path,
                                   const Schema& schema, const std::filesystem::path& home) {
    DIPTYCH_TRY(const TomlNode root, parseToml(text, path.string()));
    ConfigFile file;
    file.path = path;
    std::error_code ignored;
    const ReadPlace place{std::filesystem::absolute(path, ignored).parent_path(), home};
    ValueSource source;
    source.kind = SourceKind::File;
    source.file = path.string();
    for (const TomlNode& node : root.children) {
        const bool isTable = node.kind == TomlNode::Kind::Table;
        if (isTable && node.key == kSharedTable) {
            readProfile({schema, place, source, "", file.shared}, node,
                        std::string(kSharedTable) + ".");
        } else if (!isTable || schema.isSection(node.key)) {
            reportOutside(file, node, isTable);
        } else {
            Profile profile;
            profile.name = node.key;
            source.profile = node.key;
            readProfile({schema, place, source, node.key, profile}, node, "");
            source.profile.clear();
            file.profiles.push_back(std::move(profile));
        }
    }
    return file;
}

Result<ConfigFile> readConfigFile(const std::filesystem::path& path, const Schema& schema,
                                  const std::filesystem::path& home) {
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestConfigFile));
    return parseConfigFile(text, path, schema, home);
}

std::vector<Notice> noticesOf(std::span<const Problem> problems) {
    std::vector<Notice> notices;
    std::map<std::string, std::size_t> noticeOfReason;
    std::map<std::string, std::vector<std::string>> keysOfReason;
    for (const Problem& problem : problems) {
        if (problem.kind != ProblemKind::NoEffect) {
            notices.push_back(
                {problem.isFault() ? "config_ignored" : "config_replaced", describe(problem)});
            continue;
        }
        std::vector<std::string>& keys = keysOfReason[problem.hint];
        keys.push_back(problem.key);
        const auto [at, isNew] = noticeOfReason.emplace(problem.hint, notices.size());
        if (isNew)
            notices.push_back({"config_without_effect", ""});
        notices[at->second].message = fmt::format("{}: no effect of {}: {}", problem.file,
                                                  fmt::join(keys, ", "), problem.hint);
    }
    return notices;
}

Status refuseFaults(std::span<const Problem> problems) {
    std::vector<const Problem*> faults;
    for (const Problem& problem : problems)
        if (problem.isFault())
            faults.push_back(&problem);
    if (faults.empty())
        return Done{};
    const Problem& first = *faults.front();
    std::string message = fmt::format("{}: {}", placeOf(first), first.message);
    if (faults.size() > 1)
        message += fmt::format(", and {} more", faults.size() - 1);
    return fail(ErrorCode::ConfigInvalid, message,
                first.hint.empty() ? "'diptych-cli config check FILE' lists everything"
                                   : first.hint);
}

} // namespace diptych::config
