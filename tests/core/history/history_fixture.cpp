#include "tests/core/history/history_fixture.h"

#include "core/image/image_file.h"

#include <cstdlib>
#include <exception>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

namespace diptych::history::test {

Image samplePicture(int shade) {
    std::vector<std::uint8_t> rgb(64 * 48 * 3);
    for (std::size_t at = 0; at < rgb.size(); ++at)
        rgb[at] = static_cast<std::uint8_t>(at * 31 / 7 + static_cast<std::size_t>(shade) * 11);
    return valueOrThrow(fromInterleavedRgb8(64, 48, std::move(rgb)));
}

HistoryEntry entryOf(std::string prompt, std::int64_t createdMs) {
    HistoryEntry entry;
    entry.createdMs = createdMs;
    entry.request.conversation.user = std::move(prompt);
    entry.request.seed = 1;
    entry.request.width = entry.width = 64;
    entry.request.height = entry.height = 48;
    entry.model = "Flatland";
    entry.picture = kPicture;
    return entry;
}

HistoryEntry fullEntry() {
    HistoryEntry entry = entryOf("A café");
    entry.request.conversation.thinking = "thought";
    entry.request.negativePrompt = "blurry";
    entry.request.seed = (std::int64_t{1} << 62) + 1;
    entry.request.guidanceScale = 0.1;
    entry.request.source = {"/home/me/in.png", "", 0.4, FitMode::Pad, {1, 2, 3}, true};
    entry.request.loras = {{"/loras/ink.safetensors", 0.5}, {"/loras/oil.safetensors", -1.0}};
    entry.formattedPrompt = "<|im_start|>user\nA café<|im_end|>";
    entry.version = "0.1.0";
    entry.encoder = "Qwen3";
    entry.dtype = "bfloat16";
    entry.placement.transformer = {DeviceKind::Cuda, 1};
    entry.placement.textEncoder = {DeviceKind::Cpu, 0};
    entry.placement.weightFormat = WeightFormat::BFloat16;
    entry.placement.tiles = {Tiling::On, 256, 32};
    entry.placement.threads = 3;
    entry.seconds = {1.5, 0.25, 12.0, 0.125};
    entry.width = 128;
    entry.pixelHash = "00112233445566aa";
    entry.parent = 17;
    entry.stars = 4;
    entry.tags = {"ink", "trip to Köln"};
    entry.note = "for the wall";
    entry.trashedMs = 1'700'000'005'000;
    return entry;
}

History::History() {
    valueOrThrow(writeImageFile(folder_ / kPicture, samplePicture(), {}, {}, Overwrite::No));
    reopen();
}

void History::close() {
    store_.reset();
    opened_.database.reset();
}

void History::reopen() {
    close();
    opened_ = valueOrThrow(Database::open(path()));
    store_ = std::make_unique<HistoryStore>(database());
}

std::vector<std::string> History::found(const std::string& search) {
    HistoryFilter filter;
    filter.search = search;
    std::vector<std::string> prompts;
    for (const EntrySummary& entry : all(filter))
        prompts.push_back(entry.promptHead);
    return prompts;
}

int inChild(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        int status = 99;
        try {
            status = work();
        } catch (const std::exception&) {
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace diptych::history::test
