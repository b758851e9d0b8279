#include "core/net/base64.h"

#include <gtest/gtest.h>

namespace diptych::net {
namespace {

std::string encoded(std::string_view text) {
    return toBase64(std::as_bytes(std::span(text)));
}

std::optional<std::string> decoded(std::string_view text) {
    const auto bytes = fromBase64(text);
    if (!bytes)
        return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

TEST(Base64, hasTheValuesOfTheStandard) { // RFC 4648, section 10
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [text, code] : cases) {
        EXPECT_EQ(encoded(text), code);
        EXPECT_EQ(decoded(code), text);
    }
}

TEST(Base64, everyByteSurvives) {
    std::string text;
    for (int i = 0; i < 256; ++i)
        text += static_cast<char>(i);
    for (std::size_t length = 0; length < 8; ++length)
        EXPECT_EQ(decoded(encoded(text + text.substr(0, length))), text + text.substr(0, length));
}

TEST(Base64, aWholePromptHasTheKnownSize) {
    EXPECT_EQ(toBase64(std::vector<std::byte>(512 * 2560 * 4)).size(), 6'990'508U);
}

TEST(Base64, whatIsNotBase64IsRefused) {
    for (const char* text : {"Zg=", "Zg", "Z", "Zg==Zg==", "Z===", "====", "Zm9v\n", "Zm 9",
                             "Zh==", "Zm9=", "Zm-_", "Zg=g"})
        EXPECT_FALSE(decoded(text)) << text;
}

} // namespace
} // namespace diptych::net
