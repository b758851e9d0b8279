#include "core/net/hidden_states_format.h"

#include "core/checkpoint/safetensors.h"
#include "core/net/base64.h"
#include "core/net/http_exchange.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::net {

namespace {

using nlohmann::json;

constexpr std::int64_t kMostElements = std::int64_t{1} << 31;
constexpr const char* kHuggingFace = "huggingface";

static_assert(std::endian::native == std::endian::little);

tl::unexpected<Error> refuse(RemoteFault fault, const std::string& server, std::string fact = {},
                             std::string detail = {}) {
    return fail(remoteError(fault, server, fact, std::move(detail)));
}

/// What an answer says about itself, before its numbers are looked at.
struct Echo {
    std::string model;
    std::optional<int> layer;
    std::string numbering;
    std::string dtype;
};

Status checkLayer(const Echo& echo, const HiddenStatesCall& call, const std::string& server) {
    if (call.layer.needsHuggingFaceNumbering && echo.numbering != kHuggingFace)
        return refuse(RemoteFault::LayerUnavailable, server, std::to_string(call.layer.layer));
    if (!echo.layer)
        return refuse(RemoteFault::WrongField, server, "layer");
    if (*echo.layer != call.layer.layer)
        return refuse(RemoteFault::WrongLayer, server,
                      fmt::format("{} instead of {}", *echo.layer, call.layer.layer));
    return Done{};
}

// What the server's weights are held in, or its states were computed in; it says nothing about the
// numbers that are sent, which are float32, or what a safetensors header says of itself. Whatever
// Diptych serves is here ("int8", "int4"), and what other servers call theirs.
bool isNumberFormat(std::string_view dtype) {
    constexpr std::string_view kFormats[] = {
        "",       "float64",       "float32",     "bfloat16", "float16", "half",  "int8", "int4",
        "float8", "float8_e4m3fn", "float8_e5m2", "fp8",      "uint8",   "uint4", "8bit", "4bit"};
    return std::find(std::begin(kFormats), std::end(kFormats), dtype) != std::end(kFormats);
}

Status checkEcho(const Echo& echo, const HiddenStatesCall& call, const std::string& server) {
    if (echo.model != call.model)
        return refuse(RemoteFault::WrongModel, server,
                      fmt::format("'{}' instead of '{}'", echo.model, call.model));
    DIPTYCH_TRY_DONE(checkLayer(echo, call, server));
    if (!isNumberFormat(echo.dtype))
        return refuse(RemoteFault::WrongType, server, echo.dtype);
    return Done{};
}

// "mlx.core.bfloat16", "torch.bfloat16" → "bfloat16".
std::string plainType(const std::string& dtype) {
    return dtype.substr(dtype.rfind('.') + 1);
}

std::string shapeOf(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

Status checkShape(const std::vector<std::int64_t>& shape, const HiddenStatesQuery& query,
                  const std::string& server) {
    if (shape.size() != 2 || shape[0] < 1 || shape[1] < 1 || shape[0] > kMostElements / shape[1])
        return refuse(RemoteFault::WrongShape, server, shapeOf(shape));
    if (query.width > 0 && shape[1] != query.width)
        return refuse(RemoteFault::WrongWidth, server,
                      fmt::format("its hidden states are {} wide, the transformer needs {}",
                                  shape[1], query.width));
    if (query.tokenCount > 0 && shape[0] != query.tokenCount)
        return refuse(RemoteFault::WrongTokenCount, server,
                      fmt::format("{} tokens instead of {}", shape[0], query.tokenCount));
    return Done{};
}

Status checkFinite(const std::vector<std::byte>& bytes, const std::string& server) {
    for (std::size_t at = 0; at + sizeof(float) <= bytes.size(); at += sizeof(float)) {
        float value = 0.0F;
        std::memcpy(&value, bytes.data() + at, sizeof(float));
        if (!std::isfinite(value))
            return refuse(RemoteFault::NotFinite, server, "",
                          fmt::format("value {} of the answer", at / sizeof(float)));
    }
    return Done{};
}

// Absent and null are the same.
const json* member(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<std::string> textMember(const json& object, const char* key, bool needed,
                               const std::string& server) {
    const json* value = member(object, key);
    if (!value && !needed)
        return std::string();
    if (!value || !value->is_string())
        return refuse(RemoteFault::WrongField, server, key);
    return value->get<std::string>();
}

Result<std::vector<std::int64_t>> readShape(const json& object, const std::string& server) {
    const json* value = member(object, "shape");
    if (!value || !value->is_array())
        return refuse(RemoteFault::WrongField, server, "shape");
    std::vector<std::int64_t> shape;
    for (const json& extent : *value) {
        if (!extent.is_number_integer() || shape.size() > 8)
            return refuse(RemoteFault::WrongField, server, "shape");
        shape.push_back(extent.get<std::int64_t>());
    }
    return shape;
}

void append(std::vector<std::byte>& bytes, float value) {
    std::byte raw[sizeof(float)];
    std::memcpy(raw, &value, sizeof(float));
    bytes.insert(bytes.end(), std::begin(raw), std::end(raw));
}

// Rows of numbers. A number is written with enough digits to give the same float32 again.
Result<std::vector<std::byte>> readNumbers(const json& rows, const std::string& server) {
    std::vector<std::byte> bytes;
    for (const json& row : rows) {
        if (!row.is_array())
            return refuse(RemoteFault::WrongField, server, "hidden_states");
        for (const json& number : row) {
            if (!number.is_number())
                return refuse(number.is_null() ? RemoteFault::NotFinite : RemoteFault::WrongField,
                              server, "hidden_states");
            append(bytes, number.get<float>());
        }
    }
    return bytes;
}

// [[1, 2], [3]] has the right number of values for [1, 3] and the wrong rows.
bool rowsFit(const json& rows, const std::vector<std::int64_t>& shape) {
    if (rows.size() != static_cast<std::size_t>(shape[0]))
        return false;
    for (const json& row : rows)
        if (!row.is_array() || row.size() != static_cast<std::size_t>(shape[1]))
            return false;
    return true;
}

tl::unexpected<Error> wrongByteCount(const std::vector<std::int64_t>& shape, std::size_t bytes,
                                     const std::string& server) {
    return refuse(RemoteFault::WrongByteCount, server,
                  fmt::format("{} needs {} bytes, {} came", shapeOf(shape),
                              shape[0] * shape[1] * static_cast<std::int64_t>(sizeof(float)),
                              bytes));
}

Result<std::vector<std::byte>>
readValues(const json& object, const std::vector<std::int64_t>& shape, const std::string& server) {
    DIPTYCH_TRY(const std::string format, textMember(object, "encoding_format", false, server));
    const json* states = member(object, "hidden_states");
    if (!states)
        return refuse(RemoteFault::WrongField, server, "hidden_states");
    std::vector<std::byte> bytes;
    if (states->is_string()) {
        if (!format.empty() && format != "base64")
            return refuse(RemoteFault::WrongField, server, "encoding_format");
        auto decoded = fromBase64(states->get_ref<const std::string&>());
        if (!decoded)
            return refuse(RemoteFault::BadBase64, server);
        bytes = std::move(*decoded);
    } else {
        if (!states->is_array() || format == "base64")
            return refuse(RemoteFault::WrongField, server, "hidden_states");
        DIPTYCH_TRY(bytes, readNumbers(*states, server));
        if (!rowsFit(*states, shape))
            return wrongByteCount(shape, bytes.size(), server);
    }
    if (bytes.size() != static_cast<std::size_t>(shape[0] * shape[1]) * sizeof(float))
        return wrongByteCount(shape, bytes.size(), server);
    return bytes;
}

// Python writes NaN and Infinity, which are no JSON.
bool holdsPythonsNonNumbers(const std::string& body) {
    return body.find("NaN") != std::string::npos || body.find("Infinity") != std::string::npos;
}

Result<HiddenStates> readJson(const HttpResponse& response, const HiddenStatesCall& call,
                              const HiddenStatesQuery& query, const std::string& server) {
    DIPTYCH_TRY_DONE(requireJson(response, server));
    const json object = json::parse(response.body, nullptr, false);
    if (object.is_discarded())
        return refuse(holdsPythonsNonNumbers(response.body) ? RemoteFault::NotFinite
                                                            : RemoteFault::NotJson,
                      server);
    if (!object.is_object())
        return refuse(RemoteFault::NotJson, server, "", "not an object");
    Echo echo;
    DIPTYCH_TRY(echo.model, textMember(object, "model", true, server));
    DIPTYCH_TRY(echo.numbering, textMember(object, "layer_numbering", false, server));
    DIPTYCH_TRY(const std::string dtype, textMember(object, "dtype", false, server));
    echo.dtype = plainType(dtype);
    if (const json* layer = member(object, "layer"); layer && layer->is_number_integer())
        echo.layer = static_cast<int>(layer->get<std::int64_t>());
    DIPTYCH_TRY_DONE(checkEcho(echo, call, server));
    HiddenStates states;
    DIPTYCH_TRY(states.values.shape, readShape(object, server));
    DIPTYCH_TRY_DONE(checkShape(states.values.shape, query, server));
    DIPTYCH_TRY(states.values.bytes, readValues(object, states.values.shape, server));
    states.dtype = echo.dtype;
    return states;
}

std::vector<std::byte> widened(std::span<const std::byte> bfloat16) {
    std::vector<std::byte> bytes(bfloat16.size() * 2, std::byte{0});
    for (std::size_t i = 0; i + 1 < bfloat16.size(); i += 2) {
        bytes[2 * i + 2] = bfloat16[i];
        bytes[2 * i + 3] = bfloat16[i + 1];
    }
    return bytes;
}

std::optional<int> wholeNumber(const std::string& text) {
    const json value = json::parse(text, nullptr, false);
    return value.is_number_integer() ? std::optional<int>(value.get<int>()) : std::nullopt;
}

// One tensor "hidden_states" [S, D] in F32 or BF16; the header has what JSON has beside it.
Result<HiddenStates> readSafetensors(const HttpResponse& response, const HiddenStatesCall& call,
                                     const HiddenStatesQuery& query, const std::string& server) {
    const std::span<const std::byte> body = std::as_bytes(std::span<const char>(response.body));
    auto table = readSafetensorsTable("the answer", body);
    if (!table)
        return refuse(RemoteFault::BadSafetensors, server, table.error().message);
    Echo echo;
    echo.model = table->metadata["model"];
    echo.numbering = table->metadata["layer_numbering"];
    echo.dtype = plainType(table->metadata["dtype"]);
    echo.layer = wholeNumber(table->metadata["layer"]);
    DIPTYCH_TRY_DONE(checkEcho(echo, call, server));
    if (table->tensors.size() != 1 || table->tensors.front().name != "hidden_states")
        return refuse(RemoteFault::WrongField, server, "hidden_states");
    const TensorInfo& tensor = table->tensors.front();
    if (tensor.type != StorageType::F32 && tensor.type != StorageType::BF16)
        return refuse(RemoteFault::WrongType, server, std::string(toString(tensor.type)));
    DIPTYCH_TRY_DONE(checkShape(tensor.shape, query, server));
    const std::span<const std::byte> bytes = body.subspan(tensor.begin, tensor.byteCount());
    HiddenStates states;
    states.values.shape = tensor.shape;
    if (tensor.type == StorageType::BF16)
        states.values.bytes = widened(bytes);
    else
        states.values.bytes.assign(bytes.begin(), bytes.end());
    states.dtype = echo.dtype;
    return states;
}

bool isSafetensors(const HttpResponse& response) {
    const std::string type = response.contentType();
    return type == kSafetensorsType || type == "application/vnd.safetensors" ||
           type == "application/octet-stream";
}

} // namespace

std::string hiddenStatesBody(const HiddenStatesCall& call) {
    nlohmann::ordered_json body;
    body["input"] = call.prompt;
    body["model"] = call.model;
    body["layer"] = call.layer.layer;
    if (call.layer.needsHuggingFaceNumbering)
        body["layer_numbering"] = kHuggingFace;
    body["max_length"] = call.maxLength;
    switch (call.format) {
    case WireFormat::Auto:
    case WireFormat::Base64:
        body["encoding_format"] = "base64";
        break;
    case WireFormat::Float:
        body["encoding_format"] = "float";
        break;
    case WireFormat::SafetensorsBFloat16:
        body["payload_dtype"] = "bfloat16";
        [[fallthrough]];
    case WireFormat::Safetensors:
        body["encoding_format"] = "safetensors";
        break;
    }
    return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string acceptedTypes(WireFormat format) {
    if (format == WireFormat::Base64 || format == WireFormat::Float)
        return "application/json";
    return fmt::format("{}, application/json;q=0.9", kSafetensorsType);
}

Result<HiddenStates> readHiddenStates(const HttpResponse& response, const HiddenStatesCall& call,
                                      const HiddenStatesQuery& query, const std::string& server) {
    DIPTYCH_TRY(HiddenStates states, isSafetensors(response)
                                         ? readSafetensors(response, call, query, server)
                                         : readJson(response, call, query, server));
    DIPTYCH_TRY_DONE(checkFinite(states.values.bytes, server));
    states.values.type = StorageType::F32;
    states.layer = query.layer;
    states.model = call.model;
    states.server = server;
    states.bytesReceived = response.body.size();
    return states;
}

} // namespace diptych::net
