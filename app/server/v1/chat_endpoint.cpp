#include "app/server/v1/chat_endpoint.h"

#include "app/server/v1/chat_body.h"
#include "app/server/v1/encoder_endpoints.h"
#include "app/server/v1/text_pipe.h"
#include "core/base/stopwatch.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <random>
#include <utility>

namespace diptych::server {

namespace {

/// Between two comments that keep a silent stream open; the first tells that it is one.
constexpr double kKeepaliveSeconds = 5.0;
constexpr std::chrono::milliseconds kSlice{100};

std::string newCompletionId() {
    std::random_device device;
    return fmt::format("chatcmpl-{:08x}{:08x}{:08x}", device(), device(), device());
}

/// One text that the engine writes, with who listens.
struct Writing {
    ChatRequest request;
    ChatFacts facts;
    TextPipe pipe;
    RewriteResult result;
};

std::shared_ptr<EngineJob> jobFor(ServerContext& context, const HttpCall& call,
                                  const std::shared_ptr<Writing>& writing) {
    return std::make_shared<EngineJob>(
        clientOf(call),
        [&context, writing](ImagePipeline& pipeline, const RunContext& running) -> Status {
            TextSink* sink = writing->request.stream ? &writing->pipe : nullptr;
            DIPTYCH_TRY(writing->result,
                        pipeline.rewriter().rewrite(writing->request.text, sink, running));
            context.metrics.countWriting(writing->result.tokenIds.size(), writing->result.seconds);
            return Done{};
        });
}

bool sendPieces(Writing& writing, const PieceWriter& write, std::chrono::milliseconds time) {
    for (TextPiece& piece : writing.pipe.take(time)) {
        const char* member = piece.part == AnswerPart::Answer ? "content" : "thinking";
        if (!write(chatChunk(writing.facts, {{member, std::move(piece.text)}})))
            return false;
    }
    return true;
}

// On the connection's thread, while the engine writes.
void sendStream(ServerContext& context, const HttpCall& call, Writing& writing,
                const std::shared_ptr<EngineJob>& job, const PieceWriter& write) {
    bool isHeard = write(chatChunk(writing.facts, {{"role", "assistant"}, {"content", ""}}));
    const Stopwatch whole;
    Stopwatch silence;
    const auto deadline = static_cast<double>(context.options.deadline.count());
    while (isHeard && !job->status().isOver()) {
        isHeard = sendPieces(writing, write, kSlice) && call.peerIsThere() &&
                  whole.seconds() < deadline && !call.isEnding();
        if (isHeard && silence.seconds() > kKeepaliveSeconds) {
            isHeard = write(": keepalive\n\n");
            silence = {};
        }
    }
    if (!isHeard)
        context.engine->cancel(job);
    const JobStatus status = job->status();
    sendPieces(writing, write, std::chrono::milliseconds(0));
    if (status.state == JobState::Succeeded)
        write(lastChatChunk(writing.facts, writing.result, writing.request.includeUsage));
    else
        write(chatErrorEvent(status.error ? status.error->message : "the text was stopped"));
    write("data: [DONE]\n\n");
}

HttpReply stream(ServerContext& context, const HttpCall& call,
                 const std::shared_ptr<Writing>& writing) {
    const std::shared_ptr<EngineJob> job = jobFor(context, call, writing);
    if (auto refusal = submitJob(context, Family::V1, job))
        return std::move(*refusal);
    HttpReply reply;
    reply.contentType = "text/event-stream";
    reply.headers.emplace_back("Cache-Control", "no-cache");
    reply.headers.emplace_back("X-Accel-Buffering", "no");
    // Also where nobody takes the first byte.
    const std::shared_ptr<void> guard(nullptr,
                                      [&context, job](void*) { context.engine->cancel(job); });
    reply.stream = [&context, call, writing, job, guard](const PieceWriter& write) {
        sendStream(context, call, *writing, job, write);
    };
    return reply;
}

HttpReply chat(ServerContext& context, const HttpCall& call) {
    BodyReader body(call.body);
    auto writing = std::make_shared<Writing>();
    writing->request = readChatRequest(body);
    if (!body.problems().empty())
        return problemReply(body.problems(), Family::V1);
    if (auto refusal = refuseOtherModel(context, writing->request.model))
        return std::move(*refusal);
    if (!context.encodesHere)
        return errorReply(400, "Backend does not support text generation");
    writing->facts = {newCompletionId(), std::time(nullptr), context.modelId,
                      context.tokenizer->encode(writing->request.text.prompt).size()};
    HttpReply reply;
    if (writing->request.stream)
        reply = stream(context, call, writing);
    else if (auto refusal = runJob(context, call, Family::V1, jobFor(context, call, writing)))
        reply = std::move(*refusal);
    else
        reply = jsonReply(chatCompletion(writing->facts, writing->result));
    reply.prompt = writing->request.text.prompt;
    return reply;
}

} // namespace

void addChatEndpoint(Router& router, ServerContext& context) {
    router.add(
        "POST", "/v1/chat/completions",
        [&context](const HttpCall& call, const std::string&) { return chat(context, call); });
}

} // namespace diptych::server
