#include "core/embeddings/numpy_file.h"

#include "core/base/text.h"
#include "core/embeddings/numpy_array.h"
#include "core/embeddings/zip_archive.h"

#include <fmt/format.h>

#include <string_view>
#include <variant>

namespace diptych {

namespace {

constexpr std::string_view kArraySuffix = ".npy";

void addArray(NumpyFile& file, std::string name, numpy::Array array) {
    if (std::string* text = std::get_if<std::string>(&array))
        file.texts[std::move(name)] = std::move(*text);
    else
        file.arrays.emplace_back(std::move(name), std::get<HostTensor>(std::move(array)));
}

} // namespace

Result<NumpyFile> readNumpyFile(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto mapped, MappedFile::open(path));
    const auto bytes = mapped->bytes();
    const std::string what = toValidUtf8(path.string());
    NumpyFile file;
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with("PK")) {
        DIPTYCH_TRY(numpy::Array array, numpy::readArray(bytes, what));
        addArray(file, "", std::move(array));
        return file;
    }
    DIPTYCH_TRY(const std::vector<zip::Entry> entries, zip::readArchive(bytes, what));
    for (const zip::Entry& entry : entries) {
        if (!entry.name.ends_with(kArraySuffix))
            continue;
        std::string name =
            toValidUtf8(entry.name.substr(0, entry.name.size() - kArraySuffix.size()));
        DIPTYCH_TRY(numpy::Array array,
                    numpy::readArray(entry.bytes, fmt::format("'{}' in {}", name, what)));
        addArray(file, std::move(name), std::move(array));
    }
    return file;
}

Status writeNpz(const std::filesystem::path& path, const NumpyFile& content, Overwrite overwrite) {
    std::vector<zip::Entry> entries;
    for (const auto& [name, tensor] : content.arrays) {
        DIPTYCH_TRY(std::vector<std::byte> bytes, numpy::makeArray(tensor));
        entries.push_back({name + std::string(kArraySuffix), std::move(bytes)});
    }
    for (const auto& [name, text] : content.texts)
        entries.push_back(
            {name + std::string(kArraySuffix), numpy::makeArray(std::string_view(text))});
    DIPTYCH_TRY(const std::string archive, zip::makeArchive(entries));
    return writeFileAtomically(path, archive, overwrite);
}

Status writeNpy(const std::filesystem::path& path, const HostTensor& tensor, Overwrite overwrite) {
    DIPTYCH_TRY(const std::vector<std::byte> bytes, numpy::makeArray(tensor));
    return writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                               overwrite);
}

} // namespace diptych
