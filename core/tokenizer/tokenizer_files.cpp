#include "core/tokenizer/tokenizer_files.h"

#include "core/base/file.h"
#include "core/tokenizer/gzip.h"

#include <fmt/format.h>

#include <cstdint>

namespace diptych {

namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{256} << 20; // Qwen3's tokenizer.json has 11 MB

Result<TokenizerDefinition> readJsonFile(const std::filesystem::path& path) {
    DIPTYCH_TRY(std::string bytes, readFile(path, kLargestFile));
    if (path.extension() == ".gz") {
        DIPTYCH_TRY(std::string text, gunzip(bytes, kLargestFile, path.string()));
        bytes = std::move(text);
    }
    return parseTokenizerJson(bytes, path.string());
}

Result<TokenizerDefinition> readSlowFolder(const std::filesystem::path& folder) {
    SlowTokenizerFiles files;
    DIPTYCH_TRY(files.vocabJson, readFile(folder / "vocab.json", kLargestFile));
    DIPTYCH_TRY(files.mergesText, readFile(folder / "merges.txt", kLargestFile));
    DIPTYCH_TRY(files.configJson, readFile(folder / "tokenizer_config.json", kLargestFile));
    return parseSlowTokenizer(files, folder.string());
}

} // namespace

Result<TokenizerDefinition> readTokenizerFiles(const std::filesystem::path& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::FileNotFound, fmt::format("no tokenizer at {}", path.string()),
                    "give the tokenizer folder of a checkpoint, or its tokenizer.json");
    }
    if (!std::filesystem::is_directory(status))
        return readJsonFile(path);
    for (const char* name : {"tokenizer.json", "tokenizer.json.gz"}) {
        if (std::filesystem::exists(path / name, ignored))
            return readJsonFile(path / name);
    }
    if (std::filesystem::exists(path / "vocab.json", ignored))
        return readSlowFolder(path);
    return fail(
        ErrorCode::FileNotFound,
        fmt::format("the folder {} holds no tokenizer.json and no vocab.json", path.string()),
        "give the tokenizer folder of a checkpoint, or its tokenizer.json");
}

} // namespace diptych
