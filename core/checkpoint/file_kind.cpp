#include "core/checkpoint/file_kind.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>

namespace diptych {

namespace {

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
               return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
           });
}

bool looksLikeSafetensors(std::string_view head) {
    if (head.size() < 9 || head[8] != '{')
        return false;
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i)
        length = length << 8 | static_cast<unsigned char>(head[static_cast<std::size_t>(i)]);
    return length <= kMaxSafetensorsHeaderBytes;
}

FileKind kindOfZip(std::string_view head) {
    // PyTorch's archives begin with <name>/data.pkl, numpy's with <name>.npy.
    if (head.find("data.pkl") != std::string_view::npos)
        return FileKind::TorchPickle;
    if (head.find(".npy") != std::string_view::npos)
        return FileKind::Numpy;
    return FileKind::Zip;
}

FileKind kindOfText(std::string_view head) {
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    std::string_view text = start == std::string_view::npos ? "" : head.substr(start);
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    if (startsWithIgnoringCase(text, "<!doctype") || startsWithIgnoringCase(text, "<html") ||
        startsWithIgnoringCase(text, "<head") || startsWithIgnoringCase(text, "<?xml"))
        return FileKind::Html;
    if (text.substr(0, 24) == "version https://git-lfs.")
        return FileKind::GitLfsPointer;
    if (!text.empty() && (text[0] == '{' || text[0] == '['))
        return FileKind::Json;
    return FileKind::Unknown;
}

} // namespace

FileKind detectFileKind(std::span<const std::byte> head) {
    const std::string_view text(reinterpret_cast<const char*>(head.data()),
                                std::min<std::size_t>(head.size(), 512));
    if (looksLikeSafetensors(text))
        return FileKind::Safetensors;
    if (text.substr(0, 4) == "GGUF")
        return FileKind::Gguf;
    if (text.substr(0, 8) == "\x89PNG\r\n\x1a\n")
        return FileKind::Png;
    if (text.substr(0, 3) == "\xFF\xD8\xFF")
        return FileKind::Jpeg;
    if (text.substr(0, 4) == "RIFF" && text.size() >= 12 && text.substr(8, 4) == "WEBP")
        return FileKind::WebP;
    if (text.substr(0, 4) == "PK\x03\x04")
        return kindOfZip(text);
    if (text.substr(0, 6) == "\x93NUMPY")
        return FileKind::Numpy;
    // A bare pickle: protocol opcode, protocol 2 to 5.
    if (text.size() >= 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5)
        return FileKind::TorchPickle;
    return kindOfText(text);
}

FileKind detectFileKind(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    char head[512];
    stream.read(head, sizeof head);
    const auto count = static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0));
    return detectFileKind(std::as_bytes(std::span<const char>(head, count)));
}

std::string_view toString(FileKind kind) {
    switch (kind) {
    case FileKind::Safetensors:
        return "safetensors";
    case FileKind::Gguf:
        return "gguf";
    case FileKind::Html:
        return "html";
    case FileKind::GitLfsPointer:
        return "git_lfs_pointer";
    case FileKind::TorchPickle:
        return "torch_pickle";
    case FileKind::Numpy:
        return "numpy";
    case FileKind::Zip:
        return "zip";
    case FileKind::Json:
        return "json";
    case FileKind::Png:
        return "png";
    case FileKind::Jpeg:
        return "jpeg";
    case FileKind::WebP:
        return "webp";
    case FileKind::Unknown:
        break;
    }
    return "unknown";
}

std::string_view describe(FileKind kind) {
    switch (kind) {
    case FileKind::Safetensors:
        return "a safetensors file";
    case FileKind::Gguf:
        return "a GGUF file";
    case FileKind::Html:
        return "a web page (HTML)";
    case FileKind::GitLfsPointer:
        return "a git-lfs pointer";
    case FileKind::TorchPickle:
        return "a PyTorch pickle (.pt, .ckpt, .bin)";
    case FileKind::Numpy:
        return "a numpy file";
    case FileKind::Zip:
        return "a zip archive";
    case FileKind::Json:
        return "a JSON text";
    case FileKind::Png:
        return "a PNG picture";
    case FileKind::Jpeg:
        return "a JPEG picture";
    case FileKind::WebP:
        return "a WebP picture";
    case FileKind::Unknown:
        break;
    }
    return "not a known kind of file";
}

std::string hintForWrongKind(FileKind kind) {
    switch (kind) {
    case FileKind::Html:
        return "the download ended at a web page: download the file again, signed in if the site "
               "asks for it";
    case FileKind::GitLfsPointer:
        return "fetch the large files with `git lfs pull`, or download the file itself";
    case FileKind::TorchPickle:
        return "pickles can run code when opened and are not read: look for a .safetensors version "
               "of the model";
    case FileKind::Zip:
        return "unpack the archive and name the .safetensors file in it";
    default:
        return "name a .safetensors file";
    }
}

} // namespace diptych
