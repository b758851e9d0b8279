// The whole desktop program but its process: makes every part and ties them together.
#pragma once

#include "app/gui/actions.h"
#include "app/gui/compare_controller.h"
#include "app/gui/connections.h"
#include "app/gui/craft_controller.h"
#include "app/gui/desktop_environment.h"
#include "app/gui/desktop_model.h"
#include "app/gui/embedding_controller.h"
#include "app/gui/form_autosave.h"
#include "app/gui/generation_controller.h"
#include "app/gui/history_controller.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "app/gui/notifier.h"
#include "app/gui/picture_actions.h"
#include "app/gui/picture_import.h"
#include "app/gui/preferences_controller.h"
#include "app/gui/queue_keeper.h"
#include "app/gui/recent_files.h"
#include "app/gui/settings_store.h"
#include "app/gui/unfinished_pictures.h"
#include "app/gui/zoom_actions.h"
#include "app/worker/generation_queue.h"
#include "core/checkpoint/model_finder.h"
#include "core/config/schema.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"
#include "widgets/model/token_counter.h"

#include <QObject>
#include <QPalette>

#include <memory>
#include <vector>

namespace diptych::widgets {
class CollapsibleSection;
class PlacementPanel;
class PromptPanel;
class QueuePanel;
class ResultPanel;
class SettingsPanel;
class WelcomeCards;
} // namespace diptych::widgets

namespace diptych::gui {

class CentrePages;

/// Below the data folder: pictures that are drawn and not saved yet.
inline constexpr const char* kUnfinishedFolder = "unfinished";
/// In the window's settings: the model that was chosen in it.
inline const QString kModelKey = QStringLiteral("model/path");

/// The event loop's status when the window is to be opened anew, as another language needs it.
inline constexpr int kOpenAnewStatus = 75;

class Desktop : public QObject {
    Q_OBJECT

  public:
    /// The application object must exist.
    Desktop(DesktopEnvironment environment, DesktopOptions options);
    ~Desktop() override;

    void show();
    /// Leaves without asking; what runs is stopped.
    void leave();
    /// Looks at pictures and offers their settings.
    void openPictures(const QStringList& files) { import_->open(files); }
    /// For another start of the program: shows the window, then opens its pictures.
    void bringToFront(const QStringList& files);
    MainWindow& window() { return *window_; }
    Actions& actions() { return actions_; }
    worker::GenerationQueue& queue() { return *queue_; }
    widgets::RequestModel& form() { return form_; }
    widgets::ResultModel& results() { return results_; }
    PictureActions& pictures() { return *pictures_; }
    HistoryController& history() { return *history_; }
    CraftController& craft() { return *craft_; }
    CompareController& compare() { return *compare_; }
    EmbeddingController& embeddings() { return *embeddings_; }
    Connections& connections() { return *connections_; }
    PictureImport& import() { return *import_; }
    widgets::IoThread& io() { return io_; }

  private:
    void makePanels();
    void makeWindow();
    void connectKeeping();
    void connectComparison();
    void takeFiles(const QStringList& files);
    void connectImport();
    void connectUndo();
    void connectModel();
    void connectThemes();
    void connectLanguages();
    void connectPreferences();
    void connectConnections();
    void applyPreferences();
    void connectCells();
    void connectForecast();
    void describeModelToPanel();
    void refreshFreeMemory();
    void forecastJob();
    void useModel(const std::filesystem::path& path);
    void openRemote(DesktopModel& model) const;
    void takeModel(DesktopModel model);
    void chooseModelFolder();
    void showModels();
    void useFound(const FoundModel& model);
    void connectWelcome();
    void refreshWelcome();
    void restoreForm();
    void restorePlacement();
    void restoreSections();
    void savePlacement();
    void findDevices();
    void setTheme(const QString& name);
    bool mayClose();
    void shutDown();
    void showAbout();
    void showDiagnostics();
    void notify(worker::JobId job);
    std::vector<widgets::CollapsibleSection*> sections() const;

    DesktopEnvironment environment_;
    DesktopOptions options_;
    SettingsStore settings_;
    WindowLanguage language_; ///< before anything that has a text
    config::Schema schema_;
    DesktopModel model_;
    widgets::IoThread io_;
    widgets::RequestModel form_;
    widgets::ResultModel results_;
    std::unique_ptr<widgets::TokenCounter> counter_;
    std::unique_ptr<worker::GenerationQueue> queue_;
    Actions actions_;
    PreferencesController preferences_;
    std::unique_ptr<HistoryController> history_;      ///< its panel is the window's
    std::unique_ptr<CraftController> craft_;          ///< its panels are the window's
    std::unique_ptr<CompareController> compare_;      ///< its panels are the window's
    std::unique_ptr<EmbeddingController> embeddings_; ///< its panel is the window's
    QPalette systemPalette_;

    // Panels belong to the window.
    widgets::PromptPanel* promptPanel_ = nullptr;
    widgets::SettingsPanel* settingsPanel_ = nullptr;
    widgets::PlacementPanel* placementPanel_ = nullptr;
    widgets::QueuePanel* queuePanel_ = nullptr;
    widgets::ResultPanel* resultPanel_ = nullptr;
    widgets::WelcomeCards* welcome_ = nullptr;
    CentrePages* centre_ = nullptr;
    std::unique_ptr<MainWindow> window_;

    std::unique_ptr<GenerationController> controller_;
    std::unique_ptr<PictureActions> pictures_;
    std::unique_ptr<ZoomActions> zoom_;
    std::unique_ptr<UnfinishedPictures> unfinished_;
    std::unique_ptr<QueueKeeper> queueKeeper_;
    std::unique_ptr<PictureImport> import_;
    std::unique_ptr<RecentFiles> recent_;
    std::unique_ptr<Notifier> notifier_;
    std::vector<DeviceReport> devices_;
    int promptTokens_ = kTrainedPromptTokens; ///< as counted last
    std::unique_ptr<FormAutosave> autosave_;
    std::unique_ptr<Connections> connections_; ///< goes before the queue
    bool closing_ = false;                     ///< the user has said so
    bool shutDown_ = false;
};

} // namespace diptych::gui
