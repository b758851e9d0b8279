#include "app/server/http/connection_threads.h"

#include <utility>

namespace diptych::server {

decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()))
ConnectionThreads::enqueue(std::function<void()> work) {
    using Taken = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
        if (idle_ < waiting_.size() && threads_.size() < most_)
            threads_.emplace_back([this] { run(); });
    }
    wake_.notify_one();
    return static_cast<Taken>(true);
}

void ConnectionThreads::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
        --idle_;
        if (waiting_.empty())
            return;
        const std::function<void()> work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

void ConnectionThreads::shutdown() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        threads.swap(threads_);
    }
    wake_.notify_all();
    for (std::thread& thread : threads)
        thread.join();
}

} // namespace diptych::server
