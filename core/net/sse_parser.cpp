#include "core/net/sse_parser.h"

#include <utility>

namespace diptych::net {

std::vector<std::string> SseParser::feed(std::string_view piece) {
    std::vector<std::string> events;
    for (const char c : piece) {
        const bool secondOfPair = c == '\n' && afterCarriageReturn_;
        afterCarriageReturn_ = c == '\r';
        if (secondOfPair)
            continue;
        if (c == '\n' || c == '\r')
            endLine(events);
        else
            line_ += c;
    }
    return events;
}

void SseParser::endLine(std::vector<std::string>& events) {
    constexpr std::string_view kField = "data";
    const std::string line = std::exchange(line_, {});
    if (line.empty()) {
        if (hasData_)
            events.push_back(std::exchange(data_, {}));
        hasData_ = false;
        return;
    }
    const std::size_t colon = line.find(':');
    if (line.substr(0, colon) != kField)
        return;
    std::string_view value;
    if (colon != std::string::npos)
        value = std::string_view(line).substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (hasData_)
        data_ += '\n';
    data_ += value;
    hasData_ = true;
}

std::string SseParser::finish() {
    std::vector<std::string> events;
    endLine(events);
    if (hasData_)
        endLine(events);
    return events.empty() ? std::string() : std::move(events.back());
}

} // namespace diptych::net
