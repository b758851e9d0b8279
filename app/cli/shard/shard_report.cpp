#include "app/cli/shard/shard_report.h"

#include "app/cli/shard/shard_processes.h"
#include "app/server/http/fetch.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/cluster/cluster_plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <ostream>
#include <string_view>
#include <utility>

namespace diptych::cli {

using nlohmann::ordered_json;

namespace {

constexpr std::chrono::seconds kPatience{10};

ordered_json toJson(const cluster::ClusterPlan& plan, const ShardSettings& settings) {
    ordered_json ranks = ordered_json::array();
    for (std::size_t i = 0; i < plan.ranks.size(); ++i) {
        const cluster::PlannedRank& rank = plan.ranks[i];
        ranks.push_back(
            {{"rank", i},
             {"host", i < settings.file.ranks.size() ? settings.file.ranks[i].host : std::string()},
             {"layers", cluster::toString(rank.layers)},
             {"weight_bytes", rank.weightBytes},
             {"kept_bytes_per_token", rank.keptBytesPerToken},
             {"memory_bytes", rank.memoryBytes}});
    }
    return {{"layer_count", plan.layerCount}, {"hidden_size", plan.hiddenSize},
            {"whole_bytes", plan.wholeBytes}, {"state_bytes_per_token", plan.stateBytesPerToken},
            {"score_bytes", plan.scoreBytes}, {"ranks", std::move(ranks)}};
}

void print(std::ostream& output, const cluster::ClusterPlan& plan, const ShardSettings& settings) {
    output << fmt::format("{:<5} {:<20} {:<10} {:>10} {:>16}\n", "rank", "host", "layers",
                          "weights", "per text token");
    for (std::size_t i = 0; i < plan.ranks.size(); ++i)
        output << fmt::format("{:<5} {:<20} {:<10} {:>10} {:>16}\n", i,
                              i < settings.file.ranks.size() ? settings.file.ranks[i].host : "-",
                              cluster::toString(plan.ranks[i].layers),
                              formatBytes(plan.ranks[i].weightBytes),
                              formatBytes(plan.ranks[i].keptBytesPerToken));
    output << fmt::format("one machine would hold {}; each token sends {} from rank to rank, each "
                          "written token {} back\n",
                          formatBytes(plan.wholeBytes), formatBytes(plan.stateBytesPerToken),
                          formatBytes(plan.scoreBytes));
}

// "online", "12.5" or "-" out of an answer whose members may be missing.
std::string wordOf(const ordered_json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null())
        return "-";
    if (found->is_number_float())
        return fmt::format("{:.1f}", found->get<double>());
    return found->is_string() ? found->get<std::string>() : found->dump();
}

void print(std::ostream& output, const ordered_json& status) {
    output << fmt::format("{} (generation {}, split {})\n", wordOf(status, "status"),
                          wordOf(status, "generation"), wordOf(status, "split"));
    if (const std::string message = wordOf(status, "message"); !message.empty() && message != "-")
        output << message << '\n';
    output << fmt::format("{:<5} {:<20} {:<10} {:<8} {:>9} {:>12} {:>14}\n", "rank", "host",
                          "layers", "state", "heard s", "tokens", "weights");
    const auto ranks = status.find("ranks");
    if (ranks == status.end() || !ranks->is_array())
        return;
    for (const ordered_json& rank : *ranks)
        output << fmt::format("{:<5} {:<20} {:<10} {:<8} {:>9} {:>12} {:>14}\n",
                              wordOf(rank, "rank"), wordOf(rank, "host"), wordOf(rank, "layers"),
                              wordOf(rank, "state"), wordOf(rank, "last_heartbeat_seconds"),
                              wordOf(rank, "tokens"),
                              formatBytes(rank.value("weight_bytes", std::uint64_t{0})));
}

std::string_view lastLines(std::string_view text, int count) {
    std::size_t from = text.size();
    if (from > 0 && text.back() == '\n')
        --from;
    for (int i = 0; i < count && from != std::string_view::npos; ++i)
        from = from == 0 ? std::string_view::npos : text.rfind('\n', from - 1);
    return from == std::string_view::npos ? text : text.substr(from + 1);
}

} // namespace

Status planShards(CommandContext& context, const ShardOptions& options) {
    ShardOptions asked = options;
    if (!asked.rank)
        asked.rank = 0;
    DIPTYCH_TRY(const ShardSettings settings, settleShard(context, asked));
    DIPTYCH_TRY(const cluster::SplitChoice split, cluster::parseSplitChoice(settings.file.split));
    constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;
    std::vector<std::uint64_t> memory(static_cast<std::size_t>(settings.worldSize), 0);
    for (std::size_t i = 0; i < memory.size() && i < settings.file.ranks.size(); ++i)
        memory[i] = static_cast<std::uint64_t>(settings.file.ranks[i].memoryGb * kGibibyte);
    DIPTYCH_TRY(const cluster::ClusterPlan plan,
                cluster::planCluster(settings.textEncoder, settings.placement, split, memory));
    if (context.common().json)
        context.writeJson(toJson(plan, settings));
    else
        print(context.environment().output, plan, settings);
    return Done{};
}

Status reportShards(CommandContext& context, const ShardOptions& options) {
    DIPTYCH_TRY(const cluster::ClusterFile file, clusterFileOf(context, options));
    const std::string key = file.apiKeyVariable.empty()
                                ? std::string()
                                : context.environment().variable(file.apiKeyVariable).value_or("");
    // A server that listens everywhere is asked where this machine is.
    const bool isEverywhere = file.serverHost == "0.0.0.0" || file.serverHost == "::";
    const std::string host = isEverywhere ? file.masterAddress : file.serverHost;
    DIPTYCH_TRY(const std::string body,
                server::fetch(host, file.serverPort, "/cluster/status", key, kPatience));
    const ordered_json status = ordered_json::parse(body, nullptr, false);
    if (!status.is_object())
        return fail(ErrorCode::Remote, "the coordinator's answer cannot be read");
    if (context.common().json)
        context.writeJson(status);
    else
        print(context.environment().output, status);
    return Done{};
}

Status showShardLogs(CommandContext& context, const ShardOptions& options) {
    DIPTYCH_TRY(const cluster::ClusterFile file, namedClusterFile(context, options));
    const auto count = static_cast<std::int64_t>(file.ranks.size());
    if (options.rank && (*options.rank < 0 || *options.rank >= count))
        return fail(ErrorCode::Usage,
                    fmt::format("there is no rank {} among {}", *options.rank, count),
                    "ranks count from 0");
    for (std::size_t rank = 0; rank < file.ranks.size(); ++rank) {
        if (options.rank && static_cast<std::int64_t>(rank) != *options.rank)
            continue;
        const std::filesystem::path path = shardLogFile(file, static_cast<int>(rank));
        const auto text = readFile(path);
        std::ostream& output = context.environment().output;
        output << fmt::format("== rank {} ({}): {}\n", rank, file.ranks[rank].host, path.string());
        if (text)
            output << toValidUtf8(lastLines(*text, options.lines));
        else
            output << "nothing written yet\n";
    }
    return Done{};
}

} // namespace diptych::cli
