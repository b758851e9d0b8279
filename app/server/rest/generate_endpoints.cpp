#include "app/server/rest/generate_endpoints.h"

#include "app/server/encoding.h"
#include "app/server/rest/generate_body.h"
#include "app/server/rest/prompt_fields.h"
#include "core/base/stopwatch.h"
#include "core/net/base64.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <chrono>
#include <memory>
#include <span>
#include <utility>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

constexpr std::chrono::milliseconds kSlice{200};
constexpr double kKeepaliveSeconds = 10.0;

Outcome<std::shared_ptr<PictureWork>> readWork(ServerContext& context, const HttpCall& call) {
    if (!context.drawsPictures)
        return tl::unexpected(
            errorReply(400, "Server running in encoder-only mode. Use /api/encode instead."));
    if (!context.encodes)
        return tl::unexpected(errorReply(503, "Encoder not loaded"));
    BodyReader body(call.body);
    const LoraPaths loraPaths =
        isLoopbackHost(context.options.host) ? LoraPaths::Anywhere : LoraPaths::InFolder;
    GenerationRequest request =
        readGenerateBody(body, context.templates.current(), context.options.settings,
                         context.engine->spec(), loraPaths);
    if (!body.problems().empty())
        return tl::unexpected(problemReply(body.problems(), Family::Rest));
    return std::make_shared<PictureWork>(std::move(request));
}

std::shared_ptr<EngineJob> jobFor(ServerContext& context, const HttpCall& call,
                                  ServerHistory& history,
                                  const std::shared_ptr<PictureWork>& work) {
    return std::make_shared<EngineJob>(clientOf(call), drawingOf(context, history, work));
}

ordered_json picturesAsJson(const PictureWork& work) {
    ordered_json list = ordered_json::array();
    for (const DrawnPicture& picture : work.pictures())
        list.push_back({{"seed", picture.seed},
                        {"history_id",
                         picture.historyId == 0 ? ordered_json() : ordered_json(picture.historyId)},
                        {"width", picture.width},
                        {"height", picture.height},
                        {"seconds", picture.seconds}});
    return list;
}

// Every picture in base64, for those who ask for JSON.
Result<HttpReply> jsonPictures(const PictureWork& work, ServerHistory& history, double seconds) {
    ordered_json list = picturesAsJson(work);
    for (std::size_t i = 0; i < list.size(); ++i) {
        DIPTYCH_TRY(const std::string png, work.png(history, i));
        list[i]["image_b64"] = net::toBase64(std::as_bytes(std::span(png)));
    }
    return jsonReply({{"images", std::move(list)}, {"generation_time", seconds}});
}

Result<HttpReply> pngPicture(const PictureWork& work, ServerHistory& history) {
    HttpReply reply;
    reply.contentType = "image/png";
    DIPTYCH_TRY(reply.body, work.png(history, 0));
    return reply;
}

void addPictureHeaders(HttpReply& reply, const PictureWork& work, double seconds) {
    std::vector<std::int64_t> seeds;
    std::vector<history::EntryId> ids;
    for (const DrawnPicture& picture : work.pictures()) {
        seeds.push_back(picture.seed);
        if (picture.historyId != 0)
            ids.push_back(picture.historyId);
    }
    reply.headers.emplace_back("X-Seed", std::to_string(seeds.front()));
    reply.headers.emplace_back("X-Generation-Time", fmt::format("{:.3f}", seconds));
    if (!ids.empty())
        reply.headers.emplace_back("X-History-Id", std::to_string(ids.front()));
    if (seeds.size() > 1) {
        reply.headers.emplace_back("X-Seeds", fmt::format("{}", fmt::join(seeds, ",")));
        reply.headers.emplace_back("X-History-Ids", fmt::format("{}", fmt::join(ids, ",")));
    }
}

HttpReply generate(ServerContext& context, ServerHistory& history, const HttpCall& call) {
    const auto work = readWork(context, call);
    if (!work)
        return work.error();
    const Stopwatch watch;
    if (auto refusal = runJob(context, call, Family::Rest, jobFor(context, call, history, *work)))
        return std::move(*refusal);
    const double seconds = watch.seconds();
    const bool wantsJson = call.header("accept").starts_with("application/json");
    auto reply = wantsJson ? jsonPictures(**work, history, seconds) : pngPicture(**work, history);
    if (!reply)
        return errorReply(reply.error(), Family::Rest);
    addPictureHeaders(*reply, **work, seconds);
    reply->prompt = (*work)->request().conversation.user;
    return std::move(*reply);
}

// Of a job that was stopped: how far it had come.
double shareOf(const JobStatus& status) {
    if (status.state == JobState::Succeeded)
        return 1.0;
    if (status.total <= 0 || status.state == JobState::Queued)
        return 0.0;
    return static_cast<double>(status.done) / static_cast<double>(status.total);
}

ordered_json jobAsJson(const ServerContext& context, const PictureJob& job,
                       const JobStatus& status) {
    ordered_json object;
    object["id"] = job.id;
    object["state"] = toString(status.state);
    object["created"] = job.created;
    const auto position = context.engine->position(job.engineJob);
    object["position"] = position ? ordered_json(*position) : ordered_json();
    const bool runs = status.state == JobState::Running;
    object["phase"] = runs ? ordered_json(phaseName(status.phase)) : ordered_json();
    object["done"] = status.done;
    object["total"] = status.total;
    object["progress"] = shareOf(status);
    object["seed"] = *job.work->request().seed;
    object["count"] = job.work->request().count;
    object["images"] = picturesAsJson(*job.work);
    object["error"] = status.state == JobState::Failed && status.error
                          ? ordered_json(status.error->message)
                          : ordered_json();
    return object;
}

HttpReply startJob(ServerContext& context, ServerHistory& history, JobRegistry& jobs,
                   const HttpCall& call) {
    const auto work = readWork(context, call);
    if (!work)
        return work.error();
    const auto engineJob = jobFor(context, call, history, *work);
    if (auto refusal = submitJob(context, Family::Rest, engineJob))
        return std::move(*refusal);
    const auto job = jobs.add(engineJob, *work);
    HttpReply reply = jsonReply(jobAsJson(context, *job, engineJob->status()), 202);
    reply.headers.emplace_back("Location", "/api/jobs/" + job->id);
    reply.prompt = (*work)->request().conversation.user;
    return reply;
}

std::string eventOf(const char* name, const ordered_json& object) {
    return fmt::format("event: {}\ndata: {}\n\n", name,
                       object.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

// Every change until the job is over, which the last event tells. Who stops listening does not stop
// the job.
void sendEvents(ServerContext& context, const HttpCall& call, const PictureJob& job,
                const PieceWriter& write) {
    JobStatus status = job.engineJob->status();
    std::uint64_t sent = status.change;
    Stopwatch silence;
    bool isHeard = write(eventOf("progress", jobAsJson(context, job, status)));
    while (isHeard && !status.isOver() && !call.isEnding()) {
        status = job.engineJob->waitForChange(sent, kSlice);
        if (status.change != sent) {
            sent = status.change;
            isHeard = write(eventOf("progress", jobAsJson(context, job, status)));
            silence = {};
        } else if (silence.seconds() > kKeepaliveSeconds) {
            isHeard = write(": keepalive\n\n");
            silence = {};
        }
        isHeard = isHeard && call.peerIsThere();
    }
    if (status.isOver())
        write(eventOf("done", jobAsJson(context, job, status)));
}

HttpReply events(ServerContext& context, const HttpCall& call,
                 const std::shared_ptr<PictureJob>& job) {
    HttpReply reply;
    reply.contentType = "text/event-stream";
    reply.headers.emplace_back("Cache-Control", "no-cache");
    reply.headers.emplace_back("X-Accel-Buffering", "no");
    reply.stream = [&context, call, job](const PieceWriter& write) {
        sendEvents(context, call, *job, write);
    };
    return reply;
}

HttpReply jobImage(ServerHistory& history, const HttpCall& call, const PictureJob& job) {
    const std::string given = call.parameter("index");
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), index);
    const bool isNumber =
        given.empty() || (error == std::errc() && end == given.data() + given.size());
    if (!isNumber || index >= static_cast<std::size_t>(job.work->request().count))
        return errorReply(422,
                          fmt::format("index must be from 0 to {}", job.work->request().count - 1));
    if (index >= job.work->pictures().size())
        return errorReply(404, "this picture is not drawn yet");
    auto png = job.work->png(history, index);
    if (!png)
        return errorReply(404, png.error().message);
    HttpReply reply;
    reply.contentType = "image/png";
    reply.body = std::move(*png);
    return reply;
}

HttpReply cancelJob(ServerContext& context, const PictureJob& job) {
    context.engine->cancel(job.engineJob);
    return jsonReply(jobAsJson(context, job, job.engineJob->status()));
}

} // namespace

void addGenerateEndpoint(Router& router, ServerContext& context, ServerHistory& history) {
    router.add("POST", "/api/generate", [&](const HttpCall& call, const std::string&) {
        return generate(context, history, call);
    });
}

void addJobEndpoints(Router& router, ServerContext& context, ServerHistory& history,
                     JobRegistry& jobs) {
    router.add("POST", "/api/jobs", [&](const HttpCall& call, const std::string&) {
        return startJob(context, history, jobs, call);
    });
    router.add("GET", "/api/jobs", [&](const HttpCall&, const std::string&) {
        ordered_json list = ordered_json::array();
        for (const auto& job : jobs.all())
            list.push_back(jobAsJson(context, *job, job->engineJob->status()));
        return jsonReply({{"jobs", std::move(list)}});
    });
    using JobEndpoint =
        std::function<HttpReply(const HttpCall&, const std::shared_ptr<PictureJob>&)>;
    const auto add = [&](const char* method, const char* pattern, JobEndpoint endpoint) {
        router.add(
            method, pattern,
            [&jobs, endpoint = std::move(endpoint)](const HttpCall& call, const std::string& id) {
                const auto job = jobs.find(id);
                return job ? endpoint(call, job) : errorReply(404, "Job not found");
            });
    };
    add("GET", "/api/jobs/{id}", [&](const HttpCall&, const auto& job) {
        return jsonReply(jobAsJson(context, *job, job->engineJob->status()));
    });
    add("DELETE", "/api/jobs/{id}",
        [&](const HttpCall&, const auto& job) { return cancelJob(context, *job); });
    add("GET", "/api/jobs/{id}/events",
        [&](const HttpCall& call, const auto& job) { return events(context, call, job); });
    add("GET", "/api/jobs/{id}/image",
        [&](const HttpCall& call, const auto& job) { return jobImage(history, call, *job); });
}

} // namespace diptych::server
