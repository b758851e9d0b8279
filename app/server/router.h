// Which function answers which path.
#pragma once

#include "app/server/http/exchange.h"
#include "app/server/replies.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace diptych::server {

/// `id` is what stands in the path's place for it, empty where it has none.
using Endpoint = std::function<HttpReply(const HttpCall& call, const std::string& id)>;

class Router {
  public:
    /// `pattern` is a path, of which one part may be "{id}": "/api/jobs/{id}/events".
    void add(std::string method, std::string pattern, Endpoint endpoint);

    /// 404 and 405 for what there is not. HEAD is answered as GET. The reply names its endpoint.
    HttpReply answer(const HttpCall& call) const;

  private:
    struct Route {
        std::string method;
        std::string pattern;
        Endpoint endpoint;
    };

    std::vector<Route> routes_;
};

} // namespace diptych::server
