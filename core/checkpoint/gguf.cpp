#include "core/checkpoint/gguf.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <unordered_set>

namespace diptych {

namespace {

struct GgmlType {
    std::uint32_t number;
    std::string_view name;
    std::uint64_t blockElements;
    std::uint64_t blockBytes;
};

// ggml.h, enum ggml_type, and the block structures of ggml-common.h.
constexpr std::array kGgmlTypes{
    GgmlType{0, "F32", 1, 4},         GgmlType{1, "F16", 1, 2},
    GgmlType{2, "Q4_0", 32, 18},      GgmlType{3, "Q4_1", 32, 20},
    GgmlType{6, "Q5_0", 32, 22},      GgmlType{7, "Q5_1", 32, 24},
    GgmlType{8, "Q8_0", 32, 34},      GgmlType{9, "Q8_1", 32, 36},
    GgmlType{10, "Q2_K", 256, 84},    GgmlType{11, "Q3_K", 256, 110},
    GgmlType{12, "Q4_K", 256, 144},   GgmlType{13, "Q5_K", 256, 176},
    GgmlType{14, "Q6_K", 256, 210},   GgmlType{15, "Q8_K", 256, 292},
    GgmlType{16, "IQ2_XXS", 256, 66}, GgmlType{17, "IQ2_XS", 256, 74},
    GgmlType{18, "IQ3_XXS", 256, 98}, GgmlType{19, "IQ1_S", 256, 50},
    GgmlType{20, "IQ4_NL", 32, 18},   GgmlType{21, "IQ3_S", 256, 110},
    GgmlType{22, "IQ2_S", 256, 82},   GgmlType{23, "IQ4_XS", 256, 136},
    GgmlType{24, "I8", 1, 1},         GgmlType{25, "I16", 1, 2},
    GgmlType{26, "I32", 1, 4},        GgmlType{27, "I64", 1, 8},
    GgmlType{28, "F64", 1, 8},        GgmlType{29, "IQ1_M", 256, 56},
    GgmlType{30, "BF16", 1, 2},       GgmlType{34, "TQ1_0", 256, 54},
    GgmlType{35, "TQ2_0", 256, 66},   GgmlType{39, "MXFP4", 32, 17},
};

enum ValueType : std::uint32_t {
    Uint8,
    Int8,
    Uint16,
    Int16,
    Uint32,
    Int32,
    Float32,
    Bool,
    String,
    Array,
    Uint64,
    Int64,
    Float64
};

constexpr std::array<std::string_view, 13> kValueNames{
    "uint8", "int8",   "uint16", "int16",  "uint32", "int32",  "float32",
    "bool",  "string", "array",  "uint64", "int64",  "float64"};
constexpr std::array<std::uint64_t, 13> kValueSizes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

constexpr int kMaxArrayDepth = 4;
constexpr std::uint32_t kMaxDimensions = 8;
constexpr std::size_t kMaxShownString = 200;

// Walks over the bytes. A read past the end gives zero or an empty string and sets `failed`;
// callers look at it before they use what they read.
class Cursor {
  public:
    explicit Cursor(std::span<const std::byte> bytes) : bytes_(bytes) {}

    bool failed() const { return failed_; }
    std::uint64_t position() const { return position_; }
    std::uint64_t left() const { return bytes_.size() - position_; }

    template <typename T> T read() {
        T value{};
        if (take(sizeof value))
            std::memcpy(&value, bytes_.data() + position_ - sizeof value, sizeof value);
        return value;
    }
    std::string_view readString() {
        const auto length = read<std::uint64_t>();
        if (!take(length))
            return {};
        return {reinterpret_cast<const char*>(bytes_.data()) + position_ - length, length};
    }
    bool take(std::uint64_t count) {
        if (failed_ || count > left()) {
            failed_ = true;
            return false;
        }
        position_ += count;
        return true;
    }

  private:
    std::span<const std::byte> bytes_;
    std::uint64_t position_ = 0;
    bool failed_ = false;
};

bool skipArray(Cursor& cursor, std::uint32_t type, std::uint64_t count, int depth) {
    if (type >= kValueSizes.size() || depth > kMaxArrayDepth)
        return false;
    if (const std::uint64_t size = kValueSizes[type]; size != 0)
        return count <= cursor.left() / size && cursor.take(count * size);
    // Every string or array has a length of eight bytes, so a lying count ends here.
    if (count > cursor.left() / 8)
        return false;
    for (std::uint64_t i = 0; i < count && !cursor.failed(); ++i) {
        if (type == String) {
            cursor.readString();
        } else {
            const auto innerType = cursor.read<std::uint32_t>();
            const auto innerCount = cursor.read<std::uint64_t>();
            if (!skipArray(cursor, innerType, innerCount, depth + 1))
                return false;
        }
    }
    return !cursor.failed();
}

// One value as text; false when it makes no sense.
bool readValue(Cursor& cursor, std::uint32_t type, std::string& text) {
    switch (type) {
    case Uint8:
        text = fmt::to_string(cursor.read<std::uint8_t>());
        break;
    case Int8:
        text = fmt::to_string(static_cast<int>(cursor.read<std::int8_t>()));
        break;
    case Uint16:
        text = fmt::to_string(cursor.read<std::uint16_t>());
        break;
    case Int16:
        text = fmt::to_string(cursor.read<std::int16_t>());
        break;
    case Uint32:
        text = fmt::to_string(cursor.read<std::uint32_t>());
        break;
    case Int32:
        text = fmt::to_string(cursor.read<std::int32_t>());
        break;
    case Float32:
        text = fmt::to_string(cursor.read<float>());
        break;
    case Bool:
        text = cursor.read<std::uint8_t>() != 0 ? "true" : "false";
        break;
    case Uint64:
        text = fmt::to_string(cursor.read<std::uint64_t>());
        break;
    case Int64:
        text = fmt::to_string(cursor.read<std::int64_t>());
        break;
    case Float64:
        text = fmt::to_string(cursor.read<double>());
        break;
    case String: {
        const std::string_view value = cursor.readString();
        text = toValidUtf8(value.substr(0, kMaxShownString));
        if (value.size() > kMaxShownString)
            text += "…";
        break;
    }
    case Array: {
        const auto innerType = cursor.read<std::uint32_t>();
        const auto count = cursor.read<std::uint64_t>();
        if (!skipArray(cursor, innerType, count, 1))
            return false;
        text = fmt::format("[{} × {}]", count, kValueNames[innerType]);
        break;
    }
    default:
        return false;
    }
    return !cursor.failed();
}

const GgmlType* findType(std::uint32_t number) {
    const auto* found = std::find_if(kGgmlTypes.begin(), kGgmlTypes.end(),
                                     [&](const GgmlType& type) { return type.number == number; });
    return found == kGgmlTypes.end() ? nullptr : found;
}

// The reasons come back as text; empty means good.
std::string readTensor(Cursor& cursor, GgufTensor& tensor) {
    tensor.name = toValidUtf8(cursor.readString());
    const auto dimensions = cursor.read<std::uint32_t>();
    if (cursor.failed() || dimensions > kMaxDimensions)
        return fmt::format("the tensor list is damaged at tensor {}", quotedName(tensor.name));
    tensor.elementCount = 1;
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        const auto extent = cursor.read<std::uint64_t>();
        if (__builtin_mul_overflow(tensor.elementCount, extent, &tensor.elementCount) ||
            std::max(extent, tensor.elementCount) >
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return fmt::format("tensor {} has an impossibly large shape", quotedName(tensor.name));
        tensor.shape.insert(tensor.shape.begin(), static_cast<std::int64_t>(extent));
    }
    tensor.type = cursor.read<std::uint32_t>();
    tensor.begin = cursor.read<std::uint64_t>();
    if (cursor.failed())
        return fmt::format("the tensor list is damaged at tensor {}", quotedName(tensor.name));
    const GgmlType* type = findType(tensor.type);
    tensor.typeName = type ? std::string(type->name) : fmt::format("type {}", tensor.type);
    if (!type)
        return {};
    const std::uint64_t rowLength =
        tensor.shape.empty() ? 1 : static_cast<std::uint64_t>(tensor.shape.back());
    if (rowLength % type->blockElements != 0 ||
        __builtin_mul_overflow(tensor.elementCount / type->blockElements, type->blockBytes,
                               &tensor.bytes))
        return fmt::format("tensor {} has a shape that {} cannot hold", quotedName(tensor.name),
                           type->name);
    return {};
}

// Makes offsets absolute and checks that each tensor lies in the file.
std::string placeTensors(GgufTable& table, std::uint64_t tableEnd) {
    std::uint64_t alignment = 32;
    for (const auto& [key, value] : table.metadata) {
        if (key == "general.alignment")
            alignment = std::strtoull(value.c_str(), nullptr, 10);
    }
    if (alignment == 0 || alignment > (1U << 20))
        return fmt::format("general.alignment is {}", alignment);
    const std::uint64_t dataStart = (tableEnd + alignment - 1) / alignment * alignment;
    for (GgufTensor& tensor : table.tensors) {
        if (__builtin_add_overflow(tensor.begin, dataStart, &tensor.begin) ||
            tensor.begin > table.fileBytes || tensor.bytes > table.fileBytes - tensor.begin)
            return fmt::format("tensor {} ends after the end of the file", quotedName(tensor.name));
    }
    return {};
}

std::string readTable(Cursor& cursor, GgufTable& table) {
    const auto tensorCount = cursor.read<std::uint64_t>();
    const auto pairCount = cursor.read<std::uint64_t>();
    if (cursor.failed())
        return "the file ends in its header";
    // The least that one entry takes: a name's length, dimensions, type and offset; a key's length,
    // type and value.
    if (tensorCount > cursor.left() / 24 || pairCount > cursor.left() / 13)
        return fmt::format("it is too short for the {} tensors and {} key-values that it announces",
                           tensorCount, pairCount);
    std::unordered_set<std::string> keys;
    for (std::uint64_t i = 0; i < pairCount; ++i) {
        std::string key = toValidUtf8(cursor.readString());
        std::string value;
        const auto type = cursor.read<std::uint32_t>();
        if (cursor.failed() || !readValue(cursor, type, value))
            return fmt::format("the value of key {} is damaged", quotedName(key));
        if (!keys.insert(key).second)
            return fmt::format("the key {} is there twice", quotedName(key));
        if (key == "general.architecture")
            table.architecture = value;
        table.metadata.emplace_back(std::move(key), std::move(value));
    }
    std::unordered_set<std::string> names;
    for (std::uint64_t i = 0; i < tensorCount; ++i) {
        GgufTensor tensor;
        if (std::string problem = readTensor(cursor, tensor); !problem.empty())
            return problem;
        if (!names.insert(tensor.name).second)
            return fmt::format("tensor {} is there twice", quotedName(tensor.name));
        table.tensors.push_back(std::move(tensor));
    }
    return placeTensors(table, cursor.position());
}

} // namespace

Result<GgufTable> readGgufTable(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto file, MappedFile::open(path));
    Cursor cursor(file->bytes());
    GgufTable table;
    table.fileBytes = file->bytes().size();
    const auto magic = cursor.read<std::array<char, 4>>();
    table.version = cursor.read<std::uint32_t>();
    if (cursor.failed() || std::string_view(magic.data(), magic.size()) != "GGUF")
        return fail(ErrorCode::FileInvalid, fmt::format("{}: not a GGUF file", path.string()),
                    "check that this is the right file");
    if (table.version != 2 && table.version != 3) {
        // A big-endian file shows its version with the bytes the other way round.
        const bool isBigEndian = (table.version & 0xFFFF) == 0;
        return fail(ErrorCode::Unsupported,
                    isBigEndian ? fmt::format("{}: a big-endian GGUF file", path.string())
                                : fmt::format("{}: GGUF version {} is not supported", path.string(),
                                              table.version),
                    "get a file of GGUF version 3");
    }
    if (const std::string problem = readTable(cursor, table); !problem.empty())
        return fail(ErrorCode::FileInvalid, fmt::format("{}: {}", path.string(), problem),
                    "the file is damaged or incomplete: get it again");
    return table;
}

} // namespace diptych
