// Functions that are compiled for several instruction sets: the loader picks the version that the
// processor runs best. Elsewhere there is one version.
#pragma once

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define DIPTYCH_MULTIVERSION                                                                       \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DIPTYCH_MULTIVERSION
#endif

/// A part of such a function: it becomes part of every version.
#if defined(__GNUC__)
#define DIPTYCH_INLINED __attribute__((always_inline)) inline
#else
#define DIPTYCH_INLINED inline
#endif
