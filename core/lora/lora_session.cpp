#include "core/lora/lora_session.h"

#include <fmt/format.h>

#include <system_error>

namespace diptych::lora {

Status LoraSession::select(std::span<const LoraRequest> requests) {
    std::map<std::string, OpenFile> files;
    std::vector<LoraUse> uses;
    for (const LoraRequest& request : requests) {
        std::error_code ignored; // a file that is not there is refused by `open`
        const auto changedAt = std::filesystem::last_write_time(request.path, ignored);
        OpenFile& entry = files[request.path];
        if (const auto known = files_.find(request.path);
            !entry.file && known != files_.end() && known->second.changedAt == changedAt)
            entry = known->second;
        if (!entry.file) {
            DIPTYCH_TRY(entry.file, LoraFile::open(request.path));
            entry.changedAt = changedAt;
        }
        uses.push_back({entry.file, request.strength});
    }
    files_ = std::move(files);
    uses_ = std::move(uses);
    matches_.clear();
    return Done{};
}

Status LoraSession::applyToStack(Part part, const RunContext& context) {
    DIPTYCH_TRY(matches_[part], stack(part)->apply(uses_, context));
    return Done{};
}

void LoraSession::removeFrom(Part part) {
    if (stack(part))
        stack(part)->removeAll();
}

std::vector<LoraReport> LoraSession::reports() const {
    std::vector<LoraReport> reports;
    for (const LoraUse& use : uses_)
        reports.push_back(use.file->report());
    for (const auto& entry : matches_)
        for (std::size_t i = 0; i < entry.second.size(); ++i) {
            const PartMatch& match = entry.second[i];
            reports[i].matched += match.matched;
            reports[i].unmatched.insert(reports[i].unmatched.end(), match.unmatched.begin(),
                                        match.unmatched.end());
        }
    return reports;
}

std::vector<Notice> LoraSession::notices() const {
    std::vector<Notice> notices;
    for (const LoraReport& report : reports()) {
        if (!report.unmatched.empty())
            notices.push_back(
                {"lora_partial",
                 fmt::format("{}: {} of {} modules fit the model; left out: {}.", report.name,
                             report.matched, report.total, shortList(report.unmatched))});
        const std::size_t unseen = report.total - report.matched - report.unmatched.size();
        if (unseen > 0)
            notices.push_back({"lora_part_unused",
                               fmt::format("{}: {} modules for the text encoder were not used, "
                                           "because no prompt was encoded on this machine.",
                                           report.name, unseen)});
    }
    return notices;
}

} // namespace diptych::lora
