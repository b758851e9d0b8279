// Who is there: what the coordinator reads in the store about the other ranks.
//
// Everybody who reaches the store may announce a run of a rank. Of those that may take part one has
// the rank, for as long as it is heard; others wait for it or are refused, and none of them
// disturbs it.
#pragma once

#include "core/cluster/inside/c10d.h"
#include "core/cluster/inside/messages.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace diptych::cluster {

using Clock = std::chrono::steady_clock;

/// One run of another rank, as it has shown itself.
struct Caller {
    JoinMessage join; ///< empty incarnation = never seen
    BeatMessage beat;
    Clock::time_point lastBeat; ///< when a new beat was read
    bool hasBeat = false;
    std::string refusal; ///< why this run may not take part; empty = it may
    std::string told;    ///< the reason in the last answer to it
};

struct RollCallOptions {
    int worldSize = 1;
    std::string epoch;
    std::string key;
    std::string version;
    std::string configDigest;
    /// Who is not heard for so long makes room for another run of its rank.
    std::chrono::milliseconds patience{6000};
    /// The same for who is at work: a machine that computes may be slow to speak.
    std::chrono::milliseconds patienceAtWork{30'000};
    std::function<void(const std::string&)> log; ///< may be empty
};

/// Ranks are numbered from 1 here; 0 is the coordinator itself. One thread at a time.
class RollCall {
  public:
    RollCall(Store& store, RollCallOptions options);

    /// Reads what is new. Throws as Store.
    void read();

    /// Who has the rank, or had it last.
    const Caller& caller(int rank) const { return place(rank).present; }
    /// How many runs have had it.
    int starts(int rank) const { return place(rank).starts; }

    /// From now until it is started again. Throws as Store.
    void refuse(int rank, const std::string& reason);

    /// Why the rank is empty, as long as somebody who was refused is heard there; else nothing.
    std::string refusal(int rank) const;

    /// Whether a ring works: who has a rank keeps it for longer then.
    void setAtWork(bool areAtWork) { areAtWork_ = areAtWork; }

    /// It counts as away until it is heard again.
    void miss(int rank) { places_[static_cast<std::size_t>(rank)].present.hasBeat = false; }

    /// It has joined, may take part and has been heard within `limit`.
    bool isThere(int rank, std::chrono::milliseconds limit) const;
    /// Somebody has been heard within `limit`, whoever it is.
    bool isAnybodyThere(std::chrono::milliseconds limit) const;

  private:
    struct Place {
        Caller present;
        std::vector<Caller> others;     ///< runs that were refused, or wait
        std::int64_t seen = 0;          ///< numbers of announcements that were looked at
        std::vector<std::int64_t> late; ///< of these, the ones that could not be read yet
        int starts = 0;
    };

    const Place& place(int rank) const { return places_[static_cast<std::size_t>(rank)]; }
    void readJoins(int rank, Place& place);
    bool readJoin(int rank, std::int64_t number, Place& place);
    void hear(Caller& caller);
    void choose(int rank, Place& place);
    void forgetSome(Place& place) const;
    void answer(Caller& caller, const std::string& reason, bool mayWait);
    std::string faultOf(int rank, const JoinMessage& join) const;
    void log(const std::string& line) const;

    Store& store_;
    RollCallOptions options_;
    std::vector<Place> places_;
    bool areAtWork_ = false;
};

} // namespace diptych::cluster
