#include "app/cli/commands/embedding_tools.h"

#include "app/cli/commands/embedding_items.h"
#include "app/cli/commands/embedding_words.h"
#include "app/cli/output_names.h"
#include "core/base/text.h"
#include "core/embeddings/embedding_comparison.h"
#include "core/embeddings/embedding_statistics.h"
#include "core/embeddings/principal_components.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace diptych::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPlane = 2; // dimensions of the scatter

Status needFiles(const EmbeddingsOptions& options, std::size_t count, const char* example) {
    if (options.files.size() >= count)
        return Done{};
    return fail(ErrorCode::Usage,
                fmt::format("embeddings {} needs {}", options.action,
                            count == 1 ? "a file" : "two files or more"),
                fmt::format("for example: diptych-cli embeddings {}", example));
}

Status needOutput(const EmbeddingsOptions& options) {
    if (options.output.empty())
        return fail(ErrorCode::Usage, "no output file was named",
                    "add --output, e.g. --output new.safetensors");
    DIPTYCH_TRY([[maybe_unused]] const EmbeddingFormat format,
                embeddingFormatOfPath(options.output));
    return checkOutputs(std::vector{options.output}, options.overwrite);
}

// Rows of a matrix as a list of lists.
Json toRows(const std::vector<double>& values, std::size_t columns) {
    Json rows = Json::array();
    for (std::size_t at = 0; at + columns <= values.size(); at += columns)
        rows.push_back(
            std::vector<double>(values.begin() + static_cast<std::ptrdiff_t>(at),
                                values.begin() + static_cast<std::ptrdiff_t>(at + columns)));
    return rows;
}

template <typename Member>
Json column(const std::vector<ChannelStatistics>& channels, Member member) {
    Json list = Json::array();
    for (const ChannelStatistics& channel : channels)
        list.push_back(channel.*member);
    return list;
}

Json globalNumbers(const EmbeddingStatistics& statistics) {
    return {{"tokens", statistics.tokens}, {"width", statistics.width},
            {"min", statistics.minimum},   {"max", statistics.maximum},
            {"mean", statistics.mean},     {"std", statistics.deviation},
            {"norm", statistics.norm},     {"median_magnitude", statistics.medianMagnitude}};
}

Json toJson(const EmbeddingStatistics& statistics) {
    Json object = globalNumbers(statistics);
    object["token_norms"] = statistics.tokenNorms;
    object["channels"] = {{"mean", column(statistics.channels, &ChannelStatistics::mean)},
                          {"std", column(statistics.channels, &ChannelStatistics::deviation)},
                          {"largest", column(statistics.channels, &ChannelStatistics::largest)},
                          {"rms", column(statistics.channels, &ChannelStatistics::rms)}};
    object["outlier_channels"] = Json::array();
    for (const OutlierChannel& outlier : statistics.outliers)
        object["outlier_channels"].push_back({{"channel", outlier.channel},
                                              {"rms", outlier.rms},
                                              {"times_median", outlier.timesMedian}});
    return object;
}

// Of a file that holds all layers; an empty list for any other.
Json layerNumbers(const std::filesystem::path& path) {
    Json layers = Json::array();
    const auto states = readHiddenStates(path);
    for (std::size_t layer = 0; states && layer < states->size(); ++layer)
        if (const auto matrix = toEmbeddingMatrix((*states)[layer], "")) {
            Json numbers = {{"layer", layer}};
            numbers.update(globalNumbers(statisticsOf(*matrix)));
            layers.push_back(std::move(numbers));
        }
    return layers;
}

void printStatistics(CommandContext& context, const EmbeddingItem& item,
                     const EmbeddingStatistics& statistics) {
    context.summary(fmt::format("{}: {} tokens of {} channels{}", item.name, statistics.tokens,
                                statistics.width,
                                item.prompt.empty() ? "" : fmt::format(", '{}'", item.prompt)));
    context.summary(fmt::format("  min {:.4g}, max {:.4g}, mean {:.4g}, std {:.4g}, norm {:.6g}",
                                statistics.minimum, statistics.maximum, statistics.mean,
                                statistics.deviation, statistics.norm));
    for (const OutlierChannel& outlier : statistics.outliers)
        context.summary(fmt::format("  channel {} is {:.1f} times as large as the median one",
                                    outlier.channel, outlier.timesMedian));
}

Json pairJson(const EmbeddingComparison& pair, const EmbeddingItem& a, const EmbeddingItem& b) {
    return {{"a", a.name},
            {"b", b.name},
            {"cosine_mean", pair.mean.cosine},
            {"cosine_last", pair.last.cosine},
            {"cosine_without_outliers", pair.cosineWithoutOutliers},
            {"outlier_channels", pair.outliers},
            {"mse_mean", pair.mean.meanSquaredError},
            {"mse_last", pair.last.meanSquaredError},
            {"aligned_tokens", pair.alignedTokens},
            {"token_cosines", pair.tokenCosines},
            {"largest_difference", pair.largestDifference},
            {"mean_difference", pair.meanDifference}};
}

Result<Json> comparePairs(CommandContext& context, std::span<const EmbeddingItem> items) {
    Json pairs = Json::array();
    for (std::size_t a = 0; a < items.size(); ++a)
        for (std::size_t b = a + 1; b < items.size(); ++b) {
            DIPTYCH_TRY(const EmbeddingComparison pair,
                        compareEmbeddings(items[a].matrix, items[b].matrix));
            context.summary(fmt::format(
                "{} and {}: cosine {:.6f}, without {} outlier channels {:.6f}; largest difference "
                "{:.4g}, mean {:.4g} over {} tokens",
                items[a].name, items[b].name, pair.mean.cosine, pair.outliers,
                pair.cosineWithoutOutliers, pair.largestDifference, pair.meanDifference,
                pair.alignedTokens));
            pairs.push_back(pairJson(pair, items[a], items[b]));
        }
    return pairs;
}

// From the first of two to the second.
Result<std::vector<ShownWord>> wordsBetween(CommandContext& context,
                                            std::span<const EmbeddingItem> items, int count) {
    if (count <= 0 || items.size() != 2)
        return std::vector<ShownWord>();
    const auto matrices = matricesOf(items);
    DIPTYCH_TRY(const SteeringDirection direction,
                steeringDirection(std::span(matrices).subspan(1), std::span(matrices).first(1)));
    return findWords(context, direction.values, count);
}

Status writeResult(CommandContext& context, const EmbeddingsOptions& options,
                   const EmbeddingMatrix& result, const EmbeddingFacts& facts, Json json) {
    if (context.environment().cancel.stop_requested())
        return fail(cancelledError());
    DIPTYCH_TRY_DONE(
        writeEmbeddingFile(options.output, {toHostTensor(result)}, {}, facts, options.overwrite));
    if (embeddingFormatOfPath(options.output) == EmbeddingFormat::Npy)
        context.note(Notice{"facts_left_out", "a .npy file holds the numbers alone: what they were "
                                              "made from is not in it"});
    Json object = {{"file", options.output.string()}, {"shape", {result.rows, result.columns}}};
    object["record"] = Json::parse(facts.record, nullptr, false);
    object.update(json);
    object["notices"] = context.noticesAsJson();
    if (context.common().json)
        context.writeJson(object);
    context.summary(fmt::format("{}: {} tokens of {} channels", options.output.string(),
                                result.rows, result.columns));
    return Done{};
}

Status mixLayersOf(CommandContext& context, const EmbeddingsOptions& options) {
    if (options.files.size() != 1)
        return fail(ErrorCode::Usage, "--layers mixes the layers of one file",
                    "write it with 'diptych-cli encode --all-layers'");
    DIPTYCH_TRY(const std::vector<EmbeddingItem> items, readItems(options.files));
    DIPTYCH_TRY(const std::vector<HostTensor> states, readHiddenStates(options.files.front()));
    std::vector<EmbeddingMatrix> matrices;
    Json record = {{"operation", "mix_layers"}, {"layers", Json::array()}};
    for (const auto& [layer, weight] : options.layers) {
        const auto count = static_cast<int>(states.size());
        const int index = layer < 0 ? layer + count : layer;
        if (index < 0 || index >= count)
            return fail(ErrorCode::InvalidInput, fmt::format("there is no hidden layer {}", layer),
                        fmt::format("this file has {} to {}", -count, count - 1));
        DIPTYCH_TRY(EmbeddingMatrix matrix,
                    toEmbeddingMatrix(states[static_cast<std::size_t>(index)], "a hidden state"));
        matrices.push_back(std::move(matrix));
        record["layers"].push_back({{"layer", layer}, {"weight", weight}});
    }
    std::vector<WeightedEmbedding> weighted;
    for (std::size_t i = 0; i < matrices.size(); ++i)
        weighted.push_back({&matrices[i], options.layers[i].weight});
    DIPTYCH_TRY(const EmbeddingMatrix result, mixLayers(weighted));
    record["inputs"] = originsOf(items);
    EmbeddingFacts facts = factsOfResult(items, result, record);
    facts.hiddenLayer.clear();
    return writeResult(context, options, result, facts, Json::object());
}

} // namespace

Status showStatistics(CommandContext& context, const EmbeddingsOptions& options) {
    DIPTYCH_TRY_DONE(needFiles(options, 1, "stats cat.safetensors"));
    DIPTYCH_TRY(const std::vector<EmbeddingItem> items, readItems(options.files));
    Json list = Json::array();
    for (const EmbeddingItem& item : items) {
        const EmbeddingStatistics statistics = statisticsOf(item.matrix);
        printStatistics(context, item, statistics);
        Json object = originOf(item);
        object.update(toJson(statistics));
        object["layers"] = layerNumbers(item.file);
        if (options.words > 0) {
            DIPTYCH_TRY(const auto words,
                        findWords(context, pool(item.matrix, Pooling::Mean), options.words));
            printWords(context, words);
            object["words"] = toJson(words);
        }
        list.push_back(std::move(object));
    }
    if (context.common().json)
        context.writeJson({{"embeddings", std::move(list)}, {"notices", context.noticesAsJson()}});
    return Done{};
}

Status compareItems(CommandContext& context, const EmbeddingsOptions& options) {
    DIPTYCH_TRY(const std::vector<EmbeddingItem> items, readItems(options.files));
    if (items.size() < 2)
        DIPTYCH_TRY_DONE(needFiles(options, items.size() + 2, "compare cat.npz dog.npz"));
    const std::vector<EmbeddingMatrix> matrices = matricesOf(items);
    DIPTYCH_TRY_DONE(checkSameWidth(matrices));
    Json object;
    object["embeddings"] = originsOf(items);
    DIPTYCH_TRY(object["pairs"], comparePairs(context, items));
    DIPTYCH_TRY(const std::vector<double> pooled, pooledCosineMatrix(matrices));
    object["cosine_matrix"] = toRows(pooled, items.size());
    object["token_cosine_matrix"] = nullptr;
    if (items.size() == 2) {
        DIPTYCH_TRY(const std::vector<double> tokens, tokenCosineMatrix(matrices[0], matrices[1]));
        object["token_cosine_matrix"] = toRows(tokens, matrices[1].rows);
    }
    object["principal_components"] = nullptr;
    if (items.size() > 2) {
        DIPTYCH_TRY(const PrincipalComponents components, principalComponents(matrices, kPlane));
        object["principal_components"] = {{"coordinates", toRows(components.coordinates, kPlane)},
                                          {"explained", components.explained}};
    }
    DIPTYCH_TRY(const auto words, wordsBetween(context, items, options.words));
    printWords(context, words);
    object["words"] = toJson(words);
    object["notices"] = context.noticesAsJson();
    if (context.common().json)
        context.writeJson(object);
    return Done{};
}

Status steerItem(CommandContext& context, const EmbeddingsOptions& options) {
    DIPTYCH_TRY_DONE(needOutput(options));
    DIPTYCH_TRY(const std::vector<EmbeddingItem> positives, readItems(options.positives));
    DIPTYCH_TRY(const std::vector<EmbeddingItem> negatives, readItems(options.negatives));
    DIPTYCH_TRY(std::vector<EmbeddingItem> base, readItems(options.files));
    if (base.size() > 1)
        return fail(ErrorCode::Usage, "one embedding is steered at a time",
                    "name one file; --positive and --negative may be given several times");
    DIPTYCH_TRY(SteeringDirection direction,
                steeringDirection(matricesOf(positives), matricesOf(negatives)));
    if (options.normalize) {
        DIPTYCH_TRY(direction, normalized(std::move(direction)));
    }
    Json record = {{"operation", "steer"},
                   {"strength", options.strength},
                   {"normalized", options.normalize},
                   {"shared_tokens", direction.sharedTokens},
                   {"base", base.empty() ? Json() : originOf(base.front())},
                   {"positive", originsOf(positives)},
                   {"negative", originsOf(negatives)}};
    // Without a base the direction itself is the result, as one token.
    const EmbeddingMatrix start =
        base.empty() ? emptyEmbedding(1, direction.values.size()) : base.front().matrix;
    std::size_t first = 0;
    if (!base.empty()) {
        // What the base shares with the others stays as it is.
        std::vector<EmbeddingMatrix> all = {start};
        for (const auto* items : {&positives, &negatives})
            for (const EmbeddingItem& item : *items)
                all.push_back(item.matrix);
        DIPTYCH_TRY_DONE(checkSameWidth(all));
        first = std::min(sharedLeadingTokens(all), direction.sharedTokens);
    }
    DIPTYCH_TRY(const EmbeddingMatrix result, steer(start, direction, options.strength, first));
    record["steered_from_token"] = first;
    Json further = {{"words", Json::array()}};
    if (options.words > 0) {
        DIPTYCH_TRY(const auto words, findWords(context, direction.values, options.words));
        printWords(context, words);
        further["words"] = toJson(words);
    }
    const auto& described = base.empty() ? positives : base;
    return writeResult(context, options, result, factsOfResult(described, result, record),
                       std::move(further));
}

Status blendItems(CommandContext& context, const EmbeddingsOptions& options) {
    DIPTYCH_TRY_DONE(needOutput(options));
    if (!options.layers.empty())
        return mixLayersOf(context, options);
    DIPTYCH_TRY(const std::vector<EmbeddingItem> items, readItems(options.files));
    if (items.size() != 2)
        return fail(ErrorCode::Usage, "two embeddings are blended at a time",
                    "for example: diptych-cli embeddings blend cat.safetensors dog.safetensors "
                    "--share 0.5 --output both.safetensors");
    const EmbeddingMatrix& a = items[0].matrix;
    const EmbeddingMatrix& b = items[1].matrix;
    DIPTYCH_TRY(const EmbeddingMatrix result, blend(a, b, options.blend));
    if (a.rows != b.rows) {
        constexpr std::array kWords = {"the further tokens of the longer one stay as they are",
                                       "the further tokens of the longer one are left out",
                                       "the shorter one is drawn out to the longer one's length"};
        context.note(Notice{"lengths_differ",
                            fmt::format("the embeddings have {} and {} tokens: {}", a.rows, b.rows,
                                        kWords[static_cast<std::size_t>(options.blend.lengths)])});
    }
    const Json record = {{"operation", "blend"},
                         {"rule", toString(options.blend.rule)},
                         {"lengths", toString(options.blend.lengths)},
                         {"shares", options.blend.shares},
                         {"inputs", originsOf(items)}};
    return writeResult(context, options, result, factsOfResult(items, result, record),
                       Json::object());
}

Status convertFile(CommandContext& context, const EmbeddingsOptions& options) {
    DIPTYCH_TRY_DONE(needOutput(options));
    if (options.files.size() != 1)
        return fail(ErrorCode::Usage, "one file is converted at a time",
                    "for example: diptych-cli embeddings convert cat.safetensors --output cat.npz");
    const std::filesystem::path& path = options.files.front();
    DIPTYCH_TRY(const EmbeddingFile file, readEmbeddingFile(path));
    // A file without all layers has none to be kept.
    const std::vector<HostTensor> states =
        readHiddenStates(path).value_or(std::vector<HostTensor>());
    DIPTYCH_TRY(const EmbeddingFormat format, embeddingFormatOfPath(options.output));
    const bool isNarrow =
        std::any_of(file.embeddings.begin(), file.embeddings.end(),
                    [](const HostTensor& tensor) { return tensor.type == StorageType::BF16; });
    if (isNarrow && format != EmbeddingFormat::Safetensors)
        context.note(Notice{"numbers_widened",
                            "numpy has no bfloat16: the numbers are stored as float32, exactly"});
    if (format == EmbeddingFormat::Npy)
        context.note(Notice{"facts_left_out", "a .npy file holds the numbers alone: their prompt "
                                              "is not in it"});
    DIPTYCH_TRY_DONE(
        writeEmbeddingFile(options.output, file.embeddings,
                           format == EmbeddingFormat::Npy ? std::vector<HostTensor>() : states,
                           file.facts, options.overwrite));
    if (context.common().json)
        context.writeJson({{"file", options.output.string()},
                           {"embeddings", file.embeddings.size()},
                           {"hidden_states", states.size()},
                           {"prompt", toValidUtf8(file.facts.prompt)},
                           {"notices", context.noticesAsJson()}});
    context.summary(fmt::format("{}: {} of {}", options.output.string(),
                                file.embeddings.size() == 1
                                    ? "the embedding"
                                    : fmt::format("{} embeddings", file.embeddings.size()),
                                path.string()));
    return Done{};
}

} // namespace diptych::cli
