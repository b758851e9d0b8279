// Pictures of the window in its states, for looking at:
// window_shots FOLDER [WIDTHxHEIGHT] [THEME] [all|craft|compare] [LANGUAGE]
// Not a test.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/command_palette.h"
#include "app/gui/language.h"
#include "app/gui/preferences_dialog.h"
#include "app/gui/theme.h"
#include "widgets/compare/variants_dialog.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/compare_view.h"
#include "widgets/controls/prompt_edit.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

namespace diptych {

namespace {

constexpr const char* kPrompt =
    "A lighthouse on a cliff at dusk, warm light in its windows, the sea calm, thin clouds "
    "catching the last sun, oil on canvas";

class Shots {
  public:
    Shots(QString folder, QSize size, QString theme, QString language)
        : folder_(std::move(folder)), size_(size), theme_(std::move(theme)),
          language_(std::move(language)) {
        QDir().mkpath(folder_);
    }

    void take(test::DesktopFixture& fixture, const QString& name) { take(&fixture.window(), name); }

    void take(QWidget* widget, const QString& name) {
        QTest::qWait(120);
        const QString file =
            QStringLiteral("%1/%2-%3-%4.png").arg(folder_, name, theme_).arg(size_.width());
        if (!widget || !widget->grab().save(file))
            std::cerr << "cannot write " << file.toStdString() << '\n';
    }

    void open(test::DesktopFixture& fixture) {
        fixture.setLanguage(language_);
        fixture.open();
        fixture.window().resize(size_);
        fixture.trigger(theme_ == QLatin1String("dark")       ? gui::Command::ThemeDark
                        : theme_ == QLatin1String("contrast") ? gui::Command::ThemeContrast
                                                              : gui::Command::ThemeLight);
        QTest::qWait(200);
    }

  private:
    QString folder_;
    QSize size_;
    QString theme_;
    QString language_;
};

void type(test::DesktopFixture& fixture, const QString& text) {
    fixture.child<widgets::PromptEdit>("prompt")->setPlainText(text);
}

void shootDemo(Shots& shots) {
    test::DesktopFixture fixture;
    shots.open(fixture);
    shots.take(fixture, QStringLiteral("empty"));
    type(fixture, QString::fromLatin1(kPrompt));
    fixture.desktop().form().edit(widgets::RequestField::Steps,
                                  [](widgets::RequestForm& form) { form.request.steps = 12; });
    fixture.desktop().form().edit(widgets::RequestField::Count,
                                  [](widgets::RequestForm& form) { form.request.count = 3; });
    fixture.trigger(gui::Command::Generate);
    static_cast<void>(
        QTest::qWaitFor([&] { return fixture.desktop().results().rowCount() == 3; }, 30000));
    shots.take(fixture, QStringLiteral("done"));
    fixture.child<widgets::CollapsibleSection>("messageSection")->setOpen(true);
    fixture.child<widgets::CollapsibleSection>("formattedSection")->setOpen(true);
    fixture.desktop().form().edit(widgets::RequestField::Thinking, [](widgets::RequestForm& form) {
        form.thinkMode = widgets::ThinkMode::Text;
        form.thinkingText = "Warm against cold: keep the palette small.";
    });
    fixture.desktop().form().edit(widgets::RequestField::Guidance, [](widgets::RequestForm& form) {
        form.request.guidanceScale = 2.0;
    });
    shots.take(fixture, QStringLiteral("sections"));
    fixture.window().reveal(QStringLiteral("placementDock"));
    fixture.trigger(gui::Command::CommandPalette);
    shots.take(fixture, QStringLiteral("palette"));
}

// The templates, the rewriter with a text, and a prompt with a template and a long one.
void shootCraft(Shots& shots) {
    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    state->rewriter.writes =
        "<think>The user wants a lighthouse. Light, sea and air are missing.</think>A white "
        "lighthouse on a steep cliff at dusk, warm light in its windows, the sea calm and violet, "
        "thin clouds catching the last sun, a gull in the foreground, oil on canvas";
    fixture.environment.openPipeline =
        [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    fixture.environment.templates =
        std::filesystem::path(DIPTYCH_RESOURCES).parent_path() / "templates";
    shots.open(fixture);
    type(fixture, QString::fromLatin1(kPrompt));
    fixture.trigger(gui::Command::FindTemplate);
    static_cast<void>(
        QTest::qWaitFor([&] { return fixture.desktop().craft().list().rowCount() > 0; }, 10000));
    fixture.desktop().craft().list().toggleFavourite(
        fixture.desktop().craft().list().index(2).data(widgets::TemplateNameRole).toString());
    shots.take(fixture, QStringLiteral("templates"));
    auto* const search = fixture.child<QLineEdit>("templateSearch");
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("film"));
    QTest::keyClick(search, Qt::Key_Down);
    shots.take(fixture, QStringLiteral("search"));
    QTest::keyClick(search, Qt::Key_Return);
    fixture.child<QSpinBox>("rewriterVariants")->setValue(3);
    fixture.window().reveal(QStringLiteral("rewriterDock"));
    shots.take(fixture, QStringLiteral("rewriter-empty"));
    fixture.trigger(gui::Command::RewritePrompt);
    static_cast<void>(
        QTest::qWaitFor([&] { return !fixture.desktop().craft().rewrites().isRunning(); }, 10000));
    fixture.child<widgets::CollapsibleSection>("rewriterThoughts")->setOpen(true);
    shots.take(fixture, QStringLiteral("rewriter"));
    fixture.trigger(gui::Command::FocusPrompt);
    QString words;
    for (int i = 0; i < 700; ++i)
        words += QStringLiteral("lantern ");
    type(fixture, words);
    fixture.child<widgets::CollapsibleSection>("messageSection")->setOpen(true);
    QTest::qWait(400);
    shots.take(fixture, QStringLiteral("long"));
}

void shootQueue(Shots& shots) {
    test::DesktopFixture fixture;
    auto state = std::make_shared<test::FakePipelineState>();
    auto stop = std::make_shared<std::atomic<bool>>(false);
    fixture.environment.openPipeline =
        [state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    state->beforeStep = [stop](int step, const RunContext& context) -> Status {
        while (step == 4 && !stop->load() && !context.cancelled())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        if (step == 4 && stop->exchange(false))
            return fail(ErrorCode::OutOfMemory, "the transformer needs 14.2 GiB, 9.8 are free");
        return Done{};
    };
    shots.open(fixture);
    type(fixture, QString::fromLatin1(kPrompt));
    for (int i = 0; i < 4; ++i)
        fixture.trigger(gui::Command::Generate);
    fixture.window().reveal(QStringLiteral("queueDock"));
    QTest::qWait(400);
    shots.take(fixture, QStringLiteral("running"));
    stop->store(true);
    QTest::qWait(400);
    shots.take(fixture, QStringLiteral("failed"));
}

// The comparison in its ways of looking, with pictures that were drawn as variants.
void shootComparison(Shots& shots) {
    test::DesktopFixture fixture;
    shots.open(fixture);
    type(fixture, QStringLiteral("a red barn beside a lake, the sun above the hills"));
    fixture.trigger(gui::Command::PerspectiveCompare);
    shots.take(fixture, QStringLiteral("compare-empty"));
    fixture.trigger(gui::Command::CompareVariants);
    auto* const dialog = fixture.child<widgets::VariantsDialog>("variantsDialog");
    widgets::VariantsModel& model = dialog->model();
    model.setData(model.index(0, 1),
                  QStringLiteral("a blue barn beside a lake, the moon above the hills"),
                  Qt::EditRole);
    model.duplicate(1);
    model.addRow(QStringLiteral("steps"));
    model.setData(model.index(1, 2), QStringLiteral("4"), Qt::EditRole);
    shots.take(dialog, QStringLiteral("variants"));
    fixture.child<QPushButton>("runVariants")->click();
    widgets::CompareSet& set = fixture.desktop().compare().set();
    static_cast<void>(QTest::qWaitFor([&set] { return !set.at(0)->picture.isNull(); }, 20000));
    shots.take(fixture, QStringLiteral("compare-filling"));
    static_cast<void>(
        QTest::qWaitFor([&fixture] { return fixture.desktop().results().rowCount() == 3; }, 60000));
    QTest::qWait(500);
    auto* const view = fixture.child<widgets::CompareView>("compareView");
    for (const auto& [mode, name] :
         {std::pair{widgets::CompareMode::SideBySide, "compare-side"},
          std::pair{widgets::CompareMode::Wipe, "compare-wipe"},
          std::pair{widgets::CompareMode::Blink, "compare-blink"},
          std::pair{widgets::CompareMode::Difference, "compare-difference"}}) {
        view->setMode(mode);
        QTest::qWait(400);
        shots.take(fixture, QString::fromLatin1(name));
    }
}

// What stands around the drawing: dialogs, perspectives, what comes back after a crash.
void shootSurroundings(Shots& shots) {
    test::DesktopFixture fixture;
    shots.open(fixture);
    type(fixture, QString::fromLatin1(kPrompt));
    for (const auto& [command, name] : {std::pair{gui::Command::PerspectiveCompare, "compare"},
                                        std::pair{gui::Command::PerspectiveInspect, "inspect"},
                                        std::pair{gui::Command::PerspectiveHistory, "history"}}) {
        fixture.trigger(command);
        shots.take(fixture, QString::fromLatin1(name));
    }
    fixture.trigger(gui::Command::PerspectiveCreate);
    fixture.trigger(gui::Command::Preferences);
    auto* const preferences = fixture.child<gui::PreferencesDialog>("preferencesDialog");
    fixture.child<QLineEdit>("preferenceSearch")->setText(QStringLiteral("guidance"));
    shots.take(preferences, QStringLiteral("preferences"));
    fixture.child<QLineEdit>("preferenceSearch")->clear();
    preferences->showPage(QStringLiteral("shortcuts"));
    auto* const list = fixture.child<QTreeWidget>("shortcutList");
    list->setCurrentItem(list->topLevelItem(static_cast<int>(gui::Command::About)));
    fixture.child<QKeySequenceEdit>("shortcutKeys")
        ->setKeySequence(QKeySequence(QStringLiteral("Ctrl+S")));
    shots.take(preferences, QStringLiteral("shortcuts"));
    preferences->close();
    fixture.trigger(gui::Command::FindModels);
    QTest::qWait(500);
    shots.take(fixture.child<QDialog>("modelDialog"), QStringLiteral("models"));
    fixture.child<QDialog>("modelDialog")->close();
    fixture.trigger(gui::Command::EncoderServers);
    QTest::qWait(200);
    shots.take(fixture.child<QDialog>("connectionDialog"), QStringLiteral("connection"));
    fixture.trigger(gui::Command::ShareEncoder);
    QTest::qWait(200);
    shots.take(fixture.child<QDialog>("connectionDialog"), QStringLiteral("sharing"));
    fixture.child<QDialog>("connectionDialog")->close();
    fixture.trigger(gui::Command::Diagnostics);
    shots.take(fixture.child<QDialog>("diagnosticsDialog"), QStringLiteral("diagnostics"));
    fixture.child<QDialog>("diagnosticsDialog")->close();
    QApplication::clipboard()->setText(QStringLiteral(
        "a cat in a hat\nNegative prompt: dog\nSteps: 21, Sampler: Euler a, Schedule type: Karras, "
        "CFG scale: 4, Seed: 77, Size: 832x1216, Model: zimage, Version: v1.10.1"));
    fixture.trigger(gui::Command::PastePicture);
    shots.take(fixture.child<QDialog>("recallDialog"), QStringLiteral("import"));
}

} // namespace

} // namespace diptych

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(1, QStringLiteral("shots"));
    const QStringList sides =
        arguments.value(2, QStringLiteral("1280x800")).split(QLatin1Char('x'));
    diptych::Shots shots(folder, QSize(sides.value(0).toInt(), sides.value(1).toInt()),
                         arguments.value(3, QStringLiteral("light")),
                         arguments.value(5, QStringLiteral("en")));
    if (arguments.value(4) == QLatin1String("compare")) {
        diptych::shootComparison(shots);
        return 0;
    }
    diptych::shootCraft(shots);
    if (arguments.value(4) == QLatin1String("craft"))
        return 0;
    diptych::shootDemo(shots);
    diptych::shootQueue(shots);
    diptych::shootComparison(shots);
    diptych::shootSurroundings(shots);
    return 0;
}
