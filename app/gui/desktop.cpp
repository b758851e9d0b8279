#include "app/gui/desktop.h"

#include "app/gui/about_dialog.h"
#include "app/gui/centre_pages.h"
#include "app/gui/status_cells.h"
#include "app/gui/theme.h"
#include "core/pipeline/remote_rewriter.h"
#include "core/pipeline/sampling_choices.h"
#include "widgets/compare/compare_details.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/history/history_panel.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/embedding_panel.h"
#include "widgets/panels/placement_panel.h"
#include "widgets/panels/prompt_panel.h"
#include "widgets/panels/queue_panel.h"
#include "widgets/panels/result_panel.h"
#include "widgets/panels/rewriter_panel.h"
#include "widgets/panels/settings_panel.h"
#include "widgets/panels/template_panel.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QThreadPool>

#include <utility>

namespace diptych::gui {

namespace {

const QString kThemeKey = QStringLiteral("window/theme");
const QString kPlacementGroup = QStringLiteral("placement/");
constexpr std::pair<const char*, Residency Residencies::*> kResidencyKeys[] = {
    {"textEncoderResidency", &Residencies::textEncoder},
    {"transformerResidency", &Residencies::transformer},
    {"autoencoderResidency", &Residencies::autoencoder}};
const QString kSectionGroup = QStringLiteral("sections/");

config::SamplingNames samplingNames() {
    const auto named = [](const std::vector<SamplingChoice>& choices) {
        std::vector<config::NamedChoice> names;
        names.reserve(choices.size());
        for (const SamplingChoice& choice : choices)
            names.push_back({choice.id, choice.description});
        return names;
    };
    return {named(listSchedulers()), named(listSigmaSpacings())};
}

// The connection is kept for the next text, unless other certificates are wanted.
auto remoteRewriterOpener(const DesktopEnvironment& environment) {
    return [environment, transport = std::shared_ptr<net::HttpTransport>(),
            certificates = std::filesystem::path()](const RemoteEncoderSettings& settings) mutable
           -> Result<std::unique_ptr<PromptRewriter>> {
        if (!environment.openTransport)
            return fail(ErrorCode::Unsupported, "this build has no network",
                        "switch the remote text encoder off");
        DIPTYCH_TRY(const std::string key, serversKey(settings, environment));
        DIPTYCH_TRY(const auto servers, serversOf(settings, key));
        if (!transport || certificates != settings.certificates) {
            DIPTYCH_TRY(transport, environment.openTransport(settings.certificates));
            certificates = settings.certificates;
        }
        return std::make_unique<RemoteRewriter>(transport, servers, settings.model);
    };
}

worker::Engine makeEngine(const DesktopEnvironment& environment) {
    worker::Engine engine;
    engine.open = [open = environment.openPipeline,
                   configure = environment.configureProcessor](const PipelineOptions& options) {
        configure(options.placement.threads);
        return open(options);
    };
    engine.openRemoteRewriter = remoteRewriterOpener(environment);
    engine.version = environment.version;
    engine.unfinishedFolder = environment.dataFolder / kUnfinishedFolder;
    return engine;
}

std::optional<Error> missingComponent(const PipelineOptions& options) {
    for (const Component component : {Component::Transformer, Component::Autoencoder,
                                      Component::TextEncoder, Component::Tokenizer}) {
        if (component == Component::TextEncoder && options.remoteEncoder)
            continue;
        if (const auto found = locateComponent(options.location, component); !found)
            return found.error();
    }
    return std::nullopt;
}

} // namespace

Desktop::Desktop(DesktopEnvironment environment, DesktopOptions options)
    : environment_(std::move(environment)), options_(std::move(options)),
      settings_(environment_.configFolder),
      language_(languageFor(settings_.value(kLanguageKey).toString(), QLocale::system())),
      schema_(samplingNames()), io_(QStringLiteral("io")),
      preferences_(&schema_, &settings_, actions_.all()), systemPalette_(QApplication::palette()) {
    const QString chosen = options_.safeMode ? QString() : settings_.value(kModelKey).toString();
    if (!options_.safeMode)
        options_.preferences = preferences_.values().layer();
    model_ = loadDesktopModel(schema_, environment_, options_,
                              options_.model.empty() ? std::filesystem::path(chosen.toStdString())
                                                     : options_.model);
    openRemote(model_);
    setTheme(settings_.value(kThemeKey).toString());
    counter_ = std::make_unique<widgets::TokenCounter>(
        [location = model_.options.location] { return loadTokenizer(location); });
    queue_ = std::make_unique<worker::GenerationQueue>(makeEngine(environment_));
    form_.setRecommended(model_.recommended);
    makePanels();
    makeWindow();
    connectUndo();
    connectThemes();
    connectLanguages();
    connectPreferences();
    connectConnections();
    connectCells();
    connectModel();
    connectForecast();
    connectWelcome();
    restorePlacement();
    takeModel(std::move(model_));
    restoreForm();
    restoreSections();
    autosave_ = std::make_unique<FormAutosave>(&form_, &io_, environment_.dataFolder);
    connect(qApp, &QCoreApplication::aboutToQuit, this, &Desktop::shutDown);
}

Desktop::~Desktop() {
    shutDown();
}

void Desktop::makePanels() {
    const auto action = [this](Command command) { return actions_.get(command); };
    promptPanel_ =
        new widgets::PromptPanel(&form_, counter_.get(),
                                 {action(Command::Generate), action(Command::GenerateInFront),
                                  action(Command::InterruptAndGenerate), action(Command::Cancel),
                                  action(Command::StopAfterPicture), action(Command::FindTemplate),
                                  action(Command::RewritePrompt)});
    promptPanel_->setTokenLimit(kTrainedPromptTokens);
    settingsPanel_ = new widgets::SettingsPanel(&form_, schema_);
    placementPanel_ = new widgets::PlacementPanel;
    queuePanel_ = new widgets::QueuePanel(queue_.get(), action(Command::PauseQueue),
                                          action(Command::ClearQueue));
    resultPanel_ = new widgets::ResultPanel(
        &results_,
        {action(Command::Fit), action(Command::ActualSize), nullptr, action(Command::UseAll),
         action(Command::CopyPicture), action(Command::SavePicture)});
    const std::filesystem::path& named = model_.config.values.prompt.templatesFolder;
    craft_ = std::make_unique<CraftController>(CraftParts{
        {environment_.templates, named.empty() ? environment_.dataFolder / "templates" : named},
        &actions_,
        &settings_,
        &form_,
        queue_.get(),
        resultPanel_->notices()});
    history_ = std::make_unique<HistoryController>(environment_.dataFolder, &form_, &results_,
                                                   resultPanel_);
    compare_ = std::make_unique<CompareController>(
        CompareParts{&actions_, &settings_, &schema_, &form_, &results_, resultPanel_,
                     history_->panel(), queue_.get(), &io_});
    embeddings_ = std::make_unique<EmbeddingController>(
        EmbeddingParts{&actions_, &settings_, &form_, queue_.get(), resultPanel_, &io_});
}

// Where another panel goes: one line here.
void Desktop::makeWindow() {
    const std::vector<PanelPlace> panels = {
        {QStringLiteral("promptDock"), tr("Prompt"), promptPanel_, Qt::LeftDockWidgetArea, 350, {}},
        {QStringLiteral("templatesDock"), tr("Templates"), craft_->templatePanel(),
         Qt::LeftDockWidgetArea, 350, QStringLiteral("promptDock")},
        {QStringLiteral("rewriterDock"), tr("Rewriter"), craft_->rewriterPanel(),
         Qt::LeftDockWidgetArea, 350, QStringLiteral("promptDock")},
        {QStringLiteral("settingsDock"),
         tr("Settings"),
         settingsPanel_,
         Qt::RightDockWidgetArea,
         310,
         {}},
        {QStringLiteral("queueDock"), tr("Queue"), queuePanel_, Qt::RightDockWidgetArea, 310,
         QStringLiteral("settingsDock")},
        {QStringLiteral("placementDock"), tr("Devices"), placementPanel_, Qt::RightDockWidgetArea,
         310, QStringLiteral("settingsDock")},
        {QStringLiteral("historyDock"), tr("History"), history_->panel(), Qt::RightDockWidgetArea,
         310, QStringLiteral("settingsDock")},
        {QStringLiteral("compareDock"), tr("Comparison"), compare_->details(),
         Qt::RightDockWidgetArea, 310, QStringLiteral("settingsDock"), false},
        {QStringLiteral("embeddingDock"), tr("Embeddings"), embeddings_->panel(),
         Qt::RightDockWidgetArea, 310, QStringLiteral("settingsDock"), false},
    };
    centre_ = new CentrePages(resultPanel_, compare_->panel());
    window_ = std::make_unique<MainWindow>(&actions_, &settings_, centre_, panels);
    if (options_.safeMode) {
        window_->setPerspective(Perspective::Create);
        window_->resetLayout();
    }
    window_->setCloseQuestion([this] { return mayClose(); });
    ControllerParts parts;
    parts.actions = &actions_;
    parts.form = &form_;
    parts.results = &results_;
    parts.queue = queue_.get();
    parts.resultPanel = resultPanel_;
    parts.queuePanel = queuePanel_;
    parts.settingsPanel = settingsPanel_;
    parts.cells = window_->cells();
    controller_ = std::make_unique<GenerationController>(parts);
    connectKeeping();
    pictures_ = std::make_unique<PictureActions>(&actions_, &form_, &results_, resultPanel_,
                                                 &settings_, &io_);
    connect(craft_.get(), &CraftController::revealRequested, window_.get(), &MainWindow::reveal);
    connect(craft_.get(), &CraftController::promptChanged, actions_.get(Command::FocusPrompt),
            &QAction::trigger);
    notifier_ =
        std::make_unique<Notifier>(actions_.get(Command::Notify), &settings_, window_.get());
    connect(controller_.get(), &GenerationController::attentionWanted, this, &Desktop::notify);
    connectComparison();
    connectImport();
}

// Texts undo what was typed in them, everything else the steps of the form.
void Desktop::connectUndo() {
    const auto route = [this](bool undo) {
        QWidget* const focus = QApplication::focusWidget();
        if (auto* const text = qobject_cast<QPlainTextEdit*>(focus); text && !text->isReadOnly())
            undo ? text->undo() : text->redo();
        else if (auto* const line = qobject_cast<QLineEdit*>(focus);
                 line && (undo ? line->isUndoAvailable() : line->isRedoAvailable()))
            undo ? line->undo() : line->redo();
        else
            undo ? form_.undoStack()->undo() : form_.undoStack()->redo();
    };
    connect(actions_.get(Command::Undo), &QAction::triggered, this, [route] { route(true); });
    connect(actions_.get(Command::Redo), &QAction::triggered, this, [route] { route(false); });
    connect(actions_.get(Command::ResetSettings), &QAction::triggered, this,
            [this] { form_.resetSettings(); });
    connect(actions_.get(Command::FocusPrompt), &QAction::triggered, this, [this] {
        window_->reveal(QStringLiteral("promptDock"));
        promptPanel_->focusPrompt();
    });
    connect(actions_.get(Command::About), &QAction::triggered, this, &Desktop::showAbout);
    connect(actions_.get(Command::Diagnostics), &QAction::triggered, this,
            &Desktop::showDiagnostics);
}

void Desktop::connectThemes() {
    for (const auto& [command, theme] :
         {std::pair{Command::ThemeSystem, Theme::System},
          std::pair{Command::ThemeLight, Theme::Light}, std::pair{Command::ThemeDark, Theme::Dark},
          std::pair{Command::ThemeContrast, Theme::HighContrast}}) {
        QAction* const action = actions_.get(command);
        action->setChecked(themeOf(settings_.value(kThemeKey).toString()) == theme);
        connect(action, &QAction::triggered, this, [this, name = themeName(theme)] {
            settings_.setValue(kThemeKey, name);
            setTheme(name);
        });
    }
}

// Another language makes the window anew: the form, the queue and the layout come back as at every
// start. A drawing is not stopped for it.
void Desktop::connectLanguages() {
    const QString chosen = settings_.value(kLanguageKey).toString();
    for (const auto& [command, code] :
         {std::pair{Command::LanguageSystem, QString()},
          std::pair{Command::LanguageEnglish, QStringLiteral("en")},
          std::pair{Command::LanguageGerman, QStringLiteral("de")},
          std::pair{Command::LanguageJapanese, QStringLiteral("ja")},
          std::pair{Command::LanguageChinese, QStringLiteral("zh_CN")}}) {
        QAction* const action = actions_.get(command);
        action->setChecked(chosen == code);
        connect(action, &QAction::triggered, this, [this, code = code] {
            settings_.setValue(kLanguageKey, code);
            if (queue_->running()) {
                widgets::BarNotice notice;
                notice.key = QStringLiteral("language");
                notice.text = tr("The language changes at the next start: a drawing runs.");
                resultPanel_->notices()->add(notice);
                return;
            }
            closing_ = true; // nothing is lost: no question
            QApplication::exit(kOpenAnewStatus);
        });
    }
}

void Desktop::setTheme(const QString& name) {
    applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), themeOf(name),
               systemPalette_);
}

void Desktop::connectCells() {
    StatusCells* const cells = window_->cells();
    connect(cells, &StatusCells::placementClicked, this,
            [this] { window_->reveal(QStringLiteral("placementDock")); });
    connect(cells, &StatusCells::queueClicked, this,
            [this] { window_->reveal(QStringLiteral("queueDock")); });
    connect(cells, &StatusCells::promptClicked, actions_.get(Command::FocusPrompt),
            &QAction::trigger);
    connect(counter_.get(), &widgets::TokenCounter::counted, cells,
            [cells](const widgets::TokenCounts& counts) {
                cells->setTokens(counts.total(), kTrainedPromptTokens);
            });
}

void Desktop::connectModel() {
    connect(actions_.get(Command::OpenModel), &QAction::triggered, this,
            &Desktop::chooseModelFolder);
    connect(actions_.get(Command::UseDemoModel), &QAction::triggered, this,
            [this] { useModel(demoModelFolder(environment_.resources)); });
    connect(placementPanel_, &widgets::PlacementPanel::placementEdited, this, [this] {
        model_.options.placement = placementPanel_->placement();
        queue_->setOptions(model_.options);
        savePlacement();
    });
    connect(placementPanel_, &widgets::PlacementPanel::unloadRequested, queue_.get(),
            &worker::GenerationQueue::unloadModel);
}

void Desktop::chooseModelFolder() {
    auto* const dialog = new QFileDialog(window_.get(), tr("Open a model folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { useModel(folder.toStdString()); });
    dialog->open();
}

// A folder in which something is missing is told and not used: what works goes on working.
void Desktop::useModel(const std::filesystem::path& path) {
    DesktopModel next = loadDesktopModel(schema_, environment_, options_, path);
    openRemote(next);
    if (!next.problem)
        next.problem = missingComponent(next.options);
    if (next.problem) {
        const widgets::ErrorText text = widgets::errorText(*next.problem);
        widgets::BarNotice notice;
        notice.key = QStringLiteral("model");
        notice.kind = widgets::NoticeKind::Error;
        notice.text = tr("That model cannot be used. %1").arg(text.message);
        notice.hint = text.hint;
        notice.details = text.details;
        resultPanel_->notices()->add(notice);
        return;
    }
    resultPanel_->notices()->dismiss(QStringLiteral("model"));
    for (const char* const name : {"model.path", "model.dit", "model.text_encoder", "model.vae"})
        preferences_.values().reset(*schema_.find(name));
    options_.preferences = preferences_.values().layer();
    const bool isDemo = path == demoModelFolder(environment_.resources);
    next.chosen.isDemo = isDemo;
    isDemo ? settings_.remove(kModelKey)
           : settings_.setValue(kModelKey, QString::fromStdString(path.string()));
    next.options.placement = model_.options.placement;
    takeModel(std::move(next));
}

void Desktop::takeModel(DesktopModel model) {
    model_ = std::move(model);
    if (!model_.problem)
        model_.problem = missingComponent(model_.options);
    form_.setRecommended(model_.recommended);
    queue_->setOptions(model_.options);
    craft_->setSettings(model_.config.values);
    if (!options_.safeMode)
        craft_->setConfiguredTemplate(model_.config);
    connections_->setModel(model_);
    counter_->setLoader([location = model_.options.location] { return loadTokenizer(location); });
    const QString name = QString::fromStdString(model_.spec.name);
    const QString folder = QString::fromStdString(model_.options.location.model.string());
    const QString problem = model_.problem ? widgets::errorLine(*model_.problem) : QString();
    window_->cells()->setModel(name.isEmpty() ? tr("no model") : name, problem);
    placementPanel_->setModel(name, folder, model_.chosen.isDemo);
    describeModelToPanel();
    settingsPanel_->setModelShift(model_.spec.shift);
    settingsPanel_->setBaseSide(model_.recommended.width);
    controller_->setObstacle(model_.problem);
    compare_->setObstacle(model_.problem);
    refreshWelcome();
    import_->setLoraFolder(model_.config.values.lora.folder);
    resultPanel_->view()->setEmptyText(
        tr("Describe a picture"),
        model_.chosen.isDemo
            ? tr("Type what you want to see and press Ctrl+Enter. The bundled demo model draws "
                 "small pictures; open a model folder (Ctrl+Shift+O) for real ones.")
            : tr("Type what you want to see and press Ctrl+Enter."));
    for (const Notice& notice : model_.notices) {
        widgets::BarNotice shown;
        shown.key = QString::fromStdString(notice.code);
        shown.kind = widgets::NoticeKind::Warning;
        shown.text = widgets::asSentence(notice.message);
        resultPanel_->notices()->add(shown);
    }
}

void Desktop::restoreForm() {
    RestoredForm restored;
    if (!options_.safeMode)
        restored = readSavedForm(environment_.dataFolder);
    form_.restore(restored.form.value_or(widgets::formOf(model_.recommended)));
    if (!restored.damaged && !settings_.wasDamaged())
        return;
    widgets::BarNotice notice;
    notice.key = QStringLiteral("damaged");
    notice.kind = widgets::NoticeKind::Warning;
    notice.text =
        restored.damaged
            ? tr("The saved form was damaged. Its last good copy was restored.")
            : tr("The window's settings were damaged. Their last good copy was restored.");
    if (restored.damaged && !restored.form)
        notice.text = tr("The saved form was damaged, and there is no copy of it.");
    resultPanel_->notices()->add(notice);
}

void Desktop::restorePlacement() {
    if (options_.safeMode)
        return;
    Placement& placement = model_.options.placement;
    const auto text = [this](const char* key) {
        return settings_.value(kPlacementGroup + QLatin1String(key)).toString().toStdString();
    };
    placement.textEncoder = parseDeviceName(text("textEncoder")).value_or(placement.textEncoder);
    placement.transformer = parseDeviceName(text("transformer")).value_or(placement.transformer);
    placement.autoencoder = parseDeviceName(text("autoencoder")).value_or(placement.autoencoder);
    placement.weightFormat = parseWeightFormat(text("weights")).value_or(placement.weightFormat);
    placement.tiles.tiling =
        parseChoice<Tiling>(text("tiles"), "tiling").value_or(placement.tiles.tiling);
    for (const auto& [key, member] : kResidencyKeys)
        placement.residency.*member =
            parseChoice<Residency>(text(key), "residency").value_or(placement.residency.*member);
    placement.threads =
        settings_.value(kPlacementGroup + QLatin1String("threads"), placement.threads).toInt();
    placementPanel_->setPlacement(placement);
}

void Desktop::savePlacement() {
    const Placement& placement = model_.options.placement;
    const auto put = [this](const char* key, const std::string& value) {
        settings_.setValue(kPlacementGroup + QLatin1String(key), QString::fromStdString(value));
    };
    put("textEncoder", toString(placement.textEncoder));
    put("transformer", toString(placement.transformer));
    put("autoencoder", toString(placement.autoencoder));
    put("weights", std::string(toString(placement.weightFormat)));
    put("tiles", std::string(toString(placement.tiles.tiling)));
    for (const auto& [key, member] : kResidencyKeys)
        put(key, std::string(toString(placement.residency.*member)));
    settings_.setValue(kPlacementGroup + QLatin1String("threads"), placement.threads);
}

std::vector<widgets::CollapsibleSection*> Desktop::sections() const {
    std::vector<widgets::CollapsibleSection*> all = settingsPanel_->sections();
    all.push_back(promptPanel_->messageSection());
    all.push_back(promptPanel_->formattedSection());
    return all;
}

void Desktop::restoreSections() {
    if (options_.safeMode)
        return;
    for (widgets::CollapsibleSection* const section : sections())
        section->setOpen(
            settings_.value(kSectionGroup + section->objectName(), section->isOpen()).toBool());
}

// Asking for graphics cards may take a second.
void Desktop::findDevices() {
    QThreadPool::globalInstance()->start([this, list = environment_.listDevices] {
        const std::vector<DeviceReport> devices = list();
        QMetaObject::invokeMethod(
            this,
            [this, devices] {
                placementPanel_->setDevices(devices);
                devices_ = devices;
                const DeviceReport* best = nullptr;
                for (const DeviceReport& device : devices)
                    if (device.usable && (!best || best->name == "cpu"))
                        best = &device;
                if (best)
                    window_->cells()->setDevice(
                        QString::fromStdString(best->name).toUpper(),
                        tr("%1. Click for devices.")
                            .arg(QString::fromStdString(best->description)));
            },
            Qt::QueuedConnection);
    });
}

void Desktop::show() {
    window_->show();
    promptPanel_->focusPrompt();
    findDevices();
    history_->open();
    craft_->open();
    if (options_.safeMode)
        return;
    if (queueKeeper_)
        queueKeeper_->restore();
    unfinished_->look();
}

void Desktop::leave() {
    closing_ = true; // quitting closes the window, which would ask
    QApplication::quit();
}

bool Desktop::mayClose() {
    if (closing_ || !queue_->running())
        return true;
    auto* const box = new QMessageBox(QMessageBox::Question, tr("Diptych"),
                                      tr("A drawing runs. Quitting stops it; finished pictures are "
                                         "kept, and what waits comes back "
                                         "at the next start."),
                                      QMessageBox::NoButton, window_.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->addButton(tr("Stay"), QMessageBox::RejectRole);
    const QAbstractButton* const quit =
        box->addButton(tr("Stop and quit"), QMessageBox::AcceptRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, quit](const QAbstractButton* button) {
        if (button != quit)
            return;
        closing_ = true;
        window_->close();
    });
    box->open();
    return false;
}

void Desktop::shutDown() {
    if (std::exchange(shutDown_, true))
        return;
    queue_->stopForGood();
    connections_->shutDown();
    QThreadPool::globalInstance()->waitForDone();
    autosave_->flush();
    window_->saveLayout();
    for (const widgets::CollapsibleSection* const section : sections())
        settings_.setValue(kSectionGroup + section->objectName(), section->isOpen());
    craft_->flush();
    settings_.save();
    history_->backUp();
    io_.drain();
}

void Desktop::showAbout() {
    AboutFacts facts;
    facts.version = QString::fromStdString(environment_.version);
    facts.model = QString::fromStdString(model_.spec.name);
    facts.modelFolder = QString::fromStdString(model_.options.location.model.string());
    facts.pictures =
        QString::fromStdString((environment_.dataFolder / history::kPicturesFolder).string());
    facts.settings = QString::fromStdString((environment_.configFolder / "window.ini").string());
    auto* const dialog = new AboutDialog(facts, window_.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace diptych::gui
