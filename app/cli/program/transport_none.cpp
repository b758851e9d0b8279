// A build without Qt.
#include "app/cli/program/transport.h"

namespace diptych::cli {

Result<std::shared_ptr<net::HttpTransport>> openTransport(const std::filesystem::path&) {
    return fail(ErrorCode::Unsupported,
                "this build has no network: it cannot encode prompts on another machine",
                "encode locally (--local-encoder), or use a build with Qt (DIPTYCH_QT=ON)");
}

} // namespace diptych::cli
