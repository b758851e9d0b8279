#include "tests/widgets/history/history_world.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace diptych::widgets::test {

void ManualExecutor::runOne() {
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    work();
}

Image smallPicture(int shade) {
    std::vector<std::uint8_t> rgb(32 * 24 * 3);
    for (std::size_t at = 0; at < rgb.size(); ++at)
        rgb[at] = static_cast<std::uint8_t>(at / 9 + static_cast<std::size_t>(shade) * 37);
    return valueOrThrow(fromInterleavedRgb8(32, 24, std::move(rgb)));
}

history::HistoryEntry entryOf(const std::string& prompt, std::int64_t createdMs) {
    history::HistoryEntry entry;
    entry.createdMs = createdMs;
    entry.request.conversation.user = prompt;
    entry.request.seed = 1;
    entry.model = "Flatland";
    return entry;
}

history::HistoryFilter searching(const std::string& text) {
    history::HistoryFilter filter;
    filter.search = text;
    return filter;
}

HistoryWorld::HistoryWorld()
    : service(folder.path(), &executor), thumbnails(folder.path(), &executor, 1024),
      model(&service, &thumbnails) {}

void HistoryWorld::settle() {
    QCoreApplication::sendPostedEvents();
    while (executor.waiting() > 0) {
        executor.runOne();
        QCoreApplication::sendPostedEvents();
    }
}

void HistoryWorld::open() {
    service.open();
    settle();
}

history::EntryId HistoryWorld::record(const history::HistoryEntry& entry) {
    std::optional<history::EntryId> id;
    service.record(
        entry, std::make_shared<const Image>(smallPicture(static_cast<int>(entry.createdMs % 251))),
        {},
        [&id](const Result<history::HistoryEntry>& recorded) { id = valueOrThrow(recorded).id; });
    settle();
    return id.value();
}

void HistoryWorld::recordMany(int count) {
    const history::HistoryEntry first = stored(record("number 0"));
    std::vector<history::HistoryEntry> entries;
    for (int number = 1; number < count; ++number) {
        history::HistoryEntry entry = first;
        entry.request.conversation.user = fmt::format("number {}", number);
        entry.createdMs = kStart + number;
        entries.push_back(std::move(entry));
    }
    service.ask(
        &service, [entries](Stores& stores) { return stores.history.append(entries); },
        [](const Result<std::vector<history::EntryId>>& ids) { valueOrThrow(ids); });
    settle();
}

QStringList HistoryWorld::prompts() const {
    QStringList prompts;
    for (int row = 0; row < model.rowCount(); ++row)
        prompts.append(model.index(row).data().toString());
    return prompts;
}

history::HistoryEntry HistoryWorld::stored(history::EntryId id) {
    std::optional<history::HistoryEntry> found;
    service.details(id, &service, [&found](const Result<EntryDetails>& details) {
        found = valueOrThrow(details).entry;
    });
    settle();
    return found.value();
}

} // namespace diptych::widgets::test
