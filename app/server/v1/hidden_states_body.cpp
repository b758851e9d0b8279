#include "app/server/v1/hidden_states_body.h"

#include "core/net/base64.h"
#include "core/net/hidden_states_format.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace diptych::server {

namespace {

constexpr const char* kHuggingFace = "huggingface";

// One text, or a list of one: of several the predecessor answered with the first.
std::string readInput(BodyReader& body) {
    const nlohmann::json* input = body.value("input");
    if (!input) {
        if (body.isObject())
            body.addProblem("input", "input is missing", "missing");
        return {};
    }
    if (input->is_array() && input->size() > 1) {
        body.addProblem("input", "input must be one text: send a request for each");
        return {};
    }
    const nlohmann::json* text = input;
    if (input->is_array() && input->size() == 1)
        text = &input->front();
    if (!text->is_string()) {
        body.addProblem("input", "input must be a string", "type_error");
        return {};
    }
    if (text->get_ref<const std::string&>().empty())
        body.addProblem("input", "the input is empty: there is nothing to encode");
    return text->get<std::string>();
}

void readPayload(BodyReader& body, HiddenStatesRequest& request) {
    for (const char* field : {"payload_dtype", "dtype"}) {
        const std::string type = body.text(field).value_or("float32");
        if (type == "bfloat16" || type == "bf16")
            request.bfloat16 = true;
        else if (type != "float32")
            body.addProblem(field, fmt::format("{} must be float32 or bfloat16", field));
    }
}

float floatAt(const std::vector<std::byte>& bytes, std::size_t index) {
    float value = 0.0F;
    std::memcpy(&value, bytes.data() + index * sizeof(float), sizeof(float));
    return value;
}

// Rounded to the nearest, ties to even.
std::vector<std::byte> narrowed(const std::vector<std::byte>& float32) {
    const std::size_t count = float32.size() / sizeof(float);
    std::vector<std::byte> result(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, float32.data() + i * sizeof(float), sizeof(bits));
        bits += 0x7FFFU + ((bits >> 16) & 1U);
        const auto half = static_cast<std::uint16_t>(bits >> 16);
        std::memcpy(result.data() + i * sizeof(half), &half, sizeof(half));
    }
    return result;
}

// Written directly: a tree of a million numbers would take a hundred times their memory.
std::string rowsAsJson(const HostTensor& tensor) {
    const auto rows = static_cast<std::size_t>(tensor.shape[0]);
    const auto width = static_cast<std::size_t>(tensor.shape[1]);
    std::string text = "[";
    for (std::size_t row = 0; row < rows; ++row) {
        text += row == 0 ? "[" : ",[";
        for (std::size_t i = 0; i < width; ++i)
            fmt::format_to(std::back_inserter(text), "{}{}", i == 0 ? "" : ",",
                           floatAt(tensor.bytes, row * width + i));
        text += ']';
    }
    return text + "]";
}

Result<HttpReply> safetensorsReply(const EncodedPrompt& encoded,
                                   const HiddenStatesRequest& request) {
    std::map<std::string, std::string> facts = {{"model", request.model},
                                                {"layer", std::to_string(request.layer)},
                                                {"dtype", encoded.dtype}};
    if (request.huggingFaceNumbering)
        facts["layer_numbering"] = kHuggingFace;
    HostTensor narrow{StorageType::BF16, encoded.embedding.shape, {}};
    if (request.bfloat16)
        narrow.bytes = narrowed(encoded.embedding.bytes);
    const HostTensor& sent = request.bfloat16 ? narrow : encoded.embedding;
    const std::array tensors = {sent.toWrite("hidden_states")};
    HttpReply reply;
    reply.contentType = net::kSafetensorsType;
    DIPTYCH_TRY(reply.body, safetensorsBytes(tensors, facts));
    return reply;
}

// The members around the states, which come first as in the predecessor's answers.
std::string factsAsJson(const EncodedPrompt& encoded, const HiddenStatesRequest& request) {
    nlohmann::ordered_json facts;
    facts["shape"] = encoded.embedding.shape;
    facts["model"] = request.model;
    facts["layer"] = request.layer;
    facts["dtype"] = encoded.dtype;
    if (request.encoding == Encoding::Base64)
        facts["encoding_format"] = "base64";
    if (request.huggingFaceNumbering)
        facts["layer_numbering"] = kHuggingFace;
    if (request.wantsMask)
        facts["attention_mask"] =
            std::vector<int>(static_cast<std::size_t>(encoded.embedding.shape[0]), 1);
    return facts.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

HiddenStatesRequest readHiddenStatesRequest(BodyReader& body, const std::string& accept) {
    HiddenStatesRequest request;
    request.input = readInput(body);
    request.model = body.requiredText("model");
    constexpr std::int64_t kDeepest = 1 << 20;
    request.layer =
        static_cast<int>(body.integerWithin("layer", -kDeepest, kDeepest).value_or(request.layer));
    request.maxLength =
        body.integerWithin("max_length", 1, std::numeric_limits<std::int64_t>::max())
            .value_or(request.maxLength);
    request.wantsMask = body.boolean("return_attention_mask").value_or(false);
    const std::string numbering = body.text("layer_numbering").value_or("");
    request.huggingFaceNumbering = numbering == kHuggingFace;
    if (!numbering.empty() && numbering != kHuggingFace && numbering != "blocks")
        body.addProblem("layer_numbering", "layer_numbering must be huggingface or blocks");
    const std::string format = body.text("encoding_format").value_or("float");
    if (format == "base64")
        request.encoding = accept.find(net::kSafetensorsType) == std::string::npos
                               ? Encoding::Base64
                               : Encoding::Safetensors;
    else if (format == "safetensors")
        request.encoding = Encoding::Safetensors;
    readPayload(body, request);
    return request;
}

Result<EngineLayer> engineLayerFor(int layer, bool huggingFaceNumbering, int layerCount) {
    const int n = layerCount;
    if (huggingFaceNumbering || (n == 0 && layer <= -2)) {
        if (n > 0 && (layer < -(n + 1) || layer > n))
            return fail(
                ErrorCode::InvalidInput,
                fmt::format("there is no hidden layer {}; there are {} to {}", layer, -(n + 1), n));
        // One number for one layer, whichever way it was counted.
        return EngineLayer{n > 0 && layer < 0 ? n + 1 + layer : layer, LastLayer::Normed};
    }
    if (n == 0)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("the layer {} is not known here; count from the end, from -2", layer));
    if (layer < -n || layer >= n)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("there is no layer {}; there are {} to {}", layer, -n, n - 1));
    const int block = layer < 0 ? n + layer : layer;
    return EngineLayer{block + 1, block == n - 1 ? LastLayer::Plain : LastLayer::Normed};
}

Result<HttpReply> hiddenStatesReply(const EncodedPrompt& encoded,
                                    const HiddenStatesRequest& request) {
    const HostTensor& tensor = encoded.embedding;
    if (tensor.type != StorageType::F32 || tensor.shape.size() != 2)
        return fail(ErrorCode::Internal, "the hidden states have an unexpected form");
    if (request.encoding == Encoding::Safetensors)
        return safetensorsReply(encoded, request);
    const std::string states = request.encoding == Encoding::Base64
                                   ? "\"" + net::toBase64(tensor.bytes) + "\""
                                   : rowsAsJson(tensor);
    HttpReply reply;
    reply.body = "{\"hidden_states\":" + states + "," + factsAsJson(encoded, request).substr(1);
    return reply;
}

} // namespace diptych::server
