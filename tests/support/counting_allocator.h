// libtorch's CPU memory under a test's eyes: how many bytes of tensors are out, and a limit beyond
// which there are none.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace diptych::test {

/// Stands in for libtorch's allocator while it lives. One at a time. libtorch wants a block's
/// context to be the block itself, so its length is kept in front of it.
class CountingAllocator : public at::Allocator {
  public:
    /// Allocations that would bring the tensors made since then beyond `limitBytes` fail.
    explicit CountingAllocator(std::size_t limitBytes = std::numeric_limits<std::size_t>::max())
        : before_(c10::GetCPUAllocator()) {
        live_ = peak_ = 0;
        limit_ = limitBytes;
        c10::SetAllocator(at::kCPU, this);
    }
    ~CountingAllocator() override { c10::SetAllocator(at::kCPU, before_); }
    CountingAllocator(const CountingAllocator&) = delete;
    CountingAllocator& operator=(const CountingAllocator&) = delete;

    // libtorch's versions differ in what is const and in whether there is a copy_data.
    at::DataPtr allocate(std::size_t bytes) { return std::as_const(*this).allocate(bytes); }
    at::DataPtr allocate(std::size_t bytes) const {
        if (live_ + bytes > limit_)
            throw std::bad_alloc();
        auto* start = static_cast<char*>(
            std::aligned_alloc(kAlignment, (bytes + 2 * kAlignment - 1) / kAlignment * kAlignment));
        std::memcpy(start, &bytes, sizeof bytes);
        live_ += bytes;
        peak_ = std::max(peak_.load(), live_.load());
        void* data = start + kAlignment;
        return {data, data, release, at::kCPU};
    }
    void copy_data(void* target, const void* source, std::size_t count) const {
        std::memcpy(target, source, count);
    }
    at::DeleterFnPtr raw_deleter() const override { return release; }

    std::size_t liveBytes() const { return live_; }
    double peakBytes() const { return static_cast<double>(peak_); }

  private:
    static constexpr std::size_t kAlignment = 64;
    static inline std::atomic<std::size_t> live_ = 0;
    static inline std::atomic<std::size_t> peak_ = 0;
    static inline std::atomic<std::size_t> limit_ = 0;

    static void release(void* data) {
        char* start = static_cast<char*>(data) - kAlignment;
        std::size_t bytes = 0;
        std::memcpy(&bytes, start, sizeof bytes);
        live_ -= bytes;
        std::free(start);
    }

    at::Allocator* before_;
};

/// The most bytes that were out while `work` ran, beyond those before.
template <typename Work> double peakBytesOf(const Work& work) {
    const CountingAllocator counter;
    work();
    return counter.peakBytes();
}

} // namespace diptych::test
