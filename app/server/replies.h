// Answers in the shapes that clients of the predecessor know.
#pragma once

#include "app/server/body_reader.h"
#include "app/server/http/exchange.h"
#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace diptych::server {

/// Which of the two families of endpoints answers: they give bad input different statuses.
enum class Family {
    Rest, ///< /api: 422 with a list that names the field
    V1,   ///< /v1: 400 with a text; 422 only for a body that is no JSON object
};

HttpReply jsonReply(const nlohmann::ordered_json& value, int status = 200);

/// {"detail": text}.
HttpReply errorReply(int status, const std::string& detail);

/// What a failed job is answered with.
HttpReply errorReply(const Error& error, Family family);

/// Too much to do: 503, Retry-After, {"error": {"message", "type", "code": "model_overloaded"}}.
HttpReply overloadReply(const std::string& message, Family family, int retryAfterSeconds = 1);

/// For problems of a body, which must not be empty.
HttpReply problemReply(const std::vector<FieldProblem>& problems, Family family);

} // namespace diptych::server
