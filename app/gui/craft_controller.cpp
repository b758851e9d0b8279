#include "app/gui/craft_controller.h"

#include "app/gui/settings_store.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/rewriter_panel.h"
#include "widgets/panels/template_panel.h"

#include <algorithm>
#include <utility>

namespace diptych::gui {

namespace {

const QString kFavouritesKey = QStringLiteral("templates/favourites");
const QString kRecentKey = QStringLiteral("templates/recent");
const QString kRewriterGroup = QStringLiteral("rewriter/");
constexpr int kKeepMs = 300;
const QString kTemplatesDock = QStringLiteral("templatesDock");
const QString kRewriterDock = QStringLiteral("rewriterDock");

} // namespace

CraftController::CraftController(const CraftParts& parts, QObject* parent)
    : QObject(parent), parts_(parts), service_(parts.folders), applier_(parts.form),
      templates_(new widgets::TemplatePanel(&service_, &list_, &applier_, parts.form)),
      rewriter_(new widgets::RewriterPanel(&rewrites_, parts.form)),
      configured_({&service_, &applier_, parts.form, parts.settings, parts.notices}) {
    connectMarks();
    connectQueue();
    connect(&service_, &widgets::TemplateService::changed, this,
            [this](const widgets::TemplateSnapshotPtr& snapshot) {
                rewriter_->setup()->setTemplates(snapshot);
            });
    connect(parts_.actions->get(Command::FindTemplate), &QAction::triggered, this, [this] {
        Q_EMIT revealRequested(kTemplatesDock);
        templates_->focusSearch();
    });
    connect(parts_.actions->get(Command::RewritePrompt), &QAction::triggered, this, [this] {
        Q_EMIT revealRequested(kRewriterDock);
        if (!rewrites_.isRunning())
            rewriter_->start();
    });
    connect(&configured_, &ConfiguredTemplate::chooseRequested, this, [this](const QString& name) {
        Q_EMIT revealRequested(kTemplatesDock);
        name.isEmpty() ? templates_->focusSearch() : templates_->select(name);
    });
    connect(rewriter_, &widgets::RewriterPanel::rewriteRequested, this, &CraftController::begin);
    connect(rewriter_, &widgets::RewriterPanel::stopRequested, this, &CraftController::stop);
    connect(rewriter_, &widgets::RewriterPanel::accepted, this, &CraftController::promptChanged);
}

void CraftController::connectMarks() {
    list_.setFavourites(parts_.settings->value(kFavouritesKey).toStringList());
    list_.setRecent(parts_.settings->value(kRecentKey).toStringList());
    connect(&list_, &widgets::TemplateListModel::marksChanged, this, [this] {
        parts_.settings->setValue(kFavouritesKey, list_.favourites());
        parts_.settings->setValue(kRecentKey, list_.recent());
    });
}

void CraftController::connectQueue() {
    using worker::GenerationQueue;
    using worker::JobId;
    connect(parts_.queue, &GenerationQueue::textWritten, this,
            [this](JobId job, const worker::TextWritten& piece) {
                if (const auto found = variants_.find(job); found != variants_.end())
                    rewrites_.add(found->second, piece.part, piece.text);
            });
    connect(parts_.queue, &GenerationQueue::textFinished, this,
            [this](JobId job, const RewriteResult& result) {
                if (const auto found = variants_.find(job); found != variants_.end())
                    rewrites_.finish(found->second, result);
            });
    connect(parts_.queue, &GenerationQueue::jobFinished, this, &CraftController::finish);
}

void CraftController::setSettings(const config::AppConfig& settings) {
    parts_.queue->setRemote(settings.remote);
    if (std::exchange(hasSettings_, true)) // what the user has changed since stays
        return;
    rewriter_->setup()->setSettings(settings.rewriter);
    restoreRewriter();
}

void CraftController::restoreRewriter() {
    QVariantMap changes;
    for (const QString& name : rewriter_->setup()->changeNames())
        if (const QVariant value = parts_.settings->value(kRewriterGroup + name); value.isValid())
            changes[name] = value;
    rewriter_->setup()->restore(changes);
    keeping_.setSingleShot(true);
    keeping_.setInterval(kKeepMs);
    connect(&keeping_, &QTimer::timeout, this, &CraftController::keepRewriter);
    connect(rewriter_->setup(), &widgets::RewriterSetup::edited, &keeping_,
            qOverload<>(&QTimer::start));
}

// What stands as configured is not stored, so that it follows the configuration.
void CraftController::keepRewriter() {
    const QVariantMap changes = rewriter_->setup()->changes();
    for (const QString& name : rewriter_->setup()->changeNames()) {
        if (changes.contains(name))
            parts_.settings->setValue(kRewriterGroup + name, changes.value(name));
        else
            parts_.settings->remove(kRewriterGroup + name);
    }
}

void CraftController::flush() {
    if (!keeping_.isActive())
        return;
    keeping_.stop();
    keepRewriter();
}

void CraftController::begin(const RewriteRequest& request, const std::vector<std::int64_t>& seeds) {
    stop();
    rewrites_.begin(request.prompt, seeds);
    // Each goes to the front of what waits, so the last one first; but one that begins at once is
    // the first.
    std::vector<int> order;
    for (auto variant = static_cast<int>(seeds.size()) - 1; variant >= 0; --variant)
        order.push_back(variant);
    if (!parts_.queue->running() && !parts_.queue->isPaused())
        std::rotate(order.begin(), order.end() - 1, order.end());
    for (const int variant : order) {
        RewriteRequest wish = request;
        wish.seed = seeds[static_cast<std::size_t>(variant)];
        if (const auto job = parts_.queue->addRewrite(wish))
            variants_[*job] = variant;
        else
            rewrites_.fail(variant, job.error());
    }
    if (parts_.queue->isPaused())
        rewriter_->tell(tr("The queue is paused: the text is written when it goes on."));
}

void CraftController::finish(worker::JobId id) {
    const auto found = variants_.find(id);
    const worker::GenerationJob* const job = parts_.queue->find(id);
    if (found == variants_.end() || !job)
        return;
    if (job->state == worker::JobState::Cancelled)
        rewrites_.stop(found->second);
    else if (job->state == worker::JobState::Failed)
        rewrites_.fail(found->second, job->error);
    variants_.erase(found);
}

void CraftController::stop() {
    const std::map<worker::JobId, int> jobs = variants_;
    for (const auto& [job, variant] : jobs)
        parts_.queue->cancel(job);
}

} // namespace diptych::gui
