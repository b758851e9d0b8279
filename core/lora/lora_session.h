// The adapters of a pipeline: files are read once, both models get what a request asks for.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/lora.h"
#include "core/domain/notice.h"
#include "core/lora/lora_stack.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace diptych::lora {

/// Not thread-safe.
class LoraSession {
  public:
    /// Reads the files that are new or have changed on disk, and forgets those not named. Errors:
    /// as LoraFile::open.
    Status select(std::span<const LoraRequest> requests);

    /// Whether nothing is selected.
    bool isEmpty() const { return uses_.empty(); }

    /// Brings a model to the selection; it must stay where it is until `forget`. Errors: as
    /// LoraStack::apply.
    template <typename Model> Status applyTo(Part part, Model& model, const RunContext& context) {
        if (!stack(part) && uses_.empty())
            return Done{};
        if (!stack(part))
            stack(part).emplace(part, models::collectWeights(model), models::collectLinears(model));
        return applyToStack(part, context);
    }

    /// Puts the model's own weights back until `applyTo` is called again.
    void removeFrom(Part part);

    /// The model is gone (or will be): nothing is put back.
    void forget(Part part) { stack(part).reset(); }

    /// What the selected files are; matches count the parts applied since `select`.
    std::vector<LoraReport> reports() const;
    /// Files that fit in part only, and what of a selection was not used.
    std::vector<Notice> notices() const;

  private:
    struct OpenFile {
        std::shared_ptr<const LoraFile> file;
        std::filesystem::file_time_type changedAt;
    };

    Status applyToStack(Part part, const RunContext& context);
    std::optional<LoraStack>& stack(Part part) {
        return part == Part::Transformer ? transformer_ : textEncoder_;
    }

    std::map<std::string, OpenFile> files_; // by path
    std::vector<LoraUse> uses_;
    std::map<Part, std::vector<PartMatch>> matches_; // of the parts applied, in the order of uses_
    std::optional<LoraStack> transformer_;
    std::optional<LoraStack> textEncoder_;
};

} // namespace diptych::lora
