// The words that an adapter was trained to hear, from the header of its file.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace diptych::lora {

/// What the header says outright (modelspec.trigger_phrase, trained_words and the like: a JSON list
/// or words between commas); where it says nothing, the tags that occur most often in
/// ss_tag_frequency. At most 20, each once, in the order found, without control characters. Never
/// fails: anything not understood is left out.
std::vector<std::string> triggerWords(const std::map<std::string, std::string>& metadata);

} // namespace diptych::lora
