#include "core/pipeline/parity_probe.h"

#include "core/domain/placement.h"
#include "core/encoders/embedding_file.h"
#include "core/prompt/chat_format.h"

#include <charconv>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych {

namespace {

/// The same prompt as other servers format it.
struct Variant {
    std::string name;
    std::string text;
};

std::vector<Variant> variantsOf(const Conversation& conversation, const std::string& formatted) {
    std::vector<Variant> variants;
    const auto add = [&](std::string name, std::string text) {
        if (text != formatted && !text.empty())
            variants.push_back({std::move(name), std::move(text)});
    };
    add("without the chat format", conversation.user);
    Conversation twice;
    twice.user = formatted;
    twice.cleanWhitespace = false;
    add("with the chat format around the chat format", formatChat(twice).text);
    Conversation think = conversation;
    think.forceThinkBlock = true;
    add("with an empty think block", formatChat(think).text);
    Conversation plain = conversation;
    plain.forceThinkBlock = false;
    plain.thinking.clear();
    add("without its think block", formatChat(plain).text);
    Conversation bare = conversation;
    bare.system.clear();
    add("without its system part", formatChat(bare).text);
    if (const std::size_t turn = formatted.rfind("<|im_start|>assistant");
        turn != std::string::npos)
        add("without the assistant's turn", formatted.substr(0, turn));
    return variants;
}

int layerNumber(const std::string& text) {
    int layer = kDefaultHiddenLayer;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), layer);
    return error == std::errc{} && end == text.data() + text.size() ? layer : kDefaultHiddenLayer;
}

bool hasFewBits(const std::string& dtype) {
    return dtype == toString(WeightFormat::Int8) || dtype == toString(WeightFormat::Int4);
}

} // namespace

Conversation parityConversation() {
    Conversation conversation;
    conversation.system = "Describe the picture in detail.";
    conversation.user = "A red kettle on a blue stove, \"tea time\" on the wall; 3 cups.";
    return conversation;
}

Result<ParityReference> makeParityReference(ImagePipeline& pipeline,
                                            const Conversation& conversation, int layer,
                                            const RunContext& context) {
    const FormattedPrompt formatted = formatChat(conversation);
    ParityReference reference;
    reference.layer = layer;
    DIPTYCH_TRY(EncodedPrompt encoded, pipeline.encode(formatted, layer, context));
    reference.states = std::move(encoded.embedding);
    reference.dtype = std::move(encoded.dtype);
    DIPTYCH_TRY(reference.layers, pipeline.allHiddenStates(encoded.tokenIds, context));
    constexpr int kLast = -1;
    const std::span<const std::vector<std::int32_t>> ids(&encoded.tokenIds, 1);
    DIPTYCH_TRY(std::vector<EncodedPrompt> last,
                pipeline.encodeBatch(ids, kLast, LastLayer::Plain, context));
    reference.plainLast = std::move(last.at(0).embedding);
    for (const Variant& variant : variantsOf(conversation, formatted.text)) {
        FormattedPrompt other;
        other.text = variant.text;
        DIPTYCH_TRY(EncodedPrompt states, pipeline.encode(other, layer, context));
        reference.formattings.push_back({variant.name, std::move(states.embedding)});
    }
    return reference;
}

Result<StoredParity> readParityReference(const std::filesystem::path& path) {
    DIPTYCH_TRY(EmbeddingFile file, readEmbeddingFile(path));
    StoredParity stored;
    stored.reference.states = std::move(file.embeddings.at(0));
    stored.reference.layer = layerNumber(file.facts.hiddenLayer);
    stored.reference.dtype = std::move(file.facts.dtype);
    stored.formattedPrompt = std::move(file.facts.formattedPrompt);
    if (auto layers = readHiddenStates(path)) // few files have them
        stored.reference.layers = std::move(*layers);
    return stored;
}

Result<ParityReport> probeParity(net::HiddenStatesService& service,
                                 const ParityReference& reference,
                                 const std::string& formattedPrompt, const RunContext& context) {
    net::HiddenStatesQuery query;
    query.prompt = formattedPrompt;
    query.layer = reference.layer;
    query.layerCount = reference.layers.empty() ? 0 : static_cast<int>(reference.layers.size()) - 1;
    DIPTYCH_TRY(const net::HiddenStates states, service.encode(query, context));
    DIPTYCH_TRY(ParityReport report, compareParity(reference, states.values));
    // A small model loses little to int8, as little as to bfloat16: the server knows better.
    if (report.finding == ParityFinding::OtherDtype && report.dtype == "bfloat16" &&
        hasFewBits(states.dtype))
        report.dtype = kFewBits;
    return report;
}

} // namespace diptych
