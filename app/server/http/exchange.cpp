#include "app/server/http/exchange.h"

namespace diptych::server {

std::string HttpCall::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string HttpCall::parameter(const std::string& name) const {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
}

} // namespace diptych::server
