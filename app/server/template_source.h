// The templates, read again when files change.
#pragma once

#include "core/prompt/template_library.h"

#include <chrono>
#include <mutex>

namespace diptych::server {

/// May be used by all threads.
class TemplateSource {
  public:
    explicit TemplateSource(TemplateFolders folders)
        : library_(TemplateLibrary::load(std::move(folders))) {}

    /// A copy that nobody changes. The folders are looked at no more than once a second.
    TemplateLibrary current() {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        if (now - looked_ > std::chrono::seconds(1)) {
            library_.reload();
            looked_ = now;
        }
        return library_;
    }

  private:
    std::mutex mutex_;
    TemplateLibrary library_; // guarded by mutex_
    std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
};

} // namespace diptych::server
