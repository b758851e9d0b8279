// One line of JSON for each request, without prompts unless they are wanted.
#pragma once

#include "app/server/http/exchange.h"

#include <iosfwd>
#include <mutex>
#include <string>

namespace diptych::server {

/// May be used by all threads.
class AccessLog {
  public:
    /// `stream` is borrowed.
    AccessLog(std::ostream& stream, bool withPrompts)
        : stream_(stream), withPrompts_(withPrompts) {}

    void write(const HttpCall& call, const HttpOutcome& outcome);
    /// Something else that the operator should know.
    void note(const std::string& message);

  private:
    std::ostream& stream_;
    bool withPrompts_;
    std::mutex mutex_;
};

} // namespace diptych::server
