#include "core/net/sse_parser.h"

#include <gtest/gtest.h>

namespace diptych::net {
namespace {

using Events = std::vector<std::string>;

// The stream in pieces of `size` bytes.
Events parsed(std::string_view stream, std::size_t size) {
    SseParser parser;
    Events events;
    for (; !stream.empty(); stream.remove_prefix(std::min(size, stream.size())))
        for (std::string& event : parser.feed(stream.substr(0, size)))
            events.push_back(std::move(event));
    if (std::string last = parser.finish(); !last.empty())
        events.push_back(std::move(last));
    return events;
}

TEST(SseParser, piecesMayEndAnywhere) {
    const std::string stream = ": keepalive 1\r\n\r\ndata: {\"a\":\"\xC3\xA4\"}\r\n\r\n"
                               "event: x\ndata:one\ndata: two\n\n\ndata: \rid: 7\r\rdata: [DONE]\n";
    const Events expected = {"{\"a\":\"\xC3\xA4\"}", "one\ntwo", "", "[DONE]"};
    for (std::size_t size = 1; size <= stream.size(); ++size)
        EXPECT_EQ(parsed(stream, size), expected) << size;
}

TEST(SseParser, commentsAndOtherFieldsAreNoEvents) {
    EXPECT_EQ(parsed(": a\n\nretry: 5\n\nnonsense\n\ndatax: 1\n\n", 3), Events());
}

} // namespace
} // namespace diptych::net
