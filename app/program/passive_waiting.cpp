// Part of every program that computes: makes OpenMP's threads sleep while they wait.
#include <cstddef>
#include <cstring>

#include <unistd.h>

#ifdef __GLIBC__
namespace {

// Starts the program again with OMP_WAIT_POLICY=passive, unless the user has chosen how to wait.
// OpenMP's threads spin between parallel regions, and while they do OpenBLAS's own threads get half
// of the processor. libgomp reads the variable when it is initialised, before `main`. This runs
// before the initialisers of the libraries, so that the second start costs 40 ms instead of 400,
// but the C library is not fully there yet: no allocation, no getenv.
[[gnu::no_sanitize_address]] void preferPassiveWaiting(int, char** argv, char** variables) {
    constexpr std::size_t kMostVariables = 4096;
    static constexpr char kPassive[] = "OMP_WAIT_POLICY=passive";
    const char* extended[kMostVariables + 2];
    std::size_t count = 0;
    for (; variables[count]; ++count) {
        if (count == kMostVariables ||
            std::strncmp(variables[count], "OMP_WAIT_POLICY=", 16) == 0 ||
            std::strncmp(variables[count], "GOMP_SPINCOUNT=", 15) == 0)
            return;
        extended[count] = variables[count];
    }
    extended[count] = kPassive;
    extended[count + 1] = nullptr;
    // The real path rather than /proc/self/exe, which would become the process's name. On failure
    // the program goes on.
    char path[4096];
    const ssize_t length = ::readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (length <= 0)
        return;
    path[length] = '\0';
    ::execve(path, argv, const_cast<char* const*>(extended));
}

[[gnu::section(".preinit_array"),
  gnu::used]] void (*const kBeforeLibraries)(int, char**, char**) = preferPassiveWaiting;

} // namespace
#endif
