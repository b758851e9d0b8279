// What SQLite throws, as Errors; and the edge at which it is caught.
#pragma once

#include "core/base/result.h"

#include <SQLiteCpp/Exception.h>

#include <filesystem>

namespace diptych::history {

/// FileInvalid = damaged, FileWrite = cannot be written (or is locked), Internal = ours.
Error databaseError(const SQLite::Exception& exception, const std::filesystem::path& path);

/// Runs `work`, which returns a Result, and turns what SQLite throws in it into an Error.
template <typename Work>
auto guarded(const std::filesystem::path& path, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return fail(databaseError(exception, path));
    }
}

} // namespace diptych::history
