// A thread for each connection, used again for the next; more are made only when all are busy.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace diptych::server {

class ConnectionThreads final : public httplib::TaskQueue {
  public:
    explicit ConnectionThreads(std::size_t most) : most_(most) {}

    // Later versions of the library want to know whether the work was taken.
    decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()))
    enqueue(std::function<void()> work) override;
    void shutdown() override;

  private:
    void run();

    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_; // guarded by mutex_, as all below
    std::size_t idle_ = 0;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

} // namespace diptych::server
