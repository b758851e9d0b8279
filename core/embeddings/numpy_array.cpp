#include "core/embeddings/numpy_array.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace diptych::numpy {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

struct TypeName {
    StorageType type;
    std::string_view name;
};

constexpr TypeName kTypes[] = {
    {StorageType::F64, "<f8"}, {StorageType::F32, "<f4"}, {StorageType::F16, "<f2"},
    {StorageType::I64, "<i8"}, {StorageType::I32, "<i4"}, {StorageType::I16, "<i2"},
    {StorageType::I8, "|i1"},  {StorageType::U64, "<u8"}, {StorageType::U32, "<u4"},
    {StorageType::U16, "<u2"}, {StorageType::U8, "|u1"},  {StorageType::Bool, "|b1"},
};

struct Header {
    std::string type;
    bool columnsFirst = false; ///< Fortran's order
    std::vector<std::int64_t> shape;
};

/// Reads the dictionary of a header: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class HeaderReader {
  public:
    explicit HeaderReader(std::string_view text) : text_(text) {}

    std::optional<Header> read() {
        Header header;
        if (!take("{"))
            return std::nullopt;
        while (!take("}")) {
            const std::optional<std::string> key = text();
            if (!key || !take(":") || !readValue(*key, header))
                return std::nullopt;
            take(",");
        }
        if (seen_ != kAll)
            return std::nullopt;
        return header;
    }

  private:
    static constexpr unsigned kAll = 7;

    void skipBlanks() {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n'))
            text_.remove_prefix(1);
    }
    bool take(std::string_view word) {
        skipBlanks();
        if (!text_.starts_with(word))
            return false;
        text_.remove_prefix(word.size());
        return true;
    }
    std::optional<std::string> text() {
        skipBlanks();
        if (text_.empty() || (text_.front() != '\'' && text_.front() != '"'))
            return std::nullopt;
        const std::size_t end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string value(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return value;
    }
    bool readValue(const std::string& key, Header& header) {
        if (key == "descr") {
            seen_ |= 1;
            std::optional<std::string> type = text();
            header.type = type.value_or("");
            return type.has_value();
        }
        if (key == "fortran_order") {
            seen_ |= 2;
            header.columnsFirst = take("True");
            return header.columnsFirst || take("False");
        }
        seen_ |= 4;
        return key == "shape" && readShape(header.shape);
    }
    bool readShape(std::vector<std::int64_t>& shape) {
        constexpr std::size_t kMostDimensions = 32;
        shape.clear();
        if (!take("("))
            return false;
        while (!take(")")) {
            skipBlanks();
            std::int64_t size = 0;
            const auto [end, error] =
                std::from_chars(text_.data(), text_.data() + text_.size(), size);
            if (error != std::errc{} || size < 0 || shape.size() == kMostDimensions)
                return false;
            text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
            shape.push_back(size);
            take(",");
        }
        return true;
    }

    std::string_view text_;
    unsigned seen_ = 0;
};

tl::unexpected<Error> damaged(std::string_view what, std::string detail) {
    return fail(ErrorCode::FileInvalid, fmt::format("{} is no numpy array, or is damaged", what),
                "save it again with numpy.save or numpy.savez", std::move(detail));
}

tl::unexpected<Error> unsupported(std::string_view what, std::string_view type) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} holds values of numpy's type {}, which are not read", what,
                            toValidUtf8(type)),
                "convert it first: array.astype('float32')");
}

std::optional<std::uint64_t> elementCount(const std::vector<std::int64_t>& shape) {
    std::uint64_t count = 1;
    for (const std::int64_t size : shape)
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count))
            return std::nullopt;
    return count;
}

void appendUtf8(std::string& text, std::uint32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | code >> 18);
        text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::uint32_t utf32At(std::span<const std::byte> data, std::size_t at) {
    std::uint32_t code = 0;
    for (std::size_t i = 4; i > 0; --i)
        code = code << 8 | std::to_integer<std::uint32_t>(data[at + i - 1]);
    return code;
}

// A text of numpy is UTF-32, filled up with zeros.
Result<Array> readText(const Header& header, std::span<const std::byte> data,
                       std::string_view what) {
    constexpr std::uint32_t kLastCode = 0x10FFFF;
    if (elementCount(header.shape) != 1 || data.size() % 4 != 0)
        return unsupported(what, header.type);
    std::string text;
    for (std::size_t at = 0; at < data.size(); at += 4) {
        const std::uint32_t code = utf32At(data, at);
        if (code > kLastCode)
            return damaged(what, "a text with an impossible character");
        appendUtf8(text, code);
    }
    text.resize(text.find_last_not_of('\0') + 1);
    return Array(toValidUtf8(text));
}

// From columns behind each other to rows behind each other.
std::vector<std::byte> rowsFirst(const HostTensor& tensor) {
    const std::size_t size = elementSize(tensor.type);
    std::vector<std::byte> result(tensor.bytes.size());
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    for (std::size_t target = 0; target < result.size(); target += size) {
        std::int64_t source = 0;
        for (std::size_t axis = tensor.shape.size(); axis > 0; --axis)
            source = source * tensor.shape[axis - 1] + index[axis - 1];
        std::copy_n(tensor.bytes.begin() + source * static_cast<std::int64_t>(size), size,
                    result.begin() + static_cast<std::ptrdiff_t>(target));
        for (std::size_t axis = index.size(); axis > 0; --axis) {
            if (++index[axis - 1] < tensor.shape[axis - 1])
                break;
            index[axis - 1] = 0;
        }
    }
    return result;
}

Result<Array> readNumbers(const Header& header, std::span<const std::byte> data,
                          std::string_view what) {
    for (const auto& [type, name] : kTypes) {
        // "<i1" and "|i1" are the same.
        if (header.type != name && !(elementSize(type) == 1 && header.type.size() == 3 &&
                                     header.type.substr(1) == name.substr(1)))
            continue;
        const std::optional<std::uint64_t> count = elementCount(header.shape);
        std::uint64_t bytes = 0;
        if (!count || __builtin_mul_overflow(*count, elementSize(type), &bytes) ||
            bytes != data.size())
            return damaged(what, "its shape and its size disagree");
        HostTensor tensor{type, header.shape, {data.begin(), data.end()}};
        if (header.columnsFirst)
            tensor.bytes = rowsFirst(tensor);
        return Array(std::move(tensor));
    }
    return unsupported(what, header.type);
}

// The magic, the version, the length, the dictionary; the data begins at a multiple of 64.
std::vector<std::byte> withHeader(std::string_view type, const std::string& shape,
                                  std::span<const std::byte> data) {
    constexpr std::size_t kAlignment = 64;
    constexpr std::size_t kPreamble = 10;
    std::string dictionary =
        fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", type, shape);
    const std::size_t whole =
        (kPreamble + dictionary.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
    dictionary.resize(whole - kPreamble - 1, ' ');
    dictionary += '\n';
    std::string header(kMagic);
    header += '\x01';
    header += '\0';
    header += static_cast<char>(dictionary.size() & 0xFFU);
    header += static_cast<char>(dictionary.size() >> 8);
    header += dictionary;
    const auto begin = std::as_bytes(std::span<const char>(header));
    std::vector<std::byte> bytes(begin.begin(), begin.end());
    bytes.insert(bytes.end(), data.begin(), data.end());
    return bytes;
}

} // namespace

Result<Array> readArray(std::span<const std::byte> bytes, std::string_view what) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic) || text.size() < 12)
        return damaged(what, "no magic");
    const int version = static_cast<unsigned char>(text[6]);
    if (version < 1 || version > 3)
        return damaged(what, fmt::format("version {}", version));
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    std::size_t length = 0;
    for (std::size_t i = lengthBytes; i > 0; --i)
        length = length << 8 | static_cast<unsigned char>(text[8 + i - 1]);
    const std::size_t begin = 8 + lengthBytes;
    if (length > text.size() - begin)
        return damaged(what, "the header is cut off");
    const std::optional<Header> header = HeaderReader(text.substr(begin, length)).read();
    if (!header)
        return damaged(what, toValidUtf8(text.substr(begin, std::min<std::size_t>(length, 200))));
    const auto data = bytes.subspan(begin + length);
    if (header->type.starts_with("<U"))
        return readText(*header, data, what);
    return readNumbers(*header, data, what);
}

Result<std::vector<std::byte>> makeArray(const HostTensor& tensor) {
    for (const auto& [type, name] : kTypes) {
        if (type != tensor.type)
            continue;
        std::string shape = "(";
        for (const std::int64_t size : tensor.shape)
            shape += fmt::format("{},", size);
        return withHeader(name, shape + ")", tensor.bytes);
    }
    return fail(ErrorCode::InvalidInput,
                fmt::format("numpy has no numbers of the type {}", toString(tensor.type)),
                "widen them to float32 first");
}

std::vector<std::byte> makeArray(std::string_view utf8) {
    const std::string text = toValidUtf8(utf8);
    std::vector<std::byte> data;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = nextUtf8Unit(std::string_view(text).substr(at)).length;
        constexpr unsigned kLeadBits[] = {0x7F, 0x1F, 0x0F, 0x07};
        std::uint32_t code = static_cast<unsigned char>(text[at]) & kLeadBits[length - 1];
        for (std::size_t i = 1; i < length; ++i)
            code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        for (std::size_t i = 0; i < 4; ++i)
            data.push_back(static_cast<std::byte>(code >> (8 * i) & 0xFFU));
        at += length;
    }
    // numpy has no texts of no characters.
    if (data.empty())
        data.resize(4);
    return withHeader(fmt::format("<U{}", data.size() / 4), "()", data);
}

} // namespace diptych::numpy
