#include "core/checkpoint/storage_type.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <array>

namespace diptych {

namespace {

struct StorageTypeRow {
    StorageType type;
    std::string_view name;
    std::size_t size;
};

constexpr std::array kStorageTypes{
    StorageTypeRow{StorageType::F64, "F64", 8},
    StorageTypeRow{StorageType::F32, "F32", 4},
    StorageTypeRow{StorageType::F16, "F16", 2},
    StorageTypeRow{StorageType::BF16, "BF16", 2},
    StorageTypeRow{StorageType::F8E4M3, "F8_E4M3", 1},
    StorageTypeRow{StorageType::F8E5M2, "F8_E5M2", 1},
    StorageTypeRow{StorageType::I64, "I64", 8},
    StorageTypeRow{StorageType::I32, "I32", 4},
    StorageTypeRow{StorageType::I16, "I16", 2},
    StorageTypeRow{StorageType::I8, "I8", 1},
    StorageTypeRow{StorageType::U64, "U64", 8},
    StorageTypeRow{StorageType::U32, "U32", 4},
    StorageTypeRow{StorageType::U16, "U16", 2},
    StorageTypeRow{StorageType::U8, "U8", 1},
    StorageTypeRow{StorageType::Bool, "BOOL", 1},
};

// In the format's own list, but without a place in StorageType.
constexpr std::array<std::string_view, 5> kKnownButUnsupported{"F4", "F6_E2M3", "F6_E3M2",
                                                               "F8_E8M0", "C64"};

const StorageTypeRow& rowOf(StorageType type) {
    return kStorageTypes[static_cast<std::size_t>(type)];
}

} // namespace

std::size_t elementSize(StorageType type) {
    return rowOf(type).size;
}

std::string_view toString(StorageType type) {
    return rowOf(type).name;
}

Result<StorageType> parseStorageType(std::string_view text) {
    for (const StorageTypeRow& row : kStorageTypes) {
        if (row.name == text)
            return row.type;
    }
    for (const std::string_view name : kKnownButUnsupported) {
        if (name == text)
            return fail(ErrorCode::Unsupported, fmt::format("the dtype {} is not supported", text),
                        "use a checkpoint in F32, BF16, F16 or F8_E4M3");
    }
    return fail(ErrorCode::FileInvalid,
                fmt::format("\"{}\" is not a dtype", toValidUtf8(text.substr(0, 40))),
                "use a checkpoint in F32, BF16, F16 or F8_E4M3");
}

std::string formatName(StorageType type) {
    switch (type) {
    case StorageType::F64:
        return "float64";
    case StorageType::F32:
        return "float32";
    case StorageType::F16:
        return "float16";
    case StorageType::BF16:
        return "bfloat16";
    default:
        return std::string(toString(type));
    }
}

} // namespace diptych
