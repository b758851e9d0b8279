#include "core/checkpoint/safetensors_header.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <optional>
#include <unordered_set>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kMetadataKey = "__metadata__";
// A well-formed header nests three levels; unknown fields of a tensor may nest a little more.
constexpr int kMaxDepth = 16;

// Follows the parser's events. Where it is: depth 0 outside, 1 between tensors, 2 inside a tensor's
// object or the metadata, 3 inside shape or data_offsets; anything else below a tensor is an
// unknown field and skipped.
class HeaderReader {
  public:
    using Json = nlohmann::json;

    // NOLINTBEGIN(readability-identifier-naming): the names are those of nlohmann's SAX interface.
    bool null() { return scalar("null"); }
    bool boolean(bool) { return scalar("a boolean"); }
    bool number_integer(Json::number_integer_t) {
        return number(std::nullopt, "a negative number");
    }
    bool number_unsigned(Json::number_unsigned_t value) { return number(value, ""); }
    bool number_float(Json::number_float_t, const Json::string_t& text) {
        const bool isWhole = text.find_first_of(".eE") == std::string::npos;
        return number(std::nullopt, isWhole ? "too large a number" : "not a whole number");
    }
    bool binary(Json::binary_t&) { return scalar("binary data"); }
    bool string(Json::string_t& value);
    bool start_object(std::size_t);
    bool key(Json::string_t& value);
    bool end_object();
    bool start_array(std::size_t);
    bool end_array();
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& exception) {
        return reject(fmt::format("the header is not valid JSON (near its byte {})", position),
                      exception.what());
    }
    // NOLINTEND(readability-identifier-naming)

    SafetensorsHeader takeHeader() { return std::move(header_); }
    const std::optional<Error>& error() const { return error_; }

  private:
    enum class Field { None, DType, Shape, Offsets, Unknown };

    bool reject(std::string message, std::string detail = {}) {
        if (!error_)
            error_ = Error{ErrorCode::FileInvalid,
                           std::move(message),
                           "the file is damaged or was written by a faulty program: get it again",
                           toValidUtf8(detail),
                           {}};
        return false;
    }
    bool rejectTensor(std::string_view what) {
        return reject(fmt::format("tensor {}: {}", quotedName(tensor_.name), what));
    }
    bool scalar(std::string_view what);
    bool number(std::optional<std::uint64_t> value, std::string_view problem);
    bool finishTensor();

    SafetensorsHeader header_;
    std::optional<Error> error_;
    std::unordered_set<std::string> names_;
    std::unordered_set<std::string> fields_; // of the current tensor, to see duplicates
    int depth_ = 0;
    bool inMetadata_ = false;
    bool sawMetadata_ = false;
    Field field_ = Field::None;
    std::string metadataKey_;
    TensorInfo tensor_;
    std::vector<std::uint64_t> offsets_;
};

bool HeaderReader::scalar(std::string_view what) {
    if (depth_ == 0)
        return reject(fmt::format("the header is {}, not a JSON object", what));
    if (depth_ == 1)
        return rejectTensor(fmt::format("its entry is {}, not an object", what));
    if (inMetadata_)
        return reject(fmt::format("the value of {} in __metadata__ is {}, not a string",
                                  quotedName(metadataKey_), what));
    switch (field_) {
    case Field::DType:
        return rejectTensor(fmt::format("dtype is {}, not a string", what));
    case Field::Shape:
        return rejectTensor(fmt::format("shape has {} in it, or is not a list", what));
    case Field::Offsets:
        return rejectTensor(fmt::format("data_offsets has {} in it, or is not a list", what));
    default:
        return true;
    }
}

bool HeaderReader::number(std::optional<std::uint64_t> value, std::string_view problem) {
    const bool inList = depth_ == 3 && !inMetadata_;
    if (!inList || (field_ != Field::Shape && field_ != Field::Offsets))
        return scalar("a number");
    const std::string_view fieldName = field_ == Field::Shape ? "shape" : "data_offsets";
    if (!value)
        return rejectTensor(fmt::format("{} has an entry that is {}", fieldName, problem));
    if (field_ == Field::Offsets) {
        offsets_.push_back(*value);
        return offsets_.size() <= 2 || rejectTensor("data_offsets has more than two entries");
    }
    if (*value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return rejectTensor("shape has an entry that is too large a number");
    tensor_.shape.push_back(static_cast<std::int64_t>(*value));
    return true;
}

bool HeaderReader::string(Json::string_t& value) {
    if (depth_ == 2 && inMetadata_) {
        if (!header_.metadata.emplace(metadataKey_, value).second)
            return reject(
                fmt::format("the key {} is there twice in __metadata__", quotedName(metadataKey_)));
        return true;
    }
    if (depth_ == 2 && field_ == Field::DType) {
        auto type = parseStorageType(value);
        if (type) {
            tensor_.type = *type;
            return true;
        }
        rejectTensor(type.error().message);
        error_->code = type.error().code;
        error_->hint = type.error().hint;
        return false;
    }
    return scalar("a string");
}

bool HeaderReader::start_object(std::size_t) {
    if (depth_ >= 2 && (inMetadata_ || (field_ != Field::Unknown)))
        return scalar("an object");
    if (++depth_ > kMaxDepth)
        return reject("the header nests too deeply");
    return true;
}

bool HeaderReader::key(Json::string_t& value) {
    if (depth_ == 1) {
        inMetadata_ = value == kMetadataKey;
        if (inMetadata_ && std::exchange(sawMetadata_, true))
            return reject("__metadata__ is there twice");
        tensor_ = TensorInfo{};
        tensor_.name = value;
        offsets_.clear();
        fields_.clear();
        field_ = Field::None;
        if (!inMetadata_ && !names_.insert(value).second)
            return rejectTensor("the name is there twice");
    } else if (depth_ == 2 && inMetadata_) {
        metadataKey_ = value;
    } else if (depth_ == 2) {
        field_ = value == "dtype"          ? Field::DType
                 : value == "shape"        ? Field::Shape
                 : value == "data_offsets" ? Field::Offsets
                                           : Field::Unknown;
        if (!fields_.insert(value).second)
            return rejectTensor(fmt::format("the field {} is there twice", quotedName(value)));
    }
    return true;
}

bool HeaderReader::finishTensor() {
    for (const char* field : {"dtype", "shape", "data_offsets"}) {
        if (!fields_.contains(field))
            return rejectTensor(fmt::format("{} is missing", field));
    }
    if (offsets_.size() != 2)
        return rejectTensor("data_offsets does not have two entries");
    tensor_.begin = offsets_[0];
    tensor_.end = offsets_[1];
    header_.tensors.push_back(std::move(tensor_));
    return true;
}

bool HeaderReader::end_object() {
    --depth_;
    if (depth_ == 1 && !inMetadata_)
        return finishTensor();
    return true;
}

bool HeaderReader::start_array(std::size_t) {
    const bool isList =
        depth_ == 2 && !inMetadata_ && (field_ == Field::Shape || field_ == Field::Offsets);
    const bool isUnknown = depth_ >= 2 && !inMetadata_ && field_ == Field::Unknown;
    if (!isList && !isUnknown)
        return scalar("a list");
    if (++depth_ > kMaxDepth)
        return reject("the header nests too deeply");
    return true;
}

bool HeaderReader::end_array() {
    --depth_;
    return true;
}

} // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json) {
    HeaderReader reader;
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    if (reader.error())
        return fail(*reader.error());
    return reader.takeHeader();
}

std::string quotedName(std::string_view name) {
    constexpr std::size_t kMaxShown = 200;
    std::string shown = toValidUtf8(name.substr(0, kMaxShown));
    for (char& character : shown) {
        if (static_cast<unsigned char>(character) < 0x20)
            character = '?';
    }
    return fmt::format("\"{}{}\"", shown, name.size() > kMaxShown ? "…" : "");
}

} // namespace diptych
