#include "core/pipeline/load_tokenizer.h"

#include "core/checkpoint/misplaced_file.h"

namespace diptych {

Result<Tokenizer> loadTokenizer(const std::filesystem::path& path) {
    auto tokenizer = Tokenizer::load(path);
    if (!tokenizer)
        if (auto misplaced = describeMisplacedFile(path, FilePlace::Tokenizer))
            return fail(std::move(*misplaced));
    return tokenizer;
}

} // namespace diptych
