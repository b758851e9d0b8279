// What went wrong, for the user (message, hint) and for the developer (code, detail).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// Few and stable: front ends map a code to an exit status, an HTTP status or a text.
enum class ErrorCode {
    Internal,     ///< a fault of ours
    Usage,        ///< a call that makes no sense: unknown flag, two options that exclude each other
    InvalidInput, ///< a prompt, a number or a size outside what is allowed
    FileNotFound, ///< nothing at that path
    FileInvalid,  ///< a file that is damaged or of another kind
    FileWrite,    ///< a file that cannot be written: rights, full disk, exists already
    ConfigInvalid,  ///< a configuration that cannot be used
    WeightsInvalid, ///< a checkpoint whose tensors do not fit the model
    Unsupported,    ///< well-formed, but beyond what this build can do
    Device,         ///< a device that is missing or failed
    OutOfMemory,    ///< host or device memory exhausted
    Network,        ///< no usable answer from another machine
    Remote,         ///< another machine answered with an error
    Cancelled,      ///< the user stopped it
};

/// The stable spelling of a code in JSON, e.g. "file_not_found".
std::string_view errorCodeName(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;           ///< what happened, one sentence fragment without a full stop
    std::string hint;              ///< what to try next; may be empty
    std::string detail;            ///< for the developer: where, which bytes, which exception
    std::vector<std::string> args; ///< facts for translated texts, in the order the code defines
};

/// Carries an Error through code that cannot return one: weight binding and tensor arithmetic,
/// where every line can fail. Caught at the public edge of a module (see `guarded` in core/tensor),
/// never beyond it.
class ErrorException : public std::runtime_error {
  public:
    explicit ErrorException(Error error);
    const Error& error() const { return error_; }

  private:
    Error error_;
};

} // namespace diptych
