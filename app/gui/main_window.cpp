#include "app/gui/main_window.h"

#include "app/gui/command_palette.h"
#include "app/gui/settings_store.h"
#include "app/gui/status_cells.h"
#include "widgets/controls/icon_set.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QGuiApplication>
#include <QMenuBar>
#include <QScreen>
#include <QStatusBar>

#include <algorithm>
#include <array>

namespace diptych::gui {

namespace {

constexpr int kLayoutVersion = 2; // 2: there is a comparison
constexpr QSize kFirstSize(1280, 800);
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kLockedKey = QStringLiteral("window/locked");
const QString kStateKey = QStringLiteral("window/state");
const QString kPerspectiveKey = QStringLiteral("window/perspective");

/// A panel in another perspective than the first.
struct PanelRole {
    const char* name;
    Qt::DockWidgetArea area;
    int width; ///< pixels
};

// Panels that are not named are hidden.
std::vector<PanelRole> rolesIn(Perspective perspective) {
    switch (perspective) {
    case Perspective::Create:
        break;
    case Perspective::Compare:
        return {{"historyDock", Qt::LeftDockWidgetArea, 360},
                {"compareDock", Qt::RightDockWidgetArea, 360}};
    case Perspective::Inspect:
        return {{"promptDock", Qt::LeftDockWidgetArea, 380},
                {"placementDock", Qt::RightDockWidgetArea, 340},
                {"embeddingDock", Qt::RightDockWidgetArea, 340}};
    case Perspective::History:
        return {{"historyDock", Qt::LeftDockWidgetArea, 720}};
    }
    return {};
}

constexpr std::array kPerspectives = {std::pair{Command::PerspectiveCreate, Perspective::Create},
                                      std::pair{Command::PerspectiveCompare, Perspective::Compare},
                                      std::pair{Command::PerspectiveInspect, Perspective::Inspect},
                                      std::pair{Command::PerspectiveHistory, Perspective::History}};

} // namespace

MainWindow::MainWindow(Actions* actions, SettingsStore* settings, QWidget* centre,
                       const std::vector<PanelPlace>& panels, QWidget* parent)
    : QMainWindow(parent), actions_(actions), settings_(settings), places_(panels),
      commands_(new CommandPalette(this)), cells_(new StatusCells(statusBar())) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Diptych"));
    setWindowIcon(widgets::applicationIcon());
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks |
                   QMainWindow::AllowNestedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCentralWidget(centre);
    QList<QAction*> toggles;
    for (const PanelPlace& place : places_) {
        addPanel(place);
        toggles << dock(place.name)->toggleViewAction();
    }
    actions_->fillMenus(menuBar(), toggles);
    for (QAction* const action : actions_->all())
        if (action->shortcutContext() == Qt::WindowShortcut)
            addAction(action); // shortcuts work while the menu bar is hidden too
    connect(actions_->get(Command::CommandPalette), &QAction::triggered, this, [this, toggles] {
        QList<QAction*> all(actions_->all().begin(), actions_->all().end());
        all << toggles;
        commands_->open(all);
    });
    connect(actions_->get(Command::HidePanels), &QAction::toggled, this,
            &MainWindow::setPicturesOnly);
    connect(actions_->get(Command::FullScreen), &QAction::toggled, this, [this](bool full) {
        setWindowState(full ? windowState() | Qt::WindowFullScreen
                            : windowState() & ~Qt::WindowFullScreen);
    });
    connect(actions_->get(Command::ResetLayout), &QAction::triggered, this,
            &MainWindow::resetLayout);
    QAction* const lock = actions_->get(Command::LockLayout);
    lock->setChecked(settings_->value(kLockedKey, true).toBool());
    setLocked(lock->isChecked());
    connect(lock, &QAction::toggled, this, [this](bool locked) {
        settings_->setValue(kLockedKey, locked);
        setLocked(locked);
    });
    connect(actions_->get(Command::Quit), &QAction::triggered, this, &QWidget::close);
    connectPerspectives();
    resize(kFirstSize);
    arrange();
    restoreLayout();
}

void MainWindow::addPanel(const PanelPlace& place) {
    auto* const dock = new QDockWidget(place.title, this);
    dock->setObjectName(place.name);
    dock->setAccessibleName(place.title);
    dock->setWidget(place.panel);
    dock->setMinimumWidth(260);
    dock->toggleViewAction()->setObjectName(QStringLiteral("window.show.") + place.name);
    addDockWidget(place.area, dock);
}

// Without its title bar a panel can neither be moved nor closed by accident, and its tab or its
// first line tells what it is.
void MainWindow::setLocked(bool locked) {
    for (const PanelPlace& place : places_) {
        QDockWidget* const panel = dock(place.name);
        delete panel->titleBarWidget();
        panel->setTitleBarWidget(locked ? new QWidget(panel) : nullptr);
    }
}

QDockWidget* MainWindow::dock(const QString& name) const {
    return findChild<QDockWidget*>(name);
}

void MainWindow::arrange() {
    for (const PanelPlace& place : places_) {
        QDockWidget* const panel = dock(place.name);
        panel->setFloating(false);
        addDockWidget(place.area, panel);
        panel->setVisible(place.inCreate);
    }
    QList<QDockWidget*> docks;
    QList<int> widths;
    for (const PanelPlace& place : places_) {
        if (!place.tabbedWith.isEmpty())
            tabifyDockWidget(dock(place.tabbedWith), dock(place.name));
        docks << dock(place.name);
        widths << place.width;
    }
    resizeDocks(docks, widths, Qt::Horizontal);
    for (const PanelPlace& place : places_)
        if (place.tabbedWith.isEmpty())
            dock(place.name)->raise();
}

void MainWindow::arrangeFor(Perspective perspective) {
    if (perspective == Perspective::Create) {
        arrange();
        return;
    }
    for (const PanelPlace& place : places_) {
        dock(place.name)->setFloating(false);
        dock(place.name)->hide();
    }
    QList<QDockWidget*> docks;
    QList<int> widths;
    for (const PanelRole& role : rolesIn(perspective)) {
        QDockWidget* const panel = dock(QLatin1String(role.name));
        if (!panel)
            continue;
        addDockWidget(role.area, panel); // below what stands there already
        panel->show();
        docks << panel;
        widths << role.width;
    }
    resizeDocks(docks, widths, Qt::Horizontal);
}

void MainWindow::connectPerspectives() {
    const int last = settings_->value(kPerspectiveKey).toInt();
    for (const auto& [command, perspective] : kPerspectives) {
        if (static_cast<int>(perspective) == last) {
            perspective_ = perspective;
            actions_->get(command)->setChecked(true);
        }
        connect(actions_->get(command), &QAction::triggered, this,
                [this, perspective = perspective] { setPerspective(perspective); });
    }
}

// The first one's key is that of layouts before there were perspectives.
QString MainWindow::stateKey() const {
    return perspective_ == Perspective::Create
               ? kStateKey
               : kStateKey + QString::number(static_cast<int>(perspective_));
}

void MainWindow::restorePanels() {
    const QByteArray state = settings_->value(stateKey()).toByteArray();
    if (state.isEmpty() || !restoreState(state, kLayoutVersion))
        arrangeFor(perspective_);
}

void MainWindow::setPerspective(Perspective perspective) {
    if (perspective == perspective_)
        return;
    actions_->get(Command::HidePanels)->setChecked(false);
    settings_->setValue(stateKey(), saveState(kLayoutVersion));
    perspective_ = perspective;
    settings_->setValue(kPerspectiveKey, static_cast<int>(perspective));
    for (const auto& [command, each] : kPerspectives)
        if (each == perspective)
            actions_->get(command)->setChecked(true);
    restorePanels();
}

void MainWindow::restoreLayout() {
    const QByteArray geometry = settings_->value(kGeometryKey).toByteArray();
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
    // A window that was left on a screen that is gone comes back onto this one.
    if (const QScreen* const here = screen();
        here && !here->availableGeometry().intersects(frameGeometry()))
        move(here->availableGeometry().topLeft());
    restorePanels();
}

void MainWindow::saveLayout() {
    settings_->setValue(kGeometryKey, saveGeometry());
    settings_->setValue(stateKey(), layoutWithPanels_.isEmpty() ? saveState(kLayoutVersion)
                                                                : layoutWithPanels_);
}

void MainWindow::resetLayout() {
    actions_->get(Command::HidePanels)->setChecked(false);
    arrangeFor(perspective_);
}

void MainWindow::reveal(const QString& panel) {
    actions_->get(Command::HidePanels)->setChecked(false);
    if (QDockWidget* const found = dock(panel)) {
        found->show();
        found->raise();
    }
}

void MainWindow::setPicturesOnly(bool only) {
    if (only == !layoutWithPanels_.isEmpty())
        return;
    if (only) {
        layoutWithPanels_ = saveState(kLayoutVersion);
        for (const PanelPlace& place : places_)
            dock(place.name)->hide();
    } else {
        restoreState(layoutWithPanels_, kLayoutVersion);
        layoutWithPanels_.clear();
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (mayClose_ && !mayClose_()) {
        event->ignore();
        return;
    }
    saveLayout();
    event->accept();
}

} // namespace diptych::gui
