#include "core/cluster/frame.h"

#include <ATen/ATen.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <bit>
#include <cstring>
#include <optional>
#include <string_view>

namespace diptych::cluster {

static_assert(std::endian::native == std::endian::little,
              "frames are copied as they lie in memory");

namespace {

constexpr std::array<char, 4> kMagic = {'D', 'P', 'T', 'F'};
constexpr std::uint16_t kVersion = 1;
constexpr std::uint32_t kFinalNormFlag = 1;
constexpr std::uint32_t kScoresFlag = 2;
constexpr std::uint32_t kAllFlags = kFinalNormFlag | kScoresFlag;
constexpr std::size_t kSummedBytes = kFrameHeaderBytes - sizeof(std::uint64_t);

enum class WireType : std::uint8_t { None = 0, Float32 = 1, BFloat16 = 2, Float16 = 3, Bytes = 4 };

std::optional<WireType> wireTypeOf(at::ScalarType type) {
    switch (type) {
    case at::kFloat:
        return WireType::Float32;
    case at::kBFloat16:
        return WireType::BFloat16;
    case at::kHalf:
        return WireType::Float16;
    case at::kByte:
        return WireType::Bytes;
    default:
        return std::nullopt;
    }
}

std::optional<at::ScalarType> scalarTypeOf(WireType type) {
    switch (type) {
    case WireType::Float32:
        return at::kFloat;
    case WireType::BFloat16:
        return at::kBFloat16;
    case WireType::Float16:
        return at::kHalf;
    case WireType::Bytes:
        return at::kByte;
    case WireType::None:
        break;
    }
    return std::nullopt;
}

// The header as it lies on the wire; every member stands at a multiple of its size.
struct Wire {
    std::array<char, 4> magic = kMagic;
    std::uint16_t version = kVersion;
    std::uint8_t kind = 0;
    std::uint8_t type = 0;
    std::uint64_t request = 0;
    std::uint64_t step = 0;
    std::int64_t capacity = 0;
    std::int32_t layer = 0;
    std::uint32_t flags = 0;
    std::uint64_t rows = 0;
    std::uint64_t width = 0;
    std::uint64_t length = 0;
    std::uint64_t payloadSum = 0;
    std::uint64_t headerSum = 0;
};
static_assert(sizeof(Wire) == kFrameHeaderBytes);

tl::unexpected<Error> refuse(std::string what) {
    return fail(ErrorCode::Remote, "a frame from another rank was refused: " + std::move(what),
                "all ranks must run the same version of Diptych and share one key");
}

std::uint64_t wordAt(const std::byte* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    return word;
}

constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U; // 2^64 divided by the golden ratio

std::uint64_t mixed(std::uint64_t state, std::uint64_t word) {
    return std::rotl(state ^ word, 29) * kFactor;
}

Status checkForm(const Wire& wire) {
    const bool isKind = wire.kind >= static_cast<std::uint8_t>(FrameKind::Encode) &&
                        wire.kind <= static_cast<std::uint8_t>(FrameKind::Failure);
    if (!isKind)
        return refuse(fmt::format("there is no kind {}", wire.kind));
    if ((wire.flags & ~kAllFlags) != 0)
        return refuse("it has unknown flags");
    if (wire.capacity < 0 || wire.layer < 0)
        return refuse("it has a negative number where there is none");
    if (wire.type > static_cast<std::uint8_t>(WireType::Bytes))
        return refuse(fmt::format("there is no dtype {}", wire.type));
    if (wire.length > kMostPayloadBytes)
        return refuse(fmt::format("its payload of {} bytes is larger than {}", wire.length,
                                  kMostPayloadBytes));
    const auto type = scalarTypeOf(static_cast<WireType>(wire.type));
    if (!type && (wire.rows != 0 || wire.width != 0 || wire.length != 0))
        return refuse("it announces a payload without a dtype");
    if (!type)
        return Done{};
    // Neither side may make the product run over.
    if (wire.rows == 0 || wire.width == 0 || wire.rows > kMostPayloadBytes ||
        wire.width > kMostPayloadBytes)
        return refuse(fmt::format("it has the shape [{}, {}]", wire.rows, wire.width));
    if (wire.rows * wire.width * c10::elementSize(*type) != wire.length)
        return refuse(fmt::format("its length of {} bytes is not that of its shape [{}, {}]",
                                  wire.length, wire.rows, wire.width));
    return Done{};
}

} // namespace

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed) {
    // Four lanes, so that the multiplications do not wait for each other.
    std::array<std::uint64_t, 4> lanes = {seed, ~seed, seed ^ kFactor, ~(seed ^ kFactor)};
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32)
        for (std::size_t lane = 0; lane < lanes.size(); ++lane)
            lanes[lane] = mixed(lanes[lane], wordAt(bytes.data() + at + lane * 8));
    std::uint64_t sum = mixed(seed, bytes.size());
    for (const std::uint64_t lane : lanes)
        sum = mixed(sum, lane);
    for (; at < bytes.size(); ++at)
        sum = mixed(sum, std::to_integer<std::uint64_t>(bytes[at]) + 1);
    return sum ^ (sum >> 32);
}

std::span<const std::byte> payloadBytes(const Frame& frame) {
    if (!frame.payload.defined())
        return {};
    return {static_cast<const std::byte*>(frame.payload.data_ptr()), frame.payload.nbytes()};
}

Result<FrameHeader> encodeHeader(const Frame& frame, std::uint64_t seed) {
    Wire wire;
    wire.kind = static_cast<std::uint8_t>(frame.kind);
    wire.request = frame.request;
    wire.step = frame.step;
    wire.capacity = frame.capacity;
    wire.layer = frame.layer;
    wire.flags = (frame.finalNorm ? kFinalNormFlag : 0U) | (frame.wantsScores ? kScoresFlag : 0U);
    if (frame.payload.defined()) {
        const at::Tensor& payload = frame.payload;
        const auto type = wireTypeOf(payload.scalar_type());
        if (!type || payload.dim() != 2 || !payload.is_contiguous() || !payload.is_cpu() ||
            payload.numel() == 0)
            return fail(ErrorCode::InvalidInput, "a tensor of this form does not travel");
        if (payload.nbytes() > kMostPayloadBytes)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("{} bytes are too many for one step through a cluster ({} are "
                                    "allowed)",
                                    payload.nbytes(), kMostPayloadBytes),
                        "send a shorter text, or lower chunk_tokens");
        wire.type = static_cast<std::uint8_t>(*type);
        wire.rows = static_cast<std::uint64_t>(payload.size(0));
        wire.width = static_cast<std::uint64_t>(payload.size(1));
        wire.length = payload.nbytes();
    }
    wire.payloadSum = checksum(payloadBytes(frame), seed);
    FrameHeader header;
    std::memcpy(header.data(), &wire, sizeof(wire));
    wire.headerSum = checksum(std::span(header).first(kSummedBytes), seed);
    std::memcpy(header.data() + kSummedBytes, &wire.headerSum, sizeof(wire.headerSum));
    return header;
}

Result<AnnouncedFrame> decodeHeader(std::span<const std::byte> bytes, std::uint64_t seed) {
    if (bytes.size() != kFrameHeaderBytes)
        return refuse(fmt::format("its header has {} bytes", bytes.size()));
    Wire wire;
    std::memcpy(&wire, bytes.data(), sizeof(wire));
    if (wire.magic != kMagic)
        return refuse("it does not begin like one");
    if (wire.version != kVersion)
        return refuse(fmt::format("it is of version {}, not {}", wire.version, kVersion));
    if (wire.headerSum != checksum(bytes.first(kSummedBytes), seed))
        return refuse("its header is damaged, or the key is another one");
    DIPTYCH_TRY_DONE(checkForm(wire));
    AnnouncedFrame announced;
    announced.payloadSum = wire.payloadSum;
    Frame& frame = announced.frame;
    frame.kind = static_cast<FrameKind>(wire.kind);
    frame.request = wire.request;
    frame.step = wire.step;
    frame.capacity = wire.capacity;
    frame.layer = wire.layer;
    frame.finalNorm = (wire.flags & kFinalNormFlag) != 0;
    frame.wantsScores = (wire.flags & kScoresFlag) != 0;
    if (const auto type = scalarTypeOf(static_cast<WireType>(wire.type)))
        frame.payload = at::empty(
            {static_cast<std::int64_t>(wire.rows), static_cast<std::int64_t>(wire.width)}, *type);
    return announced;
}

Status checkPayload(const AnnouncedFrame& announced, std::uint64_t seed) {
    if (checksum(payloadBytes(announced.frame), seed) != announced.payloadSum)
        return refuse("its payload is damaged");
    return Done{};
}

Frame failureFrame(std::uint64_t request, const Error& error) {
    const nlohmann::json object = {{"code", static_cast<int>(error.code)},
                                   {"message", error.message},
                                   {"hint", error.hint},
                                   {"detail", error.detail}};
    const std::string text = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    Frame frame;
    frame.kind = FrameKind::Failure;
    frame.request = request;
    frame.payload = at::empty({1, static_cast<std::int64_t>(text.size())}, at::kByte);
    std::memcpy(frame.payload.data_ptr(), text.data(), text.size());
    return frame;
}

Error errorOf(const Frame& failure) {
    const std::span<const std::byte> bytes = payloadBytes(failure);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
    Error error{ErrorCode::Remote, "another rank failed without saying how", "", "", {}};
    if (!object.is_object())
        return error;
    const auto word = [&](const char* name) {
        const auto found = object.find(name);
        return found != object.end() && found->is_string() ? found->get<std::string>()
                                                           : std::string();
    };
    const auto code = object.find("code");
    if (code != object.end() && code->is_number_integer() && *code >= 0 &&
        *code <= static_cast<int>(ErrorCode::Cancelled))
        error.code = static_cast<ErrorCode>(code->get<int>());
    if (std::string message = word("message"); !message.empty())
        error.message = std::move(message);
    error.hint = word("hint");
    error.detail = word("detail");
    return error;
}

} // namespace diptych::cluster
