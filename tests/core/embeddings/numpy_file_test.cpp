// numpy's files: what is written is what the format says, what numpy writes is read, nonsense is
// refused.
#include "core/embeddings/numpy_file.h"

#include "core/embeddings/numpy_array.h"
#include "core/embeddings/zip_archive.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <cstring>

namespace diptych {
namespace {

using test::TemporaryFolder;

HostTensor floats(std::vector<std::int64_t> shape, const std::vector<float>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    return {StorageType::F32, std::move(shape), {bytes.begin(), bytes.end()}};
}

HostTensor sample() {
    return floats({2, 3}, {1.5F, -2.0F, 0.25F, 4.0F, 5.0F, 1e30F});
}

std::uint32_t number(const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i > 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes.at(at + i - 1));
    return value;
}

std::span<const std::byte> asBytes(const std::string& text) {
    return std::as_bytes(std::span<const char>(text));
}

// A reader that shares no line with the one under test: fixed places, as the specification has
// them.
TEST(NumpyFile, aWrittenArrayIsWhatTheFormatSays) {
    TemporaryFolder folder;
    ASSERT_TRUE(writeNpy(folder / "a.npy", sample(), Overwrite::No));
    const std::string file = test::readBytes(folder / "a.npy");
    ASSERT_EQ(file.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
    const std::size_t header = number(file, 8, 2);
    EXPECT_EQ((10 + header) % 64, 0U);
    const std::string dictionary = file.substr(10, header);
    EXPECT_TRUE(
        dictionary.starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (2,3,), }"))
        << dictionary;
    EXPECT_EQ(dictionary.back(), '\n');
    ASSERT_EQ(file.size(), 10 + header + 24);
    float last = 0.0F;
    std::memcpy(&last, file.data() + 10 + header + 20, 4);
    EXPECT_EQ(last, 1e30F);
}

TEST(NumpyFile, aWrittenArchiveIsWhatTheFormatSays) {
    TemporaryFolder folder;
    NumpyFile content;
    content.arrays.emplace_back("embeddings", sample());
    content.texts["prompt"] = "a cat, 一只猫";
    ASSERT_TRUE(writeNpz(folder / "a.npz", content, Overwrite::No));
    const std::string file = test::readBytes(folder / "a.npz");
    const std::size_t end = file.size() - 22;
    ASSERT_EQ(number(file, end, 4), 0x06054b50U);
    EXPECT_EQ(number(file, end + 10, 2), 2U);
    const std::size_t directory = number(file, end + 16, 4);
    ASSERT_EQ(number(file, directory, 4), 0x02014b50U);
    const std::size_t nameLength = number(file, directory + 28, 2);
    EXPECT_EQ(file.substr(directory + 46, nameLength), "embeddings.npy");
    const std::size_t local = number(file, directory + 42, 4);
    ASSERT_EQ(number(file, local, 4), 0x04034b50U);
    const std::size_t size = number(file, local + 18, 4);
    EXPECT_EQ(size, number(file, local + 22, 4));
    const std::string array =
        file.substr(local + 30 + number(file, local + 26, 2) + number(file, local + 28, 2), size);
    EXPECT_TRUE(array.starts_with("\x93NUMPY"));
    EXPECT_EQ(crc32(0, reinterpret_cast<const Bytef*>(array.data()), static_cast<uInt>(size)),
              number(file, local + 14, 4));

    const NumpyFile read = readNumpyFile(folder / "a.npz").value();
    EXPECT_EQ(read.arrays, content.arrays);
    EXPECT_EQ(read.texts, content.texts);
}

TEST(NumpyFile, everyTypeOfNumpyComesBack) {
    TemporaryFolder folder;
    for (const StorageType type :
         {StorageType::F64, StorageType::F32, StorageType::F16, StorageType::I64, StorageType::I8,
          StorageType::U16, StorageType::Bool}) {
        const HostTensor tensor{type, {3}, std::vector<std::byte>(3 * elementSize(type))};
        ASSERT_TRUE(writeNpy(folder / "a.npy", tensor, Overwrite::Yes));
        EXPECT_EQ(readNumpyFile(folder / "a.npy")->arrays.front().second, tensor) << toString(type);
    }
    const HostTensor scalar = floats({}, {7.0F});
    ASSERT_TRUE(writeNpy(folder / "s.npy", scalar, Overwrite::No));
    EXPECT_EQ(readNumpyFile(folder / "s.npy")->arrays.front().second, scalar);
    const HostTensor narrow{StorageType::BF16, {1}, std::vector<std::byte>(2)};
    EXPECT_EQ(writeNpy(folder / "b.npy", narrow, Overwrite::No).error().code,
              ErrorCode::InvalidInput);
}

TEST(NumpyFile, columnsFirstAndOldVersionsAreRead) {
    const auto array = [](const std::string& version, const std::string& length,
                          const std::string& dictionary, const std::string& data) {
        return std::string("\x93NUMPY") + version + length + dictionary + data;
    };
    std::string data(16, '\0');
    const float values[] = {1, 3, 2, 4}; // columns of [[1, 2], [3, 4]]
    std::memcpy(data.data(), values, 16);
    const std::string dictionary = "{'shape': (2, 2), 'fortran_order': True, \"descr\": '<f4'}\n";
    const char length = static_cast<char>(dictionary.size());
    const std::string second =
        array(std::string("\x02\x00", 2), std::string(1, length) + std::string(3, '\0'), dictionary,
              data);
    const auto read = numpy::readArray(asBytes(second), "x");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(std::get<HostTensor>(*read), floats({2, 2}, {1, 2, 3, 4}));
}

TEST(NumpyFile, refusesWhatIsNotNumbers) {
    for (const char* type : {">f4", "|O", "<M8[ns]", "<c8", "|V2"}) {
        const std::string dictionary =
            std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (1,), }\n";
        const std::string file = std::string("\x93NUMPY\x01\x00", 8) +
                                 static_cast<char>(dictionary.size()) + std::string(1, '\0') +
                                 dictionary + "12345678";
        EXPECT_EQ(numpy::readArray(asBytes(file), "x").error().code, ErrorCode::Unsupported)
            << type;
    }
    for (const char* dictionary :
         {"{}", "{'descr': '<f4', 'shape': (1,)}", "{'descr': '<f4', 'fortran_order': 1}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", "{'descr': [('a', '<f4')]}",
          "{'a': __import__('os')}", "{'descr"}) {
        const std::string file = std::string("\x93NUMPY\x01\x00", 8) +
                                 static_cast<char>(std::strlen(dictionary)) + std::string(1, '\0') +
                                 dictionary + "1234";
        EXPECT_EQ(numpy::readArray(asBytes(file), "x").error().code, ErrorCode::FileInvalid)
            << dictionary;
    }
}

std::string archive() {
    std::vector<zip::Entry> entries = {{"a.npy", numpy::makeArray(sample()).value()},
                                       {"b.npy", numpy::makeArray(std::string_view("text"))}};
    return zip::makeArchive(entries).value();
}

TEST(NumpyFile, cutOffArchivesAreRefusedAtEveryLength) {
    const std::string whole = archive();
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_FALSE(zip::readArchive(asBytes(whole.substr(0, length)), "x")) << length;
    EXPECT_TRUE(zip::readArchive(asBytes(whole), "x"));
    EXPECT_TRUE(zip::readArchive(asBytes(whole + "a comment"), "x"));
}

TEST(NumpyFile, changedArchivesAreRefusedOrTellTheSame) {
    const std::string whole = archive();
    const auto original = zip::readArchive(asBytes(whole), "x").value();
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const char change : {'\x01', '\x80', '\xFF'}) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ change);
            const auto read = zip::readArchive(asBytes(changed), "x");
            if (!read)
                continue;
            ASSERT_EQ(read->size(), original.size()) << at;
            for (std::size_t i = 0; i < read->size(); ++i)
                EXPECT_EQ((*read)[i].bytes, original[i].bytes) << at; // names have no checksum
        }
}

// One entry, deflated, as numpy.savez_compressed has it; sizes as told.
std::string deflatedArchive(const std::string& content, std::uint32_t claimed) {
    std::string packed(compressBound(static_cast<uLong>(content.size())) + 64, '\0');
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);

    std::vector<zip::Entry> entries = {{"a.npy", {}}};
    entries[0].bytes.resize(packed.size());
    std::memcpy(entries[0].bytes.data(), packed.data(), packed.size());
    std::string file = zip::makeArchive(entries).value();
    const auto put = [&](std::size_t at, std::uint32_t value, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i)
            file[at + i] = static_cast<char>(value >> (8 * i));
    };
    const std::uint32_t checksum = static_cast<std::uint32_t>(crc32(
        0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
    const std::size_t directory = number(file, file.size() - 22 + 16, 4);
    put(8, 8, 2); // deflated
    put(directory + 10, 8, 2);
    put(14, checksum, 4);
    put(directory + 16, checksum, 4);
    put(22, claimed, 4);
    put(directory + 24, claimed, 4);
    return file;
}

TEST(NumpyFile, deflatedArraysAreReadAndBombsAreNot) {
    const std::string content(100'000, 'x');
    const auto read = zip::readArchive(asBytes(deflatedArchive(content, 100'000)), "x");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->front().bytes.size(), content.size());
    EXPECT_FALSE(zip::readArchive(asBytes(deflatedArchive(content, 99'999)), "x"));
    EXPECT_FALSE(zip::readArchive(asBytes(deflatedArchive(content, 100'001)), "x"));
    EXPECT_FALSE(zip::readArchive(asBytes(deflatedArchive(content, 1'000'000'000)), "x"));
    EXPECT_FALSE(zip::readArchive(asBytes(deflatedArchive(content, 2'000'000'000)), "x"));
}

bool hasNumpy() {
    return std::system("python3 -c 'import numpy' >/dev/null 2>&1") == 0; // NOLINT(cert-env33-c)
}

bool python(const std::filesystem::path& folder, const std::string& script) {
    test::writeBytes(folder / "script.py", script);
    const std::string command = "cd '" + folder.string() + "' && python3 script.py >/dev/null 2>&1";
    return std::system(command.c_str()) == 0; // NOLINT(cert-env33-c)
}

TEST(NumpyFile, numpyOpensWhatIsWritten) {
    if (!hasNumpy())
        GTEST_SKIP() << "python3-numpy is not installed";
    TemporaryFolder folder;
    NumpyFile content;
    content.arrays.emplace_back("embeddings", sample());
    content.texts["prompt"] = "a cat, 一只猫 🐈";
    content.texts["template"] = "";
    ASSERT_TRUE(writeNpz(folder / "a.npz", content, Overwrite::No));
    ASSERT_TRUE(writeNpy(folder / "a.npy", sample(), Overwrite::No));
    EXPECT_TRUE(python(folder.path(), R"(
import numpy as np
expected = np.array([[1.5, -2, .25], [4, 5, 1e30]], dtype=np.float32)
a = np.load('a.npy')
assert a.dtype == np.float32 and (a == expected).all()
f = np.load('a.npz')
assert (f['embeddings'] == expected).all()
assert str(f['prompt']) == 'a cat, 一只猫 🐈' and str(f['template']) == ''
assert sorted(f.files) == ['embeddings', 'prompt', 'template']
)"));
}

TEST(NumpyFile, whatNumpyWritesIsRead) {
    if (!hasNumpy())
        GTEST_SKIP() << "python3-numpy is not installed";
    TemporaryFolder folder;
    ASSERT_TRUE(python(folder.path(), R"(
import numpy as np
a = np.array([[1.5, -2, .25], [4, 5, 1e30]], dtype=np.float32)
np.save('a.npy', a)
np.save('f.npy', np.asfortranarray(a))
np.savez('s.npz', embeddings=a, prompt='a cat', layers=np.arange(3))
np.savez_compressed('c.npz', embeddings=a, zeros=np.zeros(50000))
np.save('o.npy', np.array([{}], dtype=object), allow_pickle=True)
)"));
    EXPECT_EQ(readNumpyFile(folder / "a.npy")->arrays.front().second, sample());
    EXPECT_EQ(readNumpyFile(folder / "f.npy")->arrays.front().second, sample());
    const NumpyFile stored = readNumpyFile(folder / "s.npz").value();
    EXPECT_EQ(stored.arrays.front().second, sample());
    EXPECT_EQ(stored.texts.at("prompt"), "a cat");
    EXPECT_EQ(readNumpyFile(folder / "c.npz")->arrays.front().second, sample());
    EXPECT_EQ(readNumpyFile(folder / "o.npy").error().code, ErrorCode::Unsupported);
}

} // namespace
} // namespace diptych
