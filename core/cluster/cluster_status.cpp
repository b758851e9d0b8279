#include "core/cluster/cluster_status.h"

namespace diptych::cluster {

std::string_view toString(RankState state) {
    switch (state) {
    case RankState::Offline:
        return "offline";
    case RankState::Waiting:
        return "waiting";
    case RankState::Loading:
        return "loading";
    case RankState::Online:
        return "online";
    case RankState::Refused:
        return "refused";
    }
    return "";
}

} // namespace diptych::cluster
