#include "app/cli/error.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <string>

namespace diptych::cli {

namespace {

std::string fallbackHint(ErrorCode code) {
    switch (code) {
    case ErrorCode::Internal:
        return "this is a fault of Diptych: run again with --debug and report what it prints";
    case ErrorCode::Usage:
        return "'diptych-cli --help' lists the commands and their flags";
    case ErrorCode::InvalidInput:
        return "change the value and try again";
    case ErrorCode::FileNotFound:
        return "check the path";
    case ErrorCode::FileInvalid:
        return "check that the file is complete and of the right kind";
    case ErrorCode::FileWrite:
        return "check the folder's rights and the free space, or write somewhere else";
    case ErrorCode::ConfigInvalid:
        return "correct the configuration";
    case ErrorCode::WeightsInvalid:
        return "check that the checkpoint is complete; 'diptych-cli inspect' shows what is in it";
    case ErrorCode::Unsupported:
        return "use another file or another option";
    case ErrorCode::Device:
        return "'diptych-cli devices' shows what can be used";
    case ErrorCode::OutOfMemory:
        return "draw a smaller picture, use --dtype bfloat16, or close other programs";
    case ErrorCode::Network:
        return "check the address and the connection";
    case ErrorCode::Remote:
        return "look into the other machine's log";
    case ErrorCode::Cancelled:
        return "nothing was written; run the command again to start over";
    }
    return "";
}

// An error is exactly two lines, whatever bytes a file name or a header brought into its texts.
std::string oneLine(std::string_view text) {
    std::string line = toValidUtf8(text);
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return line;
}

} // namespace

int exitStatus(ErrorCode code) {
    switch (code) {
    case ErrorCode::Internal:
        return 1;
    case ErrorCode::Usage:
        return 2;
    case ErrorCode::InvalidInput:
    case ErrorCode::FileNotFound:
    case ErrorCode::FileInvalid:
    case ErrorCode::FileWrite:
    case ErrorCode::ConfigInvalid:
    case ErrorCode::WeightsInvalid:
    case ErrorCode::Unsupported:
        return 3;
    case ErrorCode::Device:
    case ErrorCode::OutOfMemory:
        return 4;
    case ErrorCode::Network:
    case ErrorCode::Remote:
        return 5;
    case ErrorCode::Cancelled:
        return 130;
    }
    return 1;
}

void printError(std::ostream& stream, const Error& error, ErrorStyle style) {
    const std::string hint = error.hint.empty() ? fallbackHint(error.code) : error.hint;
    if (style.json) {
        nlohmann::ordered_json body;
        body["code"] = errorCodeName(error.code);
        body["message"] = toValidUtf8(error.message);
        body["hint"] = toValidUtf8(hint);
        body["detail"] = toValidUtf8(error.detail);
        nlohmann::ordered_json object;
        object["error"] = std::move(body);
        stream << object.dump() << '\n' << std::flush;
        return;
    }
    stream << "error: " << oneLine(error.message) << "\nhint: " << oneLine(hint) << '\n';
    if (style.detail && !error.detail.empty())
        stream << "detail: " << oneLine(error.detail) << '\n';
    stream << std::flush;
}

} // namespace diptych::cli
