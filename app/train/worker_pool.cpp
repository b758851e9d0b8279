#include "app/train/worker_pool.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <exception>

namespace diptych::train {

WorkerPool::WorkerPool(int most) {
    const int torchThreads = at::get_num_threads();
    const int workers = std::clamp(torchThreads, 1, std::max(most, 1));
    errors_.resize(static_cast<std::size_t>(workers));
    running_ = workers;
    for (int i = 0; i < workers; ++i)
        threads_.emplace_back([this, i, share = torchThreads / workers] { serve(i, share); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return running_ == 0; });
    // The workers' numbers hold for themselves, the last one set also for threads to come.
    at::set_num_threads(torchThreads);
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void WorkerPool::run(int count, const std::function<void(int)>& work) {
    std::unique_lock lock(mutex_);
    std::fill(errors_.begin(), errors_.end(), nullptr);
    work_ = &work;
    count_ = count;
    running_ = size();
    ++round_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return running_ == 0; });
    for (const std::exception_ptr& error : errors_)
        if (error)
            std::rethrow_exception(error);
}

void WorkerPool::runAll(const std::vector<std::function<void()>>& tasks) {
    std::atomic<std::size_t> next = 0;
    run(size(), [&](int) {
        for (std::size_t i = next++; i < tasks.size(); i = next++)
            tasks[i]();
    });
}

void WorkerPool::serve(int worker, int torchThreads) {
    at::get_num_threads(); // libtorch sets up a thread at its first use and would undo what follows
    std::unique_lock lock(mutex_);
    at::set_num_threads(torchThreads);
    for (long done = 0;; ++done) {
        if (--running_ == 0)
            changed_.notify_all();
        changed_.wait(lock, [&] { return ending_ || round_ > done; });
        if (ending_)
            return;
        if (worker >= count_)
            continue;
        lock.unlock();
        std::exception_ptr error;
        try {
            (*work_)(worker);
        } catch (...) {
            error = std::current_exception();
        }
        lock.lock();
        errors_[static_cast<std::size_t>(worker)] = error;
    }
}

} // namespace diptych::train
