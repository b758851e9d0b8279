// For a libtorch without c10d or without Gloo: says so instead of failing to link.
#include "core/cluster/inside/c10d.h"

namespace diptych::cluster {

namespace {

Error missing() {
    return Error{ErrorCode::Unsupported,
                 "this build cannot take part in a cluster: its libtorch has no c10d with Gloo, or "
                 "the headers of Gloo were missing when it was built",
                 "install libgloo-dev (or a libtorch with USE_C10D_GLOO) and build again",
                 "",
                 {}};
}

} // namespace

Status engineIsThere() {
    return fail(missing());
}

std::unique_ptr<Store> hostStore(int, std::chrono::milliseconds) {
    throw ErrorException(missing());
}

std::unique_ptr<Store> connectStore(const std::string&, int, std::chrono::milliseconds) {
    throw ErrorException(missing());
}

std::unique_ptr<Group> joinGroup(const GroupOptions&) {
    throw ErrorException(missing());
}

} // namespace diptych::cluster
