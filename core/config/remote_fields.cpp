#include "core/config/schema_tables.h"
#include "core/config/value_form.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::config {

namespace {

constexpr int kLongestTimeoutSeconds = 86400;

/// One text or a list of texts in a file, texts with commas between them on the command line. A
/// list of at most one is shown as a text.
struct ServersForm {
    static Result<Value> fromFile(const Value& value, const ReadPlace&) {
        if (value.is_string())
            return fromText(value.get<std::string>());
        std::vector<std::string> urls;
        for (const Value& element : value) {
            if (!value.is_array() || !element.is_string())
                return failValue("a text or a list of texts", value);
            urls.push_back(element.get<std::string>());
        }
        if (!value.is_array())
            return failValue("a text or a list of texts", value);
        return show(urls);
    }
    static Result<Value> fromText(std::string_view text) {
        std::vector<std::string> urls;
        while (!text.empty()) {
            const std::size_t comma = std::min(text.find(','), text.size());
            std::string_view url = text.substr(0, comma);
            while (url.starts_with(' '))
                url.remove_prefix(1);
            while (url.ends_with(' '))
                url.remove_suffix(1);
            if (!url.empty())
                urls.emplace_back(url);
            text.remove_prefix(std::min(comma + 1, text.size()));
        }
        return show(urls);
    }
    static std::vector<std::string> value(const Value& value) {
        if (value.is_array())
            return value.get<std::vector<std::string>>();
        const std::string url = value.get<std::string>();
        return url.empty() ? std::vector<std::string>() : std::vector<std::string>{url};
    }
    static Value show(const std::vector<std::string>& urls) {
        if (urls.size() > 1)
            return urls;
        return urls.empty() ? Value("") : Value(urls.front());
    }
};

Status checkTimeout(const Value& value) {
    const int seconds = value.get<int>();
    if (seconds >= 1 && seconds <= kLongestTimeoutSeconds)
        return Done{};
    return fail(ErrorCode::InvalidInput, fmt::format("must be from 1 to {} seconds (got {})",
                                                     kLongestTimeoutSeconds, seconds));
}

// The predecessor named a kind of encoder; what it calls "transformers" runs here.
Value convertBackend(const Value& value, std::string&) {
    if (!value.is_string())
        return value;
    return value == "api" || isEmptyText(value);
}

std::vector<Field> serverFields() {
    std::vector<Field> fields;
    fields.push_back(fieldOf<ServersForm>(
        {.name = "api.url",
         .aliases = {{"api.base_url", {}}, {"encoder.api_base_url", {}}},
         .flag = "--api-url",
         .value = "URL",
         .help = "encode prompts on this server; of several, with commas between them, one that "
                 "is there and has time",
         .accepts = "for example http://mac:8080"},
        [](auto& settings) -> auto& { return settings.remote.urls; }));
    fields.push_back(field(
        {.name = "api.enabled",
         .aliases = {{"encoder.backend_type", convertBackend}},
         .flag = "--use-api-encoder",
         .help = "whether servers that are named are used; off = prompts are encoded here"},
        [](auto& settings) -> auto& { return settings.remote.enabled; }));
    fields.push_back(field(
        {.name = "api.model",
         .aliases = {{"api.model_id", {}}, {"encoder.api_model_id", {}}},
         .flag = "--api-model",
         .value = "ID",
         .help = "the text encoder's name on the server",
         .open = "the only one that the server has"},
        [](auto& settings) -> auto& { return settings.remote.model; }));
    return fields;
}

} // namespace

std::vector<Field> remoteFields() {
    std::vector<Field> fields = serverFields();
    fields.push_back(field(
        {.name = "api.key_env",
         .flag = "--api-key-env",
         .value = "VARIABLE",
         .help = "environment variable that holds the server's key; the key itself is never "
                 "written anywhere"},
        [](auto& settings) -> auto& { return settings.remote.keyVariable; }));
    fields.push_back(field(
        {.name = "api.encoding_format",
         .flag = "--api-encoding-format",
         .value = "NAME",
         .help = "how hidden states travel"},
        [](auto& settings) -> auto& { return settings.remote.format; }));
    fields.push_back(field(
        {.name = "api.timeout",
         .flag = "--api-timeout",
         .value = "SECONDS",
         .help = "how long a server may take until it begins to answer",
         .accepts = fmt::format("1 to {}", kLongestTimeoutSeconds)},
        [](auto& settings) -> auto& { return settings.remote.timeoutSeconds; }));
    fields.back().check = checkTimeout;
    fields.push_back(field(
        {.name = "api.ca_file",
         .flag = "--api-ca-file",
         .value = "FILE",
         .help = "PEM file with certificates of authorities to trust beside the system's",
         .open = "the system's only"},
        [](auto& settings) -> auto& { return settings.remote.certificates; }));
    return fields;
}

} // namespace diptych::config
