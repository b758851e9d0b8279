#include "app/server/rest/prompt_endpoints.h"

#include "app/server/encoding.h"
#include "app/server/rest/prompt_fields.h"
#include "core/base/stopwatch.h"
#include "core/base/text.h"
#include "core/encoders/embedding_file.h"
#include "core/pipeline/sampling_choices.h"
#include "core/prompt/chat_format.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <tuple>
#include <utility>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

struct PromptToEncode {
    PromptFields fields;
    FormattedPrompt formatted;
    int hiddenLayer = kDefaultHiddenLayer;
};

Outcome<PromptToEncode> readPrompt(ServerContext& context, const HttpCall& call) {
    const GenerationRequest& defaults = context.options.settings.request;
    BodyReader body(call.body);
    PromptToEncode prompt;
    prompt.fields = readPromptFields(body, context.templates.current(), defaults.conversation,
                                     defaults.templateName);
    const int layers = context.engine->spec().textLayerCount;
    const int deepest = layers > 0 ? layers : 1 << 20;
    prompt.hiddenLayer = static_cast<int>(
        body.integerWithin("hidden_layer", -deepest - 1, deepest).value_or(defaults.hiddenLayer));
    body.refuseOthers();
    if (!body.problems().empty())
        return tl::unexpected(problemReply(body.problems(), Family::Rest));
    prompt.formatted = formatChat(prompt.fields.conversation);
    return prompt;
}

Outcome<EncodedPrompt> encodePrompt(ServerContext& context, const HttpCall& call,
                                    const PromptToEncode& prompt) {
    return encodeText(context, call, Family::Rest, prompt.formatted.text, kNoLimit,
                      prompt.hiddenLayer, LastLayer::Normed);
}

HttpReply encode(ServerContext& context, const HttpCall& call) {
    const auto prompt = readPrompt(context, call);
    if (!prompt)
        return prompt.error();
    const Stopwatch watch;
    const auto encoded = encodePrompt(context, call, *prompt);
    if (!encoded)
        return encoded.error();
    ordered_json object;
    object["shape"] = encoded->embedding.shape;
    object["dtype"] = "torch.float32"; // of the numbers, spelled as the predecessor did
    object["encode_time"] = watch.seconds();
    object["token_count"] = encoded->embedding.shape.at(0);
    object["prompt"] = prompt->fields.conversation.user;
    object["formatted_prompt"] = prompt->formatted.text;
    object["hidden_layer"] = prompt->hiddenLayer;
    object["encoder"] = encoded->encoder;
    object["encoder_dtype"] = encoded->dtype;
    HttpReply reply = jsonReply(object);
    reply.prompt = prompt->fields.conversation.user;
    return reply;
}

// Needs neither the model nor its turn.
HttpReply formatPrompt(ServerContext& context, const HttpCall& call) {
    const auto prompt = readPrompt(context, call);
    if (!prompt)
        return prompt.error();
    const Conversation& conversation = prompt->fields.conversation;
    ordered_json object;
    object["formatted_prompt"] = prompt->formatted.text;
    object["char_count"] = countCodePoints(prompt->formatted.text);
    object["token_count"] =
        context.tokenizer ? ordered_json(context.tokenizer->encode(prompt->formatted.text).size())
                          : ordered_json();
    object["max_tokens"] = kTrainedPromptTokens;
    object["prompt"] = conversation.user;
    object["system_prompt"] = textOrNull(conversation.system);
    object["thinking_content"] = textOrNull(conversation.thinking);
    object["assistant_content"] = textOrNull(conversation.assistant);
    object["template"] = textOrNull(prompt->fields.templateName);
    object["force_think_block"] = conversation.forceThinkBlock;
    object["strip_quotes"] = conversation.stripQuotes;
    HttpReply reply = jsonReply(object);
    reply.prompt = conversation.user;
    return reply;
}

EmbeddingFacts factsOf(const ServerContext& context, const PromptToEncode& prompt,
                       const EncodedPrompt& encoded) {
    const Conversation& conversation = prompt.fields.conversation;
    EmbeddingFacts facts;
    facts.prompt = conversation.user;
    facts.formattedPrompt = prompt.formatted.text;
    facts.systemPrompt = conversation.system;
    facts.thinkingContent = conversation.thinking;
    facts.assistantContent = conversation.assistant;
    facts.templateName = prompt.fields.templateName;
    facts.hiddenLayer = std::to_string(prompt.hiddenLayer);
    facts.tokenCount = std::to_string(encoded.embedding.shape.at(0));
    facts.encoder = encoded.encoder;
    facts.dtype = "float32";
    facts.createdAt = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    facts.version = context.options.version;
    return facts;
}

// A name of the server's own choice that is not taken: clients cannot write anywhere else, and
// nothing is written over.
Result<std::filesystem::path> keepEmbedding(const ServerContext& context,
                                            const EncodedPrompt& encoded,
                                            const EmbeddingFacts& facts) {
    // Clients stand elsewhere: a relative path would tell them nothing.
    std::error_code ignored;
    std::filesystem::path folder = std::filesystem::absolute(context.options.dataFolder, ignored);
    if (ignored)
        folder = context.options.dataFolder;
    const std::string stem =
        fmt::format("embeddings/{:%Y%m%d-%H%M%S}", fmt::gmtime(std::time(nullptr)));
    for (int attempt = 1;; ++attempt) {
        const std::string more = attempt == 1 ? "" : fmt::format("-{}", attempt);
        std::filesystem::path path = folder / (stem + more + ".safetensors");
        if (std::filesystem::exists(path, ignored))
            continue;
        const Status written =
            writeEmbeddingFile(path, {encoded.embedding}, {}, facts, Overwrite::No);
        if (written)
            return path;
        if (!std::filesystem::exists(path, ignored)) // not taken by another request meanwhile
            return fail(written.error());
    }
}

HttpReply saveEmbeddings(ServerContext& context, const HttpCall& call) {
    const auto prompt = readPrompt(context, call);
    if (!prompt)
        return prompt.error();
    const Stopwatch watch;
    const auto encoded = encodePrompt(context, call, *prompt);
    if (!encoded)
        return encoded.error();
    const double seconds = watch.seconds();
    const auto path = keepEmbedding(context, *encoded, factsOf(context, *prompt, *encoded));
    if (!path)
        return errorReply(path.error(), Family::Rest);
    HttpReply reply = jsonReply(
        {{"path", path->string()}, {"shape", encoded->embedding.shape}, {"encode_time", seconds}});
    reply.prompt = prompt->fields.conversation.user;
    return reply;
}

const std::string& categoryOf(const PromptTemplate& entry) {
    static const std::string kGeneral = "general";
    return entry.category.empty() ? kGeneral : entry.category;
}

HttpReply templates(ServerContext& context) {
    const TemplateLibrary library = context.templates.current();
    std::vector<const PromptTemplate*> sorted;
    for (const PromptTemplate& entry : library.templates())
        sorted.push_back(&entry);
    std::sort(sorted.begin(), sorted.end(), [](const PromptTemplate* a, const PromptTemplate* b) {
        return std::tie(categoryOf(*a), a->name) < std::tie(categoryOf(*b), b->name);
    });
    ordered_json list = ordered_json::array();
    for (const PromptTemplate* entry : sorted)
        list.push_back({{"name", entry->name},
                        {"description", entry->description},
                        {"category", categoryOf(*entry)},
                        {"system_prompt", entry->body},
                        {"thinking_content", entry->thinking},
                        {"assistant_content", entry->assistant},
                        {"add_think_block", entry->addThinkBlock.value_or(false)},
                        {"has_thinking", !entry->thinking.empty()}});
    return jsonReply({{"templates", std::move(list)}});
}

HttpReply rewriters(ServerContext& context) {
    ordered_json list = ordered_json::array();
    const TemplateLibrary library = context.templates.current();
    for (const PromptTemplate& entry : library.rewriters())
        list.push_back(
            {{"name", entry.name}, {"description", entry.description}, {"content", entry.body}});
    return jsonReply({{"rewriters", std::move(list)}});
}

// "flow_euler" → "Flow Euler".
std::string readableName(std::string id) {
    bool begins = true;
    for (char& letter : id) {
        if (letter == '_')
            letter = ' ';
        else if (begins && letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
        begins = letter == ' ';
    }
    return id;
}

HttpReply schedulers() {
    ordered_json list = ordered_json::array();
    for (const SamplingChoice& choice : listSchedulers())
        list.push_back({{"id", choice.id},
                        {"name", readableName(choice.id)},
                        {"description", choice.description}});
    return jsonReply({{"schedulers", std::move(list)}});
}

} // namespace

void addPromptEndpoints(Router& router, ServerContext& context) {
    using Body = HttpReply (*)(ServerContext&, const HttpCall&);
    const auto add = [&](const char* pattern, Body body) {
        router.add("POST", pattern, [&context, body](const HttpCall& call, const std::string&) {
            return body(context, call);
        });
    };
    add("/api/encode", encode);
    add("/api/format-prompt", formatPrompt);
    add("/api/save-embeddings", saveEmbeddings);
}

void addChoiceLists(Router& router, ServerContext& context) {
    router.add("GET", "/api/templates",
               [&context](const HttpCall&, const std::string&) { return templates(context); });
    router.add("GET", "/api/rewriters",
               [&context](const HttpCall&, const std::string&) { return rewriters(context); });
    router.add("GET", "/api/schedulers",
               [](const HttpCall&, const std::string&) { return schedulers(); });
}

} // namespace diptych::server
