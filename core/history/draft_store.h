// What is being typed, kept until it is used: texts under names, each replaced as a whole. The
// window saves its form here every second, so that a crash costs no more than that.
#pragma once

#include "core/base/result.h"
#include "core/history/database.h"

#include <optional>
#include <string>

namespace diptych::history {

/// Works on a database that outlives it, on the one thread that uses that database; errors as
/// HistoryStore.
class DraftStore {
  public:
    explicit DraftStore(Database& database) : database_(database) {}

    /// `content` is UTF-8, usually JSON.
    Status save(const std::string& name, const std::string& content);
    /// Empty when nothing was saved under this name.
    Result<std::optional<std::string>> load(const std::string& name);
    Status remove(const std::string& name);

  private:
    Database& database_;
};

} // namespace diptych::history
