#include "core/tensor/cpu_runtime.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

#include <algorithm>
#include <thread>

namespace diptych {

namespace {

int usableCores() {
#if defined(__linux__)
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) == 0)
        return std::max(1, CPU_COUNT(&set));
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace

int configureCpuRuntime(int threads) {
    const int count = threads > 0 ? threads : usableCores();
    at::set_num_threads(count);
#if defined(__GLIBC__)
    // M_MMAP_THRESHOLD stops at 32 MiB, so larger blocks are kept only when malloc may not map at
    // all.
    ::mallopt(M_MMAP_MAX, 0);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    ::mallopt(M_TOP_PAD, 64 << 20);
#endif
    return count;
}

bool multipliesBFloat16() {
#if defined(__x86_64__) && defined(__GNUC__)
    return at::hasMKLDNN() && __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

void releaseUnusedMemory() {
#if defined(__GLIBC__)
    ::malloc_trim(0);
#endif
}

} // namespace diptych
