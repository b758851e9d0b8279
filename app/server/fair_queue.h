// A queue that is fair to clients: whoever waits with one request does not wait behind another's
// hundred. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace diptych::server {

struct QueueLimits {
    std::size_t most = 1024;         ///< entries of all clients together
    std::size_t mostOfAClient = 256; ///< entries of one
};

enum class Admission {
    Taken,
    QueueFull,  ///< there are QueueLimits::most entries already
    ClientFull, ///< this client has QueueLimits::mostOfAClient already
};

/// One line for each client, first come first served; the lines take turns.
template <typename T> class FairQueue {
  public:
    explicit FairQueue(QueueLimits limits) : limits_(limits) {}

    Admission push(const std::string& client, T entry) {
        if (size_ >= limits_.most)
            return Admission::QueueFull;
        Line& line = lineOf(client);
        if (line.entries.size() >= limits_.mostOfAClient)
            return Admission::ClientFull;
        line.entries.push_back(std::move(entry));
        ++size_;
        return Admission::Taken;
    }

    /// The first of the line whose turn it is, which then waits for all others' turns.
    std::optional<T> pop() {
        if (lines_.empty())
            return std::nullopt;
        T entry = std::move(lines_.front().entries.front());
        lines_.front().entries.pop_front();
        --size_;
        if (lines_.front().entries.empty())
            lines_.pop_front();
        else
            lines_.splice(lines_.end(), lines_, lines_.begin());
        return entry;
    }

    /// Takes out entries for which `fits` is true, in the order in which they would have had their
    /// turns, as long as they are first in their lines. `fits` may count what it takes.
    template <typename Fits> std::vector<T> popWhile(Fits fits) {
        std::vector<T> taken;
        bool found = true;
        while (found) {
            found = false;
            for (auto line = lines_.begin(); line != lines_.end();) {
                if (!fits(line->entries.front())) {
                    ++line;
                    continue;
                }
                found = true;
                taken.push_back(std::move(line->entries.front()));
                line->entries.pop_front();
                --size_;
                line = line->entries.empty() ? lines_.erase(line) : std::next(line);
            }
        }
        return taken;
    }

    /// Whether it was there.
    bool remove(const T& entry) {
        for (auto line = lines_.begin(); line != lines_.end(); ++line) {
            const auto found = std::find(line->entries.begin(), line->entries.end(), entry);
            if (found == line->entries.end())
                continue;
            line->entries.erase(found);
            --size_;
            if (line->entries.empty())
                lines_.erase(line);
            return true;
        }
        return false;
    }

    /// How many have their turn before `entry`; nothing when it is not there.
    std::optional<std::size_t> position(const T& entry) const {
        std::size_t turn = 0;
        for (const Line& line : lines_) {
            const auto found = std::find(line.entries.begin(), line.entries.end(), entry);
            if (found == line.entries.end()) {
                ++turn;
                continue;
            }
            const auto place = static_cast<std::size_t>(found - line.entries.begin());
            std::size_t before = place;
            std::size_t index = 0;
            for (const Line& other : lines_) {
                if (&other != &line)
                    before += std::min(other.entries.size(), place + (index < turn ? 1 : 0));
                ++index;
            }
            return before;
        }
        return std::nullopt;
    }

    std::size_t size() const { return size_; }
    /// Entries of one client.
    std::size_t sizeOf(const std::string& client) const {
        const auto found = std::find_if(lines_.begin(), lines_.end(),
                                        [&](const Line& line) { return line.client == client; });
        return found == lines_.end() ? 0 : found->entries.size();
    }

  private:
    struct Line {
        std::string client;
        std::deque<T> entries; // never empty once `push` has returned
    };

    Line& lineOf(const std::string& client) {
        const auto found = std::find_if(lines_.begin(), lines_.end(),
                                        [&](const Line& line) { return line.client == client; });
        return found != lines_.end() ? *found : lines_.emplace_back(Line{client, {}});
    }

    QueueLimits limits_;
    std::list<Line> lines_; // the one whose turn it is in front
    std::size_t size_ = 0;
};

} // namespace diptych::server
