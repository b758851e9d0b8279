// Shares of a batch on threads of their own.
#include "app/train/worker_pool.h"

#include "app/train/optimizer.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace diptych::train {
namespace {

// libtorch's number of threads, as it was again at the end.
class Threads {
  public:
    explicit Threads(int count) : before_(at::get_num_threads()) { at::set_num_threads(count); }
    ~Threads() { at::set_num_threads(before_); }

  private:
    int before_;
};

TEST(WorkerPool, sharesOutTheThreadsAndLeavesTheCallersAlone) {
    const Threads threads(4);
    WorkerPool pool(2);
    ASSERT_EQ(pool.size(), 2);
    std::array<int, 2> within{};
    pool.run(2, [&](int i) { within[static_cast<std::size_t>(i)] = at::get_num_threads(); });
    EXPECT_EQ(within, (std::array{2, 2}));
    EXPECT_EQ(at::get_num_threads(), 4);
    EXPECT_EQ(WorkerPool(16).size(), 4);
    EXPECT_EQ(WorkerPool(0).size(), 1);
}

TEST(WorkerPool, callsEveryShareAndTaskOnceInManyRounds) {
    const Threads threads(3);
    WorkerPool pool(3);
    std::array<std::atomic<int>, 3> shares{};
    std::array<std::atomic<int>, 7> done{};
    std::vector<std::function<void()>> tasks;
    for (std::atomic<int>& count : done)
        tasks.emplace_back([&count] { ++count; });
    for (int round = 0; round < 200; ++round) {
        pool.run(round % 4, [&](int i) { ++shares[static_cast<std::size_t>(i)]; });
        pool.runAll(tasks);
    }
    EXPECT_EQ(shares[0], 150);
    EXPECT_EQ(shares[1], 100);
    EXPECT_EQ(shares[2], 50);
    for (const std::atomic<int>& count : done)
        EXPECT_EQ(count, 200);
}

TEST(WorkerPool, waitsForAllBeforeItThrowsAndGoesOnAfterwards) {
    const Threads threads(3);
    WorkerPool pool(3);
    std::atomic<int> ended = 0;
    const auto work = [&](int i) {
        if (i == 0)
            throw std::runtime_error("the first");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        ++ended;
    };
    EXPECT_THROW(pool.run(3, work), std::runtime_error);
    EXPECT_EQ(ended, 2);
    pool.run(3, [&](int) { ++ended; });
    EXPECT_EQ(ended, 5);
}

TEST(WorkerPool, optimisesToTheSameBits) {
    const Threads threads(2);
    const auto trained = [](WorkerPool* pool) {
        NamedTensors leaves;
        std::set<std::string> hidden;
        for (int i = 0; i < 23; ++i) {
            const std::string name = "layer." + std::to_string(i);
            leaves[name] = at::randn({24, 16 + i % 2}, makeCpuGenerator(i), at::kFloat);
            leaves[name + ".bias"] = at::randn({24}, makeCpuGenerator(i), at::kFloat);
            hidden.insert(name);
        }
        Optimizer optimizer(leaves, {}, hidden);
        WeightAverage average(leaves, 0.9);
        for (int step = 0; step < 3; ++step) {
            for (auto& [name, leaf] : leaves)
                leaf.mutable_grad() = leaf.sin() + step;
            optimizer.step(0.01, pool);
            average.update(pool);
        }
        NamedTensors result = average.named();
        result.insert(leaves.begin(), leaves.end());
        for (const auto& [name, tensor] : leaves)
            result[name + ".now"] = tensor;
        return result;
    };
    WorkerPool pool(2);
    const NamedTensors alone = trained(nullptr);
    const NamedTensors together = trained(&pool);
    ASSERT_EQ(alone.size(), together.size());
    for (const auto& [name, tensor] : alone)
        EXPECT_TRUE(at::equal(tensor, together.at(name))) << name;
}

} // namespace
} // namespace diptych::train
