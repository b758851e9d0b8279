#include "app/server/rest/rewrite_endpoint.h"

#include "app/server/encoding.h"
#include "app/server/rest/prompt_fields.h"
#include "core/base/stopwatch.h"
#include "core/domain/generation_request.h"
#include "core/prompt/clean_text.h"
#include "core/prompt/template_variables.h"

#include <fmt/format.h>

#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

struct RewriteWish {
    RewriteRequest request;
    std::optional<std::string> rewriter; ///< as the client called it
    std::optional<std::string> custom;   ///< an instruction of the client's own
};

TextSampling readSampling(BodyReader& body, const TextSampling& defaults) {
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    TextSampling sampling = defaults;
    sampling.maxTokens =
        static_cast<int>(body.integerWithin("max_tokens", 1, kMost).value_or(defaults.maxTokens));
    sampling.temperature =
        body.numberWithin("temperature", 0.0, 2.0).value_or(defaults.temperature);
    sampling.topP = body.numberWithin("top_p", 0.0, 1.0).value_or(defaults.topP);
    sampling.topK = static_cast<int>(body.integerWithin("top_k", 0, kMost).value_or(defaults.topK));
    sampling.minP = body.numberWithin("min_p", 0.0, 1.0).value_or(defaults.minP);
    sampling.presencePenalty =
        body.numberWithin("presence_penalty", -2.0, 2.0).value_or(defaults.presencePenalty);
    sampling.repetitionPenalty =
        body.numberWithin("repetition_penalty", 0.1, 2.0).value_or(defaults.repetitionPenalty);
    return sampling;
}

// What the predecessor's later versions did with pictures.
std::optional<HttpReply> refusePictures(BodyReader& body) {
    const std::optional<std::string> model = body.text("model");
    if (body.value("image") || model == "qwen3-vl" || model == "qwen3-vl-api")
        return errorReply(400, "VL not configured: this server rewrites texts only");
    return std::nullopt;
}

Outcome<RewriteWish> readWish(const ServerContext& context, const HttpCall& call) {
    const config::RewriterSettings& settings = context.options.settings.rewriter;
    BodyReader body(call.body);
    RewriteWish wish;
    wish.request.prompt = body.requiredText("prompt");
    wish.rewriter = body.text("rewriter");
    wish.custom = body.text("custom_system_prompt");
    wish.request.sampling = readSampling(body, settings.sampling);
    wish.request.thinking = body.boolean("thinking").value_or(settings.thinking);
    const auto seed = body.integerWithin("seed", 0, std::numeric_limits<std::int64_t>::max());
    wish.request.seed = seed ? *seed : drawSeed();
    if (auto refusal = refusePictures(body))
        return tl::unexpected(std::move(*refusal));
    body.refuseOthers();
    if (body.problems().empty() && trimBlanks(wish.request.prompt).empty())
        body.addProblem("prompt", "there is no prompt to rewrite");
    if (!body.problems().empty())
        return tl::unexpected(problemReply(body.problems(), Family::Rest));
    return wish;
}

// The system message of the request, or why there is none.
std::optional<HttpReply> chooseInstruction(ServerContext& context, RewriteWish& wish) {
    if (wish.custom) {
        wish.request.instruction = trimBlanks(*wish.custom);
        return std::nullopt;
    }
    if (!wish.rewriter || wish.rewriter->empty())
        return errorReply(400, "Either rewriter or custom_system_prompt is required");
    const TemplateLibrary library = context.templates.current();
    const auto found = library.findRewriter(*wish.rewriter);
    if (!found && library.find(*wish.rewriter))
        return errorReply(400,
                          fmt::format("Template '{}' is not a rewriter template", *wish.rewriter));
    if (!found)
        return errorReply(404, fmt::format("Rewriter template not found: {}", *wish.rewriter));
    const auto resolved = resolveVariables(*found, {});
    if (!resolved)
        return problemReply({{"rewriter", resolved.error().message, "value_error"}}, Family::Rest);
    wish.request.instruction = resolved->body;
    return std::nullopt;
}

HttpReply rewrite(ServerContext& context, const HttpCall& call) {
    auto wish = readWish(context, call);
    if (!wish)
        return wish.error();
    if (auto refusal = chooseInstruction(context, *wish))
        return std::move(*refusal);
    if (!context.encodesHere && !context.remoteRewriter)
        return errorReply(503, "No backend available for generation");
    const Stopwatch watch;
    auto result = std::make_shared<RewriteResult>();
    const auto job = std::make_shared<EngineJob>(
        clientOf(call),
        [&context, result, request = wish->request](ImagePipeline& pipeline,
                                                    const RunContext& running) -> Status {
            PromptRewriter& rewriter =
                context.remoteRewriter ? *context.remoteRewriter : pipeline.rewriter();
            DIPTYCH_TRY(*result, rewriter.rewrite(request, nullptr, running));
            context.metrics.countWriting(result->tokenIds.size(), result->seconds);
            return Done{};
        });
    if (auto refusal = runJob(context, call, Family::Rest, job))
        return std::move(*refusal);
    ordered_json object;
    object["original_prompt"] = wish->request.prompt;
    object["rewritten_prompt"] = result->text;
    object["thinking_content"] = textOrNull(result->thinking);
    object["rewriter"] = wish->rewriter ? ordered_json(*wish->rewriter) : ordered_json();
    object["backend"] = context.remoteRewriter ? "api" : "local";
    object["gen_time"] = watch.seconds();
    object["seed"] = wish->request.seed;
    object["finish_reason"] = toString(result->finishReason);
    HttpReply reply = jsonReply(object);
    reply.prompt = wish->request.prompt;
    return reply;
}

HttpReply defaults(const ServerContext& context) {
    const config::RewriterSettings& settings = context.options.settings.rewriter;
    const TextSampling& sampling = settings.sampling;
    return jsonReply({{"temperature", sampling.temperature},
                      {"top_p", sampling.topP},
                      {"top_k", sampling.topK},
                      {"min_p", sampling.minP},
                      {"presence_penalty", sampling.presencePenalty},
                      {"repetition_penalty", sampling.repetitionPenalty},
                      {"max_tokens", sampling.maxTokens},
                      {"thinking", settings.thinking},
                      {"use_api", context.remoteRewriter != nullptr}});
}

} // namespace

void addRewriteEndpoints(Router& router, ServerContext& context) {
    router.add("POST", "/api/rewrite", [&context](const HttpCall& call, const std::string&) {
        return rewrite(context, call);
    });
    router.add("GET", "/api/rewriter-config",
               [&context](const HttpCall&, const std::string&) { return defaults(context); });
}

} // namespace diptych::server
