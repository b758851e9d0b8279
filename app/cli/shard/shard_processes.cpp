#include "app/cli/shard/shard_processes.h"

#include "app/cli/configuration.h"
#include "app/server/http/fetch.h"
#include "core/base/file.h"
#include "core/base/stopwatch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <optional>
#include <ostream>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace diptych::cli {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{50};
constexpr double kFirstWaitSeconds = 0.5, kLongestWaitSeconds = 30.0;
/// Who ran for longer than this had begun well.
constexpr double kGoodBeginningSeconds = 20.0;
constexpr double kCoordinatorGraceSeconds = 40.0, kWorkerGraceSeconds = 5.0;
constexpr int kUsageStatus = 2, kBadInputStatus = 3;

/// One rank's process.
struct Child {
    int rank = 0;
    pid_t pid = -1; ///< −1 = does not run
    Stopwatch since;
    double waitSeconds = kFirstWaitSeconds; ///< before it is started again
};

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

// What a rank on another machine must be told, as it has no file.
std::vector<std::string> remoteArguments(const cluster::ClusterFile& file, int rank) {
    const cluster::RankEntry& entry = file.ranks[static_cast<std::size_t>(rank)];
    std::vector<std::string> words = {"shard",         "serve",
                                      "--rank",        std::to_string(rank),
                                      "--world-size",  std::to_string(file.ranks.size()),
                                      "--master-addr", file.masterAddress,
                                      "--master-port", std::to_string(file.masterPort),
                                      "--dtype",       file.dtype,
                                      "--name",        entry.host,
                                      "--key-env",     file.keyVariable};
    const auto add = [&](const char* flag, const std::string& value) {
        if (!value.empty())
            words.insert(words.end(), {flag, value});
    };
    add("--model-path", (entry.path.empty() ? file.path : entry.path).string());
    add("--text-encoder-path",
        (entry.textEncoder.empty() ? file.textEncoder : entry.textEncoder).string());
    add("--text-encoder-device", entry.device == "auto" ? "" : entry.device);
    add("--threads", entry.threads == 0 ? "" : std::to_string(entry.threads));
    add("--address", entry.address);
    add("--memory-gb", entry.memoryGb > 0.0 ? fmt::format("{}", entry.memoryGb) : "");
    return words;
}

std::string shellLine(const std::vector<std::string>& words) {
    std::vector<std::string> parts;
    parts.reserve(words.size());
    for (const std::string& word : words)
        parts.push_back(quoted(word));
    return fmt::format("{}", fmt::join(parts, " "));
}

// In the child, between fork and exec: nothing that allocates or locks.
[[noreturn]] void becomeRank(char* const* arguments, int input, int log, pid_t parent) {
    ::setpgid(0, 0); // Ctrl-C is for the parent, which ends the ranks in order
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() == parent) {
        ::dup2(input, STDIN_FILENO);
        ::dup2(log, STDOUT_FILENO);
        ::dup2(log, STDERR_FILENO);
        ::execvp(arguments[0], arguments);
    }
    constexpr int kCannotExecute = 127;
    ::_exit(kCannotExecute);
}

// What only one rank can be told, or none.
Status checkUpFlags(CommandContext& context, const ShardOptions& options) {
    const auto refuse = [](const std::string& flag) {
        return fail(ErrorCode::Usage, fmt::format("shard up does not take {}", flag),
                    "write it into cluster.toml, or start the ranks one by one with shard serve");
    };
    const std::pair<const char*, bool> given[] = {{"--rank", options.rank.has_value()},
                                                  {"--world-size", options.worldSize.has_value()},
                                                  {"--name", !options.name.empty()},
                                                  {"--address", !options.address.empty()},
                                                  {"--memory-gb", options.memoryGb.has_value()}};
    for (const auto& [flag, isGiven] : given)
        if (isGiven)
            return refuse(flag);
    for (const config::Setting& setting : context.settings().settings())
        if (setting.field->name != "model.dtype" && setting.field->name != "model.quantization")
            return refuse(setting.source.name);
    return Done{};
}

// Flags of `shard up` that stand in the place of the file's words, as its ranks are told them.
std::vector<std::string> toldTo(int rank, CommandContext& context, const ShardOptions& options) {
    std::vector<std::string> words;
    const auto add = [&](const char* flag, const std::string& value) {
        if (!value.empty())
            words.insert(words.end(), {flag, value});
    };
    const auto addNumber = [&](const char* flag, const std::optional<std::int64_t>& value) {
        add(flag, value ? std::to_string(*value) : "");
    };
    const SettingFlags& settings = context.settings();
    if (settings.find("model.dtype") || settings.find("model.quantization"))
        add("--dtype", std::string(toString(context.config().values.placement.weightFormat)));
    add("--master-addr", options.masterAddress);
    addNumber("--master-port", options.masterPort);
    add("--key-env", options.keyVariable);
    if (rank != 0)
        return words;
    add("--layers", options.layers);
    add("--host", options.host);
    addNumber("--port", options.port);
    add("--api-key-env", options.apiKeyVariable);
    add("--model-id", options.modelId);
    if (!options.auth)
        words.emplace_back("--no-auth");
    return words;
}

class Ranks {
  public:
    Ranks(CommandContext& context, const ShardOptions& options, cluster::ClusterFile file,
          std::string key)
        : context_(context), options_(options), file_(std::move(file)), key_(std::move(key)) {
        std::error_code error;
        program_ = std::filesystem::read_symlink("/proc/self/exe", error).string();
    }

    Status run();

  private:
    Status start(Child& child);
    Status startAll();
    Status watch();
    Status judge(Child& child, int status);
    void reap(Child& child);
    void sayWhenReady();
    void endAll();
    void endAll(bool coordinators, double graceSeconds);
    bool isRemote(const Child& child) const {
        return !isThisMachine(file_.ranks[static_cast<std::size_t>(child.rank)].host);
    }

    CommandContext& context_;
    const ShardOptions& options_;
    cluster::ClusterFile file_;
    std::string key_;
    std::string program_;
    std::vector<Child> children_;
    Stopwatch lastLook_;
    bool isReady_ = false;
};

Status Ranks::start(Child& child) {
    const std::filesystem::path path = shardLogFile(file_, child.rank);
    const int log = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (log < 0)
        return fail(ErrorCode::FileWrite, fmt::format("cannot write to {}", path.string()));
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        ::close(log);
        return fail(ErrorCode::Internal, "no pipe can be made");
    }
    std::vector<std::string> words = shardCommand(file_, child.rank, program_, !key_.empty(),
                                                  toldTo(child.rank, context_, options_));
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    child.pid = ::fork();
    if (child.pid == 0)
        becomeRank(arguments.data(), ends[0], log, parent);
    ::close(ends[0]);
    ::close(log);
    if (isRemote(child) && child.pid > 0) {
        const std::string line = key_ + "\n";
        [[maybe_unused]] const ssize_t written = ::write(ends[1], line.data(), line.size());
    }
    ::close(ends[1]);
    child.since = {};
    if (child.pid < 0)
        return fail(ErrorCode::Internal, "no process can be started", "",
                    std::generic_category().message(errno));
    context_.detail(fmt::format("rank {}: process {}, {}", child.rank, child.pid, path.string()));
    return Done{};
}

Status Ranks::startAll() {
    for (int rank = 0; rank < static_cast<int>(file_.ranks.size()); ++rank)
        children_.push_back({rank, -1, {}, kFirstWaitSeconds});
    for (Child& child : children_)
        DIPTYCH_TRY_DONE(start(child));
    return Done{};
}

// A rank that ended although nobody told it to.
Status Ranks::judge(Child& child, int status) {
    const bool wasKilled = WIFSIGNALED(status);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    const std::string how = wasKilled ? fmt::format("was killed by signal {}", WTERMSIG(status))
                                      : fmt::format("ended with status {}", code);
    const bool isHopeless = code == kUsageStatus || code == kBadInputStatus || code == 127;
    if (isHopeless || !file_.restart)
        return fail(
            ErrorCode::Remote, fmt::format("rank {} {}", child.rank, how),
            fmt::format("its last words are in {}", shardLogFile(file_, child.rank).string()));
    if (child.since.seconds() > kGoodBeginningSeconds)
        child.waitSeconds = kFirstWaitSeconds;
    context_.note(Notice{"rank_ended", fmt::format("rank {} {}; it is started again in {:.1f} s",
                                                   child.rank, how, child.waitSeconds)});
    child.since = {};
    return Done{};
}

Status Ranks::watch() {
    for (Child& child : children_) {
        if (child.pid < 0) {
            if (child.since.seconds() < child.waitSeconds)
                continue;
            child.waitSeconds = std::min(child.waitSeconds * 2.0, kLongestWaitSeconds);
            DIPTYCH_TRY_DONE(start(child));
            continue;
        }
        int status = 0;
        if (::waitpid(child.pid, &status, WNOHANG) != child.pid)
            continue;
        child.pid = -1;
        DIPTYCH_TRY_DONE(judge(child, status));
    }
    return Done{};
}

void Ranks::reap(Child& child) {
    int status = 0;
    if (child.pid > 0 && ::waitpid(child.pid, &status, WNOHANG) == child.pid)
        child.pid = -1;
}

void Ranks::endAll(bool coordinators, double graceSeconds) {
    const auto isMeant = [&](const Child& child) {
        return child.pid > 0 && (child.rank == 0) == coordinators;
    };
    for (const Child& child : children_)
        if (isMeant(child))
            ::kill(child.pid, SIGTERM);
    const Stopwatch watch;
    const auto runs = [&] {
        for (Child& child : children_)
            reap(child);
        return std::any_of(children_.begin(), children_.end(), isMeant);
    };
    while (runs() && watch.seconds() < graceSeconds)
        std::this_thread::sleep_for(kTick);
    for (Child& child : children_)
        if (isMeant(child)) {
            ::kill(child.pid, SIGKILL);
            ::waitpid(child.pid, nullptr, 0);
            child.pid = -1;
        }
}

// The coordinator first: it finishes what is under way and tells the others to end.
void Ranks::endAll() {
    endAll(true, kCoordinatorGraceSeconds);
    endAll(false, kWorkerGraceSeconds);
}

void Ranks::sayWhenReady() {
    if (isReady_ || file_.serverPort == 0 || lastLook_.seconds() < 1.0)
        return;
    lastLook_ = {};
    const bool isEverywhere = file_.serverHost == "0.0.0.0" || file_.serverHost == "::";
    const auto health = server::fetch(isEverywhere ? "127.0.0.1" : file_.serverHost,
                                      file_.serverPort, "/health", "", std::chrono::seconds(2));
    isReady_ = health && health->find("\"status\":\"ok\"") != std::string::npos;
    if (isReady_)
        context_.summary(fmt::format("ready: http://{}:{}", file_.serverHost, file_.serverPort));
}

Status Ranks::run() {
    std::error_code error;
    std::filesystem::create_directories(file_.logFolder, error);
    const std::filesystem::path pidFile = file_.logFolder / "up.pid";
    DIPTYCH_TRY_DONE(
        writeFileAtomically(pidFile, std::to_string(::getpid()) + "\n", Overwrite::Yes));
    context_.summary(
        fmt::format("starting {} ranks, logs in {}", file_.ranks.size(), file_.logFolder.string()));
    Status status = startAll();
    while (status && !context_.environment().cancel.stop_requested()) {
        std::this_thread::sleep_for(kTick);
        status = watch();
        sayWhenReady();
    }
    endAll();
    std::filesystem::remove(pidFile, error);
    return status;
}

} // namespace

std::filesystem::path shardLogFile(const cluster::ClusterFile& file, int rank) {
    return file.logFolder / fmt::format("rank-{}.log", rank);
}

bool isThisMachine(const std::string& host) {
    return cluster::isLoopbackAddress(host) || host == hostName();
}

std::vector<std::string> shardCommand(const cluster::ClusterFile& file, int rank,
                                      const std::string& ownProgram, bool hasKey,
                                      const std::vector<std::string>& told) {
    const cluster::RankEntry& entry = file.ranks[static_cast<std::size_t>(rank)];
    const std::string program = entry.program.empty() ? ownProgram : entry.program;
    const std::string keySwitch = hasKey ? "--cluster-key" : "--no-cluster-key";
    if (isThisMachine(entry.host)) {
        std::vector<std::string> words = {program,
                                          "shard",
                                          "serve",
                                          "--cluster",
                                          file.source.string(),
                                          "--rank",
                                          std::to_string(rank),
                                          keySwitch};
        words.insert(words.end(), told.begin(), told.end());
        return words;
    }
    std::vector<std::string> words = remoteArguments(file, rank);
    words.insert(words.end(), told.begin(), told.end());
    words.insert(words.begin(), entry.program.empty() ? "diptych-cli" : entry.program);
    words.push_back(keySwitch);
    std::vector<std::string> command = {"ssh", "-o", "BatchMode=yes"};
    if (!entry.sshKey.empty())
        command.insert(command.end(), {"-i", entry.sshKey.string()});
    command.push_back(entry.sshUser.empty() ? entry.host : entry.sshUser + "@" + entry.host);
    // The key is read from the input: what stands on a command line is seen by everybody.
    command.push_back(
        fmt::format("read -r {0}; export {0}; exec {1}", file.keyVariable, shellLine(words)));
    return command;
}

Status runShards(CommandContext& context, const ShardOptions& options) {
    DIPTYCH_TRY(cluster::ClusterFile file, namedClusterFile(context, options));
    DIPTYCH_TRY_DONE(checkUpFlags(context, options));
    DIPTYCH_TRY_DONE(loadConfiguration(context));
    DIPTYCH_TRY(std::string key, clusterKey(context, options, file));
    return Ranks(context, options, std::move(file), std::move(key)).run();
}

Status stopShards(CommandContext& context, const ShardOptions& options) {
    DIPTYCH_TRY(const cluster::ClusterFile file, clusterFileOf(context, options));
    const std::filesystem::path pidFile = file.logFolder / "up.pid";
    const auto text = readFile(pidFile, 64);
    int pid = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), pid);
    if (pid <= 1 || ::kill(pid, 0) != 0)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("no cluster runs that 'shard up' has started here ({} names none)",
                                pidFile.string()),
                    "ranks that were started one by one end with SIGTERM");
    ::kill(pid, SIGTERM);
    const Stopwatch watch;
    const double most = kCoordinatorGraceSeconds + 2.0 * kWorkerGraceSeconds;
    // Its last act is to remove the file; whoever started it may take a while to notice its end.
    std::error_code ignored;
    while (std::filesystem::exists(pidFile, ignored) && ::kill(pid, 0) == 0) {
        if (watch.seconds() > most || context.environment().cancel.stop_requested())
            return fail(ErrorCode::Remote, fmt::format("process {} does not end", pid));
        std::this_thread::sleep_for(kTick);
    }
    context.summary("the cluster has ended");
    return Done{};
}

} // namespace diptych::cli
