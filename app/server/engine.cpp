#include "app/server/engine.h"

#include "core/base/stopwatch.h"

#include <algorithm>
#include <future>
#include <new>
#include <utility>

namespace diptych::server {

namespace {

// The pipeline's calls do not throw; what is around them may, at least for want of memory.
template <typename Body> Status guardedStatus(Body body) {
    try {
        return body();
    } catch (const ErrorException& error) {
        return fail(error.error());
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for this request");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, "something unexpected happened", "", exception.what());
    }
}

} // namespace

Engine::Engine(EngineOptions options, Metrics& metrics)
    : options_(std::move(options)), metrics_(metrics), queue_(options_.limits) {}

Result<std::unique_ptr<Engine>> Engine::start(EngineOptions options, Metrics& metrics) {
    std::unique_ptr<Engine> engine(new Engine(std::move(options), metrics));
    engine->running_.resize(engine->options_.threads);
    // One after the other: the first has told what is wrong before the next one tries.
    for (std::size_t thread = 0; thread < engine->options_.threads; ++thread) {
        auto opened = std::make_shared<std::promise<Status>>();
        std::future<Status> status = opened->get_future();
        engine->threads_.emplace_back([&self = *engine, thread, opened] {
            self.run(thread, [&](Status result) { opened->set_value(std::move(result)); });
        });
        DIPTYCH_TRY_DONE(status.get());
    }
    return engine;
}

Engine::~Engine() {
    cancelAll();
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void Engine::run(std::size_t thread, std::function<void(Status)> opened) {
    std::unique_ptr<ImagePipeline> pipeline;
    const Status status = guardedStatus([&]() -> Status {
        DIPTYCH_TRY(pipeline, options_.open());
        if (thread == 0)
            spec_ = pipeline->spec();
        return Done{};
    });
    opened(status);
    opened = nullptr;
    if (!status)
        return;
    while (true) {
        const std::vector<Job> jobs = nextJobs(thread);
        if (jobs.empty())
            break;
        work(*pipeline, jobs);
        const std::lock_guard lock(mutex_);
        running_[thread].clear();
    }
}

// One job, or several that can be encoded in one pass; none at the end.
std::vector<Engine::Job> Engine::nextJobs(std::size_t thread) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return ending_ || queue_.size() > 0; });
    std::optional<Job> first = queue_.pop();
    if (!first)
        return {};
    std::vector<Job> jobs{std::move(*first)};
    if (const EncodeWork* leader = jobs.front()->encodeWork()) {
        std::size_t tokens = leader->ids.size();
        std::size_t count = 1;
        std::vector<Job> others = queue_.popWhile([&](const Job& job) {
            const EncodeWork* work = job->encodeWork();
            if (!work || !work->goesWith(*leader) || count >= options_.mostBatchPrompts ||
                tokens + work->ids.size() > options_.mostBatchTokens)
                return false;
            tokens += work->ids.size();
            ++count;
            return true;
        });
        jobs.insert(jobs.end(), others.begin(), others.end());
    }
    running_[thread] = jobs;
    return jobs;
}

void Engine::work(ImagePipeline& pipeline, const std::vector<Job>& jobs) {
    for (const Job& job : jobs)
        job->begin();
    if (jobs.front()->encodeWork()) {
        encodeTogether(pipeline, jobs);
        return;
    }
    const Job& job = jobs.front();
    Status status = workAlone(pipeline, *job);
    if (!status && status.error().code == ErrorCode::OutOfMemory)
        pipeline.unload(); // half a model must not stand in the way of the next request
    job->finish(std::move(status));
}

Status Engine::workAlone(ImagePipeline& pipeline, EngineJob& job) {
    return guardedStatus([&]() -> Status {
        if (job.stopRequested())
            return fail(cancelledError());
        return job.work()(pipeline, job.context());
    });
}

void Engine::encodeTogether(ImagePipeline& pipeline, const std::vector<Job>& jobs) {
    const EncodeWork& leader = *jobs.front()->encodeWork();
    std::vector<std::vector<std::int32_t>> batch;
    std::size_t tokens = 0;
    for (const Job& job : jobs) {
        batch.push_back(job->encodeWork()->ids);
        tokens += batch.back().size();
    }
    const Stopwatch watch;
    // A pass is short; one that hangs up does not stop it for the others.
    const RunContext context = jobs.size() == 1 ? jobs.front()->context() : RunContext{};
    std::vector<EncodedPrompt> results;
    const Status status = guardedStatus([&]() -> Status {
        DIPTYCH_TRY(results, pipeline.encodeBatch(batch, leader.hiddenLayer, leader.last, context));
        return Done{};
    });
    metrics_.countEncoding(batch.size(), tokens, watch.seconds());
    // One bad list of ids must not fail the others.
    if (!status && jobs.size() > 1 && status.error().code != ErrorCode::OutOfMemory) {
        for (const Job& job : jobs)
            encodeTogether(pipeline, {job});
        return;
    }
    if (!status && status.error().code == ErrorCode::OutOfMemory)
        pipeline.unload();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (status)
            jobs[i]->setEncoded(std::move(results[i]));
        jobs[i]->finish(status);
    }
}

Admission Engine::submit(const Job& job) {
    Admission admission = Admission::QueueFull;
    {
        const std::lock_guard lock(mutex_);
        if (!ending_)
            admission = queue_.push(job->client(), job);
    }
    wake_.notify_one();
    return admission;
}

void Engine::cancel(const Job& job) {
    job->requestStop();
    bool waited = false;
    {
        const std::lock_guard lock(mutex_);
        waited = queue_.remove(job);
    }
    if (waited)
        job->finish(fail(cancelledError()));
}

std::optional<std::size_t> Engine::position(const Job& job) const {
    const std::lock_guard lock(mutex_);
    return queue_.position(job);
}

std::size_t Engine::queueDepth() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t Engine::waitingOf(const std::string& client) const {
    const std::lock_guard lock(mutex_);
    return queue_.sizeOf(client);
}

bool Engine::isIdle() const {
    const std::lock_guard lock(mutex_);
    return queue_.size() == 0 &&
           std::all_of(running_.begin(), running_.end(),
                       [](const std::vector<Job>& jobs) { return jobs.empty(); });
}

void Engine::cancelAll() {
    std::vector<Job> waiting;
    {
        const std::lock_guard lock(mutex_);
        while (std::optional<Job> job = queue_.pop())
            waiting.push_back(std::move(*job));
        for (const std::vector<Job>& jobs : running_)
            for (const Job& job : jobs)
                job->requestStop();
    }
    for (const Job& job : waiting)
        job->finish(fail(cancelledError()));
}

} // namespace diptych::server
