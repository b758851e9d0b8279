#include "core/net/server_address.h"

#include <gtest/gtest.h>

namespace diptych::net {
namespace {

std::string parsed(std::string_view text) {
    const auto address = parseServerAddress(text);
    return address ? address->text() : "refused: " + address.error().hint;
}

TEST(ServerAddress, isBroughtIntoOneForm) {
    EXPECT_EQ(parsed("http://mac:8080"), "http://mac:8080");
    EXPECT_EQ(parsed(" HTTP://Mac:8080/ "), "http://mac:8080");
    EXPECT_EQ(parsed("https://example.org"), "https://example.org");
    EXPECT_EQ(parsed("https://example.org/llm/v1/"), "https://example.org/llm");
    EXPECT_EQ(parsed("http://[::1]:1263/v1"), "http://[::1]:1263");
    EXPECT_EQ(valueOrThrow(parseServerAddress("http://a/b")).endpoint("/v1/models"),
              "http://a/b/v1/models");
}

TEST(ServerAddress, aBareHostGetsAdvice) {
    EXPECT_EQ(parsed("mac:8080"), "refused: write http://mac:8080");
    EXPECT_NE(parsed("mac").find("http://mac:PORT"), std::string::npos);
    for (const char* text : {"", "ftp://mac", "http://", "http://:80", "http://mac:0",
                             "http://mac:65536", "http://mac:x", "http://mac/?a", "http://m ac",
                             "http://[::1", "http://mac/a b", "http://mac#a"})
        EXPECT_TRUE(parsed(text).starts_with("refused: ") && parsed(text).size() > 12) << text;
}

TEST(ServerAddress, aPasswordIsRefusedAndNotRepeated) {
    for (const char* text : {"http://me:secret@mac:8080", "me:secret@mac"}) {
        const auto address = parseServerAddress(text);
        ASSERT_FALSE(address);
        EXPECT_EQ((address.error().message + address.error().hint).find("secret"),
                  std::string::npos);
    }
    EXPECT_NE(parsed("http://me:secret@mac").find("--api-key-env"), std::string::npos);
}

TEST(ServerAddress, knowsThisMachine) {
    for (const char* text : {"http://localhost:1", "http://127.0.0.1", "http://[::1]:2"})
        EXPECT_TRUE(valueOrThrow(parseServerAddress(text)).isLoopback()) << text;
    EXPECT_FALSE(valueOrThrow(parseServerAddress("http://mac")).isLoopback());
}

TEST(ServerAddress, aRedirectStaysOnTheServerOrIsRefused) {
    const std::string from = "http://mac:8080/v1/models";
    EXPECT_EQ(redirectOnSameServer(from, "/v2/models"), "http://mac:8080/v2/models");
    EXPECT_EQ(redirectOnSameServer(from, "http://MAC:8080/x"), "http://MAC:8080/x");
    EXPECT_EQ(redirectOnSameServer("https://mac/a", "https://mac:443/b"), "https://mac:443/b");
    for (const char* target : {"http://mac:8081/x", "http://evil/x", "//evil/x",
                               "http://mac:8080@evil/x", "x", "", "https://mac:8080/x"})
        EXPECT_EQ(redirectOnSameServer(from, target), "") << target;
    EXPECT_EQ(redirectOnSameServer("https://mac/a", "http://mac/a"), "");
}

} // namespace
} // namespace diptych::net
