#include "core/base/error.h"

#include <utility>

namespace diptych {

std::string_view errorCodeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::Internal:
        return "internal";
    case ErrorCode::Usage:
        return "usage";
    case ErrorCode::InvalidInput:
        return "invalid_input";
    case ErrorCode::FileNotFound:
        return "file_not_found";
    case ErrorCode::FileInvalid:
        return "file_invalid";
    case ErrorCode::FileWrite:
        return "file_write";
    case ErrorCode::ConfigInvalid:
        return "config_invalid";
    case ErrorCode::WeightsInvalid:
        return "weights_invalid";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Device:
        return "device";
    case ErrorCode::OutOfMemory:
        return "out_of_memory";
    case ErrorCode::Network:
        return "network";
    case ErrorCode::Remote:
        return "remote";
    case ErrorCode::Cancelled:
        return "cancelled";
    }
    return "internal";
}

ErrorException::ErrorException(Error error)
    : std::runtime_error(error.message), error_(std::move(error)) {}

} // namespace diptych
