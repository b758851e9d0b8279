#include "app/cli/commands/embedding_items.h"

#include "app/cli/embedding_output.h"
#include "app/program/version.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych::cli {

namespace {

// What every input says about itself; empty where they differ.
std::string common(std::span<const EmbeddingItem> inputs, std::string EmbeddingFacts::*member) {
    for (const EmbeddingItem& input : inputs)
        if (input.facts.*member != inputs.front().facts.*member)
            return "";
    return inputs.front().facts.*member;
}

} // namespace

Result<std::vector<EmbeddingItem>> readItems(std::span<const std::filesystem::path> files) {
    std::vector<EmbeddingItem> items;
    for (const std::filesystem::path& path : files) {
        DIPTYCH_TRY(const EmbeddingFile file, readEmbeddingFile(path));
        const std::string name = toValidUtf8(path.filename().string());
        const bool isList = file.embeddings.size() > 1;
        for (std::size_t i = 0; i < file.embeddings.size(); ++i) {
            EmbeddingItem item;
            item.file = path;
            item.name = isList ? fmt::format("{}#{}", name, i) : name;
            item.facts = file.facts;
            item.prompt = file.prompts.empty() ? file.facts.prompt : file.prompts[i];
            DIPTYCH_TRY(item.matrix, toEmbeddingMatrix(file.embeddings[i], item.name));
            items.push_back(std::move(item));
        }
    }
    return items;
}

std::vector<EmbeddingMatrix> matricesOf(std::span<const EmbeddingItem> items) {
    std::vector<EmbeddingMatrix> matrices;
    for (const EmbeddingItem& item : items)
        matrices.push_back(item.matrix);
    return matrices;
}

nlohmann::ordered_json originOf(const EmbeddingItem& item) {
    nlohmann::ordered_json origin = {{"file", item.name}};
    if (!item.prompt.empty())
        origin["prompt"] = toValidUtf8(item.prompt);
    const auto record = nlohmann::ordered_json::parse(item.facts.record, nullptr, false);
    if (record.is_object())
        origin["record"] = record;
    return origin;
}

nlohmann::ordered_json originsOf(std::span<const EmbeddingItem> items) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const EmbeddingItem& item : items)
        list.push_back(originOf(item));
    return list;
}

EmbeddingFacts factsOfResult(std::span<const EmbeddingItem> inputs, const EmbeddingMatrix& result,
                             const nlohmann::ordered_json& record) {
    EmbeddingFacts facts;
    std::vector<std::string> prompts;
    for (const EmbeddingItem& input : inputs)
        if (!input.prompt.empty() &&
            std::find(prompts.begin(), prompts.end(), input.prompt) == prompts.end())
            prompts.push_back(input.prompt);
    for (const std::string& prompt : prompts)
        facts.prompt += (facts.prompt.empty() ? "" : " + ") + prompt;
    for (std::string EmbeddingFacts::*member :
         {&EmbeddingFacts::systemPrompt, &EmbeddingFacts::templateName, &EmbeddingFacts::encoder,
          &EmbeddingFacts::hiddenLayer})
        facts.*member = common(inputs, member);
    facts.tokenCount = std::to_string(result.rows);
    facts.dtype = "float32";
    facts.createdAt = timestampUtc();
    facts.version = program::kVersion;
    facts.record = record.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return facts;
}

} // namespace diptych::cli
