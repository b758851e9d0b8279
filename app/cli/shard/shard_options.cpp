#include "app/cli/shard/shard_options.h"

#include "app/cli/configuration.h"
#include "app/cli/model.h"
#include "core/base/system_memory.h"
#include "core/pipeline/model_choice.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include <unistd.h>

namespace diptych::cli {

namespace {

constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;
constexpr std::int64_t kHighestPort = 65535;
constexpr std::int64_t kMostRanks = 1024;

// A flag, else a variable, else nothing.
Result<std::optional<std::int64_t>> numberFrom(CommandContext& context,
                                               const std::optional<std::int64_t>& flag,
                                               const char* variable, std::int64_t most) {
    std::optional<std::int64_t> value = flag;
    if (!value) {
        const std::string text = context.environment().variable(variable).value_or("");
        if (text.empty())
            return value;
        std::int64_t read = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), read);
        if (fault != std::errc() || end != text.data() + text.size())
            return fail(
                ErrorCode::Usage,
                fmt::format("the variable {} must be a whole number (got '{}')", variable, text));
        value = read;
    }
    if (*value < 0 || *value > most)
        return fail(ErrorCode::Usage,
                    fmt::format("{} must be from 0 to {} (got {})", variable, most, *value));
    return value;
}

bool isModelNamed(CommandContext& context) {
    return context.settings().find("model.path") || context.settings().find("model.text_encoder");
}

// What stands in the place of the file's words.
Status applyFlags(CommandContext& context, const ShardOptions& options,
                  cluster::ClusterFile& file) {
    const std::string address = context.environment().variable("MASTER_ADDR").value_or("");
    if (!options.masterAddress.empty())
        file.masterAddress = options.masterAddress;
    else if (!address.empty())
        file.masterAddress = address;
    DIPTYCH_TRY(const auto port,
                numberFrom(context, options.masterPort, "MASTER_PORT", kHighestPort));
    if (port)
        file.masterPort = static_cast<int>(*port);
    if (!options.layers.empty()) {
        DIPTYCH_TRY_DONE(cluster::parseSplitChoice(options.layers));
        file.split = options.layers;
    }
    if (!options.keyVariable.empty())
        file.keyVariable = options.keyVariable;
    if (!options.host.empty())
        file.serverHost = options.host;
    if (options.port && (*options.port < 0 || *options.port > kHighestPort))
        return fail(ErrorCode::Usage, fmt::format("--port must be from 0 to {} (got {})",
                                                  kHighestPort, *options.port));
    if (options.port)
        file.serverPort = static_cast<int>(*options.port);
    if (!options.apiKeyVariable.empty())
        file.apiKeyVariable = options.apiKeyVariable;
    if (!options.modelId.empty())
        file.modelId = options.modelId;
    return Done{};
}

Status chooseRank(CommandContext& context, const ShardOptions& options, ShardSettings& settings) {
    DIPTYCH_TRY(const auto rank, numberFrom(context, options.rank, "RANK", kMostRanks));
    DIPTYCH_TRY(const auto size, numberFrom(context, options.worldSize, "WORLD_SIZE", kMostRanks));
    if (!rank)
        return fail(ErrorCode::Usage, "it is not said which rank this is",
                    "name it with --rank or the variable RANK; rank 0 is the coordinator");
    const std::size_t named = settings.file.ranks.size();
    if (!size && named == 0)
        return fail(ErrorCode::Usage, "it is not said how many ranks there are",
                    "name a file with --cluster, or their number with --world-size or the "
                    "variable WORLD_SIZE");
    settings.worldSize = static_cast<int>(size.value_or(static_cast<std::int64_t>(named)));
    settings.rank = static_cast<int>(*rank);
    if (settings.rank >= settings.worldSize)
        return fail(ErrorCode::Usage,
                    fmt::format("there is no rank {} among {}", settings.rank, settings.worldSize),
                    "ranks count from 0");
    return Done{};
}

Status chooseMachine(CommandContext& context, const ShardOptions& options,
                     ShardSettings& settings) {
    const auto index = static_cast<std::size_t>(settings.rank);
    const cluster::RankEntry entry =
        index < settings.file.ranks.size() ? settings.file.ranks[index] : cluster::RankEntry{};
    settings.name = !options.name.empty() ? options.name
                    : !entry.host.empty() ? entry.host
                                          : hostName();
    settings.address = !options.address.empty() ? options.address : entry.address;
    // A cluster on one machine needs no network.
    if (settings.address.empty() && cluster::isLoopbackAddress(settings.file.masterAddress))
        settings.address = "127.0.0.1";
    const double memory = options.memoryGb.value_or(entry.memoryGb);
    settings.memoryBytes = memory > 0.0 ? static_cast<std::uint64_t>(memory * kGibibyte)
                                        : systemMemory().availableBytes;
    settings.placement = context.config().values.placement;
    if (!entry.host.empty() && settings.placement.textEncoder.kind == DeviceKind::Auto) {
        DIPTYCH_TRY(settings.placement.textEncoder, parseDeviceName(entry.device));
    }
    if (settings.placement.weightFormat == WeightFormat::Auto) {
        DIPTYCH_TRY(settings.placement.weightFormat, parseWeightFormat(settings.file.dtype));
    }
    if (settings.placement.threads == 0)
        settings.placement.threads = entry.threads;
    ChosenModel chosen;
    if (isModelNamed(context) || settings.file.source.empty()) {
        chosen = chooseModel(context);
    } else {
        chosen.location.model = entry.path.empty() ? settings.file.path : entry.path;
        chosen.location.textEncoder =
            entry.textEncoder.empty() ? settings.file.textEncoder : entry.textEncoder;
        chosen.location.tokenizer = settings.file.tokenizer;
    }
    DIPTYCH_TRY(settings.location, completeLocation(chosen, context.environment().resources));
    DIPTYCH_TRY(settings.textEncoder, locateComponent(settings.location, Component::TextEncoder));
    return Done{};
}

} // namespace

std::string hostName() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

Result<cluster::ClusterFile> clusterFileOf(CommandContext& context, const ShardOptions& options) {
    cluster::ClusterFile file;
    if (!options.clusterFile.empty()) {
        DIPTYCH_TRY(file, cluster::readClusterFile(options.clusterFile));
    }
    DIPTYCH_TRY_DONE(applyFlags(context, options, file));
    return file;
}

Result<cluster::ClusterFile> namedClusterFile(CommandContext& context,
                                              const ShardOptions& options) {
    if (options.clusterFile.empty())
        return fail(ErrorCode::Usage, "it is not said which ranks there are",
                    "name a file with --cluster cluster.toml");
    return clusterFileOf(context, options);
}

Result<ShardSettings> settleShard(CommandContext& context, const ShardOptions& options) {
    ShardSettings settings;
    DIPTYCH_TRY_DONE(loadConfiguration(context));
    DIPTYCH_TRY(settings.file, clusterFileOf(context, options));
    DIPTYCH_TRY_DONE(chooseRank(context, options, settings));
    DIPTYCH_TRY_DONE(chooseMachine(context, options, settings));
    return settings;
}

Result<std::string> clusterKey(CommandContext& context, const ShardOptions& options,
                               const cluster::ClusterFile& file) {
    if (!options.wantsKey)
        return std::string();
    const std::string key = context.environment().variable(file.keyVariable).value_or("");
    if (key.empty() && !cluster::isLoopbackAddress(file.masterAddress))
        return fail(ErrorCode::Usage,
                    fmt::format("ranks on other machines need a shared key, and the variable {} is "
                                "not set",
                                file.keyVariable),
                    fmt::format("export {}=… with the same text on all machines, or say "
                                "--no-cluster-key",
                                file.keyVariable));
    return key;
}

} // namespace diptych::cli
