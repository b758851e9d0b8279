#include "core/cluster/inside/roll_call.h"

#include "core/cluster/inside/identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace diptych::cluster {

namespace {

/// Of one rank; whoever announces more loses the oldest.
constexpr std::size_t kMostOthers = 16;
constexpr std::int64_t kMostAnnounced = 256;

std::int64_t numberIn(const std::optional<std::string>& text) {
    std::int64_t number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

bool isHeard(const Caller& caller, std::chrono::milliseconds limit) {
    return caller.hasBeat && caller.beat.phase != WorkerPhase::Left &&
           Clock::now() - caller.lastBeat < limit;
}

std::string from(const Caller& caller) {
    return caller.join.host.empty() ? std::string() : " from " + caller.join.host;
}

} // namespace

RollCall::RollCall(Store& store, RollCallOptions options)
    : store_(store), options_(std::move(options)),
      places_(static_cast<std::size_t>(options_.worldSize)) {}

void RollCall::log(const std::string& line) const {
    if (options_.log)
        options_.log(line);
}

void RollCall::read() {
    for (int rank = 1; rank < options_.worldSize; ++rank) {
        Place& place = places_[static_cast<std::size_t>(rank)];
        readJoins(rank, place);
        hear(place.present);
        for (Caller& other : place.others)
            hear(other);
        std::erase_if(place.others,
                      [](const Caller& other) { return other.beat.phase == WorkerPhase::Left; });
        choose(rank, place);
    }
}

void RollCall::readJoins(int rank, Place& place) {
    const std::int64_t announced = numberIn(store_.find(callersKey(rank)));
    place.seen = std::max(place.seen, announced - kMostAnnounced);
    while (place.seen < announced)
        place.late.push_back(++place.seen);
    std::erase_if(place.late, [&](std::int64_t number) { return readJoin(rank, number, place); });
    if (place.late.size() > static_cast<std::size_t>(kMostAnnounced))
        place.late.erase(place.late.begin());
}

// False when it has a number, but has not written its words yet.
bool RollCall::readJoin(int rank, std::int64_t number, Place& place) {
    const std::optional<std::string> text = store_.find(joinKey(rank, number));
    if (!text)
        return false;
    std::optional<JoinMessage> join = cluster::readJoin(*text);
    if (!join || join->incarnation.empty())
        return true;
    const auto isSame = [&](const Caller& caller) {
        return caller.join.incarnation == join->incarnation;
    };
    if (isSame(place.present) || std::any_of(place.others.begin(), place.others.end(), isSame))
        return true;
    Caller caller;
    caller.join = std::move(*join);
    caller.lastBeat = Clock::now(); // as if it had been heard, for whom to forget first
    caller.refusal = faultOf(rank, caller.join);
    if (!caller.refusal.empty()) {
        log(fmt::format("rank {}{} was refused: {}", rank, from(caller), caller.refusal));
        answer(caller, caller.refusal, false);
    }
    place.others.push_back(std::move(caller));
    forgetSome(place);
    return true;
}

// Who was refused first, then who was not heard for the longest time.
void RollCall::forgetSome(Place& place) const {
    if (place.others.size() <= kMostOthers)
        return;
    const auto worst = std::min_element(place.others.begin(), place.others.end(),
                                        [](const Caller& a, const Caller& b) {
                                            return std::pair(a.refusal.empty(), a.lastBeat) <
                                                   std::pair(b.refusal.empty(), b.lastBeat);
                                        });
    place.others.erase(worst);
}

void RollCall::hear(Caller& caller) {
    if (caller.join.incarnation.empty())
        return;
    const std::optional<std::string> text = store_.find(beatKey(caller.join.incarnation));
    const std::optional<BeatMessage> beat = text ? readBeat(*text) : std::nullopt;
    if (!beat || beat->incarnation != caller.join.incarnation || beat->count == caller.beat.count)
        return;
    caller.hasBeat = true;
    caller.beat = *beat;
    caller.lastBeat = Clock::now();
}

// Who has the rank keeps it while it is heard: two that took turns would never get anywhere.
void RollCall::choose(int rank, Place& place) {
    const auto isReady = [&](const Caller& caller) {
        return caller.refusal.empty() && isHeard(caller, options_.patience);
    };
    const bool isKept =
        place.present.refusal.empty() &&
        isHeard(place.present, areAtWork_ ? options_.patienceAtWork : options_.patience);
    if (!isKept) {
        const auto next = std::find_if(place.others.rbegin(), place.others.rend(), isReady);
        if (next != place.others.rend()) {
            std::swap(place.present, *next);
            const Caller& gone = *next;
            if (gone.join.incarnation.empty() || gone.beat.phase == WorkerPhase::Left)
                place.others.erase(std::next(next).base());
            ++place.starts;
            answer(place.present, "", false);
        }
    }
    for (Caller& other : place.others) {
        if (!isReady(other))
            continue;
        const std::string reason =
            fmt::format("rank {} is already connected{}", rank, from(place.present));
        if (other.told != reason)
            log(fmt::format("another rank {}{} has to wait: {}", rank, from(other), reason));
        answer(other, reason, true);
    }
}

void RollCall::answer(Caller& caller, const std::string& reason, bool mayWait) {
    if (caller.told == reason)
        return;
    caller.told = reason;
    store_.set(answerKey(caller.join.incarnation), toText(AnswerMessage{reason, mayWait}));
}

// The key comes first: who does not know it is told nothing.
std::string RollCall::faultOf(int rank, const JoinMessage& join) const {
    if (!isProof(join.proof, options_.key, provenText(join, options_.epoch, rank)))
        return "it has another key";
    if (join.version != options_.version)
        return fmt::format("it runs version {}, the coordinator {}", join.version,
                           options_.version);
    if (join.configDigest != options_.configDigest)
        return "its model has another configuration, or its weights are held in another format";
    return {};
}

void RollCall::refuse(int rank, const std::string& reason) {
    Caller& caller = places_[static_cast<std::size_t>(rank)].present;
    caller.refusal = reason;
    answer(caller, reason, false);
}

std::string RollCall::refusal(int rank) const {
    const Place& seat = place(rank);
    if (!seat.present.refusal.empty() && isHeard(seat.present, options_.patience))
        return seat.present.refusal;
    if (isThere(rank, options_.patience))
        return {};
    for (auto other = seat.others.rbegin(); other != seat.others.rend(); ++other)
        if (!other->refusal.empty() && isHeard(*other, options_.patience))
            return other->refusal;
    return {};
}

bool RollCall::isThere(int rank, std::chrono::milliseconds limit) const {
    return caller(rank).refusal.empty() && isHeard(caller(rank), limit);
}

bool RollCall::isAnybodyThere(std::chrono::milliseconds limit) const {
    return std::any_of(places_.begin(), places_.end(), [&](const Place& seat) {
        return isHeard(seat.present, limit) ||
               std::any_of(seat.others.begin(), seat.others.end(),
                           [&](const Caller& other) { return isHeard(other, limit); });
    });
}

} // namespace diptych::cluster
