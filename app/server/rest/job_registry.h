// The jobs that clients ask for again: the running ones, and the last that are over.
#pragma once

#include "app/server/engine_job.h"
#include "app/server/rest/picture_work.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace diptych::server {

struct PictureJob {
    std::string id;
    double created = 0.0; ///< seconds since 1970
    std::shared_ptr<EngineJob> engineJob;
    std::shared_ptr<PictureWork> work;
};

/// May be used by all threads.
class JobRegistry {
  public:
    std::shared_ptr<PictureJob> add(std::shared_ptr<EngineJob> job,
                                    std::shared_ptr<PictureWork> work);
    /// Null when there is none, or it was over long ago.
    std::shared_ptr<PictureJob> find(const std::string& id) const;
    /// The newest first.
    std::vector<std::shared_ptr<PictureJob>> all() const;

  private:
    void forgetOldest();

    mutable std::mutex mutex_;
    std::list<std::shared_ptr<PictureJob>> jobs_; // guarded by mutex_; the newest in front
};

} // namespace diptych::server
