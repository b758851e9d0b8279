// Server-sent events, taken apart as they arrive: pieces may end anywhere, even inside a character
// or a line end. The format: https://html.spec.whatwg.org/multipage/server-sent-events.html
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::net {

class SseParser {
  public:
    /// The data of every event that `piece` completes, in order. Comments and every field but
    /// "data" are passed over; CR, LF and CRLF end a line; several data lines are joined by LF.
    std::vector<std::string> feed(std::string_view piece);

    /// The data of a last event that no empty line ended; empty when there is none.
    std::string finish();

    /// Bytes that wait for their event to be complete.
    std::size_t pendingBytes() const { return line_.size() + data_.size(); }

  private:
    void endLine(std::vector<std::string>& events);

    std::string line_;
    std::string data_;
    bool hasData_ = false;
    bool afterCarriageReturn_ = false;
};

} // namespace diptych::net
