#include "core/net/http_transport.h"

#include <algorithm>

namespace diptych::net {

namespace {

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string_view HttpResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(),
                       [](char a, char b) { return lowered(a) == lowered(b); }))
            return value;
    return {};
}

std::string HttpResponse::contentType() const {
    std::string_view type = header("Content-Type");
    type = type.substr(0, type.find(';'));
    std::string result;
    for (const char c : type)
        if (c != ' ' && c != '\t')
            result += lowered(c);
    return result;
}

} // namespace diptych::net
