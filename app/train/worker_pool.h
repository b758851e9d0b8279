// Threads that compute a share of a batch each.
//
// libtorch joins its threads after every operation. For models as small as those trained here that
// waiting costs more than the operations do, so a batch is shared out instead and joined once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace diptych::train {

class WorkerPool {
  public:
    /// As many threads as libtorch has now, at most `most`; they share its threads out.
    explicit WorkerPool(int most);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    int size() const { return static_cast<int>(threads_.size()); }

    /// Calls `work(i)` for 0 ≤ i < count ≤ size(), each on a thread of its own, and waits for all.
    /// The error of the first that failed is thrown.
    void run(int count, const std::function<void(int)>& work);

    /// Calls every task once, the next by whichever thread is free.
    void runAll(const std::vector<std::function<void()>>& tasks);

  private:
    void serve(int worker, int torchThreads);

    std::mutex mutex_;
    std::condition_variable changed_;
    const std::function<void(int)>* work_ = nullptr; // of the round that is under way
    int count_ = 0;
    int running_ = 0;
    long round_ = 0;
    bool ending_ = false;
    std::vector<std::exception_ptr> errors_;
    std::vector<std::thread> threads_;
};

} // namespace diptych::train
