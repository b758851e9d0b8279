// Every command of the program: one action each with a stable name, a text, a shortcut and an icon.
// Menus, buttons, the command palette and tests all use these.
#pragma once

#include <QAction>
#include <QObject>

#include <initializer_list>
#include <vector>

class QMenu;
class QMenuBar;

namespace diptych::gui {

enum class Command {
    OpenPicture,
    ClearRecent,
    OpenEmbeddings,
    SaveEmbedding,
    OpenModel,
    FindModels,
    UseDemoModel,
    SavePicture,
    ShowInFolder,
    Quit,
    Undo,
    Redo,
    ResetSettings,
    CopyPicture,
    PastePicture,
    Preferences,
    EncoderServers,
    ShareEncoder,
    MetadataAll,
    MetadataNoPrompt,
    MetadataNone,
    Generate,
    GenerateInFront,
    InterruptAndGenerate,
    Cancel,
    StopAfterPicture,
    PauseQueue,
    ClearQueue,
    RemoveFinished,
    UseAll,
    UsePrompt,
    UseSeed,
    Compare,
    CompareFiles,
    CompareVariants,
    UseCompared,
    RemoveCompared,
    ClearComparison,
    ExportComparison,
    CopyComparison,
    PreviousPicture,
    NextPicture,
    Fit,
    ActualSize,
    DoubleSize,
    ZoomIn,
    ZoomOut,
    FocusPrompt,
    FindTemplate,
    RewritePrompt,
    HidePanels,
    FullScreen,
    PerspectiveCreate,
    PerspectiveCompare,
    PerspectiveInspect,
    PerspectiveHistory,
    LockLayout,
    ResetLayout,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ThemeContrast,
    LanguageSystem,
    LanguageEnglish,
    LanguageGerman,
    LanguageJapanese,
    LanguageChinese,
    Notify,
    CommandPalette,
    Diagnostics,
    About,
};

class Actions : public QObject {
    Q_OBJECT

  public:
    explicit Actions(QObject* parent = nullptr);

    QAction* get(Command command) const;
    /// In the order of the enumeration.
    const std::vector<QAction*>& all() const { return actions_; }

    /// Fills the bar. `panels` are the actions that show and hide docks.
    void fillMenus(QMenuBar* bar, const QList<QAction*>& panels) const;

  private:
    void makeExclusive(std::initializer_list<Command> commands, const QString& path);
    void add(QMenu* menu, std::initializer_list<Command> commands) const;

    std::vector<QAction*> actions_;
};

/// The name of a command as settings, tests and menus know it: "generate.start".
QString commandName(Command command);

} // namespace diptych::gui
