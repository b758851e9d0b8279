#include "core/lora/lora_session.h"

#include <fmt/format.h>

#include <system_error>

namespace diptych::lora {

Status LoraSession::select(std::span<const LoraRequest> requests) {
    std::map<std::string, OpenFile> files;
    std::vector<LoraUse> uses;
    std::vector<LoraReport> reports;
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
        reports.push_back(entry.file->report());
    }
    files_ = std::move(files);
    uses_ = std::move(uses);
    reports_ = std::move(reports);
    seen_.assign(reports_.size(), 0);
    return Done{};
}

Status LoraSession::applyToStack(Part part, const RunContext& context) {
    DIPTYCH_TRY(const std::vector<PartMatch> matches, stack(part)->apply(uses_, context));
    for (std::size_t i = 0; i < matches.size(); ++i) {
        reports_[i].matched += matches[i].matched;
        reports_[i].unmatched.insert(reports_[i].unmatched.end(), matches[i].unmatched.begin(),
                                     matches[i].unmatched.end());
        seen_[i] += matches[i].total;
    }
    return Done{};
}

std::vector<Notice> LoraSession::notices() const {
    std::vector<Notice> notices;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
        const LoraReport& report = reports_[i];
        if (!report.unmatched.empty())
            notices.push_back(
                {"lora_partial",
                 fmt::format("{}: {} of {} modules fit the model; left out: {}.", report.name,
                             report.matched, report.total, shortList(report.unmatched))});
        if (seen_[i] < report.total)
            notices.push_back({"lora_part_unused",
                               fmt::format("{}: {} modules for the text encoder were not used, "
                                           "because nothing was encoded.",
                                           report.name, report.total - seen_[i])});
    }
    return notices;
}

} // namespace diptych::lora
