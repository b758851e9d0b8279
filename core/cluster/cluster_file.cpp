#include "core/cluster/cluster_file.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/config/toml_document.h"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <utility>

namespace diptych::cluster {

namespace {

using config::TomlNode;
using config::Value;

constexpr std::uint64_t kLargestFileBytes = 1 << 20;
constexpr double kLongestSeconds = 1e6;

/// What a key takes: an error is what the value should have been.
using Setter = std::function<Status(const Value& value)>;
using Setters = std::map<std::string, Setter>;

tl::unexpected<Error> expected(const std::string& what, const Value& value) {
    return fail(ErrorCode::ConfigInvalid,
                fmt::format("needs {} (got {})", what, config::shortToml(value)));
}

Setter text(std::string& target) {
    return [&target](const Value& value) -> Status {
        if (!value.is_string())
            return expected("a text", value);
        target = value.get<std::string>();
        return Done{};
    };
}

Setter path(std::filesystem::path& target, const std::filesystem::path& folder) {
    return [&target, folder](const Value& value) -> Status {
        if (!value.is_string() || value.get<std::string>().empty())
            return expected("a path", value);
        const std::filesystem::path given(value.get<std::string>());
        target = given.is_absolute() ? given : folder / given;
        return Done{};
    };
}

template <typename Number> Setter whole(Number& target, std::int64_t least, std::int64_t most) {
    return [&target, least, most](const Value& value) -> Status {
        const bool fits = value.is_number_integer() && value.get<std::int64_t>() >= least &&
                          value.get<std::int64_t>() <= most;
        if (!fits)
            return expected(fmt::format("a whole number from {} to {}", least, most), value);
        target = static_cast<Number>(value.get<std::int64_t>());
        return Done{};
    };
}

Setter number(double& target, double least) {
    return [&target, least](const Value& value) -> Status {
        if (!value.is_number() || !(value.get<double>() >= least) ||
            !std::isfinite(value.get<double>()))
            return expected(fmt::format("a number of at least {}", least), value);
        target = value.get<double>();
        return Done{};
    };
}

Setter yesNo(bool& target) {
    return [&target](const Value& value) -> Status {
        if (!value.is_boolean())
            return expected("true or false", value);
        target = value.get<bool>();
        return Done{};
    };
}

Setter seconds(std::chrono::milliseconds& target, double least) {
    return [&target, least](const Value& value) -> Status {
        const bool fits = value.is_number() && value.get<double>() >= least &&
                          value.get<double>() <= kLongestSeconds;
        if (!fits)
            return expected(fmt::format("seconds, {} to {}", least, kLongestSeconds), value);
        target = std::chrono::milliseconds(std::llround(value.get<double>() * 1000.0));
        return Done{};
    };
}

tl::unexpected<Error> failAt(const std::string& file, const TomlNode& node, std::string what,
                             std::string hint = "docs/cluster.md lists every key") {
    return fail(ErrorCode::ConfigInvalid,
                fmt::format("{}:{}: '{}' {}", file, node.line, node.key, what), std::move(hint));
}

Status readTable(const std::string& file, const TomlNode& table, const Setters& setters) {
    for (const TomlNode& entry : table.children) {
        const auto setter = setters.find(entry.key);
        if (setter == setters.end()) {
            std::vector<std::string> names;
            for (const auto& [name, ignored] : setters)
                names.push_back(name);
            const auto nearest = nearestNames(entry.key, names, 1);
            return failAt(file, entry, "is not known here",
                          nearest.empty() ? "docs/cluster.md lists every key"
                                          : fmt::format("did you mean {}?", nearest.front()));
        }
        const Status status = setter->second(config::valueOf(entry));
        if (!status)
            return failAt(file, entry, status.error().message);
    }
    return Done{};
}

/// The tables of a file by their names.
std::map<std::string, Setters> tablesOf(ClusterFile& file, const std::filesystem::path& folder) {
    constexpr int kHighestPort = 65535;
    constexpr std::int64_t kMany = 1'000'000;
    ClusterTimes& times = file.times;
    return {{"model",
             {{"path", path(file.path, folder)},
              {"text_encoder", path(file.textEncoder, folder)},
              {"tokenizer", path(file.tokenizer, folder)},
              {"split", text(file.split)},
              {"dtype", text(file.dtype)},
              {"id", text(file.modelId)}}},
            {"network",
             {{"master_addr", text(file.masterAddress)},
              {"master_port", whole(file.masterPort, 1, kHighestPort)},
              {"heartbeat_seconds", seconds(times.heartbeat, 0.02)},
              {"dead_after_seconds", seconds(times.deadAfter, 0.1)},
              {"join_timeout_seconds", seconds(times.joinTimeout, 0.1)},
              {"request_timeout_seconds", seconds(times.requestTimeout, 0.1)},
              {"redistribute_after_seconds", seconds(times.redistributeAfter, 0.0)},
              {"chunk_tokens", whole(file.chunkTokens, 1, kMany)},
              {"in_flight", whole(file.inFlight, 1, 64)},
              {"verify_weights", yesNo(file.verifyWeights)},
              {"key_env", text(file.keyVariable)}}},
            {"server",
             {{"host", text(file.serverHost)},
              {"port", whole(file.serverPort, 0, kHighestPort)},
              {"api_key_env", text(file.apiKeyVariable)}}},
            {"run", {{"log_dir", path(file.logFolder, folder)}, {"restart", yesNo(file.restart)}}}};
}

Setters rankSetters(RankEntry& rank, const std::filesystem::path& folder) {
    return {{"host", text(rank.host)},
            {"address", text(rank.address)},
            {"memory_gb", number(rank.memoryGb, 0.0)},
            {"threads", whole(rank.threads, 0, 4096)},
            {"device", text(rank.device)},
            {"path", path(rank.path, folder)},
            {"text_encoder", path(rank.textEncoder, folder)},
            {"ssh_user", text(rank.sshUser)},
            {"ssh_key", path(rank.sshKey, folder)},
            {"program", text(rank.program)}};
}

Status readRanks(const std::string& name, const TomlNode& list, ClusterFile& file,
                 const std::filesystem::path& folder) {
    if (list.kind != TomlNode::Kind::List)
        return failAt(name, list, "must be written [[rank]], once for each");
    for (const TomlNode& entry : list.children) {
        RankEntry rank;
        DIPTYCH_TRY_DONE(readTable(name, entry, rankSetters(rank, folder)));
        if (rank.host.empty())
            return fail(
                ErrorCode::ConfigInvalid,
                fmt::format("{}:{}: a rank does not say on which host it runs", name, entry.line),
                "for example: host = \"localhost\"");
        DIPTYCH_TRY_DONE(parseDeviceName(rank.device));
        file.ranks.push_back(std::move(rank));
    }
    return Done{};
}

Status checkFile(const std::string& name, const ClusterFile& file) {
    if (file.ranks.empty())
        return fail(ErrorCode::ConfigInvalid, fmt::format("{}: there are no ranks", name),
                    "write a [[rank]] with its host for each");
    if (file.path.empty() && file.textEncoder.empty())
        return fail(ErrorCode::ConfigInvalid, fmt::format("{}: no model is named", name),
                    "[model] needs path = \"…\" (a checkpoint folder) or text_encoder = \"…\"");
    DIPTYCH_TRY_DONE(parseSplitChoice(file.split));
    DIPTYCH_TRY_DONE(parseWeightFormat(file.dtype));
    if (file.times.deadAfter < 2 * file.times.heartbeat)
        return fail(ErrorCode::ConfigInvalid,
                    fmt::format("{}: dead_after_seconds must be at least two heartbeats", name));
    return Done{};
}

} // namespace

Result<SplitChoice> parseSplitChoice(const std::string& text) {
    if (text == "even" || text == "auto")
        return SplitChoice{SplitChoice::Kind::Even, {}};
    if (text == "memory")
        return SplitChoice{SplitChoice::Kind::Memory, {}};
    DIPTYCH_TRY(LayerSplit split, parseSplit(text));
    return SplitChoice{SplitChoice::Kind::Given, std::move(split)};
}

bool isLoopbackAddress(std::string_view address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

Result<ClusterFile> parseClusterFile(std::string_view text, const std::filesystem::path& path) {
    const std::string name = path.string();
    DIPTYCH_TRY(const TomlNode root, config::parseToml(text, name));
    const std::filesystem::path folder = path.parent_path();
    ClusterFile file;
    file.source = path;
    file.logFolder = folder / file.logFolder;
    const std::map<std::string, Setters> tables = tablesOf(file, folder);
    for (const TomlNode& node : root.children) {
        if (node.key == "rank") {
            DIPTYCH_TRY_DONE(readRanks(name, node, file, folder));
            continue;
        }
        const auto table = tables.find(node.key);
        if (table == tables.end() || node.kind != TomlNode::Kind::Table)
            return failAt(name, node, "is not known here",
                          "there are [model], [network], [server], [run] and [[rank]]");
        DIPTYCH_TRY_DONE(readTable(name, node, table->second));
    }
    DIPTYCH_TRY_DONE(checkFile(name, file));
    return file;
}

Result<ClusterFile> readClusterFile(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string text, readFile(path, kLargestFileBytes));
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(path, error);
    return parseClusterFile(text, error ? path : whole);
}

} // namespace diptych::cluster
