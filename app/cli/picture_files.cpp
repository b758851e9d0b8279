#include "app/cli/picture_files.h"

#include <cstdint>
#include <utility>

namespace diptych::cli {

Status writeTogether(const std::vector<FileToWrite>& files, Overwrite overwrite,
                     const RunContext& context) {
    const auto total = static_cast<std::int64_t>(files.size());
    context.report(Phase::Save, 0, total);
    std::vector<AtomicFile> written;
    for (const FileToWrite& file : files) {
        if (context.cancelled())
            return fail(cancelledError());
        DIPTYCH_TRY(AtomicFile target, AtomicFile::create(file.path, overwrite));
        DIPTYCH_TRY_DONE(target.write(file.bytes));
        written.push_back(std::move(target));
        context.report(Phase::Save, static_cast<std::int64_t>(written.size()), total);
    }
    for (AtomicFile& file : written)
        DIPTYCH_TRY_DONE(file.commit());
    return Done{};
}

} // namespace diptych::cli
