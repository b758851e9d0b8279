// How a picture was made, as it travels inside the picture's file: a readable text for other
// programs and one JSON object from which the request can be rebuilt exactly.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"
#include "core/image/text_entry.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// The keyword of our JSON object.
inline constexpr const char* kDiptychKeyword = "diptych";

struct LoraRecord {
    std::string name; ///< of the file, without folder and ending
    double scale = 1.0;

    bool operator==(const LoraRecord&) const = default;
};

/// What a picture tells about the adapters of its request.
std::vector<LoraRecord> loraRecords(const std::vector<LoraRequest>& loras);

/// A request and where its picture came from.
struct PictureMetadata {
    std::string version;         ///< of Diptych, e.g. "0.1.0"
    GenerationRequest request;   ///< of this one picture: its own seed, the shift that was used
    std::string formattedPrompt; ///< the exact string that was tokenised
    std::vector<LoraRecord> loras;
    std::string model;    ///< name of the checkpoint
    std::string encoder;  ///< which text encoder, e.g. "local:Qwen3-4B"
    std::string dtype;    ///< number format of the transformer's weights
    double seconds = 0.0; ///< wall time of the drawing
    /// How the embedding that was drawn from was made out of others, a JSON object; empty = it is
    /// that of the prompt.
    std::string embeddingRecord = {};

    bool operator==(const PictureMetadata&) const = default;
};

/// The JSON object under the PNG key `diptych`, one line, UTF-8. Keys: version, prompt,
/// system_prompt, thinking_content, assistant_content, force_think_block, strip_quotes,
/// clean_whitespace, raw, template, negative_prompt, formatted_prompt, seed, width, height, steps,
/// scheduler, sigma_spacing, shift, guidance_scale, cfg_normalization, cfg_truncation,
/// hidden_layer, count, loras (a list of {name, scale}), model, encoder, dtype, seconds, and
/// embedding_record where there is one. An open
/// seed or shift and a cfg_… that is off are null. Texts that are valid UTF-8, numbers and
/// therefore the request come back exactly, but for its LoRA files: of them `loras` holds the names
/// only, since folders are nobody's business.
std::string metadataToJson(const PictureMetadata& metadata);

/// Reads that object; the request's LoRA paths are the bare names in `loras`. Absent keys and null
/// (where it is no value of the field) keep the default, unknown keys are ignored. Errors:
/// FileInvalid (no JSON object; a value of the wrong type or beyond its type's range, naming the
/// key).
Result<PictureMetadata> metadataFromJson(std::string_view text);

/// The `parameters` text. Schedulers have the names other programs know (flow_euler is Euler), and
/// "CFG scale" is guidanceScale + 1: there 1 means off and pred = neg + scale·(pos − neg), here 0
/// means off and pred = pos + guidanceScale·(pos − neg).
std::string toInfotext(const PictureMetadata& metadata);

/// What a `parameters` text of Diptych or another program tells; what it does not tell, or tells in
/// a form that is not understood (another program's sampler), stays as it is in `base`.
PictureMetadata metadataFromInfotext(std::string_view text, const GenerationRequest& base = {});

enum class MetadataLevel {
    All,      ///< everything
    NoPrompt, ///< numbers and names, but no text the user wrote: no part of the prompt, no negative
              ///< prompt, no record of an embedding
    None,     ///< nothing
};

/// "all", "no-prompt", "none". Errors: InvalidInput.
Result<MetadataLevel> parseMetadataLevel(std::string_view text);
std::string_view toString(MetadataLevel level);

/// The texts to store in a picture: `parameters` and `diptych`, or none.
std::vector<TextEntry> pictureTextChunks(const PictureMetadata& metadata, MetadataLevel level);

/// The metadata in the texts of a picture: from our JSON, or, where that is missing or damaged,
/// from `parameters`.
std::optional<PictureMetadata> readPictureMetadata(const std::vector<TextEntry>& texts);

} // namespace diptych
