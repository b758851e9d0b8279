#include "app/gui/actions.h"

#include "widgets/controls/icon_set.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

#include <array>

namespace diptych::gui {

namespace {

struct CommandWords {
    Command command;
    const char* name;
    const char* text;
    const char* shortcuts; ///< one or several, with ", " between
    const char* icon;      ///< empty = none
    const char* tip;
};

constexpr std::array kWords = {
    CommandWords{
        Command::OpenPicture, "file.openPicture",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Open a picture…"), "Ctrl+O", "picture",
        QT_TRANSLATE_NOOP(
            "diptych::gui::Actions",
            "Look at a picture and read its settings; those of other programs are understood too")},
    CommandWords{Command::ClearRecent, "file.clearRecent",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Clear this list"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Forget which pictures were opened")},
    CommandWords{Command::OpenEmbeddings, "file.openEmbeddings",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Open em&beddings…"), "", "embedding",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Look at saved embeddings of a prompt, and draw from them")},
    CommandWords{Command::SaveEmbedding, "file.saveEmbedding",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Sa&ve the prompt's embedding…"), "",
                 "save",
                 QT_TRANSLATE_NOOP(
                     "diptych::gui::Actions",
                     "Encode the prompt and write the embedding with all that is known of it")},
    CommandWords{
        Command::OpenModel, "file.openModel",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Open a &model folder…"), "Ctrl+Shift+O",
        "folder",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Draw with a checkpoint that you have")},
    CommandWords{Command::FindModels, "file.findModels",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "F&ind models…"), "", "search",
                 QT_TRANSLATE_NOOP(
                     "diptych::gui::Actions",
                     "Look for models that other programs have fetched, or read what to fetch")},
    CommandWords{Command::UseDemoModel, "file.useDemoModel",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Use the &demo model"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Draw with the small model that comes with the program")},
    CommandWords{Command::SavePicture, "picture.save",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Save picture as…"), "Ctrl+S", "save",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Write the picture as PNG, JPEG or WebP where you want it")},
    CommandWords{Command::ShowInFolder, "picture.showInFolder",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Show in &folder"), "", "folder",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Open the folder in which the picture was stored by itself")},
    CommandWords{Command::Quit, "file.quit", QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Quit"),
                 "Ctrl+Q", "", QT_TRANSLATE_NOOP("diptych::gui::Actions", "Leave the program")},
    CommandWords{Command::Undo, "edit.undo", QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Undo"),
                 "Ctrl+Z", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Take back the last change of the text or of the settings")},
    CommandWords{Command::Redo, "edit.redo", QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Redo"),
                 "Ctrl+Shift+Z", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Make the change again")},
    CommandWords{Command::ResetSettings, "edit.resetSettings",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Reset all &settings"), "", "reset",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Set every number to what is recommended for the model")},
    CommandWords{Command::CopyPicture, "picture.copy",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Copy picture"), "Ctrl+Shift+C",
                 "copy",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Copy the picture together with how it was made")},
    CommandWords{Command::PastePicture, "edit.pastePicture",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Paste a picture's settin&gs"),
                 "Ctrl+Shift+V", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Read the settings of the copied picture, file or text")},
    CommandWords{
        Command::Preferences, "edit.preferences",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Pre&ferences…"), "Ctrl+,", "settings",
        QT_TRANSLATE_NOOP("diptych::gui::Actions",
                          "Everything that can be set once and for all, and every shortcut")},
    CommandWords{Command::EncoderServers, "edit.encoderServers",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Encoder on another &machine…"), "",
                 "link",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Encode prompts on servers: choose, test and compare them")},
    CommandWords{Command::ShareEncoder, "edit.shareEncoder",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "S&hare this encoder…"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Let other programs and machines use the model that is open")},
    CommandWords{Command::MetadataAll, "picture.metadataAll",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Everything"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Pictures that you save or copy tell how they were made")},
    CommandWords{Command::MetadataNoPrompt, "picture.metadataNoPrompt",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Numbers, but no text of yours"), "",
                 "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Pictures that you save or copy tell settings, but no prompt")},
    CommandWords{
        Command::MetadataNone, "picture.metadataNone",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "N&othing"), "", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Pictures that you save or copy tell nothing")},
    CommandWords{
        Command::Generate, "generate.start",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Generate"), "Ctrl+Return, Ctrl+Enter",
        "generate",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Draw; while a drawing runs, queue behind it")},
    CommandWords{Command::GenerateInFront, "generate.front",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Generate &next"), "Ctrl+Alt+Return",
                 "front",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Queue in front of what waits")},
    CommandWords{Command::InterruptAndGenerate, "generate.interrupt",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Interrupt and generate"),
                 "Ctrl+Shift+Return", "interrupt",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Stop the drawing that runs and begin with this one")},
    CommandWords{Command::Cancel, "generate.cancel",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Cancel"), "Esc, Shift+X", "cancel",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Stop the drawing that runs, now")},
    CommandWords{
        Command::StopAfterPicture, "generate.stopAfter",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "S&top after this picture"), "Shift+Esc",
        "stop-after",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Finish the picture that is drawn, then stop")},
    CommandWords{Command::PauseQueue, "queue.pause",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Pause the queue"), "", "pause",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Let nothing new begin")},
    CommandWords{Command::ClearQueue, "queue.clear",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "C&lear the queue"), "Ctrl+Shift+X",
                 "remove",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Take out everything that waits")},
    CommandWords{Command::RemoveFinished, "queue.removeFinished",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Remove failed and cancelled &jobs"),
                 "", "", QT_TRANSLATE_NOOP("diptych::gui::Actions", "Tidy the list of jobs")},
    CommandWords{Command::UseAll, "picture.useAll",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Use &everything"), "A", "previous",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Take the picture's prompt and settings into the form")},
    CommandWords{
        Command::UsePrompt, "picture.usePrompt",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Use the &prompt"), "P", "prompt",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Take the picture's prompt into the form")},
    CommandWords{
        Command::UseSeed, "picture.useSeed",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Use the see&d"), "S", "dice",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Take the picture's seed into the form")},
    CommandWords{
        Command::Compare, "compare.pictures",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Compare the chosen pictures"), "C", "compare",
        QT_TRANSLATE_NOOP("diptych::gui::Actions",
                          "Compare what is chosen in the filmstrip; of one picture alone, with the "
                          "one before")},
    CommandWords{Command::CompareFiles, "compare.files",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Open pictures to compare…"), "",
                 "add",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Add picture files to the comparison, nine at most")},
    CommandWords{
        Command::CompareVariants, "compare.variants",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Draw &variants to compare…"), "Ctrl+Shift+G",
        "variants",
        QT_TRANSLATE_NOOP("diptych::gui::Actions",
                          "Draw the form two to nine times from the same noise, with differences")},
    CommandWords{Command::UseCompared, "compare.use",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Use its settings"), "", "previous",
                 QT_TRANSLATE_NOOP(
                     "diptych::gui::Actions",
                     "Take the settings of the marked picture of the comparison into the form")},
    CommandWords{Command::RemoveCompared, "compare.remove",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Take it out"), "", "remove",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Take the marked picture out of the comparison")},
    CommandWords{Command::ClearComparison, "compare.clear",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Take &all out"), "", "close",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Take every picture out of the comparison; no file is touched")},
    CommandWords{Command::ExportComparison, "compare.export",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Export the comparison…"), "Ctrl+E",
                 "export",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Write the comparison as one labelled picture, or as a page")},
    CommandWords{
        Command::CopyComparison, "compare.copy",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Co&py the comparison"), "", "copy",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Copy the comparison as one labelled picture")},
    CommandWords{Command::PreviousPicture, "view.previousPicture",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "P&revious picture"), "Alt+Left", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Show the picture before")},
    CommandWords{Command::NextPicture, "view.nextPicture",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Next picture"), "Alt+Right", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Show the picture after")},
    CommandWords{Command::Fit, "view.fit",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Fit the picture"), "Ctrl+0", "fit",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Show the whole picture")},
    CommandWords{Command::ActualSize, "view.actualSize",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&100 %"), "Ctrl+1", "actual",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "One pixel of the screen for each")},
    CommandWords{Command::DoubleSize, "view.doubleSize",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&200 %"), "Ctrl+2", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Two pixels of the screen for each")},
    CommandWords{Command::ZoomIn, "view.zoomIn",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Zoom &in"), "Ctrl++, Ctrl+=", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Enlarge the picture")},
    CommandWords{Command::ZoomOut, "view.zoomOut",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Zoom &out"), "Ctrl+-", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Make the picture smaller")},
    CommandWords{Command::FocusPrompt, "view.focusPrompt",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Go to the &prompt"), "Alt+A", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Put the cursor into the prompt")},
    CommandWords{Command::FindTemplate, "prompt.findTemplate",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Find a &template…"), "Ctrl+T",
                 "template",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Search the templates, see what they do, and apply one")},
    CommandWords{Command::RewritePrompt, "prompt.rewrite",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Re&write the prompt"), "Ctrl+R",
                 "rewrite",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Let the language model write a better prompt to choose from")},
    CommandWords{
        Command::HidePanels, "view.hidePanels",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Picture on&ly"), "F9", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Hide every panel, or show them again")},
    CommandWords{Command::FullScreen, "view.fullScreen",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "F&ull screen"), "F11", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Use the whole screen")},
    CommandWords{
        Command::PerspectiveCreate, "window.perspectiveCreate",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Create"), "F5", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Arrange the panels for writing and drawing")},
    CommandWords{Command::PerspectiveCompare, "window.perspectiveCompare",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "C&ompare"), "F6", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Arrange the panels for looking at results side by side")},
    CommandWords{
        Command::PerspectiveInspect, "window.perspectiveInspect",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Inspect"), "F7", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions",
                          "Arrange the panels for seeing what the model gets and where it runs")},
    CommandWords{Command::PerspectiveHistory, "window.perspectiveHistory",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&History"), "F8", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Give the history most of the window")},
    CommandWords{Command::LockLayout, "window.lockLayout",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Lock the panels"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Panels have no title bars and stay where they are")},
    CommandWords{
        Command::ResetLayout, "window.resetLayout",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Reset the layout"), "", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Put every panel where it was at first")},
    CommandWords{
        Command::ThemeSystem, "window.themeSystem",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "As the &system"), "", "",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "Theme: light or dark as the system is")},
    CommandWords{Command::ThemeLight, "window.themeLight",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Light"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Theme: light")},
    CommandWords{Command::ThemeDark, "window.themeDark",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Dark"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Theme: dark")},
    CommandWords{Command::ThemeContrast, "window.themeContrast",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "High &contrast"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions",
                                   "Theme: white and yellow on black, with strong lines")},
    CommandWords{Command::LanguageSystem, "window.languageSystem",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&System"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Language: the system's")},
    CommandWords{Command::LanguageEnglish, "window.languageEnglish",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "English"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Language: English")},
    CommandWords{Command::LanguageGerman, "window.languageGerman",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Deutsch"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Language: German")},
    CommandWords{Command::LanguageJapanese, "window.languageJapanese",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "日本語"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Language: Japanese")},
    CommandWords{Command::LanguageChinese, "window.languageChinese",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "简体中文"), "", "",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Language: Simplified Chinese")},
    CommandWords{
        Command::Notify, "window.notify",
        QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Notify when a drawing is done"), "", "",
        QT_TRANSLATE_NOOP(
            "diptych::gui::Actions",
            "Tell by a message of the system when a drawing ends and another window is in front")},
    CommandWords{Command::CommandPalette, "tools.commandPalette",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&Commands…"), "Ctrl+Shift+P, Ctrl+K",
                 "search",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Find a command by its name")},
    CommandWords{Command::Diagnostics, "help.diagnostics",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Copy &diagnostics…"), "", "copy",
                 QT_TRANSLATE_NOOP(
                     "diptych::gui::Actions",
                     "What a report of a fault should tell, without secrets, to look at and copy")},
    CommandWords{Command::About, "help.about",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "&About Diptych"), "", "info",
                 QT_TRANSLATE_NOOP("diptych::gui::Actions", "Version, model and devices")},
};

QAction* makeAction(const CommandWords& words, QObject* parent) {
    auto* const action = new QAction(Actions::tr(words.text), parent);
    action->setObjectName(QString::fromLatin1(words.name));
    if (*words.shortcuts != '\0') {
        QList<QKeySequence> keys;
        for (const QString& key : QString::fromLatin1(words.shortcuts).split(QStringLiteral(", ")))
            keys << QKeySequence(key);
        action->setShortcuts(keys);
    }
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = Actions::tr(words.tip);
    action->setToolTip(keys.isEmpty() ? tip : tip + QStringLiteral(" (%1)").arg(keys));
    action->setStatusTip(QString()); // the status bar has facts to show
    action->setWhatsThis(tip);
    if (*words.icon != '\0')
        action->setIcon(widgets::icon(QString::fromLatin1(words.icon)));
    return action;
}

} // namespace

Actions::Actions(QObject* parent) : QObject(parent) {
    for (const CommandWords& words : kWords)
        actions_.push_back(makeAction(words, this));
    get(Command::Quit)->setMenuRole(QAction::QuitRole);
    get(Command::About)->setMenuRole(QAction::AboutRole);
    get(Command::Preferences)->setMenuRole(QAction::PreferencesRole);
    // Letters are commands only where nothing is typed: whoever shows pictures adds these actions.
    for (const Command command :
         {Command::UseAll, Command::UsePrompt, Command::UseSeed, Command::Compare})
        get(command)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    for (const Command command :
         {Command::StopAfterPicture, Command::PauseQueue, Command::HidePanels, Command::FullScreen,
          Command::LockLayout, Command::Notify})
        get(command)->setCheckable(true);
    makeExclusive(
        {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark, Command::ThemeContrast},
        tr("Theme"));
    makeExclusive({Command::LanguageSystem, Command::LanguageEnglish, Command::LanguageGerman,
                   Command::LanguageJapanese, Command::LanguageChinese},
                  tr("Language"));
    makeExclusive({Command::PerspectiveCreate, Command::PerspectiveCompare,
                   Command::PerspectiveInspect, Command::PerspectiveHistory},
                  tr("Perspective"));
    get(Command::PerspectiveCreate)->setChecked(true);
    makeExclusive({Command::MetadataAll, Command::MetadataNoPrompt, Command::MetadataNone},
                  tr("What pictures tell"));
}

void Actions::makeExclusive(std::initializer_list<Command> commands, const QString& path) {
    auto* const group = new QActionGroup(this);
    for (const Command command : commands) {
        get(command)->setCheckable(true);
        get(command)->setProperty("path", path); // what its menu adds to its text
        group->addAction(get(command));
    }
}

QAction* Actions::get(Command command) const {
    return actions_[static_cast<std::size_t>(command)];
}

void Actions::add(QMenu* menu, std::initializer_list<Command> commands) const {
    for (const Command command : commands)
        menu->addAction(get(command));
    menu->addSeparator();
}

void Actions::fillMenus(QMenuBar* bar, const QList<QAction*>& panels) const {
    QMenu* const file = bar->addMenu(tr("&File"));
    file->addAction(get(Command::OpenPicture));
    QMenu* const recent = file->addMenu(tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->addAction(get(Command::ClearRecent));
    file->addSeparator();
    add(file, {Command::OpenEmbeddings, Command::SaveEmbedding});
    add(file, {Command::OpenModel, Command::FindModels, Command::UseDemoModel});
    add(file, {Command::SavePicture, Command::ShowInFolder});
    QMenu* const metadata = file->addMenu(tr("&What pictures tell"));
    add(metadata, {Command::MetadataAll, Command::MetadataNoPrompt, Command::MetadataNone});
    file->addSeparator();
    add(file, {Command::Quit});
    QMenu* const edit = bar->addMenu(tr("&Edit"));
    add(edit, {Command::Undo, Command::Redo});
    add(edit, {Command::CopyPicture, Command::PastePicture});
    add(edit, {Command::FindTemplate, Command::RewritePrompt});
    add(edit, {Command::UseAll, Command::UsePrompt, Command::UseSeed});
    add(edit, {Command::ResetSettings});
    add(edit, {Command::EncoderServers, Command::ShareEncoder, Command::Preferences});
    QMenu* const generate = bar->addMenu(tr("&Generate"));
    add(generate, {Command::Generate, Command::GenerateInFront, Command::InterruptAndGenerate});
    add(generate, {Command::StopAfterPicture, Command::Cancel});
    add(generate, {Command::PauseQueue, Command::ClearQueue, Command::RemoveFinished});
    QMenu* const compare = bar->addMenu(tr("&Compare"));
    add(compare, {Command::Compare, Command::CompareFiles, Command::CompareVariants});
    add(compare, {Command::UseCompared, Command::RemoveCompared, Command::ClearComparison});
    add(compare, {Command::ExportComparison, Command::CopyComparison});
    QMenu* const view = bar->addMenu(tr("&View"));
    add(view, {Command::Fit, Command::ActualSize, Command::DoubleSize, Command::ZoomIn,
               Command::ZoomOut});
    add(view, {Command::PreviousPicture, Command::NextPicture});
    add(view, {Command::PerspectiveCreate, Command::PerspectiveCompare, Command::PerspectiveInspect,
               Command::PerspectiveHistory});
    add(view, {Command::FocusPrompt, Command::HidePanels, Command::FullScreen});
    QMenu* const window = bar->addMenu(tr("&Window"));
    window->addActions(panels);
    window->addSeparator();
    QMenu* const theme = window->addMenu(tr("&Theme"));
    add(theme,
        {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark, Command::ThemeContrast});
    QMenu* const language = window->addMenu(tr("&Language"));
    add(language, {Command::LanguageSystem, Command::LanguageEnglish, Command::LanguageGerman,
                   Command::LanguageJapanese, Command::LanguageChinese});
    add(window, {Command::Notify});
    add(window, {Command::LockLayout, Command::ResetLayout});
    QMenu* const help = bar->addMenu(tr("&Help"));
    add(help, {Command::CommandPalette, Command::Diagnostics, Command::About});
}

QString commandName(Command command) {
    return QString::fromLatin1(kWords[static_cast<std::size_t>(command)].name);
}

} // namespace diptych::gui
