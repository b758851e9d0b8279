#include "core/cluster/inside/identity.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstring>
#include <new>
#include <random>

namespace diptych::cluster {

namespace {

std::string hexadecimal(std::span<const unsigned char> bytes) {
    std::string text;
    for (const unsigned char byte : bytes)
        text += fmt::format("{:02x}", byte);
    return text;
}

} // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    if (!context_ ||
        EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc();
}

Sha256::~Sha256() {
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_));
}

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size());
}

void Sha256::add(std::string_view text) {
    EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), text.data(), text.size());
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest.data(), &length);
    return hexadecimal(std::span(digest).first(length));
}

std::string proofOf(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    // An empty key is one that everybody knows.
    HMAC(EVP_sha256(), key.empty() ? "" : key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
    return hexadecimal(std::span(digest).first(length));
}

bool isProof(std::string_view given, std::string_view key, std::string_view text) {
    const std::string right = proofOf(key, text);
    return given.size() == right.size() &&
           CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
}

std::uint64_t seedOf(std::string_view key, std::string_view epoch) {
    const std::string proof = proofOf(key, fmt::format("frames of {}", epoch));
    std::uint64_t seed = 0;
    std::memcpy(&seed, proof.data(), sizeof(seed));
    return seed;
}

std::string randomName() {
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

} // namespace diptych::cluster
