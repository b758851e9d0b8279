#include "core/pipeline/remote_rewriter.h"

#include "core/base/stopwatch.h"
#include "core/net/model_list.h"
#include "core/net/remote_fault.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace diptych {

namespace {

net::ChatQuery queryFor(const RewriteRequest& request, std::string model) {
    const TextSampling& sampling = request.sampling;
    net::ChatQuery query;
    query.model = std::move(model);
    if (!request.instruction.empty())
        query.messages.push_back({"system", request.instruction});
    query.messages.push_back({"user", request.prompt});
    query.maxTokens = sampling.maxTokens;
    query.temperature = sampling.temperature;
    query.topP = sampling.topP;
    query.topK = sampling.topK;
    query.minP = sampling.minP;
    if (sampling.presencePenalty != 0.0)
        query.presencePenalty = sampling.presencePenalty;
    if (sampling.frequencyPenalty != 0.0)
        query.frequencyPenalty = sampling.frequencyPenalty;
    if (sampling.repetitionPenalty != 1.0)
        query.repetitionPenalty = sampling.repetitionPenalty;
    query.seed = request.seed;
    query.enableThinking = request.thinking;
    query.ignoreStop = request.ignoreStop;
    return query;
}

// Without what only some servers know; returns what was said with it that the server will not hear.
std::vector<std::string> leaveUncommonOut(net::ChatQuery& query) {
    std::vector<std::string> lost;
    if (query.topK.value_or(0) > 0)
        lost.emplace_back("top-k");
    if (query.minP.value_or(0.0) > 0.0)
        lost.emplace_back("min-p");
    if (query.repetitionPenalty)
        lost.emplace_back("repetition penalty");
    if (query.enableThinking == false)
        lost.emplace_back("no thinking");
    if (query.ignoreStop)
        lost.emplace_back("going on behind the end");
    query.topK = std::nullopt;
    query.minP = std::nullopt;
    query.repetitionPenalty = std::nullopt;
    query.enableThinking = std::nullopt;
    query.ignoreStop = false;
    return lost;
}

bool isRefusal(const Error& error) {
    const auto fault = net::faultOf(error);
    return fault == net::RemoteFault::BadRequest || fault == net::RemoteFault::Unprocessable;
}

bool isServersFault(const Error& error) {
    return error.code == ErrorCode::Network || error.code == ErrorCode::Remote;
}

} // namespace

Result<std::vector<net::ServerAccess>> serversOf(const RemoteEncoderSettings& settings,
                                                 const std::string& key) {
    if (!key.empty())
        DIPTYCH_TRY_DONE(net::checkKey(key));
    std::vector<net::ServerAccess> servers;
    for (const std::string& url : settings.urls) {
        net::ServerAccess access;
        DIPTYCH_TRY(access.address, net::parseServerAddress(url));
        access.key = key;
        access.timeouts.firstByte = std::chrono::seconds(settings.timeoutSeconds);
        servers.push_back(std::move(access));
    }
    return servers;
}

RemoteRewriter::RemoteRewriter(const std::shared_ptr<net::HttpTransport>& transport,
                               const std::vector<net::ServerAccess>& servers, std::string model)
    : model_(std::move(model)) {
    for (const net::ServerAccess& access : servers)
        clients_.emplace_back(transport, access);
}

std::string RemoteRewriter::identity() const {
    std::vector<std::string> names;
    for (const net::ChatClient& client : clients_)
        names.push_back(client.exchange().server());
    return fmt::format("{}", fmt::join(names, ", "));
}

Result<RewriteResult> RemoteRewriter::rewrite(const RewriteRequest& request, TextSink* sink,
                                              const RunContext& context) {
    DIPTYCH_TRY_DONE(checkRewrite(request));
    if (request.raw)
        return fail(ErrorCode::Unsupported,
                    "a chat server formats prompts by itself, a raw text cannot be sent to it",
                    "leave the server out, or write without raw mode");
    std::vector<Error> errors;
    for (const net::ChatClient& client : clients_) {
        bool handedOn = false;
        Result<RewriteResult> result = ask(client, request, sink, handedOn, context);
        if (result) {
            for (const Error& error : errors)
                result->notices.push_back(
                    {"server_passed_over", fmt::format("{}; {} wrote instead.", error.message,
                                                       client.exchange().server())});
            return result;
        }
        if (handedOn || !isServersFault(result.error()))
            return result;
        errors.push_back(std::move(result.error()));
    }
    if (errors.size() != 1) {
        std::vector<std::string> messages;
        for (const Error& error : errors)
            messages.push_back(error.message);
        errors.front().message =
            fmt::format("none of {} servers wrote: {}", errors.size(), fmt::join(messages, "; "));
    }
    return fail(std::move(errors.front()));
}

Result<RewriteResult> RemoteRewriter::ask(const net::ChatClient& client,
                                          const RewriteRequest& request, TextSink* sink,
                                          bool& handedOn, const RunContext& context) const {
    const Stopwatch watch;
    context.report(Phase::Encode, 0, 1);
    std::string model = model_;
    if (model.empty()) {
        DIPTYCH_TRY(const auto models, net::listModels(client.exchange(), context));
        DIPTYCH_TRY(const net::RemoteModel chosen,
                    net::chooseModel(models, model, "chat", client.exchange().server()));
        model = chosen.id;
    }
    RewriteAnswer answer(request, sink);
    const net::ChatSink onPiece = [&](std::string_view content, std::string_view thinking) {
        if (!std::exchange(handedOn, true))
            context.report(Phase::Encode, 1, 1);
        answer.pushThinking(thinking);
        answer.push(content);
    };
    net::ChatQuery query = queryFor(request, std::move(model));
    std::vector<std::string> lost;
    Result<net::ChatReply> reply = client.stream(query, onPiece, context);
    if (!reply && !handedOn && isRefusal(reply.error())) {
        lost = leaveUncommonOut(query);
        Result<net::ChatReply> plain = client.stream(query, onPiece, context);
        if (plain || handedOn || !isRefusal(plain.error()))
            reply = std::move(plain); // else the first refusal tells more
    }
    if (!reply)
        return fail(std::move(reply.error()));
    RewriteResult result;
    answer.finish(reply->finishReason == "length" ? FinishReason::Length : FinishReason::Stop,
                  result);
    result.tokenCount = reply->usage ? reply->usage->completionTokens : 0;
    result.seconds = watch.seconds();
    result.tokensPerSecond =
        static_cast<double>(result.tokenCount) / std::max(result.seconds, 1e-9);
    if (!lost.empty())
        result.notices.push_back(
            {"numbers_left_out", fmt::format("{} does not take {}: written without",
                                             client.exchange().server(), fmt::join(lost, ", "))});
    return result;
}

} // namespace diptych
