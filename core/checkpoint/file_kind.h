// Tells from the first bytes what a file is, so that an error can say more than "not what I
// expected".
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace diptych {

/// More header than this is refused: the limit of the reference implementation of safetensors.
inline constexpr std::size_t kMaxSafetensorsHeaderBytes = 100'000'000;

enum class FileKind {
    Safetensors, ///< the first bytes look like it; the rest may still be damaged
    Gguf,
    Html,
    GitLfsPointer, ///< the text that git stores instead of a large file
    TorchPickle,   ///< .pt, .pth, .ckpt, .bin as PyTorch writes them
    Numpy,         ///< .npy or .npz
    Zip,
    Json,
    Png,
    Jpeg,
    WebP,
    Unknown
};

/// `head` is the beginning of a file; 512 bytes are enough, fewer are fine.
FileKind detectFileKind(std::span<const std::byte> head);

/// Reads the beginning of a file. Unknown when it cannot be read.
FileKind detectFileKind(const std::filesystem::path& path);

/// The stable spelling in JSON: "safetensors", "git_lfs_pointer", …
std::string_view toString(FileKind kind);

/// For a sentence that begins with "it is …": "a web page (HTML)". For Unknown "not a known kind of
/// file".
std::string_view describe(FileKind kind);

/// What to do when a safetensors file was expected and this was found.
std::string hintForWrongKind(FileKind kind);

} // namespace diptych
