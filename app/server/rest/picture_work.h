// Drawing the pictures of one request on the engine's thread and keeping them in the history.
#pragma once

#include "app/server/engine_job.h"
#include "app/server/rest/server_history.h"
#include "app/server/server_context.h"
#include "core/domain/generation_request.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace diptych::server {

struct DrawnPicture {
    std::int64_t seed = 0;
    history::EntryId historyId = 0; ///< 0 = the history could not take it
    int width = 0;                  ///< pixels
    int height = 0;                 ///< pixels
    double seconds = 0.0;
    /// The PNG file, where the history could not take it; else it lies there.
    std::string png;
};

/// A request and what became of it; shared by whoever asked and the engine.
class PictureWork {
  public:
    explicit PictureWork(GenerationRequest request) : request_(std::move(request)) {}

    const GenerationRequest& request() const { return request_; }
    std::vector<DrawnPicture> pictures() const;
    void add(DrawnPicture picture);

    /// The PNG file of picture `index`. Errors: InvalidInput (not drawn yet), those of the history.
    Result<std::string> png(ServerHistory& history, std::size_t index) const;

  private:
    GenerationRequest request_;
    mutable std::mutex mutex_;
    std::vector<DrawnPicture> pictures_; // guarded by mutex_
};

/// `context` and `history` are borrowed and outlive the work.
EngineWork drawingOf(ServerContext& context, ServerHistory& history,
                     std::shared_ptr<PictureWork> work);

} // namespace diptych::server
