// A queue between two threads that can be closed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace diptych::cluster {

template <typename T> class BlockingQueue {
  public:
    void push(T entry) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_)
                return;
            entries_.push_back(std::move(entry));
        }
        come_.notify_one();
    }

    /// Waits for an entry; nothing once the queue is closed.
    std::optional<T> pop() {
        std::unique_lock lock(mutex_);
        come_.wait(lock, [&] { return closed_ || !entries_.empty(); });
        if (closed_)
            return std::nullopt;
        T entry = std::move(entries_.front());
        entries_.pop_front();
        return entry;
    }

    /// Drops the entries for which `fits` is true.
    template <typename Fits> void removeIf(Fits fits) {
        const std::lock_guard lock(mutex_);
        std::erase_if(entries_, fits);
    }

    /// What is in it is dropped; `pop` returns at once from now on.
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
            entries_.clear();
        }
        come_.notify_all();
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable come_;
    std::deque<T> entries_; // guarded by mutex_, as all below
    bool closed_ = false;
};

} // namespace diptych::cluster
