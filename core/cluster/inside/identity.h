// Digests and the proof that two ranks know the same key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace diptych::cluster {

/// SHA-256 in hexadecimal, of bytes that come piece by piece.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    /// Once.
    std::string finish();

  private:
    void* context_;
};

/// HMAC-SHA256 in hexadecimal: who knows the key can make it, and nobody else.
std::string proofOf(std::string_view key, std::string_view text);
/// Takes as long for a wrong proof as for the right one.
bool isProof(std::string_view given, std::string_view key, std::string_view text);

/// Where the sums of frames begin in a cluster with this key, of this coordinator's run.
std::uint64_t seedOf(std::string_view key, std::string_view epoch);

/// 128 random bits in hexadecimal.
std::string randomName();

} // namespace diptych::cluster
