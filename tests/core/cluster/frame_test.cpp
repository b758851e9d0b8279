// What travels: exact both ways, and refused when it is not what it says.
#include "core/cluster/frame.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <random>

namespace diptych::cluster {
namespace {

constexpr std::uint64_t kSeed = 0x5EED;

Frame exampleFrame() {
    Frame frame;
    frame.kind = FrameKind::Extend;
    frame.request = 7;
    frame.step = 40;
    frame.capacity = 2048;
    frame.layer = 3;
    frame.finalNorm = false;
    frame.wantsScores = true;
    frame.payload = at::randn({5, 16});
    return frame;
}

// As the other side sees it: the announced payload filled with the bytes that were sent.
Result<Frame> sent(const Frame& frame) {
    const auto header = encodeHeader(frame, kSeed);
    if (!header)
        return fail(header.error());
    auto announced = decodeHeader(*header, kSeed);
    if (!announced)
        return fail(announced.error());
    const std::span<const std::byte> bytes = payloadBytes(frame);
    if (!bytes.empty())
        std::memcpy(announced->frame.payload.data_ptr(), bytes.data(), bytes.size());
    if (const Status status = checkPayload(*announced, kSeed); !status)
        return fail(status.error());
    return announced->frame;
}

TEST(FrameTest, everyMemberComesBack) {
    const Frame frame = exampleFrame();
    const auto back = sent(frame);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->kind, frame.kind);
    EXPECT_EQ(back->request, 7U);
    EXPECT_EQ(back->step, 40U);
    EXPECT_EQ(back->capacity, 2048);
    EXPECT_EQ(back->layer, 3);
    EXPECT_FALSE(back->finalNorm);
    EXPECT_TRUE(back->wantsScores);
    EXPECT_TRUE(at::equal(back->payload, frame.payload));
}

TEST(FrameTest, aFrameWithoutPayloadIsItsHeader) {
    Frame frame;
    frame.kind = FrameKind::End;
    frame.request = 9;
    const auto back = sent(frame);
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->payload.defined());
    EXPECT_EQ(back->request, 9U);
}

TEST(FrameTest, everyBfloat16TravelsUnchanged) {
    Frame frame;
    frame.kind = FrameKind::Encode;
    const at::Tensor bits = at::arange(0, 65536, at::kInt).to(at::kShort); // wraps: all patterns
    frame.payload = bits.view(at::kBFloat16).view({256, 256});
    const auto back = sent(frame);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->payload.scalar_type(), at::kBFloat16);
    EXPECT_EQ(std::memcmp(back->payload.data_ptr(), frame.payload.data_ptr(), 131072), 0);
}

TEST(FrameTest, aDamagedBitIsNoticedWhereverItIs) {
    const FrameHeader header = *encodeHeader(exampleFrame(), kSeed);
    for (std::size_t bit = 0; bit < header.size() * 8; ++bit) {
        FrameHeader damaged = header;
        damaged[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_FALSE(decodeHeader(damaged, kSeed)) << bit;
    }
    auto announced = decodeHeader(header, kSeed);
    ASSERT_TRUE(announced);
    announced->frame.payload.copy_(exampleFrame().payload); // other numbers
    EXPECT_FALSE(checkPayload(*announced, kSeed));
}

TEST(FrameTest, anotherKeyIsNoticed) {
    EXPECT_FALSE(decodeHeader(*encodeHeader(exampleFrame(), kSeed), kSeed + 1));
}

TEST(FrameTest, shortAndLongHeadersAreRefused) {
    const FrameHeader header = *encodeHeader(exampleFrame(), kSeed);
    for (std::size_t length = 0; length < header.size(); ++length)
        EXPECT_FALSE(decodeHeader(std::span(header).first(length), kSeed));
    std::vector<std::byte> longer(header.begin(), header.end());
    longer.emplace_back();
    EXPECT_FALSE(decodeHeader(longer, kSeed));
}

// With the right sum, as somebody would write it who means harm. Offsets as the header documents
// them.
Result<AnnouncedFrame> forged(const std::function<void(std::byte* header)>& change) {
    FrameHeader header = *encodeHeader(exampleFrame(), kSeed);
    change(header.data());
    constexpr std::size_t kSummed = kFrameHeaderBytes - 8;
    const std::uint64_t sum = checksum(std::span(header).first(kSummed), kSeed);
    std::memcpy(header.data() + kSummed, &sum, sizeof(sum));
    return decodeHeader(header, kSeed);
}

template <typename Number> void put(std::byte* header, std::size_t at, Number value) {
    std::memcpy(header + at, &value, sizeof(value));
}

TEST(FrameTest, lengthsThatDoNotFitTheirShapesAreRefusedBeforeMemoryIsTaken) {
    EXPECT_TRUE(forged([](std::byte*) {}));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 56, std::uint64_t{319}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 56, std::uint64_t{0}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 40, std::uint64_t{0}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 40, ~std::uint64_t{0}); }));
    // 2^32 rows of 2^32 numbers are 0 bytes in 64 bits.
    EXPECT_FALSE(forged([](std::byte* h) {
        put(h, 40, std::uint64_t{1} << 32);
        put(h, 48, std::uint64_t{1} << 32);
        put(h, 56, std::uint64_t{0});
    }));
    const auto large = forged([](std::byte* h) {
        put(h, 40, std::uint64_t{200'000});
        put(h, 48, std::uint64_t{1000});
        put(h, 56, std::uint64_t{800'000'000});
    });
    ASSERT_FALSE(large);
    EXPECT_NE(large.error().message.find("500000000"), std::string::npos);
}

TEST(FrameTest, unknownKindsTypesFlagsAndNegativeNumbersAreRefused) {
    for (const int kind : {0, 6, 255})
        EXPECT_FALSE(forged([&](std::byte* h) { put(h, 6, static_cast<std::uint8_t>(kind)); }));
    for (const int type : {0, 5, 255})
        EXPECT_FALSE(forged([&](std::byte* h) { put(h, 7, static_cast<std::uint8_t>(type)); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 36, std::uint32_t{4}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 24, std::int64_t{-1}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 32, std::int32_t{-2}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 4, std::uint16_t{2}); }));
    EXPECT_FALSE(forged([](std::byte* h) { put(h, 0, 'X'); }));
}

TEST(FrameTest, nonsenseIsRefused) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        FrameHeader header;
        for (std::byte& byte : header)
            byte = static_cast<std::byte>(random());
        EXPECT_FALSE(decodeHeader(header, kSeed));
    }
}

TEST(FrameTest, tensorsThatDoNotTravelAreRefused) {
    Frame frame = exampleFrame();
    frame.payload = at::zeros({3, 1}, at::kLong); // token ids stay with the first rank
    EXPECT_FALSE(encodeHeader(frame, kSeed));
    frame.payload = at::zeros({4, 4}).t().slice(0, 0, 2);
    EXPECT_FALSE(encodeHeader(frame, kSeed));
    frame.payload = at::zeros({4});
    EXPECT_FALSE(encodeHeader(frame, kSeed));
    frame.payload = at::empty({1, 125'000'001}); // never touched
    EXPECT_FALSE(encodeHeader(frame, kSeed));
}

TEST(FrameTest, errorsTravelAsText) {
    const Error error{ErrorCode::OutOfMemory, "no \"room\"\n", "close ✓", "detail", {}};
    const Frame frame = failureFrame(11, error);
    EXPECT_EQ(frame.request, 11U);
    const Error back = errorOf(*sent(frame));
    EXPECT_EQ(back.code, ErrorCode::OutOfMemory);
    EXPECT_EQ(back.message, error.message);
    EXPECT_EQ(back.hint, error.hint);
    EXPECT_EQ(back.detail, error.detail);
    Frame nonsense = frame;
    nonsense.payload = at::full({1, 6}, '{', at::kByte);
    EXPECT_EQ(errorOf(nonsense).code, ErrorCode::Remote);
    const std::string foreign = R"({"code":99,"message":5})";
    nonsense.payload = at::empty({1, static_cast<std::int64_t>(foreign.size())}, at::kByte);
    std::memcpy(nonsense.payload.data_ptr(), foreign.data(), foreign.size());
    EXPECT_EQ(errorOf(nonsense).code, ErrorCode::Remote);
}

} // namespace
} // namespace diptych::cluster
