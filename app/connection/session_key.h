// The key for the encoder servers while the program runs: set on the GUI thread, read by whoever
// asks a server.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

namespace diptych::connection {

/// May be used by all threads.
class SessionKey {
  public:
    std::string get() const {
        const std::lock_guard lock(mutex_);
        return key_;
    }
    void set(std::string key) {
        const std::lock_guard lock(mutex_);
        if (key == key_)
            return;
        key_ = std::move(key);
        ++version_;
    }
    /// Goes up with every other key.
    std::uint64_t version() const {
        const std::lock_guard lock(mutex_);
        return version_;
    }

  private:
    mutable std::mutex mutex_;
    std::string key_; // guarded by mutex_, as below
    std::uint64_t version_ = 0;
};

} // namespace diptych::connection
