#include "app/server/server_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>
#include <vector>

namespace diptych::server {

Result<Roles> parseRoles(const std::string& text) {
    Roles roles{false, false, false};
    std::istringstream names(text);
    for (std::string name; std::getline(names, name, ',');) {
        if (name == "rest")
            roles.rest = true;
        else if (name == "encoder")
            roles.encoder = true;
        else if (name == "chat")
            roles.chat = true;
        else
            return fail(ErrorCode::Usage, fmt::format("there is no role '{}'", name),
                        "roles are rest, encoder and chat, with commas between them");
    }
    if (!roles.rest && !roles.encoder && !roles.chat)
        return fail(ErrorCode::Usage, "no role was named",
                    "roles are rest, encoder and chat, with commas between them");
    return roles;
}

std::string toString(const Roles& roles) {
    std::vector<std::string> names;
    if (roles.rest)
        names.emplace_back("rest");
    if (roles.encoder)
        names.emplace_back("encoder");
    if (roles.chat)
        names.emplace_back("chat");
    return fmt::format("{}", fmt::join(names, ","));
}

bool isLoopbackHost(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

} // namespace diptych::server
