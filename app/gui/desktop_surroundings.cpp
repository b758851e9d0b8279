// Desktop, the parts around the form: pictures and jobs that are kept, pictures from outside,
// preferences, models that are found, messages and reports.
#include "app/gui/desktop.h"

#include "app/gui/centre_pages.h"
#include "app/gui/diagnostics.h"
#include "app/gui/drop_router.h"
#include "app/gui/model_dialog.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/memory_forecast.h"
#include "widgets/panels/placement_panel.h"
#include "widgets/panels/result_panel.h"
#include "widgets/panels/welcome_cards.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QThreadPool>

#include <utility>

namespace diptych::gui {

namespace {

constexpr int kMessageLength = 120; // characters

} // namespace

// Pictures and jobs get to the disk by themselves.
void Desktop::connectKeeping() {
    connect(controller_.get(), &GenerationController::pictureShown, history_.get(),
            &HistoryController::take);
    connect(history_.get(), &HistoryController::notKept, controller_.get(),
            &GenerationController::tellNotKept);
    unfinished_ = std::make_unique<UnfinishedPictures>(environment_.dataFolder / kUnfinishedFolder,
                                                       queue_.get(), resultPanel_->notices(), &io_);
    if (!options_.keepsQueue)
        return;
    queueKeeper_ = std::make_unique<QueueKeeper>(queue_.get(), &history_->service());
    connect(queueKeeper_.get(), &QueueKeeper::restored, controller_.get(),
            &GenerationController::tellRestored);
}

// The comparison stands in the middle as long as its perspective does.
void Desktop::connectComparison() {
    zoom_ = std::make_unique<ZoomActions>(&actions_, centre_, resultPanel_->view(),
                                          compare_->panel()->view());
    QAction* const perspective = actions_.get(Command::PerspectiveCompare);
    centre_->showComparison(perspective->isChecked());
    connect(perspective, &QAction::toggled, centre_, &CentrePages::showComparison);
    connect(compare_.get(), &CompareController::revealRequested, this, [this] {
        window_->setPerspective(Perspective::Compare);
        compare_->panel()->view()->setFocus();
    });
}

void Desktop::notify(worker::JobId id) {
    const worker::GenerationJob* const job = queue_->find(id);
    if (!job || window_->isActiveWindow())
        return;
    QApplication::alert(window_.get());
    notifier_->tell(
        job->state == worker::JobState::Failed ? tr("The drawing failed")
                                               : tr("The drawing is done"),
        QString::fromStdString(job->request.conversation.user).simplified().left(kMessageLength));
}

// Pictures from outside.
void Desktop::connectImport() {
    import_ = std::make_unique<PictureImport>(ImportParts{&form_, &results_, resultPanel_, &io_});
    recent_ =
        std::make_unique<RecentFiles>(window_->findChild<QMenu*>(QStringLiteral("recentMenu")),
                                      actions_.get(Command::ClearRecent), &settings_);
    connect(recent_.get(), &RecentFiles::chosen, import_.get(),
            [this](const QString& file) { import_->open({file}); });
    connect(import_.get(), &PictureImport::opened, recent_.get(), &RecentFiles::add);
    connect(actions_.get(Command::OpenPicture), &QAction::triggered, import_.get(), [this] {
        const QStringList recent = recent_->files();
        import_->choose(recent.isEmpty() ? QDir::homePath()
                                         : QFileInfo(recent.first()).absolutePath());
    });
    connect(actions_.get(Command::PastePicture), &QAction::triggered, import_.get(),
            [this] { import_->paste(QGuiApplication::clipboard()->mimeData()); });
    const auto kindOf = [](const QString& file) {
        return mayHoldEmbeddings(file) ? DropRouter::Kind::Embeddings : DropRouter::Kind::Picture;
    };
    connect(new DropRouter(window_.get(), kindOf), &DropRouter::dropped, this, &Desktop::takeFiles);
    connect(embeddings_.get(), &EmbeddingController::revealRequested, this,
            [this] { window_->reveal(QStringLiteral("embeddingDock")); });
}

// What was let go: embeddings are looked at, everything else is taken for pictures.
void Desktop::takeFiles(const QStringList& files) {
    QStringList pictures;
    for (const QString& file : files) {
        if (mayHoldEmbeddings(file))
            embeddings_->open(file);
        else
            pictures << file;
    }
    import_->open(pictures);
}

void Desktop::bringToFront(const QStringList& files) {
    window_->setWindowState(window_->windowState() & ~Qt::WindowMinimized);
    window_->show();
    window_->raise();
    window_->activateWindow();
    openPictures(files);
}

void Desktop::connectPreferences() {
    connect(actions_.get(Command::Preferences), &QAction::triggered, this,
            [this] { preferences_.open(model_.config, {}, window_.get()); });
    connect(&preferences_, &PreferencesController::changed, this, &Desktop::applyPreferences);
}

void Desktop::connectConnections() {
    ConnectionsParts parts;
    parts.environment = &environment_;
    parts.preferences = &preferences_;
    parts.settings = &settings_;
    parts.queue = queue_.get();
    parts.window = window_.get();
    parts.notices = resultPanel_->notices();
    connections_ = std::make_unique<Connections>(parts);
    connect(connections_.get(), &Connections::keyChanged, this, &Desktop::applyPreferences);
    connect(actions_.get(Command::EncoderServers), &QAction::triggered, connections_.get(),
            &Connections::showServers);
    connect(actions_.get(Command::ShareEncoder), &QAction::triggered, connections_.get(),
            &Connections::showSharing);
}

// The service of the model before, where nothing about it has changed: a new one would have the
// model loaded again.
void Desktop::openRemote(DesktopModel& model) const {
    model.keyVersion = environment_.serversKey->version();
    if (model_.options.remoteEncoder && model_.keyVersion == model.keyVersion &&
        model.config.values.remote == model_.config.values.remote) {
        model.options.remoteEncoder = model_.options.remoteEncoder;
        return;
    }
    auto service = openRemoteEncoder(model.config, environment_);
    if (service)
        model.options.remoteEncoder = std::move(*service);
    else
        model.problem = std::move(service.error());
}

// What is chosen here holds, until the next choice: a model by the menu, a device in its panel.
void Desktop::applyPreferences() {
    options_.preferences = preferences_.values().layer();
    if (preferences_.values().isSet(*schema_.find("model.path")))
        settings_.remove(kModelKey);
    const QString chosen = settings_.value(kModelKey).toString();
    DesktopModel next = loadDesktopModel(
        schema_, environment_, options_,
        chosen.isEmpty() ? options_.model : std::filesystem::path(chosen.toStdString()));
    openRemote(next);
    const bool placed = next.config.values.placement != model_.config.values.placement;
    if (!placed)
        next.options.placement = model_.options.placement;
    takeModel(std::move(next));
    if (placed) {
        placementPanel_->setPlacement(model_.options.placement);
        savePlacement();
    }
    preferences_.setEffective(model_.config);
}

void Desktop::connectWelcome() {
    welcome_ = new widgets::WelcomeCards(resultPanel_->view());
    using widgets::WelcomeCards;
    connect(welcome_, &WelcomeCards::findModelRequested, this, &Desktop::showModels);
    connect(welcome_, &WelcomeCards::getModelRequested, this, &Desktop::showModels);
    connect(welcome_, &WelcomeCards::remoteEncoderRequested, connections_.get(),
            &Connections::showServers);
    connect(actions_.get(Command::FindModels), &QAction::triggered, this, &Desktop::showModels);
    connect(queue_.get(), &worker::GenerationQueue::stateChanged, this, &Desktop::refreshWelcome);
    connect(&results_, &QAbstractItemModel::rowsInserted, this, &Desktop::refreshWelcome);
}

void Desktop::refreshWelcome() {
    welcome_->setWanted(model_.chosen.isDemo && results_.rowCount() == 0 && !queue_->running());
}

void Desktop::showModels() {
    const std::filesystem::path home = config::homeFolder(environment_.variable);
    auto* const dialog =
        new ModelDialog(usualModelFolders(home, environment_.variable("HF_HOME").value_or("")),
                        &io_, window_.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ModelDialog::chosen, this, &Desktop::useFound);
    dialog->open();
}

// Single files are named one by one.
void Desktop::useFound(const FoundModel& model) {
    if (!model.model.empty()) {
        useModel(model.model);
        return;
    }
    Preferences& values = preferences_.values();
    for (const auto& [name, path] : {std::pair{"model.path", std::filesystem::path()},
                                     std::pair{"model.dit", model.transformer},
                                     std::pair{"model.text_encoder", model.textEncoder},
                                     std::pair{"model.vae", model.autoencoder}}) {
        if (path.empty())
            values.reset(*schema_.find(name));
        else
            static_cast<void>(values.set(*schema_.find(name), path.string()));
    }
    settings_.remove(kModelKey);
    applyPreferences();
}

// The forecast follows the form; what it compares with is looked at when the worker comes to rest.
void Desktop::connectForecast() {
    connect(&form_, &widgets::RequestModel::edited, this, &Desktop::forecastJob);
    connect(queue_.get(), &worker::GenerationQueue::optionsChanged, this, &Desktop::forecastJob);
    connect(counter_.get(), &widgets::TokenCounter::counted, this,
            [this](const widgets::TokenCounts& counts) {
                promptTokens_ = counts.total();
                forecastJob();
            });
    connect(queue_.get(), &worker::GenerationQueue::stateChanged, this, [this] {
        if (!queue_->running())
            refreshFreeMemory();
    });
    forecastJob();
    refreshFreeMemory();
}

void Desktop::forecastJob() {
    JobSize job = jobSizeOf(form_.request(), promptTokens_);
    job.hasPreview = true;
    job.encodesHere = job.encodesHere && !queue_->effectiveOptions().remoteEncoder;
    placementPanel_->forecast()->setJob(job);
}

// Headers of gigabytes of weights, from whatever disk they are on.
void Desktop::describeModelToPanel() {
    placementPanel_->forecast()->setModel({});
    QThreadPool::globalInstance()->start([this, location = model_.options.location] {
        const ModelDescription description = describeModel(location);
        QMetaObject::invokeMethod(
            this,
            [this, description, model = location.model] {
                if (model == model_.options.location.model) // else another one was opened meanwhile
                    placementPanel_->forecast()->setModel(description);
            },
            Qt::QueuedConnection);
    });
    forecastJob();
}

void Desktop::refreshFreeMemory() {
    QThreadPool::globalInstance()->start([this] {
        QMetaObject::invokeMethod(
            this,
            [this, free = listFreeMemory()] { placementPanel_->forecast()->setFreeMemory(free); },
            Qt::QueuedConnection);
    });
}

void Desktop::showDiagnostics() {
    DiagnosticFacts facts;
    facts.version = QString::fromStdString(environment_.version);
    facts.home = config::homeFolder(environment_.variable).string();
    facts.schema = &schema_;
    facts.model = &model_;
    facts.devices = devices_;
    facts.notices = resultPanel_->notices()->texts();
    facts.safeMode = options_.safeMode;
    auto* const dialog = new DiagnosticsDialog(diagnosticsText(facts), window_.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace diptych::gui
