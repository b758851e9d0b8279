// core/checkpoint: damaged, lying and foreign files. Each gives an error that says what is wrong,
// or a valid file.
#include "core/checkpoint/safetensors.h"
#include "tests/core/checkpoint/safetensors_builder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace diptych {
namespace {

using test::goodSafetensors;
using test::kGoodHeader;
using test::safetensorsBytes;
using test::TemporaryFolder;

// The error of opening these bytes; every message must begin with the path.
Error errorOf(std::string_view bytes) {
    TemporaryFolder folder;
    const auto path = folder / "model.safetensors";
    test::writeBytes(path, bytes);
    const auto file = SafetensorsFile::open(path);
    if (file) {
        ADD_FAILURE() << "opened";
        return {};
    }
    EXPECT_EQ(file.error().message.rfind(path.string(), 0), 0U) << file.error().message;
    EXPECT_FALSE(file.error().hint.empty());
    Error error = file.error();
    error.message = error.message.substr(std::min(error.message.size(), path.string().size() + 2));
    return error;
}

std::string messageOf(std::string_view bytes) {
    const Error error = errorOf(bytes);
    EXPECT_EQ(error.code, ErrorCode::FileInvalid);
    return error.message;
}

// One tensor "w" described by these fields, with so many bytes of data.
std::string oneTensor(std::string_view fields, std::size_t dataBytes) {
    return safetensorsBytes(fmt::format(R"({{"w":{{{}}}}})", fields), std::string(dataBytes, 'x'));
}

std::string oneShape(std::string_view shape, std::size_t dataBytes = 8) {
    return oneTensor(
        fmt::format(R"("dtype":"F32","shape":{},"data_offsets":[0,{}])", shape, dataBytes),
        dataBytes);
}

TEST(SafetensorsDamage, namesOtherKindsOfFiles) {
    EXPECT_EQ(messageOf("<!DOCTYPE html><html><body>Sign in</body></html>"),
              "this is a web page (HTML), not a safetensors file");
    EXPECT_EQ(messageOf("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"),
              "this is a git-lfs pointer, not a safetensors file");
    EXPECT_EQ(messageOf(std::string("GGUF\3\0\0\0", 8) + std::string(64, '\0')),
              "this is a GGUF file, not a safetensors file");
    EXPECT_EQ(messageOf(std::string("PK\3\4\0\0\0\0\0\0", 10) + std::string(20, '\0') +
                        "archive/data.pkl"),
              "this is a PyTorch pickle (.pt, .ckpt, .bin), not a safetensors file");
    EXPECT_EQ(messageOf("\x80\x02}q\x01(X\x05xyz"),
              "this is a PyTorch pickle (.pt, .ckpt, .bin), not a safetensors file");
    EXPECT_EQ(messageOf(R"({"error":"not found"})"), "this is a JSON text, not a safetensors file");
    EXPECT_EQ(messageOf("\x89PNG\r\n\x1a\n0123456789"),
              "this is a PNG picture, not a safetensors file");
    EXPECT_NE(errorOf("<html></html>").hint.find("download the file again"), std::string::npos);
}

TEST(SafetensorsDamage, noticesFilesThatAreCutOff) {
    EXPECT_NE(messageOf("abc").find("3 bytes are too few"), std::string::npos);
    const std::string good = goodSafetensors();
    EXPECT_EQ(messageOf(good.substr(0, 20)),
              fmt::format("the header should have {} bytes, but the file ends after 12",
                          kGoodHeader.size()));
    const Error error = errorOf(good.substr(0, good.size() - 1));
    EXPECT_EQ(error.message, "tensor \"b\" ends at byte 32 of the data, but the file has only 31");
    EXPECT_NE(error.hint.find("incomplete"), std::string::npos);
}

TEST(SafetensorsDamage, refusesBadHeaders) {
    EXPECT_NE(messageOf(std::string(8, '\x7f') + "{}").find("at most 100000000 are allowed"),
              std::string::npos);
    EXPECT_EQ(messageOf(safetensorsBytes("", "")),
              "not a safetensors file: the header is not a JSON object");
    EXPECT_EQ(messageOf(safetensorsBytes("[1,2]", "")),
              "not a safetensors file: the header is not a JSON object");
    EXPECT_NE(messageOf(safetensorsBytes("{\"a\":", "")).find("not valid JSON"), std::string::npos);
    EXPECT_NE(messageOf(safetensorsBytes("{} x", "")).find("not valid JSON"), std::string::npos);
    EXPECT_NE(messageOf(safetensorsBytes(std::string_view("{}\0", 3), "")).find("not valid JSON"),
              std::string::npos);
    EXPECT_NE(messageOf(safetensorsBytes("{\"\xFF\":{}}", "")).find("not valid JSON"),
              std::string::npos);
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"w":3})", "")),
              "tensor \"w\": its entry is a number, not an object");
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"w":[]})", "")),
              "tensor \"w\": its entry is a list, not an object");
}

TEST(SafetensorsDamage, survivesNestingBombs) {
    const std::string deep(200'000, '[');
    EXPECT_EQ(messageOf(safetensorsBytes("{\"w\":{\"x\":" + deep, "")),
              "the header nests too deeply");
    std::string objects = "{\"w\":{\"x\":";
    for (int i = 0; i < 50'000; ++i)
        objects += "{\"a\":";
    EXPECT_EQ(messageOf(safetensorsBytes(objects, "")), "the header nests too deeply");
}

TEST(SafetensorsDamage, refusesDuplicates) {
    const std::string_view entry = R"("w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]})";
    EXPECT_EQ(messageOf(safetensorsBytes(fmt::format("{{{},{}}}", entry, entry), "x")),
              "tensor \"w\": the name is there twice");
    EXPECT_EQ(
        messageOf(oneTensor(R"("dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1])", 1)),
        "tensor \"w\": the field \"dtype\" is there twice");
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"__metadata__":{},"__metadata__":{}})", "")),
              "__metadata__ is there twice");
}

TEST(SafetensorsDamage, refusesBadMetadata) {
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"__metadata__":{"n":3}})", "")),
              "the value of \"n\" in __metadata__ is a number, not a string");
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"__metadata__":{"n":{"a":"b"}}})", "")),
              "the value of \"n\" in __metadata__ is an object, not a string");
    EXPECT_EQ(messageOf(safetensorsBytes(R"({"__metadata__":"x"})", "")),
              "tensor \"__metadata__\": its entry is a string, not an object");
}

TEST(SafetensorsDamage, refusesBadTypes) {
    EXPECT_EQ(messageOf(oneTensor(R"("dtype":"F33","shape":[1],"data_offsets":[0,4])", 4)),
              "tensor \"w\": \"F33\" is not a dtype");
    EXPECT_EQ(messageOf(oneTensor(R"("dtype":7,"shape":[1],"data_offsets":[0,4])", 4)),
              "tensor \"w\": dtype is a number, not a string");
    EXPECT_EQ(errorOf(oneTensor(R"("dtype":"C64","shape":[1],"data_offsets":[0,8])", 8)).code,
              ErrorCode::Unsupported);
    EXPECT_EQ(messageOf(oneTensor(R"("shape":[1],"data_offsets":[0,4])", 4)),
              "tensor \"w\": dtype is missing");
}

TEST(SafetensorsDamage, refusesBadShapes) {
    EXPECT_EQ(messageOf(oneShape("[-1]")),
              "tensor \"w\": shape has an entry that is a negative number");
    EXPECT_EQ(messageOf(oneShape("[1.5]")),
              "tensor \"w\": shape has an entry that is not a whole number");
    EXPECT_EQ(messageOf(oneShape("[99999999999999999999]")),
              "tensor \"w\": shape has an entry that is too large a number");
    EXPECT_EQ(messageOf(oneShape("[18446744073709551615]")),
              "tensor \"w\": shape has an entry that is too large a number");
    EXPECT_EQ(messageOf(oneShape("[4294967296,4294967296]")),
              "tensor \"w\" has the impossibly large shape [4294967296, 4294967296]");
    EXPECT_EQ(messageOf(oneShape("[4611686018427387904]")),
              "tensor \"w\" has the impossibly large shape [4611686018427387904]");
    EXPECT_EQ(messageOf(oneShape("[3]")),
              "tensor \"w\" has 8 bytes, but shape [3] in F32 needs 12");
    EXPECT_EQ(messageOf(oneShape("2")), "tensor \"w\": shape has a number in it, or is not a list");
    EXPECT_EQ(messageOf(oneShape("[\"2\"]")),
              "tensor \"w\": shape has a string in it, or is not a list");
    EXPECT_EQ(messageOf(oneShape("[[2]]")),
              "tensor \"w\": shape has a list in it, or is not a list");
}

// Two U8 tensors "p" and "q" with these offsets and eight bytes of data.
std::string twoTensors(int pBegin, int pEnd, int qBegin, int qEnd) {
    const auto entry = [](char name, int begin, int end) {
        return fmt::format(R"("{}":{{"dtype":"U8","shape":[{}],"data_offsets":[{},{}]}})", name,
                           std::max(end - begin, 0), begin, end);
    };
    return safetensorsBytes(
        fmt::format("{{{},{}}}", entry('p', pBegin, pEnd), entry('q', qBegin, qEnd)), "01234567");
}

TEST(SafetensorsDamage, refusesLyingOffsets) {
    EXPECT_EQ(messageOf(twoTensors(0, 5, 4, 8)), "tensor \"q\" overlaps tensor \"p\"");
    EXPECT_EQ(messageOf(twoTensors(0, 8, 0, 8)), "tensor \"q\" overlaps tensor \"p\"");
    EXPECT_EQ(
        messageOf(twoTensors(0, 3, 4, 8)),
        "tensor \"q\" begins at byte 4 of the data, which leaves a hole of 1 bytes before it");
    EXPECT_EQ(messageOf(twoTensors(0, 4, 4, 7)),
              "1 bytes follow the last tensor that belong to none");
    EXPECT_EQ(messageOf(twoTensors(0, 4, 8, 4)),
              "tensor \"q\" ends before it begins (data_offsets 8, 4)");
    EXPECT_EQ(messageOf(twoTensors(0, 4, 4, 9)),
              "tensor \"q\" ends at byte 9 of the data, but the file has only 8");
    EXPECT_EQ(messageOf(oneTensor(R"("dtype":"U8","shape":[1],"data_offsets":[0,1,2])", 1)),
              "tensor \"w\": data_offsets has more than two entries");
    EXPECT_EQ(messageOf(oneTensor(R"("dtype":"U8","shape":[1],"data_offsets":[0])", 1)),
              "tensor \"w\": data_offsets does not have two entries");
    EXPECT_EQ(messageOf(oneTensor(R"("dtype":"U8","shape":[1],"data_offsets":[-1,0])", 1)),
              "tensor \"w\": data_offsets has an entry that is a negative number");
    EXPECT_EQ(
        messageOf(oneTensor(
            R"("dtype":"U8","shape":[1],"data_offsets":[18446744073709551614,18446744073709551615])",
            1)),
        "tensor \"w\" ends at byte 18446744073709551615 of the data, but the file has only 1");
}

// Opens mutated bytes; on success every byte of every tensor must be readable.
bool opensOrFailsCleanly(const std::filesystem::path& path, std::string_view bytes) {
    test::writeBytes(path, bytes);
    const auto file = SafetensorsFile::open(path);
    if (!file) {
        EXPECT_FALSE(file.error().message.empty());
        EXPECT_NE(file.error().message.find(path.filename().string()), std::string::npos);
        return false;
    }
    unsigned sum = 0;
    for (const TensorInfo& info : (*file)->tensors()) {
        for (const std::byte value : (*file)->bytes(info))
            sum += std::to_integer<unsigned>(value);
    }
    EXPECT_LE(sum, bytes.size() * 255);
    return true;
}

TEST(SafetensorsDamage, everyTruncationFails) {
    TemporaryFolder folder;
    const std::string good = goodSafetensors();
    ASSERT_TRUE(opensOrFailsCleanly(folder / "m.safetensors", good));
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(opensOrFailsCleanly(folder / "m.safetensors", good.substr(0, size))) << size;
}

TEST(SafetensorsDamage, everyFlippedBitOfLengthAndHeaderIsSurvived) {
    TemporaryFolder folder;
    const std::string good = goodSafetensors();
    int refused = 0;
    int mutations = 0;
    for (std::size_t i = 0; i < 8 + kGoodHeader.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = good;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            ++mutations;
            refused += opensOrFailsCleanly(folder / "m.safetensors", bytes) ? 0 : 1;
        }
    }
    EXPECT_GT(mutations, 1000);
    // What survives are changed names and metadata, not changed numbers.
    EXPECT_GT(refused, mutations * 3 / 4);
}

TEST(SafetensorsDamage, randomDamageToARealFileIsSurvived) {
    TemporaryFolder folder;
    const std::string good = test::readBytes(test::dataPath("goldens/lora/loha.safetensors"));
    std::mt19937 random(20240607);
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good;
        const int edits = 1 + static_cast<int>(random() % 6);
        for (int edit = 0; edit < edits; ++edit) {
            const std::size_t at = random() % 700; // length, header, the beginning of the data
            switch (random() % 4) {
            case 0:
                bytes[at] = static_cast<char>(random());
                break;
            case 1:
                bytes.erase(at, random() % 9);
                break;
            case 2:
                bytes.insert(at, std::string(random() % 9, "0{}[]\",:9"[random() % 9]));
                break;
            default:
                bytes[at] = static_cast<char>('0' + random() % 10);
                break;
            }
        }
        opensOrFailsCleanly(folder / "m.safetensors", bytes);
    }
}

} // namespace
} // namespace diptych
