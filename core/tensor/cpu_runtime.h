// How libtorch uses the processor: thread count and memory reuse, set once at the start of a
// program.
#pragma once

namespace diptych {

/// Uses `threads` CPU threads for tensor arithmetic (0 = every core that this process may run on)
/// and makes the C library keep freed blocks: a fresh 32 MiB block costs more in page faults than
/// the arithmetic on it. Call once, before other threads compute. Returns the number of threads in
/// use.
int configureCpuRuntime(int threads);

/// Whether the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX) and libtorch uses it
/// (oneDNN): then a bfloat16 product is 4 to 13 times as fast as a float32 one.
bool multipliesBFloat16();

/// Gives unused heap memory back to the system, after a component was unloaded.
void releaseUnusedMemory();

} // namespace diptych
