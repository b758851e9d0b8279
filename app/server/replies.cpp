#include "app/server/replies.h"

#include "core/base/text.h"

#include <fmt/format.h>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

int statusOf(ErrorCode code, Family family) {
    switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::InvalidInput:
    case ErrorCode::Unsupported:
        return family == Family::Rest ? 422 : 400;
    case ErrorCode::FileNotFound: // the model's files: there is nothing here that could answer
    case ErrorCode::FileInvalid:
    case ErrorCode::ConfigInvalid:
    case ErrorCode::WeightsInvalid:
    case ErrorCode::Device:
    case ErrorCode::OutOfMemory:
    case ErrorCode::Cancelled:
        return 503;
    case ErrorCode::Network:
    case ErrorCode::Remote:
        return 502;
    case ErrorCode::FileWrite:
        return 507;
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

std::string textOf(const Error& error) {
    return error.hint.empty() ? error.message : fmt::format("{}: {}", error.message, error.hint);
}

} // namespace

HttpReply jsonReply(const ordered_json& value, int status) {
    HttpReply reply;
    reply.status = status;
    // Texts are valid UTF-8 but for what file names bring along.
    reply.body = value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return reply;
}

HttpReply errorReply(int status, const std::string& detail) {
    return jsonReply({{"detail", toValidUtf8(detail)}}, status);
}

HttpReply errorReply(const Error& error, Family family) {
    const int status = statusOf(error.code, family);
    if (status == 422 && !error.args.empty())
        return problemReply({{error.args.front(), textOf(error), "value_error"}}, family);
    HttpReply reply = errorReply(status, textOf(error));
    if (error.code == ErrorCode::Cancelled)
        reply.headers.emplace_back("Retry-After", "5");
    return reply;
}

HttpReply overloadReply(const std::string& message, Family family, int retryAfterSeconds) {
    ordered_json body;
    body["error"] = {{"message", message}, {"type", "server_error"}, {"code", "model_overloaded"}};
    if (family == Family::Rest)
        body["detail"] = message;
    HttpReply reply = jsonReply(body, 503);
    reply.headers.emplace_back("Retry-After", std::to_string(retryAfterSeconds));
    return reply;
}

HttpReply problemReply(const std::vector<FieldProblem>& problems, Family family) {
    const bool isWhole = problems.front().field.empty();
    if (family == Family::V1 && !isWhole)
        return errorReply(400, problems.front().message);
    ordered_json list = ordered_json::array();
    for (const FieldProblem& problem : problems) {
        ordered_json place = {"body"};
        if (!problem.field.empty())
            place.push_back(toValidUtf8(problem.field));
        list.push_back({{"loc", std::move(place)},
                        {"msg", toValidUtf8(problem.message)},
                        {"type", problem.type}});
    }
    return jsonReply({{"detail", std::move(list)}}, 422);
}

} // namespace diptych::server
